//! Files that belong to a meeting or a task.

use std::fmt::Write as _;

use chrono::NaiveDateTime;

use super::{AttachmentId, MeetingId, PersonId, TaskId};

/// The SHA-256 of a file, in 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sha256Hex(String);

impl Sha256Hex {
    /// A digest in digits.
    pub fn of_digest(digest: &[u8]) -> Self {
        Self(digest.iter().fold(String::new(), |mut text, byte| {
            let _written = write!(text, "{byte:02x}");
            text
        }))
    }

    /// A digest as it was kept; `None` for anything else.
    pub fn from_kept(text: &str) -> Option<Self> {
        let digits =
            text.len() == 64 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| Self(text.to_owned()))
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file with what it is called and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its identity; a new one is given by the database.
    pub id: AttachmentId,
    /// What is in it.
    pub sha256: Sha256Hex,
    /// Its bytes.
    pub size: i64,
    /// What it was called.
    pub name: String,
    /// What it is, by what is in it.
    pub media_type: String,
    /// What was enclosed in it and could not be read, by name.
    pub left_out: Vec<String>,
    /// The meeting that it belongs to.
    pub meeting_id: Option<MeetingId>,
    /// The revision of the minutes that was read from it.
    pub revision: Option<i32>,
    /// The task that it belongs to.
    pub task_id: Option<TaskId>,
    /// Who brought it; `None` for the operator.
    pub uploaded_by: Option<PersonId>,
    /// When.
    pub created_at: NaiveDateTime,
}

impl Attachment {
    /// The most characters of its name.
    pub const NAME: usize = 200;
}
