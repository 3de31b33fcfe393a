//! One line as it stands: how deep it is set, what marks it, where its words begin.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, in bytes of the text: without indent, marks and trailing blanks.
    pub(super) body: Range<usize>,
    /// How deep it is set, in columns.
    pub(super) indent: usize,
    /// What stands before its words.
    pub(super) mark: Mark,
    /// Whether a blank line (or the top of the text) stands before it.
    pub(super) after_blank: bool,
    /// A box that is ticked, or words that are struck out: nothing is left to do.
    pub(super) done: bool,
    /// How wide it is, in columns.
    pub(super) width: usize,
}

/// What stands before the words of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// `#` to `######`.
    Heading(u8),
    /// A bullet, or an empty box.
    Bullet,
    /// `1.` `(a)` ①.
    Number,
    /// 一、 at the line's beginning.
    HanNumber,
    /// （一） at the line's beginning.
    HanBracketed,
    /// `|`, or tabs between the words: a row of a table.
    Row,
    /// `---` or `===`, without words.
    Rule(char),
}

static BULLET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:[-*+–—]{1,2}|o)[ \t\u{3000}]+|[•·○◦▪■●➢‣◆◇►▶✓➤]\s*|[\u{1f000}-\u{1faff}\u{2600}-\u{27bf}]{1,3}\u{fe0f}?\s+)",
    )
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\d{1,3}(?:\.\d{1,2}){0,3}[.)）、．][ \t\u{3000}]*|\d{1,2}(?:\.\d{1,2}){1,3}[ \t]+|[(（]\d{1,2}[)）][ \t、]*|[①-⑳][ \t、]*|[(]?[a-zA-Z][.)][ \t]+|(?:ix|iv|v?i{1,3}|x)[.)][ \t]+)",
    )
});
static HAN_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[一二三四五六七八九十]{1,3}[、.．][ \t\u{3000}]*"));
static HAN_BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[(（][一二三四五六七八九十]{1,3}[)）][、.．]?[ \t\u{3000}]*"));
static BOX: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\[[ xX✓]?\]|[☐☑☒✅✔□])\s*"));
static HASHES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#{1,6}[ \t\u{3000}]*"));

fn pattern(text: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used by a test")]
    Regex::new(text).unwrap()
}

/// The lines of `text` that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut after_blank = true;
    let mut start = 0;
    for raw in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{b}', '\u{c}']) {
        let in_table = found.last().is_some_and(|last: &Line| last.mark == Mark::Row);
        if let Some(line) = read(text, start..start + raw.len(), after_blank, in_table) {
            found.push(line);
            after_blank = false;
        } else if raw != "\n" || !text[..start].ends_with('\r') {
            after_blank = true;
        }
        start += raw.len();
    }
    found
}

