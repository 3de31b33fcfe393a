//! The body of a Word file: paragraph by paragraph, in one pass.

use quick_xml::events::BytesStart;

use super::numbering::Numbering;
use super::styles::{NumberedBy, Styles};
use super::xml::{Node, attribute, is_on, walk};
use crate::documents::sheet::Sheet;
use crate::domain::NotRead;

/// Elements whose content is not part of the text: deletions and what something was moved from,
/// instructions of fields, what stands in for a drawing, properties as they were before a change.
const LEFT_OUT: &[&[u8]] = &[
    b"moveFrom",
    b"delText",
    b"delInstrText",
    b"instrText",
    b"Fallback",
    b"rPrChange",
    b"pPrChange",
    b"sectPr",
    b"tblPrChange",
    b"trPrChange",
    b"tcPrChange",
    b"separator",
    b"rt",
];

/// What the last paragraph was: items of a list stand close together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Item,
    Other,
}

/// Reads bodies onto a sheet.
pub(super) struct Body {
    sheet: Sheet,
    styles: Styles,
    numbering: Numbering,
    /// The paragraphs that are open: a text box holds some within another.
    paragraphs: Vec<Paragraph>,
    /// The elements that are open.
    open: Vec<Tag>,
    /// Elements within one that is left out.
    left_out: usize,
    /// Text of a paragraph whose end was deleted: it runs on into the next.
    carried: String,
    hidden: bool,
    last: Last,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    own: NumberedBy,
    end_deleted: bool,
}

/// The elements that matter for what is within them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    ParagraphProperties,
    RunProperties,
    RowProperties,
    Text,
    Other,
}

impl Body {
    /// A body that is written onto `sheet`.
    pub(super) fn new(sheet: Sheet, styles: Styles, numbering: Numbering) -> Self {
        Self {
            sheet,
            styles,
            numbering,
            paragraphs: Vec::new(),
            open: Vec::new(),
            left_out: 0,
            carried: String::new(),
            hidden: false,
            last: Last::Other,
        }
    }

    /// Reads one part.
    pub(super) fn read(&mut self, part: &[u8]) -> Result<(), NotRead> {
        walk(part, &mut |node| {
            match node {
                Node::Open(element) => self.begin(element),
                Node::Close(name) => self.end(name),
                Node::Text(text) => {
                    if self.left_out == 0 && self.open.last() == Some(&Tag::Text) {
                        self.write(&text);
                    }
                }
            }
            Ok(())
        })
    }

    /// What follows stands apart.
    pub(super) fn end_section(&mut self) {
        self.sheet.end_paragraph();
    }

    /// The text of all that was read.
    pub(super) fn finish(mut self) -> Result<String, NotRead> {
        let carried = std::mem::take(&mut self.carried);
        self.sheet.write(&carried);
        self.sheet.finish()
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let name = name.as_ref();
        if self.left_out > 0 || LEFT_OUT.contains(&name) || self.is_deletion(name, element) {
            self.left_out += 1;
            return;
        }
        self.open.push(tag(name));
        let value = || attribute(element, b"val");
        match name {
            b"p" => self.paragraphs.push(Paragraph::default()),
            b"pStyle" => self.paragraph().style = value(),
            b"numId" => self.paragraph().own.number = value(),
            b"ilvl" => self.paragraph().own.level = value().and_then(|level| level.parse().ok()),
            b"r" => self.hidden = false,
            b"vanish" if self.parent() == Some(Tag::RunProperties) => {
                let within_run = !self.open.contains(&Tag::ParagraphProperties);
                self.hidden = within_run && is_on(element);
            }
            // Within the properties it is where tabs stop.
            b"tab" if !self.open.contains(&Tag::ParagraphProperties) => self.write("\t"),
            b"br" | b"cr" => self.write("\n"),
            b"noBreakHyphen" => self.write("-"),
            b"tbl" => {
                self.sheet.end_paragraph();
                self.sheet.begin_table();
            }
            b"tr" => self.sheet.begin_row(),
            b"tc" => self.sheet.begin_cell(),
            b"gridSpan" => {
                self.sheet.span_cell(value().and_then(|span| span.parse().ok()).unwrap_or(1));
            }
            b"vMerge" if value().is_none_or(|kind| kind == "continue") => self.sheet.merge_cell(),
            _ => {}
        }
    }

    /// Whether what is within was deleted. As a property the same element says that the end of a
    /// paragraph was, or a whole row.
    fn is_deletion(&mut self, name: &[u8], element: &BytesStart<'_>) -> bool {
        match (name, self.open.last()) {
            (b"del", Some(Tag::RunProperties)) => self.paragraph().end_deleted = true,
            (b"del", Some(Tag::RowProperties)) => self.sheet.strike_row(),
            (b"del", _) => {}
            // The lines between text and footnotes are kept among the footnotes.
            (b"footnote" | b"endnote", _) => {
                return attribute(element, b"type").is_some_and(|kind| kind != "normal");
            }
            _ => return false,
        }
        true
    }

    fn end(&mut self, name: &[u8]) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        self.open.pop();
        match name {
            b"p" => self.end_paragraph(),
            b"tbl" => {
                self.sheet.end_table();
                self.sheet.end_paragraph();
                self.last = Last::Other;
            }
            b"tr" => self.sheet.end_row(),
            b"tc" => self.sheet.end_cell(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { text, style, own, end_deleted }) = self.paragraphs.pop() else {
            return;
        };
        let text = std::mem::take(&mut self.carried) + &text;
        if end_deleted {
            self.carried = text;
            return;
        }
        if text.trim().is_empty() {
            // A numbered paragraph without words still counts.
            self.number(style.as_deref(), own);
            self.sheet.end_paragraph();
            return;
        }
        let heading = style.as_deref().is_some_and(|style| self.styles.is_heading(style));
        let label = self.number(style.as_deref(), own).unwrap_or_default();
        let item = !label.is_empty() && !heading;
        if !(item && self.last == Last::Item) {
            self.sheet.end_paragraph();
        }
        self.sheet.write(&label);
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.sheet.end_line();
            }
            self.sheet.write(line);
        }
        self.sheet.end_line();
        self.last = if item { Last::Item } else { Last::Other };
    }

    /// What the paragraph says of its number goes before what its style says.
    fn number(&mut self, style: Option<&str>, own: NumberedBy) -> Option<String> {
        let inherited = style.map(|style| self.styles.numbered_by(style)).unwrap_or_default();
        let level = own.level.or(inherited.level);
        let number = own.number.or(inherited.number);
        // List 0 takes a number away.
        self.numbering.next(&NumberedBy { number: number.filter(|id| id != "0"), level })
    }

    fn write(&mut self, text: &str) {
        if !self.hidden
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.text.push_str(text);
        }
    }

    /// The element around the one that has just begun.
    fn parent(&self) -> Option<Tag> {
        self.open.iter().rev().nth(1).copied()
    }

    fn paragraph(&mut self) -> &mut Paragraph {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::default());
        }
        let last = self.paragraphs.len() - 1;
        &mut self.paragraphs[last]
    }
}

fn tag(name: &[u8]) -> Tag {
    match name {
        b"pPr" => Tag::ParagraphProperties,
        b"rPr" => Tag::RunProperties,
        b"trPr" => Tag::RowProperties,
        b"t" => Tag::Text,
        _ => Tag::Other,
    }
}
