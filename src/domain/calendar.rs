//! The working calendar: which days count when a rule counts working days.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The organisation's working days. Empty, it means Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    holidays: BTreeSet<NaiveDate>,
    make_up_days: BTreeSet<NaiveDate>,
}

impl WorkCalendar {
    /// Monday to Friday but for `holidays`, and `make_up_days` 调休 although they are weekends.
    pub fn new(
        holidays: impl IntoIterator<Item = NaiveDate>,
        make_up_days: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        Self {
            holidays: holidays.into_iter().collect(),
            make_up_days: make_up_days.into_iter().collect(),
        }
    }

    /// Whether people are at work on `day`.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.make_up_days.contains(&day) || !weekend && !self.holidays.contains(&day)
    }

    /// `day` itself, or the working day before it.
    pub fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        self.seek(day, |day| day.pred_opt())
    }

    /// `day` itself, or the working day after it.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        self.seek(day, |day| day.succ_opt())
    }

    /// The `count`th working day before `day`; `day` itself for 0.
    pub fn working_days_before(&self, day: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(day, |day, _| self.on_or_before(day - Days::new(1)))
    }

    /// The `count`th working day after `day`; `day` itself for 0.
    pub fn working_days_after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(day, |day, _| self.on_or_after(day + Days::new(1)))
    }

    /// How many working days lie after `from` up to and with `to`; 0 where `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// A calendar of a thousand days without work is a mistake; the walk ends where it began.
    fn seek(&self, day: NaiveDate, step: impl Fn(NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
        let walk = std::iter::successors(Some(day), |day| step(*day)).take(1000);
        walk.into_iter().find(|day| self.is_working_day(*day)).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_sunday_worked_for_a_holiday_counts() {
        let calendar = WorkCalendar::new([], [day("2026-03-08")]);
        assert_eq!(calendar.working_days_before(day("2026-03-09"), 1), day("2026-03-08"));
    }

    #[test]
    fn a_weekend_and_a_holiday_do_not_count() {
        let calendar = WorkCalendar::new([day("2023-06-22"), day("2023-06-23")], []);
        assert_eq!(calendar.working_days_between(day("2023-06-21"), day("2023-06-26")), 1);
        assert_eq!(calendar.working_days_after(day("2023-06-21"), 1), day("2023-06-26"));
        assert_eq!(calendar.on_or_before(day("2023-06-24")), day("2023-06-21"));
    }

    #[test]
    fn nothing_lies_between_a_day_and_itself_or_the_past() {
        let calendar = WorkCalendar::default();
        assert_eq!(calendar.working_days_between(day("2026-03-09"), day("2026-03-09")), 0);
        assert_eq!(calendar.working_days_between(day("2026-03-09"), day("2026-03-02")), 0);
    }
}
