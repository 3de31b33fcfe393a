//! What a circular counts: what was in hand in its period, as of one day, by the same counts as
//! the dashboard.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::{Counts, DepartmentId, Rate, Standing, State, TaskId};
use super::{CircularRule, CircularSpan, UnitVerdict};

/// What is counted of a set of tasks, as it is kept with a circular.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// All that count.
    pub all: i64,
    /// Closed at all.
    pub closed: i64,
    /// Those due.
    pub due: i64,
    /// Closed ones of those due.
    pub due_closed: i64,
    /// Closed on time of those due.
    pub due_on_time: i64,
    /// Overdue.
    pub overdue: i64,
    /// Those due that are open and not overdue: their clock stands still, or they are due that day.
    pub not_late: i64,
    /// With a missed report.
    pub missed: i64,
}

impl From<Counts> for Tally {
    fn from(counts: Counts) -> Self {
        Self {
            all: counts.all,
            closed: counts.closed,
            due: counts.due,
            due_closed: counts.due_closed,
            due_on_time: counts.due_on_time,
            overdue: counts.overdue,
            not_late: counts.due_not_late,
            missed: counts.missed,
        }
    }
}

impl Tally {
    /// 到期办结率: closed of those due.
    pub fn due_completion(&self) -> Rate {
        Rate { part: self.due_closed, of: self.due }
    }

    /// 按期办结率: closed on time of those due.
    pub fn on_time(&self) -> Rate {
        Rate { part: self.due_on_time, of: self.due }
    }

    /// Closed after the date that on-time is judged by, of those due.
    pub fn due_late(&self) -> i64 {
        self.due_closed - self.due_on_time
    }

    /// Not due yet.
    pub fn not_due(&self) -> i64 {
        self.all - self.due
    }

    /// Those due that can be held against anybody: not those whose clock stands still.
    pub fn judged(&self) -> i64 {
        self.due - self.not_late
    }
}

/// How one unit stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFigures {
    /// Which department.
    pub id: DepartmentId,
    /// Its name as it was then.
    pub name: String,
    /// What it leads itself; what departments below it lead is counted with them.
    pub tally: Tally,
    /// How many of its overdue tasks nobody has explained.
    pub unexplained: i64,
    /// How many of its overdue tasks are named.
    pub named: i64,
    /// What the rule says of it.
    pub verdict: UnitVerdict,
}

/// An overdue task of the annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTask {
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
    /// Why, as its department says; `None` where it says nothing.
    pub reason: Option<String>,
    /// When the department expects to be done.
    pub expected_on: Option<NaiveDate>,
    /// How often it was urged since its date.
    pub urgings: u32,
    /// Whether the ladder has reached the step at which it is a candidate for the circular, or it
    /// was urged a second time.
    pub candidate: bool,
}

/// The figures of a circular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircularFigures {
    /// The day as of which they were taken.
    pub as_of: NaiveDate,
    /// Each task once.
    pub total: Tally,
    /// How many of them were issued in the period.
    pub issued: i64,
    /// From how many meetings these come.
    pub meetings: i64,
    /// By department, in the organisation's own order; together they are the total.
    pub units: Vec<UnitFigures>,
    /// Every overdue task, the longest first.
    pub overdue: Vec<NamedTask>,
    /// The rule by which units are judged.
    pub rule: CircularRule,
}

impl CircularFigures {
    /// The units of which the rule says `verdict`.
    pub fn judged(&self, verdict: UnitVerdict) -> impl Iterator<Item = &UnitFigures> {
        self.units.iter().filter(move |unit| unit.verdict == verdict)
    }
}

impl CircularSpan {
    /// Whether a task was in hand in the period: issued by its last day and not closed before its
    /// first.
    pub fn holds(&self, standing: &Standing) -> bool {
        let issued = standing.issued_on.is_some_and(|on| on <= self.to);
        let before = standing.marks.state == State::Closed
            && standing.marks.closed_on.is_some_and(|on| on < self.from);
        standing.counted && issued && !before
    }

    /// Whether a task was issued in the period.
    pub fn issued(&self, standing: &Standing) -> bool {
        standing.issued_on.is_some_and(|on| (self.from..=self.to).contains(&on))
    }
}
