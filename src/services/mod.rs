//! Use cases: the only floor that changes anything.

pub mod accounts;
pub mod directory;
mod error;
pub mod intake;
pub mod password;
pub mod review;

pub use error::Error;
