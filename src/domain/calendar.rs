//! The working calendar 工作日历: which days count when a rule counts working days, when the house
//! rests, and when its terms end.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::named::named;

named! {
    /// What an entry of the calendar says of its days.
    DayKind, "a kind of day" {
        /// 节假日: nobody is at work.
        Holiday = "holiday",
        /// 调休上班: worked although the week says otherwise.
        WorkingDay = "working_day",
        /// 寒暑假: one digest a week; escalation and cadence pause.
        Vacation = "vacation",
        /// 学期.
        Term = "term",
    }
}

/// Some days in a row that the calendar says something of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Its row; 0 before it is kept.
    pub id: i64,
    /// What it says.
    pub kind: DayKind,
    /// What they are called.
    pub name: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Who says so.
    pub source: Option<String>,
}

/// Which days count for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Every working day.
    Steady,
    /// Working days outside the vacations: what pauses in them.
    Resting,
}

/// The organisation's working days. Empty, it means Monday to Friday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Monday first: whether that day of the week is worked.
    week: [bool; 7],
    holidays: BTreeSet<NaiveDate>,
    make_up_days: BTreeSet<NaiveDate>,
    vacations: Vec<(NaiveDate, NaiveDate)>,
    terms: Vec<(NaiveDate, NaiveDate)>,
}

impl Default for WorkCalendar {
    fn default() -> Self {
        Self {
            week: MONDAY_TO_FRIDAY,
            holidays: BTreeSet::new(),
            make_up_days: BTreeSet::new(),
            vacations: Vec::new(),
            terms: Vec::new(),
        }
    }
}

/// The week of those who have not said otherwise.
pub const MONDAY_TO_FRIDAY: [bool; 7] = [true, true, true, true, true, false, false];

impl WorkCalendar {
    /// Monday to Friday but for `holidays`, and `make_up_days` 调休 although they are weekends.
    pub fn new(
        holidays: impl IntoIterator<Item = NaiveDate>,
        make_up_days: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        Self {
            holidays: holidays.into_iter().collect(),
            make_up_days: make_up_days.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The calendar that a working week and its entries make. A make-up day wins over a holiday.
    pub fn of(week: [bool; 7], entries: &[CalendarEntry]) -> Self {
        let mut calendar = Self { week, ..Self::default() };
        for entry in entries {
            let days = || entry.from.iter_days().take_while(|day| *day <= entry.to);
            match entry.kind {
                DayKind::Holiday => calendar.holidays.extend(days()),
                DayKind::WorkingDay => calendar.make_up_days.extend(days()),
                DayKind::Vacation => calendar.vacations.push((entry.from, entry.to)),
                DayKind::Term => calendar.terms.push((entry.from, entry.to)),
            }
        }
        calendar.terms.sort_unstable();
        calendar
    }

    /// Whether people are at work on `day`.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let worked = self.week[day.weekday().num_days_from_monday() as usize];
        self.make_up_days.contains(&day) || worked && !self.holidays.contains(&day)
    }

    /// Whether `day` is a holiday, and not just a free day of the week.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.contains(&day) && !self.make_up_days.contains(&day)
    }

    /// Whether `day` is worked for a holiday 调休.
    pub fn is_made_up(&self, day: NaiveDate) -> bool {
        self.make_up_days.contains(&day)
    }

    /// Whether `day` lies in a vacation 寒暑假.
    pub fn in_vacation(&self, day: NaiveDate) -> bool {
        self.vacations.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// The terms, in order: first and last day.
    pub fn terms(&self) -> &[(NaiveDate, NaiveDate)] {
        &self.terms
    }

    /// Whether the week has this day.
    pub fn works_on(&self, weekday: Weekday) -> bool {
        self.week[weekday.num_days_from_monday() as usize]
    }

    /// The years from `from` to `to` for which no holiday has been entered.
    pub fn years_missing(&self, from: i32, to: i32) -> Vec<i32> {
        let entered: BTreeSet<i32> = self.holidays.iter().map(NaiveDate::year).collect();
        (from..=to).filter(|year| !entered.contains(year)).collect()
    }

    /// `day` itself, or the working day before it.
    pub fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        self.seek(day, Pace::Steady, |day| day.pred_opt())
    }

    /// `day` itself, or the working day after it.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        self.on_or_after_at(Pace::Steady, day)
    }

    /// `day` itself, or the day after it that counts.
    pub fn on_or_after_at(&self, pace: Pace, day: NaiveDate) -> NaiveDate {
        self.seek(day, pace, |day| day.succ_opt())
    }

    /// The first working day of the week of `day`, if that is not later: on it the digest of a
    /// week in a vacation is told.
    pub fn first_of_week(&self, day: NaiveDate) -> NaiveDate {
        let monday = day - Days::new(day.weekday().num_days_from_monday().into());
        self.on_or_after(monday).min(day)
    }

    /// The `count`th working day before `day`; `day` itself for 0.
    pub fn working_days_before(&self, day: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(day, |day, _| self.on_or_before(day - Days::new(1)))
    }

    /// The `count`th working day after `day`; `day` itself for 0.
    pub fn working_days_after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        self.days_after(Pace::Steady, day, count)
    }

    /// The `count`th day after `day` that counts; `day` itself for 0.
    pub fn days_after(&self, pace: Pace, day: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(day, |day, _| self.on_or_after_at(pace, day + Days::new(1)))
    }

    /// How many working days lie after `from` up to and with `to`; 0 where `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// A calendar of a thousand days without work is a mistake; the walk ends where it began.
    fn seek(
        &self,
        day: NaiveDate,
        pace: Pace,
        step: impl Fn(NaiveDate) -> Option<NaiveDate>,
    ) -> NaiveDate {
        let counts = |day: &NaiveDate| {
            self.is_working_day(*day) && (pace == Pace::Steady || !self.in_vacation(*day))
        };
        let walk = std::iter::successors(Some(day), |day| step(*day)).take(1000);
        walk.into_iter().find(counts).unwrap_or(day)
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

    fn entry(kind: DayKind, from: &str, to: &str) -> CalendarEntry {
        let name = kind.to_string();
        CalendarEntry { id: 0, kind, name, from: day(from), to: day(to), source: None }
    }

    #[test]
    fn entries_make_a_calendar() {
        let calendar = WorkCalendar::of(
            MONDAY_TO_FRIDAY,
            &[
                entry(DayKind::Holiday, "2023-06-22", "2023-06-24"),
                entry(DayKind::WorkingDay, "2023-06-25", "2023-06-25"),
                entry(DayKind::Vacation, "2023-07-10", "2023-08-27"),
            ],
        );
        assert_eq!(calendar.working_days_after(day("2023-06-21"), 1), day("2023-06-25"));
        assert!(calendar.is_working_day(day("2023-07-10")), "a vacation is not a holiday");
        assert_eq!(
            calendar.days_after(Pace::Resting, day("2023-07-06"), 2),
            day("2023-08-28"),
            "but what pauses does not count its days"
        );
        assert_eq!(calendar.first_of_week(day("2023-06-25")), day("2023-06-19"));
        assert_eq!(calendar.years_missing(2022, 2024), [2022, 2024]);
    }

    #[test]
    fn another_working_week_is_kept_to() {
        let sunday_to_thursday = [true, true, true, true, false, false, true];
        let calendar = WorkCalendar::of(sunday_to_thursday, &[]);
        assert_eq!(calendar.on_or_after(day("2023-06-16")), day("2023-06-18"));
    }
}
