//! What a leader answers for: requests and drafts that wait, open tasks, departments counted.

use chrono::NaiveDate;

use super::dashboard::{DashboardFilter, Day, DepartmentFigures};
use super::desk::{self, Asked, Submitted};
use super::task_lines::TaskLine;
use super::task_list::{self, Sort};
use crate::domain::{Actor, Counts, DepartmentId, Instruction, Look, Report, TaskFilter, TaskId};
use crate::persistence::{Conn, Error, instructions, looks, reports};

/// How many open tasks are shown; the ledger has them all.
const ROWS: i64 = 12;

/// A department with what it leads, counted.
#[derive(Debug, Clone)]
pub struct Led {
    /// Which one.
    pub id: DepartmentId,
    /// What it is called.
    pub name: String,
    /// What it and those below it lead.
    pub counts: Counts,
}

/// What a leader answers for.
#[derive(Debug)]
pub struct Portfolio {
    /// All requests that wait, the oldest first; the policy says which are the leader's.
    pub asked: Vec<Asked>,
    /// All drafts that wait for a signature.
    pub submitted: Vec<Submitted>,
    /// Open tasks, by their dates.
    pub open: Vec<TaskLine>,
    /// How many there are.
    pub open_total: i64,
    /// All that counts.
    pub counts: Counts,
    /// The departments with tasks, in the organisation's order.
    pub departments: Vec<Led>,
    /// The last instructions that the viewer wrote on tasks, the newest first, each with its task.
    pub instructed: Vec<Instructed>,
    /// Those of the open and of these tasks on which others did something that the viewer has not read.
    pub news: Vec<TaskId>,
}

/// An instruction with what answered it.
#[derive(Debug, Clone)]
pub struct Instructed {
    /// What was written.
    pub instruction: Instruction,
    /// On which task.
    pub line: TaskLine,
    /// The first report after it.
    pub answer: Option<Report>,
}

impl Portfolio {
    /// What `viewer` answers for on `today`.
    pub fn of(
        conn: &mut Conn,
        viewer: &Actor,
        today: NaiveDate,
        look: Option<&Look>,
    ) -> Result<Self, Error> {
        let filter = DashboardFilter { leader_id: viewer.id, ..DashboardFilter::on(today) };
        let day = Day::read(conn, viewer, &filter)?;
        let mut counts = Counts::default();
        for standing in day.standings() {
            counts.add(standing, today);
        }
        let led = |one: DepartmentFigures| Led { id: one.id, name: one.name, counts: one.lead };
        let departments = day.departments().into_iter().filter(|one| one.lead.all > 0);
        let departments = departments.map(led).collect();
        let open = TaskFilter { leader_id: viewer.id, open: true, ..TaskFilter::default() };
        let page = task_list::page(conn, viewer, &open, Sort::default(), None, ROWS, today)?;
        let instructed = instructed(conn, viewer, today)?;
        let mut every: Vec<TaskId> = task_list::ids(conn, viewer, &open, today)?;
        every.extend(instructed.iter().map(|one| one.line.task.id));
        every.sort_unstable();
        every.dedup();
        let news = match (viewer.id, look) {
            (Some(person), Some(look)) => looks::with_news(conn, person, &every, look.read_to)?,
            _ => Vec::new(),
        };
        Ok(Self {
            instructed,
            news,
            asked: desk::requests(conn)?,
            submitted: desk::submitted(conn)?,
            open: page.items,
            open_total: page.total,
            counts,
            departments,
        })
    }
}

/// How many of one's own instructions are shown.
const INSTRUCTIONS: i64 = 10;

/// What `viewer` wrote on tasks that they still see, with the lead's first report after it.
fn instructed(conn: &mut Conn, viewer: &Actor, today: NaiveDate) -> Result<Vec<Instructed>, Error> {
    let Some(person) = viewer.id else { return Ok(Vec::new()) };
    let written = instructions::of_person(conn, person, INSTRUCTIONS)?;
    let ids: Vec<TaskId> = written.iter().filter_map(|one| one.task_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let filter = TaskFilter { ids, ..TaskFilter::default() };
    let seen = task_list::page(conn, viewer, &filter, Sort::default(), None, INSTRUCTIONS, today)?;
    let mut found = Vec::new();
    for instruction in written {
        let own = |line: &&TaskLine| Some(line.task.id) == instruction.task_id;
        let Some(line) = seen.items.iter().find(own).cloned() else { continue };
        let told = reports::of_task(conn, line.task.id)?;
        let lead = told.into_iter().rev().filter(|report| !report.as_support);
        let answer = lead.into_iter().find(|report| instruction.is_answered_by(Some(report)));
        found.push(Instructed { instruction, line, answer });
    }
    Ok(found)
}
