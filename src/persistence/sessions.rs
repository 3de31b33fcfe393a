//! Sessions as rows: who is signed in where, until when. Only the digest of a token is known.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::sessions;
use super::{Conn, Error};
use crate::domain::PersonId;

/// One signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Session {
    /// Its row.
    pub id: i64,
    /// Who is signed in.
    pub person_id: PersonId,
    /// Since when.
    pub created_at: NaiveDateTime,
    /// When it was last used, give or take a few minutes.
    pub last_seen_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}

type Columns = (
    sessions::id,
    sessions::person_id,
    sessions::created_at,
    sessions::last_seen_at,
    sessions::expires_at,
    sessions::user_agent,
);

const COLUMNS: Columns = (
    sessions::id,
    sessions::person_id,
    sessions::created_at,
    sessions::last_seen_at,
    sessions::expires_at,
    sessions::user_agent,
);

/// Keeps a new session.
pub fn insert(
    conn: &mut Conn,
    hash: &str,
    person: PersonId,
    now: NaiveDateTime,
    expires_at: NaiveDateTime,
    user_agent: Option<&str>,
) -> Result<(), Error> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash),
            sessions::person_id.eq(person),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(expires_at),
            sessions::user_agent.eq(user_agent),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session behind a token's digest, unless it has ended.
pub fn find(conn: &mut Conn, hash: &str, now: NaiveDateTime) -> Result<Option<Session>, Error> {
    let found = sessions::table
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::expires_at.gt(now))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Notes that a session was used, and so lasts longer.
pub fn touch(
    conn: &mut Conn,
    id: i64,
    now: NaiveDateTime,
    expires_at: NaiveDateTime,
) -> Result<(), Error> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((sessions::last_seen_at.eq(now), sessions::expires_at.eq(expires_at)))
        .execute(conn)?;
    Ok(())
}

/// Where `person` is signed in, the latest use first.
pub fn of_person(
    conn: &mut Conn,
    person: PersonId,
    now: NaiveDateTime,
) -> Result<Vec<Session>, Error> {
    let rows = sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::expires_at.gt(now))
        .order(sessions::last_seen_at.desc())
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows)
}

/// Ends one session of `person`. The row stays for a while, to tell when they were last seen.
pub fn end(conn: &mut Conn, person: PersonId, id: i64, now: NaiveDateTime) -> Result<(), Error> {
    diesel::update(
        sessions::table.filter(sessions::id.eq(id)).filter(sessions::person_id.eq(person)),
    )
    .set(sessions::expires_at.eq(now))
    .execute(conn)?;
    Ok(())
}

/// Ends all sessions of `person` but the one that may stay.
pub fn end_all(
    conn: &mut Conn,
    person: PersonId,
    but: Option<i64>,
    now: NaiveDateTime,
) -> Result<(), Error> {
    diesel::update(
        sessions::table
            .filter(sessions::person_id.eq(person))
            .filter(sessions::id.ne(but.unwrap_or_default()))
            .filter(sessions::expires_at.gt(now)),
    )
    .set(sessions::expires_at.eq(now))
    .execute(conn)?;
    Ok(())
}

/// Forgets what ended before `instant`.
pub fn forget_ended(conn: &mut Conn, instant: NaiveDateTime) -> Result<(), Error> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(instant))).execute(conn)?;
    Ok(())
}
