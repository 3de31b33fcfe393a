//! Clauses: the stretches of a sentence that may each hold a directive of their own.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::english_verb::{begins_with_imperative, is_act};
use super::line::{is_wide, trim};

/// 一是, 二要, 第三，, （4）, 1. at the beginning.
static ENUMERATOR: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant that a test uses")]
    Regex::new(
        r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|应|须)|第[一二三四五六七八九十][，,、]|其[一二三四五][，,]|(?:首先|其次|再次|最后)[，,]|[(（][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳]|(?i:first|second|third|fourth|fifth|sixth|last|final)(?:ly)?,[ \t]|\d{1,2}[.、）)](?:[^\d\s]|\s+\S))",
    )
    .unwrap()
});

/// What numbers the beginning of `words`, in bytes; 要 and its like are left to the clause.
pub(super) fn enumerator(words: &str) -> Option<usize> {
    let found = ENUMERATOR.find(words)?;
    let text = found.as_str();
    let modal = text.chars().last().filter(|c| matches!(c, '要' | '应' | '须'));
    if let Some(modal) = modal {
        return Some(text.len() - modal.len_utf8());
    }
    let sign = text.starts_with(|c: char| c.is_ascii_digit());
    // The pattern looks one sign ahead behind figures, so that `1.5` is none.
    let ahead = if sign { text.chars().last().map_or(0, char::len_utf8) } else { 0 };
    Some(text.len() - ahead)
}

/// The clauses of the sentence at `span`, in bytes of `text`: parted at semicolons, and before each
/// enumerator that stands behind a mark.
pub(super) fn clauses(text: &str, span: &Range<usize>) -> Vec<Range<usize>> {
    let sentence = &text[span.clone()];
    let mut cuts = Vec::new();
    for (at, c) in sentence.char_indices() {
        let behind = at + c.len_utf8();
        match c {
            '；' => cuts.push(behind),
            ';' if parts_acts(sentence, at) || is_ordinal(&sentence[behind..]) => cuts.push(behind),
            ':' | ',' if is_ordinal(&sentence[behind..]) => cuts.push(behind),
            '→' | '⇒' if points_to_an_act(&sentence[behind..]) => cuts.push(at),
            '>' if sentence[..at].ends_with(['-', '='])
                && points_to_an_act(&sentence[behind..]) =>
            {
                cuts.push(at - 1);
            }
            '，' | '：' | ',' | ':' | '。'
                if enumerator(sentence[behind..].trim_start())
                    .is_some_and(|_| in_a_run(sentence, behind)) =>
            {
                cuts.push(behind);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let mut start = span.start;
    for cut in cuts.into_iter().map(|cut| span.start + cut).chain([span.end]) {
        let clause = trim(text, start..cut);
        if text[clause.clone()].chars().any(char::is_alphanumeric) {
            found.push(clause);
        }
        start = cut;
    }
    found
}

/// `First, mend the gate`: numbered in words.
fn is_ordinal(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with(|c: char| c.is_ascii_alphabetic()) && enumerator(rest).is_some()
}

/// `→ Kim mends the gate`: what follows from what went before.
pub(super) fn points_to_an_act(rest: &str) -> bool {
    let rest = rest.trim_start();
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let acts = second.strip_suffix('s').is_some_and(is_act) || matches!(second, "to" | "will");
    first.starts_with(char::is_uppercase) && acts
        || begins_with_imperative(rest) && !second.is_empty()
}

/// How far a run of numbered clauses is followed, in bytes.
const NEAR: usize = 1500;

/// Whether what begins at `at` is one of several numbered clauses.
fn in_a_run(sentence: &str, at: usize) -> bool {
    let rest = sentence[at..].trim_start();
    // A run is looked for near by, so that a text without sentences costs no more than any other.
    let before = &sentence[sentence.floor_char_boundary(at.saturating_sub(NEAR))..at];
    let behind = &sentence[at..sentence.floor_char_boundary(at + NEAR)];
    let Some(first) = rest.chars().next() else { return false };
    let numbered = "一二三四五六七八九十".find(first);
    match numbered {
        // 一是 is the first of a run only where 二是 follows; 二是 needs 一是 before it.
        Some(0) => ["二是", "二要", "二应", "二须"].iter().any(|next| behind.contains(next)),
        Some(_) => {
            before.contains("一是") || before.contains("一要") || before.contains('二') || at < 4
        }
        None => {
            first != '其' && first != '最' || before.contains("首先") || before.contains("其一")
        }
    }
}

/// Whether an ASCII semicolon parts two acts: always among Chinese, else where a verb phrase with a
/// modal or a new actor stands on both sides.
fn parts_acts(sentence: &str, at: usize) -> bool {
    let near: String = sentence[..at].trim_end().chars().rev().take(2).collect();
    if near.contains(is_wide) {
        return true;
    }
    let modal = |words: &str| {
        let lower = words.to_lowercase();
        [" will ", " must ", " shall ", " should ", " need to ", " needs to ", " to "]
            .iter()
            .any(|word| lower.contains(word))
    };
    let after = sentence[at + 1..].split(';').next().unwrap_or("");
    let before = sentence[..at].rsplit(';').next().unwrap_or("");
    let actor = after.trim_start().starts_with(|c: char| c.is_uppercase())
        || after.trim_start().to_lowercase().starts_with("and ");
    modal(before)
        && modal(after)
        && (actor
            || after.contains(" will ")
            || after.contains(" must ")
            || after.contains(" should "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            clauses(text, &(0..text.len())).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn semicolons_and_enumerators_part_a_sentence() {
        case("要修门；要扫院子。", &["要修门；", "要扫院子。"]);
        case(
            "提出两点要求：一是修门；二是扫院子。",
            &["提出两点要求：", "一是修门；", "二是扫院子。"],
        );
        case(
            "务必做到三点，一要修门，二要扫院子，三要锁好。",
            &["务必做到三点，", "一要修门，", "二要扫院子，", "三要锁好。"],
        );
        case("要修门，扫院子，锁好。", &["要修门，扫院子，锁好。"]);
    }

    #[test]
    fn an_english_semicolon_parts_only_acts() {
        case(
            "Kim will order chalk; Lee will mend the gate.",
            &["Kim will order chalk;", "Lee will mend the gate."],
        );
        case("Gate repair (Kim); report in May", &["Gate repair (Kim); report in May"]);
        case("It must be shut → Kim checks it.", &["It must be shut", "→ Kim checks it."]);
        case("Rename gate → door.", &["Rename gate → door."]);
        case(
            "He asked for two things: first, mend the gate; second, order chalk.",
            &["He asked for two things:", "first, mend the gate;", "second, order chalk."],
        );
    }

    #[test]
    fn an_enumerator_is_measured_without_its_modal() {
        assert_eq!(enumerator("一是修门"), Some("一是".len()));
        assert_eq!(enumerator("二要扫院子"), Some("二".len()));
        assert_eq!(enumerator("1.修门"), Some("1.".len()));
        assert_eq!(enumerator("1.5米"), None);
        assert_eq!(enumerator("一直修门"), None);
        assert_eq!(enumerator("Second, mend the gate"), Some("Second, ".len()));
        assert_eq!(enumerator("Second mend the gate"), None);
    }
}
