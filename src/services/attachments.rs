//! Files that are kept with what they belong to, and who may have them.

use super::sight::Sight;
use super::{Error, intake};
use crate::app::Act;
use crate::domain::{Actor, Attachment, AttachmentId, DecisionRules, MeetingId, Sha256Hex};
use crate::persistence::{Conn, attachments, meetings};

/// A file that lies in the store already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What is in it.
    pub sha256: Sha256Hex,
    /// Its bytes.
    pub size: i64,
    /// What it is called.
    pub name: String,
    /// What it is, by what is in it.
    pub media_type: String,
    /// What was enclosed in it and could not be read.
    pub left_out: Vec<String>,
}

/// Keeps the file that the minutes of a meeting were read from with their latest revision.
pub fn keep_original(
    act: &mut Act<'_>,
    meeting: MeetingId,
    file: Stored,
) -> Result<AttachmentId, Error> {
    intake::meeting(act.conn, &act.actor.clone(), meeting)?;
    intake::check_office(&act.actor)?;
    let revision = meetings::minutes_of(act.conn, meeting)?.revision;
    let Stored { sha256, size, name, media_type, left_out } = file;
    let attachment = Attachment {
        id: AttachmentId(0),
        sha256,
        size,
        name: plain_name(&name),
        media_type,
        left_out,
        meeting_id: Some(meeting),
        revision: Some(revision),
        task_id: None,
        uploaded_by: act.actor.id,
        created_at: act.now,
    };
    Ok(attachments::insert(act.conn, &attachment)?)
}

/// An attachment, if `viewer` may see what it belongs to; else it is not there.
pub fn find(
    conn: &mut Conn,
    viewer: &Actor,
    id: AttachmentId,
    rules: DecisionRules,
) -> Result<Attachment, Error> {
    let attachment = attachments::find(conn, id)?;
    match (attachment.meeting_id, attachment.task_id) {
        (Some(meeting), _) => {
            intake::meeting(conn, viewer, meeting)?;
        }
        (None, Some(task)) => {
            Sight::of(conn, viewer, task, rules)?;
        }
        (None, None) => return Err(Error::NOT_FOUND),
    }
    Ok(attachment)
}

/// The last part of a path, without what a file system or a header could take amiss.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(Attachment::NAME).collect();
    if plain.trim().is_empty() { "file".to_owned() } else { plain.trim().to_owned() }
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
    }
}
