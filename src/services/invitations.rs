//! 商请配合: the lead asks a department to support; it accepts or declines, or the office decides.

use serde_json::json;

use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, calls};
use crate::app::Act;
use crate::domain::{
    Action, DepartmentId, EventKind, Fault, Faults, Invitation, InvitationId, InvitationState,
    State, Step, StepRefused, Task, TaskId,
};
use crate::mail::Call;
use crate::persistence::{self, invitations, people};

/// Asks a department to support a task; its head and contacts get a letter at once.
pub fn invite(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    department_id: DepartmentId,
    text: Option<&str>,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Invite, version)?;
    check_open(&seen)?;
    let mut faults = Faults::default();
    let text = faults.optional("text", text, TEXT);
    check_department(act, &seen, department_id, &mut faults)?;
    faults.finish()?;
    let invitation = Invitation {
        id: InvitationId(0),
        task_id: seen.task.id,
        department_id,
        text,
        state: InvitationState::Open,
        invited_by: act.actor.id,
        invited_by_name: act.actor.name.clone(),
        invited_on: act.today,
        invited_at: act.now,
        answered_by: None,
        answered_by_name: None,
        answered_on: None,
        comment: None,
    };
    invitations::insert(act.conn, &invitation).map_err(|error| match error {
        persistence::Error::Conflict(_) => asked_already(&seen, department_id),
        error => error.into(),
    })?;
    let said = json!({
        "department_id": department_id,
        "name": seen.tree.name(department_id),
        "text": invitation.text,
    });
    record_note(act, &mut seen, EventKind::Invited, Note::new(said))?;
    calls::invited(act, &invitation)?;
    Ok(seen.task)
}

fn check_department(
    act: &mut Act<'_>,
    seen: &Sight,
    id: DepartmentId,
    faults: &mut Faults,
) -> Result<(), Error> {
    let field = "department_id";
    match seen.tree.get(id) {
        None => faults.add(field, Fault::NoSuch),
        Some(found) if !found.active => faults.add(field, Fault::Inactive(found.name.clone())),
        Some(found) if id == seen.task.lead_id || seen.task.supporters.contains(&id) => {
            faults.add(field, Fault::Taken(found.name.clone()));
        }
        Some(found) => {
            let head = seen.tree.head(id).map(|head| people::find(act.conn, head)).transpose()?;
            if head.is_none_or(|head| !head.active) {
                faults.add(field, Fault::NoHead(found.name.clone()));
            } else if seen.facts.invited.contains(&id) {
                return Err(asked_already(seen, id));
            }
        }
    }
    Ok(())
}

fn asked_already(seen: &Sight, id: DepartmentId) -> Error {
    Error::invalid("department_id", Fault::Taken(seen.tree.name(id).to_owned()))
}

fn check_open(seen: &Sight) -> Result<(), StepRefused> {
    let state = seen.task.state;
    if state.is_open() || state == State::Suspended {
        Ok(())
    } else {
        Err(StepRefused { state, step: Step::Report })
    }
}

/// The department supports the task from now on.
pub fn accept(
    act: &mut Act<'_>,
    id: InvitationId,
    version: Option<i64>,
    comment: Option<&str>,
) -> Result<Task, Error> {
    let (mut seen, invitation) = open(act, id, version)?;
    check_open(&seen)?;
    let mut faults = Faults::default();
    let comment = faults.optional("comment", comment, TEXT);
    faults.finish()?;
    let mut supporters = seen.task.supporters.clone();
    if invitation.department_id != seen.task.lead_id {
        supporters.push(invitation.department_id);
    }
    supporters.sort_unstable();
    supporters.dedup();
    seen.task.supporters = supporters;
    settle(act, &mut seen, invitation, InvitationState::Accepted, comment)
}

/// The department does not support it, and says why.
pub fn decline(
    act: &mut Act<'_>,
    id: InvitationId,
    version: Option<i64>,
    reason: &str,
) -> Result<Task, Error> {
    let (mut seen, invitation) = open(act, id, version)?;
    let mut faults = Faults::default();
    let reason = faults.required("reason", reason, TEXT);
    faults.finish()?;
    settle(act, &mut seen, invitation, InvitationState::Declined, Some(reason))
}

fn open(
    act: &mut Act<'_>,
    id: InvitationId,
    version: Option<i64>,
) -> Result<(Sight, Invitation), Error> {
    let invitation = invitations::find(act.conn, id)?;
    let seen = sight::open(act, invitation.task_id, Action::AnswerInvitation, version)?;
    let holds = act.actor.holds.contains(&invitation.department_id);
    if !holds && !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    Ok((seen, invitation))
}

fn settle(
    act: &mut Act<'_>,
    seen: &mut Sight,
    invitation: Invitation,
    state: InvitationState,
    comment: Option<String>,
) -> Result<Task, Error> {
    let answered = Invitation {
        state,
        answered_by: act.actor.id,
        answered_by_name: Some(act.actor.name.clone()),
        answered_on: Some(act.today),
        comment,
        ..invitation
    };
    if !invitations::answer(act.conn, &answered)? {
        return Err(Error::STALE);
    }
    let accepted = state == InvitationState::Accepted;
    let said = json!({
        "department_id": answered.department_id,
        "name": seen.tree.name(answered.department_id),
        "reason": answered.comment,
    });
    let kind = if accepted { EventKind::InvitationAccepted } else { EventKind::InvitationDeclined };
    record_note(act, seen, kind, Note::new(said))?;
    let call = if accepted { Call::Accepted } else { Call::Declined };
    calls::invitation_answered(act, &answered, call)?;
    Ok(seen.task.clone())
}
