//! HTML for people: a page is its struct, its template and its handlers, in one file.

mod bar;
pub mod dashboard;
mod error;
mod frame;
mod page;

pub use bar::{Bar, BarPart, mark};
pub use error::error_page;
pub use frame::{Frame, Nav};
pub use page::{page, see_other};
