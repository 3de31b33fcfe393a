//! What somebody decided about a table before it is taken in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::import::Field;

/// Whom a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The one with this id.
    Is(i64),
    /// A new one is made.
    New,
    /// Nobody: the cell is left empty.
    Nobody,
}

/// What was decided. Nothing decided: columns as remembered or guessed, drafts, no row left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent choices")]
pub struct Choices {
    /// What each column becomes; empty where nobody chose.
    pub columns: Vec<Option<Field>>,
    /// Whom names of departments stand for.
    pub departments: BTreeMap<String, Answer>,
    /// Whom names of people stand for.
    pub people: BTreeMap<String, Answer>,
    /// By when a row is due whose cell is no day.
    pub days: BTreeMap<u32, NaiveDate>,
    /// Rows with something wrong are left out.
    pub without_wrong: bool,
    /// States and past dates are taken as they are.
    pub initial: bool,
    /// Departments that nobody knows are made.
    pub create_departments: bool,
    /// Names of people whom nobody knows are left empty.
    pub leave_unknown: bool,
}
