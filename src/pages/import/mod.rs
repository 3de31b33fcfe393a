//! Tables of others taken in: a file is chosen, looked at row by row, put right, and taken in.

mod blank;
mod choices;
mod preview;
mod rows;

pub use blank::{blank, bring};
pub use preview::{decide, show};
