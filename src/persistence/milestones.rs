//! Milestones as rows. What was taken off the list stays in the table, and in no list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::milestones;
use super::{Conn, Error};
use crate::domain::{Milestone, MilestoneId, TaskId};

type Row = (MilestoneId, TaskId, i32, String, NaiveDate, Option<NaiveDate>, bool, i64);

fn from_row((id, task_id, position, name, due_on, done_on, removed, version): Row) -> Milestone {
    Milestone { id, task_id, position, name, due_on, done_on, removed, version }
}

/// One milestone, on the list or not.
pub fn find(conn: &mut Conn, id: MilestoneId) -> Result<Milestone, Error> {
    let row: Row = milestones::table.find(id).first(conn)?;
    Ok(from_row(row))
}

/// The milestones of a task, in their order.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Vec<Milestone>, Error> {
    Ok(of_tasks(conn, &[task])?.remove(&task).unwrap_or_default())
}

/// The milestones of these tasks, those of each in their order.
pub fn of_tasks(
    conn: &mut Conn,
    tasks: &[TaskId],
) -> Result<BTreeMap<TaskId, Vec<Milestone>>, Error> {
    let rows: Vec<Row> = milestones::table
        .filter(milestones::task_id.eq_any(tasks))
        .filter(milestones::removed.eq(false))
        .order((milestones::position, milestones::id))
        .load(conn)?;
    let mut found: BTreeMap<TaskId, Vec<Milestone>> = BTreeMap::new();
    for row in rows {
        let milestone = from_row(row);
        found.entry(milestone.task_id).or_default().push(milestone);
    }
    Ok(found)
}

/// Keeps a new milestone; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, milestone: &Milestone) -> Result<MilestoneId, Error> {
    Ok(diesel::insert_into(milestones::table)
        .values((
            milestones::task_id.eq(milestone.task_id),
            milestones::position.eq(milestone.position),
            milestones::name.eq(&milestone.name),
            milestones::due_on.eq(milestone.due_on),
            milestones::done_on.eq(milestone.done_on),
            milestones::removed.eq(milestone.removed),
            milestones::version.eq(milestone.version),
        ))
        .returning(milestones::id)
        .get_result(conn)?)
}

/// Writes back one that was changed, and counts its version up.
///
/// # Errors
/// [`Error::Stale`] where somebody else did so since it was read.
pub fn update(conn: &mut Conn, milestone: &mut Milestone) -> Result<(), Error> {
    let seen = milestone.version;
    milestone.version += 1;
    let row = milestones::table.find(milestone.id).filter(milestones::version.eq(seen));
    let changed = diesel::update(row)
        .set((
            milestones::position.eq(milestone.position),
            milestones::name.eq(&milestone.name),
            milestones::due_on.eq(milestone.due_on),
            milestones::done_on.eq(milestone.done_on),
            milestones::removed.eq(milestone.removed),
            milestones::version.eq(milestone.version),
        ))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Gives one its place; nobody's version changes by it.
pub fn place(conn: &mut Conn, id: MilestoneId, position: i32) -> Result<(), Error> {
    diesel::update(milestones::table.find(id))
        .set(milestones::position.eq(position))
        .execute(conn)?;
    Ok(())
}
