//! Links that work once: set-up, invitation, forgotten password. Only their digest is known.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::one_time_links;
use super::{Conn, Error};
use crate::domain::{LinkPurpose, Named, PersonId};

/// Keeps a new link.
pub fn insert(
    conn: &mut Conn,
    hash: &str,
    purpose: LinkPurpose,
    person: Option<PersonId>,
    now: NaiveDateTime,
    expires_at: NaiveDateTime,
) -> Result<(), Error> {
    diesel::insert_into(one_time_links::table)
        .values((
            one_time_links::token_hash.eq(hash),
            one_time_links::purpose.eq(purpose.word()),
            one_time_links::person_id.eq(person),
            one_time_links::created_at.eq(now),
            one_time_links::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whom an unused link is for, if it still holds; the inner `None` is the set-up's nobody.
pub fn holder(
    conn: &mut Conn,
    hash: &str,
    purpose: LinkPurpose,
    now: NaiveDateTime,
) -> Result<Option<Option<PersonId>>, Error> {
    let found = one_time_links::table
        .filter(one_time_links::token_hash.eq(hash))
        .filter(one_time_links::purpose.eq(purpose.word()))
        .filter(one_time_links::used_at.is_null())
        .filter(one_time_links::expires_at.gt(now))
        .select(one_time_links::person_id)
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Uses a link up; `false` if somebody was quicker.
pub fn spend(conn: &mut Conn, hash: &str, now: NaiveDateTime) -> Result<bool, Error> {
    let spent = diesel::update(
        one_time_links::table
            .filter(one_time_links::token_hash.eq(hash))
            .filter(one_time_links::used_at.is_null()),
    )
    .set(one_time_links::used_at.eq(now))
    .execute(conn)?;
    Ok(spent == 1)
}

/// Uses up every open link of `person`, or the open links of a set-up.
pub fn spend_all(
    conn: &mut Conn,
    person: Option<PersonId>,
    now: NaiveDateTime,
) -> Result<(), Error> {
    let open = one_time_links::table.filter(one_time_links::used_at.is_null());
    let used = one_time_links::used_at.eq(now);
    match person {
        Some(person) => diesel::update(open.filter(one_time_links::person_id.eq(person)))
            .set(used)
            .execute(conn)?,
        None => diesel::update(open.filter(one_time_links::person_id.is_null()))
            .set(used)
            .execute(conn)?,
    };
    Ok(())
}
