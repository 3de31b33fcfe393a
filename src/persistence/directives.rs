//! Directives as rows; what extraction read of them and the prepared task are JSON.

use std::ops::Range;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::schema::{directives, tasks};
use super::{Conn, Error};
use crate::domain::{
    Directive, DirectiveId, Disposition, MeetingId, PersonId, Preparation, TaskId, Urgency,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = directives)]
struct DirectiveRow {
    id: DirectiveId,
    meeting_id: MeetingId,
    start_at: i32,
    end_at: i32,
    anchored: bool,
    quote: String,
    title: String,
    theme: Option<String>,
    cue: String,
    confidence: f64,
    urgency: Urgency,
    owners: String,
    deadline: Option<String>,
    parts: String,
    disposition: Disposition,
    reviewed_by: Option<PersonId>,
    reviewed_at: Option<NaiveDateTime>,
    preparation: Option<String>,
    version: i64,
}

impl TryFrom<DirectiveRow> for Directive {
    type Error = Error;

    fn try_from(row: DirectiveRow) -> Result<Self, Error> {
        #[expect(clippy::cast_possible_truncation, reason = "it was a single when it was stored")]
        let confidence = row.confidence as f32;
        Ok(Self {
            id: row.id,
            meeting_id: row.meeting_id,
            span: place(row.start_at)..place(row.end_at),
            anchored: row.anchored,
            quote: row.quote,
            title: row.title,
            theme: row.theme,
            cue: row
                .cue
                .parse()
                .map_err(|error| Error::Damaged(format!("directives.cue: {error}")))?,
            confidence,
            urgency: row.urgency,
            owners: read("directives.owners", &row.owners)?,
            deadline: row.deadline.map(|text| read("directives.deadline", &text)).transpose()?,
            parts: read("directives.parts", &row.parts)?,
            disposition: row.disposition,
            reviewed_by: row.reviewed_by,
            reviewed_at: row.reviewed_at,
            preparation: row
                .preparation
                .map(|text| read::<Preparation>("directives.preparation", &text))
                .transpose()?,
            version: row.version,
        })
    }
}

/// What of a directive is written, whether it is new or not.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = directives, treat_none_as_null = true)]
struct Written<'a> {
    start_at: i32,
    end_at: i32,
    anchored: bool,
    quote: &'a str,
    title: &'a str,
    theme: Option<String>,
    cue: String,
    confidence: f64,
    urgency: Urgency,
    owners: String,
    deadline: Option<String>,
    parts: String,
    disposition: Disposition,
    reviewed_by: Option<PersonId>,
    reviewed_at: Option<NaiveDateTime>,
    preparation: Option<String>,
    version: i64,
    updated_at: NaiveDateTime,
}

impl<'a> Written<'a> {
    fn of(directive: &'a Directive, version: i64, now: NaiveDateTime) -> Result<Self, Error> {
        let Range { start, end } = directive.span;
        Ok(Self {
            start_at: column(start),
            end_at: column(end),
            anchored: directive.anchored,
            quote: &directive.quote,
            title: &directive.title,
            theme: directive.theme.clone(),
            cue: directive.cue.to_string(),
            confidence: f64::from(directive.confidence),
            urgency: directive.urgency,
            owners: write(&directive.owners)?,
            deadline: directive.deadline.as_ref().map(write).transpose()?,
            parts: write(&directive.parts)?,
            disposition: directive.disposition,
            reviewed_by: directive.reviewed_by,
            reviewed_at: directive.reviewed_at,
            preparation: directive.preparation.as_ref().map(write).transpose()?,
            version,
            updated_at: now,
        })
    }
}

/// One directive.
pub fn find(conn: &mut Conn, id: DirectiveId) -> Result<Directive, Error> {
    let row: DirectiveRow =
        directives::table.find(id).select(DirectiveRow::as_select()).first(conn)?;
    row.try_into()
}

