//! The clerk's desk: what waits for a hand, in heaps, each with what its next step needs.

mod beside;
mod climbed;
mod heaps;

pub use beside::{Undelivered, Unreviewed};
pub use climbed::{CallNote, Climbed, climbed};
pub use heaps::{
    Asked, Callee, CameBack, Desk, DeskTask, Draft, Submitted, desk, requests, submitted,
};
