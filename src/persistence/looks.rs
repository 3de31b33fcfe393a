//! How far people have read the pages on which news are marked, as rows.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::schema::{events, looks};
use super::{Conn, Error};
use crate::domain::{EventId, Look, PersonId, TaskId};

/// No transaction is expected to stay open longer.
const UNSETTLED: TimeDelta = TimeDelta::minutes(2);

/// A leader's portfolio.
pub const PORTFOLIO: &str = "portfolio";

/// How far `person` has read `page`; `None` where they never looked.
pub fn get(conn: &mut Conn, person: PersonId, page: &str) -> Result<Option<Look>, Error> {
    let row: Option<(NaiveDateTime, Option<NaiveDateTime>, i64, i64)> = looks::table
        .find((person, page))
        .select((looks::at, looks::before, looks::read_to, looks::shown_to))
        .first(conn)
        .optional()?;
    Ok(row.map(|(at, before, read_to, shown_to)| Look { at, before, read_to, shown_to }))
}

/// Keeps how far, in place of what it was.
pub fn put(conn: &mut Conn, person: PersonId, page: &str, look: &Look) -> Result<(), Error> {
    let values = (
        looks::at.eq(look.at),
        looks::before.eq(look.before),
        looks::read_to.eq(look.read_to),
        looks::shown_to.eq(look.shown_to),
    );
    let row = looks::table.find((person, page));
    if diesel::update(row).set(values).execute(conn)? == 0 {
        diesel::insert_into(looks::table)
            .values((looks::person_id.eq(person), looks::page.eq(page), values))
            .execute(conn)?;
    }
    Ok(())
}

/// The last event before which no other can still come; 0 where there is none.
///
/// On PostgreSQL several write at once, and an event may become visible after one with a higher id:
/// what was recorded a short while ago is not counted as read yet. It keeps its mark once too often
/// rather than never getting it.
pub fn latest(conn: &mut Conn, now: NaiveDateTime) -> Result<i64, Error> {
    let all = events::table.select(diesel::dsl::max(events::id));
    let last: Option<EventId> = match conn {
        Conn::Postgres(pg) => all.filter(events::recorded_at.lt(now - UNSETTLED)).first(pg)?,
        Conn::Sqlite(sqlite) => all.first(sqlite)?,
    };
    Ok(last.map_or(0, |last| last.0))
}

/// Those of `tasks` on which others than `person` did something after the event `read_to`.
pub fn with_news(
    conn: &mut Conn,
    person: PersonId,
    tasks: &[TaskId],
    read_to: i64,
) -> Result<Vec<TaskId>, Error> {
    let others = events::actor_id.is_null().or(events::actor_id.ne(person).assume_not_null());
    Ok(events::table
        .filter(events::task_id.eq_any(tasks))
        .filter(events::id.gt(read_to))
        .filter(others)
        .select(events::task_id)
        .distinct()
        .load(conn)?)
}
