//! Reminders, once each, whatever restarts: what the plan finds goes into one digest per person
//! and day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::Error;
use super::correspondence::{Correspondence, Draft};
use crate::app::Act;
use crate::domain::{
    LetterKind, Part, PersonId, Planned, ReminderKind, Rules, State, TaskId, Urgency, Watched,
    escalation, merged, plan,
};
use crate::mail::{Clerk, Digest, DigestTask, ReaderPart};
use crate::persistence::reminders;
use crate::persistence::views::mailing::{self, MailedTask};

/// After a longer time without a pass the ladder is not climbed again from its foot.
const LONGEST_PAUSE: Days = Days::new(31);

/// Writes the digests of today; how many there are. Doing it twice writes nothing twice, and
/// after some days without a pass what is still true is told once.
pub fn write_due(act: &mut Act<'_>) -> Result<usize, Error> {
    let today = act.today;
    let told = reminders::told_through(act.conn)?;
    let from = told.map_or(today, |told| (told + Days::new(1)).max(today - LONGEST_PAUSE));
    if from > today {
        return Ok(0);
    }
    let at_work = act.calendar().is_working_day(today);
    let post = Correspondence::open(act)?;
    // On a day without work only what is critical is told; the rest waits for the next pass.
    let tasks: BTreeMap<TaskId, MailedTask> = mailing::watched(act.conn)?
        .into_iter()
        .filter(|task| at_work || task.urgency == Urgency::Critical)
        .map(|task| (task.id, task))
        .collect();
    let watched: BTreeMap<TaskId, Watched> =
        tasks.values().map(|task| (task.id, post.watched(task))).collect();
    let list: Vec<Watched> = watched.values().cloned().collect();
    let planned = merged(plan(&list, &Rules::default(), act.calendar(), from, today));

    let mut due: BTreeMap<PersonId, Vec<Planned>> = BTreeMap::new();
    for one in planned {
        if reminders::claim(act.conn, &one, act.now)? {
            due.entry(one.person).or_default().push(one);
        }
    }
    let mut written = 0;
    for (person, planned) in due {
        written += usize::from(write_digest(act, &post, &tasks, &watched, person, &planned)?);
    }
    if at_work {
        reminders::set_told_through(act.conn, today)?;
    }
    Ok(written)
}

/// Writes the digest of one person; `false` for somebody whom no letter reaches.
fn write_digest(
    act: &mut Act<'_>,
    post: &Correspondence,
    tasks: &BTreeMap<TaskId, MailedTask>,
    watched: &BTreeMap<TaskId, Watched>,
    person: PersonId,
    planned: &[Planned],
) -> Result<bool, Error> {
    let Some(reader) = post.reader(person, act.today) else { return Ok(false) };
    let mut by_task: BTreeMap<TaskId, Vec<&Planned>> = BTreeMap::new();
    for one in planned {
        by_task.entry(one.task).or_default().push(one);
    }
    let mut lines: Vec<(&MailedTask, DigestTask)> = by_task
        .iter()
        .filter_map(|(id, told)| {
            let (task, watched) = (tasks.get(id)?, watched.get(id)?);
            Some((task, digest_task(act, post, task, watched, told)))
        })
        .collect();
    lines.sort_by_key(|(task, line)| (!line.dated, task.due_on, task.id));
    let errands = lines
        .iter_mut()
        .filter_map(|(task, line)| post.ask(&mut line.line, task, act.today))
        .collect();
    // A digest of one task is about that task, and can be answered.
    let single = if let [(task, _)] = lines.as_slice() { Some(task.id) } else { None };
    let clerks: BTreeSet<Option<Clerk>> = lines.iter().map(|(task, _)| post.clerk(task)).collect();
    let department = department_of(post, person, &lines);
    let digest = Digest {
        reader,
        department,
        tasks: lines.into_iter().map(|(_, line)| line).collect(),
        clerks: clerks.into_iter().flatten().collect(),
    };
    let draft = Draft {
        kind: LetterKind::Digest,
        task: single,
        cause: format!("digest:{}", act.today),
        wording: digest.render()?,
        links: errands,
    };
    let Some(letter) = post.send(act, person, draft)? else { return Ok(false) };
    for one in planned {
        reminders::link(act.conn, one, letter)?;
    }
    Ok(true)
}

fn digest_task(
    act: &Act<'_>,
    post: &Correspondence,
    task: &MailedTask,
    watched: &Watched,
    told: &[&Planned],
) -> DigestTask {
    let of = |kind| told.iter().find(|one| one.kind == kind);
    let next = |kind| {
        let one = of(kind)?;
        let next = escalation(watched, &Rules::default(), act.calendar(), one)?;
        (next.on > act.today).then(|| post.said(&next))
    };
    let part = told.first().map_or(Part::Head, |one| one.part);
    DigestTask {
        line: post.line(task, ReaderPart::Of(part)),
        unacknowledged: task.state == State::AwaitingAcknowledgement,
        dated: told.iter().any(|one| one.kind != ReminderKind::Unacknowledged),
        unless_acknowledged: next(ReminderKind::Unacknowledged),
        while_overdue: next(ReminderKind::Overdue),
    }
}

/// The department whose name stands over a digest: the one that the reader answers for, where
/// all tasks of the digest are its own.
fn department_of(
    post: &Correspondence,
    person: PersonId,
    lines: &[(&MailedTask, DigestTask)],
) -> Option<String> {
    let (first, _) = lines.first()?;
    let one = lines.iter().all(|(task, _)| task.lead_id == first.lead_id);
    let holds = post.tree().held_by(person).contains(&first.lead_id);
    (one && holds).then(|| post.tree().name(first.lead_id).to_owned())
}
