//! Tasks that repeat, one instance at a time: when the next one comes, and when it is due.

use chrono::{Datelike, Days, NaiveDate};

use super::cadence::on;
use super::named::named;
use super::{Fault, Faults, ReportDays, State, TaskId, WorkCalendar};

named! {
    /// How often a task repeats.
    Rhythm, "a rhythm" {
        /// Due on that day of every month.
        Monthly = "monthly",
        /// Due on that day of the last month of every quarter.
        Quarterly = "quarterly",
        /// Due on the last day of every term.
        Termly = "termly",
        /// Due on that day of the month in which the one before was due, a year later.
        Yearly = "yearly",
        /// Due so many working days after the one before was closed.
        AfterClose = "after_close",
    }
}

/// How a task repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence {
    /// How often.
    pub rhythm: Rhythm,
    /// The day of the month (one that a month lacks means its last), or how many working days
    /// after the close; nothing for terms.
    pub day: i32,
    /// No instance is due later.
    pub ends_on: Option<NaiveDate>,
}

/// A recurrence with its instances, as a task among them sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repetition {
    /// How it repeats.
    pub recurrence: Recurrence,
    /// Whether it goes on: it was not switched off.
    pub active: bool,
    /// The instance before this one.
    pub previous: Option<TaskId>,
    /// The instance after this one.
    pub next: Option<TaskId>,
}

/// What the plan needs to know of the last instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastInstance {
    /// Where it stands.
    pub state: State,
    /// When it was due, as it was issued: extensions move no period.
    pub due_on: NaiveDate,
    /// When it was closed or cancelled.
    pub over_on: Option<NaiveDate>,
}

/// The next instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextInstance {
    /// From which day it is written down, if the one before is over by then.
    pub from: NaiveDate,
    /// When it is due.
    pub due_on: NaiveDate,
}

impl Recurrence {
    /// Notes what is wrong with it: which days each rhythm knows.
    pub fn check(&self, days: &ReportDays, faults: &mut Faults) {
        let most = match self.rhythm {
            Rhythm::Monthly | Rhythm::Quarterly | Rhythm::Yearly => 31,
            Rhythm::AfterClose => 250,
            Rhythm::Termly => {
                if days.term_ends.is_empty() {
                    faults.add("rhythm", Fault::NoTerms);
                }
                return;
            }
        };
        if !(1..=most).contains(&self.day) {
            faults.add("day", Fault::NotInRange { least: 1, most: most.into() });
        }
        faults.day("ends_on", self.ends_on);
    }

    /// The instance after `last`, as it looks on `today`: by the calendar from the day after
    /// `last` was due, else from its close. Periods that went by are passed over. `None` where
    /// there will be none, or where it hangs on a close that has not come.
    pub fn next(
        &self,
        last: &LastInstance,
        today: NaiveDate,
        days: &ReportDays,
        calendar: &WorkCalendar,
    ) -> Option<NextInstance> {
        let next = if self.rhythm == Rhythm::AfterClose {
            let over_on = last.over_on?;
            let count = u32::try_from(self.day).ok()?;
            let due = calendar.working_days_after(over_on, count);
            let late = due <= today;
            let due_on = if late { calendar.working_days_after(today, count) } else { due };
            NextInstance { from: over_on, due_on }
        } else {
            let due_on = self.due_after(last.due_on, last.due_on.max(today), days, calendar)?;
            let from = last.due_on.checked_add_days(Days::new(1))?;
            NextInstance { from: last.over_on.map_or(from, |over| over.max(from)), due_on }
        };
        Some(next).filter(|next| self.ends_on.is_none_or(|end| next.due_on <= end))
    }

    /// What is to be written down on `today`: nothing while the last instance is not over.
    pub fn due_now(
        &self,
        last: &LastInstance,
        today: NaiveDate,
        days: &ReportDays,
        calendar: &WorkCalendar,
    ) -> Option<NextInstance> {
        let over = matches!(last.state, State::Closed | State::Cancelled);
        self.next(last, today, days, calendar).filter(|next| over && next.from <= today)
    }

