//! Sign-off before issue: drafts are submitted as one batch, and signed all together or sent back.

use std::collections::BTreeMap;

use serde_json::json;

use super::record::{Note, keep};
use super::sight::Sight;
use super::steps::{self, check_issuable, send_out};
use super::tasks::{TEXT, TaskPatch};
use super::{Error, fan_out, letters};
use crate::app::Act;
use crate::domain::{
    Action, Actor, Approval, DecisionRules, EventKind, Fault, Faults, FieldFault, PersonId, Role,
    Submission, SubmissionId, SubmissionState, Task, TaskFacts, TaskId, may_sign,
};
use crate::persistence::{self, Conn, departments, people, submissions, tasks};

/// Lays drafts before those who sign, as one batch.
///
/// # Errors
/// Everything that would stand in the way of issuing, the field named after its task:
/// `17.due_on`. Nothing is submitted then.
pub fn submit(act: &mut Act<'_>, ids: &[TaskId], note: &str) -> Result<Submission, Error> {
    let rules = act.rules();
    if !act.actor.runs_office() || rules.approval == Approval::None {
        return Err(Error::Forbidden);
    }
    let mut faults = Faults::default();
    let note = faults.optional("note", Some(note), TEXT);
    if ids.is_empty() {
        faults.add("task_ids", Fault::Missing);
    }
    faults.finish()?;
    let mut wrong = Vec::new();
    let ids = fan_out::with_parts(act, ids)?;
    let mut drafts = hold(act, &ids)?;
    // Who signs reads the dates that the letters will name.
    for seen in &mut drafts {
        let moved = work_day(act, seen);
        blame(&mut wrong, seen.task.id, moved)?;
    }
    for seen in &drafts {
        seen.demand(&act.actor, Action::Submit, rules)?;
        if seen.facts.submission.is_some() {
            wrong.push(FieldFault::at(format!("{}.state", seen.task.id), Fault::Submitted));
        }
        blame(&mut wrong, seen.task.id, check_issuable(act, seen))?;
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let facts: Vec<TaskFacts> = drafts.iter().map(|seen| seen.facts.clone()).collect();
    let signers = signers(act, &facts)?;
    if signers.is_empty() {
        return Err(Error::invalid("task_ids", Fault::NoSigner));
    }
    let mut submission = Submission {
        id: SubmissionId(0),
        state: SubmissionState::Open,
        note,
        submitted_by: act.actor.id,
        submitted_by_name: act.actor.name.clone(),
        submitted_at: act.now,
        decided_by: None,
        decided_by_name: None,
        decided_at: None,
        comment: None,
        tasks: drafts.iter().map(|seen| seen.task.id).collect(),
    };
    submission.id = submissions::insert(act.conn, &submission)?;
    let said = json!({ "submission": submission.id, "note": submission.note });
    record(act, &mut drafts, EventKind::Submitted, &said)?;
    letters::submitted(act, &submission, signers)?;
    Ok(submission)
}

/// Puts a draft that is due on a free day where the office wants it.
fn work_day(act: &mut Act<'_>, seen: &mut Sight) -> Result<(), Error> {
    let (before, mut faults) = (seen.task.due_on, Faults::default());
    let due_on = act.settled("due_on", before, &mut faults);
    faults.finish()?;
    if due_on != before {
        let patch = TaskPatch { due_on: Some(due_on), ..TaskPatch::default() };
        seen.task = super::tasks::edit(act, seen.task.id, seen.task.version, patch)?;
    }
    Ok(())
}

/// Issues drafts with the actor's own hand where they may; else submits them for signature.
pub fn issue_or_submit(
    act: &mut Act<'_>,
    drafts: &[(TaskId, i64)],
    note: &str,
) -> Result<Option<Submission>, Error> {
    if act.actor.issues(act.rules().approval) {
        let mut wrong = Vec::new();
        for (id, version) in drafts {
            match (steps::issue(act, *id, *version), drafts.len()) {
                // Of one draft it is plain which is meant.
                (issued, 1) => drop(issued?),
                (issued, _) => blame(&mut wrong, *id, issued)?,
            }
        }
        return if wrong.is_empty() { Ok(None) } else { Err(Error::Invalid(wrong)) };
    }
    let ids: Vec<TaskId> = drafts.iter().map(|(id, _)| *id).collect();
    submit(act, &ids, note).map(Some)
}

/// 签发并交办: issues everything that waits in the submission, or nothing. Where `seen` is given,
/// these are the drafts and their versions that the signer read.
///
/// # Errors
/// Everything that stands in the way, the field named after its task: `17.due_on`.
pub fn sign(
    act: &mut Act<'_>,
    id: SubmissionId,
    seen: Option<&[(TaskId, i64)]>,
) -> Result<Vec<Task>, Error> {
    let (mut submission, mut drafts) = take(act, id)?;
    let facts: Vec<TaskFacts> = drafts.iter().map(|draft| draft.facts.clone()).collect();
    if !may_sign(&act.actor, &facts, act.rules()) {
        return Err(Error::Forbidden);
    }
    if let Some(seen) = seen {
        let read: BTreeMap<TaskId, i64> = seen.iter().copied().collect();
        let is: BTreeMap<TaskId, i64> =
            drafts.iter().map(|draft| (draft.task.id, draft.task.version)).collect();
        if read != is {
            return Err(Error::STALE);
        }
    }
    settle(act, &mut submission, SubmissionState::Signed, None)?;
    let mut wrong = Vec::new();
    for draft in &mut drafts {
        let issued = send_out(act, draft, Some(&submission.submitted_by_name));
        blame(&mut wrong, draft.task.id, issued)?;
    }
    if wrong.is_empty() {
        Ok(drafts.into_iter().map(|draft| draft.task).collect())
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// 退回修改: unsigned, with the reason; the clerk finds the drafts on the desk again.
pub fn send_back(act: &mut Act<'_>, id: SubmissionId, comment: &str) -> Result<Submission, Error> {
    let (mut submission, mut drafts) = take(act, id)?;
    let facts: Vec<TaskFacts> = drafts.iter().map(|draft| draft.facts.clone()).collect();
    if !may_sign(&act.actor, &facts, act.rules()) {
        return Err(Error::Forbidden);
    }
    let mut faults = Faults::default();
    let comment = faults.required("comment", comment, TEXT);
    faults.finish()?;
    let said = json!({ "submission": id, "reason": comment });
    settle(act, &mut submission, SubmissionState::SentBack, Some(comment))?;
    record(act, &mut drafts, EventKind::SentBack, &said)?;
    letters::sent_back(act, &submission)?;
    Ok(submission)
}

/// 撤回: the office takes its drafts back before anybody has signed.
pub fn withdraw(act: &mut Act<'_>, id: SubmissionId) -> Result<Submission, Error> {
    let (mut submission, mut drafts) = take(act, id)?;
    if !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    settle(act, &mut submission, SubmissionState::Withdrawn, None)?;
    record(act, &mut drafts, EventKind::SubmissionWithdrawn, &json!({ "submission": id }))?;
    Ok(submission)
}

/// Takes one draft out of the submission in which it waits, because it goes its own way.
pub(super) fn leave(act: &mut Act<'_>, seen: &mut Sight) -> Result<(), Error> {
    let Some(id) = seen.facts.submission.take() else { return Ok(()) };
    submissions::leave(act.conn, seen.task.id)?;
    let mut submission = submissions::find(act.conn, id)?;
    if submission.state == SubmissionState::Open && submission.tasks.is_empty() {
        settle(act, &mut submission, SubmissionState::Withdrawn, None)?;
    }
    Ok(())
}

/// A submission as `actor` may see it: the office all of them, others those that they may sign.
pub fn look(
    conn: &mut Conn,
    actor: &Actor,
    id: SubmissionId,
    rules: DecisionRules,
) -> Result<(Submission, Vec<Sight>, bool), Error> {
    let submission = submissions::find(conn, id)?;
    let drafts = sights(conn, &submission.tasks)?;
    let facts: Vec<TaskFacts> = drafts.iter().map(|draft| draft.facts.clone()).collect();
    let signs = may_sign(actor, &facts, rules);
    if signs || actor.runs_office() {
        Ok((submission, drafts, signs))
    } else {
        Err(Error::NOT_FOUND)
    }
}

/// What waits for the signature of `actor`, the oldest first.
pub fn waiting_for(
    conn: &mut Conn,
    actor: &Actor,
    rules: DecisionRules,
) -> Result<Vec<Submission>, Error> {
    let mut found = Vec::new();
    for submission in submissions::open(conn)? {
        let drafts = sights(conn, &submission.tasks)?;
        let facts: Vec<TaskFacts> = drafts.into_iter().map(|draft| draft.facts).collect();
        if may_sign(actor, &facts, rules) {
            found.push(submission);
        }
    }
    Ok(found)
}

/// Opens a submission that waits, with its drafts locked.
fn take(act: &mut Act<'_>, id: SubmissionId) -> Result<(Submission, Vec<Sight>), Error> {
    let before = submissions::find(act.conn, id)?;
    let drafts = hold(act, &before.tasks)?;
    let submission = submissions::find(act.conn, id)?;
    let facts: Vec<TaskFacts> = drafts.iter().map(|draft| draft.facts.clone()).collect();
    if !act.actor.runs_office() && !may_sign(&act.actor, &facts, act.rules()) {
        return Err(Error::NOT_FOUND);
    }
    if submission.state == SubmissionState::Open {
        Ok((submission, drafts))
    } else {
        Err(Error::SubmissionSettled {
            state: submission.state,
            by: submission.decided_by_name.unwrap_or_default(),
            at: act.local(submission.decided_at.unwrap_or(submission.submitted_at)),
        })
    }
}

/// The tasks with these ids, each once, locked in one order so that two acts never wait for each
/// other.
fn hold(act: &mut Act<'_>, ids: &[TaskId]) -> Result<Vec<Sight>, Error> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    for id in &ids {
        tasks::hold(act.conn, *id)?;
    }
    sights(act.conn, &ids)
}

fn sights(conn: &mut Conn, ids: &[TaskId]) -> Result<Vec<Sight>, Error> {
    let operator = Actor::operator();
    let rules = DecisionRules::default();
    ids.iter().map(|id| Sight::of(conn, &operator, *id, rules)).collect()
}

/// Notes what is wrong with one task, and stops at what is not a matter of fields.
fn blame<T>(
    wrong: &mut Vec<FieldFault>,
    id: TaskId,
    outcome: Result<T, Error>,
) -> Result<(), Error> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Error::Invalid(faults)) => {
            let named = |one: FieldFault| FieldFault::at(format!("{id}.{}", one.field), one.fault);
            wrong.extend(faults.into_iter().map(named));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Those whose signature would do.
fn signers(act: &mut Act<'_>, drafts: &[TaskFacts]) -> Result<Vec<PersonId>, Error> {
    let rules = act.rules();
    let tree = departments::tree(act.conn)?;
    let everybody = people::all(act.conn)?;
    let all = everybody.iter().filter(|one| one.active && one.role != Role::Admin);
    let may = all.filter(|one| may_sign(&Actor::new(one, &tree, BTreeMap::new()), drafts, rules));
    let mut signers: Vec<_> = may.collect();
    // Top leaders are asked only where nobody nearer can sign.
    if signers.iter().any(|one| !one.top_leader) {
        signers.retain(|one| !one.top_leader);
    }
    Ok(signers.into_iter().map(|one| one.id).collect())
}

fn settle(
    act: &mut Act<'_>,
    submission: &mut Submission,
    state: SubmissionState,
    comment: Option<String>,
) -> Result<(), Error> {
    submission.state = state;
    submission.decided_by = act.actor.id;
    submission.decided_by_name = Some(act.actor.name.clone());
    submission.decided_at = Some(act.now);
    submission.comment = comment;
    submissions::settle(act.conn, submission).map_err(|error: persistence::Error| error.into())
}

fn record(
    act: &mut Act<'_>,
    drafts: &mut [Sight],
    kind: EventKind,
    said: &serde_json::Value,
) -> Result<(), Error> {
    for draft in drafts {
        keep(act, &mut draft.task, &draft.tree, None, kind, Note::new(said.clone()))?;
    }
    Ok(())
}
