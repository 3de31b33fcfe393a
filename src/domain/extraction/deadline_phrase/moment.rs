//! Moments: what the words of a date mean, and the last day of it seen from a meeting.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::festival::{self, Festival};
use crate::domain::WorkCalendar;
use crate::domain::extraction::Precision;

/// A moment that was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::extraction) struct Reading {
    /// Where its words stand, frame included, in bytes.
    pub(super) span: Range<usize>,
    /// What they mean; none for an event without a day ("the next meeting").
    pub(super) moment: Option<Moment>,
    /// How they are framed.
    pub(super) frame: Frame,
}

/// What the words around a moment make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::extraction) enum Frame {
    /// A limit: 前, 截止, "by", "until", "due".
    Limit,
    /// A stretch of time, at whose end the thing is to be done: 内, "within".
    Within,
    /// Looks forward without saying that it is a limit: "tomorrow", 下周.
    Coming,
    /// Nothing that decides: "on", 于.
    Open,
    /// A beginning, or the past: 起, "since".
    Start,
}

/// A year as it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// By its figures.
    Given(i32),
    /// This year 0, next year 1.
    Away(i32),
}

/// A part of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    /// 上旬, 初, "early".
    Early,
    /// 中旬: ends on the 20th.
    Middle,
    /// "mid-June": the 15th.
    Mid,
    /// 下旬, 底, "end of", and the month as a whole.
    End,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Hours.
    Hour,
    /// Calendar days.
    Day,
    /// Working days.
    WorkingDay,
    /// Weeks.
    Week,
    /// Halves of a month: 15 days.
    HalfMonth,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// What the words of a date mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// A day of a month; of this or the next where no month is named.
    Day { year: Option<Year>, month: Option<u32>, day: u32 },
    /// A month or a third of it.
    Month { year: Option<Year>, month: u32, third: Third },
    /// A month counted from this one, with a day in it where one is named.
    MonthAway { months: u32, day: Option<u32>, third: Third },
    /// The coming such day of the week.
    Weekday(Weekday),
    /// A day of the week, weeks away; the last day of that week where none is named.
    Week { weeks: u32, weekday: Option<Weekday>, ends_friday: bool },
    /// Days away.
    DaysAway(u32),
    /// A stretch of time from the meeting on.
    After { count: u32, unit: Unit },
    /// A quarter of a year.
    Quarter { year: Option<Year>, quarter: u32 },
    /// A quarter counted from this one.
    QuarterAway(u32),
    /// Half a year.
    Half { year: Option<Year>, half: u32 },
    /// A year.
    Year(Year),
    /// A feast, or the day before it.
    Festival { year: Option<Year>, festival: Festival, eve: bool },
    /// The end of the term, terms away.
    TermEnd(u32),
    /// The day before lessons begin again.
    TermStart,
    /// The end of the vacation in summer.
    SummerEnd,
}

impl Moment {
    /// The last day of the moment, seen from `held_on`; none for a day that no calendar has, or
    /// where the meeting's day is needed and unknown.
    pub(super) fn last_day(self, held_on: Option<NaiveDate>) -> Option<NaiveDate> {
        match self {
            Self::Day { year: Some(Year::Given(year)), month: Some(month), day } => {
                NaiveDate::from_ymd_opt(year, month, day)
            }
            Self::Month { year: Some(Year::Given(year)), month, third } => third.day(year, month),
            Self::Quarter { year: Some(Year::Given(year)), quarter } => {
                month_end(year, quarter * 3)
            }
            Self::Half { year: Some(Year::Given(year)), half } => month_end(year, half * 6),
            Self::Year(Year::Given(year)) => NaiveDate::from_ymd_opt(year, 12, 31),
            Self::Festival { year: Some(Year::Given(year)), festival, eve } => {
                festival::day(festival, year)?.checked_sub_days(Days::new(eve.into()))
            }
            _ => self.seen_from(held_on?),
        }
    }

