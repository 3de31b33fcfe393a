//! Submissions as rows; the database itself sees to it that a draft waits in one at a time.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::{submission_tasks, submissions};
use super::{Conn, Error};
use crate::domain::{PersonId, Submission, SubmissionId, SubmissionState, TaskId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = submissions)]
struct SubmissionRow {
    id: SubmissionId,
    state: SubmissionState,
    note: Option<String>,
    submitted_by: Option<PersonId>,
    submitted_by_name: String,
    submitted_at: NaiveDateTime,
    decided_by: Option<PersonId>,
    decided_by_name: Option<String>,
    decided_at: Option<NaiveDateTime>,
    comment: Option<String>,
}

impl SubmissionRow {
    fn with(self, tasks: Vec<TaskId>) -> Submission {
        let Self {
            id,
            state,
            note,
            submitted_by,
            submitted_by_name,
            submitted_at,
            decided_by,
            decided_by_name,
            decided_at,
            comment,
        } = self;
        Submission {
            id,
            state,
            note,
            submitted_by,
            submitted_by_name,
            submitted_at,
            decided_by,
            decided_by_name,
            decided_at,
            comment,
            tasks,
        }
    }
}

/// Keeps a new submission; the id that it bears is not looked at.
///
/// # Errors
/// [`Error::Conflict`] where one of its tasks waits in another already.
pub fn insert(conn: &mut Conn, submission: &Submission) -> Result<SubmissionId, Error> {
    let id: SubmissionId = diesel::insert_into(submissions::table)
        .values((
            submissions::state.eq(submission.state),
            submissions::note.eq(&submission.note),
            submissions::submitted_by.eq(submission.submitted_by),
            submissions::submitted_by_name.eq(&submission.submitted_by_name),
            submissions::submitted_at.eq(submission.submitted_at),
        ))
        .returning(submissions::id)
        .get_result(conn)?;
    for task in &submission.tasks {
        diesel::insert_into(submission_tasks::table)
            .values((
                submission_tasks::submission_id.eq(id),
                submission_tasks::task_id.eq(task),
                submission_tasks::open.eq(true),
            ))
            .execute(conn)?;
    }
    Ok(id)
}

/// One submission, with the tasks that wait in it; once settled, with all it had to the end.
pub fn find(conn: &mut Conn, id: SubmissionId) -> Result<Submission, Error> {
    let row: SubmissionRow =
        submissions::table.find(id).select(SubmissionRow::as_select()).first(conn)?;
    let rows = submission_tasks::table.filter(submission_tasks::submission_id.eq(id));
    let rows: Vec<(TaskId, bool)> = rows
        .order(submission_tasks::task_id)
        .select((submission_tasks::task_id, submission_tasks::open))
        .load(conn)?;
    let waits = row.state == SubmissionState::Open;
    let tasks = rows.into_iter().filter(|(_, open)| *open || !waits).map(|(task, _)| task);
    Ok(row.with(tasks.collect()))
}

/// The submissions that wait for a signature, the oldest first.
pub fn open(conn: &mut Conn) -> Result<Vec<Submission>, Error> {
    let rows: Vec<SubmissionRow> = submissions::table
        .filter(submissions::state.eq(SubmissionState::Open))
        .order(submissions::id)
        .select(SubmissionRow::as_select())
        .load(conn)?;
    let waiting = waiting(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = waiting.iter().filter(|(id, _)| *id == row.id);
            let tasks = own.map(|(_, task)| *task).collect();
            row.with(tasks)
        })
        .collect())
}

/// The drafts that wait, with the submission of each.
pub fn waiting(conn: &mut Conn) -> Result<Vec<(SubmissionId, TaskId)>, Error> {
    Ok(submission_tasks::table
        .filter(submission_tasks::open.eq(true))
        .order((submission_tasks::submission_id, submission_tasks::task_id))
        .select((submission_tasks::submission_id, submission_tasks::task_id))
        .load(conn)?)
}

/// The submission in which `task` waits.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Option<SubmissionId>, Error> {
    Ok(submission_tasks::table
        .filter(submission_tasks::task_id.eq(task))
        .filter(submission_tasks::open.eq(true))
        .select(submission_tasks::submission_id)
        .first(conn)
        .optional()?)
}

/// Takes `task` out of the submission in which it waits.
pub fn leave(conn: &mut Conn, task: TaskId) -> Result<(), Error> {
    let row = submission_tasks::table
        .filter(submission_tasks::task_id.eq(task))
        .filter(submission_tasks::open.eq(true));
    diesel::update(row).set(submission_tasks::open.eq(false)).execute(conn)?;
    Ok(())
}

/// Keeps what became of a submission; nothing waits in it any more.
///
/// # Errors
/// [`Error::Stale`] where somebody else settled it first.
pub fn settle(conn: &mut Conn, submission: &Submission) -> Result<(), Error> {
    let waits = submissions::state.eq(SubmissionState::Open);
    let changed = diesel::update(submissions::table.find(submission.id).filter(waits))
        .set((
            submissions::state.eq(submission.state),
            submissions::decided_by.eq(submission.decided_by),
            submissions::decided_by_name.eq(&submission.decided_by_name),
            submissions::decided_at.eq(submission.decided_at),
            submissions::comment.eq(&submission.comment),
        ))
        .execute(conn)?;
    if changed != 1 {
        return Err(Error::Stale);
    }
    let rows = submission_tasks::table.filter(submission_tasks::submission_id.eq(submission.id));
    diesel::update(rows).set(submission_tasks::open.eq(false)).execute(conn)?;
    Ok(())
}
