//! Proposals: passages that another reader, a language model, took for directives.
//!
//! Only its choice of words of the text is taken over. Who, by when and the name of a proposal are
//! read by our own rules, so that nothing in it can be invented.

use std::ops::Range;

use chrono::NaiveDate;

use super::block::{Block, blocks};
use super::candidate::{Candidate, Cue, Rule};
use super::line::trim;
use super::offset::Offsets;
use super::pipeline::{analyse_all, extract};
use super::roster::Roster;

/// How sure a proposal is: less than anything that the rules find.
const CONFIDENCE: f32 = 0.4;

/// The fewest and the most scalar values that a proposal may quote.
const SHORTEST: usize = 4;
const LONGEST: usize = 1_000;

/// What is proposed: words that should stand in the text to the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The words.
    pub quote: String,
    /// The words right before them; needed only where the quote stands more than once.
    pub before: String,
}

/// Where proposals stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// Their places in Unicode scalar values, in order, none overlapping another.
    pub spans: Vec<Range<usize>>,
    /// How many have no place, or not one only.
    pub dropped: usize,
}

/// Finds the places of what was proposed for stretches of `text`, each given in bytes. A quote
/// counts where it stands to the letter, within one paragraph or item that is not marked as done;
/// where it stands more than once, the words before it must tell which one is meant.
pub fn placed(text: &str, proposed: &[(Range<usize>, Vec<Proposal>)]) -> Placed {
    let (blocks, offsets) = (blocks(text), Offsets::new(text));
    let mut found = Vec::new();
    let mut dropped = 0;
    for (stretch, proposals) in proposed {
        for proposal in proposals {
            match place(text, &blocks, stretch, proposal) {
                Some(span) => found.push(offsets.scalars(&span)),
                None => dropped += 1,
            }
        }
    }
    // Of two that overlap the one that begins first stays, of two that begin together the longer.
    found.sort_by_key(|span| (span.start, usize::MAX - span.end));
    let mut behind = 0;
    found.retain(|span| {
        let apart = span.start >= behind;
        behind = if apart { span.end } else { behind };
        apart
    });
    Placed { spans: found, dropped }
}

