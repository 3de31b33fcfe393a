//! Messages that came in by mail: each is taken once, however often it is handed over.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::received_messages as received;
use super::{Conn, Error};
use crate::domain::MailOutcome;

/// Whether a message was taken before.
pub fn known(conn: &mut Conn, message_id: &str) -> Result<bool, Error> {
    let taken = received::table.filter(received::message_id.eq(message_id));
    Ok(diesel::select(diesel::dsl::exists(taken)).get_result(conn)?)
}

/// Notes what became of a message.
///
/// # Errors
/// [`Error::Conflict`] where another process took it at the same time.
pub fn keep(
    conn: &mut Conn,
    message_id: &str,
    outcome: MailOutcome,
    now: NaiveDateTime,
) -> Result<(), Error> {
    diesel::insert_into(received::table)
        .values((
            received::message_id.eq(message_id),
            received::outcome.eq(outcome),
            received::received_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what was received before `instant`.
pub fn forget_before(conn: &mut Conn, instant: NaiveDateTime) -> Result<usize, Error> {
    let old = received::table.filter(received::received_at.lt(instant));
    Ok(diesel::delete(old).execute(conn)?)
}
