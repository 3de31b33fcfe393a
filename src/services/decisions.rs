//! Decisions on requests: the clerk's first opinion, agreed or not by those whom the policy names.

use chrono::NaiveDate;
use serde_json::json;

use super::pause::put_aside;
use super::record::Note;
use super::requests::{settle, take};
use super::sight::Sight;
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, letters};
use crate::app::Act;
use crate::domain::{
    Action, EventKind, Fault, Faults, NotLater, Request, RequestId, RequestKind, RequestState,
    Step, Task,
};
use crate::persistence::requests;

/// 初审: the clerk says whether they would agree, and why not. It may be given anew until the
/// decision.
pub fn advise(
    act: &mut Act<'_>,
    id: RequestId,
    version: Option<i64>,
    agrees: bool,
    words: &str,
) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Advise, version)?;
    let mut faults = Faults::default();
    let words = if agrees {
        faults.optional("opinion", Some(words), TEXT)
    } else {
        Some(faults.required("opinion", words, TEXT))
    };
    faults.finish()?;
    request.opinion_agrees = Some(agrees);
    request.opinion = words;
    request.opinion_by_name = Some(act.actor.name.clone());
    request.opinion_on = Some(act.today);
    requests::update(act.conn, &request)?;
    let said =
        json!({ "kind": request.kind, "agrees": agrees, "comment": request.opinion.as_deref() });
    let note = Note::request(&request).with_new(said);
    record_note(act, &mut seen, EventKind::OpinionGiven, note)?;
    letters::request_to_decide(act, id)?;
    Ok(seen.task)
}

/// 同意: grants the open request; the decider may grant another date than the one asked for.
/// Where a top leader must agree too, it stays open until one does.
pub fn approve(
    act: &mut Act<'_>,
    id: RequestId,
    version: Option<i64>,
    comment: &str,
    new_due_on: Option<NaiveDate>,
) -> Result<Task, Error> {
    let (mut seen, mut request) = take(act, id, Action::Decide, version)?;
    let mut faults = Faults::default();
    let comment = faults.optional("comment", Some(comment), TEXT);
    faults.day("new_due_on", new_due_on);
    let dated = match request.kind {
        RequestKind::Extension => true,
        RequestKind::InterimClosure => !seen.task.long_term,
        _ => false,
    };
    if new_due_on.is_some() && !dated {
        faults.add("new_due_on", Fault::Unwanted);
    }
    let to = new_due_on.or(request.proposed_due_on());
    let to = if dated { act.settled("new_due_on", to, &mut faults) } else { to };
    if dated && to.is_none() {
        faults.add("new_due_on", Fault::Missing);
    }
    faults.finish()?;
    let old = json!({ "due_on": seen.task.due_on });
    if is_for_top_leader(act, &seen, &request, to) {
        let mut later = seen.task.clone();
        later.move_deadline(to.unwrap_or_default(), request.requested_on).map_err(too_early)?;
        return endorse(act, seen, request, comment, to);
    }
    request.comment = comment;
    grant(act, &mut seen, &mut request, to)?;
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

/// What the task becomes when `request` is granted, with the date `to`.
fn grant(
    act: &mut Act<'_>,
    seen: &mut Sight,
    request: &mut Request,
    to: Option<NaiveDate>,
) -> Result<(), Error> {
    match (request.kind, to) {
        (RequestKind::Closure, _) => {
            seen.task.take(Step::ApproveClosure)?;
            seen.task.closed_on = Some(request.requested_on);
            seen.task.percent = 100;
        }
        (RequestKind::Extension, Some(to)) => {
            seen.task.extend(to, request.requested_on).map_err(too_early)?;
            request.granted_due_on = Some(to);
        }
        // The stage is done: the date becomes that of the next one, and no extension is counted.
        (RequestKind::InterimClosure, Some(to)) => {
            seen.task.move_deadline(to, request.requested_on).map_err(too_early)?;
            request.granted_due_on = Some(to);
        }
        (RequestKind::Extension | RequestKind::InterimClosure, None) => {}
        (RequestKind::Suspension, _) => put_aside(act, &mut seen.task)?,
        (RequestKind::Cancellation, _) => seen.task.take(Step::Cancel)?,
    }
    Ok(())
}

fn too_early(refused: NotLater) -> Error {
    Error::invalid("new_due_on", Fault::NotLater(refused.0))
}

/// Whether agreeing to the date `to` is not enough without a top leader.
fn is_for_top_leader(
    act: &Act<'_>,
    seen: &Sight,
    request: &Request,
    to: Option<NaiveDate>,
) -> bool {
    let above = act.actor.stands_above();
    let task = &seen.task;
    !above && act.rules().needs_top_leader(request.kind, task.extensions, task.due_on, to)
}

/// Those in charge agree; the request goes on to a top leader.
fn endorse(
    act: &mut Act<'_>,
    mut seen: Sight,
    mut request: Request,
    comment: Option<String>,
    to: Option<NaiveDate>,
) -> Result<Task, Error> {
    request.endorsed_by_name = Some(act.actor.name.clone());
    request.endorsed_on = Some(act.today);
    request.endorsed_due_on = to;
    request.endorsement = comment;
    requests::update(act.conn, &request)?;
    let said = json!({ "kind": request.kind, "comment": request.endorsement, "due_on": to });
    let note = Note::request(&request).with_new(said);
    record_note(act, &mut seen, EventKind::RequestEndorsed, note)?;
    letters::request_to_decide(act, request.id)?;
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
