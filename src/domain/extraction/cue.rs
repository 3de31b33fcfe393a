//! Cues: the words that make a clause a directive, in tiers, each with how sure it is.

use super::candidate::{Cue, Rule};
use super::frame::{Voice, is_han};
use super::{english_cue, han_cue};

/// What stands around a clause.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The voice of the frame before it, in its own sentence.
    pub(super) voice: Option<Voice>,
    /// Whether it is an item of a list of tasks or requirements.
    pub(super) listed: bool,
    /// Whether requirements went before it in the same passage, so that a bare imperative is one too.
    pub(super) demanding: bool,
}

/// A cue that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The rule and its words.
    pub(super) cue: Cue,
    /// Where its words begin in the clause, in bytes; the clause's beginning where it has none.
    pub(super) at: usize,
    /// How long they are there, marks included; 0 where the whole clause is meant.
    pub(super) length: usize,
    /// How sure it is.
    pub(super) confidence: f32,
}

impl Found {
    /// `rule`, fired on the words of `clause` at `at`.
    pub(super) fn new(rule: Rule, clause: &str, at: usize, length: usize, confidence: f32) -> Self {
        let words = clause[at..at + length].trim_matches(['*', '_', '[', ']', '(', ')', ' ']);
        Self { cue: Cue::new(rule, words), at, length, confidence }
    }

    /// `rule`, fired on the whole clause; `words` stand for it.
    pub(super) fn whole(rule: Rule, words: &str, confidence: f32) -> Self {
        Self { cue: Cue::new(rule, words), at: 0, length: 0, confidence }
    }
}

/// The cue of `clause`, if it holds a directive.
pub(super) fn cue(clause: &str, context: Context) -> Option<Found> {
    if is_han(clause) { han_cue::cue(clause, context) } else { english_cue::cue(clause, context) }
}
