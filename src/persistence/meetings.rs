//! Meetings as rows, with their readers and every revision of their minutes.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::{meeting_readers, meetings, minutes};
use super::{Conn, Error};
use crate::domain::extraction::ModelNote;
use crate::domain::{BodyId, Meeting, MeetingId, Minutes, PersonId, Source};

#[derive(Queryable, Selectable)]
#[diesel(table_name = meetings)]
struct MeetingRow {
    id: MeetingId,
    title: String,
    body_id: Option<BodyId>,
    held_on: NaiveDate,
    chair: Option<String>,
    source: Source,
    confidential: bool,
    version: i64,
    created_by: Option<PersonId>,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl MeetingRow {
    fn with_readers(self, reader_ids: BTreeSet<PersonId>) -> Meeting {
        Meeting {
            id: self.id,
            title: self.title,
            body_id: self.body_id,
            held_on: self.held_on,
            chair: self.chair,
            source: self.source,
            confidential: self.confidential,
            reader_ids,
            version: self.version,
            created_by: self.created_by,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// One meeting.
pub fn find(conn: &mut Conn, id: MeetingId) -> Result<Meeting, Error> {
    let row: MeetingRow = meetings::table.find(id).select(MeetingRow::as_select()).first(conn)?;
    let readers: Vec<PersonId> = meeting_readers::table
        .filter(meeting_readers::meeting_id.eq(id))
        .select(meeting_readers::person_id)
        .load(conn)?;
    Ok(row.with_readers(readers.into_iter().collect()))
}

/// Keeps a new meeting; the id and the version that it bears are not looked at.
pub fn insert(conn: &mut Conn, meeting: &Meeting) -> Result<MeetingId, Error> {
    let id = diesel::insert_into(meetings::table)
        .values((
            meetings::title.eq(&meeting.title),
            meetings::body_id.eq(meeting.body_id),
            meetings::held_on.eq(meeting.held_on),
            meetings::chair.eq(&meeting.chair),
            meetings::source.eq(meeting.source),
            meetings::confidential.eq(meeting.confidential),
            meetings::version.eq(1),
            meetings::created_by.eq(meeting.created_by),
            meetings::created_at.eq(meeting.created_at),
            meetings::updated_at.eq(meeting.updated_at),
        ))
        .returning(meetings::id)
        .get_result(conn)?;
    set_readers(conn, id, &meeting.reader_ids)?;
    Ok(id)
}

/// Writes back a meeting that was read at `meeting.version`; stale where somebody was quicker.
pub fn update(conn: &mut Conn, meeting: &Meeting) -> Result<(), Error> {
    let row = meetings::table.find(meeting.id).filter(meetings::version.eq(meeting.version));
    let changed = diesel::update(row)
        .set((
            meetings::title.eq(&meeting.title),
            meetings::body_id.eq(meeting.body_id),
            meetings::held_on.eq(meeting.held_on),
            meetings::chair.eq(&meeting.chair),
            meetings::source.eq(meeting.source),
            meetings::confidential.eq(meeting.confidential),
            meetings::version.eq(meeting.version + 1),
            meetings::updated_at.eq(meeting.updated_at),
        ))
        .execute(conn)?;
    if changed != 1 {
        return Err(Error::Stale);
    }
    set_readers(conn, meeting.id, &meeting.reader_ids)
}

fn set_readers(conn: &mut Conn, id: MeetingId, readers: &BTreeSet<PersonId>) -> Result<(), Error> {
    diesel::delete(meeting_readers::table.filter(meeting_readers::meeting_id.eq(id)))
        .execute(conn)?;
    for person in readers {
        diesel::insert_into(meeting_readers::table)
            .values((meeting_readers::meeting_id.eq(id), meeting_readers::person_id.eq(*person)))
            .execute(conn)?;
    }
    Ok(())
}

/// The minutes as they stand now.
pub fn minutes_of(conn: &mut Conn, id: MeetingId) -> Result<Minutes, Error> {
    let (revision, text, created_at, note): (_, _, _, Option<String>) = minutes::table
        .filter(minutes::meeting_id.eq(id))
        .order(minutes::revision.desc())
        .select((minutes::revision, minutes::text, minutes::created_at, minutes::model_note))
        .first(conn)?;
    let model_note = note.map(|note| serde_json::from_str(&note)).transpose();
    let model_note =
        model_note.map_err(|error| Error::Damaged(format!("minutes.model_note: {error}")))?;
    Ok(Minutes { revision, text, created_at, model_note })
}

/// Keeps what became of asking a language model about a revision of the minutes.
pub fn keep_model_note(
    conn: &mut Conn,
    id: MeetingId,
    revision: i32,
    note: &ModelNote,
) -> Result<(), Error> {
    let note = serde_json::to_string(note)
        .map_err(|error| Error::Damaged(format!("minutes.model_note: {error}")))?;
    let row = minutes::table.filter(minutes::meeting_id.eq(id));
    diesel::update(row.filter(minutes::revision.eq(revision)))
        .set(minutes::model_note.eq(note))
        .execute(conn)?;
    Ok(())
}

/// Keeps a revision of the minutes; a second one of that number is a conflict.
pub fn keep_minutes(
    conn: &mut Conn,
    id: MeetingId,
    revision: i32,
    text: &str,
    by: Option<PersonId>,
    now: NaiveDateTime,
) -> Result<(), Error> {
    diesel::insert_into(minutes::table)
        .values((
            minutes::meeting_id.eq(id),
            minutes::revision.eq(revision),
            minutes::text.eq(text),
            minutes::created_by.eq(by),
            minutes::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
