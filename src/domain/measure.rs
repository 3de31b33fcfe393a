//! What a figure counts: one value that both counts tasks and lists them, so that a number and
//! the list behind it cannot part.

use chrono::NaiveDate;

use super::{Counts, Flag, Light, OpenRequest, Rate, State, TaskFilter};

/// What is counted of a set of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// All that count.
    All,
    /// Closed.
    Closed,
    /// Not closed.
    Open,
    /// With one light.
    Lit(Light),
    /// Due by the day.
    Due,
    /// Closed, of those due.
    DueClosed,
    /// Closed on time, of those due.
    DueOnTime,
    /// Open and not overdue, of those due.
    DueNotLate,
    /// Not acknowledged.
    Unacknowledged,
    /// Acknowledged and not closed.
    InHand,
    /// With a request that is not decided.
    AwaitingDecision,
    /// Extended at least once.
    Extended,
    /// With a missed report.
    ReportMissed,
}

impl Measure {
    /// The five lights, in the order of a bar: finished work first, trouble last.
    pub const LIGHTS: [Light; 5] =
        [Light::ClosedOnTime, Light::ClosedLate, Light::OnTrack, Light::DueSoon, Light::Overdue];

    /// How many of `counts`.
    pub fn of(self, counts: &Counts) -> i64 {
        match self {
            Self::All => counts.all,
            Self::Closed => counts.closed,
            Self::Open => counts.open,
            Self::Lit(Light::ClosedOnTime) => counts.closed_on_time,
            Self::Lit(Light::ClosedLate) => counts.closed_late,
            Self::Lit(Light::OnTrack) => counts.on_track,
            Self::Lit(Light::DueSoon) => counts.due_soon,
            Self::Lit(Light::Overdue) => counts.overdue,
            // What counts has a light.
            Self::Lit(Light::None) => 0,
            Self::Due => counts.due,
            Self::DueClosed => counts.due_closed,
            Self::DueOnTime => counts.due_on_time,
            Self::DueNotLate => counts.due_not_late,
            Self::Unacknowledged => counts.awaiting_acknowledgement,
            Self::InHand => counts.open - counts.awaiting_acknowledgement,
            Self::AwaitingDecision => counts.awaiting_decision,
            Self::Extended => counts.extended,
            Self::ReportMissed => counts.missed,
        }
    }

    /// Those of `filter`, as they stood on `as_of`.
    pub fn among(self, filter: TaskFilter, as_of: NaiveDate) -> TaskFilter {
        let due = |filter| TaskFilter { baseline_to: Some(as_of), ..filter };
        let lit = |filter, lights: &[Light]| TaskFilter { lights: lights.to_vec(), ..filter };
        let filter = TaskFilter { counted: true, ..filter };
        match self {
            Self::All => filter,
            Self::Closed => TaskFilter { states: vec![State::Closed], ..filter },
            Self::Open => TaskFilter { open: true, ..filter },
            Self::Lit(light) => lit(filter, &[light]),
            Self::Due => due(filter),
            Self::DueClosed => due(TaskFilter { states: vec![State::Closed], ..filter }),
            Self::DueOnTime => due(lit(filter, &[Light::ClosedOnTime])),
            Self::DueNotLate => due(lit(filter, &[Light::OnTrack, Light::DueSoon])),
            Self::Unacknowledged => {
                TaskFilter { states: vec![State::AwaitingAcknowledgement], ..filter }
            }
            Self::InHand => {
                TaskFilter { states: vec![State::InProgress, State::ClosureReview], ..filter }
            }
            Self::AwaitingDecision => TaskFilter { open_request: Some(OpenRequest::Any), ..filter },
            Self::Extended => TaskFilter { flag: Some(Flag::Extended), ..filter },
            Self::ReportMissed => TaskFilter { flag: Some(Flag::ReportMissed), ..filter },
        }
    }
}

/// A rate with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// What is divided.
    pub part: Measure,
    /// By what.
    pub of: Measure,
}

