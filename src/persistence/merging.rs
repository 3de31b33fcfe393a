//! What names a department, for the day on which it becomes part of another.

use diesel::prelude::*;

use super::schema::{invitations, questions, task_supporters, tasks};
use super::{Conn, Error};
use crate::domain::{DepartmentId, InvitationState, TaskId};

/// The tasks that `department` leads, supports, or is waited for on; the done ones with them.
pub fn tasks_of(conn: &mut Conn, department: DepartmentId) -> Result<Vec<TaskId>, Error> {
    let supported = task_supporters::table
        .filter(task_supporters::department_id.eq(department))
        .select(task_supporters::task_id);
    let named = tasks::lead_id
        .eq(department)
        .nullable()
        .or(tasks::waiting_on_id.eq(department))
        .or(tasks::id.eq_any(supported).nullable());
    Ok(tasks::table.filter(named).order(tasks::id).select(tasks::id).load(conn)?)
}

/// What waits for an answer of `from` waits for one of `into`; where both were asked to support
/// one task, the older question is withdrawn.
pub fn move_references(
    conn: &mut Conn,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), Error> {
    diesel::update(
        questions::table
            .filter(questions::department_id.eq(from))
            .filter(questions::answer_id.is_null()),
    )
    .set(questions::department_id.eq(into))
    .execute(conn)?;
    let open = InvitationState::Open;
    let both: Vec<TaskId> = invitations::table
        .filter(invitations::department_id.eq(into))
        .filter(invitations::state.eq(open))
        .select(invitations::task_id)
        .load(conn)?;
    let old = invitations::table
        .filter(invitations::department_id.eq(from))
        .filter(invitations::state.eq(open));
    diesel::update(old.filter(invitations::task_id.eq_any(both)))
        .set(invitations::state.eq(InvitationState::Withdrawn))
        .execute(conn)?;
    diesel::update(old).set(invitations::department_id.eq(into)).execute(conn)?;
    Ok(())
}
