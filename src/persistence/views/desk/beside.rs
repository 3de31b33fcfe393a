//! What waits beside the tasks: reviews to finish, letters that did not arrive.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::Callee;
use crate::domain::{Disposition, LetterId, MeetingId, PersonId};
use crate::persistence::schema::{directives, meetings, outbox_messages, tasks};
use crate::persistence::{Conn, Error};

/// A meeting whose directives are not all seen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreviewed {
    /// Which meeting.
    pub id: MeetingId,
    /// Its title.
    pub title: String,
    /// When it was held.
    pub held_on: NaiveDate,
    /// Candidates that wait for a decision.
    pub pending: i64,
    /// Accepted ones without a task.
    pub unassigned: i64,
}

/// A letter that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// Which letter.
    pub id: LetterId,
    /// To whom.
    pub to: String,
    /// About what.
    pub subject: String,
    /// Whether it is tried again.
    pub tried_again: bool,
    /// What the mail server said.
    pub error: Option<String>,
    /// When it was written.
    pub written_at: NaiveDateTime,
    /// The reader's telephone.
    pub phone: Option<String>,
}

/// Reviews to finish, the newest meeting first.
pub(super) fn unreviewed(conn: &mut Conn) -> Result<Vec<Unreviewed>, Error> {
    let pending: Vec<(MeetingId, i64)> = directives::table
        .filter(directives::disposition.eq(Disposition::Pending))
        .group_by(directives::meeting_id)
        .select((directives::meeting_id, diesel::dsl::count_star()))
        .load(conn)?;
    let task = tasks::table.filter(tasks::directive_id.eq(directives::id.nullable()));
    let unassigned: Vec<(MeetingId, i64)> = directives::table
        .filter(directives::disposition.eq(Disposition::Accepted))
        .filter(diesel::dsl::not(diesel::dsl::exists(task)))
        .group_by(directives::meeting_id)
        .select((directives::meeting_id, diesel::dsl::count_star()))
        .load(conn)?;
    let (pending, unassigned): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (pending.into_iter().collect(), unassigned.into_iter().collect());
    let ids: Vec<MeetingId> = pending.keys().chain(unassigned.keys()).copied().collect();
    let rows: Vec<(MeetingId, String, NaiveDate)> = meetings::table
        .filter(meetings::id.eq_any(ids))
        .order((meetings::held_on.desc(), meetings::id.desc()))
        .select((meetings::id, meetings::title, meetings::held_on))
        .load(conn)?;
    let of = |counts: &BTreeMap<MeetingId, i64>, id| counts.get(&id).copied().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|(id, title, held_on)| Unreviewed {
            id,
            title,
            held_on,
            pending: of(&pending, id),
            unassigned: of(&unassigned, id),
        })
        .collect())
}

/// Letters that did not arrive, the newest first.
pub(super) fn undelivered(
    conn: &mut Conn,
    people: &BTreeMap<PersonId, Callee>,
) -> Result<Vec<Undelivered>, Error> {
    type Row = (LetterId, Option<PersonId>, String, String, String, Option<String>, NaiveDateTime);
    let rows: Vec<Row> = outbox_messages::table
        .filter(outbox_messages::state.eq_any(["failed", "dead"]))
        .order(outbox_messages::id.desc())
        .select((
            outbox_messages::id,
            outbox_messages::person_id,
            outbox_messages::to_name,
            outbox_messages::subject,
            outbox_messages::state,
            outbox_messages::error,
            outbox_messages::created_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, person, to, subject, state, error, written_at)| Undelivered {
            id,
            to,
            subject,
            tried_again: state == "failed",
            error,
            written_at,
            phone: person.and_then(|id| people.get(&id)).and_then(|callee| callee.phone.clone()),
        })
        .collect())
}
