//! By when the next report is due: the common days of each cadence, and the periods they end.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Cadence, Pace, WorkCalendar};

/// The common days by which reports are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDays {
    /// Of every week.
    pub weekly: Weekday,
    /// Of every month, twice; a month that has no such day means its last one.
    pub half_monthly: [u32; 2],
    /// Of every month.
    pub monthly: u32,
    /// Of the last month of every quarter.
    pub quarterly: u32,
    /// The last day of each term, as month and day; without any no termly report is due.
    pub term_ends: Vec<(u32, u32)>,
}

impl Default for ReportDays {
    fn default() -> Self {
        Self {
            weekly: Weekday::Fri,
            half_monthly: [10, 25],
            monthly: 25,
            quarterly: 25,
            term_ends: Vec::new(),
        }
    }
}

/// One reporting period. A report on any of its days answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, the common one.
    pub to: NaiveDate,
    /// The day by which the report is due: the common day, or the working day before it.
    pub due_on: NaiveDate,
}

impl ReportDays {
    /// The period around `day`; `None` where no report is ever due.
    pub fn period(
        &self,
        cadence: Cadence,
        day: NaiveDate,
        calendar: &WorkCalendar,
    ) -> Option<Period> {
        let (from, to) = match cadence {
            Cadence::None => return None,
            Cadence::Daily => (day, day),
            Cadence::Weekly => {
                let ahead = self.weekly.days_since(day.weekday());
                let to = day + Days::new(u64::from(ahead));
                (to - Days::new(6), to)
            }
            Cadence::Termly if !calendar.terms().is_empty() => {
                let terms = calendar.terms();
                let (from, to) = terms.iter().copied().find(|(_, to)| *to >= day)?;
                let before =
                    terms.iter().rfind(|(_, to)| *to < day).and_then(|(_, to)| to.succ_opt());
                (before.unwrap_or(from.min(day)), to)
            }
            _ => {
                let ends = self.ends_around(cadence, day.year());
                let to = ends.iter().copied().find(|end| *end >= day)?;
                let before = ends.iter().copied().rfind(|end| *end < day)?;
                (before + Days::new(1), to)
            }
        };
        Some(Period { from, to, due_on: calendar.on_or_before(to).max(from) })
    }

    /// The last `most` periods whose reports were due before `day`, the oldest first; those in which
    /// no report is asked for at a resting pace are left out.
    pub fn ended(
        &self,
        cadence: Cadence,
        day: NaiveDate,
        most: usize,
        calendar: &WorkCalendar,
    ) -> Vec<Period> {
        // Two years of days, at most: further back nobody asks.
        let farthest = day - Days::new(2 * 366);
        let before = |period: &Period| {
            let last = period.from.pred_opt().filter(|last| *last >= farthest)?;
            self.period(cadence, last, calendar).filter(|before| before.to < period.from)
        };
        let mut ended: Vec<Period> =
            std::iter::successors(self.period(cadence, day, calendar), before)
                .filter(|period| period.due_on < day)
                .filter(|period| asks(cadence, *period, calendar, Pace::Resting))
                .take(most)
                .collect();
        ended.reverse();
        ended
    }

    /// The common days of the year before, of this one and of the next, in order.
    fn ends_around(&self, cadence: Cadence, year: i32) -> Vec<NaiveDate> {
        let months = |days: &[u32], every: u32| -> Vec<(u32, u32)> {
            let last = (1..=12).filter(|month| month % every == 0);
            last.flat_map(|month| days.iter().map(move |day| (month, *day))).collect()
        };
        let days = match cadence {
            Cadence::None | Cadence::Daily | Cadence::Weekly => Vec::new(),
            Cadence::HalfMonthly => months(&self.half_monthly, 1),
            Cadence::Monthly => months(&[self.monthly], 1),
            Cadence::Quarterly => months(&[self.quarterly], 3),
            Cadence::Termly => self.term_ends.clone(),
        };
        let years = year - 1..=year + 1;
        let mut ends: Vec<NaiveDate> = years
            .flat_map(|year| days.iter().filter_map(move |(month, day)| on(year, *month, *day)))
            .collect();
        ends.sort_unstable();
        ends
    }

