//! Keeping a change: the task, its history, its span and what it is found by, always together.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Error, fan_out, sub_tasks};
use crate::app::Act;
use crate::domain::{
    Attachment, EventId, EventKind, Fact, Nature, PersonId, Report, Request, RequestKind, Task,
    Tree, digest_of,
};
use crate::persistence::{self, attachments, events, search, spans, tasks};

/// What a line of history says beside its kind.
#[derive(Debug, Default)]
pub(super) struct Note<'a> {
    old: Option<Value>,
    new: Option<Value>,
    report: Option<&'a Report>,
    request: Option<&'a Request>,
    file: Option<&'a Attachment>,
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

    pub(super) fn file(file: &'a Attachment) -> Self {
        Self { file: Some(file), ..Self::default() }
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
    let fact = fact(act, task, leader, kind, note)?;
    let hash = next(act, task, &fact);
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

/// Keeps a line of history that changes nothing of the task itself, so that whoever looked at it
/// may still take their step.
pub(super) fn keep_beside(
    act: &mut Act<'_>,
    task: &mut Task,
    tree: &Tree,
    kind: EventKind,
    note: Note<'_>,
) -> Result<EventId, Error> {
    let leader = task.leader_id.or_else(|| tree.leader(task.lead_id));
    let fact = fact(act, task, leader, kind, note)?;
    let hash = next(act, task, &fact);
    tasks::lengthen(act.conn, task)?;
    Ok(events::append(act.conn, &fact, &hash)?)
}

/// The task remembers the end of its history.
fn next(act: &Act<'_>, task: &mut Task, fact: &Fact) -> String {
    let hash = fact.seal(task.hash.as_deref());
    task.seq = fact.seq;
    task.hash = Some(hash.clone());
    task.updated_at = act.now;
    hash
}

fn fact(
    act: &mut Act<'_>,
    task: &Task,
    leader: Option<PersonId>,
    kind: EventKind,
    note: Note<'_>,
) -> Result<Fact, persistence::Error> {
    let decides = matches!(
        kind,
        EventKind::RequestApproved | EventKind::RequestRejected | EventKind::RequestEndorsed
    );
    let on_behalf_of = act.actor.acts_for(task.lead_id, leader, decides);
    let Note { old, mut new, report, request, file } = note;
    let files = match (report, request) {
        (Some(report), _) => attachments::of_report(act.conn, report.id)?,
        (None, Some(request)) => attachments::of_request(act.conn, request.id)?,
        (None, None) => Vec::new(),
    };
    let brings =
        matches!(kind, EventKind::Reported | EventKind::RequestDrafted | EventKind::RequestOpened);
    if let Some(Value::Object(said)) = new.as_mut().filter(|_| brings && !files.is_empty()) {
        let names = files.iter().map(|file| Value::String(file.name.clone()));
        said.insert("files".to_owned(), names.collect());
    }
    let enclosed = report
        .map(|report| enclosure(report, &files))
        .or_else(|| request.map(|request| enclosure(request, &files)))
        .or_else(|| file.map(|file| enclosure(&file.sealed(), &[])));
    Ok(Fact {
        task_id: task.id,
        seq: task.seq + 1,
        occurred_at: act.now,
        recorded_at: act.now,
        actor_id: act.actor.id,
        actor_name: act.actor.name.clone(),
        on_behalf_of_id: on_behalf_of.map(|(id, _)| id),
        on_behalf_of_name: on_behalf_of.map(|(_, name)| name.to_owned()),
        kind,
        old: old.map(|value| value.to_string()),
        new: new.map(|value| value.to_string()),
        report_id: report.map(|report| report.id),
        request_id: request.map(|request| request.id),
        enclosed,
    })
}

/// The digest of a report or a request with its files, as they were when the line was written.
pub fn enclosure(paper: &impl Serialize, files: &[Attachment]) -> String {
    // A struct of plain fields always serialises; an empty digest would be found out at once.
    let bytes = if files.is_empty() {
        serde_json::to_vec(paper)
    } else {
        let files: Vec<Value> = files.iter().map(Attachment::sealed).collect();
        serde_json::to_vec(&(paper, files))
    };
    digest_of(&bytes.unwrap_or_default())
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
