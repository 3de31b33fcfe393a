//! Parts: the coordinate acts inside a long directive.

use std::ops::Range;

use super::english_verb::begins_with_imperative;
use super::frame::is_han;
use super::han_act;
use super::line::trim;

/// Fewer signs than this are no act of their own.
const SHORTEST: usize = 4;

/// The acts inside the directive at `span`, in bytes of `text`; empty where there is only one.
///
/// The first begins where the directive does, the last ends where it does.
pub(super) fn parts(text: &str, span: &Range<usize>) -> Vec<Range<usize>> {
    let quote = &text[span.clone()];
    let cuts = if is_han(quote) { han_cuts(quote) } else { english_cuts(quote) };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for cut in cuts.into_iter().chain([quote.len()]) {
        let part = trim(text, span.start + start..span.start + cut);
        start = cut;
        let signs = text[part.clone()].chars().filter(|c| c.is_alphanumeric()).count();
        match found.last_mut() {
            Some(last) if signs < SHORTEST => last.end = part.end,
            _ => found.push(part),
        }
    }
    if found.len() > 1 && found.len() <= 26 { found } else { Vec::new() }
}

/// Behind each comma that an act follows.
fn han_cuts(quote: &str) -> Vec<usize> {
    let mut has_act = false;
    let mut cuts = Vec::new();
    let mut start = 0;
    for part in quote.split_inclusive(['，', '；']) {
        let acts = han_act::begins_with_own_act(part)
            || start == 0 && part.contains(['要', '须', '应', '将']);
        if start > 0 && acts && has_act {
            cuts.push(start);
        }
        has_act |= acts;
        start += part.len();
    }
    cuts
}

/// Behind each comma or `and` that an act follows.
fn english_cuts(quote: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    for (at, c) in quote.char_indices() {
        if c != ',' && c != ';' {
            continue;
        }
        let behind = &quote[at + 1..];
        let words = behind.trim_start();
        let words = words.strip_prefix("and ").unwrap_or(words);
        let words = words.strip_prefix("to ").unwrap_or(words);
        if begins_with_imperative(words) && words.split_whitespace().count() > 1 {
            cuts.push(at + 1);
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            parts(text, &(0..text.len())).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn coordinate_acts_are_parts() {
        case("要检修门窗，清理院子，锁好教室。", &["要检修门窗，", "清理院子，锁好教室。"]);
        case(
            "要加强门窗检修，完善登记制度，落实值班。",
            &["要加强门窗检修，", "完善登记制度，", "落实值班。"],
        );
        case(
            "We must mend the gate, sweep the yard, and lock the rooms.",
            &["We must mend the gate,", "sweep the yard, and lock the rooms."],
        );
        case("Kim will order chalk.", &[]);
        case("要检修门窗。", &[]);
    }
}