    /// The day by which the next report is due of a department that owes reports since `owed_from`
    /// and reported last on `last_report_on`. At a resting pace no report is due in a
    /// vacation.
    ///
    /// What was reported before it owed anything answers the period in which it began, if it lies
    /// in that one, and no other.
    pub fn next_due(
        &self,
        cadence: Cadence,
        owed_from: NaiveDate,
        last_report_on: Option<NaiveDate>,
        calendar: &WorkCalendar,
        pace: Pace,
    ) -> Option<NaiveDate> {
        let after = |period: Period| self.period(cadence, period.to + Days::new(1), calendar);
        let mut period = self.period(cadence, owed_from, calendar)?;
        if period.due_on < owed_from {
            period = after(period)?;
        }
        if let Some(last) = last_report_on {
            let next = after(self.period(cadence, last, calendar)?)?;
            period = if next.from > period.from { next } else { period };
        }
        // Nothing is asked for on the very day on which it began.
        let began = |period: Period| cadence == Cadence::Daily && period.from == owed_from;
        while began(period) || !asks(cadence, period, calendar, pace) {
            period = after(period)?;
        }
        Some(period.due_on)
    }

    /// The days from `from` to `to` by which reports are due, if the first of them is due by
    /// `first` and none arrives.
    pub fn dues(
        &self,
        cadence: Cadence,
        first: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
        calendar: &WorkCalendar,
        pace: Pace,
    ) -> Vec<NaiveDate> {
        let start = self.period(cadence, first.max(from), calendar);
        std::iter::successors(start, |period| {
            self.period(cadence, period.to + Days::new(1), calendar)
        })
        .take_while(|period| period.due_on <= to)
        .filter(|period| period.due_on >= first.max(from) && asks(cadence, *period, calendar, pace))
        .map(|period| period.due_on)
        .collect()
    }
}

/// Whether a report is asked for in `period`: not on a day without work, and not in a vacation
/// where the cadence pauses.
fn asks(cadence: Cadence, period: Period, calendar: &WorkCalendar, pace: Pace) -> bool {
    let worked = cadence != Cadence::Daily || calendar.is_working_day(period.from);
    worked && (pace == Pace::Steady || !calendar.in_vacation(period.due_on))
}

