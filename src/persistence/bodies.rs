//! Bodies as rows.

use diesel::prelude::*;

use super::schema::bodies;
use super::{Conn, Error};
use crate::domain::{Body, BodyId};

type Row = (BodyId, String, bool);

fn from_row((id, name, active): Row) -> Body {
    Body { id, name, active }
}

/// One body.
pub fn find(conn: &mut Conn, id: BodyId) -> Result<Body, Error> {
    let row: Row =
        bodies::table.find(id).select((bodies::id, bodies::name, bodies::active)).first(conn)?;
    Ok(from_row(row))
}

/// All bodies, in the order in which they were added.
pub fn all(conn: &mut Conn) -> Result<Vec<Body>, Error> {
    let rows: Vec<Row> = bodies::table
        .order(bodies::id)
        .select((bodies::id, bodies::name, bodies::active))
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The body of that name.
pub fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<Body>, Error> {
    let row: Option<Row> = bodies::table
        .filter(bodies::name.eq(name))
        .select((bodies::id, bodies::name, bodies::active))
        .first(conn)
        .optional()?;
    Ok(row.map(from_row))
}

/// Keeps a new body.
pub fn insert(conn: &mut Conn, name: &str) -> Result<BodyId, Error> {
    let id = diesel::insert_into(bodies::table)
        .values((bodies::name.eq(name), bodies::active.eq(true)))
        .returning(bodies::id)
        .get_result(conn)?;
    Ok(id)
}

/// Writes back a body that was changed.
pub fn update(conn: &mut Conn, body: &Body) -> Result<(), Error> {
    let changed = diesel::update(bodies::table.find(body.id))
        .set((
            bodies::name.eq(&body.name),
            bodies::active.eq(body.active),
            bodies::version.eq(bodies::version + 1),
        ))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}
