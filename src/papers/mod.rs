//! Papers: one model of what a sheet says, and three ways to print it: HTML, DOCX and PDF; and the
//! ledger as a file.
mod docx;
mod error;
mod fonts;
mod html;
pub mod ledger_sheet;
mod paper;
mod pdf;
mod style;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use fonts::Fonts;
pub use paper::{Block, Cell, Column, Paper, Run, Scale, Slip, Table, TableKind, Tone, Turn, mark};
pub use style::{Align, Look, Style};
