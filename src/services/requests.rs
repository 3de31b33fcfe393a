//! Requests: asked by the lead department, decided by those whom the policy names.

use chrono::NaiveDate;
use serde_json::json;

use super::record::Note;
use super::sight::{self, Sight};
use super::steps::{put_aside, record_note};
use super::tasks::TEXT;
use super::{Error, letters};
use crate::app::Act;
use crate::domain::{
    Action, EventKind, Fault, Faults, Light, Request, RequestId, RequestKind, RequestState, Step,
    Task, TaskId,
};
use crate::persistence::{self, requests, tasks};

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

/// Makes a request on a task that is open in this act.
pub(super) fn open_request(
    act: &mut Act<'_>,
    seen: &mut Sight,
    asked: &Asked,
) -> Result<Request, Error> {
    if seen.request.is_some() {
        return Err(Error::RequestOpen);
    }
    let before = seen.task.state_before;
    match asked.kind {
        RequestKind::Closure => seen.task.take(Step::RequestClosure)?,
        RequestKind::Extension => seen.task.take(Step::RequestExtension)?,
        RequestKind::Suspension => drop(seen.task.state.after(Step::Suspend, before)?),
        RequestKind::Cancellation => drop(seen.task.state.after(Step::Cancel, before)?),
        RequestKind::InterimClosure => return Err(Error::invalid("kind", Fault::Unwanted)),
    }
    let asked = check(&seen.task, asked)?;
    let late = seen.task.light(act.today) == Light::Overdue;
    let mut request = Request {
        id: RequestId(0),
        task_id: seen.task.id,
        kind: asked.kind,
        state: RequestState::Open,
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
    };
    request.id = requests::insert(act.conn, &request).map_err(|error| match error {
        persistence::Error::Conflict(_) => Error::RequestOpen,
        error => error.into(),
    })?;
    seen.task.open_request_id = Some(request.id);
    seen.task.stop_clock(request.kind, act.today);
    if late && request.kind == RequestKind::Extension {
        seen.task.explained_on = Some(act.today);
    }
    seen.facts.open_request = Some((request.kind, request.requested_by));
    seen.request = Some(request.clone());
    let said = json!({
        "kind": request.kind,
        "reason": request.reason,
        "result": request.result,
        "new_due_on": request.new_due_on,
    });
    let note = Note::request(&request).with_new(said);
    record_note(act, seen, EventKind::RequestOpened, note)?;
    letters::request_to_decide(act, request.id)?;
    Ok(request)
}

fn check(task: &Task, asked: &Asked) -> Result<Asked, Error> {
    let mut faults = Faults::default();
    let closure = asked.kind == RequestKind::Closure;
    let reason = if closure {
        faults.text("reason", &asked.reason, TEXT)
    } else {
        faults.required("reason", &asked.reason, TEXT)
    };
    let result = faults.optional("result", asked.result.as_deref(), TEXT);
    if closure && result.is_none() {
        faults.add("result", Fault::Missing);
    }
    faults.day("new_due_on", asked.new_due_on);
    match (asked.kind, asked.new_due_on, task.due_on) {
        (RequestKind::Extension, None, Some(_)) => faults.add("new_due_on", Fault::Missing),
        (RequestKind::Extension, Some(new), Some(due)) if new <= due => {
            faults.add("new_due_on", Fault::NotLater(due));
        }
        (RequestKind::Extension, Some(_), Some(_)) => {}
        (RequestKind::Extension, _, None) => faults.add("kind", Fault::Unwanted),
        (_, Some(_), _) => faults.add("new_due_on", Fault::Unwanted),
        (_, None, _) => {}
    }
    faults.finish()?;
    Ok(Asked { reason, result, ..*asked })
}

