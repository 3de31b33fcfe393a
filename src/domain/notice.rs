//! What a notice said on the day it went out: kept in the history, so that a copy printed years
//! later says the same, whoever holds which office by then.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Cadence, Urgency};

/// Somebody as a paper names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnPaper {
    /// Their name then.
    pub name: String,
    /// Their title then.
    pub title: Option<String>,
}

/// The particulars of a task on a paper, with names as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// What is to be done.
    pub title: String,
    /// The completion mark.
    pub requirement: String,
    /// The lead department.
    pub lead: String,
    /// Supporting departments.
    pub supporters: Vec<String>,
    /// Head of the lead department.
    pub responsible: Option<OnPaper>,
    /// The leader in charge.
    pub leader: Option<OnPaper>,
    /// The clerk who watches it.
    pub clerk: Option<OnPaper>,
    /// That clerk's telephone.
    pub phone: Option<String>,
    /// The department that issues.
    pub office: Option<String>,
    /// The meeting, instruction or document that it rests on.
    pub source: Option<String>,
    /// The day of that.
    pub source_on: Option<NaiveDate>,
    /// Its own words.
    pub quote: Option<String>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// How often it is reported on.
    pub cadence: Cadence,
    /// By when; `None` for what is long-term.
    pub due_on: Option<NaiveDate>,
    /// Who signed.
    pub signed_by: Option<String>,
}

/// What an urging notice says beside the particulars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urging {
    /// The number of the task.
    pub task_number: Option<String>,
    /// When the task went out.
    pub issued_on: Option<NaiveDate>,
    /// The day of the last report.
    pub reported_on: Option<NaiveDate>,
    /// How much was done by then.
    pub percent: i32,
    /// What it said was done.
    pub done: Option<String>,
    /// Why it is late, as the department said.
    pub delay_reason: Option<String>,
    /// When the department expects it.
    pub expected_on: Option<NaiveDate>,
    /// The date that has passed.
    pub due_on: NaiveDate,
    /// Drafted or signed on.
    pub dated_on: NaiveDate,
    /// By when an answer is wanted.
    pub reply_by: NaiveDate,
}
