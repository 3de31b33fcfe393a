//! What the ladder has put on the desk: urging notices to sign, calls to make, candidates for the
//! next circular.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::heaps::{DeskTask, House, TaskRow};
use crate::domain::{
    Cadence, Deed, EventKind, Parties, Rules, State, TaskId, Watched, WorkCalendar, deeds,
};
use crate::persistence::schema::{events, tasks};
use crate::persistence::urging_notices::{self, UrgingNotice};
use crate::persistence::{Conn, Error};

/// Further back than this no rung lies.
const FURTHEST: Days = Days::new(3660);

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallNote {
    /// When.
    pub at: NaiveDateTime,
    /// By whom.
    pub by: String,
    /// What was said.
    pub note: String,
}

/// What the ladder has put on the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Climbed {
    /// Urging notices to sign, the longest overdue first.
    pub notices: Vec<(UrgingNotice, DeskTask)>,
    /// Whom to call, with the last call that was made; those not called yet first.
    pub calls: Vec<(DeskTask, Option<CallNote>)>,
    /// Candidates for the next circular, the longest overdue first.
    pub circular: Vec<DeskTask>,
}

/// What the ladder has put on the desk by `today`.
pub fn climbed(
    conn: &mut Conn,
    today: NaiveDate,
    rules: &Rules,
    calendar: &WorkCalendar,
) -> Result<Climbed, Error> {
    let house = House::read(conn)?;
    let rows: Vec<TaskRow> = tasks::table
        .filter(tasks::state.eq_any([State::AwaitingAcknowledgement, State::InProgress]))
        .filter(tasks::stopped_on.is_null())
        .filter(tasks::is_parent.eq(false))
        .order((tasks::due_on, tasks::id))
        .select(TaskRow::as_select())
        .load(conn)?;
    let watched: Vec<Watched> = rows.iter().map(watched).collect();
    let mut reached: BTreeMap<Deed, BTreeSet<TaskId>> = BTreeMap::new();
    for one in deeds(&watched, rules, calendar, today - FURTHEST, today) {
        reached.entry(one.deed).or_default().insert(one.task);
    }
    let of = |deed: Deed| -> Vec<DeskTask> {
        let ids = reached.get(&deed);
        let rows = rows.iter().filter(|row| ids.is_some_and(|ids| ids.contains(&row.id)));
        rows.map(|row| house.task(row)).collect()
    };
    let by_id: BTreeMap<TaskId, DeskTask> =
        rows.iter().map(|row| (row.id, house.task(row))).collect();
    let notices = urging_notices::waiting(conn)?.into_iter();
    let notices = notices.filter_map(|one| Some((by_id.get(&one.task_id)?.clone(), one)));
    let notices = notices.map(|(task, notice)| (notice, task)).collect();
    let to_call = of(Deed::CallList);
    let ids: Vec<TaskId> = to_call.iter().map(|task| task.id).collect();
    let made = calls_made(conn, &ids)?;
    let mut calls: Vec<(DeskTask, Option<CallNote>)> = to_call
        .into_iter()
        .map(|task| {
            let made = made.get(&task.id).cloned();
            (task, made)
        })
        .collect();
    calls.sort_by_key(|(task, made)| (made.is_some(), task.issued_on, task.id));
    Ok(Climbed { notices, calls, circular: of(Deed::Circular) })
}

fn watched(row: &TaskRow) -> Watched {
    Watched {
        task: row.id,
        state: row.state,
        urgency: row.urgency,
        due_on: row.due_on,
        sent_on: row.issued_on.unwrap_or_default(),
        clock_stands: row.stopped_on.is_some(),
        cadence: Cadence::None,
        reports_from: None,
        last_report_on: None,
        parties: Parties::default(),
    }
}

/// The last call about each of these tasks since it was issued.
fn calls_made(conn: &mut Conn, ids: &[TaskId]) -> Result<BTreeMap<TaskId, CallNote>, Error> {
    let rows: Vec<(TaskId, EventKind, NaiveDateTime, String, Option<String>)> = events::table
        .filter(events::task_id.eq_any(ids))
        .filter(events::kind.eq_any([EventKind::Called, EventKind::Issued, EventKind::Transferred]))
        .order((events::task_id, events::seq))
        .select((
            events::task_id,
            events::kind,
            events::occurred_at,
            events::actor_name,
            events::new,
        ))
        .load(conn)?;
    let mut last = BTreeMap::new();
    for (task, kind, at, by, new) in rows {
        if kind != EventKind::Called {
            last.remove(&task);
            continue;
        }
        let said: Option<serde_json::Value> = new.and_then(|new| serde_json::from_str(&new).ok());
        let note = said.and_then(|said| Some(said.get("note")?.as_str()?.to_owned()));
        last.insert(task, CallNote { at, by, note: note.unwrap_or_default() });
    }
    Ok(last)
}
