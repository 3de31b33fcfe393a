//! Who and when, stated behind an act in words of their own: （责任单位：教务处；完成时限：6月底）,
//! `Owner: Kim; due: 3 May`, `ACTION: Kim`.

use std::ops::Range;

use super::candidate::OwnerRole;
use super::cue::{Context, cue};
use super::english_cue;
use super::line::trim;
use super::table::{Column, Columns, column_of};

/// The longest label, in signs.
const LONGEST: usize = 16;

/// Who and when, where the words at `span` state nothing else.
pub(super) fn stated(text: &str, span: &Range<usize>) -> Option<Columns> {
    let words = &text[span.clone()];
    if words.len() > 600 {
        return None;
    }
    let opens = words.len() - words.trim_start_matches(|c| "（([【*_— \u{3000}".contains(c)).len();
    let labels = labels(&words[opens..]);
    if labels.first().is_none_or(|(label, _)| label.start != 0) {
        return named_mark(text, span);
    }
    let mut held = Columns::default();
    for (number, (label, column)) in labels.iter().enumerate() {
        let end = labels.get(number + 1).map_or(words.len() - opens, |(next, _)| next.start);
        let value = trim(text, span.start + opens + label.end..span.start + opens + end);
        let value = trim_marks(text, value);
        if goes_on_to_an_act(&text[value.clone()]) {
            return None;
        }
        match column {
            Column::Lead => held.owners.push((value, OwnerRole::Lead)),
            Column::Support => held.owners.push((value, OwnerRole::Support)),
            Column::Due => held.due = Some(value),
            _ => {}
        }
    }
    Some(held)
}

/// `保卫处、校医院，请做好军训工作`: behind the names stands what they are to do.
fn goes_on_to_an_act(value: &str) -> bool {
    let behind = value.split_once(['，', ',']).map(|(_, behind)| behind.trim_start());
    behind.is_some_and(|behind| cue(behind, Context::default()).is_some())
}

/// The labels of `words`, each with its colon: only such as name who or when.
fn labels(words: &str) -> Vec<(Range<usize>, Column)> {
    let mut found = Vec::new();
    for (at, colon) in words.match_indices(['：', ':']) {
        let before = &words[..at];
        let start = before
            .rfind([
                '；', ';', '，', ',', '。', '）', ')', '（', '(', '\n', '：', ':', '|', '】', '\t',
            ])
            .map_or(0, |sign| sign + before[sign..].chars().next().map_or(0, char::len_utf8));
        let label = before[start..].trim();
        let start = start + (before[start..].len() - before[start..].trim_start().len());
        let column = column_of(label);
        let longest = if label.is_ascii() { LONGEST } else { LONGEST / 2 };
        if label.chars().count() <= longest
            && !label.is_empty()
            && matches!(column, Column::Lead | Column::Support | Column::Due)
        {
            found.push((start..at + colon.len(), column));
        }
    }
    found
}

/// `ACTION: Kim`: a mark with nothing but names behind it.
fn named_mark(text: &str, span: &Range<usize>) -> Option<Columns> {
    let behind = english_cue::names_behind_mark(&text[span.clone()])?;
    let names = trim_marks(text, span.start + behind.start..span.start + behind.end);
    Some(Columns { owners: vec![(names, OwnerRole::Lead)], due: None })
}

/// `span` without the marks and brackets at its ends.
fn trim_marks(text: &str, span: Range<usize>) -> Range<usize> {
    let words = &text[span.clone()];
    let marks = |c: char| c.is_whitespace() || "（()）[]【】;；,，.。*_|".contains(c);
    let start = span.start + (words.len() - words.trim_start_matches(marks).len());
    start..start.max(span.start + words.trim_end_matches(marks).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<(&[&str], &str)>) {
        let found = stated(text, &(0..text.len()));
        let found = found.map(|held| {
            let owners: Vec<_> = held.owners.iter().map(|(span, _)| &text[span.clone()]).collect();
            (owners, held.due.map_or("", |due| &text[due]))
        });
        assert_eq!(found, expected.map(|(owners, due)| (owners.to_vec(), due)));
    }

    #[test]
    fn who_and_when_may_be_stated_alone() {
        case("（责任单位：总务处、学工处；完成时限：6月底）", Some((&["总务处、学工处"], "6月底")));
        case("责任单位：总务处", Some((&["总务处"], "")));
        case("牵头单位：总务处，配合单位：学工处", Some((&["总务处", "学工处"], "")));
        case("(Owner: Kim, Lee; due: 3 May)", Some((&["Kim, Lee"], "3 May")));
        case("ACTION: Kim, LT", Some((&["Kim, LT"], "")));
        case("ACTION: Kim to order chalk", None);
        case("责任单位要检修门窗：越快越好。", None);
        case("会议由王刚主持。", None);
        case("牵头单位：总务处，配合单位：学工处，请检修门窗。", None);
    }
}
