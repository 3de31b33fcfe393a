//! Use cases: the only floor that changes anything.

pub mod accounts;
pub mod directory;
mod error;
pub mod password;

pub use error::Error;
