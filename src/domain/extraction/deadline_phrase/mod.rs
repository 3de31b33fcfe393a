//! Deadlines: the words that say by when, and the day that they mean.

mod phrase;

pub use phrase::{held_on_in, typed_date, when};
