//! Every address and every secret that the house hands out.

mod token;

pub use token::{Token, TokenHash};
