//! Attachments as rows; what is in them lies in the store.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::attachments;
use super::{Conn, Error};
use crate::domain::{Attachment, AttachmentId, MeetingId, PersonId, Sha256Hex, TaskId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = attachments)]
struct AttachmentRow {
    id: AttachmentId,
    sha256: String,
    size: i64,
    name: String,
    media_type: String,
    left_out: String,
    meeting_id: Option<MeetingId>,
    revision: Option<i32>,
    task_id: Option<TaskId>,
    uploaded_by: Option<PersonId>,
    created_at: NaiveDateTime,
}

impl TryFrom<AttachmentRow> for Attachment {
    type Error = Error;

    fn try_from(row: AttachmentRow) -> Result<Self, Error> {
        let damaged = || Error::Damaged(format!("attachments.sha256 of {}", row.id));
        Ok(Self {
            id: row.id,
            sha256: Sha256Hex::from_kept(&row.sha256).ok_or_else(damaged)?,
            size: row.size,
            name: row.name,
            media_type: row.media_type,
            left_out: row.left_out.lines().map(str::to_owned).collect(),
            meeting_id: row.meeting_id,
            revision: row.revision,
            task_id: row.task_id,
            uploaded_by: row.uploaded_by,
            created_at: row.created_at,
        })
    }
}

/// Keeps an attachment; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, attachment: &Attachment) -> Result<AttachmentId, Error> {
    let id = diesel::insert_into(attachments::table)
        .values((
            attachments::sha256.eq(attachment.sha256.as_str()),
            attachments::size.eq(attachment.size),
            attachments::name.eq(&attachment.name),
            attachments::media_type.eq(&attachment.media_type),
            attachments::left_out.eq(attachment.left_out.join("\n")),
            attachments::meeting_id.eq(attachment.meeting_id),
            attachments::revision.eq(attachment.revision),
            attachments::task_id.eq(attachment.task_id),
            attachments::uploaded_by.eq(attachment.uploaded_by),
            attachments::created_at.eq(attachment.created_at),
        ))
        .returning(attachments::id)
        .get_result(conn)?;
    Ok(id)
}

/// One attachment.
pub fn find(conn: &mut Conn, id: AttachmentId) -> Result<Attachment, Error> {
    let row: AttachmentRow =
        attachments::table.find(id).select(AttachmentRow::as_select()).first(conn)?;
    row.try_into()
}

/// The files of a meeting, the oldest first.
pub fn of_meeting(conn: &mut Conn, meeting: MeetingId) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::meeting_id.eq(meeting))
        .order(attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
}
