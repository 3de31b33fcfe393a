//! Tasks as rows. A task is written back as a whole, guarded by its version.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::{task_supporters, tasks};
use super::{Conn, Error};
use crate::domain::{
    Cadence, DepartmentId, DirectiveId, MeetingId, Outlook, PersonId, Piece, ProgrammeId, ReportId,
    RequestId, State, Task, TaskId, Urgency,
};

/// The row of a task: its columns and the domain's fields are the same list.
macro_rules! task_row {
    ($($field:ident: $kind:ty,)*) => {
        #[derive(Queryable, Selectable, AsChangeset)]
        #[diesel(table_name = tasks, treat_none_as_null = true)]
        struct TaskRow {
            id: TaskId,
            $($field: $kind,)*
        }

        impl TaskRow {
            fn with_supporters(self, supporters: Vec<DepartmentId>) -> Task {
                let Self { id, $($field,)* } = self;
                Task { id, supporters, $($field,)* }
            }
        }

        impl From<&Task> for TaskRow {
            fn from(task: &Task) -> Self {
                let Task { id, supporters: _, $($field,)* } = task.clone();
                Self { id, $($field,)* }
            }
        }

        /// Inserts without the id, which the database gives.
        fn insert_row(conn: &mut Conn, row: TaskRow) -> QueryResult<TaskId> {
            let TaskRow { id: _, $($field,)* } = row;
            diesel::insert_into(tasks::table)
                .values(($(tasks::$field.eq($field),)*))
                .returning(tasks::id)
                .get_result(conn)
        }
    };
}

task_row! {
    number_year: Option<i32>,
    number_seq: Option<i32>,
    number: Option<String>,
    title: String,
    requirement: String,
    directive_id: Option<DirectiveId>,
    meeting_id: Option<MeetingId>,
    programme_id: Option<ProgrammeId>,
    parent_id: Option<TaskId>,
    is_parent: bool,
    is_subtask: bool,
    lead_id: DepartmentId,
    handler_id: Option<PersonId>,
    leader_id: Option<PersonId>,
    follower_id: Option<PersonId>,
    urgency: Urgency,
    cadence: Cadence,
    long_term: bool,
    evidence_required: bool,
    original_due_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    baseline_due_on: Option<NaiveDate>,
    percent: i32,
    state: State,
    state_before: Option<State>,
    suspended_on: Option<NaiveDate>,
    issued_on: Option<NaiveDate>,
    acknowledged_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    extensions: i32,
    explained_on: Option<NaiveDate>,
    expected_on: Option<NaiveDate>,
    waiting_on_id: Option<DepartmentId>,
    last_report_id: Option<ReportId>,
    last_report_on: Option<NaiveDate>,
    last_outlook: Option<Outlook>,
    unchanged: i32,
    reports_from: Option<NaiveDate>,
    open_request_id: Option<RequestId>,
    soon_on: Option<NaiveDate>,
    missed_on: Option<NaiveDate>,
    stopped_on: Option<NaiveDate>,
    version: i64,
    seq: i64,
    hash: Option<String>,
    created_by: Option<PersonId>,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// One task.
pub fn find(conn: &mut Conn, id: TaskId) -> Result<Task, Error> {
    let row: TaskRow = tasks::table.find(id).select(TaskRow::as_select()).first(conn)?;
    let supporters = supporters_of(conn, &[id])?;
    Ok(row.with_supporters(supporters.into_iter().map(|(_, department)| department).collect()))
}

/// Takes a task in hand until the act is kept: who comes at the same moment waits, and then sees
/// what became of it. SQLite has one writer anyway.
///
/// A part takes the task that it belongs to along, which is older and therefore first.
pub fn hold(conn: &mut Conn, id: TaskId) -> Result<(), Error> {
    match conn {
        Conn::Postgres(pg) => {
            let whole: Option<Option<TaskId>> =
                tasks::table.find(id).select(tasks::parent_id).first(pg).optional()?;
            let held = [whole.flatten().unwrap_or(id), id];
            let rows = tasks::table.filter(tasks::id.eq_any(held)).order(tasks::id);
            rows.select(tasks::id).for_update().execute(pg)?;
        }
        Conn::Sqlite(_) => {}
    }
    Ok(())
}

/// Several tasks, in the order of `ids`; an id that is nobody's is left out.
pub fn find_all(conn: &mut Conn, ids: &[TaskId]) -> Result<Vec<Task>, Error> {
    let rows: Vec<TaskRow> =
        tasks::table.filter(tasks::id.eq_any(ids)).select(TaskRow::as_select()).load(conn)?;
    let supporters = supporters_of(conn, ids)?;
    let mut found: Vec<Task> = rows
        .into_iter()
        .map(|row| {
            let own = supporters.iter().filter(|(task, _)| *task == row.id).map(|(_, one)| *one);
            let own = own.collect();
            row.with_supporters(own)
        })
        .collect();
    found.sort_by_key(|task| ids.iter().position(|id| *id == task.id));
    Ok(found)
}

/// The parts of a task, in the order in which they were made.
pub fn children(conn: &mut Conn, parent: TaskId) -> Result<Vec<Task>, Error> {
    let ids: Vec<TaskId> = tasks::table
        .filter(tasks::parent_id.eq(parent))
        .order(tasks::id)
        .select(tasks::id)
        .load(conn)?;
    find_all(conn, &ids)
}

/// How the parts of each of `parents` stand.
pub fn pieces(conn: &mut Conn, parents: &[TaskId]) -> Result<BTreeMap<TaskId, Vec<Piece>>, Error> {
    let rows: Vec<(Option<TaskId>, State, i32, Option<NaiveDate>)> = tasks::table
        .filter(tasks::parent_id.eq_any(parents))
        .order(tasks::id)
        .select((tasks::parent_id, tasks::state, tasks::percent, tasks::closed_on))
        .load(conn)?;
    let mut pieces: BTreeMap<TaskId, Vec<Piece>> = BTreeMap::new();
    for (parent, state, percent, closed_on) in rows {
        if let Some(parent) = parent {
            pieces.entry(parent).or_default().push(Piece { state, percent, closed_on });
        }
    }
    Ok(pieces)
}

/// The tasks made from a meeting's directives, with the directive of each.
pub fn of_meeting(conn: &mut Conn, meeting: MeetingId) -> Result<Vec<Task>, Error> {
    let ids: Vec<TaskId> = tasks::table
        .filter(tasks::meeting_id.eq(meeting))
        .order(tasks::id)
        .select(tasks::id)
        .load(conn)?;
    find_all(conn, &ids)
}

/// The year under which every task that was ever written down is counted.
pub(super) const EVERY_TASK: i32 = 0;

/// Keeps a new task; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, task: &Task) -> Result<TaskId, Error> {
    let id = insert_row(conn, TaskRow::from(task))?;
    next_number(conn, EVERY_TASK)?;
    add_supporters(conn, id, &task.supporters)?;
    if let Some(parent) = task.parent_id.filter(|_| !task.is_subtask) {
        diesel::update(tasks::table.find(parent)).set(tasks::is_parent.eq(true)).execute(conn)?;
    }
    Ok(id)
}

