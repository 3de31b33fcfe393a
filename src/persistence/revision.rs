//! The count of changes: what was made of one revision is true for as long as the number stands.

use diesel::prelude::*;

use super::schema::revision;
use super::{Conn, Error};

/// The revision of what this connection sees. The database counts by itself, in the transaction of
/// each change of what lists and figures are made of.
pub fn current(conn: &mut Conn) -> Result<i64, Error> {
    Ok(revision::table.select(revision::number).first(conn)?)
}
