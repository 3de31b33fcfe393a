//! Review: every candidate is accepted, declined or left for later; what is accepted becomes tasks.

mod change;
mod create;
mod learn;
mod passage;
mod several;
mod undo;

pub use change::{Change, change, decide, directive, of_meeting};
pub use create::{blame, create_tasks};
pub use passage::{add, find_passage, merge, split};
pub use several::{Several, change_several};
pub use undo::undo;
