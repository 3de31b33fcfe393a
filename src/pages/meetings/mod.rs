//! Meetings: all of them, and one with what became of its directives.

mod list;
mod one;
mod standing;

pub use list::list;
pub use one::{instruct, show};
pub use standing::tasks;
