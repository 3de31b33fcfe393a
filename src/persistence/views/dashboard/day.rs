//! How every task stood on one day, read once; everything on the dashboard is made of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::task_selection::conditions;
use crate::domain::{
    Actor, BodyId, Counts, DepartmentId, DepartmentPart, Marks, MeetingId, PersonId, ProgrammeId,
    RequestKind, Standing, State, TaskFilter, TaskId, Tree,
};
use crate::persistence::schema::{supporter_spans, task_spans, tasks};
use crate::persistence::{Conn, Error, departments};

/// Which tasks, and as of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DashboardFilter {
    /// The day as of which everything is judged.
    pub as_of: NaiveDate,
    /// Issued on that day or later.
    pub from: Option<NaiveDate>,
    /// Issued on that day or earlier.
    pub to: Option<NaiveDate>,
    /// From meetings of that body.
    pub body_id: Option<BodyId>,
    /// From that meeting.
    pub meeting_id: Option<MeetingId>,
    /// In that programme.
    pub programme_id: Option<ProgrammeId>,
    /// Of that department or one below it.
    pub department_id: Option<DepartmentId>,
    /// As what; as either where it is not said.
    pub role: Option<DepartmentPart>,
    /// Whose leader in charge that is.
    pub leader_id: Option<PersonId>,
}

/// How every task stood on one day, as far as the viewer may know.
#[derive(Debug, Clone)]
pub struct Day {
    /// The day.
    pub as_of: NaiveDate,
    /// All departments.
    pub tree: Tree,
    standings: Vec<Standing>,
    /// The department of the filter with everything below it.
    covered: Option<BTreeSet<DepartmentId>>,
    role: Option<DepartmentPart>,
    supporters: HashMap<TaskId, Vec<DepartmentId>>,
    /// Each department with those above it.
    ancestry: BTreeMap<DepartmentId, Vec<DepartmentId>>,
}

impl DashboardFilter {
    /// Everything, as it stood on `as_of`.
    pub fn on(as_of: NaiveDate) -> Self {
        Self {
            as_of,
            from: None,
            to: None,
            body_id: None,
            meeting_id: None,
            programme_id: None,
            department_id: None,
            role: None,
            leader_id: None,
        }
    }

    /// The same as a filter of tasks: for the list behind the figures.
    pub fn tasks(&self) -> TaskFilter {
        TaskFilter {
            as_of: Some(self.as_of),
            issued_from: self.from,
            issued_to: self.to,
            body_id: self.body_id,
            meeting_id: self.meeting_id,
            programme_id: self.programme_id,
            department_id: self.department_id,
            role: self.role,
            leader_id: self.leader_id,
            ..TaskFilter::default()
        }
    }
}

/// The columns that a light is judged by, and what is counted beside it.
#[derive(Queryable)]
struct StandingRow {
    task: TaskId,
    lead: DepartmentId,
    leader: Option<PersonId>,
    programme: Option<ProgrammeId>,
    meeting: Option<MeetingId>,
    state: State,
    due_on: Option<NaiveDate>,
    baseline_due_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    soon_on: Option<NaiveDate>,
    missed_on: Option<NaiveDate>,
    stopped_on: Option<NaiveDate>,
    issued_on: Option<NaiveDate>,
    original_due_on: Option<NaiveDate>,
    extensions: i32,
    open_request: Option<RequestKind>,
    counted: bool,
    long_term: bool,
}

impl From<StandingRow> for Standing {
    fn from(row: StandingRow) -> Self {
        let StandingRow {
            task,
            lead,
            leader,
            programme,
            meeting,
            state,
            due_on,
            baseline_due_on,
            closed_on,
            soon_on,
            missed_on,
            stopped_on,
            issued_on,
            original_due_on,
            extensions,
            open_request,
            counted,
            long_term,
        } = row;
        let marks = Marks {
            state,
            is_parent: false,
            due_on,
            baseline_due_on,
            closed_on,
            soon_on,
            missed_on,
            stopped_on,
        };
        Self {
            task,
            lead,
            leader,
            programme,
            meeting,
            marks,
            issued_on,
            original_due_on,
            extensions,
            open_request,
            counted,
            long_term,
        }
    }
}

