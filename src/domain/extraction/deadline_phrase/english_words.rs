//! English words for moments, each kind a small matcher.

use chrono::Weekday;

use super::english_cursor::Words;
use super::english_dates::{day_first, figures, month, month_first, year, year_alone};
use super::english_occasions::{feast, vacation};
use super::moment::{Moment, Third, Unit, Year};
use super::numeral::english;

const THIS_WEEK: Moment = Moment::Week { weeks: 0, weekday: None, ends_friday: true };
const THIS_MONTH: Moment = Moment::MonthAway { months: 0, day: None, third: Third::End };

type Matcher = fn(&mut Words<'_, '_>) -> Option<Moment>;

const MATCHERS: &[Matcher] = &[
    edge,
    figures,
    month_first,
    day_first,
    quarter,
    half,
    day_word,
    away,
    weekday,
    feast,
    week_of_month,
    vacation,
    year_alone,
];

/// Eats a moment that begins exactly here.
pub(super) fn moment(words: &mut Words<'_, '_>) -> Option<Moment> {
    let mut start = *words;
    start.eat("the");
    MATCHERS.iter().find_map(|matcher| {
        let mut next = start;
        let found = matcher(&mut next)?;
        *words = next;
        Some(found)
    })
}

/// Eats a stretch of time: `two weeks`, `the next 3 business days`, `24h`.
pub(super) fn stretch(words: &mut Words<'_, '_>) -> Option<Moment> {
    words.eat_any(&[
        "the next",
        "the coming",
        "the following",
        "next",
        "the",
        "less than",
        "about",
        "at most",
    ]);
    let half = words.eat_any(&["half a", "half an"]).is_some();
    let vague = words.eat_any(&["a couple of", "a couple", "a few"]);
    let count = match (half, vague) {
        (true, _) => 1,
        (_, Some("a few")) => 3,
        (_, Some(_)) => 2,
        _ => words.take(|word| english(word.rsplit('-').next()?))?,
    };
    words.eat_any(&["of", "full", "calendar", "more"]);
    if words.take(|word| matches!(word, "to" | "or").then_some(())).is_some() {
        let more = words.take(english)?;
        return unit(words).map(|unit| Moment::After { count: more, unit });
    }
    let unit = unit(words)?;
    Some(match unit {
        Unit::Month if half => Moment::After { count: 1, unit: Unit::HalfMonth },
        Unit::Year if half => Moment::After { count: 6, unit: Unit::Month },
        unit => Moment::After { count, unit },
    })
}

fn unit(words: &mut Words<'_, '_>) -> Option<Unit> {
    if words.take(|word| matches!(word, "business" | "working" | "work").then_some(())).is_some() {
        return words.eat_any(&["days", "day"]).map(|_| Unit::WorkingDay);
    }
    words.take(|word| match word.trim_end_matches(['\'', '’']) {
        "hour" | "hours" | "hrs" => Some(Unit::Hour),
        "day" | "days" => Some(Unit::Day),
        "workday" | "workdays" => Some(Unit::WorkingDay),
        "week" | "weeks" => Some(Unit::Week),
        "fortnight" => Some(Unit::HalfMonth),
        "month" | "months" => Some(Unit::Month),
        "year" | "years" => Some(Unit::Year),
        _ => None,
    })
}

/// `end of June`, `close of business Friday`, `mid-March`, `year-end`, `EOY`.
fn edge(words: &mut Words<'_, '_>) -> Option<Moment> {
    if words
        .eat_any(&[
            "eod",
            "cob",
            "eob",
            "close of business",
            "end of business",
            "end of the day",
            "end of day",
            "close of play",
        ])
        .is_some()
    {
        words.eat("on");
        return Some(moment(words).unwrap_or(Moment::DaysAway(0)));
    }
    match words.eat_any(&[
        "eow",
        "week's end",
        "eom",
        "month-end",
        "month end",
        "month's end",
        "eoy",
        "year-end",
        "year end",
        "year's end",
        "eoq",
    ]) {
        Some("eow" | "week's end") => return Some(THIS_WEEK),
        Some("eom" | "month-end" | "month end" | "month's end") => return Some(THIS_MONTH),
        Some("eoq") => return Some(Moment::QuarterAway(0)),
        Some(_) => return Some(Moment::Year(Year::Away(0))),
        None => {}
    }
    if let Some(third) = third(words) {
        return match whole(words)? {
            Moment::Month { year, month, .. } => Some(Moment::Month { year, month, third }),
            Moment::MonthAway { months, day, .. } => Some(Moment::MonthAway { months, day, third }),
            _ => None,
        };
    }
    words.eat_any(&["very end of", "end of", "close of", "end", "end-of"])?;
    words.eat("the");
    whole(words).map(|found| match found {
        Moment::Week { weeks, weekday, .. } => Moment::Week { weeks, weekday, ends_friday: true },
        found => found,
    })
}

