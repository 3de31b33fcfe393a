//! Stretches: a long text cut into pieces that a reader with a short breath can take.

use std::ops::Range;

use super::block::{Block, Kind, blocks};
use super::sentence::sentences;

/// `text` in stretches of at most `most` scalar values, in bytes: together they are the whole text.
///
/// They are cut before a heading where that leaves no stretch under half, else before a block, else
/// behind a sentence; only a sentence that is too long by itself is cut anywhere.
pub fn stretches(text: &str, most: usize) -> Vec<Range<usize>> {
    let most = most.max(1);
    let blocks = blocks(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = start + bytes_of(&text[start..], most);
        let end = if end == text.len() { end } else { cut(text, &blocks, start..end) };
        found.push(start..end);
        start = end;
    }
    found
}

/// The best place to cut `reach`, which is as long as may be; always behind its beginning.
fn cut(text: &str, blocks: &[Block], reach: Range<usize>) -> usize {
    let half = reach.start + reach.len() / 2;
    let first = blocks.partition_point(|block| block.body.start <= reach.start);
    let beyond = blocks.partition_point(|block| block.body.start <= reach.end);
    // What stands before the words of a block, a number or a bullet, belongs to it.
    let line = |block: &Block| {
        text[..block.body.start].rfind('\n').map_or(0, |at| at + 1).max(reach.start)
    };
    let inside = &blocks[first..beyond];
    let heading = inside.iter().rev().find(|block| matches!(block.kind, Kind::Heading(_)));
    let heading = heading.map(line).filter(|at| *at > half);
    let block = || inside.iter().rev().map(line).find(|at| *at > reach.start);
    let sentence = || {
        let block = blocks[..first].last().map(|block| block.body.clone())?;
        let mut ends = sentences(text, block).into_iter().map(|sentence| sentence.end);
        ends.rfind(|end| *end > reach.start && *end <= reach.end)
    };
    heading.or_else(block).or_else(sentence).unwrap_or(reach.end)
}

/// The bytes of the first `most` scalar values.
fn bytes_of(text: &str, most: usize) -> usize {
    text.char_indices().nth(most).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn case(text: &str, most: usize, expected: &[&str]) {
        let found: Vec<_> = stretches(text, most).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_short_text_is_one_stretch() {
        case("要修门。", 100, &["要修门。"]);
        case("", 100, &[]);
    }

    #[test]
    fn a_text_is_cut_before_a_heading() {
        case(
            "# Gate\n\nMend the gate today.\n\n# Yard\n\nSweep the yard.\n\nMow the lawn.\n",
            50,
            &["# Gate\n\nMend the gate today.\n\n", "# Yard\n\nSweep the yard.\n\nMow the lawn.\n"],
        );
    }

    #[test]
    fn an_item_keeps_its_number() {
        case(
            "1. Mend the gate.\n2. Sweep the yard.\n",
            25,
            &["1. Mend the gate.\n", "2. Sweep the yard.\n"],
        );
    }

    #[test]
    fn a_long_block_is_cut_behind_a_sentence() {
        case("要修门。请买粉笔。谁去看看？", 10, &["要修门。请买粉笔。", "谁去看看？"]);
    }

    #[test]
    fn a_long_sentence_is_cut_where_it_must() {
        case("abcdefgh", 3, &["abc", "def", "gh"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn stretches_are_the_whole_text(text in "[a要。\\n# 1.é ]{0,120}", most in 1_usize..40) {
            let mut behind = 0;
            for span in stretches(&text, most) {
                prop_assert_eq!(span.start, behind);
                prop_assert!(span.end > behind && text[span.clone()].chars().count() <= most);
                behind = span.end;
            }
            prop_assert_eq!(behind, text.len());
        }
    }
}
