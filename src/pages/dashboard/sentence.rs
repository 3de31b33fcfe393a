//! The state of things as one sentence, and the line of rates below it.

use chrono::NaiveDate;

use super::links::{Doors, closed, flagged, ledger, lit, open};
use crate::domain::{Counts, Flag, Light, Rate, TaskFilter};
use crate::i18n::Lang;
use crate::persistence::views::dashboard::Totals;

/// A figure that is a door: a link around `text`, for a sentence of HTML.
fn door(filter: &TaskFilter, text: impl std::fmt::Display) -> String {
    format!(r#"<a href="{}"><b>{text}</b></a>"#, ledger(filter).replace('&', "&amp;"))
}

/// "**83** were due by today: **75** closed (90.4%), **8** overdue; **65** open."
pub fn headline(
    lang: Lang,
    doors: &Doors,
    counts: &Counts,
    as_of: NaiveDate,
    today: NaiveDate,
) -> String {
    let open = door(&open(doors.counted()), counts.open);
    if counts.due == 0 {
        return lang.dashboard_headline_nothing_due(open);
    }
    let by = if as_of == today {
        lang.dashboard_headline_by_today().to_owned()
    } else {
        lang.dashboard_headline_by_day(lang.date(as_of))
    };
    let due = door(&doors.due(), counts.due);
    let parts = parts(lang, doors, counts);
    match counts.due {
        1 => lang.dashboard_headline_one(due, by, parts, open),
        _ => lang.dashboard_headline(due, by, parts, open),
    }
}

/// What became of those that were due.
fn parts(lang: Lang, doors: &Doors, counts: &Counts) -> String {
    let closed = door(&closed(doors.due()), counts.due_closed);
    let closed = match counts.due_completion().shown() {
        // Of few there is no per cent, and "5 of 8" has just been said.
        Some(rate) if rate.ends_with('%') => lang.dashboard_headline_closed_rate(closed, rate),
        _ => lang.dashboard_headline_closed(closed),
    };
    let overdue = door(&lit(doors.counted(), &[Light::Overdue]), counts.overdue);
    let overdue = lang.dashboard_headline_overdue(overdue);
    let mut parts = vec![closed];
    if counts.overdue > 0 {
        parts.push(format!(r#"<span class="hot">{overdue}</span>"#));
    } else {
        parts.push(overdue);
    }
    if counts.due_not_late > 0 {
        let waiting = lit(doors.due(), &[Light::OnTrack, Light::DueSoon]);
        let waiting = door(&waiting, counts.due_not_late);
        parts.push(lang.dashboard_headline_not_late(waiting));
    }
    parts.join(lang.dashboard_list_comma())
}

/// The same days of the period before, to compare with.
#[derive(Debug, Clone)]
pub(super) struct Before {
    /// Its totals.
    pub totals: Totals,
    /// Its first day.
    pub from: NaiveDate,
    /// How many days of it are compared.
    pub days: i64,
}

/// The line of rates, each a span of HTML.
pub(super) fn rates(
    lang: Lang,
    doors: &Doors,
    totals: &Totals,
    before: Option<&Before>,
) -> Vec<String> {
    let counts = &totals.counts;
    let mut spans = Vec::new();
    let bold = |text: &str| format!("<b>{text}</b>");
    let then = before.map(|before| &before.totals);
    match counts.on_time().shown() {
        Some(rate) => {
            let change = points(lang, counts.on_time(), then.map(|then| then.counts.on_time()));
            spans.push(lang.dashboard_rate_on_time(bold(&rate)) + &change);
        }
        None => spans.push(lang.dashboard_nothing_due().to_owned()),
    }
    if let Some(rate) = counts.completion().shown() {
        let change = points(lang, counts.completion(), then.map(|then| then.counts.completion()));
        spans.push(lang.dashboard_rate_closed(bold(&rate)) + &change);
    }
    if let Some(days) = totals.median_days_to_close {
        let change = then
            .and_then(|then| then.median_days_to_close)
            .map(|then| plain(lang, days - then))
            .unwrap_or_default();
        spans.push(lang.dashboard_rate_median(bold(&days_of(lang, days))) + &change);
    }
    let change = then
        .map(|then| plain(lang, totals.extensions_granted - then.extensions_granted))
        .unwrap_or_default();
    spans.push(extensions(lang, doors, totals) + &change);
    if totals.missed_reports > 0 {
        let missed = door(&flagged(doors.counted(), Flag::ReportMissed), totals.missed_reports);
        spans.push(lang.dashboard_rate_missed(missed));
    }
    if let Some(before) = before {
        spans.push(lang.dashboard_rate_against(before.days, lang.long_date(before.from)));
    }
    if totals.long_term > 0 {
        let long_term = door(&doors.long_term(), totals.long_term);
        spans.push(lang.dashboard_rate_long_term(long_term));
    }
    spans
}

fn extensions(lang: Lang, doors: &Doors, totals: &Totals) -> String {
    let tasks = tasks_of(lang, totals.counts.extended);
    let tasks = door(&flagged(doors.counted(), Flag::Extended), tasks);
    match totals.extensions_granted {
        0 => lang.dashboard_rate_no_extension().to_owned(),
        1 => lang.dashboard_rate_extensions_one(1, tasks),
        many => lang.dashboard_rate_extensions(many, tasks),
    }
}

/// "31 days".
pub(super) fn days_of(lang: Lang, days: i64) -> String {
    if days == 1 { lang.dashboard_days_count_one(days) } else { lang.dashboard_days_count(days) }
}

/// "13 tasks".
pub(super) fn tasks_of(lang: Lang, count: i64) -> String {
    match count {
        1 => lang.dashboard_tasks_count_one(count),
        _ => lang.dashboard_tasks_count(count),
    }
}

/// A change is ink with an arrow: neither green nor red.
fn arrow(change: i64) -> char {
    if change > 0 { '↑' } else { '↓' }
}

fn points(lang: Lang, now: Rate, then: Option<Rate>) -> String {
    match then.and_then(|then| now.change_from(then)) {
        None => String::new(),
        Some(0) => lang.dashboard_change_same().to_owned(),
        Some(change) => {
            let tenths = change.abs();
            let points = format!("{}.{}", tenths / 10, tenths % 10);
            lang.dashboard_change_points(arrow(change), points)
        }
    }
}

fn plain(lang: Lang, change: i64) -> String {
    match change {
        0 => lang.dashboard_change_same().to_owned(),
        change => lang.dashboard_change_plain(arrow(change), change.abs()),
    }
}