/// The directives of a meeting in the order of its minutes; those that the minutes lost come last.
pub fn of_meeting(conn: &mut Conn, meeting: MeetingId) -> Result<Vec<Directive>, Error> {
    let rows: Vec<DirectiveRow> = directives::table
        .filter(directives::meeting_id.eq(meeting))
        .order((directives::anchored.desc(), directives::start_at, directives::id))
        .select(DirectiveRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Directive::try_from).collect()
}

/// Keeps a new directive; the id and the version that it bears are not looked at.
pub fn insert(
    conn: &mut Conn,
    directive: &Directive,
    now: NaiveDateTime,
) -> Result<DirectiveId, Error> {
    let id = diesel::insert_into(directives::table)
        .values((
            directives::meeting_id.eq(directive.meeting_id),
            directives::created_at.eq(now),
            Written::of(directive, 1, now)?,
        ))
        .returning(directives::id)
        .get_result(conn)?;
    Ok(id)
}

/// Brings back one that had been taken out, with the id that it had.
pub fn bring_back(conn: &mut Conn, directive: &Directive, now: NaiveDateTime) -> Result<(), Error> {
    diesel::insert_into(directives::table)
        .values((
            directives::id.eq(directive.id),
            directives::meeting_id.eq(directive.meeting_id),
            directives::created_at.eq(now),
            Written::of(directive, directive.version + 1, now)?,
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes back a directive that was read at `directive.version`; stale where somebody was quicker.
pub fn update(conn: &mut Conn, directive: &Directive, now: NaiveDateTime) -> Result<(), Error> {
    let row =
        directives::table.find(directive.id).filter(directives::version.eq(directive.version));
    let written = Written::of(directive, directive.version + 1, now)?;
    let changed = diesel::update(row).set(written).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Writes whom the owners of a directive are known to mean by now. What was reviewed of it stays, and
/// so does its version: nobody's change is lost by this.
pub fn recognise(conn: &mut Conn, directive: &Directive) -> Result<(), Error> {
    let row =
        directives::table.find(directive.id).filter(directives::version.eq(directive.version));
    let owners = write(&directive.owners)?;
    let changed = diesel::update(row).set(directives::owners.eq(owners)).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Takes out a candidate that gave way to another.
pub fn remove(conn: &mut Conn, directive: &Directive) -> Result<(), Error> {
    let row =
        directives::table.find(directive.id).filter(directives::version.eq(directive.version));
    let changed = diesel::delete(row).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The tasks made of the directives of a meeting, in the order in which they were made.
pub fn tasks_of_meeting(
    conn: &mut Conn,
    meeting: MeetingId,
) -> Result<Vec<(DirectiveId, TaskId)>, Error> {
    let rows: Vec<(DirectiveId, TaskId)> = tasks::table
        .inner_join(directives::table)
        .filter(directives::meeting_id.eq(meeting))
        .order(tasks::id)
        .select((directives::id, tasks::id))
        .load(conn)?;
    Ok(rows)
}

/// Changes whenever anything about the directives of a meeting does, or a task is made of one.
pub fn stamp(conn: &mut Conn, meeting: MeetingId) -> Result<String, Error> {
    let (count, last): (i64, Option<NaiveDateTime>) = directives::table
        .filter(directives::meeting_id.eq(meeting))
        .select((count_star(), max(directives::updated_at)))
        .first(conn)?;
    let made: i64 = tasks::table.filter(tasks::meeting_id.eq(meeting)).count().get_result(conn)?;
    let last = last.map(|last| last.and_utc().timestamp_micros()).unwrap_or_default();
    Ok(format!("{count}-{last}-{made}"))
}

/// The tasks made of one directive.
pub fn tasks_of(conn: &mut Conn, id: DirectiveId) -> Result<Vec<TaskId>, Error> {
    Ok(tasks::table
        .filter(tasks::directive_id.eq(id))
        .order(tasks::id)
        .select(tasks::id)
        .load(conn)?)
}

fn read<T: DeserializeOwned>(column: &str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::damaged(column, &error))
}

fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::damaged("directives", &error))
}

/// Minutes are at most 5 MB: every place in them fits.
fn column(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}

fn place(column: i32) -> usize {
    usize::try_from(column).unwrap_or_default()
}
