//! The steps of a task's way that are taken directly; requests have a file of their own.

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::pause::{put_aside, wake};
use super::record::{Note, keep};
use super::requests::{Asked, open_request, withdraw_open};
use super::sight::{self, Sight};
use super::tasks::TEXT;
use super::{Error, calls, fan_out, letters, notices, recurrences, sub_tasks, submissions};
use crate::app::Act;
use crate::domain::{
    Action, DepartmentId, EventId, EventKind, Fault, Faults, RequestKind, State, Step, Task, TaskId,
};
use crate::mail::Call;
use crate::persistence::{action_links, people, tasks};

/// 交办: gives the number, freezes the date, sends the letter.
pub fn issue(act: &mut Act<'_>, id: TaskId, version: i64) -> Result<Task, Error> {
    let approval = act.rules().approval;
    if act.actor.runs_office() && !act.actor.issues(approval) {
        return Err(Error::SignatureNeeded(approval));
    }
    let mut seen = sight::open(act, id, Action::Issue, Some(version))?;
    submissions::leave(act, &mut seen)?;
    if seen.task.is_parent {
        fan_out::issue(act, &mut seen)?;
    } else {
        send_out(act, &mut seen, None)?;
    }
    Ok(seen.task)
}

/// Refuses a draft that could not be issued.
pub(super) fn must_be_issuable(act: &mut Act<'_>, id: TaskId) -> Result<(), Error> {
    let seen = Sight::of(act.conn, &act.actor, id, act.rules())?;
    check_issuable(act, &seen)
}

/// What issuing needs: a lead with an active head, and a date or a cadence.
pub(super) fn check_issuable(act: &mut Act<'_>, seen: &Sight) -> Result<(), Error> {
    seen.task.state.after(Step::Issue, None)?;
    let mut faults = Faults::default();
    let head = seen.responsible();
    let active = head.map(|head| people::find_held(act.conn, head)).transpose()?;
    // Of a spread task the departments of its parts answer.
    if !seen.task.is_parent && active.is_none_or(|head| !head.active) {
        let name = seen.tree.name(seen.task.lead_id).to_owned();
        faults.add("lead_department_id", Fault::NoHead(name));
    }
    let cadence = seen.task.cadence != crate::domain::Cadence::None;
    if seen.task.due_on.is_none() && !(seen.task.long_term && cadence) {
        faults.add("due_on", Fault::NoDueDate);
    }
    Ok(faults.finish()?)
}

/// The part of issuing that a clerk's own hand and a signature share; `submitted_by` is who asked
/// for the signature.
pub(super) fn send_out(
    act: &mut Act<'_>,
    seen: &mut Sight,
    submitted_by: Option<&str>,
) -> Result<(), Error> {
    check_issuable(act, seen)?;
    let mut faults = Faults::default();
    seen.task.due_on = act.settled("due_on", seen.task.due_on, &mut faults);
    faults.finish()?;
    seen.task.take(Step::Issue)?;
    seen.task.set_deadline(act.today);
    number(act, &mut seen.task)?;
    let mut said = json!({ "number": seen.task.number, "due_on": seen.task.due_on });
    if !seen.task.is_parent {
        said["notice"] = notice(act, seen)?;
    }
    if let Some(name) = submitted_by {
        said["submitted_by"] = json!(name);
    }
    record(act, seen, EventKind::Issued, said)?;
    if seen.task.is_parent { Ok(()) } else { letters::issued(act, seen.task.id) }
}

/// The notice that goes out now, as the history keeps it.
fn notice(act: &mut Act<'_>, seen: &Sight) -> Result<Value, Error> {
    let (clerk, signed_by) = (act.actor.id, Some(act.actor.name.clone()));
    let text = notices::particulars(act.conn, &seen.tree, &seen.task, clerk, signed_by)?;
    Ok(json!(text))
}

/// Gives a task its number, once and for ever.
pub(super) fn number(act: &mut Act<'_>, task: &mut Task) -> Result<(), Error> {
    if task.number.is_none() {
        let year = act.today.year();
        let seq = tasks::next_number(act.conn, year)?;
        task.number_year = Some(year);
        task.number_seq = Some(seq);
        task.number = Some(act.app.settings.tasks.number.number(year, seq));
    }
    Ok(())
}

/// Takes an issued task back before it is acknowledged; it keeps its number.
pub fn recall(act: &mut Act<'_>, id: TaskId, version: i64, reason: &str) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Recall, Some(version))?;
    if seen.task.is_parent {
        fan_out::recall(act, &mut seen, &required("reason", reason)?)?;
        return Ok(seen.task);
    }
    seen.task.take(Step::Recall)?;
    let reason = required("reason", reason)?;
    withdraw_open(act, &mut seen)?;
    action_links::withdraw_on(act.conn, id, act.now)?;
    seen.task.unfreeze_deadline();
    record(act, &mut seen, EventKind::Recalled, json!({ "reason": reason }))?;
    Ok(seen.task)
}

