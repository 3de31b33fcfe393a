//! Sub-tasks 分解事项: what a department makes of its own task, for its own people. They follow the
//! task: they rest while it rests, and end with it.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::pause::{put_aside, wake};
use super::record::{Note, keep};
use super::sight::{self, Sight};
use super::steps::{record, record_note};
use super::tasks::{NewTask, TEXT, insert, known};
use super::{Error, calls};
use crate::app::Act;
use crate::domain::{
    Action, Cadence, EventKind, Fault, Faults, Nature, PersonId, State, Step, Task, TaskId, Tree,
};
use crate::persistence::{people, tasks};

/// Writes a sub-task down; its handler has it in hand at once.
pub(super) fn create(act: &mut Act<'_>, new: NewTask) -> Result<Task, Error> {
    let Some(id) = new.parent_id else {
        return Err(Error::invalid("parent_id", Fault::Missing));
    };
    let whole = match sight::look(act, id, Action::BreakDown) {
        Ok(whole) => whole,
        Err(Error::Storage(crate::persistence::Error::NotFound)) => {
            return Err(Error::invalid("parent_id", Fault::NoSuch));
        }
        Err(error) => return Err(error),
    };
    let mut faults = Faults::default();
    faults.check("parent_id", whole.task.nature().check_sub_task(whole.task.state));
    for (field, given) in [
        ("lead_department_id", new.lead_id.is_some_and(|id| id != whole.task.lead_id)),
        ("supporting_department_ids", !new.supporters.is_empty()),
        ("fan_out_department_ids", !new.fan_out.is_empty()),
        ("leader_id", new.leader_id.is_some()),
        ("programme_id", new.programme_id.is_some()),
        ("directive_id", new.directive_id.is_some()),
        ("meeting_id", new.meeting_id.is_some()),
        ("long_term", new.long_term),
        ("cadence", new.cadence != Cadence::None),
    ] {
        faults.unwanted(field, given);
    }
    if new.handler_id.is_none() {
        faults.add("handler_id", Fault::Missing);
    }
    let due_on = new.due_on.or(whole.task.due_on);
    check(act, &whole.task, &whole.tree, (new.handler_id, due_on), &mut faults)?;
    faults.finish()?;
    let new = NewTask {
        lead_id: Some(whole.task.lead_id),
        // It is as confidential as the whole.
        meeting_id: whole.task.meeting_id,
        follower_id: whole.task.follower_id,
        due_on,
        sub_task: Some(true),
        ..new
    };
    let mut task = insert(act, new, |act, task| {
        task.take(Step::Issue)?;
        task.take(Step::Acknowledge)?;
        task.set_deadline(act.today);
        task.acknowledged_on = Some(act.today);
        Ok(())
    })?;
    // In the history of the whole one reads what became of it.
    let mut whole = whole;
    let said = json!({ "sub_task": task.title });
    record(act, &mut whole, EventKind::PartsMoved, said)?;
    if let Some(handler) = task.handler_id {
        calls::delegated(act, task.id, handler)?;
    }
    task = tasks::find(act.conn, task.id)?;
    Ok(task)
}

/// What a sub-task needs to fit its task: a handler of the department, and a date that is not
/// after the task's.
pub(super) fn check(
    act: &mut Act<'_>,
    whole: &Task,
    tree: &Tree,
    (handler, due_on): (Option<PersonId>, Option<NaiveDate>),
    faults: &mut Faults,
) -> Result<(), Error> {
    if let Some(person) = handler
        && let Some(person) = known(people::find(act.conn, person))?
    {
        let within = tree.subtree(whole.lead_id);
        let held = tree.held_by(person.id).iter().any(|id| within.contains(id));
        if !held && !person.department_id.is_some_and(|id| within.contains(&id)) {
            let name = tree.name(whole.lead_id).to_owned();
            faults.add("handler_id", Fault::NotOfDepartment(name));
        }
    }
    if let (Some(due), Some(whole_due)) = (due_on, whole.due_on)
        && due > whole_due
    {
        faults.add("due_on", Fault::AfterWhole(whole_due));
    }
    Ok(())
}

/// A sub-task is done: its handler, or who answers for the department, says so.
pub fn finish(act: &mut Act<'_>, id: TaskId, version: i64, result: &str) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Finish, Some(version))?;
    seen.task.take(Step::RequestClosure)?;
    seen.task.take(Step::ApproveClosure)?;
    let mut faults = Faults::default();
    let result = faults.required("result", result, TEXT);
    faults.finish()?;
    seen.task.closed_on = Some(act.today);
    let old = json!({ "percent": seen.task.percent });
    seen.task.percent = 100;
    record_note(
        act,
        &mut seen,
        EventKind::Finished,
        Note::change(old, json!({ "result": result })),
    )?;
    Ok(seen.task)
}

/// How many sub-tasks of `task` are not done.
pub(super) fn open(act: &mut Act<'_>, task: &Task) -> Result<usize, Error> {
    if task.nature() != Nature::Whole {
        return Ok(0);
    }
    let all = tasks::children(act.conn, task.id)?;
    Ok(all.iter().filter(|one| !matches!(one.state, State::Closed | State::Cancelled)).count())
}

/// Lets the sub-tasks follow what became of their task.
pub(super) fn follow(
    act: &mut Act<'_>,
    whole: &Task,
    tree: &Tree,
    kind: EventKind,
) -> Result<(), Error> {
    let moves = matches!(
        kind,
        EventKind::Suspended
            | EventKind::Resumed
            | EventKind::Cancelled
            | EventKind::Transferred
            | EventKind::Recalled
            | EventKind::Returned
            | EventKind::RequestApproved
    );
    if !moves || whole.nature() != Nature::Whole {
        return Ok(());
    }
    for mut one in tasks::children(act.conn, whole.id)? {
        let over = matches!(one.state, State::Closed | State::Cancelled);
        let (kind, said): (EventKind, Value) = match whole.state {
            _ if over => continue,
            State::Suspended if one.state != State::Suspended => {
                put_aside(act, &mut one)?;
                (EventKind::Suspended, json!({ "with": whole.number }))
            }
            State::InProgress | State::AwaitingAcknowledgement
                if kind == EventKind::Resumed && one.state == State::Suspended =>
            {
                wake(act, &mut one, None)?;
                (EventKind::Resumed, json!({ "with": whole.number, "due_on": one.due_on }))
            }
            State::Closed | State::Cancelled | State::Draft => {
                one.take(Step::Cancel)?;
                (EventKind::Cancelled, json!({ "with": whole.number }))
            }
            State::AwaitingAcknowledgement if kind == EventKind::Transferred => {
                one.take(Step::Cancel)?;
                (EventKind::Cancelled, json!({ "with": whole.number }))
            }
            _ => continue,
        };
        keep(act, &mut one, tree, None, kind, Note::new(said))?;
    }
    Ok(())
}

/// The task that `seen`, a sub-task, is a share of.
pub(super) fn whole_of(act: &mut Act<'_>, seen: &Sight) -> Result<Option<Task>, Error> {
    let whole = seen.task.parent_id.filter(|_| seen.task.is_subtask);
    Ok(whole.map(|id| tasks::find(act.conn, id)).transpose()?)
}
