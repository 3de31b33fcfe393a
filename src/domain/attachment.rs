//! Files that belong to a meeting or a task.

use std::fmt::Write as _;

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::{AttachmentId, MeetingId, PersonId, ReportId, RequestId, TaskId};

/// The SHA-256 of a file, in 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// The report on that task which it came with.
    pub report_id: Option<ReportId>,
    /// The request on that task which it came with.
    pub request_id: Option<RequestId>,
    /// Who brought it; `None` for the operator.
    pub uploaded_by: Option<PersonId>,
    /// Their name as it was then.
    pub uploaded_by_name: String,
    /// When.
    pub created_at: NaiveDateTime,
    /// Since when others see it; `None` while it waits for a form that came back to be sent again.
    pub filed_at: Option<NaiveDateTime>,
}

impl Attachment {
    /// The most characters of its name.
    pub const NAME: usize = 200;

    /// What a line of history seals of it: everything but where it was put later.
    pub fn sealed(&self) -> Value {
        json!({
            "id": self.id,
            "task_id": self.task_id,
            "sha256": self.sha256.as_str(),
            "size": self.size,
            "name": self.name,
            "media_type": self.media_type,
            "uploaded_by": self.uploaded_by,
            "uploaded_by_name": self.uploaded_by_name,
            "created_at": self.created_at.and_utc().timestamp_millis(),
        })
    }

    /// Whether nobody but who brought it knows of it.
    pub fn is_waiting(&self) -> bool {
        self.filed_at.is_none()
    }

    /// Whether it came with a report or a request.
    pub fn is_used(&self) -> bool {
        self.report_id.is_some() || self.request_id.is_some()
    }

    /// The media type that it is handed out under: what a browser might run is bytes to it.
    pub fn served_as(&self) -> &str {
        const RUN: [&str; 5] =
            ["text/html", "application/xhtml+xml", "image/svg+xml", "message/rfc822", "text/xml"];
        if RUN.contains(&self.media_type.as_str()) { BYTES } else { &self.media_type }
    }
}

/// The media type of what is nothing in particular.
const BYTES: &str = "application/octet-stream";

/// The last part of a path, without what a file system or a header could take amiss; its ending
/// stays where it is shortened.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Signs that turn the direction of writing could hide what the name ends with.
    let turns = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: Vec<char> = last.trim().chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let ending = plain.iter().rposition(|c| *c == '.').unwrap_or(plain.len());
    let ending = &plain[ending..];
    let name: String = if plain.len() > Attachment::NAME && ending.len() < Attachment::NAME {
        plain[..Attachment::NAME - ending.len()].iter().chain(ending).collect()
    } else {
        plain.iter().take(Attachment::NAME).collect()
    };
    if name.trim().is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path() {
        assert_eq!(plain_name("C:\\会议\\纪要 1.docx"), "纪要 1.docx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\r\nb\".pdf"), "ab\".pdf");
        assert_eq!(plain_name("x/"), "file");
        assert_eq!(plain_name("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = plain_name(&format!("{}.docx", "长".repeat(300)));
        assert_eq!(name.chars().count(), Attachment::NAME);
        assert!(name.ends_with("长.docx"));
    }
}
