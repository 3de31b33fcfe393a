//! 督办催办单: drafted for a date that has passed; numbered and sent once signed.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::{tasks, urging_notices};
use super::{Conn, Error};
use crate::domain::{State, TaskId};

/// One urging notice.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct UrgingNotice {
    /// Its row.
    pub id: i64,
    /// The task that is overdue.
    pub task_id: TaskId,
    /// The date that has passed.
    pub due_on: NaiveDate,
    /// When it was drafted.
    pub drafted_on: NaiveDate,
    /// By when it wants an answer.
    pub reply_by: NaiveDate,
    /// The year of its number, once signed.
    pub year: Option<i32>,
    /// Its number in that year.
    pub number: Option<i32>,
    /// When it was signed or set aside.
    pub settled_at: Option<NaiveDateTime>,
    /// Whether it was signed.
    pub signed: bool,
}

/// Drafts one, unless this date of the task has one already.
pub fn draft(
    conn: &mut Conn,
    task: TaskId,
    due_on: NaiveDate,
    drafted_on: NaiveDate,
    reply_by: NaiveDate,
) -> Result<(), Error> {
    let values = (
        urging_notices::task_id.eq(task),
        urging_notices::due_on.eq(due_on),
        urging_notices::drafted_on.eq(drafted_on),
        urging_notices::reply_by.eq(reply_by),
        urging_notices::signed.eq(false),
    );
    let insert = diesel::insert_into(urging_notices::table).values(values);
    // `ON CONFLICT` is spelt per backend: the shared one does not have it.
    match conn {
        Conn::Postgres(pg) => insert.on_conflict_do_nothing().execute(pg)?,
        Conn::Sqlite(sqlite) => {
            diesel::insert_or_ignore_into(urging_notices::table).values(values).execute(sqlite)?
        }
    };
    Ok(())
}

/// One of them.
pub fn find(conn: &mut Conn, id: i64) -> Result<UrgingNotice, Error> {
    Ok(urging_notices::table.find(id).first(conn)?)
}

/// Those that wait for a signature and whose date still holds, the oldest first.
pub fn waiting(conn: &mut Conn) -> Result<Vec<UrgingNotice>, Error> {
    Ok(urging_notices::table
        .inner_join(tasks::table)
        .filter(urging_notices::settled_at.is_null())
        .filter(tasks::due_on.eq(urging_notices::due_on.nullable()))
        .filter(tasks::stopped_on.is_null())
        .filter(tasks::state.eq_any([State::AwaitingAcknowledgement, State::InProgress]))
        .order((urging_notices::due_on, urging_notices::id))
        .select(urging_notices::all_columns)
        .load(conn)?)
}

/// Those of a task that were signed, the newest first.
pub fn signed_of(conn: &mut Conn, task: TaskId) -> Result<Vec<UrgingNotice>, Error> {
    Ok(urging_notices::table
        .filter(urging_notices::task_id.eq(task))
        .filter(urging_notices::signed.eq(true))
        .order(urging_notices::id.desc())
        .load(conn)?)
}

/// The one of a task that waits for a signature.
pub fn waiting_of(conn: &mut Conn, task: TaskId) -> Result<Option<UrgingNotice>, Error> {
    Ok(waiting(conn)?.into_iter().find(|one| one.task_id == task))
}

/// Signs one under the next number of `year`; `None` where somebody settled it before.
pub fn sign(
    conn: &mut Conn,
    id: i64,
    year: i32,
    reply_by: NaiveDate,
    now: NaiveDateTime,
) -> Result<Option<i32>, Error> {
    let last: Option<i32> = urging_notices::table
        .filter(urging_notices::year.eq(year))
        .select(diesel::dsl::max(urging_notices::number))
        .first(conn)?;
    let number = last.unwrap_or_default() + 1;
    let open = urging_notices::table.find(id).filter(urging_notices::settled_at.is_null());
    let rows = diesel::update(open)
        .set((
            urging_notices::year.eq(year),
            urging_notices::number.eq(number),
            urging_notices::reply_by.eq(reply_by),
            urging_notices::settled_at.eq(now),
            urging_notices::signed.eq(true),
        ))
        .execute(conn)?;
    Ok((rows == 1).then_some(number))
}

/// Sets one aside; `false` where somebody settled it before.
pub fn set_aside(conn: &mut Conn, id: i64, now: NaiveDateTime) -> Result<bool, Error> {
    let open = urging_notices::table.find(id).filter(urging_notices::settled_at.is_null());
    Ok(diesel::update(open).set(urging_notices::settled_at.eq(now)).execute(conn)? == 1)
}
