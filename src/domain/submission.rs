//! Sign-off before issue: drafts that the clerk submits as one batch, and what became of it.

use chrono::NaiveDateTime;

use super::named::named;
use super::{PersonId, SubmissionId, TaskId};

named! {
    /// What became of a submission.
    SubmissionState, "a state of a submission" {
        /// 待签发.
        Open = "open",
        /// 已签发.
        Signed = "signed",
        /// 退回修改.
        SentBack = "sent_back",
        /// 撤回.
        Withdrawn = "withdrawn",
    }
}

/// Drafts that wait for a signature together, or did so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its identity.
    pub id: SubmissionId,
    /// What became of it.
    pub state: SubmissionState,
    /// What the clerk wants to say about it.
    pub note: Option<String>,
    /// Who submitted it.
    pub submitted_by: Option<PersonId>,
    /// Their name as it was then.
    pub submitted_by_name: String,
    /// When, in UTC.
    pub submitted_at: NaiveDateTime,
    /// Who signed it, sent it back or withdrew it.
    pub decided_by: Option<PersonId>,
    /// Their name as it was then.
    pub decided_by_name: Option<String>,
    /// When, in UTC.
    pub decided_at: Option<NaiveDateTime>,
    /// Why it was sent back.
    pub comment: Option<String>,
    /// The tasks that still belong to it, by their ids.
    pub tasks: Vec<TaskId>,
}
