//! The lists behind the first figures: what is overdue, what is due next, the last meetings.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Day, MeetingFigures};
use crate::domain::{
    DepartmentId, Disposition, Light, MeetingId, Outlook, PersonId, RequestKind, Standing, TaskId,
};
use crate::persistence::schema::{directives, people, reports, task_spans, tasks};
use crate::persistence::{Conn, Error};

/// An overdue task: what it is stuck on, and who must decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueTask {
    /// Which task.
    pub id: TaskId,
    /// Its number.
    pub number: Option<String>,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// When it was due.
    pub due_on: Option<NaiveDate>,
    /// Calendar days past that.
    pub days_over: i64,
    /// What the last report says it is stuck on; `None` where it says nothing.
    pub stuck_on: Option<String>,
    /// The department that it waits for.
    pub waiting_on: Option<String>,
    /// The leader in charge, by name and title, where something is to be decided.
    pub decider: Option<(String, Option<String>)>,
    /// When the department expects to be done.
    pub expected_on: Option<NaiveDate>,
    /// When it last reported.
    pub reported_on: Option<NaiveDate>,
    /// How far it is.
    pub percent: i32,
    /// What was asked for and is not decided.
    pub open_request: Option<RequestKind>,
}

/// A task that falls due in the next days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTask {
    /// Which task.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// When it is due.
    pub due_on: NaiveDate,
    /// How many fall due on that day.
    pub same_day: i64,
    /// How far it is.
    pub percent: i32,
    /// What was asked for and is not decided.
    pub open_request: Option<RequestKind>,
}

/// What became of the decisions of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastMeeting {
    /// The meeting and its figures.
    pub figures: MeetingFigures,
    /// Accepted directives for which there is no task yet.
    pub unassigned: i64,
}

/// What the last report of a lead department says.
#[derive(Queryable)]
struct ReportRow {
    task: TaskId,
    on: NaiveDate,
    problem: Option<String>,
    delay_reason: Option<String>,
    needs: Option<String>,
    expected_on: Option<NaiveDate>,
    waiting_on: Option<DepartmentId>,
    outlook: Option<Outlook>,
}

#[derive(Queryable)]
pub(super) struct LineRow {
    number: Option<String>,
    pub(super) title: String,
    leader: Option<PersonId>,
    percent: i32,
}

impl Day {
    /// The `most` longest overdue tasks, the longest first.
    pub fn overdue(&self, conn: &mut Conn, most: usize) -> Result<Vec<OverdueTask>, Error> {
        let mut late: Vec<&Standing> = self
            .standings()
            .filter(|one| one.counted && one.marks.light(self.as_of) == Light::Overdue)
            .collect();
        late.sort_by_key(|one| (Reverse(one.marks.days_over(self.as_of)), one.task));
        late.truncate(most);
        let ids: Vec<TaskId> = late.iter().map(|one| one.task).collect();
        let mut lines = self.lines(conn, &ids)?;
        let mut reports = self.last_reports(conn, &ids)?;
        let leader =
            |one: &Standing, line: &LineRow| line.leader.or_else(|| self.tree.leader(one.lead));
        let leaders: Vec<PersonId> =
            late.iter().filter_map(|one| leader(one, lines.get(&one.task)?)).collect();
        let people = names(conn, &leaders)?;
        let overdue = |one: &Standing| {
            let line = lines.remove(&one.task)?;
            let report = reports.remove(&one.task);
            let said = report.as_ref().and_then(ReportRow::stuck_on);
            let stands = report.as_ref().is_some_and(ReportRow::needs_others);
            let to_decide = stands || one.open_request.is_some();
            let decider = leader(one, &line).filter(|_| to_decide);
            Some(OverdueTask {
                id: one.task,
                number: line.number,
                title: line.title,
                lead: self.tree.name(one.lead).to_owned(),
                due_on: one.marks.due_on,
                days_over: one.marks.days_over(self.as_of),
                stuck_on: said,
                waiting_on: report
                    .as_ref()
                    .and_then(|report| report.waiting_on)
                    .map(|id| self.tree.name(id).to_owned()),
                decider: decider.and_then(|id| people.get(&id).cloned()),
                expected_on: report.as_ref().and_then(|report| report.expected_on),
                reported_on: report.map(|report| report.on),
                percent: line.percent,
                open_request: one.open_request,
            })
        };
        Ok(late.into_iter().filter_map(overdue).collect())
    }

