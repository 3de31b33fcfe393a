//! Use cases: the only floor that writes.

mod error;

pub use error::Error;
