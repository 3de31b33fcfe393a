//! Requests: asked by the lead department, taken back by it; others decide.

use chrono::NaiveDate;
use serde_json::json;

use super::enclosures::{self, Chosen, With};
use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, letters, sub_tasks};
use crate::app::Act;
use crate::domain::{
    Action, Ask, EventKind, Fault, Faults, Light, Relation, Request, RequestId, RequestKind,
    RequestState, Role, Step, Task, TaskId, lacks_evidence,
};
use crate::persistence::{self, attachments, requests, tasks};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The kind of request.
    pub kind: RequestKind,
    /// Why; a closure speaks by its result.
    pub reason: String,
    /// For an extension: the date asked for.
    pub new_due_on: Option<NaiveDate>,
    /// For a closure: what there is now.
    pub result: Option<String>,
    /// For a closure: what proves it.
    pub evidence: Option<String>,
    /// How far the task is; as last reported where nothing is said.
    pub percent: Option<i32>,
    /// What is attached.
    pub files: Chosen,
    /// For a closure: sub-tasks that are not done may end with the task.
    pub ends_sub_tasks: bool,
}

impl Asked {
    /// Asks for `kind`, with nothing said yet.
    pub fn new(kind: RequestKind) -> Self {
        Self {
            kind,
            reason: String::new(),
            new_due_on: None,
            result: None,
            evidence: None,
            percent: None,
            files: Chosen::default(),
            ends_sub_tasks: false,
        }
    }
}

/// Makes a request on a task.
pub fn request(
    act: &mut Act<'_>,
    id: TaskId,
    version: i64,
    asked: &Asked,
) -> Result<(Task, Request), Error> {
    let action = Action::Request(asked.kind);
    let mut seen = sight::open(act, id, action, Some(version))?;
    let request = open_request(act, &mut seen, asked)?;
    Ok((seen.task, request))
}

/// Makes a request on a task that is open in this act. What a contact or handler asks for waits
/// for the head, where the installation wants it so.
pub(super) fn open_request(
    act: &mut Act<'_>,
    seen: &mut Sight,
    asked: &Asked,
) -> Result<Request, Error> {
    if seen.request.is_some() {
        return Err(Error::RequestOpen);
    }
    seen.task.state.after(step_for(asked.kind), seen.task.state_before)?;
    let left = if asked.ends_sub_tasks { 0 } else { sub_tasks::open(act, &seen.task)? };
    if asked.kind == RequestKind::Closure && left > 0 {
        return Err(Error::invalid("ends_sub_tasks", Fault::SubTasksOpen(left)));
    }
    let asked = check(act, &seen.task, asked, 0)?;
    let own_word = Relation::of(&act.actor, &seen.facts).head || act.actor.role == Role::Admin;
    let confirmed = own_word || !act.rules().head_confirms;
    if let Some(mut drafted) = seen.drafted.clone() {
        if !confirmed {
            return Err(Error::RequestOpen);
        }
        // The head's own words stand in place of those that waited for them.
        write_withdrawn(act, seen, &mut drafted)?;
    }
    let mut request = Request {
        id: RequestId(0),
        task_id: seen.task.id,
        kind: asked.kind,
        state: if confirmed { RequestState::Open } else { RequestState::Drafted },
        reason: asked.reason,
        result: asked.result,
        old_due_on: seen.task.due_on,
        new_due_on: asked.new_due_on,
        requested_by: act.actor.id,
        requested_by_name: act.actor.name.clone(),
        requested_on: act.today,
        requested_at: act.now,
        decided_by: None,
        decided_by_name: None,
        decided_on: None,
        decided_at: None,
        comment: None,
        granted_due_on: None,
        percent: Some(asked.percent.unwrap_or(seen.task.percent)),
        evidence: asked.evidence,
        opinion_agrees: None,
        opinion: None,
        opinion_by_name: None,
        opinion_on: None,
        endorsed_by_name: None,
        endorsed_on: None,
        endorsed_due_on: None,
        endorsement: None,
    };
    request.id = requests::insert(act.conn, &request).map_err(|error| match error {
        persistence::Error::Conflict(_) => Error::RequestOpen,
        error => error.into(),
    })?;
    enclosures::enclose(act, seen.task.id, &asked.files, With::Request(request.id))?;
    if confirmed {
        lay_before(act, seen, &request)?;
    } else {
        seen.drafted = Some(request.clone());
        seen.facts.drafted = Some((request.kind, request.requested_by));
        let note = Note::request(&request).with_new(said(&request));
        record_note(act, seen, EventKind::RequestDrafted, note)?;
        letters::request_to_confirm(act, request.id)?;
    }
    Ok(request)
}

