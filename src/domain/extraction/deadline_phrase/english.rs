//! English deadlines: moments, and the frame that decides what they are.

use chrono::Weekday;

use super::english_cursor::{Word, Words};
use super::english_dates::month;
use super::english_frames::{EVENTS, LIMITS, OPEN, STARTS};
use super::english_words::{moment, stretch, weekday_name, whole};
use super::moment::{Frame, Moment, Reading};
use super::numeral::{english, ordinal};
use crate::domain::extraction::lexicon::ENGLISH_MOMENTS as MOMENTS;

/// The words that [`EVENTS`] begin with.
const EVENT_BEGINS: &[&str] =
    &["before", "by", "at", "for", "until", "next", "on", "as", "asap", "the"];

/// The moments in `text`, with their frames, in order.
pub(super) fn readings(text: &str) -> Vec<Reading> {
    let lower = text.to_ascii_lowercase();
    let words = words(&lower);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if may_begin(words[at].text)
            && let Some((reading, next)) = read(&words, at)
        {
            found.push(reading);
            at = next.max(at + 1);
        } else {
            at += 1;
        }
    }
    found.extend(events(&words));
    found
}

/// Whether a moment may begin with `word`: with a figure, or one of the words that moments begin with.
fn may_begin(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || MOMENTS.has(word)
        || weekday_name(word).is_some()
        || english(word.rsplit('-').next().unwrap_or(word)).is_some()
        || ordinal(word).is_some()
        || month(word).is_some()
}