/// 退办: the department sends back what is not its own.
pub fn send_back(act: &mut Act<'_>, id: TaskId, version: i64, reason: &str) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Return, Some(version))?;
    seen.task.take(Step::Return)?;
    let reason = required("reason", reason)?;
    withdraw_open(act, &mut seen)?;
    action_links::withdraw_on(act.conn, id, act.now)?;
    seen.task.unfreeze_deadline();
    record(act, &mut seen, EventKind::Returned, json!({ "reason": reason }))?;
    letters::returned(act, id, &reason)?;
    Ok(seen.task)
}

/// The answer to "can you meet the date?".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Whether the date can be met.
    pub can_meet_date: bool,
    /// If not: the date that can be.
    pub proposed_due_on: Option<NaiveDate>,
    /// If not: why.
    pub reason: String,
}

/// 签收: confirmed. A date that cannot be met opens a request for an extension.
pub fn acknowledge(
    act: &mut Act<'_>,
    id: TaskId,
    version: i64,
    answer: &Acknowledgement,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Acknowledge, Some(version))?;
    seen.task.take(Step::Acknowledge)?;
    let mut faults = Faults::default();
    let mut proposed_due_on = answer.proposed_due_on;
    let reason = if answer.can_meet_date {
        faults.text("reason", &answer.reason, TEXT)
    } else {
        if answer.proposed_due_on.is_none() {
            faults.add("proposed_due_on", Fault::Missing);
        }
        proposed_due_on = act.settled("proposed_due_on", proposed_due_on, &mut faults);
        faults.required("reason", &answer.reason, TEXT)
    };
    if let (false, Some(proposed), Some(due)) =
        (answer.can_meet_date, proposed_due_on, seen.task.due_on)
        && proposed <= due
    {
        faults.add("proposed_due_on", Fault::NotLater(due));
    }
    faults.day("proposed_due_on", answer.proposed_due_on);
    if !answer.can_meet_date && seen.task.long_term {
        faults.add("can_meet_date", Fault::Unwanted);
    }
    faults.finish()?;
    seen.task.acknowledged_on = Some(act.today);
    seen.task.reports_from = Some(act.today);
    let said = json!({ "can_meet_date": answer.can_meet_date });
    record(act, &mut seen, EventKind::Acknowledged, said)?;
    // A request that was opened while the task still waited stands: it says the same.
    if !answer.can_meet_date && seen.request.is_none() && seen.drafted.is_none() {
        let asked =
            Asked { reason, new_due_on: proposed_due_on, ..Asked::new(RequestKind::Extension) };
        open_request(act, &mut seen, &asked)?;
    }
    Ok(seen.task)
}

/// 中止: the clock pauses until the task is resumed.
pub fn suspend(act: &mut Act<'_>, id: TaskId, version: i64, reason: &str) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Suspend, Some(version))?;
    let reason = required("reason", reason)?;
    put_aside(act, &mut seen.task)?;
    withdraw_open(act, &mut seen)?;
    record(act, &mut seen, EventKind::Suspended, json!({ "reason": reason }))?;
    Ok(seen.task)
}

/// 恢复办理: due and baseline move by the working days suspended; a date that has passed in the
/// meantime needs a new one.
pub fn resume(
    act: &mut Act<'_>,
    id: TaskId,
    version: i64,
    new_due_on: Option<NaiveDate>,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Resume, Some(version))?;
    seen.task.state.after(Step::Resume, seen.task.state_before)?;
    let old = seen.task.due_on;
    let passed = old.is_some_and(|due| due < act.today);
    let mut faults = Faults::default();
    faults.day("new_due_on", new_due_on);
    let new_due_on = act.settled("new_due_on", new_due_on, &mut faults);
    match new_due_on {
        None if passed => faults.add("new_due_on", Fault::Missing),
        Some(_) if old.is_none() => faults.add("new_due_on", Fault::Unwanted),
        Some(new) if new < act.today => {
            let yesterday = act.today.pred_opt().unwrap_or(act.today);
            faults.add("new_due_on", Fault::NotLater(yesterday));
        }
        _ => {}
    }
    faults.finish()?;
    wake(act, &mut seen.task, new_due_on)?;
    let note = Note::change(json!({ "due_on": old }), json!({ "due_on": seen.task.due_on }));
    record_note(act, &mut seen, EventKind::Resumed, note)?;
    Ok(seen.task)
}

/// 撤销: no longer to be done.
pub fn cancel(act: &mut Act<'_>, id: TaskId, version: i64, reason: &str) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Cancel, Some(version))?;
    if seen.task.is_parent {
        let reason = required("reason", reason)?;
        submissions::leave(act, &mut seen)?;
        fan_out::cancel(act, &mut seen, &reason)?;
        return Ok(seen.task);
    }
    seen.task.take(Step::Cancel)?;
    let reason = required("reason", reason)?;
    withdraw_open(act, &mut seen)?;
    submissions::leave(act, &mut seen)?;
    record(act, &mut seen, EventKind::Cancelled, json!({ "reason": reason }))?;
    Ok(seen.task)
}