/// Where one quote stands in its stretch, in bytes.
fn place(
    text: &str,
    blocks: &[Block],
    stretch: &Range<usize>,
    proposal: &Proposal,
) -> Option<Range<usize>> {
    let words = as_lines_end(text, &proposal.quote);
    let quote = &words[trim(&words, 0..words.len())];
    if !(SHORTEST..=LONGEST).contains(&quote.chars().count()) {
        return None;
    }
    let before = as_lines_end(text, &proposal.before);
    let before = before.trim();
    let places: Vec<Range<usize>> = text[stretch.clone()]
        .match_indices(quote)
        .map(|(at, _)| stretch.start + at..stretch.start + at + quote.len())
        .filter(|span| cuts_no_word(text, span) && in_one_block(blocks, span))
        .collect();
    let follows = |span: &&Range<usize>| {
        !before.is_empty() && text[stretch.start..span.start].trim_end().ends_with(before)
    };
    let mut told = places.iter().filter(follows);
    match (places.as_slice(), told.next(), told.next()) {
        ([only], _, _) | (_, Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

/// `words` with the line ends of `text`, which are no letters: a browser sends two signs for each.
fn as_lines_end(text: &str, words: &str) -> String {
    let unix = words.replace("\r\n", "\n");
    if text.contains("\r\n") { unix.replace('\n', "\r\n") } else { unix }
}

/// Whether `span` neither begins nor ends inside a Latin word or a figure.
fn cuts_no_word(text: &str, span: &Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inside = &text[span.clone()];
    let starts = letter(text[..span.start].chars().next_back()) && letter(inside.chars().next());
    let ends = letter(inside.chars().next_back()) && letter(text[span.end..].chars().next());
    !starts && !ends
}

fn in_one_block(blocks: &[Block], span: &Range<usize>) -> bool {
    let next = blocks.partition_point(|block| block.body.start <= span.start);
    blocks[..next].last().is_some_and(|block| !block.done && span.end <= block.body.end)
}

/// The directives of `text`, the rules' own and, where those found nothing, the ones `proposed` at
/// places of the text, in order, none overlapping another.
pub fn extract_with(
    text: &str,
    held_on: Option<NaiveDate>,
    roster: &Roster,
    proposed: &[Range<usize>],
) -> Vec<Candidate> {
    let own = extract(text, held_on, roster);
    if proposed.is_empty() {
        return own;
    }
    merged(own, analyse_all(text, proposed, held_on, roster))
}

/// Puts proposals among the rules' own finds. One that overlaps a find is the same directive: the
/// rules' own stays as it is.
fn merged(mut own: Vec<Candidate>, proposed: Vec<Candidate>) -> Vec<Candidate> {
    for candidate in proposed {
        let at = own.partition_point(|one| one.span.end <= candidate.span.start);
        let apart = own.get(at).is_none_or(|next| candidate.span.end <= next.span.start);
        if apart {
            own.insert(at, marked(candidate));
        }
    }
    own
}

/// A candidate that says that a language model proposed it.
fn marked(candidate: Candidate) -> Candidate {
    let confidence = candidate.confidence.min(CONFIDENCE);
    Candidate { cue: Cue::new(Rule::Model, ""), confidence, ..candidate }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn proposal(quote: &str, before: &str) -> Proposal {
        Proposal { quote: quote.to_owned(), before: before.to_owned() }
    }

    /// The words at the places of `quotes`, and how many were dropped.
    #[track_caller]
    fn case(text: &str, quotes: &[(&str, &str)], expected: &[&str], dropped: usize) {
        let proposals = quotes.iter().map(|(quote, before)| proposal(quote, before)).collect();
        let placed = placed(text, &[(0..text.len(), proposals)]);
        let signs: Vec<char> = text.chars().collect();
        let found: Vec<String> =
            placed.spans.iter().map(|span| signs[span.clone()].iter().collect()).collect();
        assert_eq!(
            (found, placed.dropped),
            (expected.iter().map(ToString::to_string).collect(), dropped)
        );
    }

    #[test]
    fn a_quote_counts_to_the_letter_only() {
        let text = "屋顶漏水，老王知道怎么办。";
        case(text, &[("老王知道怎么办。", "")], &["老王知道怎么办。"], 0);
        case(text, &[(" 老王知道怎么办。\n", "")], &["老王知道怎么办。"], 0);
        case(text, &[("老王知道该怎么办。", "")], &[], 1);
        case(text, &[("老王", ""), ("", "")], &[], 2);
        case("Kim will not mend it.", &[("ill not mend it", "")], &[], 1);
    }

    #[test]
    fn a_quote_that_stands_twice_needs_the_words_before_it() {
        let text = "Gate: someone mends it.\n\nRoof: someone mends it.\n";
        case(text, &[("someone mends it.", "")], &[], 1);
        case(text, &[("someone mends it.", "it.\n\nRoof:")], &["someone mends it."], 0);
        let second = placed(text, &[(0..text.len(), vec![proposal("someone mends it.", "Roof:")])]);
        assert_eq!(second.spans.first(), Some(&(31..48)));
        case(text, &[("someone mends it.", "Yard:")], &[], 1);
    }

    #[test]
    fn a_quote_is_looked_for_in_its_own_stretch() {
        let text = "Someone mends it.\n\nSomeone mends it.\n";
        let found = placed(text, &[(19..text.len(), vec![proposal("Someone mends it.", "")])]);
        assert_eq!(found.spans.first(), Some(&(19..36)));
    }

    #[test]
    fn line_ends_are_no_letters() {
        case(
            "# Roof\r\n\r\nThe roof of the old hall leaks whenever it rains, and\r\nthe caretaker knows why.",
            &[("it rains, and\nthe caretaker", "")],
            &["it rains, and\r\nthe caretaker"],
            0,
        );
    }

    #[test]
    fn a_proposal_stays_within_its_paragraph() {
        case("Mend the gate\n\nSweep the yard", &[("gate\n\nSweep", "")], &[], 1);
        case("- [x] mend the gate\n- [ ] the yard is dirty", &[("mend the gate", "")], &[], 1);
    }

    #[test]
    fn of_two_that_overlap_one_stays() {
        case(
            "The roof leaks, the gate squeaks.",
            &[("leaks, the gate", ""), ("The roof leaks", ""), ("The roof leaks, the gate", "")],
            &["The roof leaks, the gate"],
            0,
        );
    }

    #[test]
    fn the_rules_own_find_stays_as_it_is() {
        let text =
            "Kim must mend the gate by 30 June. The roof leaks, Lee knows what to do by 1 July.";
        let own = extract(text, day("2026-03-05"), &Roster::default());
        assert_eq!(own.len(), 1);

        let found = extract_with(text, day("2026-03-05"), &Roster::default(), &[4..20, 35..82]);

        assert_eq!(found.len(), 2);
        assert_eq!(found[0], own[0]);
        assert_eq!(found[1].quote, "The roof leaks, Lee knows what to do by 1 July.");
        assert_eq!(found[1].cue.rule, Rule::Model);
        assert!(found[1].confidence < 0.5);
        assert_eq!(found[1].deadline.as_ref().and_then(|due| due.due_on), day("2026-07-01"));
    }

    #[test]
    fn a_proposal_before_all_finds_comes_first() {
        let text = "The roof leaks. Kim must mend the gate.";
        let found = extract_with(text, None, &Roster::default(), std::slice::from_ref(&(0..15)));
        let rules: Vec<Rule> = found.iter().map(|one| one.cue.rule).collect();
        assert_eq!(rules, [Rule::Model, Rule::StrongModal]);
        assert_eq!(found[0].deadline, None);
    }
}
