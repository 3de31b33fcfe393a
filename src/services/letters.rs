//! 交办、退办、审核: the single letters that acts cause, written in the transaction of the act.
//!
//! Each is called after the act is in the history; whoever acted gets no letter about it.

use std::collections::BTreeMap;

use chrono::Days;

use super::Error;
use super::accounts::LINK_DAYS;
use super::correspondence::{Correspondence, Draft};
use super::group_letters;
use super::sight::Sight;
use crate::app::Act;
use crate::domain::{
    Action, Actor, DepartmentId, LetterKind, LinkPurpose, Named as _, Part, Parties, PersonId,
    Request, RequestId, RequestState, Submission, TaskId, Verdict, escalation, may,
};
use crate::links::{Token, link_path};
use crate::mail::{
    Decided, Errand, Invitation, InvitationCause, Issued, OpinionSaid, ReaderPart, RequestToDecide,
    Returned, SubmissionLetter, SubmittedDraft,
};
use crate::persistence::views::mailing;
use crate::persistence::{requests, tasks};

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
        readers.extend(in_support(&post, department));
    }
    let (rules, watched) = (post.rules(), post.watched(&task));
    let first = watched.reached(rules, act.calendar());
    let next = first.and_then(|first| escalation(&watched, rules, act.calendar(), &first));
    group_letters::issued(act, &post, &task, &cause)?;
    let acknowledge_by = act.calendar().working_days_after(act.today, ACKNOWLEDGE_WITHIN);
    post.to_each(act, readers, |post, reader, part| {
        let mut told = post.line(&task, part);
        let acknowledges = matches!(part, ReaderPart::Of(Part::Head | Part::Contact));
        let link = if acknowledges { post.ask(&mut told, &task, reader.today) } else { None };
        let letter = Issued {
            task: told,
            urgency: task.urgency,
            requirement: task.requirement.clone(),
            acknowledge_by,
            also_goes: next.as_ref().map(|next| post.said(next)),
            clerk: post.clerk(&task),
            reader,
        };
        let wording = letter.render()?;
        let links = link.into_iter().collect();
        let cause = cause.clone();
        Ok(Draft { kind: LetterKind::Issued, task: Some(task.id), cause, wording, links })
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
        Ok(Draft {
            kind: LetterKind::Returned,
            task: Some(task.id),
            cause: cause.clone(),
            wording,
            links: Vec::new(),
        })
    })
}

/// A request waits: to those who may decide it, and for a first opinion to the clerk.
pub fn request_to_decide(act: &mut Act<'_>, id: RequestId) -> Result<(), Error> {
    let rules = act.rules();
    let (seen, request) = Sight::of_request(act.conn, &Actor::operator(), id, rules)?;
    let task = mailing::task(act.conn, request.task_id)?;
    let post = Correspondence::open(act)?;
    let is_theirs = |id: &PersonId| {
        let person = post.person(*id).map(|one| Actor::new(one, post.tree(), BTreeMap::new()));
        person.is_some_and(|actor| {
            may(&actor, Action::Decide, &seen.facts, rules) == Verdict::Allowed
        })
    };
    let nearest = post.leader(&task).into_iter().chain(post.office_heads());
    let above = if request.endorsed_on.is_some() { post.top_leaders() } else { Vec::new() };
    let followers = post.followers(&task);
    let deciders = nearest.chain(above).chain(followers.iter().copied()).filter(is_theirs);
    let mut readers: Vec<_> = deciders.map(|id| (id, ReaderPart::Decider)).collect();
    // Whoever has the clerk's opinion, or no longer waits for it, does not ask for it again.
    if request.opinion_on.is_none() && request.endorsed_on.is_none() {
        readers.extend(followers.into_iter().map(|id| (id, ReaderPart::Clerk)));
    }
    send_request(act, &post, &task, &request, readers)
}

/// A contact or handler wrote a request: to the head, who confirms it.
pub fn request_to_confirm(act: &mut Act<'_>, id: RequestId) -> Result<(), Error> {
    let request = requests::find(act.conn, id)?;
    let task = mailing::task(act.conn, request.task_id)?;
    let post = Correspondence::open(act)?;
    let head = post.parties(&task).head.into_iter();
    let readers = head.map(|head| (head, ReaderPart::Of(Part::Head))).collect();
    send_request(act, &post, &task, &request, readers)
}

