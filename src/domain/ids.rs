//! Identifiers: the integer that the database gave, as a type of its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.trim().parse().map(Self)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// A file that belongs to a meeting or a task.
    AttachmentId;
    /// A standing body or meeting series.
    BodyId;
    /// A circular on one period.
    CircularId;
    /// A department, a school, an office.
    DepartmentId;
    /// An act that the minutes call for.
    DirectiveId;
    /// A line of a task's history.
    EventId;
    /// What a leader wrote on a task or a meeting.
    InstructionId;
    /// What a department is asked: to support a task.
    InvitationId;
    /// A letter in the outbox.
    LetterId;
    /// One sitting of a body, or another source of tasks.
    MeetingId;
    /// A day on the way of a task.
    MilestoneId;
    /// Someone with an account, or someone to be named.
    PersonId;
    /// A named group of tasks across meetings.
    ProgrammeId;
    /// What the office asks about a report.
    QuestionId;
    /// A report on a task.
    ReportId;
    /// Something asked for on a task.
    RequestId;
    /// A robot in a group chat.
    RobotId;
    /// Drafts submitted for a signature together.
    SubmissionId;
    /// The tracked unit.
    TaskId;
}
