//! Displays on walls: what each shows; of its link only the digest is known.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::wall_displays;
use super::{Conn, Error, bodies, departments, programmes};
use crate::domain::{Actor, BodyId, DepartmentId, KeptDisplay, ProgrammeId, WallDisplay};

#[derive(Queryable, Selectable)]
#[diesel(table_name = wall_displays)]
struct Row {
    id: i64,
    name: String,
    body_id: Option<BodyId>,
    programme_id: Option<ProgrammeId>,
    department_id: Option<DepartmentId>,
    titles_hidden: bool,
    language: String,
    dark: bool,
    created_by_name: String,
    created_at: NaiveDateTime,
    revoked_at: Option<NaiveDateTime>,
}

impl From<Row> for KeptDisplay {
    fn from(row: Row) -> Self {
        let display = WallDisplay {
            name: row.name,
            body_id: row.body_id,
            programme_id: row.programme_id,
            department_id: row.department_id,
            titles_hidden: row.titles_hidden,
            language: row.language,
            dark: row.dark,
        };
        Self {
            id: row.id,
            display,
            created_by: row.created_by_name,
            created_at: row.created_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// Keeps a new display, whose link bears the secret of that digest.
pub fn insert(
    conn: &mut Conn,
    hash: &str,
    display: &WallDisplay,
    by: &Actor,
    now: NaiveDateTime,
) -> Result<i64, Error> {
    Ok(diesel::insert_into(wall_displays::table)
        .values((
            wall_displays::token_hash.eq(hash),
            wall_displays::name.eq(&display.name),
            wall_displays::body_id.eq(display.body_id),
            wall_displays::programme_id.eq(display.programme_id),
            wall_displays::department_id.eq(display.department_id),
            wall_displays::titles_hidden.eq(display.titles_hidden),
            wall_displays::language.eq(&display.language),
            wall_displays::dark.eq(display.dark),
            wall_displays::created_by.eq(by.id),
            wall_displays::created_by_name.eq(&by.name),
            wall_displays::created_at.eq(now),
        ))
        .returning(wall_displays::id)
        .get_result(conn)?)
}

/// Every display, the newest first.
pub fn all(conn: &mut Conn) -> Result<Vec<KeptDisplay>, Error> {
    let rows: Vec<Row> =
        wall_displays::table.order(wall_displays::id.desc()).select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(KeptDisplay::from).collect())
}

/// The display whose link bears the secret of that digest; `None` where nobody made one, or it was
/// revoked.
pub fn shown_by(conn: &mut Conn, hash: &str) -> Result<Option<KeptDisplay>, Error> {
    let row: Option<Row> = wall_displays::table
        .filter(wall_displays::token_hash.eq(hash))
        .filter(wall_displays::revoked_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(KeptDisplay::from))
}

/// Revokes a link; one that is revoked stays so since then.
///
/// # Errors
/// [`Error::NotFound`] where there is no such display.
pub fn revoke(conn: &mut Conn, id: i64, now: NaiveDateTime) -> Result<(), Error> {
    let one = wall_displays::table.find(id);
    one.select(wall_displays::id).first::<i64>(conn)?;
    diesel::update(one.filter(wall_displays::revoked_at.is_null()))
        .set(wall_displays::revoked_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// The names of what a display is confined to.
pub fn confines(conn: &mut Conn, display: &WallDisplay) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    if let Some(body) = display.body_id {
        names.push(bodies::find(conn, body)?.name);
    }
    if let Some(programme) = display.programme_id {
        names.push(programmes::find(conn, programme)?.name);
    }
    if let Some(department) = display.department_id {
        names.push(departments::tree(conn)?.name(department).to_owned());
    }
    Ok(names)
}