/// Keeps the end of a task's history and nothing else; its version stays. The task is held.
///
/// # Errors
/// [`Error::Stale`] where it was changed in between.
pub fn lengthen(conn: &mut Conn, task: &Task) -> Result<(), Error> {
    let held = tasks::table.find(task.id).filter(tasks::version.eq(task.version));
    let end = (
        tasks::seq.eq(task.seq),
        tasks::hash.eq(&task.hash),
        tasks::updated_at.eq(task.updated_at),
    );
    let changed = diesel::update(held).set(end).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Writes back a task that was changed, and counts its version up.
///
/// # Errors
/// [`Error::Stale`] where somebody else did so since it was read.
pub fn update(conn: &mut Conn, task: &mut Task) -> Result<(), Error> {
    let seen = task.version;
    task.version += 1;
    let changed = diesel::update(tasks::table.find(task.id).filter(tasks::version.eq(seen)))
        .set(TaskRow::from(&*task))
        .execute(conn)?;
    if changed != 1 {
        return Err(Error::Stale);
    }
    let kept: Vec<DepartmentId> =
        supporters_of(conn, &[task.id])?.into_iter().map(|(_, department)| department).collect();
    if kept != task.supporters {
        diesel::delete(task_supporters::table.filter(task_supporters::task_id.eq(task.id)))
            .execute(conn)?;
        add_supporters(conn, task.id, &task.supporters)?;
    }
    Ok(())
}

/// How many open tasks `person` handles, or heads no one else could answer for.
pub fn open_handled_by(conn: &mut Conn, person: PersonId) -> Result<i64, Error> {
    Ok(tasks::table
        .filter(tasks::handler_id.eq(person))
        .filter(tasks::state.ne_all([State::Closed, State::Cancelled]))
        .count()
        .get_result(conn)?)
}

/// The next number of `year`; the row is locked until the act is kept or given up, so that
/// there are neither gaps nor doubles.
pub fn next_number(conn: &mut Conn, year: i32) -> Result<i32, Error> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        last: i32,
    }

    let taken: Taken = diesel::sql_query(
        "INSERT INTO task_numbers (year, last) VALUES ($1, 1) \
         ON CONFLICT (year) DO UPDATE SET last = task_numbers.last + 1 RETURNING last",
    )
    .bind::<diesel::sql_types::Integer, _>(year)
    .get_result(conn)?;
    Ok(taken.last)
}

fn supporters_of(conn: &mut Conn, ids: &[TaskId]) -> Result<Vec<(TaskId, DepartmentId)>, Error> {
    Ok(task_supporters::table
        .filter(task_supporters::task_id.eq_any(ids))
        .order((task_supporters::task_id, task_supporters::department_id))
        .select((task_supporters::task_id, task_supporters::department_id))
        .load(conn)?)
}

fn add_supporters(conn: &mut Conn, id: TaskId, departments: &[DepartmentId]) -> Result<(), Error> {
    for department in departments {
        diesel::insert_into(task_supporters::table)
            .values((
                task_supporters::task_id.eq(id),
                task_supporters::department_id.eq(*department),
            ))
            .execute(conn)?;
    }
    Ok(())
}
