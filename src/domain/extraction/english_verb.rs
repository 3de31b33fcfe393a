//! English verbs: which words name an act that somebody can be asked to do.

use super::lexicon::{
    ENGLISH_ACTS, ENGLISH_EVENTS, ENGLISH_NO_VERBS, ENGLISH_PARTICIPLES, ENGLISH_STATES,
};

/// Whether `verb` is an act; of a word that is not known, whether it may be one.
pub(super) fn is_act(verb: &str) -> bool {
    ENGLISH_ACTS.has(verb)
        || verb.len() > 3
            && verb.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            && ["ise", "ize", "ify", "ate"].iter().any(|ending| verb.ends_with(ending))
}

/// Whether `word` may be a verb where only a verb can stand, rare verbs too: behind `Kim will`.
pub(super) fn may_be_verb(word: &str) -> bool {
    is_act(word)
        || word.len() > 1
            && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            && !["ing", "ed", "ly", "ion", "ity", "ness"].iter().any(|end| word.ends_with(end))
            && !ENGLISH_NO_VERBS.has(word)
            && !ENGLISH_EVENTS.has(word)
            && !ENGLISH_STATES.has(word)
}

/// Whether a sentence begins with an act, connectives aside.
pub(super) fn begins_with_imperative(sentence: &str) -> bool {
    const CONNECTIVES: &[&str] = &[
        "at the same time",
        "meanwhile",
        "in addition",
        "second",
        "secondly",
        "third",
        "thirdly",
        "first",
        "firstly",
        "finally",
        "then",
        "and",
        "also",
        "moreover",
        "furthermore",
        "next",
        "lastly",
        "fourth",
        "at the same time we",
    ];
    let lower = sentence.to_lowercase();
    let mut words = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    for connective in CONNECTIVES {
        if let Some(rest) = words.strip_prefix(connective)
            && rest.starts_with([',', ' '])
        {
            words = rest.trim_start_matches([',', ' ']);
            break;
        }
    }
    let end = words.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(words.len());
    let (first, rest) = words.split_at(end);
    // `Work has begun`, `Plans for …`: a noun with a verb behind it.
    let second = rest.split_whitespace().next().unwrap_or("");
    let noun = matches!(
        second,
        "is" | "was"
            | "has"
            | "have"
            | "are"
            | "were"
            | "will"
            | "of"
            | "by"
            | "from"
            | "had"
            | "may"
            | "can"
    );
    is_act(first) && !noun
}

/// Whether `word` may be a past participle.
pub(super) fn is_participle(word: &str) -> bool {
    word.len() > 3 && (word.ends_with("ed") || word.ends_with("en"))
        || ENGLISH_PARTICIPLES.has(word)
}

/// Whether `word` is a state rather than something to be done.
pub(super) fn is_state(word: &str) -> bool {
    ENGLISH_STATES.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imperative_is_told_from_a_statement() {
        assert!(begins_with_imperative("Order chalk."));
        assert!(begins_with_imperative("At the same time, actively order chalk."));
        assert!(!begins_with_imperative("Work has begun."));
        assert!(!begins_with_imperative("The gate creaks."));
        assert!(!begins_with_imperative(""));
    }

    #[test]
    fn participles_are_no_states() {
        assert!(is_participle("mended"));
        assert!(is_participle("done"));
        assert!(is_state("fine"));
        assert!(!is_participle("gate"));
    }
}
