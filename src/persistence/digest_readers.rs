//! Who reads their digest at an hour of their own, and through which day they have been told.

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::schema::digest_readers;
use super::{Conn, Error};
use crate::domain::PersonId;

/// Somebody with an hour of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestReader {
    /// Who.
    pub person: PersonId,
    /// When.
    pub reads_at: NaiveTime,
    /// The day through which they have been told.
    pub told_through: NaiveDate,
}

/// Everybody who chose an hour.
pub fn all(conn: &mut Conn) -> Result<Vec<DigestReader>, Error> {
    let rows: Vec<(PersonId, Option<NaiveTime>, Option<NaiveDate>)> =
        digest_readers::table.order(digest_readers::person_id).load(conn)?;
    let reader = |(person, reads_at, told_through): (_, Option<_>, Option<_>)| {
        Some(DigestReader { person, reads_at: reads_at?, told_through: told_through? })
    };
    Ok(rows.into_iter().filter_map(reader).collect())
}

/// The hour that somebody chose.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Option<DigestReader>, Error> {
    Ok(all(conn)?.into_iter().find(|one| one.person == person))
}

/// Somebody reads at `reads_at` from now on, or at the common hour; they have been told through
/// `told_through`.
pub fn put(
    conn: &mut Conn,
    person: PersonId,
    reads_at: Option<NaiveTime>,
    told_through: NaiveDate,
) -> Result<(), Error> {
    diesel::delete(digest_readers::table.find(person)).execute(conn)?;
    if reads_at.is_some() {
        diesel::insert_into(digest_readers::table)
            .values((
                digest_readers::person_id.eq(person),
                digest_readers::reads_at.eq(reads_at),
                digest_readers::told_through.eq(told_through),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Notes that somebody has been told through `day`.
pub fn set_told_through(conn: &mut Conn, person: PersonId, day: NaiveDate) -> Result<(), Error> {
    diesel::update(digest_readers::table.find(person))
        .set(digest_readers::told_through.eq(day))
        .execute(conn)?;
    Ok(())
}