impl Ratio {
    /// 办结率: closed ÷ all.
    pub const COMPLETION: Self = Self { part: Measure::Closed, of: Measure::All };
    /// 到期办结率: closed of those due ÷ due.
    pub const DUE_COMPLETION: Self = Self { part: Measure::DueClosed, of: Measure::Due };
    /// 按期办结率: closed on time of those due ÷ due.
    pub const ON_TIME: Self = Self { part: Measure::DueOnTime, of: Measure::Due };

    /// The rate of `counts`.
    pub fn of(self, counts: &Counts) -> Rate {
        Rate { part: self.part.of(counts), of: self.of.of(counts) }
    }
}

/// A stretch of ages in calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// At least so many days.
    pub least: i64,
    /// At most so many; `None` for the oldest.
    pub most: Option<i64>,
}

impl Age {
    /// Days past the due date.
    pub const OVER: [Self; 4] =
        [Self::of(1, Some(7)), Self::of(8, Some(30)), Self::of(31, Some(90)), Self::of(91, None)];
    /// Days since issue.
    pub const OPEN: [Self; 4] = [
        Self::of(0, Some(30)),
        Self::of(31, Some(90)),
        Self::of(91, Some(180)),
        Self::of(181, None),
    ];

    const fn of(least: i64, most: Option<i64>) -> Self {
        Self { least, most }
    }

    /// The first and the last day that lie so long before `as_of`.
    pub fn days(self, as_of: NaiveDate) -> (Option<NaiveDate>, NaiveDate) {
        let before = |days: i64| as_of - chrono::TimeDelta::days(days);
        (self.most.map(before), before(self.least))
    }

    /// Whether `day` lies so long before `as_of`.
    pub fn covers(self, day: NaiveDate, as_of: NaiveDate) -> bool {
        let (first, last) = self.days(as_of);
        day <= last && first.is_none_or(|first| first <= day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ages_follow_one_another_without_a_gap() {
        for ages in [Age::OVER, Age::OPEN] {
            for pair in ages.windows(2) {
                assert_eq!(pair[0].most.map(|most| most + 1), Some(pair[1].least));
            }
            assert_eq!(ages[3].most, None);
        }
    }

    #[test]
    fn a_day_is_as_old_as_the_calendar_says() {
        let (week, as_of) = (Age::OVER[0], day("2026-03-10"));
        assert_eq!(week.days(as_of), (Some(day("2026-03-03")), day("2026-03-09")));
        assert!(week.covers(day("2026-03-09"), as_of) && week.covers(day("2026-03-03"), as_of));
        assert!(!week.covers(as_of, as_of) && !week.covers(day("2026-03-02"), as_of));
        assert!(Age::OVER[3].covers(day("2020-01-01"), as_of));
    }

    #[test]
    fn what_is_divided_is_part_of_what_it_is_divided_by() {
        let counts = Counts {
            due: 8,
            due_on_time: 5,
            due_closed: 6,
            all: 12,
            closed: 7,
            ..Counts::default()
        };
        let shown = |ratio: Ratio| ratio.of(&counts).shown().unwrap();
        assert_eq!(shown(Ratio::ON_TIME), "5/8");
        assert_eq!(shown(Ratio::DUE_COMPLETION), "6/8");
        assert_eq!(shown(Ratio::COMPLETION), "58.3%");
    }

    #[test]
    fn a_measure_narrows_what_it_is_given() {
        let given =
            TaskFilter { leader_id: Some(crate::domain::PersonId(7)), ..TaskFilter::default() };
        let due = Measure::DueOnTime.among(given, day("2026-03-10"));
        assert_eq!((due.counted, due.baseline_to), (true, Some(day("2026-03-10"))));
        assert_eq!(
            (due.lights.as_slice(), due.leader_id.map(|id| id.0)),
            (&[Light::ClosedOnTime][..], Some(7))
        );
    }
}
