//! HTML: its blocks as lines, its tables as rows; what is not read by people is left out.
//!
//! Only the tokens are read, no tree is built: however deep the page is nested, it costs nothing.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::Limits;
use super::sheet::Sheet;
use crate::domain::NotRead;

/// Lists within lists, deeper ones count as these.
const DEEPEST: usize = 12;

/// Elements whose content is not part of the text.
const SILENT: &[&[u8]] = &[
    b"script",
    b"style",
    b"template",
    b"title",
    b"noscript",
    b"svg",
    b"math",
    b"select",
    b"iframe",
    b"object",
    b"textarea",
];
/// Elements that stand apart from what is around them.
const PARAGRAPHS: &[&[u8]] = &[
    b"p",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"ul",
    b"ol",
    b"dl",
    b"blockquote",
    b"pre",
    b"hr",
    b"table",
    b"article",
    b"section",
    b"header",
    b"footer",
    b"main",
    b"aside",
    b"nav",
];
/// Elements that begin on a line of their own.
const LINES: &[&[u8]] = &[
    b"div",
    b"li",
    b"dt",
    b"dd",
    b"br",
    b"address",
    b"caption",
    b"figure",
    b"figcaption",
    b"form",
    b"fieldset",
    b"option",
    b"body",
    b"center",
];

/// Whether a text is a page of the web: it says so, or it is `named` like one and has a tag.
pub(super) fn is_html(text: &str, named: bool) -> bool {
    let start = text.trim_start().trim_start_matches('\u{feff}');
    let head: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<meta "]
        .iter()
        .any(|sign| head.starts_with(sign))
        || head.starts_with("<?xml") && head.contains("<html")
        || head.starts_with("<!--") && head.contains("<html")
        || named && start.contains('<')
}

/// The text of a page.
///
/// # Errors
/// [`NotRead::TooLarge`] where it is longer than it may be.
pub fn text(page: &str, limits: &Limits) -> Result<String, NotRead> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        sheet: Sheet::new(limits.text),
        silent: None,
        verbatim: 0,
        lists: Vec::new(),
        waiting: String::new(),
    };
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reader.start(&tag),
            Ok(Token::EndTag(tag)) => reader.end(&tag.name),
            Ok(Token::String(text)) => reader.text(&String::from_utf8_lossy(&text)),
            Ok(Token::Comment(_) | Token::Doctype(_) | Token::Error(_)) => {}
            Err(never) => match never {},
        }
    }
    reader.sheet.finish()
}

struct Reader {
    sheet: Sheet,
    /// The silent element that is open, and how often.
    silent: Option<(HtmlString, usize)>,
    /// How many `pre` are open.
    verbatim: usize,
    /// The lists that are open: the next number, or none for bullets.
    lists: Vec<Option<u32>>,
    /// The mark of a list item whose words are yet to come.
    waiting: String,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if let Some((open, depth)) = &mut self.silent {
            if *open == tag.name && !tag.self_closing {
                *depth += 1;
            }
            return;
        }
        if SILENT.contains(&name) {
            if !tag.self_closing {
                self.silent = Some((tag.name.clone(), 1));
            }
            return;
        }
        self.break_at(name);
        match name {
            b"pre" => self.verbatim += 1,
            b"ol" | b"ul" if self.lists.len() < DEEPEST => {
                let first = number(tag, b"start").unwrap_or(1);
                self.lists.push((name == b"ol").then_some(first));
            }
            b"li" => self.begin_item(number(tag, b"value")),
            b"table" => self.sheet.begin_table(),
            b"tr" => self.sheet.begin_row(),
            b"td" | b"th" => {
                self.sheet.begin_cell();
                let columns = number(tag, b"colspan").unwrap_or(1);
                self.sheet.span_cell(usize::try_from(columns).unwrap_or(1));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &HtmlString) {
        let name: &[u8] = tag;
        if let Some((open, depth)) = &mut self.silent {
            if open == tag {
                *depth -= 1;
                if *depth == 0 {
                    self.silent = None;
                }
            }
            return;
        }
        self.break_at(name);
        match name {
            b"pre" => self.verbatim = self.verbatim.saturating_sub(1),
            b"ol" | b"ul" => {
                self.lists.pop();
            }
            b"li" => self.waiting.clear(),
            b"table" => self.sheet.end_table(),
            b"tr" => self.sheet.end_row(),
            b"td" | b"th" => self.sheet.end_cell(),
            _ => {}
        }
        self.break_at(name);
    }

    fn break_at(&mut self, name: &[u8]) {
        // A paragraph within an item belongs to its mark; a list within one is no new paragraph.
        let inside = !self.lists.is_empty();
        if PARAGRAPHS.contains(&name) && !inside {
            self.sheet.end_paragraph();
        } else if PARAGRAPHS.contains(&name) || LINES.contains(&name) {
            self.sheet.end_line();
        }
    }

    fn begin_item(&mut self, value: Option<u32>) {
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        self.waiting = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{indent}{number}. ")
            }
            _ => format!("{indent}- "),
        };
    }

    fn text(&mut self, text: &str) {
        if self.silent.is_some() {
            return;
        }
        if self.verbatim > 0 {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.sheet.end_line();
                }
                self.write(line);
            }
            return;
        }
        // Blanks run together; the blanks of Chinese typesetting are words.
        let is_blank = |c: char| c.is_ascii_whitespace();
        let mut words = text.split(is_blank).filter(|word| !word.is_empty()).peekable();
        if text.starts_with(is_blank) {
            self.blank();
        }
        while let Some(word) = words.next() {
            self.write(&word.replace('\u{a0}', " "));
            if words.peek().is_some() || text.ends_with(is_blank) {
                self.blank();
            }
        }
    }

    fn write(&mut self, words: &str) {
        if !words.trim().is_empty() && !self.waiting.is_empty() && self.sheet.at_start() {
            self.sheet.write(&std::mem::take(&mut self.waiting));
        }
        self.sheet.write(words);
    }

    fn blank(&mut self) {
        if !self.sheet.after_blank() {
            self.sheet.write(" ");
        }
    }
}

