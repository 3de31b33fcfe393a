//! Deadlines: the words that say by when, and the day that they mean.

mod cursor;
mod day_of_meeting;
mod english;
mod english_cursor;
mod english_dates;
mod english_frames;
mod english_occasions;
mod english_words;
mod festival;
mod find;
mod han;
mod han_occasions;
mod han_words;
mod moment;
mod numeral;

pub use day_of_meeting::held_on_in;
pub(super) use find::{cell_deadline, deadline_in};
pub use find::{typed_date, when};