    /// The first `most` open tasks that fall due from the day itself up to and with `to`, and how
    /// many there are.
    pub fn due_until(
        &self,
        conn: &mut Conn,
        to: NaiveDate,
        most: usize,
    ) -> Result<(Vec<DueTask>, i64), Error> {
        let mut next: Vec<(NaiveDate, &Standing)> = self
            .standings()
            .filter(|one| one.counted && one.marks.state.is_open())
            .filter_map(|one| Some((one.marks.due_on?, one)))
            .filter(|(due_on, _)| (self.as_of..=to).contains(due_on))
            .collect();
        let all = i64::try_from(next.len()).unwrap_or(i64::MAX);
        let mut by_day: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for (due_on, _) in &next {
            *by_day.entry(*due_on).or_default() += 1;
        }
        next.sort_by_key(|(due_on, one)| (*due_on, one.task));
        next.truncate(most);
        let ids: Vec<TaskId> = next.iter().map(|(_, one)| one.task).collect();
        let mut lines = self.lines(conn, &ids)?;
        let due = |(due_on, one): (NaiveDate, &Standing)| {
            let line = lines.remove(&one.task)?;
            Some(DueTask {
                id: one.task,
                title: line.title,
                lead: self.tree.name(one.lead).to_owned(),
                due_on,
                same_day: by_day.get(&due_on).copied().unwrap_or_default(),
                percent: line.percent,
                open_request: one.open_request,
            })
        };
        Ok((next.into_iter().filter_map(due).collect(), all))
    }

    pub(super) fn lines(
        &self,
        conn: &mut Conn,
        ids: &[TaskId],
    ) -> Result<BTreeMap<TaskId, LineRow>, Error> {
        let rows: Vec<(TaskId, LineRow)> = task_spans::table
            .inner_join(tasks::table)
            .filter(task_spans::task_id.eq_any(ids))
            .filter(task_spans::from_day.le(self.as_of))
            .filter(task_spans::to_day.gt(self.as_of))
            .select((
                tasks::id,
                (tasks::number, tasks::title, task_spans::leader_id, task_spans::percent),
            ))
            .load(conn)?;
        Ok(rows.into_iter().collect())
    }

    fn last_reports(
        &self,
        conn: &mut Conn,
        ids: &[TaskId],
    ) -> Result<BTreeMap<TaskId, ReportRow>, Error> {
        let rows: Vec<ReportRow> = reports::table
            .filter(reports::task_id.eq_any(ids))
            .filter(reports::as_support.eq(false))
            .filter(reports::reported_on.le(self.as_of))
            .order((reports::reported_on, reports::id))
            .select((
                reports::task_id,
                reports::reported_on,
                reports::problem,
                reports::delay_reason,
                reports::needs,
                reports::expected_on,
                reports::waiting_on_department_id,
                reports::outlook,
            ))
            .load(conn)?;
        Ok(rows.into_iter().map(|report| (report.task, report)).collect())
    }
}

impl ReportRow {
    /// Whether the department cannot go on by itself: it is blocked, waits, or asks for something.
    fn needs_others(&self) -> bool {
        let blocked = self.outlook == Some(Outlook::Blocked);
        blocked || self.waiting_on.is_some() || self.needs.is_some()
    }

    fn stuck_on(&self) -> Option<String> {
        [&self.problem, &self.delay_reason, &self.needs]
            .into_iter()
            .flatten()
            .find(|text| !text.trim().is_empty())
            .cloned()
    }
}

impl LastMeeting {
    /// The first of `meetings`, with what was accepted there and is not assigned.
    pub fn first_of(
        conn: &mut Conn,
        meetings: &[MeetingFigures],
        most: usize,
    ) -> Result<Vec<Self>, Error> {
        let last = &meetings[..meetings.len().min(most)];
        let ids: Vec<MeetingId> = last.iter().map(|meeting| meeting.id).collect();
        let assigned = tasks::table
            .filter(tasks::directive_id.eq(directives::id.nullable()))
            .select(tasks::id);
        let rows: Vec<MeetingId> = directives::table
            .filter(directives::meeting_id.eq_any(ids))
            .filter(directives::disposition.eq(Disposition::Accepted))
            .filter(diesel::dsl::not(diesel::dsl::exists(assigned)))
            .select(directives::meeting_id)
            .load(conn)?;
        Ok(last
            .iter()
            .map(|figures| {
                let unassigned = rows.iter().filter(|id| **id == figures.id).count();
                let unassigned = i64::try_from(unassigned).unwrap_or(i64::MAX);
                Self { figures: figures.clone(), unassigned }
            })
            .collect())
    }
}

pub(super) type Named = (String, Option<String>);

pub(super) fn names(conn: &mut Conn, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Named>, Error> {
    let rows: Vec<(PersonId, Named)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, (people::name, people::title)))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
