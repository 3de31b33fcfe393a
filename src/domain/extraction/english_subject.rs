//! Subjects in English clauses: who must, should or will.

use super::candidate::Rule;
use super::cue::Found;
use super::english_owner::{label_before, list};
use super::english_reported::speaker;
use super::english_share::lone_subject;
use super::english_verb::is_participle;
use super::english_will::before_brackets;
use super::lexicon::ENGLISH_PRONOUNS;
use super::owner::Named;

/// `all units` of the cue `required all units to`.
pub(super) fn asked(cue: &str) -> Named {
    let verbs = [
        "required ",
        "requires ",
        "requested ",
        "urged ",
        "urges ",
        "asked ",
        "called on ",
        "called upon ",
    ];
    let object = verbs.iter().find_map(|verb| cue.strip_prefix(verb)?.strip_suffix(" to"));
    object.map(|object| list(object.strip_prefix("the ").unwrap_or(object))).unwrap_or_default()
}

/// `Kim should sweep, and the yard must be clean`: where the cue has no subject, another modal may.
pub(super) fn subject_of_another_modal(clause: &str, found: &Found) -> Named {
    if !matches!(found.cue.rule, Rule::PlainModal | Rule::StrongModal) {
        return Vec::new();
    }
    [" should ", " must ", " shall ", " will "]
        .iter()
        .filter_map(|modal| Some((clause.find(modal)?, modal.len())))
        .filter(|(at, _)| *at < found.at)
        .map(|(at, length)| subject(clause, &Found::new(found.cue.rule, clause, at, length, 0.0)))
        .find(|named| !named.is_empty())
        .unwrap_or_default()
}

/// The subject before an active modal, or before `is to`.
pub(super) fn subject(clause: &str, found: &Found) -> Named {
    let has_one = [Rule::Commitment, Rule::PlainModal, Rule::StrongModal, Rule::Assignment];
    if !has_one.contains(&found.cue.rule) {
        return Vec::new();
    }
    let behind = clause[found.at + found.length..].trim_start().to_lowercase();
    let mut words = behind.split_whitespace();
    let passive = words.next() == Some("be")
        && words
            .next()
            .is_some_and(|word| is_participle(word.trim_matches(|c: char| !c.is_alphanumeric())));
    let before = before_brackets(clause[..found.at].trim_end());
    let part = lone_subject(before).unwrap_or_else(|| {
        before.rsplit([',', ';', ':', '(', '—', '–']).next().unwrap_or(before).trim()
    });
    let part = part.rsplit(" that ").next().unwrap_or(part);
    let part = ["and ", "but ", "so ", "then "]
        .iter()
        .fold(part, |part, word| part.strip_prefix(word).unwrap_or(part));
    let count = part.split_whitespace().count();
    let first = part.split_whitespace().next().unwrap_or("").to_lowercase();
    let last = part.split_whitespace().last().unwrap_or("").to_lowercase();
    // `New form - please use it`: what stands before the request is its topic.
    let topic = last == "-"
        || found.cue.text.eq_ignore_ascii_case("please") && before.ends_with(['-', '–', '—']);
    if topic || matches!(last.as_str(), "then" | "also" | "now") {
        return Vec::new();
    }
    if passive || count == 0 || count > 8 {
        return Vec::new();
    }
    if ENGLISH_PRONOUNS.has(&last) || ENGLISH_PRONOUNS.has(&first) || last.ends_with("ing") {
        // `Kim said she would`, `Kim: I will`.
        let label = if matches!(last.as_str(), "i") { label_before(clause) } else { Vec::new() };
        return if label.is_empty() {
            speaker(clause).map(list).unwrap_or_default()
        } else {
            label
        };
    }
    let part = part.strip_prefix("The ").or_else(|| part.strip_prefix("the ")).unwrap_or(part);
    list(part)
}

#[cfg(test)]
mod tests {
    use crate::domain::extraction::cue::{Context, cue};

    #[track_caller]
    fn case(clause: &str, expected: &[&str]) {
        let found = cue(clause, Context { listed: true, ..Context::default() }).unwrap();
        let named: Vec<_> = crate::domain::extraction::english_owner::named(clause, &found)
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        assert_eq!(named, expected, "{clause}");
    }

    #[test]
    fn the_subject_of_an_active_modal_owns_the_act() {
        case("The members of the board will order chalk.", &["members of the board"]);
        case("Teachers must lock the doors.", &["Teachers"]);
        case("The Finance Office is to number all rooms.", &["Finance Office"]);
        case("The Logistics & Works Office is to report on it.", &["Logistics & Works Office"]);
        case("Kim (by mail) will order chalk.", &["Kim"]);
        case("The doors must be locked.", &[]);
        case("We will order chalk.", &[]);
        case("Kim should sweep, and the yard must be cleaned.", &["Kim"]);
    }

    #[test]
    fn whoever_speaks_of_themselves_or_is_asked_owns_the_act() {
        case("Kim: I'll order chalk", &["Kim"]);
        case("Kim said she would order chalk.", &["Kim"]);
        case("Lee required all units to lock the doors.", &["all units"]);
    }
}
