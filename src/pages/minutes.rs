//! Minutes laid out for reading: headings as headings, numbered sentences, marked passages. The
//! text is only ever text.

use std::ops::Range;

use crate::domain::extraction::{Passage, PassageKind};

/// A passage to be marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands, in Unicode scalar values.
    pub span: Range<usize>,
    /// What it is called, for links to it: `s12`; empty where nothing links to it.
    pub anchor: String,
    /// Where it leads; nowhere when empty.
    pub href: String,
    /// The stylesheet's name of its kind: ` src--yes`, or nothing.
    pub kind: &'static str,
    /// The number at its end.
    pub label: String,
    /// What a reader hears before and after the number.
    pub said: (String, String),
    /// Whether it is the one in hand.
    pub current: bool,
}

/// A heading, an item or a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOut {
    /// What it is.
    pub kind: PassageKind,
    /// The number or bullet before it.
    pub mark: String,
    /// Where its words begin, in Unicode scalar values.
    pub at: usize,
    /// What it is made of.
    pub pieces: Vec<Piece>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The number of a sentence that asks for something.
    Number(usize),
    /// Words.
    Words(String),
    /// Marked words; whether the mark begins and ends here.
    Marked { text: String, mark: usize, begins: bool, ends: bool },
    /// A place at which the passage in hand may be parted, and what a reader hears there.
    Cut { at: usize, said: String },
}

/// Lays out `text`. `marks` stand in the order of the text; where two overlap, the second begins
/// where the first ends. `numbers` are sentences with the number they bear. `cuts` are places
/// inside the mark in hand at which it may be parted.
pub fn lay_out(
    text: &str,
    passages: &[Passage],
    marks: &[Mark],
    numbers: &[(usize, usize)],
    cuts: &[(usize, String)],
) -> Vec<LaidOut> {
    let bytes: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
    let words = |span: Range<usize>| {
        let place = |at: usize| bytes.get(at).copied().unwrap_or(text.len());
        text[place(span.start)..place(span.end).max(place(span.start))].to_owned()
    };
    passages
        .iter()
        .map(|passage| LaidOut {
            kind: passage.kind,
            mark: passage.mark.clone(),
            at: passage.span.start,
            pieces: pieces(&passage.span, &words, marks, numbers, cuts),
        })
        .collect()
}

fn pieces(
    span: &Range<usize>,
    words: &impl Fn(Range<usize>) -> String,
    marks: &[Mark],
    numbers: &[(usize, usize)],
    cuts: &[(usize, String)],
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = span.start;
    let first = numbers.partition_point(|(start, _)| *start < span.start);
    let mut numbers = numbers[first..].iter().take_while(|(start, _)| *start < span.end).peekable();
    // Words up to `to`, with the numbers of the sentences that begin there.
    let mut plain = |pieces: &mut Vec<Piece>, at: &mut usize, to: usize| {
        while let Some((start, number)) = numbers.next_if(|(start, _)| *start <= to) {
            if *at < *start {
                pieces.push(Piece::Words(words(*at..*start)));
                *at = *start;
            }
            pieces.push(Piece::Number(*number));
        }
        if *at < to {
            pieces.push(Piece::Words(words(*at..to)));
            *at = to;
        }
    };
    for (index, mark) in marks.iter().enumerate() {
        if mark.span.end <= at || mark.span.start >= span.end {
            continue;
        }
        let start = mark.span.start.max(at);
        plain(&mut pieces, &mut at, start);
        let end = mark.span.end.min(span.end);
        let mut from = start;
        for (cut, said) in cuts.iter().filter(|_| mark.current) {
            if (from + 1..end).contains(cut) {
                let begins = from == start && mark.span.start >= span.start;
                let text = words(from..*cut);
                pieces.push(Piece::Marked { text, mark: index, begins, ends: false });
                pieces.push(Piece::Cut { at: *cut, said: said.clone() });
                from = *cut;
            }
        }
        pieces.push(Piece::Marked {
            text: words(from..end),
            mark: index,
            begins: from == start && mark.span.start >= span.start,
            ends: mark.span.end <= span.end,
        });
        at = end;
    }
    plain(&mut pieces, &mut at, span.end);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::passages;

    fn mark(span: Range<usize>) -> Mark {
        Mark {
            span,
            anchor: String::new(),
            href: String::new(),
            kind: "",
            label: String::new(),
            said: (String::new(), String::new()),
            current: false,
        }
    }

    #[test]
    fn marks_and_numbers_stand_where_they_belong() {
        let text = "要修门，买粉笔。完。";
        let laid = lay_out(text, &passages(text), &[mark(1..3), mark(4..7)], &[(0, 1)], &[]);
        let marked = |text: &str, mark| Piece::Marked {
            text: text.to_owned(),
            mark,
            begins: true,
            ends: true,
        };
        assert_eq!(
            laid[0].pieces,
            [
                Piece::Number(1),
                Piece::Words("要".to_owned()),
                marked("修门", 0),
                Piece::Words("，".to_owned()),
                marked("买粉笔", 1),
                Piece::Words("。完。".to_owned()),
            ]
        );
    }

    #[test]
    fn the_passage_in_hand_may_be_parted_inside() {
        let text = "要修门，买粉笔。";
        let in_hand = Mark { current: true, ..mark(1..7) };
        let cuts = [(0, String::new()), (4, "cut".to_owned()), (7, String::new())];
        let laid = lay_out(text, &passages(text), &[in_hand], &[], &cuts);
        let of = |text: &str, begins, ends| Piece::Marked {
            text: text.to_owned(),
            mark: 0,
            begins,
            ends,
        };
        assert_eq!(
            laid[0].pieces[1..4],
            [
                of("修门，", true, false),
                Piece::Cut { at: 4, said: "cut".to_owned() },
                of("买粉笔", false, true),
            ]
        );
    }

    #[test]
    fn a_mark_may_reach_over_two_paragraphs_and_into_another() {
        let text = "一段。\n\n二段。";
        let laid = lay_out(text, &passages(text), &[mark(1..7), mark(6..8)], &[], &[]);
        let of = |text: &str, mark, begins, ends| Piece::Marked {
            text: text.to_owned(),
            mark,
            begins,
            ends,
        };
        assert_eq!(laid[0].pieces[1], of("段。", 0, true, false));
        assert_eq!(laid[1].pieces, [of("二段", 0, false, true), of("。", 1, true, true)]);
    }
}
