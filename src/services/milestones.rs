//! Milestones: set, changed, reached. Every change is a line of the task's history.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::Error;
use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TITLE;
use crate::app::Act;
use crate::domain::{
    Action, EventKind, Fault, Faults, Milestone, MilestoneId, TaskId, in_order, place_by_date,
};
use crate::persistence::{self, milestones};

/// What changes about a milestone; an unset field stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MilestonePatch {
    /// What stands by then.
    pub name: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was reached; `Some(None)` opens it again.
    pub done_on: Option<Option<NaiveDate>>,
    /// Its place among the others, from 1.
    pub position: Option<i32>,
    /// Takes it off the list.
    pub removed: bool,
}

/// Sets a milestone on a task, at `position` or where its date puts it.
pub fn add(
    act: &mut Act<'_>,
    task: TaskId,
    version: Option<i64>,
    name: &str,
    due_on: Option<NaiveDate>,
    position: Option<i32>,
) -> Result<Milestone, Error> {
    let mut seen = sight::open(act, task, Action::Milestones, version)?;
    let mut faults = Faults::default();
    let name = faults.required("name", name, TITLE);
    if due_on.is_none() {
        faults.add("due_on", Fault::Missing);
    }
    faults.day("due_on", due_on);
    faults.finish()?;
    let due_on = due_on.unwrap_or(act.today);
    let others = milestones::of_task(act.conn, task)?;
    let place = position.unwrap_or_else(|| place_by_date(&others, due_on));
    let mut milestone = Milestone {
        id: MilestoneId(0),
        task_id: task,
        position: place,
        name,
        due_on,
        done_on: None,
        removed: false,
        version: 1,
    };
    milestone.id = milestones::insert(act.conn, &milestone)?;
    arrange(act, others, &mut milestone, place)?;
    record(act, &mut seen, EventKind::MilestoneAdded, None, said(&milestone))?;
    Ok(milestone)
}

/// Changes a milestone that was read at `version`.
pub fn change(
    act: &mut Act<'_>,
    id: MilestoneId,
    version: Option<i64>,
    patch: MilestonePatch,
) -> Result<Milestone, Error> {
    let task = milestones::find(act.conn, id)?.task_id;
    let mut seen = sight::open(act, task, Action::Milestones, None)?;
    let before = milestones::find(act.conn, id)?;
    if before.removed {
        return Err(Error::NOT_FOUND);
    }
    if version.is_some_and(|seen| seen != before.version) {
        return Err(Error::STALE);
    }
    let MilestonePatch { name, due_on, done_on, position, removed } = patch;
    let mut faults = Faults::default();
    let mut after = before.clone();
    if let Some(name) = name {
        after.name = faults.required("name", &name, TITLE);
    }
    faults.day("due_on", due_on);
    after.due_on = due_on.unwrap_or(before.due_on);
    after.done_on = done_on.unwrap_or(before.done_on);
    after.removed = removed;
    faults.day("done_on", after.done_on);
    if after.done_on.is_some_and(|day| day > act.today) {
        faults.add("done_on", Fault::InFuture);
    }
    faults.finish()?;
    if let Some(place) = position.filter(|place| *place != before.position) {
        let others = milestones::of_task(act.conn, task)?;
        arrange(act, others, &mut after, place)?;
    }
    if after == before {
        return Ok(before);
    }
    milestones::update(act.conn, &mut after)?;
    if after.removed {
        record(act, &mut seen, EventKind::MilestoneRemoved, None, said(&after))?;
        return Ok(after);
    }
    let plan = |one: &Milestone| (one.name.clone(), one.due_on, one.position);
    if plan(&after) != plan(&before) {
        let old = Some(said(&before));
        record(act, &mut seen, EventKind::MilestoneChanged, old, said(&after))?;
    }
    if after.done_on != before.done_on {
        let kind = match after.done_on {
            Some(_) => EventKind::MilestoneDone,
            None => EventKind::MilestoneReopened,
        };
        record(act, &mut seen, kind, None, said(&after))?;
    }
    Ok(after)
}

/// The milestones of the task that a report says are reached; each must be open.
pub(super) fn named(
    act: &mut Act<'_>,
    task: TaskId,
    ids: &[MilestoneId],
) -> Result<Vec<Milestone>, Error> {
    let own = milestones::of_task(act.conn, task)?;
    let mut faults = Faults::default();
    let mut found: Vec<Milestone> = Vec::new();
    for id in ids {
        match own.iter().find(|one| one.id == *id) {
            // Ticked already, or by somebody else a moment ago: it stays as it is.
            Some(one) if one.done_on.is_some() => {}
            Some(one) if !found.iter().any(|other| other.id == one.id) => found.push(one.clone()),
            Some(_) => {}
            None => faults.add("milestone_ids", Fault::NoSuch),
        }
    }
    faults.finish()?;
    Ok(found)
}

/// Ticks milestones that a report says are reached today.
pub(super) fn tick(
    act: &mut Act<'_>,
    seen: &mut Sight,
    reached: Vec<Milestone>,
) -> Result<(), Error> {
    for mut one in reached {
        one.done_on = Some(act.today);
        milestones::update(act.conn, &mut one)?;
        record(act, seen, EventKind::MilestoneDone, None, said(&one))?;
    }
    Ok(())
}

/// Puts `one` at its place, and the others after it.
fn arrange(
    act: &mut Act<'_>,
    others: Vec<Milestone>,
    one: &mut Milestone,
    place: i32,
) -> Result<(), persistence::Error> {
    for placed in in_order(others, one.clone(), place) {
        milestones::place(act.conn, placed.id, placed.position)?;
        if placed.id == one.id {
            one.position = placed.position;
        }
    }
    Ok(())
}

fn said(one: &Milestone) -> Value {
    let Milestone { id, name, due_on, done_on, position, .. } = one;
    json!({ "milestone": id, "name": name, "due_on": due_on, "done_on": done_on,
            "position": position })
}

fn record(
    act: &mut Act<'_>,
    seen: &mut Sight,
    kind: EventKind,
    old: Option<Value>,
    new: Value,
) -> Result<(), Error> {
    let note = match old {
        Some(old) => Note::change(old, new),
        None => Note::new(new),
    };
    record_note(act, seen, kind, note)?;
    Ok(())
}
