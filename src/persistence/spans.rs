//! How a task stood, span by span, so that any past day is answered by one query.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{supporter_spans, task_spans, tasks};
use super::{Conn, Error};
use crate::domain::{DepartmentId, Nature, PersonId, RequestKind, Task, TaskId};

/// The end of a span that has not ended.
pub const OPEN_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();

/// Tasks looked at in one query.
const MOST: usize = 500;

/// Writes down how `task` stands from `today` on. `leader` is the one in charge of it, its own
/// or its department's.
pub fn write(
    conn: &mut Conn,
    task: &Task,
    leader: Option<PersonId>,
    open_request: Option<RequestKind>,
    today: NaiveDate,
) -> Result<(), Error> {
    // What was written earlier today is replaced; what began before today ends with yesterday.
    diesel::delete(
        task_spans::table
            .filter(task_spans::task_id.eq(task.id))
            .filter(task_spans::from_day.ge(today)),
    )
    .execute(conn)?;
    diesel::update(
        task_spans::table
            .filter(task_spans::task_id.eq(task.id))
            .filter(task_spans::to_day.gt(today)),
    )
    .set(task_spans::to_day.eq(today))
    .execute(conn)?;
    diesel::insert_into(task_spans::table)
        .values((
            task_spans::task_id.eq(task.id),
            task_spans::from_day.eq(today),
            task_spans::to_day.eq(OPEN_END),
            task_spans::state.eq(task.state),
            task_spans::lead_id.eq(task.lead_id),
            task_spans::leader_id.eq(leader),
            task_spans::programme_id.eq(task.programme_id),
            task_spans::issued_on.eq(task.issued_on),
            task_spans::due_on.eq(task.due_on),
            task_spans::baseline_due_on.eq(task.baseline_due_on),
            task_spans::closed_on.eq(task.closed_on),
            task_spans::soon_on.eq(task.soon_on),
            task_spans::missed_on.eq(task.missed_on),
            task_spans::stopped_on.eq(task.stopped_on),
            task_spans::percent.eq(task.percent),
            task_spans::last_report_on.eq(task.last_report_on),
            task_spans::extensions.eq(task.extensions),
            task_spans::open_request.eq(open_request),
            task_spans::outlook.eq(task.last_outlook),
            task_spans::explained_on.eq(task.explained_on),
            task_spans::expected_on.eq(task.expected_on),
            task_spans::counted.eq(task.counted()),
            task_spans::long_term.eq(task.long_term && task.nature().counts()),
            task_spans::is_parent.eq(task.is_parent),
            task_spans::cadence.eq(task.cadence),
            task_spans::original_due_on.eq(task.original_due_on),
        ))
        .execute(conn)?;
    write_supporters(conn, task, today)
}

/// From `today` on the tasks that `lead` leads, and that have no leader of their own, are in the
/// charge of `leader`.
pub fn set_leader(
    conn: &mut Conn,
    lead: DepartmentId,
    leader: Option<PersonId>,
    today: NaiveDate,
) -> Result<(), Error> {
    let held: Vec<TaskId> = tasks::table
        .filter(tasks::lead_id.eq(lead).and(tasks::leader_id.is_null()))
        .order(tasks::id)
        .select(tasks::id)
        .load(conn)?;
    for some in held.chunks(MOST) {
        let asked: HashMap<TaskId, Option<RequestKind>> = task_spans::table
            .filter(task_spans::task_id.eq_any(some).and(task_spans::to_day.eq(OPEN_END)))
            .select((task_spans::task_id, task_spans::open_request))
            .load(conn)?
            .into_iter()
            .collect();
        for task in super::tasks::find_all(conn, some)? {
            // What a department does inside is in no leader's portfolio.
            if task.nature() != Nature::SubTask {
                write(conn, &task, leader, asked.get(&task.id).copied().flatten(), today)?;
            }
        }
    }
    Ok(())
}

/// Who supports `task` from `today` on.
fn write_supporters(conn: &mut Conn, task: &Task, today: NaiveDate) -> Result<(), Error> {
    let open = supporter_spans::table
        .filter(supporter_spans::task_id.eq(task.id))
        .filter(supporter_spans::to_day.gt(today));
    let before: Vec<DepartmentId> = open.select(supporter_spans::department_id).load(conn)?;
    let gone: Vec<DepartmentId> =
        before.iter().filter(|id| !task.supporters.contains(id)).copied().collect();
    if !gone.is_empty() {
        let ended = open.filter(supporter_spans::department_id.eq_any(gone));
        let never = ended.clone().filter(supporter_spans::from_day.ge(today));
        diesel::delete(never).execute(conn)?;
        diesel::update(ended).set(supporter_spans::to_day.eq(today)).execute(conn)?;
    }
    for supporter in task.supporters.iter().filter(|id| !before.contains(id)) {
        // Whoever left earlier today has not left.
        let left = supporter_spans::table
            .filter(supporter_spans::task_id.eq(task.id))
            .filter(supporter_spans::department_id.eq(*supporter))
            .filter(supporter_spans::to_day.eq(today));
        let back = diesel::update(left).set(supporter_spans::to_day.eq(OPEN_END)).execute(conn)?;
        if back == 0 {
            diesel::insert_into(supporter_spans::table)
                .values((
                    supporter_spans::task_id.eq(task.id),
                    supporter_spans::department_id.eq(*supporter),
                    supporter_spans::from_day.eq(today),
                    supporter_spans::to_day.eq(OPEN_END),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}
