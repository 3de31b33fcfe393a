//! Repeating tasks as rows: the rule once, and its instances one after the other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{recurrence_instances as instances, recurrences};
use super::{Conn, Error};
use crate::domain::{Recurrence, Repetition, Rhythm, TaskId};

type Row = (i64, Rhythm, i32, Option<NaiveDate>, bool);

/// A rule as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Which one.
    pub id: i64,
    /// How it repeats.
    pub recurrence: Recurrence,
    /// Whether it goes on.
    pub active: bool,
}

fn from_row((id, rhythm, day, ends_on, active): Row) -> Kept {
    Kept { id, recurrence: Recurrence { rhythm, day, ends_on }, active }
}

/// All that go on, the oldest first.
pub fn active(conn: &mut Conn) -> Result<Vec<Kept>, Error> {
    let rows: Vec<Row> = recurrences::table
        .filter(recurrences::active.eq(true))
        .order(recurrences::id)
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The rule that a task is an instance of, with its place among them.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Option<(Kept, i32)>, Error> {
    let found: Option<(Row, i32)> = instances::table
        .inner_join(recurrences::table)
        .filter(instances::task_id.eq(task))
        .select((recurrences::all_columns, instances::place))
        .first(conn)
        .optional()?;
    Ok(found.map(|(row, place)| (from_row(row), place)))
}

/// The last instance of a rule, with its place.
pub fn last(conn: &mut Conn, rule: i64) -> Result<Option<(TaskId, i32)>, Error> {
    Ok(instances::table
        .filter(instances::recurrence_id.eq(rule))
        .order(instances::place.desc())
        .select((instances::task_id, instances::place))
        .first(conn)
        .optional()?)
}

/// How each of these tasks repeats; those that do not are left out.
pub fn of_tasks(conn: &mut Conn, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, Repetition>, Error> {
    let own: Vec<(TaskId, Row, i32)> = instances::table
        .inner_join(recurrences::table)
        .filter(instances::task_id.eq_any(tasks))
        .select((instances::task_id, recurrences::all_columns, instances::place))
        .load(conn)?;
    let rules: Vec<i64> = own.iter().map(|(_, row, _)| row.0).collect();
    let all: Vec<(i64, i32, TaskId)> = if rules.is_empty() {
        Vec::new()
    } else {
        instances::table
            .filter(instances::recurrence_id.eq_any(rules))
            .select((instances::recurrence_id, instances::place, instances::task_id))
            .load(conn)?
    };
    let at: BTreeMap<(i64, i32), TaskId> =
        all.into_iter().map(|(rule, place, task)| ((rule, place), task)).collect();
    Ok(own
        .into_iter()
        .map(|(task, row, place)| {
            let Kept { id, recurrence, active } = from_row(row);
            let previous = at.get(&(id, place - 1)).copied();
            let next = at.get(&(id, place + 1)).copied();
            (task, Repetition { recurrence, active, previous, next })
        })
        .collect())
}

/// Keeps a new rule, with `task` as its first instance.
pub fn insert(conn: &mut Conn, task: TaskId, recurrence: &Recurrence) -> Result<(), Error> {
    let rule: i64 = diesel::insert_into(recurrences::table)
        .values((
            recurrences::rhythm.eq(recurrence.rhythm),
            recurrences::day.eq(recurrence.day),
            recurrences::ends_on.eq(recurrence.ends_on),
            recurrences::active.eq(true),
        ))
        .returning(recurrences::id)
        .get_result(conn)?;
    follow(conn, rule, task, 1)
}

/// Puts `task` at its place among the instances.
///
/// # Errors
/// [`Error::Conflict`] where another has that place.
pub fn follow(conn: &mut Conn, rule: i64, task: TaskId, place: i32) -> Result<(), Error> {
    diesel::insert_into(instances::table)
        .values((
            instances::task_id.eq(task),
            instances::recurrence_id.eq(rule),
            instances::place.eq(place),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes back a rule that was changed, switched off or on.
pub fn update(conn: &mut Conn, kept: &Kept) -> Result<(), Error> {
    let Kept { id, recurrence, active } = kept;
    diesel::update(recurrences::table.find(id))
        .set((
            recurrences::rhythm.eq(recurrence.rhythm),
            recurrences::day.eq(recurrence.day),
            recurrences::ends_on.eq(recurrence.ends_on),
            recurrences::active.eq(active),
        ))
        .execute(conn)?;
    Ok(())
}