/// That day of that month, or the month's last where it is shorter.
pub(super) fn on(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (28..=day.max(28)).rev().find_map(|last| NaiveDate::from_ymd_opt(year, month, day.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CalendarEntry, DayKind, MONDAY_TO_FRIDAY};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn due(cadence: Cadence, owed: &str, last: Option<&str>, expected: &str) {
        let days = ReportDays { term_ends: vec![(7, 7), (1, 12)], ..ReportDays::default() };
        let found = days.next_due(
            cadence,
            day(owed),
            last.map(day),
            &WorkCalendar::default(),
            Pace::Resting,
        );
        assert_eq!(found, Some(day(expected)), "{cadence}");
    }

    #[test]
    fn a_report_is_due_by_the_common_day_of_its_period() {
        due(Cadence::Weekly, "2023-06-14", None, "2023-06-16");
        due(Cadence::HalfMonthly, "2023-06-01", None, "2023-06-09"); // the 10th is a Saturday
        due(Cadence::HalfMonthly, "2023-06-12", None, "2023-06-23"); // the 25th is a Sunday
        due(Cadence::Monthly, "2023-05-02", None, "2023-05-25");
        due(Cadence::Quarterly, "2023-04-03", None, "2023-06-23");
        due(Cadence::Termly, "2023-04-03", None, "2023-07-07");
        due(Cadence::Termly, "2023-07-08", None, "2024-01-12");
        due(Cadence::Daily, "2023-06-16", None, "2023-06-19"); // taken on a Friday
    }

    #[test]
    fn any_report_in_the_period_answers_it() {
        due(Cadence::Weekly, "2023-06-01", Some("2023-06-14"), "2023-06-23");
        due(Cadence::Monthly, "2023-05-02", Some("2023-05-04"), "2023-06-23");
        due(Cadence::HalfMonthly, "2023-05-02", Some("2023-05-26"), "2023-06-23");
        due(Cadence::Termly, "2023-03-01", Some("2023-05-04"), "2024-01-12");
        due(Cadence::Daily, "2023-06-01", Some("2023-06-16"), "2023-06-19");
    }

    #[test]
    fn a_day_after_the_common_day_belongs_to_the_next_period() {
        due(Cadence::Monthly, "2023-05-26", None, "2023-06-23");
        due(Cadence::HalfMonthly, "2023-12-28", None, "2024-01-10");
    }

    #[test]
    fn what_was_reported_long_before_a_task_was_taken_up_again_answers_nothing() {
        due(Cadence::Weekly, "2023-06-14", Some("2023-04-03"), "2023-06-16");
        due(Cadence::Weekly, "2023-06-14", Some("2023-06-12"), "2023-06-23");
    }

    #[test]
    fn other_common_days_and_short_months_are_kept_to() {
        let days =
            ReportDays { weekly: Weekday::Mon, half_monthly: [15, 31], ..ReportDays::default() };
        let next = |cadence, owed: &str| {
            days.next_due(cadence, day(owed), None, &WorkCalendar::default(), Pace::Steady).unwrap()
        };
        assert_eq!(next(Cadence::Weekly, "2023-06-14"), day("2023-06-19"));
        assert_eq!(next(Cadence::HalfMonthly, "2023-02-16"), day("2023-02-28"));
        assert_eq!(next(Cadence::HalfMonthly, "2023-06-20"), day("2023-06-30"));
        assert_eq!(next(Cadence::HalfMonthly, "2023-03-01"), day("2023-03-15"));
    }

    #[test]
    fn periods_that_have_ended_are_counted_back_from_the_day() {
        let days = ReportDays::default();
        let calendar = WorkCalendar::default();
        let ended = |cadence, on: &str, most| -> Vec<String> {
            let all = days.ended(cadence, day(on), most, &calendar);
            all.iter().map(|period| period.due_on.to_string()).collect()
        };
        // On the day itself a report may still come.
        assert_eq!(ended(Cadence::Weekly, "2023-06-16", 2), ["2023-06-02", "2023-06-09"]);
        assert_eq!(ended(Cadence::Weekly, "2023-06-17", 2), ["2023-06-09", "2023-06-16"]);
        assert_eq!(ended(Cadence::HalfMonthly, "2023-06-12", 2), ["2023-05-25", "2023-06-09"]);
        assert_eq!(ended(Cadence::Daily, "2023-06-19", 2), ["2023-06-15", "2023-06-16"]);
        assert_eq!(ended(Cadence::Monthly, "2023-06-16", 9).len(), 9);
        assert!(ended(Cadence::None, "2023-06-16", 9).is_empty());
        assert!(ended(Cadence::Termly, "2023-06-16", 9).is_empty());
    }

    #[test]
    fn nothing_is_due_without_a_cadence_or_without_terms() {
        let (days, calendar) = (ReportDays::default(), WorkCalendar::default());
        for cadence in [Cadence::None, Cadence::Termly] {
            assert_eq!(
                days.next_due(cadence, day("2023-06-01"), None, &calendar, Pace::Steady),
                None
            );
        }
    }

    #[test]
    fn cadence_pauses_in_a_vacation_and_terms_come_from_the_calendar() {
        let entry = |kind, from: &str, to: &str| CalendarEntry {
            id: 0,
            kind,
            name: String::new(),
            from: day(from),
            to: day(to),
            source: None,
        };
        let calendar = WorkCalendar::of(
            MONDAY_TO_FRIDAY,
            &[
                entry(DayKind::Term, "2023-02-06", "2023-07-07"),
                entry(DayKind::Vacation, "2023-07-10", "2023-08-27"),
                entry(DayKind::Term, "2023-08-28", "2024-01-12"),
            ],
        );
        let days = ReportDays::default();
        let next =
            |cadence, owed: &str, pace| days.next_due(cadence, day(owed), None, &calendar, pace);
        assert_eq!(next(Cadence::Weekly, "2023-07-10", Pace::Resting), Some(day("2023-09-01")));
        assert_eq!(next(Cadence::Weekly, "2023-07-10", Pace::Steady), Some(day("2023-07-14")));
        assert_eq!(next(Cadence::Monthly, "2023-07-01", Pace::Resting), Some(day("2023-09-25")));
        assert_eq!(next(Cadence::Termly, "2023-03-01", Pace::Resting), Some(day("2023-07-07")));
        assert_eq!(next(Cadence::Termly, "2023-07-20", Pace::Resting), Some(day("2024-01-12")));
        assert_eq!(next(Cadence::Termly, "2024-02-20", Pace::Resting), None, "not entered yet");
        let span = (day("2023-06-20"), day("2023-09-10"));
        let dues = days.dues(Cadence::Weekly, day("2023-06-30"), span, &calendar, Pace::Resting);
        assert_eq!(dues, ["2023-06-30", "2023-07-07", "2023-09-01", "2023-09-08"].map(day));
    }
}