/// A number among the attributes.
fn number(tag: &StartTag<()>, name: &[u8]) -> Option<u32> {
    std::str::from_utf8(tag.attributes.get(name)?).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(page: &str, expected: &str) {
        assert_eq!(text(page, &Limits::default()).unwrap(), expected);
    }

    #[test]
    fn blocks_become_lines_and_scripts_are_left_out() {
        case(
            "<!doctype html><html><head><title>T</title><style>p{}</style></head><body>\
             <h1>院长办公会纪要</h1><script>if (a<b) document.write('<p>no')</script>\
             <p>会议<b>要求</b>：\n  修门&amp;开窗。<br>散会&nbsp;&#x3002;</p><div>One</div><div>Two</div>",
            "院长办公会纪要\n\n会议要求： 修门&开窗。\n散会 。\n\nOne\nTwo\n",
        );
    }

    #[test]
    fn lists_bear_their_numbers_and_tables_are_rows() {
        case(
            "<p>Decided:</p><ol start=3><li>Mend<li><p>Paint</p><ul><li>red</ul></ol><table>\
             <tr><th>Task<th>Lead<tr><td>Chalk</td><td>Works<br>Stores</td></tr></table>",
            "Decided:\n\n3. Mend\n4. Paint\n  - red\n\n| Task | Lead |\n| Chalk | Works Stores |\n",
        );
    }

    #[test]
    fn a_table_that_only_frames_a_letter_is_no_table() {
        case(
            "<table><tr><td><p>Dear all,</p><p>Mend it.</p></td></tr></table>",
            "Dear all,\nMend it.\n",
        );
    }

    #[test]
    fn the_lines_of_preformatted_text_are_kept() {
        case("<pre>a\n  b\n</pre>c", "a\n  b\n\nc\n");
    }

    #[test]
    fn a_page_is_known_by_itself_and_a_text_with_an_angle_is_not_one() {
        assert!(is_html("\n<!DOCTYPE HTML PUBLIC ''><p>", false));
        assert!(is_html("<p>x", true));
        assert!(!is_html("a < b", false));
        assert!(!is_html("<p> is the tag of a paragraph", false));
    }

    #[test]
    fn however_deep_it_is_nested_it_is_read() {
        let deep = "<div><ul><li><table><tr><td>".repeat(50_000);
        let read = text(&format!("{deep}<p>x</div>"), &Limits::default()).unwrap();
        assert_eq!(read.trim().trim_start_matches(['-', ' ']), "x");
    }
}
