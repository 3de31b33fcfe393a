//! What belongs to an account beside the person: the password, the last visit, the work in hand.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::schema::{departments, people, sessions, tasks};
use super::{Conn, Error};
use crate::domain::{BodyId, DepartmentId, PersonId, ProgrammeId, State};

/// States in which a task still holds somebody.
const HOLDING: [State; 5] = [
    State::Draft,
    State::AwaitingAcknowledgement,
    State::InProgress,
    State::ClosureReview,
    State::Suspended,
];

/// States in which somebody owes something.
const OPEN: [State; 3] = [State::AwaitingAcknowledgement, State::InProgress, State::ClosureReview];

/// The stored password of `person`; `None` before the first one is chosen.
pub fn password_of(conn: &mut Conn, person: PersonId) -> Result<Option<String>, Error> {
    Ok(people::table.find(person).select(people::password_hash).first(conn)?)
}

/// Stores another password for `person`.
pub fn set_password(conn: &mut Conn, person: PersonId, hash: &str) -> Result<(), Error> {
    let changed = diesel::update(people::table.find(person))
        .set(people::password_hash.eq(hash))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Those who have chosen a password.
pub fn with_password(conn: &mut Conn) -> Result<Vec<PersonId>, Error> {
    Ok(people::table.filter(people::password_hash.is_not_null()).select(people::id).load(conn)?)
}

/// When each was last seen.
pub fn last_seen(conn: &mut Conn) -> Result<BTreeMap<PersonId, NaiveDateTime>, Error> {
    let rows: Vec<(PersonId, Option<NaiveDateTime>)> = sessions::table
        .group_by(sessions::person_id)
        .select((sessions::person_id, max(sessions::last_seen_at)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(person, seen)| Some((person, seen?))).collect())
}

/// How many tasks that are not done each department leads, drafts and suspended ones with them.
pub fn tasks_held(conn: &mut Conn) -> Result<BTreeMap<DepartmentId, i64>, Error> {
    tasks_led(conn, &HOLDING)
}

/// How many open tasks each department leads: the rows of the ledger's `open=true&role=lead`.
pub fn open_tasks_led(conn: &mut Conn) -> Result<BTreeMap<DepartmentId, i64>, Error> {
    tasks_led(conn, &OPEN)
}

fn tasks_led(conn: &mut Conn, states: &[State]) -> Result<BTreeMap<DepartmentId, i64>, Error> {
    let rows: Vec<(DepartmentId, i64)> = tasks::table
        .filter(tasks::state.eq_any(states))
        .group_by(tasks::lead_id)
        .select((tasks::lead_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many tasks each programme gathers.
pub fn tasks_of_programmes(conn: &mut Conn) -> Result<BTreeMap<ProgrammeId, i64>, Error> {
    let rows: Vec<(Option<ProgrammeId>, i64)> = tasks::table
        .filter(tasks::programme_id.is_not_null())
        .group_by(tasks::programme_id)
        .select((tasks::programme_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(programme, count)| Some((programme?, count))).collect())
}

/// How many meetings each body has held.
pub fn meetings_of_bodies(conn: &mut Conn) -> Result<BTreeMap<BodyId, i64>, Error> {
    use super::schema::meetings;

    let rows: Vec<(Option<BodyId>, i64)> = meetings::table
        .filter(meetings::body_id.is_not_null())
        .group_by(meetings::body_id)
        .select((meetings::body_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(body, count)| Some((body?, count))).collect())
}

/// The largest position of any department: a new one stands behind it.
pub fn last_position(conn: &mut Conn) -> Result<i32, Error> {
    let last: Option<i32> = departments::table.select(max(departments::position)).first(conn)?;
    Ok(last.unwrap_or_default())
}
