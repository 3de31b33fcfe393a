//! 督办通报: its words as they are drafted from its figures, and all that stands on its paper.

mod content;
mod sheet;
mod texts;

pub use content::{Content, ContentTable, Head, content};
pub use texts::{Drafting, draft};

#[cfg(test)]
mod tests;
