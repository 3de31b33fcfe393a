//! What was changed for the whole house: the ladder, the calendar. Written once.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::house_changes;
use super::{Conn, Error};
use crate::domain::{Actor, HouseChange, PersonId};

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
    let of_it = house_changes::table.filter(house_changes::subject.eq(subject));
    newest(conn, of_it.into_boxed(), limit)
}

/// Which changes. Every field that is unset shows more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// Of which heading.
    pub subject: Option<&'static str>,
    /// By whom.
    pub person: Option<PersonId>,
    /// Not before this instant.
    pub from: Option<NaiveDateTime>,
    /// Before this instant.
    pub until: Option<NaiveDateTime>,
}

/// The last `limit` changes under `filter`, the newest first.
pub fn found(conn: &mut Conn, filter: &ChangeFilter, limit: i64) -> Result<Vec<KeptChange>, Error> {
    let mut all = house_changes::table.into_boxed();
    if let Some(subject) = filter.subject {
        all = all.filter(house_changes::subject.eq(subject));
    }
    if let Some(person) = filter.person {
        all = all.filter(house_changes::actor_id.eq(person));
    }
    if let Some(from) = filter.from {
        all = all.filter(house_changes::changed_at.ge(from));
    }
    if let Some(until) = filter.until {
        all = all.filter(house_changes::changed_at.lt(until));
    }
    newest(conn, all, limit)
}

type Changes<'a> = house_changes::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

fn newest(conn: &mut Conn, some: Changes<'_>, limit: i64) -> Result<Vec<KeptChange>, Error> {
    let rows: Vec<(NaiveDateTime, String, String)> = some
        .order(house_changes::id.desc())
        .limit(limit)
        .select((house_changes::changed_at, house_changes::actor_name, house_changes::change))
        .load(conn)?;
    let read = |(at, by, text): (_, _, String)| {
        Some(KeptChange { at, by, change: serde_json::from_str(&text).ok()? })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
