//! Reminders that were told: each once, whatever restarts.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::{reminders, tasks};
use super::{Conn, Error};
use crate::domain::{LetterId, PersonId, Planned, ReminderKind, State, TaskId};

/// A reminder that was told: day, person, task, kind and step.
pub type Told = (NaiveDate, PersonId, TaskId, ReminderKind, i32);

/// Notes that a reminder is told; `false` if it had been told before.
pub fn claim(conn: &mut Conn, planned: &Planned, now: NaiveDateTime) -> Result<bool, Error> {
    let Planned { on, person, task, kind, step, part: _, instead_of: _ } = *planned;
    let values = (
        reminders::kind.eq(kind),
        reminders::task_id.eq(task),
        reminders::step.eq(step),
        reminders::person_id.eq(person),
        reminders::planned_on.eq(on),
        reminders::created_at.eq(now),
    );
    // `ON CONFLICT` is spelt per backend: the shared one does not have it.
    let rows = match conn {
        Conn::Postgres(pg) => diesel::insert_into(reminders::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(pg)?,
        Conn::Sqlite(sqlite) => {
            diesel::insert_or_ignore_into(reminders::table).values(values).execute(sqlite)?
        }
    };
    Ok(rows == 1)
}

/// Says which letter told a reminder.
pub fn link(conn: &mut Conn, planned: &Planned, letter: LetterId) -> Result<(), Error> {
    let told = reminders::table
        .filter(reminders::kind.eq(planned.kind))
        .filter(reminders::task_id.eq(planned.task))
        .filter(reminders::step.eq(planned.step))
        .filter(reminders::person_id.eq(planned.person))
        .filter(reminders::planned_on.eq(planned.on));
    diesel::update(told).set(reminders::outbox_message_id.eq(letter)).execute(conn)?;
    Ok(())
}

/// Every reminder that was told: day, person, task, kind and step, in this order.
pub fn told(conn: &mut Conn) -> Result<Vec<Told>, Error> {
    let mut rows: Vec<Told> = reminders::table
        .select((
            reminders::planned_on,
            reminders::person_id,
            reminders::task_id,
            reminders::kind,
            reminders::step,
        ))
        .load(conn)?;
    rows.sort_unstable();
    Ok(rows)
}

/// Whether there is still something to do in any of the tasks that a digest tells of.
pub fn still_hold(conn: &mut Conn, letter: LetterId) -> Result<bool, Error> {
    let open = reminders::table
        .inner_join(tasks::table)
        .filter(reminders::outbox_message_id.eq(letter))
        .filter(tasks::state.eq_any([State::AwaitingAcknowledgement, State::InProgress]))
        .filter(tasks::stopped_on.is_null());
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// The day up to which all reminders have been told; `None` before the first pass.
pub fn told_through(conn: &mut Conn) -> Result<Option<NaiveDate>, Error> {
    let kept = super::settings::get(conn, TOLD_THROUGH)?;
    Ok(kept.and_then(|text| text.parse().ok()))
}

/// Notes that all reminders up to and with `day` have been told.
pub fn set_told_through(conn: &mut Conn, day: NaiveDate) -> Result<(), Error> {
    super::settings::put(conn, TOLD_THROUGH, &day.to_string())
}

const TOLD_THROUGH: &str = "reminders.told_through";
