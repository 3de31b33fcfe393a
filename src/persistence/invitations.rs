//! Invitations to support a task, as rows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::invitations;
use super::{Conn, Error};
use crate::domain::{DepartmentId, Invitation, InvitationId, InvitationState, PersonId, TaskId};

/// The row of an invitation: its columns and the domain's fields are the same list.
macro_rules! invitation_row {
    ($($field:ident: $kind:ty,)*) => {
        #[derive(Queryable, Selectable)]
        #[diesel(table_name = invitations)]
        struct InvitationRow {
            id: InvitationId,
            $($field: $kind,)*
        }

        impl From<InvitationRow> for Invitation {
            fn from(row: InvitationRow) -> Self {
                let InvitationRow { id, $($field,)* } = row;
                Self { id, $($field,)* }
            }
        }

        /// Keeps a new invitation; the id that it bears is not looked at.
        ///
        /// # Errors
        /// [`Error::Conflict`] where the department is asked already.
        pub fn insert(conn: &mut Conn, invitation: &Invitation) -> Result<InvitationId, Error> {
            let Invitation { id: _, $($field,)* } = invitation.clone();
            Ok(diesel::insert_into(invitations::table)
                .values(($(invitations::$field.eq($field),)*))
                .returning(invitations::id)
                .get_result(conn)?)
        }
    };
}

invitation_row! {
    task_id: TaskId,
    department_id: DepartmentId,
    text: Option<String>,
    state: InvitationState,
    invited_by: Option<PersonId>,
    invited_by_name: String,
    invited_on: NaiveDate,
    invited_at: NaiveDateTime,
    answered_by: Option<PersonId>,
    answered_by_name: Option<String>,
    answered_on: Option<NaiveDate>,
    comment: Option<String>,
}

/// One invitation.
pub fn find(conn: &mut Conn, id: InvitationId) -> Result<Invitation, Error> {
    let row: InvitationRow =
        invitations::table.find(id).select(InvitationRow::as_select()).first(conn)?;
    Ok(row.into())
}

/// What waits for its answer on these tasks, the oldest first.
pub fn open(conn: &mut Conn, tasks: &[TaskId]) -> Result<Vec<Invitation>, Error> {
    let rows: Vec<InvitationRow> = invitations::table
        .filter(invitations::task_id.eq_any(tasks))
        .filter(invitations::state.eq(InvitationState::Open))
        .order(invitations::id)
        .select(InvitationRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

/// What waits for the answer of one of these departments, the oldest first.
pub fn to_departments(
    conn: &mut Conn,
    departments: &[DepartmentId],
) -> Result<Vec<Invitation>, Error> {
    let rows: Vec<InvitationRow> = invitations::table
        .filter(invitations::department_id.eq_any(departments))
        .filter(invitations::state.eq(InvitationState::Open))
        .order(invitations::id)
        .select(InvitationRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

/// Writes the answer down; `false` where it was answered before.
pub fn answer(conn: &mut Conn, invitation: &Invitation) -> Result<bool, Error> {
    let open =
        invitations::table.find(invitation.id).filter(invitations::state.eq(InvitationState::Open));
    let changed = diesel::update(open)
        .set((
            invitations::state.eq(invitation.state),
            invitations::answered_by.eq(invitation.answered_by),
            invitations::answered_by_name.eq(&invitation.answered_by_name),
            invitations::answered_on.eq(invitation.answered_on),
            invitations::comment.eq(&invitation.comment),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
