//! Tokens of the API: for whom, how far they reach; only their digest is known.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::api_tokens;
use super::{Conn, Error};
use crate::domain::{Named, PersonId, Scope};

/// A token as its row tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiToken {
    /// Its row.
    pub id: i64,
    /// Who acts through it.
    pub person_id: PersonId,
    /// How far it reaches.
    pub scope: Scope,
    /// When it was last used, give or take a few minutes.
    pub last_used_at: Option<NaiveDateTime>,
}

/// Keeps a new token.
pub fn insert(
    conn: &mut Conn,
    hash: &str,
    person: PersonId,
    scope: Scope,
    now: NaiveDateTime,
) -> Result<(), Error> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::token_hash.eq(hash),
            api_tokens::person_id.eq(person),
            api_tokens::scope.eq(scope.word()),
            api_tokens::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The token with that digest, unless it was revoked.
pub fn find(conn: &mut Conn, hash: &str) -> Result<Option<ApiToken>, Error> {
    let found: Option<(i64, PersonId, String, Option<NaiveDateTime>)> = api_tokens::table
        .filter(api_tokens::token_hash.eq(hash))
        .filter(api_tokens::revoked_at.is_null())
        .select((
            api_tokens::id,
            api_tokens::person_id,
            api_tokens::scope,
            api_tokens::last_used_at,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(id, person_id, scope, last_used_at)| {
            let scope =
                Scope::from_word(&scope).map_err(|error| Error::Damaged(error.to_string()))?;
            Ok(ApiToken { id, person_id, scope, last_used_at })
        })
        .transpose()
}

/// Notes that a token was used.
pub fn touch(conn: &mut Conn, id: i64, now: NaiveDateTime) -> Result<(), Error> {
    diesel::update(api_tokens::table.filter(api_tokens::id.eq(id)))
        .set(api_tokens::last_used_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Ends all tokens of `person`.
pub fn revoke_all(conn: &mut Conn, person: PersonId, now: NaiveDateTime) -> Result<(), Error> {
    diesel::update(
        api_tokens::table
            .filter(api_tokens::person_id.eq(person))
            .filter(api_tokens::revoked_at.is_null()),
    )
    .set(api_tokens::revoked_at.eq(now))
    .execute(conn)?;
    Ok(())
}
