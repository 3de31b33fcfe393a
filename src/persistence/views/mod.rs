//! Reads that join: what a page or the API shows at a glance. Never written.

pub mod brief;
pub mod circular;
pub mod dashboard;
pub mod desk;
pub mod holdings;
pub mod log;
pub mod mailing;
pub mod meeting_list;
pub mod missed_reports;
pub mod my_department;
pub mod own_dates;
pub mod portfolio;
pub mod programme;
pub mod task_lines;
pub mod task_list;
mod task_selection;
pub mod task_sheet;
