//! The rule by which a circular says who did well and who is behind. It stands on the paper.
//!
//! Nothing is held against a unit while it waits for somebody else: what is not due yet, what
//! stands still for a decision, and time that was asked for before the date (which moves the date
//! that on-time is judged by) do not count against it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::named::named;
use super::super::{Deed, ReminderKind, Rules, Urgency, WorkCalendar};
use super::Tally;

named! {
    /// What the rule says of a unit.
    UnitVerdict, "a verdict" {
        /// 办理较好.
        Well = "well",
        /// 进度滞后.
        Behind = "behind",
        /// Neither.
        Neither = "neither",
    }
}

/// From how many working days over its date a task is named, by its urgency; `None`: never for that
/// alone. It is the step of the ladder that makes a task a candidate for the circular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedAfter {
    /// 一般.
    pub normal: Option<u32>,
    /// 加急.
    pub urgent: Option<u32>,
    /// 特急.
    pub critical: Option<u32>,
}

/// The rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircularRule {
    /// Who did well had at least so many due.
    pub least_due: i64,
    /// From so many judged on, this share of a hundred on time is enough; of fewer, all.
    pub many: i64,
    /// That share of a hundred.
    pub least_percent: i64,
    /// From when a task is named.
    pub named_after: NamedAfter,
    /// From how many urgings since its date an overdue task is named.
    pub urgings: u32,
}

/// An overdue task, as the rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// How urgent it is.
    pub urgency: Urgency,
    /// When it was due.
    pub due_on: NaiveDate,
    /// How often it was urged since.
    pub urgings: u32,
}

/// A unit, as the rule sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnitRecord {
    /// What it leads, counted.
    pub tally: Tally,
    /// How many of its overdue tasks are named.
    pub named: i64,
}

impl Default for CircularRule {
    fn default() -> Self {
        Self {
            least_due: 5,
            many: 10,
            least_percent: 90,
            named_after: NamedAfter { normal: Some(10), urgent: Some(10), critical: Some(10) },
            urgings: 2,
        }
    }
}

impl CircularRule {
    /// The rule with the steps of `ladder`.
    pub fn of_ladder(ladder: &Rules) -> Self {
        let step = |urgency| {
            let mut rungs = ladder.ladder(urgency).of(ReminderKind::Overdue);
            let rung = rungs.find(|rung| rung.deed == Some(Deed::Circular));
            rung.map(|rung| rung.step.unsigned_abs())
        };
        let named_after = NamedAfter {
            normal: step(Urgency::Normal),
            urgent: step(Urgency::Urgent),
            critical: step(Urgency::Critical),
        };
        Self { named_after, ..Self::default() }
    }

    /// Whether an overdue task is named on `as_of`: the ladder has reached its step, or it was
    /// urged often enough.
    pub fn names(&self, task: &Overdue, as_of: NaiveDate, calendar: &WorkCalendar) -> bool {
        let after = match task.urgency {
            Urgency::Normal => self.named_after.normal,
            Urgency::Urgent => self.named_after.urgent,
            Urgency::Critical => self.named_after.critical,
        };
        let reached = |days| calendar.days_after(task.urgency.pace(), task.due_on, days) <= as_of;
        task.urgings >= self.urgings || after.is_some_and(reached)
    }

    /// What it says of a unit.
    pub fn judge(&self, unit: &UnitRecord) -> UnitVerdict {
        let UnitRecord { tally, named } = unit;
        if *named > 0 {
            return UnitVerdict::Behind;
        }
        let judged = tally.judged();
        let share = if judged < self.many { 100 } else { self.least_percent };
        let enough = tally.due >= self.least_due && judged > 0;
        let on_time = tally.due_on_time * 100 >= judged * share;
        if enough && on_time && tally.overdue == 0 && tally.missed == 0 {
            UnitVerdict::Well
        } else {
            UnitVerdict::Neither
        }
    }
}
