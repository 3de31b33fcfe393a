//! Names that departments were given by a clerk's pick, as rows; written once.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::remembered_names;
use super::{Conn, Error};
use crate::domain::{DepartmentId, MeetingId, PersonId};

/// A name that a department was given because a clerk picked it for that name.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = remembered_names)]
pub struct RememberedName {
    /// The department.
    pub department_id: DepartmentId,
    /// The name, as the minutes write it.
    pub name: String,
    /// The meeting in whose minutes it stood.
    pub meeting_id: MeetingId,
    /// Who picked.
    pub remembered_by: Option<PersonId>,
    /// When.
    pub remembered_at: NaiveDateTime,
}

/// Keeps one.
pub fn insert(conn: &mut Conn, name: &RememberedName) -> Result<(), Error> {
    diesel::insert_into(remembered_names::table).values(name).execute(conn)?;
    Ok(())
}

/// Those of a department, the latest first.
pub fn of_department(conn: &mut Conn, id: DepartmentId) -> Result<Vec<RememberedName>, Error> {
    Ok(remembered_names::table
        .filter(remembered_names::department_id.eq(id))
        .order(remembered_names::id.desc())
        .select(RememberedName::as_select())
        .load(conn)?)
}
