//! Acts of reviewers as rows; the candidates before and after are JSON.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::review_acts;
use super::{Conn, Error};
use crate::domain::{Directive, DirectiveId, MeetingId, PersonId, ReviewAct};

type Row = (i64, MeetingId, PersonId, NaiveDateTime, String, String);
type Columns = (
    review_acts::id,
    review_acts::meeting_id,
    review_acts::person_id,
    review_acts::done_at,
    review_acts::before,
    review_acts::after,
);

/// So many acts are searched for what somebody saw before another was quicker.
const LOOKED_BACK: i64 = 50;

const COLUMNS: Columns = (
    review_acts::id,
    review_acts::meeting_id,
    review_acts::person_id,
    review_acts::done_at,
    review_acts::before,
    review_acts::after,
);

/// Keeps an act; its id is not looked at.
pub fn insert(conn: &mut Conn, act: &ReviewAct) -> Result<(), Error> {
    diesel::insert_into(review_acts::table)
        .values((
            review_acts::meeting_id.eq(act.meeting_id),
            review_acts::person_id.eq(act.person_id),
            review_acts::done_at.eq(act.done_at),
            review_acts::before.eq(write(&act.before)?),
            review_acts::after.eq(write(&act.after)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last act of `person` on these minutes that has not been undone.
pub fn last_of(
    conn: &mut Conn,
    meeting: MeetingId,
    person: PersonId,
) -> Result<Option<ReviewAct>, Error> {
    let row: Option<Row> = review_acts::table
        .filter(review_acts::meeting_id.eq(meeting))
        .filter(review_acts::person_id.eq(person))
        .filter(review_acts::undone_at.is_null())
        .order(review_acts::id.desc())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    row.map(read).transpose()
}

/// What others than `person` did to these minutes since `since`, the last first; at most `most`.
pub fn of_others(
    conn: &mut Conn,
    meeting: MeetingId,
    person: PersonId,
    since: NaiveDateTime,
    most: i64,
) -> Result<Vec<ReviewAct>, Error> {
    let rows: Vec<Row> = review_acts::table
        .filter(review_acts::meeting_id.eq(meeting))
        .filter(review_acts::person_id.ne(person))
        .filter(review_acts::done_at.gt(since))
        .filter(review_acts::undone_at.is_null())
        .order(review_acts::id.desc())
        .limit(most)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// A candidate as it was at `version`, where one of the last acts on these minutes found or left it
/// so.
pub fn seen_at(
    conn: &mut Conn,
    meeting: MeetingId,
    id: DirectiveId,
    version: i64,
) -> Result<Option<Directive>, Error> {
    let rows: Vec<Row> = review_acts::table
        .filter(review_acts::meeting_id.eq(meeting))
        .order(review_acts::id.desc())
        .limit(LOOKED_BACK)
        .select(COLUMNS)
        .load(conn)?;
    for row in rows {
        let ReviewAct { before, after, .. } = read(row)?;
        let found = before.into_iter().chain(after);
        if let Some(seen) = found.into_iter().find(|one| one.id == id && one.version == version) {
            return Ok(Some(seen));
        }
    }
    Ok(None)
}

/// Notes that an act was taken back.
pub fn undo(conn: &mut Conn, id: i64, now: NaiveDateTime) -> Result<(), Error> {
    let row = review_acts::table.find(id).filter(review_acts::undone_at.is_null());
    let changed = diesel::update(row).set(review_acts::undone_at.eq(now)).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

fn read(row: Row) -> Result<ReviewAct, Error> {
    let (id, meeting_id, person_id, done_at, before, after) = row;
    let directives = |text: &str| -> Result<Vec<Directive>, Error> {
        serde_json::from_str(text).map_err(|error| Error::damaged("review_acts", &error))
    };
    let (before, after) = (directives(&before)?, directives(&after)?);
    Ok(ReviewAct { id, meeting_id, person_id, done_at, before, after })
}

fn write(directives: &[Directive]) -> Result<String, Error> {
    serde_json::to_string(directives).map_err(|error| Error::damaged("review_acts", &error))
}
