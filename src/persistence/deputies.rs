//! Deputies as rows.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{deputies, people};
use super::{Conn, Error};
use crate::domain::PersonId;

/// Somebody who stands in for somebody else, from one day to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Deputy {
    /// Its row.
    pub id: i64,
    /// For whom.
    pub person_id: PersonId,
    /// Who.
    pub deputy_id: PersonId,
    /// The deputy's name.
    pub name: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
}

/// Everybody who stands in for `person`, whenever that is.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Vec<Deputy>, Error> {
    Ok(deputies::table
        .inner_join(people::table.on(people::id.eq(deputies::deputy_id)))
        .filter(deputies::person_id.eq(person))
        .order(deputies::id)
        .select((
            deputies::id,
            deputies::person_id,
            deputies::deputy_id,
            people::name,
            deputies::from_on,
            deputies::to_on,
        ))
        .load(conn)?)
}

/// Keeps a new deputy.
pub fn insert(
    conn: &mut Conn,
    person_id: PersonId,
    deputy_id: PersonId,
    from_on: NaiveDate,
    to_on: NaiveDate,
) -> Result<Deputy, Error> {
    let id = diesel::insert_into(deputies::table)
        .values((
            deputies::person_id.eq(person_id),
            deputies::deputy_id.eq(deputy_id),
            deputies::from_on.eq(from_on),
            deputies::to_on.eq(to_on),
        ))
        .returning(deputies::id)
        .get_result(conn)?;
    let name = people::table.find(deputy_id).select(people::name).first(conn)?;
    Ok(Deputy { id, person_id, deputy_id, name, from_on, to_on })
}
