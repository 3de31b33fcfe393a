//! Words that go to those who work on a task, by letter at once: urging, instruction, question,
//! invitation, and that something was put into their hands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Error;
use super::correspondence::{Correspondence, Draft};
use super::letters::{in_support, in_the_lead};
use crate::app::Act;
use crate::domain::{
    Instruction, Invitation, LetterKind, Meeting, Part, Person, PersonId, Question, TaskId,
};
use crate::mail::{Call, Called, HandedOver, InstructedOnMeeting, ReaderPart, TaskLine};
use crate::persistence::views::mailing::{self, MailedTask};

/// How many tasks a letter names; the ledger has the others.
const NAMED: usize = 20;

/// Somebody urged: to those in the lead who work on it.
pub fn called(act: &mut Act<'_>, task: TaskId, call: Call, words: &str) -> Result<(), Error> {
    let task = mailing::task(act.conn, task)?;
    let post = Correspondence::open(act)?;
    let readers = in_the_lead(&post.parties(&task));
    call_to(act, &task, &post, readers, call, words)
}

/// Who hears a leader's word on a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hearers {
    /// Those in the lead who work on it: of a part, whose clerk heard it for the whole.
    Lead,
    /// The clerk: of a spread task, whose departments hear it for their own parts.
    Clerk,
    /// Both.
    All,
}

/// A leader instructed on a task.
pub(super) fn instructed_on_task(
    act: &mut Act<'_>,
    task: TaskId,
    instruction: &Instruction,
    hearers: Hearers,
) -> Result<(), Error> {
    let task = mailing::task(act.conn, task)?;
    let post = Correspondence::open(act)?;
    let mut readers = Vec::new();
    if hearers != Hearers::Clerk {
        readers.extend(in_the_lead(&post.parties(&task)));
    }
    if hearers != Hearers::Lead {
        let clerks = post.followers(&task).into_iter();
        readers.extend(clerks.map(|one| (one, ReaderPart::Clerk)));
    }
    let Instruction { text, answer_by, .. } = instruction;
    call_with(act, &task, &post, readers, Call::Instructed, text, *answer_by)
}

/// The office asks about a report: to those who answer for the department that reported.
pub fn questioned(act: &mut Act<'_>, question: &Question) -> Result<(), Error> {
    let task = mailing::task(act.conn, question.task_id)?;
    let post = Correspondence::open(act)?;
    let readers = if question.department_id == task.lead_id {
        in_the_lead(&post.parties(&task))
    } else {
        in_support(&post, question.department_id)
    };
    call_to(act, &task, &post, readers, Call::Questioned, &question.text)
}

/// Somebody was named as handler 经办人: to them.
pub fn delegated(act: &mut Act<'_>, task: TaskId, handler: PersonId) -> Result<(), Error> {
    let task = mailing::task(act.conn, task)?;
    let post = Correspondence::open(act)?;
    let readers = vec![(handler, ReaderPart::Of(Part::Handler))];
    let words = task.requirement.clone();
    call_to(act, &task, &post, readers, Call::Delegated, &words)
}

/// A department is asked to support: to its head and contacts.
pub fn invited(act: &mut Act<'_>, invitation: &Invitation) -> Result<(), Error> {
    let task = mailing::task(act.conn, invitation.task_id)?;
    let post = Correspondence::open(act)?;
    let readers = in_support(&post, invitation.department_id);
    let words = invitation.text.clone().unwrap_or_default();
    call_to(act, &task, &post, readers, Call::Invited, &words)
}

/// It answered, or the office did: to those in the lead, and to the department where it was not
/// asked itself.
pub fn invitation_answered(
    act: &mut Act<'_>,
    invitation: &Invitation,
    call: Call,
) -> Result<(), Error> {
    let task = mailing::task(act.conn, invitation.task_id)?;
    let post = Correspondence::open(act)?;
    let mut readers = in_the_lead(&post.parties(&task));
    if !act.actor.holds.contains(&invitation.department_id) {
        readers.extend(in_support(&post, invitation.department_id));
    }
    let words = invitation.comment.clone().unwrap_or_default();
    call_to(act, &task, &post, readers, call, &words)
}

fn call_to(
    act: &mut Act<'_>,
    task: &MailedTask,
    post: &Correspondence,
    readers: Vec<(PersonId, ReaderPart)>,
    call: Call,
    words: &str,
) -> Result<(), Error> {
    call_with(act, task, post, readers, call, words, None)
}

