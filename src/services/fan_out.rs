//! A directive for all: one part for each department below one task, which stands where they
//! stand. What is done to the whole is done to all of them, or to none.

use serde_json::json;

use super::calls::Hearers;
use super::record::{Note, keep};
use super::sight::Sight;
use super::steps::{record, send_out};
use super::tasks::{NewTask, department, write};
use super::{Error, calls, instructions, steps, submissions};
use crate::app::Act;
use crate::domain::{
    DepartmentId, EventKind, Fault, Faults, Instruction, Nature, Pieces, State, Step, StepRefused,
    Task, TaskId, Tree, together,
};
use crate::persistence::{departments, people, tasks};

/// The most departments at once.
const MOST: usize = 200;

/// Writes a task down with one part for each of `new.fan_out`. The parts say what the whole says;
/// each department names its own handler.
pub(super) fn create(act: &mut Act<'_>, new: &NewTask) -> Result<Task, Error> {
    let tree = departments::tree(act.conn)?;
    let mut faults = Faults::default();
    let mut chosen = Vec::new();
    for id in &new.fan_out {
        department(&tree, *id, "fan_out_department_ids", &mut faults);
        if !chosen.contains(id) {
            chosen.push(*id);
        }
    }
    if chosen.len() > MOST {
        faults.add("fan_out_department_ids", Fault::TooMany { most: MOST });
    }
    if new.parent_id.is_some() {
        faults.add("parent_id", Fault::Unwanted);
    }
    if new.handler_id.is_some() {
        faults.add("handler_id", Fault::Unwanted);
    }
    faults.finish()?;
    let lead_id = match new.lead_id {
        Some(given) => Some(given),
        None => overseer(act, new, &tree)?.or(chosen.first().copied()),
    };
    let plain = NewTask { fan_out: Vec::new(), ..new.clone() };
    let whole = write(act, NewTask { lead_id, supporters: Vec::new(), ..plain.clone() })?;
    for id in chosen {
        let others = new.supporters.iter().copied().filter(|other| *other != id).collect();
        let parent_id = Some(whole.id);
        write(act, NewTask { lead_id: Some(id), supporters: others, parent_id, ..plain.clone() })?;
    }
    Ok(tasks::find(act.conn, whole.id)?)
}

/// The department that watches over a spread task: that of the clerk who follows it.
fn overseer(act: &mut Act<'_>, new: &NewTask, tree: &Tree) -> Result<Option<DepartmentId>, Error> {
    let Some(follower) = new.follower_id.or(act.actor.id) else { return Ok(None) };
    let own = super::tasks::known(people::find(act.conn, follower))?;
    let own = own.and_then(|person| person.department_id);
    Ok(own.filter(|id| tree.get(*id).is_some_and(|one| one.active)))
}

/// Refuses a task that no part can be put below.
pub(super) fn check_parent(
    act: &mut Act<'_>,
    id: TaskId,
    faults: &mut Faults,
) -> Result<(), Error> {
    tasks::hold(act.conn, id)?;
    let Some(parent) = super::tasks::known(tasks::find(act.conn, id))? else {
        faults.add("parent_id", Fault::NoSuch);
        return Ok(());
    };
    let asked = parent.open_request_id.is_some() || !tasks::children(act.conn, id)?.is_empty();
    let asked = asked && !parent.is_parent;
    faults.check("parent_id", parent.nature().check_part(parent.state, asked));
    Ok(())
}

/// Puts the whole where its parts now stand, and says so in its history where that has changed.
pub(super) fn settle(
    act: &mut Act<'_>,
    part: &Task,
    tree: &Tree,
    kind: EventKind,
) -> Result<(), Error> {
    let Some(id) = part.parent_id else { return Ok(()) };
    let mut whole = tasks::find(act.conn, id)?;
    let pieces = tasks::pieces(act.conn, &[id])?.remove(&id).unwrap_or_default();
    let (state, closed_on) = together(&pieces);
    let count = Pieces::count(&pieces);
    let percent = count.share_closed();
    // A draft is spread once; what is added to a whole that is out is told by name.
    let (first, draft) = (pieces.len() == 1, whole.state == State::Draft);
    let added = kind == EventKind::Created;
    if added && draft && state == State::Draft && !first {
        return Ok(());
    }
    if !added && (whole.state, whole.closed_on, whole.percent) == (state, closed_on, percent) {
        return Ok(());
    }
    if draft && state != State::Draft {
        whole.set_deadline(act.today);
        steps::number(act, &mut whole)?;
    }
    if state == State::Draft {
        whole.unfreeze_deadline();
    }
    let old = json!({ "state": whole.state });
    whole.state = state;
    whole.closed_on = closed_on;
    whole.percent = percent;
    let mut said = json!({ "state": state, "closed": count.closed, "of": count.of });
    if added && first {
        said["spread"] = json!(true);
    } else if added {
        said["added"] = json!(tree.name(part.lead_id));
    }
    keep(act, &mut whole, tree, None, EventKind::PartsMoved, Note::change(old, said))?;
    Ok(())
}

