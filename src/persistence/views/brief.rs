//! 上次会议议定事项落实情况: what became of what a meeting decided, clause by clause, what is left of
//! the meetings before it, and what the next one is asked to settle.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::meeting_list;
use super::task_lines::TaskLine;
use super::task_list::{self, Sort, SortKey};
use crate::domain::extraction::passages;
use crate::domain::{
    Actor, Body, BodyId, Disposition, Label, Light, Meeting, MeetingId, Need, Outlook, Report,
    RequestKind, State, TaskFilter,
};
use crate::persistence::{Conn, Error, bodies, directives, meetings, reports};

/// More tasks than a meeting has.
const MOST: i64 = 500;

/// A brief, as of one day and as one person may see it.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The meeting.
    pub meeting: Meeting,
    /// The body that sat.
    pub body: Option<Body>,
    /// The day of the figures.
    pub as_of: NaiveDate,
    /// What was decided, in the order of the minutes.
    pub clauses: Vec<Clause>,
    /// Tasks of the meeting that rest on none of its clauses.
    pub others: Vec<Standing>,
    /// What is left of earlier meetings of the body, the newest first.
    pub earlier: Vec<Earlier>,
}

/// One directive that was accepted.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its place in the minutes, as `6` or `6b`.
    pub label: String,
    /// The minutes' own words.
    pub quote: String,
    /// Its tasks; none where it is not yet assigned.
    pub tasks: Vec<Standing>,
}

/// How one task stood on the day.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The task.
    pub line: TaskLine,
    /// Its light on the day.
    pub light: Light,
    /// How much was done, by the last report until then.
    pub percent: i32,
    /// The lead's last report until then.
    pub report: Option<Report>,
    /// What is asked of the meeting.
    pub asks: Vec<Ask>,
}

/// What is asked of the meeting about a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A request waits: what for, until when, and why. An extension that is not the first one says
    /// how many there were before.
    Decide(RequestKind, Option<NaiveDate>, String, i32),
    /// It cannot go on, for this reason.
    Unblock(String),
    /// It needs what others must give.
    Give(Vec<Need>, String),
}

/// What is left of an earlier meeting.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// The meeting.
    pub id: MeetingId,
    /// What it is called.
    pub title: String,
    /// When it was held.
    pub held_on: NaiveDate,
    /// How many counted tasks it gave rise to.
    pub all: usize,
    /// Those of them that are open.
    pub open: Vec<Standing>,
}

impl Earlier {
    /// Those that are overdue.
    pub fn overdue(&self) -> impl Iterator<Item = &Standing> {
        self.open.iter().filter(|one| one.light == Light::Overdue)
    }
}

impl Brief {
    /// Every task of the meeting, each once.
    pub fn tasks(&self) -> impl Iterator<Item = &Standing> {
        self.clauses.iter().flat_map(|clause| &clause.tasks).chain(&self.others)
    }

    /// Every open task of it and of the meetings before.
    pub fn everything(&self) -> impl Iterator<Item = &Standing> {
        self.tasks().chain(self.earlier.iter().flat_map(|earlier| &earlier.open))
    }
}

/// The brief of a meeting that `viewer` was found to see.
pub fn of_meeting(
    conn: &mut Conn,
    viewer: &Actor,
    id: MeetingId,
    as_of: NaiveDate,
) -> Result<Brief, Error> {
    let meeting = meetings::find(conn, id)?;
    let body = meeting.body_id.map(|id| bodies::find(conn, id)).transpose()?;
    let own = TaskFilter { meeting_id: Some(id), ..TaskFilter::default() };
    let mut tasks = standing(conn, viewer, own, as_of)?;
    let clauses = clauses(conn, id, &mut tasks)?;
    let earlier = match meeting.body_id {
        Some(body) => earlier(conn, viewer, body, &meeting, as_of)?,
        None => Vec::new(),
    };
    Ok(Brief { meeting, body, as_of, clauses, others: tasks, earlier })
}

/// The last meeting of a body until a day, among those that `viewer` may see.
pub fn last_of(
    conn: &mut Conn,
    viewer: &Actor,
    body: BodyId,
    until: NaiveDate,
) -> Result<Option<MeetingId>, Error> {
    let filter = meeting_list::MeetingFilter {
        body_id: Some(body),
        to: Some(until),
        ..meeting_list::MeetingFilter::default()
    };
    let last = meeting_list::page(conn, viewer, &filter, 0, 1)?;
    Ok(last.first().map(|meeting| meeting.id))
}

