//! English days and months by name and by figures.

use super::english_cursor::Words;
use super::moment::{Moment, Third, Year};
use super::numeral::{english, ordinal};

/// 2023-06-30, 6/30/2023, 30/6, 2023/6/30.
pub(super) fn figures(words: &mut Words<'_, '_>) -> Option<Moment> {
    words.take(|word| {
        let sign = word.chars().find(|c| !c.is_ascii_digit())?;
        if !"-/.".contains(sign) {
            return None;
        }
        let mut numbers =
            word.split(sign).map(|part| part.parse::<u32>().ok().filter(|_| part.len() <= 4));
        let (first, second, third) = (numbers.next()??, numbers.next()??, numbers.next());
        if numbers.next().is_some() {
            return None;
        }
        let day = |year, month: u32, day: u32| {
            // Read the American way; where that names no day, the other.
            let (month, day) = if month > 12 { (day, month) } else { (month, day) };
            ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Moment::Day {
                year,
                month: Some(month),
                day,
            })
        };
        match third {
            Some(third) if first > 1900 => {
                day(Some(Year::Given(i32::try_from(first).ok()?)), second, third?)
            }
            Some(third) => {
                let third = third?;
                let year = if third < 100 { third + 2000 } else { third };
                day(Some(Year::Given(i32::try_from(year).ok()?)), first, second)
            }
            None if sign == '/' => day(None, first, second),
            None => None,
        }
    })
}

/// `June 30th, 2023`, `June`.
pub(super) fn month_first(words: &mut Words<'_, '_>) -> Option<Moment> {
    let may = words.word() == "may";
    let month = words.take(month)?;
    let mut next = *words;
    next.eat("the");
    if let Some(day) = next
        .take(|word| day_number(word).or_else(|| ordinal(word)).or_else(|| last_of_days(word)))
        .filter(|day| (1..=31).contains(day))
    {
        *words = next;
        let year = words.take(year);
        return Some(Moment::Day { year, month: Some(month), day });
    }
    let year = words.take(year);
    // `may` alone is a verb more often than a month.
    (!may || year.is_some()).then_some(Moment::Month { year, month, third: Third::End })
}

/// `30 June 2023`, `the 30th of June`, `the 15th`.
pub(super) fn day_first(words: &mut Words<'_, '_>) -> Option<Moment> {
    let by_figures = day_number(words.word()).is_some();
    let day =
        words.take(|word| day_number(word).or_else(|| ordinal(word)).or_else(|| english(word)))?;
    if !(1..=31).contains(&day) {
        return None;
    }
    let mut next = *words;
    next.eat("of");
    if let Some(month) = next.take(month) {
        let year = next.take(year);
        *words = next;
        return Some(Moment::Day { year, month: Some(month), day });
    }
    // `the 15th of next month`; `the 15th of each month` is a cadence, not a day.
    match next.eat_any(&["next month", "this month", "the month", "each month", "every month"]) {
        Some("next month") => {
            *words = next;
            return Some(Moment::MonthAway { months: 1, day: Some(day), third: Third::End });
        }
        Some("each month" | "every month") => return None,
        _ => {}
    }
    let by_ending = words.at.checked_sub(1).and_then(|at| ordinal(words.words[at].text)).is_some();
    (by_ending && !by_figures).then_some(Moment::Day { year: None, month: None, day })
}

/// 22 of `20-22`.
fn last_of_days(word: &str) -> Option<u32> {
    let (first, last) = word.split_once(['-', '–'])?;
    day_number(first).and_then(|first| day_number(last).filter(|last| *last > first))
}

fn day_number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|_| word.len() <= 2)
}

pub(super) fn year(word: &str) -> Option<Year> {
    word.parse().ok().filter(|year| (1990..2150).contains(year)).map(Year::Given)
}

pub(super) fn month(word: &str) -> Option<u32> {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    let full = MONTHS.iter().position(|month| *month == word);
    let short = || {
        MONTHS.iter().position(|month| {
            word == &month[..3] && word != "mar" || word == "mar" && *month == "march"
        })
    };
    let at = full.or_else(short).or_else(|| (word == "sept").then_some(8))?;
    u32::try_from(at + 1).ok()
}

/// `2025`, for what is to be done by then.
pub(super) fn year_alone(words: &mut Words<'_, '_>) -> Option<Moment> {
    words.take(year).map(Moment::Year)
}
