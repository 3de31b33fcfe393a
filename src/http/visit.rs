//! What is known of a visitor before a page's own work begins.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::{PersonId, Role};
use crate::i18n::Lang;

/// The person behind a session, as pages show them.
#[derive(Debug, Clone)]
pub struct SignedInPerson {
    /// Who it is.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their title, where they have one.
    pub title: Option<String>,
    /// What the account is for.
    pub role: Role,
    /// The roles in which they act today: their own, and those of whom they stand in for.
    pub roles: Vec<Role>,
}

/// One visitor at one moment.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The language they read.
    pub lang: Lang,
    /// `light` or `dark` where they chose one over their system's.
    pub theme: Option<&'static str>,
    /// Who is signed in.
    pub person: Option<SignedInPerson>,
    /// Proves that a form was ours.
    pub csrf: String,
    /// Path and query, for coming back to the same place.
    pub path: String,
    /// The organisation's name in their language.
    pub organisation: String,
    /// The civil date in the organisation's zone.
    pub today: NaiveDate,
    /// The wall clock there.
    pub local_time: NaiveDateTime,
    /// Whether the data is a sample.
    pub demo: bool,
}
