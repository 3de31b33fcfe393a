//! The actix application, assembled: routes and middleware in one place.

mod assemble;
mod metrics;
mod probes;
mod routes;

pub use assemble::{assemble, serve};
