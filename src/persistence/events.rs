//! The history as rows: appended to, never changed.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::events;
use super::{Conn, Error};
use crate::domain::{Event, EventId, EventKind, Fact, PersonId, ReportId, RequestId, TaskId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = events)]
pub(super) struct EventRow {
    id: EventId,
    task_id: TaskId,
    seq: i64,
    occurred_at: NaiveDateTime,
    recorded_at: NaiveDateTime,
    actor_id: Option<PersonId>,
    actor_name: String,
    on_behalf_of_id: Option<PersonId>,
    on_behalf_of_name: Option<String>,
    kind: EventKind,
    old: Option<String>,
    new: Option<String>,
    report_id: Option<ReportId>,
    request_id: Option<RequestId>,
    enclosed: Option<String>,
    hash: String,
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        let EventRow {
            id,
            task_id,
            seq,
            occurred_at,
            recorded_at,
            actor_id,
            actor_name,
            on_behalf_of_id,
            on_behalf_of_name,
            kind,
            old,
            new,
            report_id,
            request_id,
            enclosed,
            hash,
        } = row;
        let fact = Fact {
            task_id,
            seq,
            occurred_at,
            recorded_at,
            actor_id,
            actor_name,
            on_behalf_of_id,
            on_behalf_of_name,
            kind,
            old,
            new,
            report_id,
            request_id,
            enclosed,
        };
        Self { id, fact, hash }
    }
}

/// Appends a fact with its seal.
pub fn append(conn: &mut Conn, fact: &Fact, hash: &str) -> Result<EventId, Error> {
    Ok(diesel::insert_into(events::table)
        .values((
            events::task_id.eq(fact.task_id),
            events::seq.eq(fact.seq),
            events::occurred_at.eq(fact.occurred_at),
            events::recorded_at.eq(fact.recorded_at),
            events::actor_id.eq(fact.actor_id),
            events::actor_name.eq(&fact.actor_name),
            events::on_behalf_of_id.eq(fact.on_behalf_of_id),
            events::on_behalf_of_name.eq(&fact.on_behalf_of_name),
            events::kind.eq(fact.kind),
            events::old.eq(&fact.old),
            events::new.eq(&fact.new),
            events::report_id.eq(fact.report_id),
            events::request_id.eq(fact.request_id),
            events::enclosed.eq(&fact.enclosed),
            events::hash.eq(hash),
        ))
        .returning(events::id)
        .get_result(conn)?)
}

/// The history of a task, the oldest first.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Vec<Event>, Error> {
    let rows: Vec<EventRow> = events::table
        .filter(events::task_id.eq(task))
        .order(events::seq)
        .select(EventRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Event::from).collect())
}

/// Up to `limit` events of all tasks after `after`, by task and place: for verification.
pub fn page(conn: &mut Conn, after: (TaskId, i64), limit: i64) -> Result<Vec<Event>, Error> {
    let (task, seq) = after;
    let behind = events::task_id.gt(task).or(events::task_id.eq(task).and(events::seq.gt(seq)));
    let rows: Vec<EventRow> = events::table
        .filter(behind)
        .order((events::task_id, events::seq))
        .limit(limit)
        .select(EventRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Event::from).collect())
}
