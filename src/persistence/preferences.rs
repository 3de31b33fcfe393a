//! What a person chose for their own pages: a name and its value.

use diesel::prelude::*;

use super::schema::preferences;
use super::{Conn, Error};
use crate::domain::PersonId;

/// `off` where single letters are no commands on the review page.
pub const REVIEW_KEYS: &str = "review.keys";

/// The columns of the ledger.
pub const COLUMNS: &str = "ledger.columns";

/// The filters with which the dashboard begins, as the query of its address; empty for the house's.
pub const START: &str = "dashboard.start";

/// One of them, where it was ever chosen.
pub fn get(conn: &mut Conn, person: PersonId, name: &str) -> Result<Option<String>, Error> {
    let row = preferences::table.find((person, name)).select(preferences::value);
    Ok(row.first(conn).optional()?)
}

/// Chooses one, in place of what it was.
pub fn put(conn: &mut Conn, person: PersonId, name: &str, value: &str) -> Result<(), Error> {
    let row = preferences::table.find((person, name));
    let changed = diesel::update(row).set(preferences::value.eq(value)).execute(conn)?;
    if changed == 0 {
        diesel::insert_into(preferences::table)
            .values((
                preferences::person_id.eq(person),
                preferences::name.eq(name),
                preferences::value.eq(value),
            ))
            .execute(conn)?;
    }
    Ok(())
}
