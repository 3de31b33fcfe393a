//! Rows in, domain values out. Nothing above this floor knows of diesel.

mod columns;
mod connection;
mod error;
mod migrations;
mod schema;

pub use connection::{Conn, Db};
pub use error::Error;
pub use migrations::{MigrationError, MigrationStatus, migrate, revert_all, status};
