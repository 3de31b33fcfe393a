//! Every address and every secret that the house hands out.

mod addresses;
mod token;

pub use addresses::{Links, task_path};
pub use token::{Token, TokenHash};