/// The head confirms what a contact or handler wrote down: from now on it is the department's.
pub fn confirm(act: &mut Act<'_>, id: RequestId, version: Option<i64>) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Confirm, version)?;
    seen.task.state.after(step_for(request.kind), seen.task.state_before)?;
    let asked = Asked {
        kind: request.kind,
        reason: request.reason.clone(),
        new_due_on: request.new_due_on,
        result: request.result.clone(),
        evidence: request.evidence.clone(),
        percent: request.percent,
        files: Chosen::default(),
        ends_sub_tasks: true,
    };
    let attached = attachments::of_request(act.conn, request.id)?.len();
    request.new_due_on = check(act, &seen.task, &asked, attached)?.new_due_on;
    request.state = RequestState::Open;
    request.old_due_on = seen.task.due_on;
    request.requested_by = act.actor.id;
    request.requested_by_name = act.actor.name.clone();
    request.requested_on = act.today;
    request.requested_at = act.now;
    requests::update(act.conn, &request)?;
    seen.drafted = None;
    seen.facts.drafted = None;
    lay_before(act, &mut seen, &request)?;
    Ok(seen.task)
}

/// The request is made: the task waits, and so does its clock.
fn lay_before(act: &mut Act<'_>, seen: &mut Sight, request: &Request) -> Result<(), Error> {
    let late = seen.task.light(act.today) == Light::Overdue;
    seen.task.open_request_id = Some(request.id);
    seen.task.stop_clock(request.kind, act.today);
    if request.kind == RequestKind::Closure {
        seen.task.take(Step::RequestClosure)?;
    }
    if late && request.kind == RequestKind::Extension {
        seen.task.explain(act.today, request.new_due_on);
    }
    seen.facts.open_request = Some(Ask::of(request, seen.task.extensions));
    seen.request = Some(request.clone());
    let note = Note::request(request).with_new(said(request));
    record_note(act, seen, EventKind::RequestOpened, note)?;
    letters::request_to_decide(act, request.id)
}

fn said(request: &Request) -> serde_json::Value {
    json!({
        "kind": request.kind,
        "reason": request.reason,
        "result": request.result,
        "new_due_on": request.new_due_on,
    })
}

/// The step that a request of `kind` needs room for.
fn step_for(kind: RequestKind) -> Step {
    match kind {
        RequestKind::Closure => Step::RequestClosure,
        RequestKind::InterimClosure => Step::CloseStage,
        RequestKind::Extension => Step::RequestExtension,
        RequestKind::Suspension => Step::Suspend,
        RequestKind::Cancellation => Step::Cancel,
    }
}

/// Checks what is asked for, with which so many files came before.
fn check(act: &mut Act<'_>, task: &Task, asked: &Asked, attached: usize) -> Result<Asked, Error> {
    let mut faults = Faults::default();
    let closure = matches!(asked.kind, RequestKind::Closure | RequestKind::InterimClosure);
    let reason = if closure {
        faults.text("reason", &asked.reason, TEXT)
    } else {
        faults.required("reason", &asked.reason, TEXT)
    };
    let result = faults.optional("result", asked.result.as_deref(), TEXT);
    if closure && result.is_none() {
        faults.add("result", Fault::Missing);
    }
    let evidence = faults.optional("evidence", asked.evidence.as_deref(), TEXT);
    let files = attached + asked.files.count();
    if lacks_evidence(asked.kind, task.evidence_required, evidence.as_deref(), files) {
        faults.add("evidence", Fault::NoEvidence);
    }
    enclosures::check(act, task, &asked.files, &mut faults)?;
    if asked.percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        faults.add("percent", Fault::NotInRange { least: 0, most: 100 });
    }
    faults.day("new_due_on", asked.new_due_on);
    let new_due_on = act.settled("new_due_on", asked.new_due_on, &mut faults);
    match (asked.kind, new_due_on, task.due_on) {
        (RequestKind::Extension, None, Some(_)) => faults.add("new_due_on", Fault::Missing),
        (RequestKind::Extension | RequestKind::InterimClosure, Some(new), Some(due))
            if new <= due =>
        {
            faults.add("new_due_on", Fault::NotLater(due));
        }
        (RequestKind::Extension | RequestKind::InterimClosure, Some(_), Some(_)) => {}
        (RequestKind::Extension, _, None) => faults.add("kind", Fault::Unwanted),
        (_, Some(_), _) => faults.add("new_due_on", Fault::Unwanted),
        (_, None, _) => {}
    }
    faults.finish()?;
    Ok(Asked { reason, new_due_on, result, evidence, ..asked.clone() })
}

