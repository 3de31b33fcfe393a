//! The deadline of a phrase, of a directive, of a field that somebody typed into.

use std::ops::Range;

use chrono::NaiveDate;

use super::moment::{Frame, Moment, Reading};
use super::{english, han};
use crate::domain::extraction::{DueDate, Precision};

/// The deadline that `phrase` means, seen from the day of the meeting.
///
/// Words that name no day, or only a beginning or the past, leave it empty.
pub fn when(phrase: &str, held_on: NaiveDate) -> DueDate {
    let phrase = phrase.trim();
    let readings = readings(phrase);
    let whole = |reading: &&Reading| {
        reading.frame == Frame::Open
            && !matches!(reading.moment, Some(Moment::Year(_)))
            && is_nearly_all(phrase, &reading.span)
    };
    let chosen = choose(&readings).or_else(|| readings.iter().find(whole));
    chosen.map_or_else(
        || DueDate { text: phrase.to_owned(), due_on: None, precision: Precision::None },
        |reading| due_date(phrase, reading, Some(held_on)),
    )
}

/// The deadline of a directive, and how it is framed.
pub(in crate::domain::extraction) fn deadline_in(
    directive: &str,
    held_on: Option<NaiveDate>,
) -> Option<DueDate> {
    let readings = readings(directive);
    Some(due_date(directive, choose(&readings)?, held_on))
}

/// The deadline that a cell of a table names: a bare date is one there.
pub(in crate::domain::extraction) fn cell_deadline(
    cell: &str,
    held_on: Option<NaiveDate>,
) -> Option<DueDate> {
    let readings = readings(cell);
    let open = || readings.iter().find(|reading| reading.frame == Frame::Open);
    Some(due_date(cell, choose(&readings).or_else(open)?, held_on))
}

/// What somebody types into a field for a date: `6月底`, `6.20`, `2023-06-20`, `end of June`.
pub fn typed_date(text: &str, held_on: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let figures = text.split(['.', '/', '-', '．', '／']).map(str::trim).collect::<Vec<_>>();
    let framed = if let [month, day] = figures[..]
        && month.len() <= 2
        && [month, day].iter().all(|part| part.parse::<u32>().is_ok())
    {
        format!("{month}月{day}日前")
    } else {
        text.to_owned()
    };
    let readings = readings(&framed);
    let chosen =
        choose(&readings).or_else(|| readings.iter().find(|reading| reading.frame == Frame::Open));
    chosen?.moment?.last_day(Some(held_on))
}

/// All readings, Chinese and English, in order.
fn readings(text: &str) -> Vec<Reading> {
    let mut found = if text.contains(crate::domain::extraction::line::is_wide)
        || text.is_ascii() && looks_numeric(text)
    {
        han::readings(text)
    } else {
        Vec::new()
    };
    if text.contains(|c: char| c.is_ascii_alphabetic()) || found.is_empty() {
        found.extend(english::readings(text));
    }
    found.sort_by_key(|reading| reading.span.start);
    found
}

/// A text of figures alone may be read either way.
fn looks_numeric(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_alphabetic())
}

/// The reading that is the deadline: a limit before a stretch, either before what only looks forward.
fn choose(readings: &[Reading]) -> Option<&Reading> {
    let dated =
        |frame| readings.iter().find(|reading| reading.frame == frame && reading.moment.is_some());
    dated(Frame::Limit)
        .or_else(|| dated(Frame::Within))
        .or_else(|| dated(Frame::Coming))
        .or_else(|| readings.iter().find(|reading| reading.moment.is_none()))
}

fn due_date(text: &str, reading: &Reading, held_on: Option<NaiveDate>) -> DueDate {
    let words = text[reading.span.clone()].trim().to_owned();
    let due_on = reading.moment.and_then(|moment| moment.last_day(held_on));
    let precision =
        reading.moment.filter(|_| due_on.is_some()).map_or(Precision::None, Moment::precision);
    DueDate { text: words, due_on, precision }
}

/// Whether hardly anything stands beside `span`: a bare date is the answer then.
fn is_nearly_all(phrase: &str, span: &Range<usize>) -> bool {
    let beside = phrase[..span.start].chars().chain(phrase[span.end..].chars());
    beside.filter(|c| c.is_alphanumeric()).count() <= 3
}
