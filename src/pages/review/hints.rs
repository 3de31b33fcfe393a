//! Words and choices around the candidate in hand: where it stands and why it was found, what its
//! date means, where it could be parted, what it could be merged with.

use super::candidate::Choosable;
use super::desk::{Desk, Entry};
use super::doubts::{SURE, UNSURE};
use crate::domain::extraction::Rule;
use crate::domain::{Label, Preparation};
use crate::i18n::Lang;

/// Where it stands, which words gave it away and how surely.
pub fn footer(entry: &Entry, lang: Lang) -> String {
    let Label { sentence, act } = entry.label;
    let place = match (sentence, act) {
        (0, _) => lang.review_flag_lost().to_owned(),
        (sentence, 0) => lang.review_sentence(sentence),
        (sentence, act) => lang.review_sentence_act(sentence, act),
    };
    let directive = &entry.directive;
    let cue = &directive.cue;
    let found = match cue.rule {
        Rule::Chosen => return format!("{place} · {}", lang.review_chosen()),
        _ if cue.text.is_empty() => lang.rule(cue.rule).to_owned(),
        _ => lang.review_found_by(&cue.text, lang.rule(cue.rule)),
    };
    let sure = match directive.confidence {
        ..UNSURE => lang.review_unsure(),
        UNSURE..SURE => lang.review_rather_sure(),
        _ => lang.review_sure(),
    };
    format!("{place} · {found} · {sure}")
}

/// The day that was understood, or what the minutes say of it.
pub fn due_hint(entry: &Entry, p: &Preparation, lang: Lang) -> String {
    match (&entry.directive.deadline, p.due_on) {
        (_, Some(day)) if p.due != day.to_string() => lang.review_due_understood(lang.date(day)),
        (Some(said), _) => lang.review_due_in_minutes(&said.text),
        (None, Some(_)) => lang.review_flag_no_deadline().to_owned(),
        (None, None) => lang.review_due_hint().to_owned(),
    }
}

/// Behind each mark inside the quote it could be parted; where its acts begin is proposed.
pub fn cuts(entry: &Entry) -> Vec<(usize, String, bool)> {
    const SHOWN: usize = 30;

    let directive = &entry.directive;
    let signs: Vec<char> = directive.quote.chars().collect();
    let proposed: Vec<usize> =
        directive.parts.iter().skip(1).map(|part| part.span.start - directive.span.start).collect();
    let behind_mark = |at: &usize| {
        ",，、;；".contains(signs[at - 1])
            || (signs[at - 1].is_whitespace()
                && signs[*at..].iter().take(4).copied().eq("and ".chars()))
    };
    (1..signs.len())
        .filter(|at| behind_mark(at) || proposed.contains(at))
        .map(|at| {
            let words: String = signs[at..].iter().take(SHOWN).collect();
            let more = if signs.len() - at > SHOWN { "…" } else { "" };
            let words = format!("{}{more}", words.trim());
            (directive.span.start + at, words, proposed.contains(&at))
        })
        .filter(|(_, words, _)| words.chars().count() > 1)
        .collect()
}

/// The neighbours that it could be merged with.
pub fn neighbours(desk: &Desk, index: usize) -> Vec<Choosable> {
    let around = [index.checked_sub(1), Some(index + 1)];
    around
        .into_iter()
        .flatten()
        .filter_map(|index| desk.entries.get(index))
        .filter(|entry| entry.directive.anchored && entry.tasks.is_empty())
        .map(|entry| {
            let name = format!("{} {}", entry.label, entry.directive.title);
            Choosable::new(entry.directive.id.0, &name, false)
        })
        .collect()
}
