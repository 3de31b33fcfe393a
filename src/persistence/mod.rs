//! Rows in, domain values out. Nothing above this floor knows of diesel.

pub mod accounts;
pub mod audit;
pub mod bodies;
mod columns;
mod connection;
pub mod departments;
pub mod deputies;
pub mod directives;
mod error;
pub mod events;
pub mod idempotency;
pub mod meetings;
mod migrations;
pub mod one_time_links;
pub mod outbox;
pub mod people;
pub mod preferences;
pub mod programmes;
pub mod questions;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod review_acts;
mod schema;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod spans;
pub mod submissions;
pub mod tasks;
pub mod tokens;
pub mod versions;
pub mod views;

pub use connection::{Conn, Db};
pub use error::Error;
pub use migrations::{MigrationError, MigrationStatus, is_blank, migrate, revert_all, status};