/// 同意: grants the open request; the decider may grant another date than the one asked for.
pub fn approve(
    act: &mut Act<'_>,
    id: RequestId,
    version: Option<i64>,
    comment: &str,
    new_due_on: Option<NaiveDate>,
) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Decide, version)?;
    let mut faults = Faults::default();
    request.comment = faults.optional("comment", Some(comment), TEXT);
    faults.day("new_due_on", new_due_on);
    if new_due_on.is_some() && request.kind != RequestKind::Extension {
        faults.add("new_due_on", Fault::Unwanted);
    }
    faults.finish()?;
    let old = json!({ "due_on": seen.task.due_on });
    match request.kind {
        RequestKind::Closure => {
            seen.task.take(Step::ApproveClosure)?;
            seen.task.closed_on = Some(request.requested_on);
            seen.task.percent = 100;
        }
        RequestKind::Extension => {
            let granted = new_due_on.or(request.new_due_on);
            let to = granted.ok_or_else(|| Error::invalid("new_due_on", Fault::Missing))?;
            seen.task
                .extend(to, request.requested_on)
                .map_err(|refused| Error::invalid("new_due_on", Fault::NotLater(refused.0)))?;
            request.granted_due_on = Some(to);
        }
        RequestKind::Suspension => put_aside(act, &mut seen)?,
        RequestKind::Cancellation => seen.task.take(Step::Cancel)?,
        RequestKind::InterimClosure => return Err(Error::invalid("kind", Fault::Unwanted)),
    }
    let said = json!({
        "kind": request.kind,
        "comment": request.comment,
        "due_on": seen.task.due_on,
    });
    settle(act, &mut seen, &mut request, RequestState::Approved)?;
    let note = Note::request(&request).with_old(old).with_new(said);
    record_note(act, &mut seen, EventKind::RequestApproved, note)?;
    letters::decided(act, id)?;
    Ok(seen.task)
}

/// 不同意, for a closure 退回重办: the clock goes on, and the department reads why.
pub fn reject(
    act: &mut Act<'_>,
    id: RequestId,
    version: Option<i64>,
    comment: &str,
) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Decide, version)?;
    let mut faults = Faults::default();
    request.comment = Some(faults.required("comment", comment, TEXT));
    faults.finish()?;
    if request.kind == RequestKind::Closure {
        seen.task.take(Step::RejectClosure)?;
    }
    settle(act, &mut seen, &mut request, RequestState::Rejected)?;
    let said = json!({ "kind": request.kind, "comment": request.comment });
    let note = Note::request(&request).with_new(said);
    record_note(act, &mut seen, EventKind::RequestRejected, note)?;
    letters::decided(act, id)?;
    Ok(seen.task)
}

/// 撤回: the department takes its request back.
pub fn withdraw(act: &mut Act<'_>, id: RequestId, version: Option<i64>) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Withdraw, version)?;
    if request.kind == RequestKind::Closure {
        seen.task.take(Step::RejectClosure)?;
    }
    write_withdrawn(act, &mut seen, &mut request)?;
    Ok(seen.task)
}

/// Takes an open request back because a direct step makes it pointless.
pub(super) fn withdraw_open(act: &mut Act<'_>, seen: &mut Sight) -> Result<(), Error> {
    match seen.request.clone() {
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
fn take(
    act: &mut Act<'_>,
    id: RequestId,
    action: Action,
    version: Option<i64>,
) -> Result<(Sight, Request), Error> {
    let task = requests::find(act.conn, id)?.task_id;
    tasks::hold(act.conn, task)?;
    let (seen, request) = Sight::of_request(act.conn, &act.actor, id, act.rules())?;
    if request.state != RequestState::Open {
        return Err(Error::RequestSettled);
    }
    seen.demand(&act.actor, action, act.rules())?;
    if version.is_some_and(|version| version != seen.task.version) {
        return Err(Error::STALE);
    }
    Ok((seen, request))
}

fn settle(
    act: &mut Act<'_>,
    seen: &mut Sight,
    request: &mut Request,
    state: RequestState,
) -> Result<(), Error> {
    request.state = state;
    request.decided_by = act.actor.id;
    request.decided_by_name = Some(act.actor.name.clone());
    request.decided_on = Some(act.today);
    request.decided_at = Some(act.now);
    requests::settle(act.conn, request).map_err(|error| match error {
        persistence::Error::Stale => Error::RequestSettled,
        error => error.into(),
    })?;
    seen.task.open_request_id = None;
    seen.task.stopped_on = None;
    seen.request = None;
    seen.facts.open_request = None;
    Ok(())
}
