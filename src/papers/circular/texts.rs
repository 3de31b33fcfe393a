//! The words of a circular as they are drafted from its figures; its writer may change them.

use chrono::NaiveDate;

use crate::domain::{
    CircularFigures, CircularSpan, CircularTexts, Rate, UnitFigures, UnitVerdict, last_of_month,
};
use crate::i18n::Lang;

/// What the words are drafted from.
#[derive(Debug, Clone)]
pub struct Drafting<'a> {
    /// The language.
    pub lang: Lang,
    /// The period.
    pub span: CircularSpan,
    /// The body or programme that it is about; `None` for everything.
    pub scope: Option<&'a str>,
    /// The figures.
    pub figures: &'a CircularFigures,
    /// By when units with overdue tasks answer.
    pub answer_by: NaiveDate,
    /// Whose paper it is; the office where `None`.
    pub issuer: Option<&'a str>,
}

/// The words as drafted.
pub fn draft(drafting: &Drafting<'_>) -> CircularTexts {
    let Drafting { lang, span, scope, figures, issuer, .. } = *drafting;
    let days = lang.circular_span(&span);
    CircularTexts {
        subject: match scope {
            Some(name) => lang.circular_subject_of(name, days),
            None => lang.circular_subject(days),
        },
        opening: opening(drafting),
        well: well(lang, figures),
        behind: behind(lang, figures),
        asked: asked(drafting),
        issuer: issuer.unwrap_or(lang.circular_issuer()).to_owned(),
        copies: lang.circular_copies().to_owned(),
    }
}

/// Sentences, one after the other.
fn sentences(lang: Lang, all: &[String]) -> String {
    all.join(lang.circular_sentence_gap())
}

/// In brackets behind a count; nothing where there are too few for a percentage.
fn percent(lang: Lang, rate: Rate) -> String {
    let shown = rate.shown().filter(|shown| shown.ends_with('%'));
    shown.map(|shown| lang.circular_percent(shown)).unwrap_or_default()
}

fn opening(drafting: &Drafting<'_>) -> String {
    let Drafting { lang, span, figures, .. } = *drafting;
    let CircularFigures { as_of, total, issued, meetings, .. } = figures;
    let (from, to, day) = (lang.long_date(span.from), lang.long_date(as_of), lang.long_date(as_of));
    let mut said = Vec::new();
    match (*issued == total.all, *meetings) {
        (true, 1) if total.all > 0 => {
            said.push(lang.circular_opening_all_new_one(from, to, total.all));
        }
        (true, 2..) => said.push(lang.circular_opening_all_new(from, to, meetings, total.all)),
        (_, from_meetings) => {
            said.push(lang.circular_opening_held(from, to, total.all, issued));
            match from_meetings {
                0 => {}
                1 => said.push(lang.circular_opening_from_one().to_owned()),
                many => said.push(lang.circular_opening_from(many)),
            }
        }
    }
    said.push(if total.due == 0 {
        lang.circular_opening_none_due(day)
    } else {
        let rate = percent(lang, total.due_completion());
        let due = lang.circular_opening_due(total.due, day, total.due_closed, rate);
        let rate = percent(lang, total.on_time());
        let (on_time, late) = (total.due_on_time, total.due_late());
        due + &lang.circular_opening_of_them(on_time, rate, late, total.overdue)
    });
    if total.not_late > 0 {
        said.push(lang.circular_opening_not_late(total.not_late));
    }
    let early = total.closed - total.due_closed;
    said.push(match early {
        0 => lang.circular_opening_rest(total.not_due()),
        early => lang.circular_opening_rest_early(total.not_due(), early),
    });
    sentences(lang, &said)
}

/// Names or counts as a list: `a, b and c`.
fn list(lang: Lang, mut all: Vec<String>) -> String {
    let Some(last) = all.pop() else { return String::new() };
    if all.is_empty() {
        return last;
    }
    lang.circular_list_and(all.join(lang.circular_between()), last)
}

fn well(lang: Lang, figures: &CircularFigures) -> String {
    let good: Vec<&UnitFigures> = figures.judged(UnitVerdict::Well).collect();
    let whole = |unit: &&&UnitFigures| unit.tally.due_on_time == unit.tally.judged();
    let (all, most): (Vec<&UnitFigures>, Vec<&UnitFigures>) =
        good.iter().copied().partition(|unit| whole(&unit));
    let mut said = Vec::new();
    let counts = || all.iter().map(|unit| unit.tally.due_on_time.to_string()).collect();
    match all.as_slice() {
        [] => {}
        [one] => said.push(lang.circular_well_all_one(&one.name, one.tally.due_on_time)),
        several => {
            let names = several.iter().map(|unit| unit.name.clone()).collect();
            said.push(lang.circular_well_all(list(lang, names), list(lang, counts())));
        }
    }
    for unit in most {
        said.push(lang.circular_well_most(&unit.name, unit.tally.due_on_time, unit.tally.due));
    }
    if said.is_empty() {
        said.push(lang.circular_well_none().to_owned());
    }
    sentences(lang, &said)
}

fn behind(lang: Lang, figures: &CircularFigures) -> String {
    let mut units: Vec<&UnitFigures> = figures.judged(UnitVerdict::Behind).collect();
    units.sort_by_key(|unit| std::cmp::Reverse((unit.tally.overdue, unit.named)));
    let mut said: Vec<String> = units
        .into_iter()
        .map(|UnitFigures { name, tally, unexplained, .. }| match unexplained {
            0 => lang.circular_behind_one(name, tally.overdue, tally.due),
            some => lang.circular_behind_unexplained(name, tally.overdue, tally.due, some),
        })
        .collect();
    if said.is_empty() {
        said.push(lang.circular_behind_none().to_owned());
    }
    sentences(lang, &said)
}

fn asked(drafting: &Drafting<'_>) -> String {
    let Drafting { lang, span, figures, answer_by, .. } = *drafting;
    let mut said = Vec::new();
    if figures.total.overdue > 0 {
        said.push(lang.circular_asked_overdue(lang.long_date(answer_by)));
    }
    // Until the period ends; where it has ended, until the next month does.
    let next = if figures.as_of < span.to {
        span.to
    } else {
        last_of_month(span.to.succ_opt().unwrap_or(span.to))
    };
    said.push(lang.circular_asked_next(lang.long_date(next)));
    sentences(lang, &said)
}
