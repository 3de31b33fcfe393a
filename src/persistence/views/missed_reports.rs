//! Reports that were due, by department and period: how many were expected, how many arrived.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::dashboard::DashboardFilter;
use super::task_selection::conditions;
use crate::domain::{
    Actor, Cadence, DepartmentId, Flag, Period, ReportDays, ReportOwed, TaskFilter, TaskId, Tree,
    WorkCalendar,
};
use crate::persistence::schema::{task_spans, tasks};
use crate::persistence::{Conn, Error, departments};

/// How many periods are shown.
const PERIODS: usize = 7;
/// How many tasks are named whose last report is missed; the ledger has them all.
const NAMED: usize = 15;

/// How many reports were expected in a period, and how many of them arrived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Owed {
    /// Expected.
    pub expected: i64,
    /// Arrived by the day.
    pub received: i64,
}

impl Owed {
    /// Did not arrive.
    pub fn missed(self) -> i64 {
        self.expected - self.received
    }
}

/// The reports of a department and those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedRow {
    /// Which department.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// Its reports, period by period.
    pub periods: Vec<Owed>,
    /// How many tasks miss a report on the day itself.
    pub missing: i64,
}

/// A task whose last report did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreported {
    /// Which task.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// When it was reported on before.
    pub last_report_on: Option<NaiveDate>,
}

/// Reports expected and received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedReports {
    /// How often these are due.
    pub cadence: Cadence,
    /// What else is in use, with how many open tasks.
    pub cadences: Vec<(Cadence, i64)>,
    /// The periods that have ended, the oldest first.
    pub periods: Vec<Period>,
    /// By department, in the organisation's own order.
    pub departments: Vec<OwedRow>,
    /// All together, period by period, each task once.
    pub together: Vec<Owed>,
    /// How many tasks miss a report on the day itself.
    pub missing: i64,
    /// What was missed in the last period.
    pub last: Vec<Unreported>,
}

/// By what days reports are due.
#[derive(Debug, Clone, Copy)]
pub struct Dues<'a> {
    /// The common days.
    pub days: &'a ReportDays,
    /// The working calendar.
    pub calendar: &'a WorkCalendar,
}

/// What was expected of a task.
#[derive(Queryable)]
struct Row {
    task: TaskId,
    title: String,
    lead: DepartmentId,
    missed_on: Option<NaiveDate>,
    last_report_on: Option<NaiveDate>,
}

impl MissedReports {
    /// The reports of tasks that `viewer` may see and `filter` lets through, of `cadence` or of
    /// the one that most of them have.
    pub fn of(
        conn: &mut Conn,
        viewer: &Actor,
        filter: &DashboardFilter,
        cadence: Option<Cadence>,
        dues: Dues<'_>,
    ) -> Result<Self, Error> {
        let tree = departments::tree(conn)?;
        let reader = Reader { viewer, filter, tree: &tree };
        let cadences = reader.cadences(conn)?;
        let most = cadences.iter().max_by_key(|(_, count)| *count).map(|(cadence, _)| *cadence);
        let cadence = cadence.or(most).unwrap_or(Cadence::HalfMonthly);
        let mut periods = dues.days.ended(cadence, filter.as_of, PERIODS, dues.calendar);
        let mut rows = Vec::new();
        for period in &periods {
            rows.push(reader.rows(conn, &reader.expected(cadence, *period), period.due_on)?);
        }
        // Before the first report there was nothing to expect.
        let silent = rows.iter().take_while(|rows| rows.is_empty()).count();
        periods.drain(..silent);
        rows.drain(..silent);
        let missing =
            TaskFilter { flag: Some(Flag::ReportMissed), cadence: Some(cadence), ..filter.tasks() };
        let missing = reader.rows(conn, &missing, filter.as_of)?;
        let last = periods.last().zip(rows.last()).map(|(period, rows)| {
            let missed = rows.iter().filter(|row| row.is_missed(period.due_on)).take(NAMED);
            missed.map(|row| row.named(&tree)).collect()
        });
        Ok(Self {
            cadence,
            cadences,
            departments: reader.departments(&periods, &rows, &missing),
            together: periods.iter().zip(&rows).map(|(period, rows)| owed(rows, *period)).collect(),
            missing: count(missing.len()),
            last: last.unwrap_or_default(),
            periods,
        })
    }
}