/// Reads one line; none where it is blank. In a table one tab makes a row, elsewhere two do.
fn read(text: &str, span: Range<usize>, after_blank: bool, in_table: bool) -> Option<Line> {
    let body = trim(text, span);
    if body.is_empty() {
        return None;
    }
    let start_of_line = text[..body.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let mut line = Line {
        indent: text[start_of_line..body.start]
            .chars()
            .map(|c| if c == '\t' { 4 } else { 1 })
            .sum(),
        width: text[body.clone()].chars().map(columns).sum(),
        mark: Mark::None,
        done: false,
        body,
        after_blank,
    };
    if let Some(rule) = rule(&text[line.body.clone()]) {
        line.mark = Mark::Rule(rule);
        return Some(line);
    }
    if text[line.body.clone()].matches('\t').count() > usize::from(!in_table) {
        line.mark = Mark::Row;
    } else {
        line.take_marks(text);
    }
    Some(line)
}

impl Line {
    /// Moves what marks the line out of its words.
    fn take_marks(&mut self, text: &str) {
        // A quoted mail, a bullet, a box and a number may all stand in a row; more than a few do not.
        for _ in 0..4 {
            let words = &text[self.body.clone()];
            if is_plain(words) {
                break;
            }
            let (length, mark) = if let Some(quoted) = words.strip_prefix('>') {
                (words.len() - quoted.len(), self.mark)
            } else if let Some(found) = BOX.find(words) {
                self.done |= found.as_str().contains(['x', 'X', '✓', '☑', '☒', '✅', '✔']);
                (found.len(), Mark::Bullet)
            } else if let Some(found) = HASHES.find(words) {
                let level = found.as_str().trim_end().len();
                (found.len(), Mark::Heading(u8::try_from(level).unwrap_or(6)))
            } else if words.starts_with('|') {
                self.mark = Mark::Row;
                break;
            } else if let Some(found) = BULLET.find(words) {
                (found.len(), Mark::Bullet)
            } else if let Some(found) = HAN_NUMBER.find(words) {
                (found.len(), Mark::HanNumber)
            } else if let Some(found) = HAN_BRACKETED.find(words) {
                (found.len(), Mark::HanBracketed)
            } else if let Some(found) =
                NUMBER.find(words).filter(|found| is_number(words, found.end()))
            {
                (found.len(), Mark::Number)
            } else {
                break;
            };
            let rest = trim(text, self.body.start + length..self.body.end);
            if rest.is_empty() {
                break;
            }
            // A heading keeps its rank whatever number follows it.
            if !matches!(self.mark, Mark::Heading(_)) {
                self.mark = mark;
            }
            self.body = rest;
        }
        self.done |= text[self.body.clone()].starts_with("~~");
    }

    /// Whether the line begins something of its own.
    pub(super) fn begins_anew(&self) -> bool {
        self.after_blank || self.mark != Mark::None
    }
}

/// Whether the first two signs already tell that no mark stands before `words`.
fn is_plain(words: &str) -> bool {
    let mut signs = words.chars();
    let (first, second) = (signs.next().unwrap_or(' '), signs.next().unwrap_or(' '));
    let numeral = "一二三四五六七八九十".contains(first);
    is_wide(first) && !numeral && !('\u{ff00}'..='\u{ff60}').contains(&first)
        || first.is_ascii_alphabetic()
            && !matches!(second, '.' | ')' | ' ' | '\t')
            && !matches!(first, 'i' | 'v' | 'x')
}

/// Whether what ends at `end` numbers the line: `1.5` and `3.2亿` are figures, `2) ` is not.
fn is_number(words: &str, end: usize) -> bool {
    !words[end..].starts_with(|c: char| c.is_ascii_digit() || c == '%')
}

/// The sign of a line that is only a rule.
fn rule(words: &str) -> Option<char> {
    let first = words.chars().next()?;
    let drawn = "-=*_~—－＝".contains(first) && words.chars().all(|c| c == first);
    (drawn && words.chars().count() >= 3).then_some(first)
}

/// `span` without blanks at both ends.
pub(super) fn trim(text: &str, span: Range<usize>) -> Range<usize> {
    let inside = &text[span.clone()];
    let start = span.start + (inside.len() - inside.trim_start_matches(is_blank).len());
    start..start.max(span.start + inside.trim_end_matches(is_blank).len())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// How many columns a sign takes.
fn columns(c: char) -> usize {
    if is_wide(c) { 2 } else { 1 }
}

/// Whether `c` is written in a full square.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        #[track_caller]
        fn case(text: &str, mark: Mark, body: &str) {
            let line = lines(text).remove(0);
            assert_eq!((line.mark, &text[line.body]), (mark, body));
        }

        case("## Next steps", Mark::Heading(2), "Next steps");
        case("  - [ ] Order chalk", Mark::Bullet, "Order chalk");
        case("-- Extra", Mark::Bullet, "Extra");
        case("• 修门", Mark::Bullet, "修门");
        case("3) Order chalk", Mark::Number, "Order chalk");
        case("（2）修门", Mark::Number, "修门");
        case("2、修门", Mark::Number, "修门");
        case("3.2亿元到账", Mark::None, "3.2亿元到账");
        case("二、修门", Mark::HanNumber, "修门");
        case("（二）修门", Mark::HanBracketed, "修门");
        case("> Kim: order chalk", Mark::None, "Kim: order chalk");
        case("=====", Mark::Rule('='), "=====");
        case("| Kim | chalk |", Mark::Row, "| Kim | chalk |");
        case("1\tchalk\tKim", Mark::Row, "1\tchalk\tKim");
        case("1.\tOrder chalk", Mark::Number, "Order chalk");
        case("A teacher asked", Mark::None, "A teacher asked");
        case("🔧 Mend the gate", Mark::Bullet, "Mend the gate");
    }

    #[test]
    fn a_ticked_box_and_a_struck_line_are_done() {
        assert!(lines("- [x] Order chalk")[0].done);
        assert!(lines("- ~~Order chalk~~")[0].done);
        assert!(!lines("- [ ] Order chalk")[0].done);
    }

    #[test]
    fn line_ends_of_windows_are_no_blank_lines() {
        let found = lines("one\r\ntwo\r\n\r\nthree");
        assert_eq!(
            found.iter().map(|line| line.after_blank).collect::<Vec<_>>(),
            [true, false, true]
        );
    }
}
