//! Rows in, domain values out. Nothing above this floor knows of diesel.

mod columns;
mod connection;
pub mod departments;
mod error;
mod migrations;
pub mod people;
mod schema;

pub use connection::{Conn, Db};
pub use error::Error;
pub use migrations::{MigrationError, MigrationStatus, migrate, revert_all, status};
