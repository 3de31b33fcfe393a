//! Tables being taken in, and how such tables were read before.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::{import_mappings, imports, meetings, task_numbers, tasks};
use super::{Conn, Error};
use crate::domain::{DepartmentId, MeetingId, PersonId, State, TaskId};

/// A file that somebody is taking in, or has.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = imports)]
pub struct Import {
    /// Its identity.
    pub id: i64,
    /// The kind of table, by its word.
    pub kind: String,
    /// Who takes it in.
    pub person_id: Option<PersonId>,
    /// What the file was called.
    pub name: String,
    /// Its digest, under which it lies in the store.
    pub sha256: String,
    /// What was chosen, as JSON.
    pub choices: String,
    /// When it was brought.
    pub created_at: NaiveDateTime,
    /// When it was taken in.
    pub applied_at: Option<NaiveDateTime>,
    /// What came of it, as JSON.
    pub outcome: Option<String>,
}

/// Keeps a new one; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, import: &Import) -> Result<i64, Error> {
    Ok(diesel::insert_into(imports::table)
        .values((
            imports::kind.eq(&import.kind),
            imports::person_id.eq(import.person_id),
            imports::name.eq(&import.name),
            imports::sha256.eq(&import.sha256),
            imports::choices.eq(&import.choices),
            imports::created_at.eq(import.created_at),
            imports::applied_at.eq(import.applied_at),
            imports::outcome.eq(&import.outcome),
        ))
        .returning(imports::id)
        .get_result(conn)?)
}

/// One of them.
pub fn find(conn: &mut Conn, id: i64) -> Result<Import, Error> {
    Ok(imports::table.find(id).select(Import::as_select()).first(conn)?)
}

/// Keeps what was chosen for one.
pub fn choose(conn: &mut Conn, id: i64, choices: &str) -> Result<(), Error> {
    let row = imports::table.find(id).filter(imports::applied_at.is_null());
    let changed = diesel::update(row).set(imports::choices.eq(choices)).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Notes that one was taken in; once.
pub fn apply(conn: &mut Conn, id: i64, outcome: &str, now: NaiveDateTime) -> Result<(), Error> {
    let row = imports::table.find(id).filter(imports::applied_at.is_null());
    let changed = diesel::update(row)
        .set((imports::applied_at.eq(now), imports::outcome.eq(outcome)))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What the columns of a table with this heading became.
pub fn mapping(conn: &mut Conn, shape: &str) -> Result<Option<String>, Error> {
    let row = import_mappings::table.find(shape).select(import_mappings::fields);
    Ok(row.first(conn).optional()?)
}

/// Remembers what they became.
pub fn remember(
    conn: &mut Conn,
    shape: &str,
    columns: &str,
    now: NaiveDateTime,
) -> Result<(), Error> {
    let values = (import_mappings::fields.eq(columns), import_mappings::updated_at.eq(now));
    let row = import_mappings::table.find(shape);
    if diesel::update(row).set(values).execute(conn)? == 0 {
        diesel::insert_into(import_mappings::table)
            .values((import_mappings::shape.eq(shape), values))
            .execute(conn)?;
    }
    Ok(())
}

/// What a task is known by in a table.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct KnownTask {
    /// Which.
    pub id: TaskId,
    /// Its number.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its lead department.
    pub lead_id: DepartmentId,
    /// Where it stands.
    pub state: State,
    /// When it is due.
    pub due_on: Option<chrono::NaiveDate>,
}

/// All tasks that a ledger lists; a department's own sub-tasks are none of them.
pub fn known_tasks(conn: &mut Conn) -> Result<Vec<KnownTask>, Error> {
    Ok(tasks::table
        .filter(tasks::is_subtask.eq(false))
        .order(tasks::id)
        .select((
            tasks::id,
            tasks::number,
            tasks::title,
            tasks::lead_id,
            tasks::state,
            tasks::due_on,
        ))
        .load(conn)?)
}

/// Moves the counter of a year past `place`; gives what it stood at before, where it moved.
pub fn count_past(conn: &mut Conn, year: i32, place: i32) -> Result<Option<i32>, Error> {
    let before: Option<i32> =
        task_numbers::table.find(year).select(task_numbers::last).first(conn).optional()?;
    let last = before.unwrap_or(0);
    if before.is_none() {
        diesel::insert_into(task_numbers::table)
            .values((task_numbers::year.eq(year), task_numbers::last.eq(place)))
            .execute(conn)?;
    } else if last < place {
        let row = task_numbers::table.find(year).filter(task_numbers::last.lt(place));
        diesel::update(row).set(task_numbers::last.eq(place)).execute(conn)?;
    }
    Ok((last < place).then_some(last))
}

/// Whether a task bears the number of that year and place.
pub fn number_taken(conn: &mut Conn, year: i32, place: i32) -> Result<bool, Error> {
    let borne =
        tasks::table.filter(tasks::number_year.eq(year)).filter(tasks::number_seq.eq(place));
    Ok(diesel::select(diesel::dsl::exists(borne)).get_result(conn)?)
}

/// Every meeting by its title.
pub fn meetings(conn: &mut Conn) -> Result<Vec<(MeetingId, String)>, Error> {
    Ok(meetings::table.order(meetings::id).select((meetings::id, meetings::title)).load(conn)?)
}
