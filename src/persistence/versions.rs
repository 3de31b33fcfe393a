//! How often the entries of the directory were changed.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::{bodies, departments, people, programmes};
use super::{Conn, Error};

/// What stands in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// Departments.
    Departments,
    /// People.
    People,
    /// Standing bodies.
    Bodies,
    /// Programmes.
    Programmes,
}

/// The version of every entry of one kind, by its id.
pub fn all(conn: &mut Conn, of: Entries) -> Result<BTreeMap<i64, i64>, Error> {
    let rows: Vec<(i64, i64)> = match of {
        Entries::Departments => {
            departments::table.select((departments::id, departments::version)).load(conn)?
        }
        Entries::People => people::table.select((people::id, people::version)).load(conn)?,
        Entries::Bodies => bodies::table.select((bodies::id, bodies::version)).load(conn)?,
        Entries::Programmes => {
            programmes::table.select((programmes::id, programmes::version)).load(conn)?
        }
    };
    Ok(rows.into_iter().collect())
}

/// The version of one entry.
pub fn of(conn: &mut Conn, of: Entries, id: i64) -> Result<i64, Error> {
    Ok(match of {
        Entries::Departments => {
            departments::table.find(id).select(departments::version).first(conn)?
        }
        Entries::People => people::table.find(id).select(people::version).first(conn)?,
        Entries::Bodies => bodies::table.find(id).select(bodies::version).first(conn)?,
        Entries::Programmes => {
            programmes::table.find(id).select(programmes::version).first(conn)?
        }
    })
}
