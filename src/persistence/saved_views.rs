//! Lists of the ledger that somebody wants again, by name.

use diesel::prelude::*;

use super::schema::saved_views;
use super::{Conn, Error};
use crate::domain::PersonId;

/// A list by its name.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SavedView {
    /// Which.
    pub id: i64,
    /// Whose.
    pub person_id: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// The query of the list's address.
    pub query: String,
    /// Whether everybody is offered it.
    pub shared: bool,
}

/// What `person` is offered: their own and what others share, by name.
pub fn offered_to(conn: &mut Conn, person: PersonId) -> Result<Vec<SavedView>, Error> {
    Ok(saved_views::table
        .filter(saved_views::person_id.eq(person).or(saved_views::shared.eq(true)))
        .order((saved_views::shared, saved_views::name, saved_views::id))
        .select(saved_views::all_columns)
        .load(conn)?)
}

/// One of them.
pub fn find(conn: &mut Conn, id: i64) -> Result<SavedView, Error> {
    Ok(saved_views::table.find(id).select(saved_views::all_columns).first(conn)?)
}

/// How many `person` has.
pub fn count(conn: &mut Conn, person: PersonId) -> Result<i64, Error> {
    Ok(saved_views::table.filter(saved_views::person_id.eq(person)).count().get_result(conn)?)
}

/// Keeps a view; one of the same person and name becomes this one.
pub fn put(
    conn: &mut Conn,
    person: PersonId,
    name: &str,
    query: &str,
    shared: bool,
) -> Result<(), Error> {
    let same = saved_views::table
        .filter(saved_views::person_id.eq(person))
        .filter(saved_views::name.eq(name));
    let changed = diesel::update(same)
        .set((saved_views::query.eq(query), saved_views::shared.eq(shared)))
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(saved_views::table)
            .values((
                saved_views::person_id.eq(person),
                saved_views::name.eq(name),
                saved_views::query.eq(query),
                saved_views::shared.eq(shared),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes one away.
pub fn remove(conn: &mut Conn, id: i64) -> Result<(), Error> {
    diesel::delete(saved_views::table.find(id)).execute(conn)?;
    Ok(())
}