/// 转办: another department leads; it acknowledges anew.
pub fn transfer(
    act: &mut Act<'_>,
    id: TaskId,
    version: i64,
    to: DepartmentId,
    reason: &str,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Transfer, Some(version))?;
    seen.task.take(Step::Transfer)?;
    let mut faults = Faults::default();
    let reason = faults.required("reason", reason, TEXT);
    match seen.tree.get(to) {
        None => faults.add("department_id", Fault::NoSuch),
        Some(found) if !found.active => {
            faults.add("department_id", Fault::Inactive(found.name.clone()));
        }
        Some(_) if to == seen.task.lead_id => faults.add("department_id", Fault::Unwanted),
        Some(found) => {
            let head = seen.tree.head(to).map(|head| people::find_held(act.conn, head));
            if head.transpose()?.is_none_or(|head| !head.active) {
                faults.add("department_id", Fault::NoHead(found.name.clone()));
            }
        }
    }
    faults.finish()?;
    withdraw_open(act, &mut seen)?;
    action_links::withdraw_on(act.conn, id, act.now)?;
    let from = seen.task.lead_id;
    seen.task.lead_id = to;
    seen.task.supporters.retain(|supporter| *supporter != to);
    seen.task.handler_id = None;
    seen.task.acknowledged_on = None;
    seen.task.reports_from = None;
    seen.task.waiting_on_id = None;
    let mut new = json!({ "lead_department_id": to, "name": seen.tree.name(to), "reason": reason });
    new["notice"] = notice(act, &seen)?;
    let old = json!({ "lead_department_id": from, "name": seen.tree.name(from) });
    let note = Note::change(old, new);
    record_note(act, &mut seen, EventKind::Transferred, note)?;
    letters::issued(act, id)?;
    Ok(seen.task)
}

/// 重新交办: a closed task is taken up again, to be done by a new date.
pub fn reopen(
    act: &mut Act<'_>,
    id: TaskId,
    version: i64,
    reason: &str,
    due_on: Option<NaiveDate>,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Reopen, Some(version))?;
    seen.task.take(Step::Reopen)?;
    recurrences::must_be_last(act, id)?;
    let mut faults = Faults::default();
    let reason = faults.required("reason", reason, TEXT);
    faults.day("due_on", due_on);
    let due_on = act.settled("due_on", due_on, &mut faults);
    match due_on {
        None if !seen.task.long_term => faults.add("due_on", Fault::Missing),
        Some(_) if seen.task.long_term => faults.add("due_on", Fault::Unwanted),
        _ => {}
    }
    if let Some(whole) = sub_tasks::whole_of(act, &seen)? {
        faults.check("state", whole.nature().check_sub_task(whole.state));
        sub_tasks::check(act, &whole, &seen.tree, (None, due_on), &mut faults)?;
    }
    faults.finish()?;
    let old = json!({ "closed_on": seen.task.closed_on, "due_on": seen.task.due_on });
    seen.task.closed_on = None;
    seen.task.due_on = due_on;
    seen.task.baseline_due_on = due_on;
    seen.task.reports_from = Some(act.today);
    let note = Note::change(old, json!({ "reason": reason, "due_on": due_on }));
    record_note(act, &mut seen, EventKind::Reopened, note)?;
    Ok(seen.task)
}

/// 催办: by hand, with a note.
pub fn urge(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    note: &str,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Urge, version)?;
    if !seen.task.state.is_open() {
        let refused = crate::domain::StepRefused { state: seen.task.state, step: Step::Report };
        return Err(refused.into());
    }
    let note = required("note", note)?;
    if seen.task.is_parent {
        fan_out::urge(act, &mut seen, &note)?;
        return Ok(seen.task);
    }
    record(act, &mut seen, EventKind::Urged, json!({ "note": note }))?;
    calls::called(act, id, Call::Urged, &note)?;
    Ok(seen.task)
}

fn required(field: &str, text: &str) -> Result<String, Error> {
    let mut faults = Faults::default();
    let text = faults.required(field, text, TEXT);
    faults.finish()?;
    Ok(text)
}

pub(super) fn record(
    act: &mut Act<'_>,
    seen: &mut Sight,
    kind: EventKind,
    said: Value,
) -> Result<EventId, Error> {
    record_note(act, seen, kind, Note::new(said))
}

/// Keeps what a step changed. Only a suspension says where it came from.
pub(super) fn record_note(
    act: &mut Act<'_>,
    seen: &mut Sight,
    kind: EventKind,
    note: Note<'_>,
) -> Result<EventId, Error> {
    if seen.task.state != State::Suspended {
        seen.task.suspended_on = None;
    }
    let open = seen.request.as_ref().map(|request| request.kind);
    let event = keep(act, &mut seen.task, &seen.tree, open, kind, note)?;
    seen.facts.state = seen.task.state;
    Ok(event)
}
