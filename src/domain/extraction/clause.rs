//! Clauses: the stretches of a sentence that may each hold a directive of their own.

use std::ops::Range;

use super::line::trim;

/// The clauses of the sentence at `span`: parted at semicolons.
pub(super) fn clauses(text: &str, span: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = span.start;
    let mut found = Vec::new();
    for (at, sign) in text[span.clone()].match_indices('；') {
        let end = span.start + at + sign.len();
        found.push(trim(text, start..end));
        start = end;
    }
    found.push(trim(text, start..span.end));
    found.retain(|clause| !clause.is_empty());
    found
}
