//! Tasks that repeat: how, and the next instance when its time has come.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::record::Note;
use super::sight::{self, Sight};
use super::steps::{self, record_note};
use super::tasks::{self, NewTask};
use super::{Error, submissions};
use crate::app::Act;
use crate::domain::{
    Action, Approval, EventKind, Fault, Faults, LastInstance, NextInstance, Person, PersonId,
    Recurrence, State, Task, TaskId,
};
use crate::persistence::{self, grounds, people, programmes, recurrences, tasks as rows};

/// Lets a task repeat as `recurrence` says, or no longer. It holds for the whole row of instances,
/// whichever of them is changed.
pub fn set(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    recurrence: Option<Recurrence>,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Edit, version)?;
    let kept = recurrences::of_task(act.conn, id)?.map(|(kept, _)| kept);
    let before = kept.filter(|kept| kept.active).map(|kept| kept.recurrence);
    if before == recurrence {
        return Ok(seen.task);
    }
    if let Some(recurrence) = &recurrence {
        let mut faults = Faults::default();
        recurrence.check(&act.app.settings.reports.days(), &mut faults);
        let task = &seen.task;
        let part = task.is_parent || task.parent_id.is_some();
        if part || task.long_term || task.due_on.is_none() {
            faults.add("rhythm", Fault::NotRepeatable);
        }
        faults.finish()?;
    }
    match (kept, recurrence) {
        (Some(kept), recurrence) => {
            let changed = recurrences::Kept {
                recurrence: recurrence.unwrap_or(kept.recurrence),
                active: recurrence.is_some(),
                ..kept
            };
            recurrences::update(act.conn, &changed)?;
        }
        (None, Some(recurrence)) => recurrences::insert(act.conn, id, &recurrence)?,
        (None, None) => {}
    }
    let note = Note::change(said(before), said(recurrence));
    record_note(act, &mut seen, EventKind::Edited, note)?;
    Ok(seen.task)
}

fn said(recurrence: Option<Recurrence>) -> Value {
    json!({ "recurrence": recurrence.map(|Recurrence { rhythm, day, ends_on }| {
        json!({ "rhythm": rhythm, "day": day, "ends_on": ends_on })
    }) })
}

/// Refuses to take up an instance again after which the next one is open already.
pub(super) fn must_be_last(act: &mut Act<'_>, id: TaskId) -> Result<(), Error> {
    let Some((kept, place)) = recurrences::of_task(act.conn, id)? else { return Ok(()) };
    match recurrences::last(act.conn, kept.id)? {
        Some((last, at)) if at > place => {
            let last = rows::find(act.conn, last)?;
            if is_over(&last) {
                return Ok(());
            }
            let called = last.number.unwrap_or(last.title);
            Err(Error::invalid("due_on", Fault::Followed(called)))
        }
        _ => Ok(()),
    }
}

/// Writes down every next instance whose time has come; how many. Doing it twice writes nothing
/// twice, and what cannot be written down stands in nobody's way.
pub fn renew(act: &mut Act<'_>) -> Result<usize, Error> {
    let mut written = 0;
    for kept in recurrences::active(act.conn)? {
        match act.attempt(true, |act| follow(act, &kept)) {
            Ok(made) => written += usize::from(made),
            Err(error) => {
                tracing::warn!(%error, recurrence = kept.id, "could not write the next task down");
            }
        }
    }
    Ok(written)
}

/// The next instance of one rule, if its time has come.
fn follow(act: &mut Act<'_>, kept: &recurrences::Kept) -> Result<bool, Error> {
    let Some((last, _)) = recurrences::last(act.conn, kept.id)? else { return Ok(false) };
    // Who comes at the same moment waits here, and then finds what was done.
    rows::hold(act.conn, last)?;
    let Some((last, place)) = recurrences::last(act.conn, kept.id)? else { return Ok(false) };
    let operator = act.actor.clone();
    let rules = act.rules();
    let mut before = Sight::of(act.conn, &operator, last, rules)?;
    let Some(next) = due_now(act, &kept.recurrence, &before.task) else { return Ok(false) };
    let new = copy_of(act, &before.task, next)?;
    let made = tasks::create(act, new)?;
    recurrences::follow(act.conn, kept.id, made.id, place + 1)?;
    let said = json!({ "next": made.id, "due_on": next.due_on });
    record_note(act, &mut before, EventKind::Repeated, Note::new(said))?;
    send_out(act, &made);
    Ok(true)
}

