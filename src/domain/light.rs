//! Lights 亮灯 and flags: how a task stands on a day (DESIGN.md, section 4).

use chrono::NaiveDate;

use super::named::named;
use super::{Outlook, RequestKind, State, WorkCalendar};

named! {
    /// Light: how a task stands, at a glance.
    Light, "a light" {
        /// 不亮灯: draft, suspended, cancelled, or spread over departments.
        None = "none",
        /// 正常推进 ●.
        OnTrack = "on_track",
        /// 临期 ▲.
        DueSoon = "due_soon",
        /// 逾期 ◆.
        Overdue = "overdue",
        /// 按期办结.
        ClosedOnTime = "closed_on_time",
        /// 逾期办结.
        ClosedLate = "closed_late",
    }
}

named! {
    /// Flag: something about an open task that somebody should know.
    Flag, "a flag" {
        /// 临期.
        DueSoon = "due_soon",
        /// 逾期.
        Overdue = "overdue",
        /// 未按期反馈.
        ReportMissed = "report_missed",
        /// 已延期.
        Extended = "extended",
        /// 受阻.
        Blocked = "blocked",
        /// 待审核.
        AwaitingDecision = "awaiting_decision",
        /// 逾期未说明.
        Unexplained = "unexplained",
    }
}

/// What a light is judged by: the state, and the days on which the light turns.
///
/// The days are worked out once, when a task changes, so that a light is a comparison of dates:
/// here in [`Marks::light`], and in the same words in SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// Where the task stands.
    pub state: State,
    /// Whether its parts bear lights in its place.
    pub is_parent: bool,
    /// The date that the department works to; `None` for a long-term task.
    pub due_on: Option<NaiveDate>,
    /// The date that on-time is judged by.
    pub baseline_due_on: Option<NaiveDate>,
    /// The day of the closure request, once closed.
    pub closed_on: Option<NaiveDate>,
    /// From this day on it is due soon.
    pub soon_on: Option<NaiveDate>,
    /// From this day on a report is missed.
    pub missed_on: Option<NaiveDate>,
    /// The day on which the clock was stopped by a request that is not decided.
    pub stopped_on: Option<NaiveDate>,
}

impl Marks {
    /// The day as of which the task is judged: the clock stands still from a request on.
    pub fn judged_on(&self, today: NaiveDate) -> NaiveDate {
        self.stopped_on.map_or(today, |stopped| stopped.min(today))
    }

    /// The light on `today`.
    pub fn light(&self, today: NaiveDate) -> Light {
        if self.is_parent {
            return Light::None;
        }
        if self.state == State::Closed {
            let late = self.closed_on.zip(self.baseline_due_on).is_some_and(|(on, due)| on > due);
            return if late { Light::ClosedLate } else { Light::ClosedOnTime };
        }
        if !self.state.counts() {
            return Light::None;
        }
        let day = self.judged_on(today);
        if self.due_on.is_some_and(|due| due < day) {
            Light::Overdue
        } else if self.soon_on.is_some_and(|soon| soon <= day) || self.report_missed(today) {
            Light::DueSoon
        } else {
            Light::OnTrack
        }
    }

    /// Whether a report is missed on `today`.
    pub fn report_missed(&self, today: NaiveDate) -> bool {
        let day = self.judged_on(today);
        self.state.is_open() && self.missed_on.is_some_and(|missed| missed <= day)
    }

    /// Whole calendar days 自然日 past the due date, 0 where it is not overdue.
    pub fn days_over(&self, today: NaiveDate) -> i64 {
        match (self.light(today), self.due_on) {
            (Light::Overdue, Some(due)) => (self.judged_on(today) - due).num_days(),
            _ => 0,
        }
    }
}

/// The day from which a task is due soon: within `due_soon_days` working days of the due date,
/// but at most 30 % of the task's own span, and at least one day.
pub fn soon_on(
    issued_on: NaiveDate,
    due_on: NaiveDate,
    due_soon_days: u32,
    calendar: &WorkCalendar,
) -> NaiveDate {
    let span = calendar.working_days_between(issued_on, due_on);
    let window = due_soon_days.min(span * 3 / 10).max(1);
    calendar.working_days_before(calendar.on_or_before(due_on), window)
}

/// Whether a request of `kind` asked for on `asked_on` stops the clock: a closure always, an
/// extension only when asked for on or before the due date.
pub fn stops_clock(kind: RequestKind, asked_on: NaiveDate, due_on: Option<NaiveDate>) -> bool {
    match kind {
        RequestKind::Closure | RequestKind::InterimClosure => true,
        RequestKind::Extension => due_on.is_some_and(|due| asked_on <= due),
        RequestKind::Suspension | RequestKind::Cancellation => false,
    }
}

/// What flags are judged by, beside the light.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// How many extensions were granted.
    pub extensions: i32,
    /// What the last report of the lead said.
    pub outlook: Option<Outlook>,
    /// Whether a request waits for its decision.
    pub open_request: bool,
    /// The day on which being late was last explained.
    pub explained_on: Option<NaiveDate>,
    /// The day by which it was then expected to be done.
    pub expected_on: Option<NaiveDate>,
}

impl Circumstances {
    /// Whether being past `due_on` is explained on `day`: said since then, and what was expected
    /// has not passed.
    fn explain(&self, due_on: Option<NaiveDate>, day: NaiveDate) -> bool {
        let said = self.explained_on.zip(due_on).is_some_and(|(on, due)| on > due);
        said && self.expected_on.is_none_or(|expected| expected >= day)
    }
}

