//! What a reviewer may want to look at together: candidates that say nearly the same, and those
//! that name an aim without an act.

use std::collections::BTreeSet;

use super::Directive;

/// Two candidates that share so much of their words are close, in thousandths.
const CLOSE: usize = 500;
/// Shorter ones are alike by chance.
const LEAST: usize = 3;

/// Verbs that name what is to come about, not what is to be done.
const AIMS: [&str; 14] = [
    "form ",
    "achieve ",
    "become ",
    "create a ",
    "gather ",
    "foster a ",
    "形成",
    "营造",
    "凝聚",
    "树立",
    "实现",
    "达到",
    "成为",
    "打造成",
];
/// Words that say nothing about the matter.
const EMPTY: [&str; 14] =
    ["the", "and", "of", "in", "to", "a", "for", "on", "with", "by", "be", "that", "as", "its"];

impl Directive {
    /// Whether its words name an aim only: nothing in them could be done or checked.
    pub fn states_no_act(&self) -> bool {
        let quote = self.quote.to_lowercase();
        self.parts.len() < 2
            && self.deadline.is_none()
            && AIMS.iter().any(|aim| quote.starts_with(aim))
    }
}

/// For each of `directives`, the first one before it that it is close to.
pub fn close_ones(directives: &[&Directive]) -> Vec<Option<usize>> {
    let words: Vec<BTreeSet<String>> = directives.iter().map(|one| words_of(&one.quote)).collect();
    let close = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        let shared = one.intersection(other).count();
        shared >= LEAST && 2_000 * shared >= CLOSE * (one.len() + other.len())
    };
    (0..words.len())
        .map(|this| (0..this).find(|before| close(&words[*before], &words[this])))
        .collect()
}

/// Latin words, and pairs of Chinese characters.
fn words_of(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for run in text.to_lowercase().split(|sign: char| !sign.is_alphanumeric()) {
        if run.is_ascii() {
            if !run.is_empty() && !EMPTY.contains(&run) {
                words.insert(run.to_owned());
            }
            continue;
        }
        let signs: Vec<char> = run.chars().collect();
        words.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MeetingId;
    use crate::domain::extraction::{Roster, analyse};

    fn directive(quote: &str) -> Directive {
        let length = quote.chars().count();
        let found = analyse(quote, 0..length, None, &Roster::default()).unwrap();
        Directive::found(MeetingId(1), found)
    }

    #[track_caller]
    fn case(quotes: &[&str], expected: &[Option<usize>]) {
        let all: Vec<Directive> = quotes.iter().map(|quote| directive(quote)).collect();
        assert_eq!(close_ones(&all.iter().collect::<Vec<_>>()), expected);
    }

    #[test]
    fn nearly_the_same_words_are_close() {
        case(
            &[
                "train the staff of primary and lower secondary schools together",
                "order chalk for the schools",
                "coordinate how staff of primary and lower secondary schools are placed",
            ],
            &[None, None, Some(0)],
        );
        case(
            &["加强实训基地的安全检查", "采购粉笔", "做好实训基地安全检查工作"],
            &[None, None, Some(0)],
        );
        case(&["修门", "修窗"], &[None, None]);
    }

    #[test]
    fn an_aim_is_no_act() {
        assert!(directive("form a habit of reading").states_no_act());
        assert!(directive("形成齐抓共管的局面").states_no_act());
        assert!(!directive("formulate a plan for reading").states_no_act());
        assert!(!directive("修订课程方案").states_no_act());
    }
}
