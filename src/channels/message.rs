//! What is sent, whatever the channel.

use crate::domain::Card;

/// A letter in short, ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same at every try, by which a service can know a message again: letters, digits and
    /// `_-`, at most 50.
    pub key: String,
    /// Where it goes: a user id or a number; for a robot nothing.
    pub to: String,
    /// The house that it comes from.
    pub from: String,
    /// What it says.
    pub card: Card,
}
