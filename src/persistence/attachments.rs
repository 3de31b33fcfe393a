//! Attachments as rows; what is in them lies in the store.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::attachments;
use super::{Conn, Error};
use crate::domain::{
    Attachment, AttachmentId, MeetingId, PersonId, ReportId, RequestId, Sha256Hex, TaskId,
};

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
    report_id: Option<ReportId>,
    request_id: Option<RequestId>,
    uploaded_by: Option<PersonId>,
    uploaded_by_name: String,
    created_at: NaiveDateTime,
    filed_at: Option<NaiveDateTime>,
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
            report_id: row.report_id,
            request_id: row.request_id,
            uploaded_by: row.uploaded_by,
            uploaded_by_name: row.uploaded_by_name,
            created_at: row.created_at,
            filed_at: row.filed_at,
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
            attachments::report_id.eq(attachment.report_id),
            attachments::request_id.eq(attachment.request_id),
            attachments::uploaded_by.eq(attachment.uploaded_by),
            attachments::uploaded_by_name.eq(&attachment.uploaded_by_name),
            attachments::created_at.eq(attachment.created_at),
            attachments::filed_at.eq(attachment.filed_at),
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

/// Those with these ids, in no order.
pub fn find_all(conn: &mut Conn, ids: &[AttachmentId]) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::id.eq_any(ids))
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
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

/// The files of these tasks that everybody sees who sees the task, the oldest first.
pub fn of_tasks(conn: &mut Conn, tasks: &[TaskId]) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::task_id.eq_any(tasks))
        .filter(attachments::filed_at.is_not_null())
        .order(attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
}

/// What came with a report, the oldest first.
pub fn of_report(conn: &mut Conn, report: ReportId) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::report_id.eq(report))
        .order(attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
}

/// What came with a request, the oldest first.
pub fn of_request(conn: &mut Conn, request: RequestId) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::request_id.eq(request))
        .order(attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
}

/// What `person` chose for a form on a task that was not sent yet, the oldest first.
pub fn waiting(conn: &mut Conn, task: TaskId, person: PersonId) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::task_id.eq(task))
        .filter(attachments::filed_at.is_null())
        .filter(attachments::uploaded_by.eq(person))
        .order(attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
}

/// How many files there are on a task, those included that wait for a form.
pub fn count_of_task(conn: &mut Conn, task: TaskId) -> Result<i64, Error> {
    Ok(attachments::table.filter(attachments::task_id.eq(task)).count().get_result(conn)?)
}

/// Shows files, from `at` on, to everybody who sees their task, with what they came with.
pub fn file(
    conn: &mut Conn,
    ids: &[AttachmentId],
    report: Option<ReportId>,
    request: Option<RequestId>,
    at: NaiveDateTime,
) -> Result<(), Error> {
    let free = attachments::table
        .filter(attachments::id.eq_any(ids))
        .filter(attachments::report_id.is_null())
        .filter(attachments::request_id.is_null());
    let put = (attachments::report_id.eq(report), attachments::request_id.eq(request));
    let changed = diesel::update(free).set(put).execute(conn)?;
    if changed != ids.len() {
        return Err(Error::Stale);
    }
    let unseen = attachments::table
        .filter(attachments::id.eq_any(ids))
        .filter(attachments::filed_at.is_null());
    diesel::update(unseen).set(attachments::filed_at.eq(at)).execute(conn)?;
    Ok(())
}

/// Forgets what was chosen before `moment` for forms that were never sent.
pub fn forget_waiting(conn: &mut Conn, moment: NaiveDateTime) -> Result<usize, Error> {
    let old = attachments::table
        .filter(attachments::filed_at.is_null())
        .filter(attachments::created_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}

/// Those of `hashes` under which some attachment lies in the store.
pub fn named(conn: &mut Conn, hashes: &[Sha256Hex]) -> Result<BTreeSet<Sha256Hex>, Error> {
    let words: Vec<&str> = hashes.iter().map(Sha256Hex::as_str).collect();
    let rows: Vec<String> = attachments::table
        .filter(attachments::sha256.eq_any(words))
        .select(attachments::sha256)
        .distinct()
        .load(conn)?;
    Ok(rows.iter().filter_map(|row| Sha256Hex::from_kept(row)).collect())
}

/// Up to `limit` attachments after `after`, by id: for verification.
pub fn page(conn: &mut Conn, after: AttachmentId, limit: i64) -> Result<Vec<Attachment>, Error> {
    let rows: Vec<AttachmentRow> = attachments::table
        .filter(attachments::id.gt(after))
        .order(attachments::id)
        .limit(limit)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attachment::try_from).collect()
}

/// What every file is kept under, each once.
pub fn hashes(conn: &mut Conn) -> Result<Vec<Sha256Hex>, Error> {
    let rows: Vec<String> = attachments::table
        .select(attachments::sha256)
        .distinct()
        .order(attachments::sha256)
        .load(conn)?;
    Ok(rows.iter().filter_map(|row| Sha256Hex::from_kept(row)).collect())
}
