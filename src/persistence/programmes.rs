//! Programmes as rows.

use diesel::prelude::*;

use super::schema::programmes;
use super::{Conn, Error};
use crate::domain::{Programme, ProgrammeId};

type Row = (ProgrammeId, String, bool);

fn from_row((id, name, active): Row) -> Programme {
    Programme { id, name, active }
}

/// One programme.
pub fn find(conn: &mut Conn, id: ProgrammeId) -> Result<Programme, Error> {
    let row: Row = programmes::table
        .find(id)
        .select((programmes::id, programmes::name, programmes::active))
        .first(conn)?;
    Ok(from_row(row))
}

/// All programmes, in the order in which they were added.
pub fn all(conn: &mut Conn) -> Result<Vec<Programme>, Error> {
    let rows: Vec<Row> = programmes::table
        .order(programmes::id)
        .select((programmes::id, programmes::name, programmes::active))
        .load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The programme of that name.
pub fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<Programme>, Error> {
    let row: Option<Row> = programmes::table
        .filter(programmes::name.eq(name))
        .select((programmes::id, programmes::name, programmes::active))
        .first(conn)
        .optional()?;
    Ok(row.map(from_row))
}

/// Keeps a new programme.
pub fn insert(conn: &mut Conn, name: &str) -> Result<ProgrammeId, Error> {
    let id = diesel::insert_into(programmes::table)
        .values((programmes::name.eq(name), programmes::active.eq(true)))
        .returning(programmes::id)
        .get_result(conn)?;
    Ok(id)
}

/// Writes back a programme that was changed.
pub fn update(conn: &mut Conn, programme: &Programme) -> Result<(), Error> {
    let changed = diesel::update(programmes::table.find(programme.id))
        .set((
            programmes::name.eq(&programme.name),
            programmes::active.eq(programme.active),
            programmes::version.eq(programmes::version + 1),
        ))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}