/// Issues the whole and every part that is a draft.
pub(super) fn issue(act: &mut Act<'_>, seen: &mut Sight) -> Result<(), Error> {
    // Where some parts are out already, only the others follow.
    if seen.task.state == State::Draft {
        send_out(act, seen, None)?;
    }
    each(
        act,
        seen,
        Step::Issue,
        |state| state == State::Draft,
        |act, part| {
            let mut part = Sight::of(act.conn, &act.actor, part.id, act.rules())?;
            submissions::leave(act, &mut part)?;
            send_out(act, &mut part, None)
        },
    )
}

/// Takes every part back that was issued: all of them, or none.
pub(super) fn recall(act: &mut Act<'_>, seen: &mut Sight, reason: &str) -> Result<(), Error> {
    record(act, seen, EventKind::Recalled, json!({ "reason": reason }))?;
    let out = |state| !matches!(state, State::Draft | State::Cancelled);
    each(act, seen, Step::Recall, out, |act, part| {
        steps::recall(act, part.id, part.version, reason).map(drop)
    })
}

/// Cancels every part that is not closed.
pub(super) fn cancel(act: &mut Act<'_>, seen: &mut Sight, reason: &str) -> Result<(), Error> {
    record(act, seen, EventKind::Cancelled, json!({ "reason": reason }))?;
    let left = |state| !matches!(state, State::Closed | State::Cancelled);
    each(act, seen, Step::Cancel, left, |act, part| {
        steps::cancel(act, part.id, part.version, reason).map(drop)
    })
}

/// Urges every department that has not closed its part.
pub(super) fn urge(act: &mut Act<'_>, seen: &mut Sight, note: &str) -> Result<(), Error> {
    record(act, seen, EventKind::Urged, json!({ "note": note }))?;
    each(act, seen, Step::Report, State::is_open, |act, part| {
        steps::urge(act, part.id, Some(part.version), note).map(drop)
    })
}

/// A leader's word to every department that has not closed its part, and once to the clerk.
pub(super) fn instruct(
    act: &mut Act<'_>,
    seen: &mut Sight,
    instruction: &Instruction,
) -> Result<(), Error> {
    instructions::record(act, seen, instruction, None)?;
    calls::instructed_on_task(act, seen.task.id, instruction, Hearers::Clerk)?;
    let open = |state: State| state.is_open() || state == State::Suspended;
    each(act, seen, Step::Report, open, |act, part| {
        let mut part = Sight::of(act.conn, &act.actor, part.id, act.rules())?;
        instructions::record(act, &mut part, instruction, None)?;
        calls::instructed_on_task(act, part.task.id, instruction, Hearers::Lead)
    })
}

/// Does the same to every part that stands where `fits` says; what is refused for one is refused
/// for all, and the department is named. Leaves in `seen` what became of the whole.
fn each(
    act: &mut Act<'_>,
    seen: &mut Sight,
    step: Step,
    fits: impl Fn(State) -> bool,
    mut deed: impl FnMut(&mut Act<'_>, &Task) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut parts = tasks::children(act.conn, seen.task.id)?;
    parts.retain(|part| fits(part.state));
    if parts.is_empty() {
        return Err(StepRefused { state: seen.task.state, step }.into());
    }
    for part in parts {
        deed(act, &part).map_err(|why| match why {
            ours @ (Error::Letter(_) | Error::Storage(_)) => ours,
            why => {
                let department = seen.tree.name(part.lead_id).to_owned();
                Error::OfPart { department, why: Box::new(why) }
            }
        })?;
    }
    seen.task = tasks::find(act.conn, seen.task.id)?;
    seen.facts.state = seen.task.state;
    Ok(())
}

/// The drafts of `ids` with those parts of spread ones that are drafts too.
pub(super) fn with_parts(act: &mut Act<'_>, ids: &[TaskId]) -> Result<Vec<TaskId>, Error> {
    let mut all = ids.to_vec();
    for whole in tasks::find_all(act.conn, ids)? {
        if whole.nature() == Nature::FanOut {
            let parts = tasks::children(act.conn, whole.id)?.into_iter();
            all.extend(parts.filter(|part| part.state == State::Draft).map(|part| part.id));
        }
    }
    Ok(all)
}
