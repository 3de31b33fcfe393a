//! Review: the minutes on the left, what they call for on the right.

mod candidate;
mod conflict;
mod desk;
mod doubts;
mod handlers;
mod hints;
mod picked;
mod post;
mod said;
mod several;
mod show;
mod typed;

pub use desk::keys;
pub use handlers::{decide, show, stamp};
