//! Requests 申请: what a department asks for, and what became of it.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::named::named;
use super::{PersonId, RequestId, TaskId};

named! {
    /// What can be asked for; at most one request is open on a task.
    RequestKind, "a kind of request" {
        /// 申请延期.
        Extension = "extension",
        /// 申请办结.
        Closure = "closure",
        /// 阶段性办结.
        InterimClosure = "interim_closure",
        /// 中止.
        Suspension = "suspension",
        /// 撤销.
        Cancellation = "cancellation",
    }
}

named! {
    /// What became of a request.
    RequestState, "a state of a request" {
        /// Written by a contact or handler, waits for the head.
        Drafted = "drafted",
        /// 待审核.
        Open = "open",
        /// 同意.
        Approved = "approved",
        /// 不同意, for a closure 退回重办.
        Rejected = "rejected",
        /// 撤回.
        Withdrawn = "withdrawn",
    }
}

/// Something asked for on a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Its identity.
    pub id: RequestId,
    /// The task that it is about.
    pub task_id: TaskId,
    /// What is asked for.
    pub kind: RequestKind,
    /// What became of it.
    pub state: RequestState,
    /// Why.
    pub reason: String,
    /// For a closure: what there is now.
    pub result: Option<String>,
    /// The due date when it was asked.
    pub old_due_on: Option<NaiveDate>,
    /// For an extension: the date asked for.
    pub new_due_on: Option<NaiveDate>,
    /// Who asked.
    pub requested_by: Option<PersonId>,
    /// Their name as it was then.
    pub requested_by_name: String,
    /// On which day.
    pub requested_on: NaiveDate,
    /// When, in UTC.
    pub requested_at: NaiveDateTime,
    /// Who decided or withdrew it.
    pub decided_by: Option<PersonId>,
    /// Their name as it was then.
    pub decided_by_name: Option<String>,
    /// On which day.
    pub decided_on: Option<NaiveDate>,
    /// When, in UTC.
    pub decided_at: Option<NaiveDateTime>,
    /// What the decider wrote.
    pub comment: Option<String>,
    /// The date that was granted, which may differ from the one asked for.
    pub granted_due_on: Option<NaiveDate>,
    /// How far the task was, by the words of who asked, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<i32>,
    /// For a closure: what proves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// 初审: whether the clerk would agree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion_agrees: Option<bool>,
    /// 初审: the clerk's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<String>,
    /// Who gave the first opinion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion_by_name: Option<String>,
    /// On which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion_on: Option<NaiveDate>,
    /// Who agreed before the top leader, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsed_by_name: Option<String>,
    /// On which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsed_on: Option<NaiveDate>,
    /// To which date they agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsed_due_on: Option<NaiveDate>,
    /// What they wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<String>,
}

/// Whether a request of this `kind` lacks the proof that the task asks for: words, or a file.
pub fn lacks_evidence(kind: RequestKind, asked: bool, words: Option<&str>, files: usize) -> bool {
    kind == RequestKind::Closure && asked && words.is_none() && files == 0
}

impl Request {
    /// The date that a decision is asked about: the one agreed to before, else the one asked for.
    pub fn proposed_due_on(&self) -> Option<NaiveDate> {
        self.endorsed_due_on.or(self.new_due_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_or_a_file_prove_a_closure() {
        use RequestKind::{Closure, Extension, InterimClosure};

        assert!(lacks_evidence(Closure, true, None, 0));
        assert!(!lacks_evidence(Closure, true, Some("On the website"), 0));
        assert!(!lacks_evidence(Closure, true, None, 1));
        assert!(!lacks_evidence(Closure, false, None, 0));
        assert!(!lacks_evidence(Extension, true, None, 0));
        assert!(!lacks_evidence(InterimClosure, true, None, 0));
    }
}