/// `early`, `mid-`, `late` before a month.
fn third(words: &mut Words<'_, '_>) -> Option<Third> {
    match words.eat_any(&[
        "early",
        "mid",
        "the middle of",
        "middle of",
        "late",
        "beginning of",
        "start of",
    ])? {
        "early" | "beginning of" | "start of" => Some(Third::Early),
        "late" => Some(Third::End),
        _ => Some(Third::Mid),
    }
}

/// A whole month, week, quarter, year or term.
pub(super) fn whole(words: &mut Words<'_, '_>) -> Option<Moment> {
    if let Some(found) = away(words).or_else(|| quarter(words)).or_else(|| half(words)) {
        return Some(found);
    }
    let mut next = *words;
    if let Some(month) = next.take(month) {
        next.eat("of");
        let year = next.take(year);
        *words = next;
        return Some(Moment::Month { year, month, third: Third::End });
    }
    if let Some(year) = words.take(year) {
        return Some(Moment::Year(year));
    }
    let next = words.eat_any(&[
        "month",
        "week",
        "calendar year",
        "year",
        "quarter",
        "fiscal year",
        "financial year",
        "term",
        "semester",
        "school year",
        "academic year",
    ])?;
    Some(match next {
        "month" => Moment::MonthAway { months: 0, day: None, third: Third::End },
        "week" => Moment::Week { weeks: 0, weekday: None, ends_friday: false },
        "quarter" => Moment::QuarterAway(0),
        "term" | "semester" => Moment::TermEnd(0),
        "school year" | "academic year" => {
            Moment::Month { year: None, month: 6, third: Third::End }
        }
        _ => Moment::Year(Year::Away(0)),
    })
}

/// `Q3 2023`, `the third quarter of 2023`.
fn quarter(place: &mut Words<'_, '_>) -> Option<Moment> {
    let words = &mut place.clone();
    let quarter = match words.word() {
        "q1" => Some(1),
        "q2" => Some(2),
        "q3" => Some(3),
        "q4" => Some(4),
        _ => None,
    };
    let quarter = if let Some(quarter) = quarter {
        words.at += 1;
        quarter
    } else {
        let quarter = words.take(english).filter(|quarter| (1..=4).contains(quarter))?;
        words.eat("quarter").then_some(quarter)?
    };
    let found = Moment::Quarter { year: year_behind(words), quarter };
    *place = *words;
    Some(found)
}

/// `the first half of the year`, `H2 2024`.
fn half(words: &mut Words<'_, '_>) -> Option<Moment> {
    let half = match words.eat_any(&["h1", "h2", "first half", "second half"])? {
        "h1" | "first half" => 1,
        _ => 2,
    };
    Some(Moment::Half { year: year_behind(words), half })
}

fn year_behind(words: &mut Words<'_, '_>) -> Option<Year> {
    let mut next = *words;
    next.eat("of");
    if next.eat_any(&["the year", "this year", "the calendar year"]).is_some() {
        *words = next;
        return None;
    }
    if next.eat("next year") {
        *words = next;
        return Some(Year::Away(1));
    }
    let year = next.take(year)?;
    *words = next;
    Some(year)
}