    /// The first day of the calendar's rhythm whose working day lies after `after`.
    fn due_after(
        &self,
        last: NaiveDate,
        after: NaiveDate,
        days: &ReportDays,
        calendar: &WorkCalendar,
    ) -> Option<NaiveDate> {
        let day = u32::try_from(self.day).unwrap_or_default();
        let of = |months: &[u32]| months.iter().map(|month| (*month, day)).collect();
        let in_year: Vec<(u32, u32)> = match self.rhythm {
            Rhythm::Monthly => (1..=12).map(|month| (month, day)).collect(),
            Rhythm::Quarterly => of(&[3, 6, 9, 12]),
            Rhythm::Yearly => of(&[last.month()]),
            Rhythm::Termly => days.term_ends.clone(),
            Rhythm::AfterClose => Vec::new(),
        };
        let years = after.year()..=after.year() + 2;
        let mut all: Vec<NaiveDate> = years
            .flat_map(|year| in_year.iter().filter_map(move |(month, day)| on(year, *month, *day)))
            .map(|day| calendar.on_or_before(day))
            .filter(|day| *day > after)
            .collect();
        all.sort_unstable();
        all.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn every(rhythm: Rhythm, day: i32) -> Recurrence {
        Recurrence { rhythm, day, ends_on: None }
    }

    fn closed(due: &str, on: &str) -> LastInstance {
        LastInstance { state: State::Closed, due_on: day(due), over_on: Some(day(on)) }
    }

    #[track_caller]
    fn next(recurrence: Recurrence, last: LastInstance, today: &str, expected: (&str, &str)) {
        let days = ReportDays { term_ends: vec![(7, 7), (1, 12)], ..ReportDays::default() };
        let found = recurrence.next(&last, day(today), &days, &WorkCalendar::default()).unwrap();
        assert_eq!((found.from, found.due_on), (day(expected.0), day(expected.1)));
    }

    fn now(recurrence: Recurrence, last: LastInstance, today: &str) -> Option<NaiveDate> {
        let days = ReportDays::default();
        let found = recurrence.due_now(&last, day(today), &days, &WorkCalendar::default());
        found.map(|next| next.due_on)
    }

    #[test]
    fn the_next_period_begins_when_the_last_one_ends() {
        let early = closed("2026-06-25", "2026-06-10");
        next(every(Rhythm::Monthly, 25), early, "2026-06-10", ("2026-06-26", "2026-07-24"));
        next(every(Rhythm::Quarterly, 25), early, "2026-06-26", ("2026-06-26", "2026-09-25"));
        next(every(Rhythm::Termly, 0), early, "2026-06-26", ("2026-06-26", "2026-07-07"));
        next(every(Rhythm::Yearly, 25), early, "2026-06-26", ("2026-06-26", "2027-06-25"));
        assert_eq!(now(every(Rhythm::Monthly, 25), early, "2026-06-25"), None);
        assert_eq!(now(every(Rhythm::Monthly, 25), early, "2026-06-26"), Some(day("2026-07-24")));
    }

    #[test]
    fn nothing_comes_while_the_last_one_is_not_over() {
        for state in [
            State::Draft,
            State::AwaitingAcknowledgement,
            State::InProgress,
            State::ClosureReview,
            State::Suspended,
        ] {
            let last = LastInstance { state, due_on: day("2026-01-25"), over_on: None };
            assert_eq!(now(every(Rhythm::Monthly, 25), last, "2026-06-26"), None, "{state}");
        }
        let late = closed("2026-06-25", "2026-07-02");
        next(every(Rhythm::Monthly, 25), late, "2026-07-02", ("2026-07-02", "2026-07-24"));
        let given_up = LastInstance { state: State::Cancelled, ..late };
        assert_eq!(
            now(every(Rhythm::Monthly, 25), given_up, "2026-07-02"),
            Some(day("2026-07-24"))
        );
    }

    #[test]
    fn periods_that_went_by_do_not_pile_up() {
        let last = closed("2026-01-23", "2026-01-20");
        assert_eq!(now(every(Rhythm::Monthly, 25), last, "2026-06-26"), Some(day("2026-07-24")));
        let after = every(Rhythm::AfterClose, 5);
        assert_eq!(now(after, last, "2026-06-26"), Some(day("2026-07-03")));
    }

    #[test]
    fn a_month_that_is_too_short_means_its_last_day() {
        let last = closed("2028-01-31", "2028-01-31");
        next(every(Rhythm::Monthly, 31), last, "2028-02-01", ("2028-02-01", "2028-02-29"));
        let last = closed("2027-01-29", "2027-01-29"); // the 31st is a Sunday
        next(every(Rhythm::Monthly, 31), last, "2027-01-30", ("2027-01-30", "2027-02-26"));
        let leap = closed("2028-02-29", "2028-02-20");
        next(every(Rhythm::Yearly, 29), leap, "2028-03-01", ("2028-03-01", "2029-02-28"));
        next(every(Rhythm::Yearly, 29), leap, "2031-03-01", ("2028-03-01", "2032-02-27"));
    }

    #[test]
    fn a_term_ends_over_the_turn_of_the_year() {
        let last = closed("2026-07-07", "2026-07-01");
        next(every(Rhythm::Termly, 0), last, "2026-07-08", ("2026-07-08", "2027-01-12"));
        let none = every(Rhythm::Termly, 0);
        assert_eq!(now(none, last, "2026-07-08"), None, "no terms, no next one");
    }

    #[test]
    fn after_a_close_working_days_are_counted() {
        let last = closed("2026-06-25", "2026-06-12"); // a Friday
        next(every(Rhythm::AfterClose, 3), last, "2026-06-12", ("2026-06-12", "2026-06-17"));
        let open =
            LastInstance { state: State::InProgress, due_on: day("2026-06-25"), over_on: None };
        assert_eq!(now(every(Rhythm::AfterClose, 3), open, "2026-06-12"), None);
    }

    #[test]
    fn it_ends_on_its_date() {
        let last = closed("2026-06-25", "2026-06-20");
        let until = |end| Recurrence { ends_on: Some(day(end)), ..every(Rhythm::Monthly, 25) };
        assert_eq!(now(until("2026-07-23"), last, "2026-06-26"), None);
        assert_eq!(now(until("2026-07-24"), last, "2026-06-26"), Some(day("2026-07-24")));
    }

    #[test]
    fn a_day_that_no_month_has_is_refused() {
        let check = |one: Recurrence| {
            let mut faults = Faults::default();
            one.check(&ReportDays::default(), &mut faults);
            faults.finish().map_err(|all| all[0].field.clone())
        };
        assert_eq!(check(every(Rhythm::Monthly, 31)), Ok(()));
        assert_eq!(check(every(Rhythm::Monthly, 32)), Err("day".to_owned()));
        assert_eq!(check(every(Rhythm::Yearly, 0)), Err("day".to_owned()));
        assert_eq!(check(every(Rhythm::AfterClose, 60)), Ok(()));
        assert_eq!(check(every(Rhythm::Termly, 0)), Err("rhythm".to_owned()));
    }
}
