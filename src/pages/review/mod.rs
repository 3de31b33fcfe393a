//! Review: the minutes on the left, what they call for on the right.

mod candidate;
mod desk;
mod handlers;
mod post;
mod show;
mod typed;

pub use handlers::{decide, show};
