//! HTML for people: a page is its struct, its template and its handlers, in one file.

mod account;
mod bar;
pub mod dashboard;
pub mod decision;
pub mod deed;
mod departments;
pub mod desk;
mod error;
mod frame;
pub mod glance;
mod groups;
pub mod history;
mod home;
mod intake;
pub mod ledger;
mod mailbox;
mod meetings;
mod minutes;
pub mod my_department;
mod page;
mod password;
mod people;
mod person;
pub mod portfolio;
pub mod reading;
mod reminders;
mod review;
pub mod routes;
mod set_up;
mod sign_in;
pub mod submission;
pub mod task;

pub use bar::{Bar, BarPart, mark};
pub use error::{dress, no_page};
pub use frame::{Frame, Nav};
pub use page::{page, returned, see_other};