/// Which tasks are expected to be reported on in a period: the filter of the figures, too.
pub fn of_period(filter: &DashboardFilter, cadence: Cadence, period: Period) -> TaskFilter {
    TaskFilter {
        as_of: Some(period.due_on),
        report: Some(ReportOwed::Expected),
        report_from: Some(period.from),
        cadence: Some(cadence),
        ..filter.tasks()
    }
}

struct Reader<'a> {
    viewer: &'a Actor,
    filter: &'a DashboardFilter,
    tree: &'a Tree,
}

impl Reader<'_> {
    fn expected(&self, cadence: Cadence, period: Period) -> TaskFilter {
        of_period(self.filter, cadence, period)
    }

    /// The cadences of open tasks, with how many have them.
    fn cadences(&self, conn: &mut Conn) -> Result<Vec<(Cadence, i64)>, Error> {
        let filter = TaskFilter { open: true, ..self.filter.tasks() };
        let mut query = task_spans::table
            .inner_join(tasks::table)
            .filter(task_spans::counted.eq(true).or(task_spans::long_term.eq(true)))
            .filter(task_spans::cadence.ne(Cadence::None))
            .group_by(task_spans::cadence)
            .select((task_spans::cadence, count_star()))
            .into_boxed();
        for condition in conditions(conn, self.viewer, &filter, self.tree, self.filter.as_of) {
            query = query.filter(condition);
        }
        let mut found: Vec<(Cadence, i64)> = query.load(conn)?;
        found.sort_unstable();
        Ok(found)
    }

    fn rows(
        &self,
        conn: &mut Conn,
        filter: &TaskFilter,
        day: NaiveDate,
    ) -> Result<Vec<Row>, Error> {
        let mut query = task_spans::table
            .inner_join(tasks::table)
            .order((task_spans::last_report_on, tasks::id))
            .select((
                tasks::id,
                tasks::title,
                task_spans::lead_id,
                task_spans::missed_on,
                task_spans::last_report_on,
            ))
            .into_boxed();
        for condition in conditions(conn, self.viewer, filter, self.tree, day) {
            query = query.filter(condition);
        }
        Ok(query.load(conn)?)
    }

    /// Each department with everything below it, those of which nothing was expected left out.
    fn departments(&self, periods: &[Period], rows: &[Vec<Row>], missing: &[Row]) -> Vec<OwedRow> {
        let mut owed: BTreeMap<DepartmentId, Vec<Owed>> = BTreeMap::new();
        for (slot, (period, rows)) in periods.iter().zip(rows).enumerate() {
            for row in rows {
                for above in self.tree.ancestry(row.lead) {
                    let periods_of = owed.entry(above.id);
                    let all = periods_of.or_insert_with(|| vec![Owed::default(); periods.len()]);
                    if let Some(one) = all.get_mut(slot) {
                        one.expected += 1;
                        one.received += i64::from(!row.is_missed(period.due_on));
                    }
                }
            }
        }
        let mut now: BTreeMap<DepartmentId, i64> = BTreeMap::new();
        for above in missing.iter().flat_map(|row| self.tree.ancestry(row.lead)) {
            *now.entry(above.id).or_default() += 1;
        }
        let covered: Option<BTreeSet<DepartmentId>> =
            self.filter.department_id.map(|id| self.tree.subtree(id));
        self.tree
            .iter()
            .filter(|one| covered.as_ref().is_none_or(|covered| covered.contains(&one.id)))
            .filter_map(|one| {
                let missing = now.get(&one.id).copied().unwrap_or_default();
                let periods_of = owed.remove(&one.id);
                let any = periods_of.is_some() || missing > 0;
                any.then(|| OwedRow {
                    id: one.id,
                    name: one.name.clone(),
                    periods: periods_of.unwrap_or_else(|| vec![Owed::default(); periods.len()]),
                    missing,
                })
            })
            .collect()
    }
}

impl Row {
    fn is_missed(&self, day: NaiveDate) -> bool {
        ReportOwed::of_expected(self.missed_on, day) == ReportOwed::Missed
    }

    fn named(&self, tree: &Tree) -> Unreported {
        Unreported {
            id: self.task,
            title: self.title.clone(),
            lead: tree.name(self.lead).to_owned(),
            last_report_on: self.last_report_on,
        }
    }
}

fn owed(rows: &[Row], period: Period) -> Owed {
    let received = rows.iter().filter(|row| !row.is_missed(period.due_on)).count();
    Owed { expected: count(rows.len()), received: count(received) }
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