    /// The last day of a moment that depends on the day of the meeting.
    fn seen_from(self, held_on: NaiveDate) -> Option<NaiveDate> {
        let this_year = held_on.year();
        match self {
            Self::Day { year, month: Some(month), day } => {
                next(held_on, year, |year| NaiveDate::from_ymd_opt(year, month, day))
            }
            Self::Day { month: None, day, .. } => (0..12)
                .filter_map(|months| held_on.checked_add_months(Months::new(months))?.with_day(day))
                .find(|found| *found >= held_on),
            Self::Month { year, month, third } => {
                next(held_on, year, |year| third.day(year, month))
            }
            Self::MonthAway { months, day, third } => {
                let month = held_on.with_day(1)?.checked_add_months(Months::new(months))?;
                match day {
                    Some(day) => month.with_day(day),
                    None => third.day(month.year(), month.month()),
                }
            }
            Self::Weekday(weekday) => {
                let ahead = (7 + weekday.num_days_from_monday() - from_monday(held_on)) % 7;
                held_on.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead.into() }))
            }
            Self::Week { weeks, weekday, ends_friday } => {
                let monday = held_on.checked_sub_days(Days::new(from_monday(held_on).into()))?;
                let last = if ends_friday { Weekday::Fri } else { Weekday::Sun };
                let ahead = weeks * 7 + weekday.unwrap_or(last).num_days_from_monday();
                monday.checked_add_days(Days::new(ahead.into()))
            }
            Self::DaysAway(days) => held_on.checked_add_days(Days::new(days.into())),
            Self::After { count, unit } => unit.after(held_on, count),
            Self::Quarter { year, quarter } => {
                next(held_on, year, |year| month_end(year, quarter * 3))
            }
            Self::QuarterAway(quarters) => {
                let month = held_on.with_day(1)?.checked_add_months(Months::new(quarters * 3))?;
                month_end(month.year(), month.month0() / 3 * 3 + 3)
            }
            Self::Half { year, half } => next(held_on, year, |year| month_end(year, half * 6)),
            Self::Year(year) => NaiveDate::from_ymd_opt(year.from(this_year), 12, 31),
            Self::Festival { year, festival, eve } => {
                let day = next(held_on, year, |year| festival::day(festival, year))?;
                day.checked_sub_days(Days::new(eve.into()))
            }
            Self::TermEnd(terms) => {
                let ends = (0..3).flat_map(|year| [(year, 1, 15), (year, 6, 30)]);
                ends.filter_map(|(year, month, day)| {
                    NaiveDate::from_ymd_opt(this_year + year, month, day)
                })
                .filter(|end| *end >= held_on)
                .nth(terms as usize)
            }
            Self::TermStart => {
                let starts = [(0, 2, 25), (0, 8, 31), (1, 2, 25)].into_iter();
                starts
                    .filter_map(|(year, month, day)| {
                        NaiveDate::from_ymd_opt(this_year + year, month, day)
                    })
                    .find(|start| *start >= held_on)
            }
            Self::SummerEnd => next(held_on, None, |year| NaiveDate::from_ymd_opt(year, 8, 31)),
        }
    }

    /// How exact the moment is.
    pub(super) fn precision(self) -> Precision {
        match self {
            Self::Day { .. } | Self::DaysAway(_) | Self::Weekday(_) | Self::Festival { .. } => {
                Precision::Day
            }
            Self::MonthAway { day: Some(_), .. } | Self::Week { weekday: Some(_), .. } => {
                Precision::Day
            }
            Self::Week { weekday: None, .. } => Precision::Week,
            Self::Month { .. } | Self::MonthAway { day: None, .. } => Precision::Month,
            Self::After { unit, .. } => match unit {
                Unit::Week | Unit::HalfMonth => Precision::Week,
                Unit::Month | Unit::Year => Precision::Month,
                Unit::Hour | Unit::Day | Unit::WorkingDay => Precision::Day,
            },
            Self::Quarter { .. } | Self::QuarterAway(_) | Self::Half { .. } => Precision::Quarter,
            Self::Year(_) => Precision::Year,
            Self::TermEnd(_) | Self::TermStart | Self::SummerEnd => Precision::Term,
        }
    }

    /// Whether the year, and so the day, stands in the words.
    pub(super) fn names_its_year(self) -> bool {
        matches!(
            self,
            Self::Day { year: Some(Year::Given(_)), .. }
                | Self::Month { year: Some(Year::Given(_)), .. }
                | Self::Quarter { year: Some(Year::Given(_)), .. }
                | Self::Half { year: Some(Year::Given(_)), .. }
                | Self::Festival { year: Some(Year::Given(_)), .. }
                | Self::Year(Year::Given(_))
        )
    }
}