/// Reads a moment that begins at word number `at`.
fn read(words: &[Word<'_>], at: usize) -> Option<(Reading, usize)> {
    let start = Words::at(words, at);
    if let Some(found) = within(words, at) {
        return Some(found);
    }
    let mut place = start;
    let mut found = moment(&mut place)?;
    let (mut frame, first) = frame_before(words, at);
    // `June 1 to June 5`: the second day counts.
    let mut second = place;
    if second.eat_any(&["to", "through", "-", "–"]).is_some()
        && let Some(later) = moment(&mut second)
    {
        found = later;
        place = second;
    }
    if place
        .eat_any(&["at the latest", "latest", "or earlier", "or sooner", "deadline", "or before"])
        .is_some()
    {
        frame = Some(Frame::Limit);
    }
    if place.eat_any(&["ago", "onward", "onwards", "minutes"]).is_some() {
        frame = Some(Frame::Start);
    }
    // `to the June meeting`: the meeting that something is brought to.
    let brought = matches!(found, Moment::Day { .. } | Moment::Month { .. })
        && place.sees(&["meeting", "board meeting", "council meeting", "session", "workshop"])
        && at.checked_sub(2).is_some_and(|before| {
            words[at - 1].text == "the" && matches!(words[before].text, "to" | "for")
                || matches!(words[at - 1].text, "to" | "for")
        });
    if brought {
        frame = frame.or(Some(Frame::Coming));
    }
    // Before the weekend is the Friday before it.
    if let Moment::Week { weeks, weekday: Some(Weekday::Sun), .. } = found
        && words[place.at - 1].text == "weekend"
        && words[first].text == "before"
    {
        found = Moment::Week { weeks, weekday: Some(Weekday::Fri), ends_friday: false };
    }
    let frame = frame.unwrap_or_else(|| bare(found, words, at));
    let span = words[first].start..words[place.at - 1].end;
    Some((Reading { span, moment: Some(found), frame }, place.at))
}

/// `within two weeks`, `in the next 3 days`, `30 days from now`.
fn within(words: &[Word<'_>], at: usize) -> Option<(Reading, usize)> {
    let mut place = Words::at(words, at);
    let opened = place.eat_any(&["within", "in", "over", "inside of", "for", "during"]);
    let named = (opened == Some("within")).then(|| {
        let mut place = place;
        place.eat("the");
        whole(&mut place).map(|found| (found, place))
    });
    if let Some(Some((found, place))) = named {
        return Some((reading(words, at, place, found, Frame::Within), place.at));
    }
    let mut found = stretch(&mut place)?;
    let ahead = place.eat_any(&[
        "from now",
        "from today",
        "from then",
        "from the meeting",
        "of the meeting",
        "after the meeting",
        "of this meeting",
        "time",
        "of today",
        "after this meeting",
    ]);
    if place.eat_any(&["ago", "before", "prior", "earlier", "old", "late"]).is_some() {
        return Some((reading(words, at, place, found, Frame::Start), place.at));
    }
    let forward =
        words[at..place.at].iter().any(|word| matches!(word.text, "next" | "coming" | "following"));
    let frame = match opened {
        Some("within" | "inside of") => Frame::Within,
        Some("in") if words.get(at + 1).is_some_and(|word| word.text != "the") || forward => {
            Frame::Within
        }
        Some("over" | "for" | "during") if forward => Frame::Within,
        None if ahead.is_some() && ahead != Some("time") => Frame::Within,
        _ => return None,
    };
    // `in a year` is said of many things; `in one year` and `in 2 years` are meant.
    if let Moment::After { count, unit } = &mut found {
        *count = (*count).min(match unit {
            super::moment::Unit::Year => 50,
            _ => 2000,
        });
    }
    let past = at.checked_sub(1).map(|before| words[before].text);
    let frame =
        if matches!(past, Some("last" | "past" | "previous")) { Frame::Start } else { frame };
    Some((reading(words, at, place, found, frame), place.at))
}

fn reading(
    words: &[Word<'_>],
    at: usize,
    end: Words<'_, '_>,
    moment: Moment,
    frame: Frame,
) -> Reading {
    Reading { span: words[at].start..words[end.at - 1].end, moment: Some(moment), frame }
}

/// What the words before word number `at` make of it, and the number of the first of them.
fn frame_before(words: &[Word<'_>], at: usize) -> (Option<Frame>, usize) {
    let ends = |phrase: &&str| {
        let length = phrase.split(' ').count();
        let from = at.checked_sub(length)?;
        let stands =
            phrase.split(' ').zip(&words[from..at]).all(|(word, there)| word == there.text);
        stands.then_some(from)
    };
    if let Some(from) = STARTS.iter().find_map(ends) {
        return (Some(Frame::Start), from);
    }
    if let Some(from) = LIMITS.iter().find_map(ends) {
        let before = from.checked_sub(1).map(|before| words[before].text);
        let negated = before == Some("not") && words[from].text == "until";
        return (Some(if negated { Frame::Start } else { Frame::Limit }), from);
    }
    // `by 5 pm on Friday`: the hour stands between the frame and the day.
    let is_hour = |word: &str| {
        matches!(
            word,
            "on" | "at" | "noon" | "midnight" | "am" | "pm" | "a.m" | "p.m" | "utc" | "gmt"
        ) || word.ends_with("am")
            || word.ends_with("pm")
            || word.contains(':')
            || word.len() <= 2 && word.bytes().all(|digit| digit.is_ascii_digit())
    };
    let hours = words[..at].iter().rev().take(5).take_while(|word| is_hour(word.text)).count();
    if hours > 0
        && words[at - hours..at].iter().any(|word| !matches!(word.text, "on" | "at"))
        && let (Some(frame), from) = frame_before(words, at - hours)
    {
        return (Some(frame), from);
    }
    if let Some(from) = OPEN.iter().find_map(ends) {
        let dues = ["deadline", "due", "deadlines"];
        let limit =
            words[from.saturating_sub(8)..from].iter().any(|word| dues.contains(&word.text))
                || before_an_event(&words[from.saturating_sub(5)..from]);
        return (limit.then_some(Frame::Limit), from);
    }
    let near = &words[at.saturating_sub(10)..at];
    let stated = near.iter().any(|word| matches!(word.text, "deadline" | "deadlines" | "due"));
    (stated.then_some(Frame::Limit), at)
}

/// `before the vote on June 3`: the frame stands before the event that the day belongs to.
fn before_an_event(near: &[Word<'_>]) -> bool {
    near.iter().enumerate().any(|(at, word)| {
        let behind = near.get(at + 1).map(|word| word.text);
        word.text == "before" && behind.is_some_and(|word| !word.ends_with("ing"))
            || matches!(word.text, "prior" | "ahead") && matches!(behind, Some("to" | "of"))
    })
}

/// `close it Friday`, `send it on Friday`: a weekday that ends its clause, not `Friday's meeting`.
fn ends_its_clause(words: &[Word<'_>], at: usize) -> bool {
    const BELONGS: &[&str] =
        &["every", "each", "last", "past", "previous", "of", "the", "most", "some", "a", "between"];
    const JOINS: &[&str] = &[
        "and",
        "or",
        "to",
        "at",
        "by",
        "so",
        "with",
        "for",
        "from",
        "morning",
        "afternoon",
        "if",
        "when",
        "before",
        "but",
        "then",
        "via",
        "evening",
        "noon",
    ];
    const TOLD: &[&str] = &["was", "were", "met", "had", "went", "sent", "held", "did", "came"];
    let owned = at.checked_sub(1).is_some_and(|before| BELONGS.contains(&words[before].text));
    let told = words[at.saturating_sub(8)..at]
        .iter()
        .any(|word| TOLD.contains(&word.text) || word.text.len() > 4 && word.text.ends_with("ed"));
    let joined = words.get(at + 1).is_some_and(|next| JOINS.contains(&next.text));
    (at > 1 || joined) && !owned && !told && (joined || at + 1 == words.len())
}

/// The frame of a moment that has none: some look forward by themselves.
fn bare(moment: Moment, words: &[Word<'_>], at: usize) -> Frame {
    const ENDINGS: &[&str] = &[
        "finish",
        "complete",
        "completed",
        "finished",
        "done",
        "submit",
        "deliver",
        "ready",
        "finalize",
        "finalise",
        "close",
        "launch",
        "approve",
        "approved",
        "publish",
        "report",
        "return",
        "bring",
        "present",
        "send",
        "circulate",
        "provide",
        "deploy",
        "release",
        "finishing",
        "start",
        "begin",
        "hold",
    ];
    let near = &words[at.saturating_sub(8)..at];
    let leads = [at.checked_sub(1), at.checked_sub(2)];
    let led = leads.into_iter().flatten().any(|at| OPEN.contains(&words[at].text));
    let finishes = led && near.iter().any(|word| ENDINGS.contains(&word.text));
    match moment {
        Moment::DaysAway(_)
        | Moment::Week { .. }
        | Moment::MonthAway { .. }
        | Moment::QuarterAway(_) => Frame::Coming,
        Moment::Weekday(_) if ends_its_clause(words, at) => Frame::Coming,
        Moment::Year(super::moment::Year::Away(years)) if years > 0 || finishes => Frame::Coming,
        Moment::Year(_) => Frame::Open,
        _ if finishes => Frame::Coming,
        _ => Frame::Open,
    }
}

/// Deadlines by an event: their words are kept, no day follows.
fn events(words: &[Word<'_>]) -> Vec<Reading> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        if !EVENT_BEGINS.contains(&words[at].text) {
            continue;
        }
        let mut place = Words::at(words, at);
        if place.eat_any(EVENTS).is_some() {
            let span = words[at].start..words[place.at - 1].end;
            found.push(Reading { span, moment: None, frame: Frame::Limit });
        }
    }
    found
}

/// The words of `lower`, without the marks around them.
fn words(lower: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut add = |start: usize, end: usize| {
        let raw = &lower[start..end];
        let inner = raw.trim_matches(|c: char| !c.is_alphanumeric());
        if !inner.is_empty() {
            let start =
                start + (raw.len() - raw.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
            // `mid-March` and `end-of-year` are read word by word.
            let parts = ["mid-", "end-of-", "early-", "late-"];
            let cut = parts
                .iter()
                .find(|part| inner.starts_with(*part))
                .map_or(0, |part| part.find('-').unwrap_or(0));
            if cut > 0 && !inner.starts_with("mid-autumn") {
                words.push(Word { text: &inner[..cut], start, end: start + cut });
                words.push(Word {
                    text: &inner[cut + 1..],
                    start: start + cut + 1,
                    end: start + inner.len(),
                });
            } else {
                words.push(Word { text: inner, start, end: start + inner.len() });
            }
        } else if matches!(raw, "-" | "–") {
            words.push(Word { text: raw, start, end });
        }
    };
    let mut start = 0;
    for (at, c) in lower.char_indices() {
        if c.is_whitespace() || ",;()[]\"“”!?*_|".contains(c) {
            add(start, at);
            start = at + c.len_utf8();
        }
    }
    add(start, lower.len());
    words
}