/// Issues the new task as tasks are issued here; where that is not possible it waits as a draft.
fn send_out(act: &mut Act<'_>, made: &Task) {
    let sent = act.attempt(true, |act| match act.rules().approval {
        Approval::None => steps::issue(act, made.id, made.version).map(drop),
        Approval::OfficeHead | Approval::Leader => {
            submissions::submit(act, &[made.id], "").map(drop)
        }
    });
    if let Err(error) = sent {
        tracing::warn!(%error, task = made.id.0, "the next task stays a draft");
    }
}

/// What the last instance is to the plan; `None` where it has no date.
pub fn last_instance(task: &Task, zone: chrono_tz::Tz) -> Option<LastInstance> {
    let left = || task.updated_at.and_utc().with_timezone(&zone).date_naive();
    let over_on = match task.state {
        State::Closed => task.closed_on,
        State::Cancelled => Some(left()),
        _ => None,
    };
    let due_on = task.original_due_on.or(task.due_on)?;
    Some(LastInstance { state: task.state, due_on, over_on })
}

fn is_over(task: &Task) -> bool {
    matches!(task.state, State::Closed | State::Cancelled)
}

fn due_now(act: &Act<'_>, recurrence: &Recurrence, last: &Task) -> Option<NextInstance> {
    let last = last_instance(last, act.app.house().zone)?;
    let days = act.app.settings.reports.days();
    recurrence.due_now(&last, act.today, &days, act.calendar())
}

/// The task anew, with those of its people and departments that are still there.
fn copy_of(act: &mut Act<'_>, task: &Task, next: NextInstance) -> Result<NewTask, Error> {
    let everybody = people::all(act.conn)?;
    let active =
        |id: &PersonId| everybody.iter().any(|person: &Person| person.id == *id && person.active);
    let tree = persistence::departments::tree(act.conn)?;
    let in_use = |id: &crate::domain::DepartmentId| tree.get(*id).is_some_and(|one| one.active);
    let programme = match task.programme_id {
        Some(id) => Some(programmes::find(act.conn, id)?).filter(|one| one.active),
        None => None,
    };
    Ok(NewTask {
        title: task.title.clone(),
        requirement: task.requirement.clone(),
        lead_id: Some(task.lead_id),
        supporters: task.supporters.iter().copied().filter(in_use).collect(),
        due_on: Some(next.due_on),
        handler_id: task.handler_id.filter(active),
        leader_id: task.leader_id.filter(active),
        follower_id: task.follower_id.filter(active),
        directive_id: task.directive_id,
        meeting_id: task.meeting_id,
        programme_id: programme.map(|one| one.id),
        urgency: task.urgency,
        cadence: task.cadence,
        evidence_required: task.evidence_required,
        ground: grounds::of_task(act.conn, task.id)?,
        follows: task.number.clone(),
        ..NewTask::default()
    })
}

/// When the next instance of `task` will be due, as far as it can be said today.
pub fn next_due(
    act_days: &Surroundings<'_>,
    recurrence: &Recurrence,
    last: &Task,
) -> Option<NaiveDate> {
    let last = last_instance(last, act_days.zone)?;
    let next = recurrence.next(&last, act_days.today, act_days.days, act_days.calendar);
    next.map(|next| next.due_on)
}

/// What a forecast needs to know of the house.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The organisation's zone.
    pub zone: chrono_tz::Tz,
    /// The civil date.
    pub today: NaiveDate,
    /// By which days reports are due; terms end on some of them.
    pub days: &'a crate::domain::ReportDays,
    /// The working calendar.
    pub calendar: &'a crate::domain::WorkCalendar,
}
