//! Use cases: the only floor that changes anything.

pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod bulk;
mod calls;
mod correspondence;
pub mod decisions;
pub mod delivery;
pub mod digest_hour;
pub mod directory;
mod error;
pub mod handover;
pub mod intake;
pub mod invitations;
pub mod ladder;
pub mod ledger;
pub mod letters;
pub mod once;
pub mod password;
pub mod proposals;
pub mod questions;
mod record;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod review;
pub mod sight;
pub mod steps;
pub mod submissions;
pub mod tasks;
pub mod tokens;
pub mod urging;
pub mod weeks;
pub mod working_calendar;

pub use error::Error;
