//! The house as people use it, from outside.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stumbles")]

mod house;
mod parts;
mod postgres;