/// The flags of a task on `today`.
pub fn flags(marks: &Marks, circumstances: &Circumstances, today: NaiveDate) -> Vec<Flag> {
    let light = marks.light(today);
    let overdue = light == Light::Overdue;
    let explained = circumstances.explain(marks.due_on, marks.judged_on(today));
    let open = marks.state.is_open();
    [
        (Flag::DueSoon, light == Light::DueSoon),
        (Flag::Overdue, overdue),
        (Flag::ReportMissed, marks.report_missed(today)),
        (Flag::Extended, circumstances.extensions > 0),
        (Flag::Blocked, open && circumstances.outlook == Some(Outlook::Blocked)),
        (Flag::AwaitingDecision, circumstances.open_request),
        (Flag::Unexplained, overdue && !explained),
    ]
    .into_iter()
    .filter_map(|(flag, set)| set.then_some(flag))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn marks(due: &str) -> Marks {
        Marks {
            state: State::InProgress,
            is_parent: false,
            due_on: Some(day(due)),
            baseline_due_on: Some(day(due)),
            closed_on: None,
            soon_on: Some(day("2026-03-02")),
            missed_on: None,
            stopped_on: None,
        }
    }

    #[test]
    fn due_on_the_date_is_not_overdue() {
        assert_eq!(marks("2026-03-09").light(day("2026-03-01")), Light::OnTrack);
        assert_eq!(marks("2026-03-09").light(day("2026-03-02")), Light::DueSoon);
        assert_eq!(marks("2026-03-09").light(day("2026-03-09")), Light::DueSoon);
        assert_eq!(marks("2026-03-09").light(day("2026-03-10")), Light::Overdue);
        assert_eq!(marks("2026-03-09").days_over(day("2026-03-16")), 7);
    }

    #[test]
    fn what_is_spread_over_departments_bears_no_light() {
        let spread = Marks { is_parent: true, ..marks("2026-03-09") };
        assert_eq!(spread.light(day("2026-03-16")), Light::None);
        assert_eq!(spread.days_over(day("2026-03-16")), 0);
        assert_eq!(flags(&spread, &Circumstances::default(), day("2026-03-16")), []);
    }

    #[test]
    fn the_clock_stands_still_while_a_request_waits() {
        let stopped = Marks { stopped_on: Some(day("2026-03-01")), ..marks("2026-03-09") };
        assert_eq!(stopped.light(day("2026-04-01")), Light::OnTrack);
        let late = Marks { stopped_on: Some(day("2026-03-11")), ..marks("2026-03-09") };
        assert_eq!(late.days_over(day("2026-04-01")), 2);
    }

    #[test]
    fn a_closed_task_is_judged_by_the_day_of_its_request() {
        let closed = |on: &str| Marks {
            state: State::Closed,
            closed_on: Some(day(on)),
            ..marks("2026-03-09")
        };
        assert_eq!(closed("2026-03-09").light(day("2026-05-01")), Light::ClosedOnTime);
        assert_eq!(closed("2026-03-10").light(day("2026-05-01")), Light::ClosedLate);
    }

    #[test]
    fn a_missed_report_turns_the_light_even_of_a_long_term_task() {
        let long_term = Marks {
            due_on: None,
            baseline_due_on: None,
            soon_on: None,
            missed_on: Some(day("2026-03-05")),
            ..marks("2026-03-09")
        };
        assert_eq!(long_term.light(day("2026-03-04")), Light::OnTrack);
        assert_eq!(long_term.light(day("2026-03-05")), Light::DueSoon);
    }

    #[test]
    fn a_short_task_is_due_soon_only_for_a_third_of_its_span() {
        let calendar = WorkCalendar::default();
        // Ten working days: the window is three of them.
        let soon = soon_on(day("2026-03-02"), day("2026-03-16"), 10, &calendar);
        assert_eq!(soon, day("2026-03-11"));
        // A long one: ten working days before.
        let soon = soon_on(day("2025-09-01"), day("2026-03-16"), 10, &calendar);
        assert_eq!(soon, day("2026-03-02"));
        // Due tomorrow: at least one day.
        let soon = soon_on(day("2026-03-12"), day("2026-03-13"), 10, &calendar);
        assert_eq!(soon, day("2026-03-12"));
    }

    #[test]
    fn an_explanation_counts_only_once_it_is_overdue() {
        let explained = |on: Option<&str>| {
            let circumstances =
                Circumstances { explained_on: on.map(day), ..Circumstances::default() };
            flags(&marks("2026-03-09"), &circumstances, day("2026-03-12"))
        };
        assert!(explained(None).contains(&Flag::Unexplained));
        assert!(explained(Some("2026-03-09")).contains(&Flag::Unexplained));
        assert!(!explained(Some("2026-03-10")).contains(&Flag::Unexplained));
    }

    #[test]
    fn an_explanation_holds_until_the_day_that_it_names_has_passed() {
        let circumstances = Circumstances {
            explained_on: Some(day("2026-03-10")),
            expected_on: Some(day("2026-03-13")),
            ..Circumstances::default()
        };
        let unexplained = |on: &str| {
            flags(&marks("2026-03-09"), &circumstances, day(on)).contains(&Flag::Unexplained)
        };
        assert!(!unexplained("2026-03-13"));
        assert!(unexplained("2026-03-14"));
    }

    #[test]
    fn an_extension_asked_for_after_the_date_does_not_stop_the_clock() {
        let due = Some(day("2026-03-09"));
        assert!(stops_clock(RequestKind::Extension, day("2026-03-09"), due));
        assert!(!stops_clock(RequestKind::Extension, day("2026-03-10"), due));
        assert!(stops_clock(RequestKind::Closure, day("2026-03-20"), due));
    }
}
