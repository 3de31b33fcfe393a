//! The state of things as one sentence, and the line of rates below it.

use std::borrow::Borrow;

use chrono::NaiveDate;

use super::links::Doors;
use crate::domain::{Counts, Light, Measure, Rate, Ratio};
use crate::i18n::Lang;
use crate::pages::{Figure, RateFigure, Tally};
use crate::persistence::views::dashboard::Totals;

/// "**83** were due by today: **75** closed (90.4%), **8** overdue; **65** open."
pub fn headline(
    lang: Lang,
    doors: &Doors,
    counts: &Counts,
    as_of: NaiveDate,
    today: NaiveDate,
) -> String {
    let tally = doors.tally(counts);
    let open = tally.figure(Measure::Open).bold();
    if counts.due == 0 {
        return lang.dashboard_headline_nothing_due(open);
    }
    let by = if as_of == today {
        lang.dashboard_headline_by_today().to_owned()
    } else {
        lang.dashboard_headline_by_day(lang.date(as_of))
    };
    let due = tally.figure(Measure::Due).bold();
    let parts = parts(lang, &tally);
    match counts.due {
        1 => lang.dashboard_headline_one(due, by, parts, open),
        _ => lang.dashboard_headline(due, by, parts, open),
    }
}

/// What became of those that were due.
fn parts(lang: Lang, tally: &Tally) -> String {
    let closed = tally.figure(Measure::DueClosed).bold();
    // Of few there is no per cent, and "5 of 8" has just been said.
    let closed = match tally.rate(Ratio::DUE_COMPLETION).percent {
        Some(rate) => lang.dashboard_headline_closed_rate(closed, rate),
        None => lang.dashboard_headline_closed(closed),
    };
    let figure = tally.figure(Measure::Lit(Light::Overdue));
    let overdue = lang.dashboard_headline_overdue(figure.bold());
    let mut parts = vec![closed];
    if figure.count > 0 {
        parts.push(format!(r#"<span class="hot">{overdue}</span>"#));
    } else {
        parts.push(overdue);
    }
    let waiting = tally.figure(Measure::DueNotLate);
    if waiting.count > 0 {
        parts.push(lang.dashboard_headline_not_late(waiting.bold()));
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

/// The line of rates, each a span of HTML; `query` asks for the same on other pages.
pub(super) fn rates(
    lang: Lang,
    doors: &Doors,
    totals: &Totals,
    before: Option<&Before>,
    query: &str,
) -> Vec<String> {
    let counts = &totals.counts;
    let tally = doors.tally(counts);
    let mut spans = Vec::new();
    let then = before.map(|before| &before.totals);
    let change =
        |ratio: Ratio| points(lang, ratio.of(counts), then.map(|then| ratio.of(&then.counts)));
    spans.push(match shown(&tally.rate(Ratio::ON_TIME)) {
        Some(rate) => lang.dashboard_rate_on_time(rate) + &change(Ratio::ON_TIME),
        None => lang.dashboard_nothing_due().to_owned(),
    });
    if let Some(rate) = shown(&tally.rate(Ratio::DUE_COMPLETION)) {
        spans.push(lang.dashboard_rate_due_closed(rate) + &change(Ratio::DUE_COMPLETION));
    }
    if let Some(rate) = shown(&tally.rate(Ratio::COMPLETION)) {
        spans.push(lang.dashboard_rate_closed(rate) + &change(Ratio::COMPLETION));
    }
    if let Some(days) = totals.median_days_to_close {
        let change = then
            .and_then(|then| then.median_days_to_close)
            .map(|before| plain(lang, days - before))
            .unwrap_or_default();
        let days = format!("<b>{}</b>", days_of(lang, days));
        spans.push(lang.dashboard_rate_median(days) + &change);
    }
    let change = then
        .map(|then| plain(lang, totals.extensions_granted - then.extensions_granted))
        .unwrap_or_default();
    spans.push(extensions(lang, &tally, totals) + &change);
    let missed = tally.figure(Measure::ReportMissed);
    let by_period = format!(
        r#"<a href="/missed-reports?{}">{}</a>"#,
        query.replace('&', "&amp;"),
        lang.dashboard_missed_by_period()
    );
    spans
        .push(lang.dashboard_rate_missed(missed.bold()) + lang.dashboard_list_comma() + &by_period);
    if let Some(before) = before {
        spans.push(lang.dashboard_rate_against(before.days, lang.long_date(before.from)));
    }
    spans
}

/// A rate as people read it, the percentage a way to how it is counted; `None` of nothing.
fn shown(rate: &RateFigure) -> Option<String> {
    match &rate.percent {
        _ if rate.of.count == 0 => None,
        Some(percent) => Some(format!(r##"<a class="q" href="#how"><b>{percent}</b></a>"##)),
        None => Some(format!("{}/{}", rate.part.bold(), rate.of.bold())),
    }
}

/// "12 extensions, on 8 tasks"; how many they were is broken down further below on the page.
pub(super) fn extensions(lang: Lang, tally: &Tally, totals: &Totals) -> String {
    let figure = tally.figure(Measure::Extended);
    let tasks = figure.around(tasks_of(lang, figure.count));
    let count = |count: i64| format!(r##"<a href="#extended">{count}</a>"##);
    match totals.extensions_granted {
        0 => lang.dashboard_rate_no_extension().to_owned(),
        1 => lang.dashboard_rate_extensions_one(count(1), tasks),
        many => lang.dashboard_rate_extensions(count(many), tasks),
    }
}

/// How each rate is counted: what it is called, and its formula with the figures in it.
pub(super) fn formulas(
    lang: Lang,
    doors: &Doors,
    totals: &Totals,
    as_of: NaiveDate,
) -> Vec<(&'static str, String)> {
    let tally = doors.tally(&totals.counts);
    let day = lang.date(as_of);
    let with = |ratio: Ratio| {
        let rate = tally.rate(ratio);
        let is = ratio.of(&totals.counts).shown();
        let is = is.unwrap_or_else(|| lang.dashboard_nothing_due().to_owned());
        (rate.part.bold(), rate.of.bold(), is)
    };
    let all = tally.figure(Measure::All).bold();
    let lights = tally
        .lights()
        .into_iter()
        .map(|(light, figure)| lang.dashboard_bar_part(lang.light(light), figure.bold()));
    let lights = lights.collect::<Vec<_>>().join(" + ");
    let (on_time, due, rate) = with(Ratio::ON_TIME);
    let (due_closed, _, due_rate) = with(Ratio::DUE_COMPLETION);
    let (closed, _, closed_rate) = with(Ratio::COMPLETION);
    let long_term = Figure::new(totals.long_term, &doors.long_term()).bold();
    vec![
        (lang.dashboard_how_all(), lang.dashboard_how_all_is(all.clone(), lights)),
        (lang.dashboard_how_due(), lang.dashboard_how_due_is(due.clone(), day.clone())),
        (lang.dashboard_how_on_time(), lang.dashboard_how_on_time_is(on_time, due.clone(), rate)),
        (
            lang.dashboard_how_due_closed(),
            lang.dashboard_how_due_closed_is(due_closed, due, due_rate),
        ),
        (lang.dashboard_how_closed(), lang.dashboard_how_closed_is(closed, all, closed_rate)),
        (lang.dashboard_how_soon(), lang.dashboard_how_soon_is().to_owned()),
        (lang.dashboard_how_median(), lang.dashboard_how_median_is().to_owned()),
        (lang.dashboard_how_missed(), lang.dashboard_how_missed_is().to_owned()),
        (lang.dashboard_how_not(), lang.dashboard_how_not_is(long_term)),
        (lang.dashboard_how_day(), lang.dashboard_how_day_is(day)),
    ]
}

/// "31 days".
pub fn days_of(lang: Lang, days: impl Borrow<i64>) -> String {
    let days = *days.borrow();
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
