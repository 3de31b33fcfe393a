//! What was changed for the whole house: the ladder, the calendar. Written once.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::house_changes;
use super::{Conn, Error};
use crate::domain::{Actor, HouseChange};

/// A change, with who made it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptChange {
    /// When.
    pub at: NaiveDateTime,
    /// Who.
    pub by: String,
    /// What.
    pub change: HouseChange,
}

/// Notes a change.
pub fn append(
    conn: &mut Conn,
    change: &HouseChange,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Error> {
    diesel::insert_into(house_changes::table)
        .values((
            house_changes::changed_at.eq(now),
            house_changes::actor_id.eq(actor.id),
            house_changes::actor_name.eq(&actor.name),
            house_changes::subject.eq(change.subject()),
            house_changes::change.eq(serde_json::to_string(change).unwrap_or_default()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last `limit` changes of a subject, the newest first.
pub fn last(conn: &mut Conn, subject: &str, limit: i64) -> Result<Vec<KeptChange>, Error> {
    let rows: Vec<(NaiveDateTime, String, String)> = house_changes::table
        .filter(house_changes::subject.eq(subject))
        .order(house_changes::id.desc())
        .limit(limit)
        .select((house_changes::changed_at, house_changes::actor_name, house_changes::change))
        .load(conn)?;
    let read = |(at, by, text): (_, _, String)| {
        Some(KeptChange { at, by, change: serde_json::from_str(&text).ok()? })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
