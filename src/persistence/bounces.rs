//! Addresses that letters came back from. They belong to the address, not to the person: another
//! address is a fresh start.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::{bounces, people};
use super::{Conn, Error};
use crate::domain::{EmailAddress, PersonId};

/// That letters to an address came back.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = bounces)]
pub struct Bounce {
    /// What the mail server said.
    pub said: String,
    /// When.
    pub bounced_at: NaiveDateTime,
}

/// Somebody whose address is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their address.
    pub address: String,
    /// What came back.
    pub bounce: Bounce,
}

/// Marks an address; what was said last stands.
pub fn mark(
    conn: &mut Conn,
    address: &EmailAddress,
    said: &str,
    now: NaiveDateTime,
) -> Result<(), Error> {
    clear(conn, address)?;
    diesel::insert_into(bounces::table)
        .values((
            bounces::address.eq(address.key()),
            bounces::said.eq(said),
            bounces::bounced_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the mark away: somebody said that the address is right.
pub fn clear(conn: &mut Conn, address: &EmailAddress) -> Result<(), Error> {
    let marked = bounces::table.filter(bounces::address.eq(address.key()));
    diesel::delete(marked).execute(conn)?;
    Ok(())
}

/// What came back from an address.
pub fn of(conn: &mut Conn, address: &EmailAddress) -> Result<Option<Bounce>, Error> {
    let marked = bounces::table.filter(bounces::address.eq(address.key()));
    Ok(marked.select(Bounce::as_select()).first(conn).optional()?)
}

/// Everybody whose address is marked, the newest mark first.
pub fn unreached(conn: &mut Conn) -> Result<Vec<Unreached>, Error> {
    type Row = (PersonId, String, Option<String>, Option<String>, Bounce);
    let rows: Vec<Row> = bounces::table
        .inner_join(people::table.on(people::email_key.eq(bounces::address.nullable())))
        .filter(people::active.eq(true))
        .order((bounces::bounced_at.desc(), bounces::id.desc()))
        .select((people::id, people::name, people::phone, people::email, Bounce::as_select()))
        .load(conn)?;
    let all = rows.into_iter().map(|(person, name, phone, address, bounce)| Unreached {
        person,
        name,
        phone,
        address: address.unwrap_or_default(),
        bounce,
    });
    Ok(all.collect())
}