/// The accepted directives in the order of the minutes, each with its tasks, taken out of `tasks`.
fn clauses(
    conn: &mut Conn,
    id: MeetingId,
    tasks: &mut Vec<Standing>,
) -> Result<Vec<Clause>, Error> {
    let found = directives::of_meeting(conn, id)?;
    let minutes = meetings::minutes_of(conn, id)?;
    let sentences: Vec<_> = passages(&minutes.text)
        .iter()
        .flat_map(|passage| passage.sentences.iter().cloned())
        .collect();
    let labels = Label::all(&found, &sentences);
    let accepted = found.into_iter().zip(labels);
    let accepted = accepted.filter(|(one, _)| one.disposition == Disposition::Accepted);
    Ok(accepted
        .map(|(one, label)| {
            let of_it = |task: &mut Standing| task.line.task.directive_id == Some(one.id);
            let tasks = tasks.extract_if(.., of_it).collect();
            Clause { label: label.to_string(), quote: one.quote, tasks }
        })
        .collect())
}

fn earlier(
    conn: &mut Conn,
    viewer: &Actor,
    body: BodyId,
    last: &Meeting,
    as_of: NaiveDate,
) -> Result<Vec<Earlier>, Error> {
    let filter = TaskFilter { body_id: Some(body), counted: true, ..TaskFilter::default() };
    let mut by_meeting: BTreeMap<(NaiveDate, MeetingId), Earlier> = BTreeMap::new();
    for task in standing(conn, viewer, filter, as_of)? {
        let Some(meeting) = task.line.meeting.clone() else { continue };
        if meeting.id == last.id || (meeting.held_on, meeting.id) > (last.held_on, last.id) {
            continue;
        }
        let entry = by_meeting.entry((meeting.held_on, meeting.id)).or_insert(Earlier {
            id: meeting.id,
            title: meeting.title,
            held_on: meeting.held_on,
            all: 0,
            open: Vec::new(),
        });
        entry.all += 1;
        if task.line.marks.state != State::Closed {
            entry.open.push(task);
        }
    }
    Ok(by_meeting.into_values().rev().filter(|one| !one.open.is_empty()).collect())
}

/// The tasks of `filter` as they stood on a day. What was drafted, spread over departments, or
/// divided inside one, is none of a meeting's business.
fn standing(
    conn: &mut Conn,
    viewer: &Actor,
    filter: TaskFilter,
    as_of: NaiveDate,
) -> Result<Vec<Standing>, Error> {
    let filter = TaskFilter { as_of: Some(as_of), ..filter };
    let sort = Sort { by: SortKey::Number, descending: false };
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = task_list::page(conn, viewer, &filter, sort, after.as_ref(), MOST, as_of)?;
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    found.retain(|line| {
        let task = &line.task;
        line.marks.state != State::Draft && !task.is_parent && !task.is_subtask
    });
    found.into_iter().map(|line| on_the_day(conn, line, as_of)).collect()
}

fn on_the_day(conn: &mut Conn, line: TaskLine, as_of: NaiveDate) -> Result<Standing, Error> {
    let late = line.report.as_ref().is_some_and(|report| report.reported_on > as_of);
    let report = if late {
        let all = reports::of_task(conn, line.task.id)?;
        all.into_iter().find(|one| !one.as_support && one.reported_on <= as_of)
    } else {
        line.report.clone()
    };
    let percent = match &report {
        Some(report) if late => report.percent.unwrap_or_default(),
        None if late => 0,
        _ => line.task.percent,
    };
    let asks = asks(&line, report.as_ref(), as_of);
    Ok(Standing { light: line.marks.light(as_of), percent, report, asks, line })
}

/// What the meeting is asked: the request that waits, and what the last report says is missing.
fn asks(line: &TaskLine, report: Option<&Report>, as_of: NaiveDate) -> Vec<Ask> {
    let mut asks = Vec::new();
    if line.marks.state == State::Closed {
        return asks;
    }
    if let Some(request) = line.request.as_ref().filter(|one| one.requested_on <= as_of) {
        let reason = request.reason.clone();
        let before = line.task.extensions;
        asks.push(Ask::Decide(request.kind, request.new_due_on, reason, before));
    }
    let Some(report) = report else { return asks };
    let problem = report.problem.clone().unwrap_or_default();
    if let Some(needs) = &report.needs {
        let words = Need::read(needs);
        let said = if words.is_some() { problem.clone() } else { needs.clone() };
        asks.push(Ask::Give(words.unwrap_or_default(), said));
    } else if report.outlook == Some(Outlook::Blocked) {
        asks.push(Ask::Unblock(problem));
    }
    asks
}