impl Day {
    /// Reads how every task that `viewer` may see and `filter` lets through stood on its day.
    pub fn read(conn: &mut Conn, viewer: &Actor, filter: &DashboardFilter) -> Result<Self, Error> {
        let tree = departments::tree(conn)?;
        let covered = filter.department_id.map(|id| tree.subtree(id));
        let ancestry = tree
            .iter()
            .map(|one| (one.id, tree.ancestry(one.id).map(|above| above.id).collect()))
            .collect();
        let mut supporters: HashMap<TaskId, Vec<DepartmentId>> = HashMap::new();
        let rows: Vec<(TaskId, DepartmentId)> = supporter_spans::table
            .filter(supporter_spans::from_day.le(filter.as_of))
            .filter(supporter_spans::to_day.gt(filter.as_of))
            .select((supporter_spans::task_id, supporter_spans::department_id))
            .load(conn)?;
        for (task, department) in rows {
            supporters.entry(task).or_default().push(department);
        }
        let standings = standings(conn, viewer, &tree, filter, None)?;
        Ok(Self {
            as_of: filter.as_of,
            tree,
            standings,
            covered,
            role: filter.role,
            supporters,
            ancestry,
        })
    }

    /// Those of the department of the filter, or of anybody where it names none.
    pub fn standings(&self) -> impl Iterator<Item = &Standing> + Clone {
        let leads = self.role != Some(DepartmentPart::Support);
        let supports = self.role != Some(DepartmentPart::Lead);
        self.standings.iter().filter(move |one| {
            let supported = || self.supporters(one.task).iter().any(|id| self.covers(*id));
            self.covered.is_none() || leads && self.covers(one.lead) || supports && supported()
        })
    }

    /// Whatever department leads.
    pub(super) fn of_all_departments(&self) -> impl Iterator<Item = &Standing> {
        self.standings.iter()
    }

    /// Whether the department belongs to that of the filter.
    pub(super) fn covers(&self, id: DepartmentId) -> bool {
        self.covered.as_ref().is_none_or(|covered| covered.contains(&id))
    }

    /// The department itself and those above it.
    pub(super) fn ancestry(&self, id: DepartmentId) -> &[DepartmentId] {
        self.ancestry.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Who supports the task.
    pub(super) fn supporters(&self, task: TaskId) -> &[DepartmentId] {
        self.supporters.get(&task).map_or(&[], Vec::as_slice)
    }
}

fn standings(
    conn: &mut Conn,
    viewer: &Actor,
    tree: &Tree,
    filter: &DashboardFilter,
    meetings: Option<&[MeetingId]>,
) -> Result<Vec<Standing>, Error> {
    // The department is left to the caller: support is counted over all of them.
    let tasks = TaskFilter { department_id: None, role: None, ..filter.tasks() };
    let mut query = task_spans::table
        .inner_join(tasks::table)
        .filter(task_spans::counted.eq(true).or(task_spans::long_term.eq(true)))
        .select((
            task_spans::task_id,
            task_spans::lead_id,
            task_spans::leader_id,
            task_spans::programme_id,
            tasks::meeting_id,
            task_spans::state,
            task_spans::due_on,
            task_spans::baseline_due_on,
            task_spans::closed_on,
            task_spans::soon_on,
            task_spans::missed_on,
            task_spans::stopped_on,
            task_spans::issued_on,
            task_spans::original_due_on,
            task_spans::extensions,
            task_spans::open_request,
            task_spans::counted,
            task_spans::long_term,
        ))
        .into_boxed();
    if let Some(meetings) = meetings {
        query = query.filter(tasks::meeting_id.eq_any(meetings.to_vec()));
    }
    for condition in conditions(conn, viewer, &tasks, tree, filter.as_of) {
        query = query.filter(condition);
    }
    let rows: Vec<StandingRow> = query.load(conn)?;
    Ok(rows.into_iter().map(Standing::from).collect())
}

/// The counts of `meetings` as `viewer` sees them on `today`, in one query; a meeting without
/// tasks is left out.
pub fn of_meetings(
    conn: &mut Conn,
    viewer: &Actor,
    meetings: &[MeetingId],
    today: NaiveDate,
) -> Result<BTreeMap<MeetingId, Counts>, Error> {
    let tree = departments::tree(conn)?;
    let filter = DashboardFilter::on(today);
    let mut counts: BTreeMap<MeetingId, Counts> = BTreeMap::new();
    for standing in standings(conn, viewer, &tree, &filter, Some(meetings))? {
        if let Some(meeting) = standing.meeting {
            counts.entry(meeting).or_default().add(&standing, today);
        }
    }
    Ok(counts)
}
