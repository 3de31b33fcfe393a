//! What a department has in hand: what it leads, what it supports, what was sent back to it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dashboard::{DashboardFilter, Day};
use super::task_lines::{self, TaskLine};
use super::task_list::{self, Sort};
use crate::domain::{
    Actor, Counts, DepartmentId, DepartmentPart, Milestone, Question, Request, RequestId,
    RequestKind, RequestState, TaskFilter, TaskId, Tree,
};
use crate::persistence::schema::requests;
use crate::persistence::{
    Conn, Error, departments, invitations, milestones, questions, requests as request_rows,
    tasks as task_rows,
};

/// More open tasks than a department ever has; the ledger has them all.
const MOST: i64 = 200;

/// What a department has in hand.
#[derive(Debug)]
pub struct MyDepartment {
    /// All departments.
    pub tree: Tree,
    /// The departments at the top of what the viewer holds, else their own.
    pub departments: Vec<DepartmentId>,
    /// Open tasks that these lead, or that the viewer handles, by their dates.
    pub led: Vec<TaskLine>,
    /// Open tasks that these support, by their dates.
    pub supported: Vec<TaskLine>,
    /// The last request of a task that was for closure and was sent back.
    pub sent_back: BTreeMap<TaskId, Request>,
    /// The request on a task that waits for the head.
    pub drafted: BTreeMap<TaskId, Request>,
    /// Tasks that these are asked to support.
    pub invited: Vec<TaskLine>,
    /// Open tasks of others that wait for these departments, by their dates.
    pub waited: Vec<TaskLine>,
    /// What the office asked about reports on these tasks, and no report has answered.
    pub questions: Vec<Question>,
    /// The milestones of the tasks that these lead.
    pub milestones: BTreeMap<TaskId, Vec<Milestone>>,
    /// What each of the departments leads, counted.
    pub counts: Vec<(DepartmentId, Counts)>,
}

impl MyDepartment {
    /// What `viewer` has in hand on `today`.
    pub fn of(conn: &mut Conn, viewer: &Actor, today: NaiveDate) -> Result<Self, Error> {
        let tree = departments::tree(conn)?;
        let departments = tops(viewer, &tree);
        let mut led = Vec::new();
        let mut supported = Vec::new();
        let mut waited = Vec::new();
        let mut counts = Vec::new();
        for id in &departments {
            led.extend(open(conn, viewer, of_department(*id, DepartmentPart::Lead), today)?);
            supported.extend(open(
                conn,
                viewer,
                of_department(*id, DepartmentPart::Support),
                today,
            )?);
            let waits = TaskFilter { waiting_on_department_id: Some(*id), ..TaskFilter::default() };
            waited.extend(open(conn, viewer, waits, today)?);
            let filter = DashboardFilter {
                department_id: Some(*id),
                role: Some(DepartmentPart::Lead),
                ..DashboardFilter::on(today)
            };
            let day = Day::read(conn, viewer, &filter)?;
            let mut led_here = Counts::default();
            for standing in day.standings() {
                led_here.add(standing, today);
            }
            counts.push((*id, led_here));
        }
        let handled = TaskFilter { handler_id: viewer.id, ..TaskFilter::default() };
        if viewer.id.is_some() {
            led.extend(open(conn, viewer, handled, today)?);
        }
        let by_date = |line: &TaskLine| (line.task.due_on.unwrap_or(NaiveDate::MAX), line.task.id);
        led.sort_by_key(by_date);
        led.dedup_by_key(|line| line.task.id);
        supported.sort_by_key(by_date);
        supported.dedup_by_key(|line| line.task.id);
        supported.retain(|line| !led.iter().any(|own| own.task.id == line.task.id));
        let ids: Vec<TaskId> = led.iter().map(|line| line.task.id).collect();
        let sent_back = sent_back(conn, &ids)?;
        let milestones = milestones::of_tasks(conn, &ids)?;
        let drafted = request_rows::drafted_of(conn, &ids)?;
        let drafted = drafted.into_iter().map(|request| (request.task_id, request)).collect();
        waited.sort_by_key(by_date);
        waited.dedup_by_key(|line| line.task.id);
        waited.retain(|line| !led.iter().any(|own| own.task.id == line.task.id));
        let ids: Vec<TaskId> = led.iter().chain(&supported).map(|line| line.task.id).collect();
        let questions = questions::open(conn, &ids)?;
        Ok(Self {
            tree,
            departments,
            led,
            supported,
            sent_back,
            drafted,
            invited: invited(conn, viewer)?,
            waited,
            questions,
            milestones,
            counts,
        })
    }
}

/// The tasks that a department which `viewer` holds is asked to support.
fn invited(conn: &mut Conn, viewer: &Actor) -> Result<Vec<TaskLine>, Error> {
    let holds: Vec<DepartmentId> = viewer.holds.iter().copied().collect();
    let asked = invitations::to_departments(conn, &holds)?;
    let mut ids: Vec<TaskId> = asked.into_iter().map(|one| one.task_id).collect();
    ids.dedup();
    let found = task_rows::find_all(conn, &ids)?;
    let open = found.into_iter().filter(|task| task.state.is_open());
    task_lines::lines(conn, open.map(|task| (task.id, task.marks())).collect())
}

/// The departments that `viewer` holds and whose parents they do not hold; for everybody else
/// their own.
fn tops(viewer: &Actor, tree: &Tree) -> Vec<DepartmentId> {
    let held = |id: &DepartmentId| viewer.holds.contains(id);
    let tops: Vec<DepartmentId> = tree
        .iter()
        .filter(|one| held(&one.id) && !one.parent_id.is_some_and(|parent| held(&parent)))
        .map(|one| one.id)
        .collect();
    if tops.is_empty() { viewer.department_id.into_iter().collect() } else { tops }
}

fn of_department(id: DepartmentId, part: DepartmentPart) -> TaskFilter {
    TaskFilter { department_id: Some(id), role: Some(part), ..TaskFilter::default() }
}

fn open(
    conn: &mut Conn,
    viewer: &Actor,
    filter: TaskFilter,
    today: NaiveDate,
) -> Result<Vec<TaskLine>, Error> {
    let filter = TaskFilter { open: true, ..filter };
    let page = task_list::page(conn, viewer, &filter, Sort::default(), None, MOST, today)?;
    Ok(page.items)
}

/// The last requests of these tasks, where they were for closure and were sent back.
fn sent_back(conn: &mut Conn, ids: &[TaskId]) -> Result<BTreeMap<TaskId, Request>, Error> {
    let last: Vec<Option<RequestId>> = requests::table
        .filter(requests::task_id.eq_any(ids))
        .group_by(requests::task_id)
        .select(diesel::dsl::max(requests::id))
        .load(conn)?;
    let last: Vec<RequestId> = last.into_iter().flatten().collect();
    let found = request_rows::find_all(conn, &last)?.into_iter().filter(|request| {
        request.kind == RequestKind::Closure && request.state == RequestState::Rejected
    });
    Ok(found.map(|request| (request.task_id, request)).collect())
}
