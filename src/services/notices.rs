//! 督办通知单: what a notice says. It is kept in the history when a task goes out, and read from
//! there ever after.

use chrono::NaiveDate;
use serde_json::Value;

use super::Error;
use super::sight::Sight;
use crate::domain::{
    Actor, DecisionRules, EventKind, Fault, Nature, OnPaper, Particulars, Person, PersonId, State,
    Task, TaskFilter, TaskId, Tree,
};
use crate::persistence::views::task_list::{self, Sort, SortKey};
use crate::persistence::{Conn, departments, directives, events, grounds, meetings, people, tasks};

/// The most tasks of one batch.
pub const MOST: usize = 200;

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The task.
    pub task: TaskId,
    /// Its number; none before it was ever issued.
    pub number: Option<String>,
    /// The day of issue; none for a draft.
    pub issued_on: Option<NaiveDate>,
    /// What it says.
    pub text: Particulars,
}

/// The particulars of a task with the names of today; `signed_by` is who issues it.
pub(super) fn particulars(
    conn: &mut Conn,
    tree: &Tree,
    task: &Task,
    clerk: Option<PersonId>,
    signed_by: Option<String>,
) -> Result<Particulars, Error> {
    let mut somebody = |id: Option<PersonId>| id.map(|id| people::find(conn, id)).transpose();
    let responsible = somebody(tree.head(task.lead_id))?;
    let leader = somebody(task.leader_id.or_else(|| tree.leader(task.lead_id)))?;
    let clerk = somebody(task.follower_id.or(clerk))?;
    let ground = grounds::of_task(conn, task.id)?;
    let meeting = task.meeting_id.map(|id| meetings::find(conn, id)).transpose()?;
    let directive = task.directive_id.map(|id| directives::find(conn, id)).transpose()?;
    let (reference, dated_on, words) =
        ground.map(|one| (one.reference, one.dated_on, one.words)).unwrap_or_default();
    let held_on = meeting.as_ref().map(|meeting| meeting.held_on);
    let named = |department| tree.name(department).to_owned();
    Ok(Particulars {
        title: task.title.clone(),
        requirement: task.requirement.clone(),
        lead: named(task.lead_id),
        supporters: task.supporters.iter().map(|id| named(*id)).collect(),
        responsible: responsible.map(on_paper),
        leader: leader.map(on_paper),
        phone: clerk.as_ref().and_then(|clerk| clerk.phone.clone()),
        office: clerk.as_ref().and_then(|clerk| clerk.department_id).map(named),
        clerk: clerk.map(on_paper),
        source: reference.or(meeting.map(|meeting| meeting.title)),
        source_on: dated_on.or(held_on),
        quote: directive.map(|directive| directive.quote).or(words),
        urgency: task.urgency,
        cadence: task.cadence,
        due_on: task.due_on,
        signed_by,
    })
}

/// The notice of one task; where it went out to several departments, one for each that the viewer
/// may see.
pub fn of_task(
    conn: &mut Conn,
    viewer: &Actor,
    id: TaskId,
    rules: DecisionRules,
) -> Result<Vec<Notice>, Error> {
    let seen = Sight::of(conn, viewer, id, rules)?;
    let parts = if seen.task.nature() == Nature::FanOut {
        let parts = tasks::children(conn, id)?;
        let filter = TaskFilter { parent_id: Some(id), ..TaskFilter::default() };
        let mine = task_list::ids(conn, viewer, &filter, NaiveDate::MAX)?;
        parts.into_iter().filter(|part| mine.contains(&part.id)).collect()
    } else {
        Vec::new()
    };
    if parts.is_empty() {
        return Ok(vec![notice(conn, &seen.tree, &seen.task)?]);
    }
    parts.iter().map(|part| notice(conn, &seen.tree, part)).collect()
}

/// The notices of the tasks that the viewer may see under `filter`, by number. What was not
/// issued has none in a batch, and a task that was spread over departments has those of its parts.
pub fn of_many(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    today: NaiveDate,
) -> Result<Vec<Notice>, Error> {
    let sort = Sort { by: SortKey::Number, descending: false };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let found = task_list::page(conn, viewer, filter, sort, None, most, today)?;
    if found.total > most {
        return Err(Error::invalid("ids", Fault::TooMany { most: MOST }));
    }
    let tree = departments::tree(conn)?;
    let issued = |task: &Task| {
        task.state != State::Draft && !matches!(task.nature(), Nature::FanOut | Nature::SubTask)
    };
    let lines = found.items.into_iter().map(|line| line.task).filter(issued);
    lines.map(|task| notice(conn, &tree, &task)).collect()
}

/// As it went out; a draft, and what went out before notices were kept, with the names of today.
fn notice(conn: &mut Conn, tree: &Tree, task: &Task) -> Result<Notice, Error> {
    let draft = task.state == State::Draft;
    let events = events::of_task(conn, task.id)?;
    let gone = events.iter().rev().find(|event| {
        matches!(event.fact.kind, EventKind::Issued | EventKind::Transferred)
            && event.fact.new.is_some()
    });
    let signed_by = gone.map(|event| event.fact.actor_name.clone());
    let kept = gone.filter(|_| !draft).and_then(|event| event.fact.new.as_deref()).and_then(kept);
    let text = match kept {
        Some(text) => text,
        None => particulars(conn, tree, task, task.created_by, signed_by.filter(|_| !draft))?,
    };
    let issued_on = task.issued_on.filter(|_| !draft);
    Ok(Notice { task: task.id, number: task.number.clone(), issued_on, text })
}

/// The notice that a line of history keeps.
fn kept(new: &str) -> Option<Particulars> {
    let mut said: Value = serde_json::from_str(new).ok()?;
    serde_json::from_value(said.get_mut("notice")?.take()).ok()
}

fn on_paper(person: Person) -> OnPaper {
    OnPaper { name: person.name, title: person.title }
}