impl Year {
    /// The year, seen from `this_year`.
    fn from(self, this_year: i32) -> i32 {
        match self {
            Self::Given(year) => year,
            Self::Away(years) => this_year + years,
        }
    }
}

impl Third {
    /// The last day of the third of a month.
    fn day(self, year: i32, month: u32) -> Option<NaiveDate> {
        match self {
            Self::Early => NaiveDate::from_ymd_opt(year, month, 10),
            Self::Middle => NaiveDate::from_ymd_opt(year, month, 20),
            Self::Mid => NaiveDate::from_ymd_opt(year, month, 15),
            Self::End => month_end(year, month),
        }
    }
}

impl Unit {
    /// The day that lies `count` units after `day`.
    fn after(self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Self::Hour => day.checked_add_days(Days::new(count.div_ceil(24).into())),
            Self::Day => day.checked_add_days(Days::new(count.into())),
            // Counted in a loop: nobody means more than a year of working days.
            Self::WorkingDay => {
                (count <= 300).then(|| WorkCalendar::default().working_days_after(day, count))
            }
            Self::Week => day.checked_add_days(Days::new(u64::from(count) * 7)),
            Self::HalfMonth => day.checked_add_days(Days::new(u64::from(count) * 15)),
            Self::Month => day.checked_add_months(Months::new(count)),
            Self::Year => day.checked_add_months(Months::new(count.checked_mul(12)?)),
        }
    }
}

/// The first such day on or after `held_on`; in the year that is named, where one is.
fn next(
    held_on: NaiveDate,
    year: Option<Year>,
    day: impl Fn(i32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    match year {
        Some(year) => day(year.from(held_on.year())),
        None => (0..=4).filter_map(|years| day(held_on.year() + years)).find(|day| *day >= held_on),
    }
}

fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

fn from_monday(day: NaiveDate) -> u32 {
    day.weekday().num_days_from_monday()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(held_on: &str, moment: Moment, expected: &str) {
        let day = moment.last_day(Some(held_on.parse().unwrap()));
        assert_eq!(day.map(|day| day.to_string()).unwrap_or_default(), expected);
    }

    #[test]
    fn a_day_without_a_year_is_the_next_one() {
        let day = |month, day| Moment::Day { year: None, month, day };
        case("2023-12-28", day(Some(1), 31), "2024-01-31");
        case("2023-03-21", day(Some(3), 21), "2023-03-21");
        case("2023-03-21", day(None, 20), "2023-04-20");
        case("2023-03-21", day(Some(9), 31), "");
    }

    #[test]
    fn weeks_run_from_monday_to_sunday() {
        let week = |weeks, weekday| Moment::Week { weeks, weekday, ends_friday: false };
        case("2024-05-10", week(1, Some(Weekday::Fri)), "2024-05-17");
        case("2022-09-06", week(0, None), "2022-09-11");
        case("2021-02-16", Moment::Weekday(Weekday::Fri), "2021-02-19");
        case("2021-02-19", Moment::Weekday(Weekday::Fri), "2021-02-26");
    }

    #[test]
    fn stretches_count_from_the_meeting() {
        case("2024-05-10", Moment::After { count: 5, unit: Unit::WorkingDay }, "2024-05-17");
        case("2024-01-31", Moment::After { count: 1, unit: Unit::Month }, "2024-02-29");
        case("2024-05-10", Moment::After { count: 48, unit: Unit::Hour }, "2024-05-12");
        case("2024-05-10", Moment::After { count: u32::MAX, unit: Unit::Year }, "");
    }

    #[test]
    fn without_the_meeting_only_a_full_date_has_a_day() {
        let full = Moment::Month { year: Some(Year::Given(2024)), month: 2, third: Third::End };
        assert_eq!(full.last_day(None), NaiveDate::from_ymd_opt(2024, 2, 29));
        assert_eq!(Moment::DaysAway(1).last_day(None), None);
    }

    #[test]
    fn terms_end_in_winter_and_in_summer() {
        case("2023-03-21", Moment::TermEnd(0), "2023-06-30");
        case("2023-10-09", Moment::TermEnd(0), "2024-01-15");
        case("2022-07-04", Moment::TermStart, "2022-08-31");
    }
}
