//! A text laid out for reading: headings, items and paragraphs, each with its sentences.

use std::ops::Range;

use super::block::{Kind, blocks};
use super::offset::Offsets;
use super::pipeline::sentences_of;

/// A stretch of the text that stands by itself; places are Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// What stands before its words: a number, a bullet.
    pub mark: String,
    /// Where its words stand.
    pub span: Range<usize>,
    /// Its sentences.
    pub sentences: Vec<Range<usize>>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// Anything else.
    Paragraph,
}

/// The passages of `text`, in order.
pub fn passages(text: &str) -> Vec<Passage> {
    let offsets = Offsets::new(text);
    let mut last = 0;
    blocks(text)
        .into_iter()
        .map(|block| {
            let before = &text[last.min(block.body.start)..block.body.start];
            last = block.body.end;
            let sentences = sentences_of(text, &block);
            Passage {
                kind: match block.kind {
                    Kind::Heading(_) => PassageKind::Heading,
                    Kind::Item => PassageKind::Item,
                    Kind::Paragraph | Kind::Row => PassageKind::Paragraph,
                },
                mark: mark(before),
                span: offsets.scalars(&block.body),
                sentences: sentences.iter().map(|span| offsets.scalars(span)).collect(),
            }
        })
        .collect()
}

/// The number or bullet in what stands `before` the words: signs of the markup are no words.
fn mark(before: &str) -> String {
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    line.trim().trim_matches(['#', '>', '*', ' ', '\u{feff}']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_laid_out_with_its_numbers() {
        let text = "会议纪要\n\n一、修缮\n\n要修门。要买粉笔。\n（一）大家同意。\n";
        let found = passages(text);
        let laid: Vec<_> = found.iter().map(|one| (one.kind, one.mark.as_str())).collect();
        assert_eq!(
            laid,
            [
                (PassageKind::Heading, ""),
                (PassageKind::Heading, "一、"),
                (PassageKind::Paragraph, ""),
                (PassageKind::Item, "（一）"),
            ]
        );
        assert_eq!(found[2].sentences, [12..16, 16..21]);
    }
}
