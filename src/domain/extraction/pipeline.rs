//! The way through the room: from a text to its candidates.

use std::ops::Range;

use chrono::NaiveDate;

use super::block::{Block, Kind, blocks};
use super::candidate::{Candidate, Part, Rule};
use super::cue::{Context, Found, cue};
use super::deadline_phrase::{cell_deadline, deadline_in, held_on_in};
use super::duplicate::merged;
use super::line::trim;
use super::offset::Offsets;
use super::owner::{cell_names, owned, owners};
use super::part::parts;
use super::roster::Roster;
use super::section::{Place, places};
use super::title::titled;
use super::urgency::urgency_of;
use super::walk::{Find, walk};
use super::{sentence, title_of};

/// The directives that `text` seems to hold, in order, none overlapping another.
///
/// Relative dates count from `held_on`, else from the date that the text names, else they stay words.
pub fn extract(text: &str, held_on: Option<NaiveDate>, roster: &Roster) -> Vec<Candidate> {
    let blocks = blocks(text);
    let places = places(text, &blocks);
    let reader = Reader {
        text,
        offsets: Offsets::new(text),
        held_on: held_on.or_else(|| held_on_in(text)),
        roster,
    };
    let finds = walk(text, &blocks, &places);
    let found = finds.iter().map(|find| reader.found(find, &places[find.block])).collect();
    merged(&finds, found)
}

/// A candidate for a passage that a person picked; none where it holds no words.
pub fn analyse(
    text: &str,
    span: Range<usize>,
    held_on: Option<NaiveDate>,
    roster: &Roster,
) -> Option<Candidate> {
    analyse_all(text, &[span], held_on, roster).pop()
}

/// A candidate for each of the passages at `spans` that holds words.
pub(super) fn analyse_all(
    text: &str,
    spans: &[Range<usize>],
    held_on: Option<NaiveDate>,
    roster: &Roster,
) -> Vec<Candidate> {
    let blocks = blocks(text);
    let places = places(text, &blocks);
    let held_on = held_on.or_else(|| held_on_in(text));
    let reader = Reader { text, offsets: Offsets::new(text), held_on, roster };
    let candidate = |span: &Range<usize>| {
        let bytes = reader.offsets.byte(span.start)..reader.offsets.byte(span.end.max(span.start));
        let bytes = trim(text, bytes);
        if bytes.is_empty() {
            return None;
        }
        let block = blocks.iter().rposition(|block| block.body.start <= bytes.start);
        let chosen = || Found::whole(Rule::Chosen, "", 1.0);
        let found = cue(&text[bytes.clone()], Context::default()).unwrap_or_else(chosen);
        Some(reader.candidate(&bytes, &found, None, block.map(|block| &places[block])))
    };
    spans.iter().filter_map(candidate).collect()
}

/// The sentences of `text`, in Unicode scalar values: what a page numbers 1, 2, 3.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let offsets = Offsets::new(text);
    let spans = blocks(text).into_iter().flat_map(|block| sentences_of(text, &block));
    spans.map(|span| offsets.scalars(&span)).collect()
}

/// A heading is one sentence, whatever marks stand in it.
pub(super) fn sentences_of(text: &str, block: &Block) -> Vec<Range<usize>> {
    match block.kind {
        Kind::Heading(_) => vec![block.body.clone()],
        _ => sentence::sentences(text, block.body.clone()),
    }
}

/// The heading that the scalar value `at` of `text` stands under.
pub fn theme_at(text: &str, at: usize) -> Option<String> {
    let at = Offsets::new(text).byte(at);
    let blocks = blocks(text);
    let places = places(text, &blocks);
    let block = blocks.iter().rposition(|block| block.body.start <= at)?;
    places[block].theme.clone().map(|theme| heading(text, theme))
}

/// The words of a heading, without the signs that dress it.
fn heading(text: &str, span: Range<usize>) -> String {
    text[span].trim_matches(|c: char| c.is_whitespace() || "*_#:：=-".contains(c)).to_owned()
}

/// What every candidate of one text is made with.
struct Reader<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    held_on: Option<NaiveDate>,
    roster: &'t Roster,
}

impl Reader<'_> {
    fn found(&self, find: &Find, place: &Place) -> Candidate {
        let candidate = self.candidate(&find.span, &find.found, find.head.as_ref(), Some(place));
        let Some(row) = &find.columns else { return candidate };
        // What has words of its own is not looked for in the act.
        let named = row.owners.iter().flat_map(|(cell, role)| {
            cell_names(&self.text[cell.clone()]).into_iter().map(|(name, _)| (name, *role))
        });
        let owners = owned(&candidate.quote, named.collect(), self.roster);
        let due = row.due.clone().and_then(|due| cell_deadline(&self.text[due], self.held_on));
        Candidate {
            owners: if owners.is_empty() { candidate.owners } else { owners },
            deadline: due.or(candidate.deadline),
            ..candidate
        }
    }

    fn candidate(
        &self,
        span: &Range<usize>,
        found: &Found,
        head: Option<&(Range<usize>, Found)>,
        place: Option<&Place>,
    ) -> Candidate {
        let quote = &self.text[span.clone()];
        let theme = place.and_then(|place| place.theme.clone());
        let label = place.and_then(|place| place.lead_in.clone()).or_else(|| theme.clone());
        let head = head.map(|(span, found)| (&self.text[span.clone()], found));
        let owners = owners(quote, found, head, label.map(|label| &self.text[label]), self.roster);
        let deadline = deadline_in(quote, self.held_on);
        let parts = parts(self.text, span);
        Candidate {
            span: self.offsets.scalars(span),
            title: titled(quote, &owners, deadline.as_ref().map(|deadline| deadline.text.as_str())),
            quote: quote.to_owned(),
            theme: theme.map(|theme| heading(self.text, theme)),
            cue: found.cue.clone(),
            confidence: found.confidence,
            urgency: urgency_of(quote),
            parts: parts.into_iter().map(|part| self.part(&part)).collect(),
            owners,
            deadline,
            also: Vec::new(),
        }
    }

    fn part(&self, span: &Range<usize>) -> Part {
        Part { span: self.offsets.scalars(span), title: title_of(&self.text[span.clone()]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let found = extract(text, None, &Roster::default());
        let quotes: Vec<_> = found.iter().map(|one| one.quote.as_str()).collect();
        assert_eq!(quotes, expected);
    }

    #[test]
    fn what_stands_at_the_head_of_minutes_silences_nothing_below() {
        finds(
            "校务会会议纪要\n\n会议时间：3月2日\n\n主持人：王刚\n\n会议要求，总务处要修门。\n",
            &["总务处要修门。"],
        );
        finds(
            "Yard committee\n\nPresent: Kim, Lee\n\nKim must mend the gate.\n",
            &["Kim must mend the gate."],
        );
        finds("Yard committee\n\nPresent\n\nKim must be excused.\n", &[]);
    }
}
