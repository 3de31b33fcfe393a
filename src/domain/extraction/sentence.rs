//! Sentences: from mark to mark, with the slips of machine translation mended.

use std::ops::Range;

use super::line::trim;

/// Short forms whose full stop ends nothing.
const SHORT_FORMS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "vs", "e.g", "i.e", "eg", "ie", "inc",
    "ltd", "co", "jr", "sr", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec", "fig", "approx", "dept", "gen", "sec", "rev", "cf", "al", "viz", "ave", "rd",
    "hon", "u.s", "a.m", "p.m",
];

/// The sentences of the block at `span`, in bytes of `text`, each with its final mark.
pub(super) fn sentences(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = span.start;
    let block = &text[span.clone()];
    let mut signs = block.char_indices().peekable();
    while let Some((at, c)) = signs.next() {
        let mut end = at + c.len_utf8();
        if !matches!(c, '。' | '！' | '？' | '!' | '?' | '.' | '…') {
            continue;
        }
        while let Some((next, closing)) = signs.peek().copied() {
            if !matches!(
                closing,
                '”' | '’'
                    | '"'
                    | '」'
                    | '』'
                    | '）'
                    | ')'
                    | ']'
                    | '*'
                    | '_'
                    | '。'
                    | '！'
                    | '？'
                    | '!'
                    | '?'
            ) {
                break;
            }
            end = next + closing.len_utf8();
            signs.next();
        }
        let absolute = span.start + end;
        let ends = match c {
            '.' | '!' | '?' => ends_latin(block, at, end),
            '…' => false,
            // 。” inside a sentence that goes on: “必须修。”的说法
            _ => !block[end..].starts_with(['，', '、', '；', '的', '）']),
        };
        if ends {
            let sentence = trim(text, start..absolute);
            if !sentence.is_empty() {
                found.push(sentence);
            }
            start = absolute;
        }
    }
    let rest = trim(text, start..span.end);
    if !rest.is_empty() {
        found.push(rest);
    }
    found
}

/// Whether the Latin mark at `at`, with what closes after it up to `end`, ends a sentence.
fn ends_latin(block: &str, at: usize, end: usize) -> bool {
    let after = &block[end..];
    if after.is_empty() {
        return true;
    }
    if !after.starts_with(|c: char| c.is_whitespace() || super::line::is_wide(c)) {
        return false;
    }
    let rest = after.trim_start();
    let next = rest.trim_start_matches(['“', '"', '(', '[', '*', '_', '\'', '‘']).chars().next();
    // A translation machine drops full stops into a sentence: what follows in lower case belongs to it.
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    if closes_a_quotation(rest) {
        return false;
    }
    if !block[at..].starts_with('.') {
        return true;
    }
    let word =
        block[..at].rsplit(|c: char| c.is_whitespace() || "(“\"".contains(c)).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !initial && (rest.is_empty() || !SHORT_FORMS.contains(&word.to_lowercase().as_str()))
}

/// Whether a quotation that was opened before ends soon after: `“four steps”. Awareness”, …`.
fn closes_a_quotation(rest: &str) -> bool {
    // Blanks do not count: lines end in some or in none.
    let mut near = rest.chars().filter(|c| !c.is_whitespace()).take(26);
    near.find(|c| matches!(c, '“' | '”' | '.')) == Some('”')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            sentences(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_ends_at_its_mark() {
        case("要修门。请买粉笔！谁去？", &["要修门。", "请买粉笔！", "谁去？"]);
        case(
            "Mend the gate. Order chalk! Who goes?",
            &["Mend the gate.", "Order chalk!", "Who goes?"],
        );
    }

    #[test]
    fn a_short_form_or_a_figure_ends_nothing() {
        case("Dr. Lee has 3.5 boxes, e.g. Red ones.", &["Dr. Lee has 3.5 boxes, e.g. Red ones."]);
        case("J. Lee goes at 3 p.m. Friday.", &["J. Lee goes at 3 p.m. Friday."]);
    }

    #[test]
    fn a_closing_quotation_mark_belongs_to_its_sentence() {
        case("他说：“要修门。”大家同意。", &["他说：“要修门。”", "大家同意。"]);
    }

    #[test]
    fn the_slips_of_a_translation_machine_are_mended() {
        case(
            "We must hold to the “three orders”. Tidiness”, and “two calms”. Then rest.",
            &["We must hold to the “three orders”. Tidiness”, and “two calms”.", "Then rest."],
        );
        case(
            "It must play its part. large effect. Next.",
            &["It must play its part. large effect.", "Next."],
        );
    }
}
