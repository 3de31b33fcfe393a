//! Answers already given, so that the same request sent twice is done once.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::idempotency_keys;
use super::{Conn, Error};

/// What was answered to a request with a key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct KeptAnswer {
    /// Digest of the request's body: another body under the same key is a mistake.
    pub body_digest: String,
    /// The status of the answer.
    pub status: i32,
    /// Its body, or the address that it sent to.
    pub answer: String,
}

/// Whose key it is and for what: the same key elsewhere is another key.
#[derive(Debug, Clone, Copy)]
pub struct KeyScope<'a> {
    /// Who sent it: `person:12`, `token:3`.
    pub principal: &'a str,
    /// Where to: method and path.
    pub route: &'a str,
    /// The key itself.
    pub key: &'a str,
}

/// The answer already given under a key, if there is one.
pub fn find(conn: &mut Conn, scope: KeyScope<'_>) -> Result<Option<KeptAnswer>, Error> {
    let found = idempotency_keys::table
        .filter(idempotency_keys::principal.eq(scope.principal))
        .filter(idempotency_keys::route.eq(scope.route))
        .filter(idempotency_keys::key.eq(scope.key))
        .select((idempotency_keys::body_digest, idempotency_keys::status, idempotency_keys::answer))
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Keeps an answer; a second one under the same key is a conflict.
pub fn keep(
    conn: &mut Conn,
    scope: KeyScope<'_>,
    kept: &KeptAnswer,
    now: NaiveDateTime,
) -> Result<(), Error> {
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::principal.eq(scope.principal),
            idempotency_keys::route.eq(scope.route),
            idempotency_keys::key.eq(scope.key),
            idempotency_keys::body_digest.eq(&kept.body_digest),
            idempotency_keys::status.eq(kept.status),
            idempotency_keys::answer.eq(&kept.answer),
            idempotency_keys::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets answers given before `instant`.
pub fn forget_before(conn: &mut Conn, instant: NaiveDateTime) -> Result<(), Error> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(instant)))
        .execute(conn)?;
    Ok(())
}
