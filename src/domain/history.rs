//! The history of a task: facts appended once, each sealed by the one before.

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::named::named;
use super::{EventId, PersonId, ReportId, RequestId, TaskId};

named! {
    /// What happened.
    EventKind, "a kind of event" {
        /// The task was written down.
        Created = "created",
        /// 导入: taken over from another ledger, with its state and its past dates.
        Imported = "imported",
        /// A draft was submitted for a signature.
        Submitted = "submitted",
        /// A submitted draft was sent back.
        SentBack = "sent_back",
        /// A submitted draft was taken back.
        SubmissionWithdrawn = "submission_withdrawn",
        /// 交办.
        Issued = "issued",
        /// Taken back by the clerk.
        Recalled = "recalled",
        /// 签收.
        Acknowledged = "acknowledged",
        /// 退办.
        Returned = "returned",
        /// 进展反馈.
        Reported = "reported",
        /// A request was written and waits for the head.
        RequestDrafted = "request_drafted",
        /// A file was added.
        Attached = "attached",
        /// The office asked about a report.
        Questioned = "questioned",
        /// A request was made.
        RequestOpened = "request_opened",
        /// 初审.
        OpinionGiven = "opinion_given",
        /// Those in charge agreed; a top leader is waited for.
        RequestEndorsed = "request_endorsed",
        /// 同意.
        RequestApproved = "request_approved",
        /// 不同意.
        RequestRejected = "request_rejected",
        /// 撤回.
        RequestWithdrawn = "request_withdrawn",
        /// 批示.
        Instructed = "instructed",
        /// 催办.
        Urged = "urged",
        /// 督办催办单: an urging notice was signed and sent.
        UrgingNoticeSent = "urging_notice_sent",
        /// The office called, and noted what was said.
        Called = "called",
        /// 转办.
        Transferred = "transferred",
        /// 商请配合: a department was asked to support.
        Invited = "invited",
        /// It supports the task from now on.
        InvitationAccepted = "invitation_accepted",
        /// It does not.
        InvitationDeclined = "invitation_declined",
        /// 移交: a part in it, or in its department, went to somebody else.
        HandedOver = "handed_over",
        /// A department that it names became part of another.
        DepartmentMerged = "department_merged",
        /// 中止.
        Suspended = "suspended",
        /// 恢复办理.
        Resumed = "resumed",
        /// 撤销.
        Cancelled = "cancelled",
        /// 重新交办.
        Reopened = "reopened",
        /// A milestone was set.
        MilestoneAdded = "milestone_added",
        /// A milestone was changed.
        MilestoneChanged = "milestone_changed",
        /// A milestone was reached.
        MilestoneDone = "milestone_done",
        /// A milestone is open again.
        MilestoneReopened = "milestone_reopened",
        /// A milestone was taken off the list.
        MilestoneRemoved = "milestone_removed",
        /// The next instance of a repeating task was written down.
        Repeated = "repeated",
        /// A field was changed.
        Edited = "edited",
        /// A part was put below it, or so many of its parts are closed.
        PartsMoved = "parts_moved",
        /// A sub-task was done.
        Finished = "finished",
    }
}

/// Everything that an event says, before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Whose history this is.
    pub task_id: TaskId,
    /// Its place in that history, from 1.
    pub seq: i64,
    /// When it happened, in UTC; hashed to the millisecond.
    pub occurred_at: NaiveDateTime,
    /// When it was written down.
    pub recorded_at: NaiveDateTime,
    /// Who did it; `None` for the operator at the command line.
    pub actor_id: Option<PersonId>,
    /// Their name as it was then.
    pub actor_name: String,
    /// For whom a deputy acted.
    pub on_behalf_of_id: Option<PersonId>,
    /// That person's name as it was then.
    pub on_behalf_of_name: Option<String>,
    /// What happened.
    pub kind: EventKind,
    /// What stood there before, as JSON.
    pub old: Option<String>,
    /// What stands there now, as JSON.
    pub new: Option<String>,
    /// The report that it names.
    pub report_id: Option<ReportId>,
    /// The request that it names.
    pub request_id: Option<RequestId>,
    /// The digest of that report or request with its files, or of the file that was added.
    pub enclosed: Option<String>,
}

/// A line of a task's history. Written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its identity.
    pub id: EventId,
    /// What it says.
    pub fact: Fact,
    /// Covers the fact and the hash of the event before.
    pub hash: String,
}

impl Fact {
    /// The seal: SHA-256 in hexadecimal over every field and the previous event's seal.
    pub fn seal(&self, previous: Option<&str>) -> String {
        let millis = |at: NaiveDateTime| at.and_utc().timestamp_millis();
        let canonical = serde_json::json!([
            self.task_id,
            self.seq,
            millis(self.occurred_at),
            millis(self.recorded_at),
            self.actor_id,
            self.actor_name,
            self.on_behalf_of_id,
            self.on_behalf_of_name,
            self.kind,
            self.old,
            self.new,
            self.report_id,
            self.request_id,
            self.enclosed,
            previous,
        ]);
        digest_of(canonical.to_string().as_bytes())
    }
}

/// SHA-256 of `bytes` in hexadecimal.
pub fn digest_of(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact() -> Fact {
        let at = NaiveDateTime::parse_from_str("2026-03-06 08:00:00.123", "%Y-%m-%d %H:%M:%S%.f");
        Fact {
            task_id: TaskId(1),
            seq: 1,
            occurred_at: at.unwrap(),
            recorded_at: at.unwrap(),
            actor_id: Some(PersonId(2)),
            actor_name: "Clerk".to_owned(),
            on_behalf_of_id: None,
            on_behalf_of_name: None,
            kind: EventKind::Created,
            old: None,
            new: Some(r#"{"title":"Publish the schedule"}"#.to_owned()),
            report_id: None,
            request_id: None,
            enclosed: None,
        }
    }

    #[test]
    fn a_seal_covers_every_field_and_what_came_before() {
        let sealed = fact().seal(None);
        assert_eq!(sealed.len(), 64);
        assert_eq!(sealed, fact().seal(None));
        assert_ne!(sealed, fact().seal(Some("x")));
        assert_ne!(sealed, Fact { actor_name: "Cleric".to_owned(), ..fact() }.seal(None));
        assert_ne!(sealed, Fact { old: Some("1".to_owned()), ..fact() }.seal(None));
        assert_ne!(sealed, Fact { enclosed: Some("1".to_owned()), ..fact() }.seal(None));
    }

    #[test]
    fn a_digest_is_plain_sha_256() {
        assert_eq!(
            digest_of(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
