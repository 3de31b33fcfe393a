#![no_main]
//! Any text: what is found stands there to the letter, in order and apart, parts lie inside, and
//! titles and dates are made of words of the text.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use duban_fuzz::college;
use duban_fuzz::domain::extraction::{Candidate, Roster, extract, extract_with, sentences};
use libfuzzer_sys::fuzz_target;

static ROSTER: LazyLock<Roster> = LazyLock::new(college::roster);

fuzz_target!(|text: &str| {
    let signs: Vec<char> = text.chars().collect();
    let held_on = NaiveDate::from_ymd_opt(2024, 2, 29);
    sound(&signs, &extract(text, held_on, &ROSTER));

    let sentences = sentences(text);
    apart(&sentences, 0..signs.len());
    sound(&signs, &extract_with(text, None, &ROSTER, &sentences));
});

fn sound(signs: &[char], found: &[Candidate]) {
    let spans: Vec<_> = found.iter().map(|candidate| candidate.span.clone()).collect();
    apart(&spans, 0..signs.len());
    for candidate in found {
        assert_eq!(candidate.quote, text_at(signs, &candidate.span));
        assert!((0.0..=1.0).contains(&candidate.confidence));
        of_words(&candidate.title, &candidate.quote);
        let parts: Vec<_> = candidate.parts.iter().map(|part| part.span.clone()).collect();
        apart(&parts, candidate.span.clone());
        for part in &candidate.parts {
            of_words(&part.title, &text_at(signs, &part.span));
        }
        if let Some(deadline) = &candidate.deadline {
            assert!(text_at(signs, &(0..signs.len())).contains(&deadline.text), "{deadline:?}");
        }
    }
}

/// In order, none empty, none overlapping another, all of them inside `whole`.
#[track_caller]
fn apart(spans: &[Range<usize>], whole: Range<usize>) {
    let mut behind = whole.start;
    for span in spans {
        assert!(behind <= span.start && span.start < span.end, "{spans:?}");
        behind = span.end;
    }
    assert!(behind <= whole.end, "{spans:?} in {whole:?}");
}

/// A title is a stretch of the passage; only its blanks and its first letter may differ.
#[track_caller]
fn of_words(title: &str, passage: &str) {
    let passage = passage.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(passage.to_uppercase().contains(&title.to_uppercase()), "{title:?} of {passage:?}");
}

fn text_at(signs: &[char], span: &Range<usize>) -> String {
    signs[span.clone()].iter().collect()
}
