//! Days as offices write them: in figures, in words, as the numbers that spreadsheets keep.

use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate};
use regex::Regex;

use super::value::{half_width, is_nothing};
use super::{Cell, Trouble, key};
use crate::domain::Cadence;
use crate::domain::extraction::{typed_date, when};

/// Day 0 of the numbers that spreadsheets keep days as.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing is said.
    Open,
    /// On a day.
    On(NaiveDate),
    /// 长期: again and again, by a rhythm where one is named.
    LongTerm(Option<Cadence>),
}

static IN_FULL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\d{4})\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(\d{1,2})\s*[日号]?|月)?\s*(?:之?前|以前|止)?$").ok()
});

/// A day; `reference` is where words such as 9月底 are looked at from. `None` where nothing stands.
///
/// # Errors
/// Where it is none, or may be two.
pub fn day(cell: &Cell, reference: NaiveDate) -> Result<Option<NaiveDate>, Trouble> {
    match due(cell, reference)? {
        Due::Open => Ok(None),
        Due::On(day) => Ok(Some(day)),
        Due::LongTerm(_) => Err(Trouble::NotADate(cell.text())),
    }
}

/// By when, as a cell of a ledger says it.
///
/// # Errors
/// Where it is no day, or may be two.
pub fn due(cell: &Cell, reference: NaiveDate) -> Result<Due, Trouble> {
    let text = cell.text();
    let bad = || Trouble::NotADate(text.clone());
    match cell {
        Cell::Day(day) => Ok(Due::On(ours(*day).ok_or_else(bad)?)),
        Cell::Number(number) => of_number(*number, &text),
        Cell::Error(shown) => Err(Trouble::ErrorCell(shown.clone())),
        Cell::Truth(_) => Err(bad()),
        Cell::Empty => Ok(Due::Open),
        Cell::Text(_) if is_nothing(&text) => Ok(Due::Open),
        Cell::Text(_) => of_words(&text, reference),
    }
}

fn of_number(number: f64, text: &str) -> Result<Due, Trouble> {
    let bad = || Trouble::NotADate(text.to_owned());
    // 6.3 was typed as 6.3 or as 6.30, 2026.1 as January or as October: the sheet has lost it.
    if number.fract() != 0.0 {
        let digits = text.split('.').nth(1).unwrap_or_default();
        let whole = number.trunc();
        return if (2000.0..2100.0).contains(&whole) && digits.len() == 2
            || (1.0..13.0).contains(&whole) && digits.len() == 2
        {
            of_words(text, NaiveDate::MIN).or(Err(Trouble::AmbiguousDate(text.to_owned())))
        } else {
            Err(Trouble::AmbiguousDate(text.to_owned()))
        };
    }
    #[expect(clippy::cast_possible_truncation, reason = "the ranges below hold whole numbers")]
    let whole = if number.abs() < 1e9 { number as i64 } else { 0 };
    let day = match whole {
        // 2000 to 2173, as a spreadsheet keeps days.
        36_526..=99_999 => EPOCH.checked_add_days(Days::new(whole.unsigned_abs())),
        20_000_101..=21_991_231 => eight(text),
        _ => None,
    };
    day.and_then(ours).map(Due::On).ok_or_else(bad)
}

fn eight(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

fn of_words(text: &str, reference: NaiveDate) -> Result<Due, Trouble> {
    let bad = || Trouble::NotADate(text.to_owned());
    let plain = text.trim_end_matches(['。', '；', ';', '，']);
    // The time of day that a program writes behind the day.
    let plain = plain.split_once([' ', 'T']).map_or(plain, |(day, time)| {
        let clock = time.chars().all(|c| c.is_ascii_digit() || ":.Z".contains(c));
        if clock && time.contains(':') { day } else { plain }
    });
    let half: String = plain.chars().map(half_width).collect();
    if half.len() == 8 && half.bytes().all(|byte| byte.is_ascii_digit()) {
        return eight(&half).and_then(ours).map(Due::On).ok_or_else(bad);
    }
    if let Some(found) = IN_FULL.as_ref().and_then(|pattern| pattern.captures(half.trim())) {
        let part = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<u32>().ok());
        let year = found[1].parse::<i32>().unwrap_or_default();
        let month = part(2).unwrap_or_default();
        let day = match part(3) {
            Some(day) => NaiveDate::from_ymd_opt(year, month, day),
            None => last_of(year, month),
        };
        return day.and_then(ours).map(Due::On).ok_or_else(bad);
    }
    if let Some(endless) = again_and_again(plain) {
        return Ok(endless);
    }
    if !half.contains(|c: char| c.is_ascii_digit()) && plain.chars().count() > 30 {
        return Err(bad());
    }
    // Further than a person can mean: what follows is counted from it.
    let reference = ours(reference).unwrap_or(FALLBACK);
    let read = when(&half, reference).due_on.or_else(|| typed_date(&half, reference));
    read.and_then(ours).map(Due::On).ok_or_else(bad)
}

const FALLBACK: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    let next = if month == 12 {
        NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(year, month.checked_add(1)?, 1)
    };
    next?.pred_opt()
}

/// A day of our own centuries.
fn ours(day: NaiveDate) -> Option<NaiveDate> {
    (1900..2200).contains(&day.year()).then_some(day)
}

/// 长期, 每月25日前: work that has no end, with its rhythm where it names one.
fn again_and_again(text: &str) -> Option<Due> {
    let words = key(text);
    if let Some(rhythm) = words.strip_prefix('每').or_else(|| words.strip_prefix("every")) {
        let found = RHYTHMS.iter().find(|(names, _)| {
            names.iter().any(|name| rhythm.trim_start_matches(['个', '一']).starts_with(name))
        });
        return found.map(|(_, cadence)| Due::LongTerm(Some(*cadence)));
    }
    let endless = [
        "长期",
        "常态化",
        "持续推进",
        "持续",
        "全年",
        "贯穿全年",
        "longterm",
        "long-term",
        "ongoing",
        "continuous",
        "permanent",
    ];
    endless
        .iter()
        .any(|word| words.starts_with(word) && words.chars().count() <= 12)
        .then_some(Due::LongTerm(None))
}

const RHYTHMS: &[(&[&str], Cadence)] = &[
    (&["半月", "twoweeks", "halfmonth", "fortnight"], Cadence::HalfMonthly),
    (&["日", "天", "工作日", "day", "workingday"], Cadence::Daily),
    (&["周", "星期", "week"], Cadence::Weekly),
    (&["月", "month"], Cadence::Monthly),
    (&["季", "quarter"], Cadence::Quarterly),
    (&["学期", "半年", "term", "semester"], Cadence::Termly),
];
