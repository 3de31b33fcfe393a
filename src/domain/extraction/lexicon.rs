//! Lists of words, kept as texts beside this file, so that they can be read and mended as lists.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A list of words.
pub(super) struct Lexicon(LazyLock<Words>);

struct Words {
    list: Vec<&'static str>,
    set: HashSet<&'static str>,
    by_first: HashMap<char, Vec<&'static str>>,
    by_last: HashMap<char, Vec<&'static str>>,
}

impl Lexicon {
    const fn new(read: fn() -> Words) -> Self {
        Self(LazyLock::new(read))
    }

    /// Whether `word` is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.set.contains(word)
    }

    /// Whether `text` begins with one of them.
    pub(super) fn begins(&self, text: &str) -> bool {
        let first = text.chars().next().and_then(|first| self.0.by_first.get(&first));
        first.is_some_and(|words| words.iter().any(|word| text.starts_with(word)))
    }

    /// Whether `text` ends with one of them.
    pub(super) fn ends(&self, text: &str) -> bool {
        let last = text.chars().next_back().and_then(|last| self.0.by_last.get(&last));
        last.is_some_and(|words| words.iter().any(|word| text.ends_with(word)))
    }

    /// Whether one of them stands anywhere in `text`.
    pub(super) fn within(&self, text: &str) -> bool {
        self.0.list.iter().any(|word| text.contains(word))
    }

    /// The words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.list.iter().copied()
    }
}

fn read(text: &'static str) -> Words {
    let list: Vec<_> = text.split_whitespace().collect();
    let mut by_first: HashMap<char, Vec<_>> = HashMap::new();
    let mut by_last: HashMap<char, Vec<_>> = HashMap::new();
    for word in &list {
        let mut signs = word.chars();
        if let Some(first) = signs.next() {
            by_first.entry(first).or_default().push(*word);
            by_last.entry(signs.next_back().unwrap_or(first)).or_default().push(*word);
        }
    }
    Words { set: list.iter().copied().collect(), list, by_first, by_last }
}

macro_rules! lexicons {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {$(
        $(#[$doc])*
        pub(super) static $name: Lexicon = Lexicon::new(|| read(include_str!($file)));
    )*};
}

lexicons! {
    /// Words by which a bare Chinese requirement begins.
    CHINESE_ACTS = "lexicon/chinese_acts.txt";
    /// Endings of the names of those who can act, in Chinese.
    CHINESE_ACTORS = "lexicon/chinese_actors.txt";
    /// Beginnings of Chinese sentences that tell background.
    CHINESE_BACKGROUND = "lexicon/chinese_background.txt";
    /// Words of Chinese sentences that tell of something done.
    CHINESE_PAST = "lexicon/chinese_past.txt";
    /// Chinese family names.
    CHINESE_SURNAMES = "lexicon/chinese_surnames.txt";
    /// English verbs, in their plain form, that minutes ask for.
    ENGLISH_ACTS = "lexicon/english_acts.txt";
    /// English verbs of votes that carry themselves out.
    ENGLISH_DONE_BY_VOTE = "lexicon/english_done_by_vote.txt";
    /// English verbs of things that come about by themselves.
    ENGLISH_EVENTS = "lexicon/english_events.txt";
    /// English words that a moment may begin with, beside figures, numerals, months and weekdays.
    ENGLISH_MOMENTS = "lexicon/english_moments.txt";
    /// Capitalised English words that are no names.
    ENGLISH_NO_NAMES = "lexicon/english_no_names.txt";
    /// English words that end no name of somebody who can act.
    ENGLISH_NOBODY = "lexicon/english_nobody.txt";
    /// English past participles without -ed.
    ENGLISH_PARTICIPLES = "lexicon/english_participles.txt";
    /// English words that stand for somebody who is not named.
    ENGLISH_PRONOUNS = "lexicon/english_pronouns.txt";
    /// English words for somebody who can act.
    ENGLISH_SOMEBODY = "lexicon/english_somebody.txt";
    /// English words that follow `to` or `will` without being a verb.
    ENGLISH_NO_VERBS = "lexicon/english_no_verbs.txt";
    /// English words for a state rather than something to be done.
    ENGLISH_STATES = "lexicon/english_states.txt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_answers_how_a_word_stands_in_a_text() {
        assert!(ENGLISH_ACTS.has("mend") || ENGLISH_ACTS.has("repair"));
        assert!(!ENGLISH_ACTS.has("gate"));
        assert!(CHINESE_ACTS.begins("加强检修"));
        assert!(CHINESE_ACTORS.ends("各单位"));
        assert!(CHINESE_PAST.within("会议听取了汇报"));
    }
}
