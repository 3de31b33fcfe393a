//! Links to somebody's own dates: one a person; only its digest is known.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::calendar_feeds;
use super::{Conn, Error};
use crate::domain::PersonId;

/// Gives `person` a link with the secret of that digest, in place of any they had.
pub fn put(conn: &mut Conn, person: PersonId, hash: &str, now: NaiveDateTime) -> Result<(), Error> {
    remove(conn, person)?;
    diesel::insert_into(calendar_feeds::table)
        .values((
            calendar_feeds::person_id.eq(person),
            calendar_feeds::token_hash.eq(hash),
            calendar_feeds::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the link of `person` away; nothing where they have none.
pub fn remove(conn: &mut Conn, person: PersonId) -> Result<(), Error> {
    diesel::delete(calendar_feeds::table.find(person)).execute(conn)?;
    Ok(())
}

/// Whose link bears the secret of that digest.
pub fn holder(conn: &mut Conn, hash: &str) -> Result<Option<PersonId>, Error> {
    Ok(calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(hash))
        .select(calendar_feeds::person_id)
        .first(conn)
        .optional()?)
}

/// Since when `person` has a link, in UTC.
pub fn since(conn: &mut Conn, person: PersonId) -> Result<Option<NaiveDateTime>, Error> {
    Ok(calendar_feeds::table
        .find(person)
        .select(calendar_feeds::created_at)
        .first(conn)
        .optional()?)
}