fn call_with(
    act: &mut Act<'_>,
    task: &MailedTask,
    post: &Correspondence,
    readers: Vec<(PersonId, ReaderPart)>,
    call: Call,
    words: &str,
    answer_by: Option<NaiveDate>,
) -> Result<(), Error> {
    let today = act.today;
    let cause = format!("event:{}", mailing::last_event(act.conn, task.id)?);
    let actor = act.actor.name.clone();
    let kind = match call {
        Call::Urged => LetterKind::Urged,
        Call::UrgingNotice(_) => LetterKind::UrgingNotice,
        Call::Instructed => LetterKind::Instructed,
        Call::Questioned => LetterKind::Questioned,
        Call::Delegated => LetterKind::Delegated,
        Call::Invited => LetterKind::SupportAsked,
        Call::Accepted | Call::Declined => LetterKind::SupportAnswered,
    };
    post.to_each(act, readers, |post, reader, part| {
        let mut told = post.line(task, part);
        let asks = matches!(call, Call::Urged | Call::Questioned);
        let link = if asks { post.ask(&mut told, task, today) } else { None };
        let letter = Called {
            task: told,
            call,
            actor: actor.clone(),
            words: words.to_owned(),
            answer_by,
            overdue: task.stopped_on.is_none() && task.due_on.is_some_and(|due| due < today),
            clerk: post.clerk(task),
            reader,
        };
        let wording = letter.render()?;
        let links = link.into_iter().collect();
        Ok(Draft { kind, task: Some(task.id), cause: cause.clone(), wording, links })
    })
}

/// Somebody instructed on a meeting: one letter to each who leads one of its tasks, about those,
/// and one about all to the clerks.
pub fn instructed(
    act: &mut Act<'_>,
    meeting: &Meeting,
    instruction: &Instruction,
    tasks: &[TaskId],
) -> Result<(), Error> {
    let post = Correspondence::open(act)?;
    let mut readers: BTreeMap<PersonId, Vec<TaskLine>> =
        post.clerks().into_iter().map(|clerk| (clerk, Vec::new())).collect();
    let clerks: Vec<PersonId> = readers.keys().copied().collect();
    for task in tasks {
        let task = mailing::task(act.conn, *task)?;
        for (person, part) in in_the_lead(&post.parties(&task)) {
            let lines = readers.entry(person).or_default();
            let told = lines.iter().any(|line| line.link == act.app.links.task(task.id));
            if !told && !clerks.contains(&person) {
                lines.push(post.line(&task, part));
            }
        }
        for clerk in &clerks {
            let line = post.line(&task, ReaderPart::Clerk);
            readers.entry(*clerk).or_default().push(line);
        }
    }
    for (person, mut lines) in readers {
        let Some(reader) = post.reader(person, act.today) else { continue };
        if act.actor.is(Some(person)) {
            continue;
        }
        lines.truncate(NAMED);
        let letter = InstructedOnMeeting {
            reader,
            meeting: meeting.title.clone(),
            actor: instruction.given_by_name.clone(),
            words: instruction.text.clone(),
            answer_by: instruction.answer_by,
            tasks: lines,
            link: act.app.links.meeting(meeting.id),
        };
        let draft = Draft {
            kind: LetterKind::Instructed,
            task: None,
            cause: format!("instruction:{}", instruction.id),
            wording: letter.render()?,
            links: Vec::new(),
        };
        post.send(act, person, draft)?;
    }
    Ok(())
}

/// Tasks changed hands: one letter to each who took some over, and one to who handed them over.
pub fn handed_over(
    act: &mut Act<'_>,
    leaving: &Person,
    taken: &BTreeMap<PersonId, BTreeSet<TaskId>>,
) -> Result<(), Error> {
    let post = Correspondence::open(act)?;
    let cause = format!("handover:{}:{}", leaving.id, act.now.and_utc().timestamp_millis());
    let all: BTreeSet<TaskId> = taken.values().flatten().copied().collect();
    let mut readers: Vec<(PersonId, &BTreeSet<TaskId>)> =
        taken.iter().map(|(person, tasks)| (*person, tasks)).collect();
    readers.push((leaving.id, &all));
    for (person, tasks) in readers {
        if tasks.is_empty() || act.actor.is(Some(person)) {
            continue;
        }
        let Some(reader) = post.reader(person, act.today) else { continue };
        let mut lines = Vec::new();
        for task in tasks.iter().take(NAMED) {
            let task = mailing::task(act.conn, *task)?;
            lines.push(post.line(&task, ReaderPart::Of(Part::Handler)));
        }
        let letter = HandedOver {
            reader,
            from: (person != leaving.id).then(|| leaving.name.clone()),
            actor: act.actor.name.clone(),
            count: tasks.len(),
            tasks: lines,
        };
        let draft = Draft {
            kind: LetterKind::HandedOver,
            task: None,
            cause: cause.clone(),
            wording: letter.render()?,
            links: Vec::new(),
        };
        post.send(act, person, draft)?;
    }
    Ok(())
}
