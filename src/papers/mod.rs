//! Papers: one model of what a sheet says, and three ways to print it: HTML, DOCX and PDF; and the
//! ledger as a file.

mod brief;
pub mod circular;
pub mod closure_report;
pub mod department_list;
mod docx;
mod error;
mod fonts;
mod html;
pub mod ledger_sheet;
mod notice;
#[cfg(test)]
mod notice_tests;
mod paper;
mod pdf;
mod style;
#[cfg(test)]
mod tests;

pub use brief::{brief, written_back};
pub use error::Error;
pub use fonts::Fonts;
pub use notice::{NoticeSheet, notices, urging_notice};
pub use paper::{Block, Cell, Column, Paper, Run, Scale, Slip, Table, TableKind, Tone, Turn, mark};
pub use style::{Align, Look, Style};
