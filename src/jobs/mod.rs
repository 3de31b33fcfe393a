//! What happens without anyone asking: letters leave, and the calendar is looked at.

mod right;
mod schedule;
mod work;

pub use right::{Right, Taken};
pub use work::Jobs;
