//! The count of changes: what was made of one revision is true for as long as the number stands.

use diesel::prelude::*;

use super::schema::{events, revision};
use super::{Conn, Error};

/// The revision of what this connection sees. The database counts by itself, in the transaction of
/// each change of what lists and figures are made of. The end of the history is part of it: after a
/// backup was put back the count goes over the same numbers again, on another way.
pub fn current(conn: &mut Conn) -> Result<String, Error> {
    let number: i64 = revision::table.select(revision::number).first(conn)?;
    let last: Option<String> =
        events::table.order(events::id.desc()).select(events::hash).first(conn).optional()?;
    Ok(format!("{number} {}", last.unwrap_or_default()))
}
