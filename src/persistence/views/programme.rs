//! One programme: its figures by the dashboard's own functions, its tasks, reports, milestones.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dashboard::{Board, DashboardFilter, Day};
use super::task_lines::TaskLine;
use super::task_list::{self, Sort, SortKey};
use crate::domain::{
    Actor, Milestone, Programme, ProgrammeId, Report, ReportId, TaskFilter, TaskId,
};
use crate::persistence::schema::reports;
use crate::persistence::{Conn, Error, milestones, programmes, reports as report_rows};

/// How many tasks are read; the ledger has them all.
const TASKS: i64 = 200;
/// How many reports and milestones are shown.
const FEW: usize = 8;

/// A programme as its page shows it.
#[derive(Debug)]
pub struct ProgrammeSheet {
    /// The programme.
    pub programme: Programme,
    /// Its figures, as the dashboard has them with this filter.
    pub board: Board,
    /// Its open tasks that the viewer may see, by their dates.
    pub open: Vec<TaskLine>,
    /// How many there are.
    pub open_total: i64,
    /// The last reports on any of its tasks, the newest first, with their tasks.
    pub reports: Vec<(Report, TaskLine)>,
    /// The milestones that come next, each with its task.
    pub milestones: Vec<(Milestone, TaskLine)>,
}

impl ProgrammeSheet {
    /// The programme `id` as `viewer` sees it on `today`.
    pub fn of(
        conn: &mut Conn,
        viewer: &Actor,
        id: ProgrammeId,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let programme = programmes::find(conn, id)?;
        let filter = DashboardFilter { programme_id: Some(id), ..DashboardFilter::on(today) };
        let day = Day::read(conn, viewer, &filter)?;
        let board = Board::of(conn, &day)?;
        let list = |conn: &mut Conn, filter: TaskFilter, sort: Sort| {
            task_list::page(conn, viewer, &filter, sort, None, TASKS, today)
        };
        let all = TaskFilter { programme_id: Some(id), ..TaskFilter::default() };
        let page = list(conn, TaskFilter { open: true, ..all.clone() }, Sort::default())?;
        let (open, open_total) = (page.items, page.total);
        let seen = list(conn, all, Sort { by: SortKey::UpdatedAt, descending: true })?.items;
        Ok(Self {
            programme,
            board,
            reports: last_reports(conn, &seen)?,
            milestones: next_milestones(conn, &open)?,
            open,
            open_total,
        })
    }
}

fn last_reports(conn: &mut Conn, seen: &[TaskLine]) -> Result<Vec<(Report, TaskLine)>, Error> {
    let ids: Vec<TaskId> = seen.iter().map(|line| line.task.id).collect();
    let last: Vec<ReportId> = reports::table
        .filter(reports::task_id.eq_any(ids))
        .order(reports::id.desc())
        .limit(i64::try_from(FEW).unwrap_or(i64::MAX))
        .select(reports::id)
        .load(conn)?;
    let mut found = report_rows::find_all(conn, &last)?;
    found.sort_by_key(|report| std::cmp::Reverse(report.id));
    let line = |id: TaskId| seen.iter().find(|line| line.task.id == id).cloned();
    let with_task = |report: Report| {
        let line = line(report.task_id)?;
        Some((report, line))
    };
    Ok(found.into_iter().filter_map(with_task).collect())
}

fn next_milestones(
    conn: &mut Conn,
    open: &[TaskLine],
) -> Result<Vec<(Milestone, TaskLine)>, Error> {
    let ids: Vec<TaskId> = open.iter().map(|line| line.task.id).collect();
    let all = milestones::of_tasks(conn, &ids)?;
    let mut next: Vec<(Milestone, TaskLine)> = open
        .iter()
        .flat_map(|line| {
            let own = all.get(&line.task.id).map(Vec::as_slice).unwrap_or_default();
            own.iter().filter(|one| one.done_on.is_none()).map(|one| (one.clone(), line.clone()))
        })
        .collect();
    next.sort_by_key(|(one, _)| (one.due_on, one.id));
    next.truncate(FEW);
    Ok(next)
}
