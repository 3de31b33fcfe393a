//! Tasks made of what was accepted: all of them, or none.

use super::change::of_meeting;
use crate::app::Act;
use crate::domain::{Directive, DirectiveId, Disposition, Fault, FieldFault, MeetingId, Task};
use crate::persistence;
use crate::services::intake::check_office;
use crate::services::tasks::{self, NewTask};
use crate::services::{Error, steps, submissions};

/// Makes a task of every directive of the meeting that is accepted and has none, and issues them
/// where `issue` says so, or submits them for signature where the clerk does not issue.
///
/// # Errors
/// Everything that stands in the way, the field named after its directive: `12.due_on`. Nothing is
/// made then.
pub fn create_tasks(
    act: &mut Act<'_>,
    meeting: MeetingId,
    issue: bool,
) -> Result<Vec<Task>, Error> {
    let actor = act.actor.clone();
    let all = of_meeting(act.conn, &actor, meeting)?;
    check_office(&actor)?;
    let mut faults = Vec::new();
    let mut made = Vec::new();
    for (directive, tasks) in all {
        if directive.disposition != Disposition::Accepted || !tasks.is_empty() {
            continue;
        }
        match create(act, &directive, issue) {
            Ok(task) => made.push(task),
            Err(Error::Invalid(wrong)) => {
                faults.extend(wrong.into_iter().map(|one| named(directive.id, one)));
            }
            Err(error) => return Err(error),
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    if issue && !made.is_empty() {
        let drafts: Vec<_> = made.iter().map(|task| (task.id, task.version)).collect();
        submissions::issue_or_submit(act, &drafts, "")?;
        let ids: Vec<_> = made.iter().map(|task| task.id).collect();
        made = persistence::tasks::find_all(act.conn, &ids)?;
    }
    Ok(made)
}

fn create(act: &mut Act<'_>, directive: &Directive, issue: bool) -> Result<Task, Error> {
    let prepared = directive.prepared();
    prepared.check_due().map_err(|fault| Error::invalid("due_on", fault))?;
    prepared.check_cadence().map_err(|fault| Error::invalid("cadence", fault))?;
    let task = tasks::create(
        act,
        NewTask {
            title: directive.title.clone(),
            requirement: prepared.requirement,
            lead_id: prepared.lead,
            supporters: prepared.supporters,
            due_on: prepared.due_on.filter(|_| !prepared.long_term),
            long_term: prepared.long_term,
            handler_id: prepared.handler,
            leader_id: prepared.leader,
            follower_id: prepared.follower,
            directive_id: Some(directive.id),
            meeting_id: Some(directive.meeting_id),
            programme_id: prepared.programme,
            parent_id: None,
            fan_out: prepared.fan_out,
            sub_task: None,
            urgency: prepared.urgency,
            cadence: prepared.cadence,
            evidence_required: prepared.evidence_required,
            ..NewTask::default()
        },
    )?;
    if issue {
        steps::must_be_issuable(act, task.id)?;
        for part in persistence::tasks::children(act.conn, task.id)? {
            steps::must_be_issuable(act, part.id)?;
        }
    }
    Ok(task)
}

/// `fault`, with the directive that it belongs to.
fn named(id: DirectiveId, FieldFault { field, fault }: FieldFault) -> FieldFault {
    FieldFault { field: format!("{id}.{field}"), fault }
}

/// Which directive a fault of [`create_tasks`] belongs to, its field, and what is wrong.
pub fn blame(fault: &FieldFault) -> Option<(DirectiveId, &str, &Fault)> {
    let (id, field) = fault.field.split_once('.')?;
    Some((id.parse().ok()?, field, &fault.fault))
}