fn send_request(
    act: &mut Act<'_>,
    post: &Correspondence,
    task: &mailing::MailedTask,
    request: &Request,
    readers: Vec<(PersonId, ReaderPart)>,
) -> Result<(), Error> {
    let cause = format!("event:{}", mailing::last_event(act.conn, task.id)?);
    let advice = request.opinion_agrees.map(|agrees| OpinionSaid {
        by: request.opinion_by_name.clone().unwrap_or_default(),
        agrees,
        words: request.opinion.clone(),
        endorses: false,
    });
    let endorsement = request.endorsed_by_name.clone().map(|by| OpinionSaid {
        by,
        agrees: true,
        words: request.endorsement.clone(),
        endorses: true,
    });
    post.to_each(act, readers, |post, reader, part| {
        let letter = RequestToDecide {
            task: post.line(task, part),
            errand: match part {
                ReaderPart::Decider => Errand::Decide,
                ReaderPart::Clerk => Errand::Advise,
                ReaderPart::Of(_) | ReaderPart::Support => Errand::Confirm,
            },
            kind: request.kind,
            actor: request.requested_by_name.clone(),
            reason: request.reason.clone(),
            result: request.result.clone(),
            evidence: request.evidence.clone(),
            opinions: advice.iter().chain(&endorsement).cloned().collect(),
            new_due_on: request.proposed_due_on(),
            clock_stands: task.stopped_on.is_some(),
            clerk: post.clerk(task),
            reader,
        };
        let wording = letter.render()?;
        let kind = LetterKind::RequestToDecide;
        Ok(Draft { kind, task: Some(task.id), cause: cause.clone(), wording, links: Vec::new() })
    })
}

/// Drafts wait for a signature: to those who may give it.
pub fn submitted(
    act: &mut Act<'_>,
    submission: &Submission,
    signers: Vec<PersonId>,
) -> Result<(), Error> {
    batch(act, submission, signers, submission.note.as_deref(), LetterKind::Submitted)
}

/// Submitted drafts came back unsigned: to who submitted them.
pub fn sent_back(act: &mut Act<'_>, submission: &Submission) -> Result<(), Error> {
    let readers = submission.submitted_by.into_iter().collect();
    batch(act, submission, readers, submission.comment.as_deref(), LetterKind::SentBack)
}

fn batch(
    act: &mut Act<'_>,
    submission: &Submission,
    readers: Vec<PersonId>,
    words: Option<&str>,
    kind: LetterKind,
) -> Result<(), Error> {
    let post = Correspondence::open(act)?;
    let drafts: Vec<SubmittedDraft> = tasks::find_all(act.conn, &submission.tasks)?
        .into_iter()
        .map(|task| SubmittedDraft {
            lead: post.tree().name(task.lead_id).to_owned(),
            number: task.number,
            title: task.title,
            due_on: task.due_on,
        })
        .collect();
    let cause = format!("submission:{}:{kind}", submission.id);
    let link = act.app.links.submission(submission.id);
    let actor = act.actor.name.clone();
    let readers = readers.into_iter().map(|one| (one, ReaderPart::Decider)).collect();
    post.to_each(act, readers, |_, reader, _| {
        let letter = SubmissionLetter {
            reader,
            actor: actor.clone(),
            sent_back: kind == LetterKind::SentBack,
            words: words.map(str::to_owned),
            drafts: drafts.clone(),
            link: link.clone(),
        };
        Ok(Draft {
            kind,
            task: None,
            cause: cause.clone(),
            wording: letter.render()?,
            links: Vec::new(),
        })
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
        Ok(Draft {
            kind: LetterKind::Decided,
            task: Some(task.id),
            cause: cause.clone(),
            wording,
            links: Vec::new(),
        })
    })
}

/// The way into an account: the one-time link that was made in this act.
pub fn account_link(
    act: &mut Act<'_>,
    person: PersonId,
    purpose: LinkPurpose,
    token: &Token,
) -> Result<(), Error> {
    let post = Correspondence::open(act)?;
    let (kind, cause) = match purpose {
        LinkPurpose::Invitation => {
            (LetterKind::Invitation, InvitationCause::Invited { by: act.actor.name.clone() })
        }
        LinkPurpose::Password | LinkPurpose::SetUp => {
            (LetterKind::Forgotten, InvitationCause::Forgotten)
        }
    };
    let Some(reader) = post.reader(person, act.today) else { return Ok(()) };
    let link = act.app.links.to(&link_path(purpose.word(), token));
    let until = act.today + Days::new(LINK_DAYS.unsigned_abs());
    let wording = Invitation { reader, cause, link, until }.render()?;
    // A second link is a second cause, even within the same second.
    let key = format!("link:{}", token.hash().as_ref());
    post.send(act, person, Draft { kind, task: None, cause: key, wording, links: Vec::new() })?;
    Ok(())
}

/// Head, handler and contacts of the lead, in this order.
pub(super) fn in_the_lead(parties: &Parties) -> Vec<(PersonId, ReaderPart)> {
    let head = parties.head.map(|one| (one, ReaderPart::Of(Part::Head)));
    let contacts = parties.contacts.iter().map(|one| (*one, ReaderPart::Of(Part::Contact)));
    let handler = parties.handler.map(|one| (one, ReaderPart::Of(Part::Handler)));
    head.into_iter().chain(contacts).chain(handler).collect()
}

/// Head and contacts of a department that supports.
pub(super) fn in_support(
    post: &Correspondence,
    department: DepartmentId,
) -> Vec<(PersonId, ReaderPart)> {
    let head = post.tree().head(department).into_iter();
    head.chain(post.contacts(department)).map(|person| (person, ReaderPart::Support)).collect()
}

/// What somebody of the lead department is to the task.
fn part_of(parties: &Parties, person: PersonId) -> ReaderPart {
    let found = in_the_lead(parties).into_iter().find(|(one, _)| *one == person);
    found.map_or(ReaderPart::Of(Part::Contact), |(_, part)| part)
}
