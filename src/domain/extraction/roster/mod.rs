//! Whom the organisation knows, found again by what minutes call them: departments by full, other,
//! English and short names, people by name and title, groups by the word for them. Two who fit are
//! nobody: nothing is guessed.

mod english;
mod find;
mod group;
mod han;
mod key;
mod people;
mod sought;
mod units;

pub use find::{Known, Roster};
pub use group::Group;
