//! 交办、退办、审核: the single letters that acts cause, written in the transaction of the act.
//!
//! Each is called after the act is in the history; whoever acted gets no letter about it.

use chrono::NaiveDate;

use super::Error;
use super::correspondence::{Correspondence, Draft};
use crate::app::Act;
use crate::domain::{
    LetterKind, Part, Parties, PersonId, RequestId, RequestKind, RequestState, Rules, TaskId,
    Urgency, escalation,
};
use crate::mail::{
    Decided, Invitation, InvitationCause, Issued, ReaderPart, RequestToDecide, Returned,
};
use crate::persistence::views::mailing;

/// Within how many working days a task is to be acknowledged.
const ACKNOWLEDGE_WITHIN: u32 = 2;

/// A task went out: to head and contacts of the lead, the handler, and the heads of those who
/// support.
pub fn issued(act: &mut Act<'_>, task: TaskId) -> Result<(), Error> {
    let task = mailing::task(act.conn, task)?;
    let post = Correspondence::open(act)?;
    let cause = format!("event:{}", mailing::last_event(act.conn, task.id)?);
    let parties = post.parties(&task);
    let mut readers = in_the_lead(&parties);
    for department in mailing::supporters(act.conn, task.id)? {
        let head = post.tree().head(department).into_iter();
        let contacts = post.contacts(department);
        readers.extend(head.chain(contacts).map(|person| (person, ReaderPart::Support)));
    }
    let rules = Rules::default();
    let watched = post.watched(&task);
    let first = watched.reached(&rules, act.calendar());
    let next = first.and_then(|first| escalation(&watched, &rules, act.calendar(), &first));
    let acknowledge_by = act.calendar().working_days_after(act.today, ACKNOWLEDGE_WITHIN);
    post.to_each(act, readers, |post, reader, part| {
        let letter = Issued {
            task: post.line(&task, part),
            urgency: task.urgency,
            requirement: task.requirement.clone(),
            acknowledge_by,
            also_goes: next.as_ref().map(|next| post.said(next)),
            clerk: post.clerk(&task),
            reader,
        };
        let wording = letter.render()?;
        Ok(Draft { kind: LetterKind::Issued, task: Some(task.id), cause: cause.clone(), wording })
    })
}

/// A department sent a task back: to the clerk who follows it, or else to all clerks.
pub fn returned(act: &mut Act<'_>, task: TaskId, reason: &str) -> Result<(), Error> {
    let task = mailing::task(act.conn, task)?;
    let post = Correspondence::open(act)?;
    let cause = format!("event:{}", mailing::last_event(act.conn, task.id)?);
    let actor = act.actor.name.clone();
    let readers = post.followers(&task).into_iter().map(|one| (one, ReaderPart::Clerk)).collect();
    post.to_each(act, readers, |post, reader, part| {
        let letter = Returned {
            task: post.line(&task, part),
            actor: actor.clone(),
            reason: reason.to_owned(),
            clerk: None,
            reader,
        };
        let wording = letter.render()?;
        Ok(Draft { kind: LetterKind::Returned, task: Some(task.id), cause: cause.clone(), wording })
    })
}

/// A request waits: to those who may decide it.
pub fn request_to_decide(act: &mut Act<'_>, request: RequestId) -> Result<(), Error> {
    let request = mailing::request(act.conn, request)?;
    let task = mailing::task(act.conn, request.task_id)?;
    let post = Correspondence::open(act)?;
    let cause = format!("event:{}", mailing::last_event(act.conn, task.id)?);
    let mut deciders: Vec<PersonId> = post.leader(&task).into_iter().collect();
    deciders.extend(post.office_heads());
    let clerk_decides = act.rules().clerk
        && request.kind == RequestKind::Closure
        && task.urgency == Urgency::Normal;
    if clerk_decides {
        deciders.extend(post.followers(&task));
    }
    let readers = deciders
        .into_iter()
        .filter(|person| Some(*person) != request.requested_by)
        .map(|person| (person, ReaderPart::Decider))
        .collect();
    post.to_each(act, readers, |post, reader, part| {
        let letter = RequestToDecide {
            task: post.line(&task, part),
            kind: request.kind,
            actor: request.requested_by_name.clone(),
            reason: request.reason.clone(),
            result: request.result.clone(),
            new_due_on: request.new_due_on,
            clock_stands: task.stopped_on.is_some(),
            clerk: post.clerk(&task),
            reader,
        };
        let wording = letter.render()?;
        let kind = LetterKind::RequestToDecide;
        Ok(Draft { kind, task: Some(task.id), cause: cause.clone(), wording })
    })
}

/// A request was approved or rejected: to who asked, and to the head of the lead.
pub fn decided(act: &mut Act<'_>, request: RequestId) -> Result<(), Error> {
    let request = mailing::request(act.conn, request)?;
    let task = mailing::task(act.conn, request.task_id)?;
    let post = Correspondence::open(act)?;
    let cause = format!("event:{}", mailing::last_event(act.conn, task.id)?);
    let parties = post.parties(&task);
    let asked = request.requested_by.map(|person| (person, part_of(&parties, person)));
    let head = parties.head.map(|head| (head, ReaderPart::Of(Part::Head)));
    let actor = request.decided_by_name.clone().unwrap_or_else(|| act.actor.name.clone());
    post.to_each(act, asked.into_iter().chain(head).collect(), |post, reader, part| {
        let letter = Decided {
            task: post.line(&task, part),
            kind: request.kind,
            agreed: request.state == RequestState::Approved,
            actor: actor.clone(),
            comment: request.comment.clone(),
            closed_on: task.closed_on,
            clerk: post.clerk(&task),
            reader,
        };
        let wording = letter.render()?;
        Ok(Draft { kind: LetterKind::Decided, task: Some(task.id), cause: cause.clone(), wording })
    })
}

/// The way into an account, with a one-time link that works up to and with `until`.
pub fn invitation(
    act: &mut Act<'_>,
    person: PersonId,
    link: &str,
    until: NaiveDate,
    forgotten: bool,
) -> Result<(), Error> {
    let post = Correspondence::open(act)?;
    let (kind, cause) = if forgotten {
        (LetterKind::Forgotten, InvitationCause::Forgotten)
    } else {
        (LetterKind::Invitation, InvitationCause::Invited { by: act.actor.name.clone() })
    };
    // A second link is a second cause, even within one second.
    let key = format!("{kind}:{}", crate::links::Token::presented(link).hash().as_ref());
    let Some(reader) = post.reader(person, act.today) else { return Ok(()) };
    let wording = Invitation { reader, cause, link: link.to_owned(), until }.render()?;
    post.send(act, person, Draft { kind, task: None, cause: key, wording })?;
    Ok(())
}

/// Head, handler and contacts of the lead, in this order.
fn in_the_lead(parties: &Parties) -> Vec<(PersonId, ReaderPart)> {
    let head = parties.head.map(|one| (one, ReaderPart::Of(Part::Head)));
    let contacts = parties.contacts.iter().map(|one| (*one, ReaderPart::Of(Part::Contact)));
    let handler = parties.handler.map(|one| (one, ReaderPart::Of(Part::Handler)));
    head.into_iter().chain(contacts).chain(handler).collect()
}

/// What somebody of the lead department is to the task.
fn part_of(parties: &Parties, person: PersonId) -> ReaderPart {
    let found = in_the_lead(parties).into_iter().find(|(one, _)| *one == person);
    found.map_or(ReaderPart::Of(Part::Contact), |(_, part)| part)
}