/// `today`, `tomorrow`, `the day after tomorrow`.
fn day_word(words: &mut Words<'_, '_>) -> Option<Moment> {
    match words.eat_any(&["today", "tonight", "tomorrow", "day after tomorrow"])? {
        "today" | "tonight" => Some(Moment::DaysAway(0)),
        "tomorrow" => Some(Moment::DaysAway(1)),
        _ => Some(Moment::DaysAway(2)),
    }
}

/// `next week`, `this month`, `later this year`, `the coming weekend`.
fn away(words: &mut Words<'_, '_>) -> Option<Moment> {
    let later = words.eat("later");
    let distance = match words.eat_any(&[
        "this coming",
        "this",
        "next",
        "the coming",
        "coming",
        "the following",
        "following",
        "the current",
        "current",
    ]) {
        Some("next" | "the following" | "following") => 1,
        Some(_) => 0,
        None => return None,
    };
    let third = third(words);
    let mut next = *words;
    if let Some(weekday) = next.take(weekday_name) {
        *words = next;
        let _ = words.eat("week");
        return Some(match distance {
            0 => Moment::Weekday(weekday),
            weeks => Moment::Week { weeks, weekday: Some(weekday), ends_friday: false },
        });
    }
    if let Some(month) = next.take(month) {
        let _ = later;
        *words = next;
        return Some(Moment::Month { year: None, month, third: third.unwrap_or(Third::End) });
    }
    Some(
        match words.eat_any(&[
            "week",
            "weekend",
            "month",
            "quarter",
            "year",
            "calendar year",
            "term",
            "semester",
        ])? {
            "week" => Moment::Week { weeks: distance, weekday: None, ends_friday: false },
            "weekend" => {
                Moment::Week { weeks: distance, weekday: Some(Weekday::Sun), ends_friday: false }
            }
            "month" => Moment::MonthAway {
                months: distance,
                day: None,
                third: third.unwrap_or(Third::End),
            },
            "quarter" => Moment::QuarterAway(distance),
            "term" | "semester" => Moment::TermEnd(distance),
            _ => Moment::Year(Year::Away(i32::try_from(distance).ok()?)),
        },
    )
}

/// `Friday`, `Friday next week`, `Friday 30 June`.
fn weekday(words: &mut Words<'_, '_>) -> Option<Moment> {
    let mut next = *words;
    if next.eat_any(&["weekend"]).is_some() {
        *words = next;
        return Some(Moment::Week { weeks: 0, weekday: Some(Weekday::Sun), ends_friday: false });
    }
    let weekday = words.take(weekday_name)?;
    words.eat_any(&["morning", "afternoon", "evening", "night"]);
    let mut date = *words;
    date.eat_any(&["the", "on"]);
    if let Some(found) =
        figures(&mut date).or_else(|| month_first(&mut date)).or_else(|| day_first(&mut date))
    {
        *words = date;
        return Some(found);
    }
    if words.eat_any(&["of next week", "next week"]).is_some() {
        return Some(Moment::Week { weeks: 1, weekday: Some(weekday), ends_friday: false });
    }
    words.eat_any(&["of this week", "this week"]);
    Some(Moment::Weekday(weekday))
}

pub(super) fn weekday_name(word: &str) -> Option<Weekday> {
    match word.trim_end_matches("'s") {
        "monday" | "mon" => Some(Weekday::Mon),
        "tuesday" | "tue" | "tues" => Some(Weekday::Tue),
        "wednesday" | "wed" => Some(Weekday::Wed),
        "thursday" | "thu" | "thur" | "thurs" => Some(Weekday::Thu),
        "friday" | "fri" => Some(Weekday::Fri),
        "saturday" | "sat" => Some(Weekday::Sat),
        "sunday" => Some(Weekday::Sun),
        _ => None,
    }
}

/// `the second week of June`: its seventh day.
fn week_of_month(words: &mut Words<'_, '_>) -> Option<Moment> {
    let week = words.take(ordinal_week)?;
    if !words.eat("week of") {
        return None;
    }
    let month = words.take(month)?;
    Some(Moment::Day { year: words.take(year), month: Some(month), day: week * 7 })
}

fn ordinal_week(word: &str) -> Option<u32> {
    let week = ["first", "second", "third", "fourth"].iter().position(|name| *name == word)?;
    u32::try_from(week + 1).ok()
}
