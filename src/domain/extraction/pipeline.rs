//! The way through the room: from a text to its candidates.

use std::ops::Range;

use chrono::NaiveDate;

use super::block::{Block, Kind, blocks};
use super::candidate::{Candidate, Cue, Rule};
use super::clause::clauses;
use super::cue::cue;
use super::line::trim;
use super::offset::Offsets;
use super::{Roster, sentence, title_of};
use crate::domain::Urgency;

/// The directives that `text` seems to hold, in order, none overlapping another.
///
/// Relative dates count from `held_on`, else from the date that the text names, else they stay words.
pub fn extract(text: &str, _held_on: Option<NaiveDate>, _roster: &Roster) -> Vec<Candidate> {
    let offsets = Offsets::new(text);
    let mut found = Vec::new();
    let mut theme = None;
    for block in blocks(text) {
        if let Kind::Heading(_) = block.kind {
            theme = Some(block.body.clone());
            continue;
        }
        for sentence in sentence::sentences(text, block.body.clone()) {
            for clause in clauses(text, &sentence) {
                let Some((cue, confidence)) = cue(&text[clause.clone()]) else { continue };
                let theme = theme.clone().map(|theme| text[theme].to_owned());
                found.push(candidate(text, &offsets, &clause, theme, cue, confidence));
            }
        }
    }
    found
}

/// A candidate for a passage that a person picked; none where it holds no words.
pub fn analyse(
    text: &str,
    span: Range<usize>,
    _held_on: Option<NaiveDate>,
    _roster: &Roster,
) -> Option<Candidate> {
    let offsets = Offsets::new(text);
    let bytes = offsets.byte(span.start)..offsets.byte(span.end.max(span.start));
    let bytes = trim(text, bytes);
    if bytes.is_empty() {
        return None;
    }
    let (cue, confidence) =
        cue(&text[bytes.clone()]).unwrap_or_else(|| (Cue::new(Rule::Chosen, ""), 1.0));
    let theme = theme_at(text, span.start);
    Some(candidate(text, &offsets, &bytes, theme, cue, confidence))
}

/// The sentences of `text`, in Unicode scalar values: what a page numbers 1, 2, 3.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let offsets = Offsets::new(text);
    let spans = blocks(text).into_iter().flat_map(|block| sentences_of(text, &block));
    spans.map(|span| offsets.scalars(&span)).collect()
}

/// A heading is one sentence, whatever marks stand in it.
fn sentences_of(text: &str, block: &Block) -> Vec<Range<usize>> {
    match block.kind {
        Kind::Heading(_) => vec![block.body.clone()],
        _ => sentence::sentences(text, block.body.clone()),
    }
}

/// The heading that the scalar value `at` of `text` stands under.
pub fn theme_at(text: &str, at: usize) -> Option<String> {
    let at = Offsets::new(text).byte(at);
    let above = blocks(text).into_iter().take_while(|block| block.body.end <= at);
    let heading = above.filter(|block| matches!(block.kind, Kind::Heading(_))).last()?;
    Some(text[heading.body].to_owned())
}

fn candidate(
    text: &str,
    offsets: &Offsets<'_>,
    span: &Range<usize>,
    theme: Option<String>,
    cue: Cue,
    confidence: f32,
) -> Candidate {
    let quote = &text[span.clone()];
    Candidate {
        span: offsets.scalars(span),
        quote: quote.to_owned(),
        title: title_of(quote),
        theme,
        cue,
        confidence,
        urgency: Urgency::Normal,
        parts: Vec::new(),
        owners: Vec::new(),
        deadline: None,
    }
}
