//! Cues: the words that make a clause a directive.

use super::candidate::{Cue, Rule};

/// Words that ask, strongest first.
const WORDS: &[(Rule, &str)] = &[
    (Rule::Mark, "TODO"),
    (Rule::Mark, "ACTION"),
    (Rule::Mark, "Action item"),
    (Rule::StrongModal, "必须"),
    (Rule::StrongModal, "务必"),
    (Rule::StrongModal, "严禁"),
    (Rule::StrongModal, "must "),
    (Rule::PlainModal, "t is necessary to"),
    (Rule::PlainModal, "should "),
    (Rule::PlainModal, "要"),
];

/// The cue of a clause, with how sure it is.
pub(super) fn cue(clause: &str) -> Option<(Cue, f32)> {
    let (rule, word) = WORDS.iter().find(|(_, word)| clause.contains(word))?;
    let sure = match rule {
        Rule::Mark => 0.95,
        Rule::StrongModal => 0.85,
        _ => 0.7,
    };
    Some((Cue::new(*rule, word.trim()), sure))
}
