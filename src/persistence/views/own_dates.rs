//! The dates that concern somebody: of open tasks that they or their department answer for, that
//! they watch, or that are in their charge.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::task_selection::{Condition, conditions, supported_by};
use crate::domain::{Actor, DepartmentId, Milestone, PersonId, TaskFilter, TaskId, Tree};
use crate::persistence::schema::{task_spans, tasks};
use crate::persistence::{Conn, Error, departments, milestones};

/// More tasks than anybody ever has in hand; those that fall due first are in it.
const MOST: i64 = 1_000;

/// A task with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTask {
    /// Which task.
    pub id: TaskId,
    /// Its number.
    pub number: Option<String>,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// When it is due; `None` for a long-term one.
    pub due_on: Option<NaiveDate>,
    /// When its next report is due, where that is for this person to see to.
    pub report_on: Option<NaiveDate>,
    /// When it was changed last, in UTC.
    pub changed_at: NaiveDateTime,
    /// Its milestones that are not reached.
    pub milestones: Vec<Milestone>,
}

#[derive(Queryable)]
struct Row {
    id: TaskId,
    number: Option<String>,
    title: String,
    lead: DepartmentId,
    handler: Option<PersonId>,
    due_on: Option<NaiveDate>,
    missed_on: Option<NaiveDate>,
    changed_at: NaiveDateTime,
}

/// What concerns `viewer` on `today` and is theirs to see, by the day on which it is due.
pub fn own_dates(conn: &mut Conn, viewer: &Actor, today: NaiveDate) -> Result<Vec<OwnTask>, Error> {
    let tree = departments::tree(conn)?;
    let open = TaskFilter { open: true, ..TaskFilter::default() };
    let mut query = task_spans::table.inner_join(tasks::table).into_boxed();
    for condition in conditions(conn, viewer, &open, &tree, today) {
        query = query.filter(condition);
    }
    let rows: Vec<Row> = query
        .filter(concerning(viewer))
        .filter(task_spans::is_parent.eq(false))
        .order((task_spans::due_on.is_null(), task_spans::due_on, tasks::id))
        .limit(MOST)
        .select((
            tasks::id,
            tasks::number,
            tasks::title,
            task_spans::lead_id,
            tasks::handler_id,
            task_spans::due_on,
            task_spans::missed_on,
            tasks::updated_at,
        ))
        .load(conn)?;
    let ids: Vec<TaskId> = rows.iter().map(|row| row.id).collect();
    let mut all = milestones::of_tasks(conn, &ids)?;
    Ok(rows.into_iter().map(|row| own(row, viewer, &tree, &mut all)).collect())
}

fn own(
    row: Row,
    viewer: &Actor,
    tree: &Tree,
    all: &mut BTreeMap<TaskId, Vec<Milestone>>,
) -> OwnTask {
    let reports = viewer.holds.contains(&row.lead) || viewer.is(row.handler);
    let mut milestones = all.remove(&row.id).unwrap_or_default();
    milestones.retain(|one| one.done_on.is_none());
    OwnTask {
        id: row.id,
        number: row.number,
        title: row.title,
        lead: tree.name(row.lead).to_owned(),
        due_on: row.due_on,
        // A report is missed from the day after the one by which it was due.
        report_on: row.missed_on.filter(|_| reports).and_then(|day| day.pred_opt()),
        changed_at: row.changed_at,
        milestones,
    }
}

fn concerning(viewer: &Actor) -> Condition {
    let holds: Vec<DepartmentId> = viewer.holds.iter().copied().collect();
    let me: Vec<PersonId> = viewer.id.into_iter().collect();
    let led: Condition = Box::new(task_spans::lead_id.eq_any(holds.clone()).nullable());
    let personal = tasks::handler_id
        .eq_any(me.clone())
        .or(tasks::follower_id.eq_any(me.clone()))
        .or(task_spans::leader_id.eq_any(me));
    Box::new(led.or(supported_by(holds)).or(personal))
}
