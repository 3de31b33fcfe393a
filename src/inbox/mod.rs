//! Messages that wait in a mailbox elsewhere, fetched by IMAP.

mod client;
mod line;
mod place;
mod wire;

pub use client::{Failed, Taken, Visited};
pub use place::{Inbox, InboxRefused};
