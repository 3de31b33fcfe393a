//! What departments' groups are told, by their robots: what was issued to them, and what is
//! overdue. Nothing of a confidential meeting, nothing that is a department's own affair.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::correspondence::Correspondence;
use crate::app::Act;
use crate::domain::{Channel, DepartmentId, LetterKind, Planned, ReminderKind, Robot, TaskId};
use crate::mail::{GroupLetter, GroupNews, GroupTask, Wording, message_id};
use crate::persistence::outbox::{self, NewLetter};
use crate::persistence::robots;
use crate::persistence::views::mailing::{self, MailedTask};

/// A task went out: to the groups of its lead.
pub(super) fn issued(
    act: &mut Act<'_>,
    post: &Correspondence,
    task: &MailedTask,
    cause: &str,
) -> Result<(), Error> {
    let robots = robots::of(act.conn, task.lead_id)?;
    let open = !task.is_subtask && mailing::confidential(act.conn, &[task.id])?.is_empty();
    for robot in robots.iter().filter(|_| open) {
        let wording =
            letter(act, post, robot.department_id, GroupNews::Issued, &[task]).render()?;
        write(act, post, robot, (LetterKind::Issued, Some(task.id), cause), wording)?;
    }
    Ok(())
}

/// What the ladder found to be overdue: to the groups of the leads, in one message a day.
pub(super) fn overdue(
    act: &mut Act<'_>,
    post: &Correspondence,
    planned: &[Planned],
    tasks: &BTreeMap<TaskId, MailedTask>,
) -> Result<(), Error> {
    let robots = robots::all(act.conn)?;
    if robots.is_empty() {
        return Ok(());
    }
    let found: BTreeSet<TaskId> = planned
        .iter()
        .filter(|one| one.kind == ReminderKind::Overdue)
        .map(|one| one.task)
        .collect();
    let ids: Vec<TaskId> = found.iter().copied().collect();
    let secret = mailing::confidential(act.conn, &ids)?;
    let late = |task: &&MailedTask| task.due_on.is_some_and(|due| due < act.today);
    let told = found.iter().filter(|id| !secret.contains(id)).filter_map(|id| tasks.get(id));
    let mut told: Vec<&MailedTask> = told.filter(|task| !task.is_subtask).filter(late).collect();
    told.sort_by_key(|task| (task.due_on, task.id));
    let cause = format!("group:{}", act.today);
    for robot in robots {
        let own: Vec<&MailedTask> =
            told.iter().copied().filter(|task| task.lead_id == robot.department_id).collect();
        if own.is_empty() {
            continue;
        }
        let wording = letter(act, post, robot.department_id, GroupNews::Overdue, &own).render()?;
        let single = if let [one] = own.as_slice() { Some(one.id) } else { None };
        write(act, post, &robot, (LetterKind::GroupOverdue, single, &cause), wording)?;
    }
    Ok(())
}

fn letter(
    act: &Act<'_>,
    post: &Correspondence,
    department: DepartmentId,
    news: GroupNews,
    tasks: &[&MailedTask],
) -> GroupLetter {
    let house = act.app.house();
    let task = |task: &&MailedTask| GroupTask {
        number: task.number.clone().unwrap_or_default(),
        title: task.title.clone(),
        due_on: task.due_on,
        link: act.app.links.task(task.id),
    };
    GroupLetter {
        lang: house.lang,
        organisation: house.name(house.lang).to_owned(),
        department: post.tree().name(department).to_owned(),
        today: act.today,
        news,
        tasks: tasks.iter().map(task).collect(),
    }
}

/// Puts a letter to a group into the outbox; the same cause does so once.
pub(super) fn write(
    act: &mut Act<'_>,
    post: &Correspondence,
    robot: &Robot,
    (kind, task_id, cause): (LetterKind, Option<TaskId>, &str),
    wording: Wording,
) -> Result<(), Error> {
    let cause_key = format!("{cause}:robot:{}", robot.id);
    let department = post.tree().name(robot.department_id);
    let letter = NewLetter {
        message_id: message_id(&cause_key, act.now, &act.app.links.host()),
        cause_key,
        kind,
        person_id: None,
        task_id,
        to_name: format!("{department} · {}", robot.name),
        channel: Channel::Robot,
        to_address: robot.id.to_string(),
        subject: wording.subject,
        body_text: wording.text,
        body_html: wording.html,
        card: wording.card.to_keep(),
    };
    outbox::write(act.conn, letter, act.now)?;
    Ok(())
}
