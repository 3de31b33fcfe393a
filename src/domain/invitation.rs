//! 商请配合: a department is asked to support a task.

use chrono::{NaiveDate, NaiveDateTime};

use super::named::named;
use super::{DepartmentId, InvitationId, PersonId, TaskId};

named! {
    /// Where an invitation stands.
    InvitationState, "a state of an invitation" {
        /// It waits for its answer.
        Open = "open",
        /// The department supports the task.
        Accepted = "accepted",
        /// It does not.
        Declined = "declined",
        /// Taken back, or overtaken by what became of the task.
        Withdrawn = "withdrawn",
    }
}

/// What a department is asked: to support a task. One may be open for each department of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its identity.
    pub id: InvitationId,
    /// The task.
    pub task_id: TaskId,
    /// Who is asked.
    pub department_id: DepartmentId,
    /// What it is asked for.
    pub text: Option<String>,
    /// Where it stands.
    pub state: InvitationState,
    /// Who asks.
    pub invited_by: Option<PersonId>,
    /// Their name as it was then.
    pub invited_by_name: String,
    /// On which day.
    pub invited_on: NaiveDate,
    /// When, in UTC.
    pub invited_at: NaiveDateTime,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// Their name as it was then.
    pub answered_by_name: Option<String>,
    /// When they did.
    pub answered_on: Option<NaiveDate>,
    /// Why not, or what they said.
    pub comment: Option<String>,
}
