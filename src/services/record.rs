//! Keeping a change: the task, its history, its span and what it is found by, always together.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Error, fan_out, sub_tasks};
use crate::app::Act;
use crate::domain::{
    EventId, EventKind, Fact, Nature, PersonId, Report, Request, RequestKind, Task, Tree, digest_of,
};
use crate::persistence::{events, search, spans, tasks};

/// What a line of history says beside its kind.
#[derive(Debug, Default)]
pub(super) struct Note<'a> {
    old: Option<Value>,
    new: Option<Value>,
    report: Option<&'a Report>,
    request: Option<&'a Request>,
}

impl<'a> Note<'a> {
    pub(super) fn new(new: Value) -> Self {
        Self { new: Some(new), ..Self::default() }
    }

    pub(super) fn change(old: Value, new: Value) -> Self {
        Self { old: Some(old), new: Some(new), ..Self::default() }
    }

    pub(super) fn report(report: &'a Report) -> Self {
        Self { report: Some(report), ..Self::default() }
    }

    pub(super) fn request(request: &'a Request) -> Self {
        Self { request: Some(request), ..Self::default() }
    }

    pub(super) fn with_old(self, old: Value) -> Self {
        Self { old: Some(old), ..self }
    }

    pub(super) fn with_new(self, new: Value) -> Self {
        Self { new: Some(new), ..self }
    }
}

/// Keeps `task` as it now stands, and a sealed line of history that says why.
pub(super) fn keep(
    act: &mut Act<'_>,
    task: &mut Task,
    tree: &Tree,
    open_request: Option<RequestKind>,
    kind: EventKind,
    note: Note<'_>,
) -> Result<EventId, Error> {
    let leader = task.leader_id.or_else(|| tree.leader(task.lead_id));
    let fact = fact(act, task, leader, kind, note);
    let hash = fact.seal(task.hash.as_deref());
    task.seq = fact.seq;
    task.hash = Some(hash.clone());
    task.updated_at = act.now;
    let days = act.app.settings.reports.days();
    task.set_marks(act.app.settings.tasks.due_soon_days, &days, act.calendar());
    tasks::update(act.conn, task)?;
    search::write(act.conn, &[task.id])?;
    let event = events::append(act.conn, &fact, &hash)?;
    // What a department does inside is in no leader's portfolio.
    let in_charge = leader.filter(|_| task.nature() != Nature::SubTask);
    spans::write(act.conn, task, in_charge, open_request, act.today)?;
    // Tasks that hang together move together.
    match task.nature() {
        Nature::Part => fan_out::settle(act, task, tree, kind)?,
        Nature::Whole => sub_tasks::follow(act, task, tree, kind)?,
        Nature::FanOut | Nature::SubTask => {}
    }
    Ok(event)
}

fn fact(
    act: &Act<'_>,
    task: &Task,
    leader: Option<PersonId>,
    kind: EventKind,
    note: Note<'_>,
) -> Fact {
    let decides = matches!(
        kind,
        EventKind::RequestApproved | EventKind::RequestRejected | EventKind::RequestEndorsed
    );
    let on_behalf_of = act.actor.acts_for(task.lead_id, leader, decides);
    let enclosed = note.report.map(enclosure).or_else(|| note.request.map(enclosure));
    Fact {
        task_id: task.id,
        seq: task.seq + 1,
        occurred_at: act.now,
        recorded_at: act.now,
        actor_id: act.actor.id,
        actor_name: act.actor.name.clone(),
        on_behalf_of_id: on_behalf_of.map(|(id, _)| id),
        on_behalf_of_name: on_behalf_of.map(|(_, name)| name.to_owned()),
        kind,
        old: note.old.map(|value| value.to_string()),
        new: note.new.map(|value| value.to_string()),
        report_id: note.report.map(|report| report.id),
        request_id: note.request.map(|request| request.id),
        enclosed,
    }
}

/// The digest of a report or a request as it was when the line was written.
pub fn enclosure(paper: &impl Serialize) -> String {
    // A struct of plain fields always serialises; an empty digest would be found out at once.
    let bytes = serde_json::to_vec(paper).unwrap_or_default();
    digest_of(&bytes)
}

/// The fields that differ, before and after.
pub(super) fn difference(
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let changed = |key: &&String| old.get(*key) != new.get(*key);
    let pick = |map: &Map<String, Value>| {
        new.keys()
            .filter(changed)
            .map(|key| (key.clone(), map.get(key).cloned().unwrap_or_default()))
            .collect()
    };
    (pick(old), pick(new))
}
