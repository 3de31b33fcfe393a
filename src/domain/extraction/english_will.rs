//! Commitments in English: somebody who can act says that they will.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Rule;
use super::cue::Found;
use super::english_cue::{in_a_relative_clause, is_condition, pattern};
use super::english_verb::{is_act, is_participle, may_be_verb};
use super::lexicon::{ENGLISH_EVENTS, ENGLISH_NOBODY, ENGLISH_SOMEBODY};

/// Somebody says that it will be done.
static WILL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<will>[Ww]ill(?:\s+(?:also|then|now|be|continue\s+to|work\s+to|\w+ly))?|can|[’']ll|(?:is|are|am|[’']s|[’']re|[’']m)\s+going\s+to|volunteered\s+to|offer(?:s|ed)\s+to|volunteers?\s+to|agree[sd]\s+to|promise[sd]\s+to|plans?\s+to|commit(?:s|ted)\s+to|undert(?:ook|akes)\s+to|pledge[sd]\s+to|took\s+(?:an|the)\s+action|is\s+tasked\s+with)\s+(?P<verb>[\w’'-]+)",
    )
});
/// `Kim will order chalk`: by somebody who can act.
pub(super) fn will(clause: &str) -> Option<Found> {
    if is_condition(clause) {
        return None;
    }
    WILL.captures_iter(clause).find_map(|found| {
        let (will, verb) = (found.name("will")?, found.name("verb")?);
        let before = clause[..will.start()].trim_end();
        let verb_word = verb.as_str().to_lowercase();
        let passive = will.as_str().ends_with("be") || verb_word == "be";
        let acts = if passive {
            is_doing(&verb_word, clause, verb.end())
        } else {
            may_be_verb(&verb_word)
                && !ENGLISH_EVENTS.has(&verb_word)
                && !only_meets(&clause[verb.start()..])
        };
        // `I can take that`: in the minutes of a talk, whoever says it takes it.
        let offered = !will.as_str().eq_ignore_ascii_case("can")
            || before.ends_with('I') && is_act(&verb_word);
        // `Will pay the bill`: minutes in the style of a telegram leave out who.
        let telegram = matches!(before, "" | "then" | "Then" | "also" | "Also")
            && will.as_str().eq_ignore_ascii_case("will")
            && is_act(&verb_word);
        let stands =
            acts && offered && (telegram || can_act(before)) && !in_a_relative_clause(before);
        stands.then(|| Found::new(Rule::Commitment, clause, will.start(), will.len(), 0.7))
    })
}

/// `will meet again in May`: when is announced, not what is to be done.
fn only_meets(behind: &str) -> bool {
    let mut words = behind.split_whitespace();
    words.next() == Some("meet")
        && words.next().is_none_or(|word| {
            matches!(
                word.trim_end_matches('.'),
                "again" | "next" | "on" | "at" | "in" | "every" | ""
            )
        })
}

/// `will be sending`, `will be done by Kim`.
fn is_doing(verb: &str, clause: &str, end: usize) -> bool {
    let behind = clause[end..].to_lowercase();
    let being = verb == "be";
    let word = if being {
        behind.split_whitespace().next().unwrap_or("").to_owned()
    } else {
        verb.to_owned()
    };
    let going = word.ends_with("ing")
        && !matches!(
            word.as_str(),
            "meeting"
                | "ongoing"
                | "missing"
                | "pending"
                | "holding"
                | "attending"
                | "having"
                | "going"
                | "leaving"
        );
    going
        || matches!(word.as_str(), "responsible")
        || is_participle(&word) && !ENGLISH_EVENTS.has(&word) && behind.contains(" by ")
}

/// Whether what stands before `will` is somebody who can act.
fn can_act(before: &str) -> bool {
    let before = before_brackets(before);
    let part = before.rsplit([',', ';', ':', '—', '–']).next().unwrap_or(before).trim();
    let words: Vec<&str> = part.split_whitespace().collect();
    let Some(last) = words.last() else { return false };
    let plain = last.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = plain.to_lowercase();
    if ENGLISH_NOBODY.has(&lower) {
        return false;
    }
    ENGLISH_SOMEBODY.has(&lower)
        || plain.starts_with(char::is_uppercase)
            && plain.len() > 1
            && !plain.chars().all(|c| c.is_uppercase() && plain.len() > 5)
        || last.starts_with('@')
        || words.iter().rev().take(6).any(|word| ENGLISH_SOMEBODY.has(&word.to_lowercase()))
            && !ENGLISH_NOBODY.has(&lower)
            && words.iter().rev().take(4).any(|word| matches!(*word, "of" | "from" | "for"))
}

/// `Kim (by mail) will`: without what stands in brackets at the end.
pub(super) fn before_brackets(words: &str) -> &str {
    let open = words.strip_suffix(')').and_then(|inner| inner.rfind('('));
    open.map_or(words, |at| words[..at].trim_end())
}
