//! Feasts that deadlines are named by.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// A feast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Festival {
    /// The same day every year: month, day.
    Fixed(u32, u32),
    /// 春节
    Spring,
    /// 元宵节
    Lantern,
    /// 端午节
    DragonBoat,
    /// 中秋节
    MidAutumn,
    /// Thanksgiving in the United States
    Thanksgiving,
    /// The first Monday of September
    LabourDay,
    /// The last Monday of May
    MemorialDay,
    /// Easter Sunday
    Easter,
}

/// 春节, 端午节 and 中秋节 by year from 2010: the moon keeps no rule short enough to write here.
const LUNAR: &[[(u32, u32); 3]] = &[
    [(2, 14), (6, 16), (9, 22)],
    [(2, 3), (6, 6), (9, 12)],
    [(1, 23), (6, 23), (9, 30)],
    [(2, 10), (6, 12), (9, 19)],
    [(1, 31), (6, 2), (9, 8)],
    [(2, 19), (6, 20), (9, 27)],
    [(2, 8), (6, 9), (9, 15)],
    [(1, 28), (5, 30), (10, 4)],
    [(2, 16), (6, 18), (9, 24)],
    [(2, 5), (6, 7), (9, 13)],
    [(1, 25), (6, 25), (10, 1)],
    [(2, 12), (6, 14), (9, 21)],
    [(2, 1), (6, 3), (9, 10)],
    [(1, 22), (6, 22), (9, 29)],
    [(2, 10), (6, 10), (9, 17)],
    [(1, 29), (5, 31), (10, 6)],
    [(2, 17), (6, 19), (9, 25)],
    [(2, 6), (6, 9), (9, 15)],
    [(1, 26), (5, 28), (10, 3)],
    [(2, 13), (6, 16), (9, 22)],
    [(2, 3), (6, 5), (9, 12)],
    [(1, 23), (6, 24), (10, 1)],
    [(2, 11), (6, 12), (9, 19)],
    [(1, 31), (6, 1), (9, 8)],
    [(2, 19), (6, 20), (9, 27)],
    [(2, 8), (6, 10), (9, 16)],
];
const LUNAR_FROM: i32 = 2010;

/// The day of `festival` in `year`; none for a lunar one beyond the table.
pub(super) fn day(festival: Festival, year: i32) -> Option<NaiveDate> {
    let lunar = |column: usize| {
        let row = LUNAR.get(usize::try_from(year.checked_sub(LUNAR_FROM)?).ok()?)?;
        NaiveDate::from_ymd_opt(year, row[column].0, row[column].1)
    };
    match festival {
        Festival::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
        Festival::Spring => lunar(0),
        Festival::Lantern => lunar(0)?.checked_add_days(Days::new(14)),
        Festival::DragonBoat => lunar(1),
        Festival::MidAutumn => lunar(2),
        Festival::Thanksgiving => NaiveDate::from_weekday_of_month_opt(year, 11, Weekday::Thu, 4),
        Festival::LabourDay => NaiveDate::from_weekday_of_month_opt(year, 9, Weekday::Mon, 1),
        Festival::MemorialDay => NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, 5)
            .or_else(|| NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, 4)),
        Festival::Easter => easter(year),
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let moon = 19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15;
    let moon = moon.rem_euclid(30);
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4).rem_euclid(7);
    let days = moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) / 451) + 114;
    let first = NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, 1)?;
    first.with_day0(u32::try_from(days % 31).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_where_the_calendar_has_them() {
        #[track_caller]
        fn case(festival: Festival, year: i32, expected: &str) {
            assert_eq!(day(festival, year), expected.parse().ok());
        }

        case(Festival::Spring, 2023, "2023-01-22");
        case(Festival::Lantern, 2024, "2024-02-24");
        case(Festival::DragonBoat, 2023, "2023-06-22");
        case(Festival::MidAutumn, 2025, "2025-10-06");
        case(Festival::Easter, 2024, "2024-03-31");
        case(Festival::Easter, 2025, "2025-04-20");
        case(Festival::Thanksgiving, 2023, "2023-11-23");
        case(Festival::MemorialDay, 2024, "2024-05-27");
        case(Festival::Spring, 1999, "none");
    }
}
