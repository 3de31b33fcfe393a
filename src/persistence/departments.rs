//! Departments as rows; read all at once, as the tree that they are.

use diesel::prelude::*;

use super::schema::{department_contacts, departments};
use super::{Conn, Error};
use crate::domain::{Department, DepartmentId, PersonId, Tree};

#[derive(Queryable, Selectable)]
#[diesel(table_name = departments)]
struct DepartmentRow {
    id: DepartmentId,
    name: String,
    name_en: Option<String>,
    aliases: String,
    parent_id: Option<DepartmentId>,
    head_id: Option<PersonId>,
    leader_id: Option<PersonId>,
    position: i32,
    active: bool,
}

impl DepartmentRow {
    fn with_contacts(self, contact_ids: Vec<PersonId>) -> Result<Department, Error> {
        let Self { id, name, name_en, aliases, parent_id, head_id, leader_id, position, active } =
            self;
        let aliases = serde_json::from_str(&aliases)
            .map_err(|error| Error::damaged("departments.aliases", &error))?;
        Ok(Department {
            id,
            name,
            name_en,
            aliases,
            parent_id,
            head_id,
            leader_id,
            contact_ids,
            position,
            active,
        })
    }
}

/// All departments, in the organisation's own order.
pub fn tree(conn: &mut Conn) -> Result<Tree, Error> {
    let rows: Vec<DepartmentRow> = departments::table
        .order((departments::position, departments::id))
        .select(DepartmentRow::as_select())
        .load(conn)?;
    let contacts: Vec<(DepartmentId, PersonId)> = department_contacts::table
        .order((department_contacts::department_id, department_contacts::person_id))
        .select((department_contacts::department_id, department_contacts::person_id))
        .load(conn)?;
    let found: Result<Vec<Department>, Error> = rows
        .into_iter()
        .map(|row| {
            let own = contacts.iter().filter(|(id, _)| *id == row.id).map(|(_, person)| *person);
            let own = own.collect();
            row.with_contacts(own)
        })
        .collect();
    Ok(Tree::new(found?))
}

/// Keeps a new department; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, department: &Department) -> Result<DepartmentId, Error> {
    let id: DepartmentId = diesel::insert_into(departments::table)
        .values((
            departments::name.eq(&department.name),
            departments::name_en.eq(&department.name_en),
            departments::aliases.eq(serde_json::json!(department.aliases).to_string()),
            departments::parent_id.eq(department.parent_id),
            departments::head_id.eq(department.head_id),
            departments::leader_id.eq(department.leader_id),
            departments::position.eq(department.position),
            departments::active.eq(department.active),
        ))
        .returning(departments::id)
        .get_result(conn)?;
    set_contacts(conn, id, &department.contact_ids)?;
    Ok(id)
}

/// Writes back a department that was changed.
pub fn update(conn: &mut Conn, department: &Department) -> Result<(), Error> {
    let changed = diesel::update(departments::table.find(department.id))
        .set((
            departments::name.eq(&department.name),
            departments::name_en.eq(&department.name_en),
            departments::aliases.eq(serde_json::json!(department.aliases).to_string()),
            departments::parent_id.eq(department.parent_id),
            departments::head_id.eq(department.head_id),
            departments::leader_id.eq(department.leader_id),
            departments::position.eq(department.position),
            departments::active.eq(department.active),
            departments::version.eq(departments::version + 1),
        ))
        .execute(conn)?;
    if changed != 1 {
        return Err(Error::NotFound);
    }
    set_contacts(conn, department.id, &department.contact_ids)
}

/// Notes that `from` became part of `into`.
pub fn set_merged_into(
    conn: &mut Conn,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), Error> {
    diesel::update(departments::table.find(from))
        .set(departments::merged_into_id.eq(into))
        .execute(conn)?;
    Ok(())
}

/// The department of which `id` became part.
pub fn merged_into(conn: &mut Conn, id: DepartmentId) -> Result<Option<DepartmentId>, Error> {
    Ok(departments::table.find(id).select(departments::merged_into_id).first(conn)?)
}

fn set_contacts(conn: &mut Conn, id: DepartmentId, people: &[PersonId]) -> Result<(), Error> {
    diesel::delete(department_contacts::table.filter(department_contacts::department_id.eq(id)))
        .execute(conn)?;
    for person in people {
        diesel::insert_into(department_contacts::table)
            .values((
                department_contacts::department_id.eq(id),
                department_contacts::person_id.eq(*person),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes the one lock under which the directory is changed, so that two people cannot close a
/// cycle together. SQLite has one writer anyway.
pub fn lock_directory(conn: &mut Conn) -> Result<(), Error> {
    /// Any number that only the directory uses.
    const DIRECTORY: i64 = 0x6475_6261_6e01;

    match conn {
        Conn::Postgres(pg) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(DIRECTORY)
                .execute(pg)?;
        }
        Conn::Sqlite(_) => {}
    }
    Ok(())
}