/// 撤回: the department takes its request back.
pub fn withdraw(act: &mut Act<'_>, id: RequestId, version: Option<i64>) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Withdraw, version)?;
    if request.kind == RequestKind::Closure && request.state == RequestState::Open {
        seen.task.take(Step::RejectClosure)?;
    }
    write_withdrawn(act, &mut seen, &mut request)?;
    Ok(seen.task)
}

/// Takes an open request back because a direct step makes it pointless.
pub(super) fn withdraw_open(act: &mut Act<'_>, seen: &mut Sight) -> Result<(), Error> {
    match seen.request.clone().or(seen.drafted.clone()) {
        Some(mut request) => write_withdrawn(act, seen, &mut request),
        None => Ok(()),
    }
}

fn write_withdrawn(
    act: &mut Act<'_>,
    seen: &mut Sight,
    request: &mut Request,
) -> Result<(), Error> {
    settle(act, seen, request, RequestState::Withdrawn)?;
    let note = Note::request(request).with_new(json!({ "kind": request.kind }));
    record_note(act, seen, EventKind::RequestWithdrawn, note)?;
    Ok(())
}

/// Opens the task of a request that is not settled yet.
pub(super) fn take(
    act: &mut Act<'_>,
    id: RequestId,
    action: Action,
    version: Option<i64>,
) -> Result<(Sight, Request), Error> {
    let task = requests::find(act.conn, id)?.task_id;
    tasks::hold(act.conn, task)?;
    let (seen, request) = Sight::of_request(act.conn, &act.actor, id, act.rules())?;
    let waits = match request.state {
        RequestState::Open => action != Action::Confirm,
        RequestState::Drafted if matches!(action, Action::Decide | Action::Advise) => {
            return Err(Error::Forbidden);
        }
        RequestState::Drafted => true,
        RequestState::Approved | RequestState::Rejected | RequestState::Withdrawn => false,
    };
    if !waits {
        return Err(settled(act, &request));
    }
    seen.demand(&act.actor, action, act.rules())?;
    if version.is_some_and(|version| version != seen.task.version) {
        return Err(Error::STALE);
    }
    Ok((seen, request))
}

/// Who was quicker, and when.
fn settled(act: &Act<'_>, request: &Request) -> Error {
    Error::RequestSettled {
        state: request.state,
        by: request.decided_by_name.clone().unwrap_or(request.requested_by_name.clone()),
        at: act.local(request.decided_at.unwrap_or(request.requested_at)),
    }
}

pub(super) fn settle(
    act: &mut Act<'_>,
    seen: &mut Sight,
    request: &mut Request,
    state: RequestState,
) -> Result<(), Error> {
    let waited = request.clone();
    request.state = state;
    request.decided_by = act.actor.id;
    request.decided_by_name = Some(act.actor.name.clone());
    request.decided_on = Some(act.today);
    request.decided_at = Some(act.now);
    requests::update(act.conn, request).map_err(|error| match error {
        persistence::Error::Stale => settled(act, &waited),
        error => error.into(),
    })?;
    if waited.state == RequestState::Drafted {
        seen.drafted = None;
        seen.facts.drafted = None;
        return Ok(());
    }
    seen.task.open_request_id = None;
    seen.task.stopped_on = None;
    seen.request = None;
    seen.facts.open_request = None;
    Ok(())
}
