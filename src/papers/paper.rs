//! What a paper says, whatever it is printed as.

use std::borrow::Borrow;

use super::{Error, Style};
use crate::domain::Light;
use crate::i18n::Lang;

/// The most rows and paragraphs of one paper.
pub const MOST_LINES: usize = 5_000;

/// A paper: its blocks in order, with what every page of it has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The language that it is written in.
    pub lang: Lang,
    /// How the A4 page lies.
    pub turn: Turn,
    /// How large its body is set.
    pub scale: Scale,
    /// What it is called: the title of the file, and what a reader of the page hears.
    pub name: String,
    /// What every page says at its head, such as the number; may be empty.
    pub running: String,
    /// What it says of itself, from the top.
    pub blocks: Vec<Block>,
}

/// How the A4 page lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Turn {
    /// 210 × 297 mm.
    #[default]
    Portrait,
    /// 297 × 210 mm.
    Landscape,
}

/// How large the body is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scale {
    /// A form that keeps to one page: 小四, 12 pt.
    #[default]
    Form,
    /// An official document as GB/T 9704 sets it: 三号, 16 pt.
    Official,
}

/// One thing on a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line or paragraph.
    Line(Style, Vec<Run>),
    /// The line of the number, above the rule: what stands at its left, and at its right.
    Reference(String, String),
    /// A table.
    Table(Table),
    /// What is cut off, filled in and sent back.
    Slip(Slip),
    /// What follows begins a new page.
    PageBreak,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Words; a line feed in them begins a new line.
    Text(Tone, String),
    /// A light: its shape and its words.
    Light(Light, String),
}

/// How a stretch of text is set apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Bold.
    Strong,
    /// The minutes' own words: underlined.
    Quote,
    /// A leader's own hand: vermilion.
    Hand,
    /// Small and grey.
    Quiet,
}

/// A table. Its head is repeated on each page that it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How it is drawn.
    pub kind: TableKind,
    /// What a reader of the page hears.
    pub label: String,
    /// Its columns; where all heads are empty it has no head.
    pub columns: Vec<Column>,
    /// Its rows. The spans of a row's cells add up to the number of columns.
    pub rows: Vec<Vec<Cell>>,
}

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Particulars: a name, its value, a name, its value.
    Pairs,
    /// Figures or things alike.
    Grid,
    /// The seven columns of the brief, set small.
    Brief,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it holds.
    pub head: String,
    /// Its share of the width, beside those of the others.
    pub share: u16,
    /// Whether it holds figures and dates: set right, never broken.
    pub figures: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub runs: Vec<Run>,
    /// How many columns it takes, at least 1.
    pub span: u16,
    /// Whether it names the row.
    pub head: bool,
}

/// What is cut off, filled in and sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What it is and where it goes.
    pub title: String,
    /// What stands before the choices; may be empty.
    pub lead: String,
    /// Choices to tick, each with its own box and blanks.
    pub options: Vec<String>,
    /// Names of lines to fill in.
    pub blanks: Vec<String>,
}

impl Block {
    /// A line of plain text.
    pub fn line(style: Style, text: impl AsRef<str>) -> Self {
        Self::Line(style, vec![Run::plain(text)])
    }

    /// A line of bold text at the margin.
    pub fn strong(text: impl AsRef<str>) -> Self {
        Self::Line(Style::Flush, vec![Run::strong(text)])
    }

    /// The line of the number.
    pub fn reference(left: impl AsRef<str>, right: impl AsRef<str>) -> Self {
        Self::Reference(clean(left.as_ref()), clean(right.as_ref()))
    }
}

impl Run {
    /// Words like any other.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::toned(Tone::Plain, text)
    }

    /// Bold words.
    pub fn strong(text: impl AsRef<str>) -> Self {
        Self::toned(Tone::Strong, text)
    }

    /// The minutes' own words.
    pub fn quote(text: impl AsRef<str>) -> Self {
        Self::toned(Tone::Quote, text)
    }

    /// Words set apart.
    pub fn toned(tone: Tone, text: impl AsRef<str>) -> Self {
        Self::Text(tone, clean(text.as_ref()))
    }

    /// A light with its words.
    pub fn light(light: Light, words: impl AsRef<str>) -> Self {
        Self::Light(light, clean(words.as_ref()))
    }

    /// What it says.
    pub fn text(&self) -> &str {
        let (Self::Text(_, text) | Self::Light(_, text)) = self;
        text
    }
}

impl Table {
    /// Particulars in four columns, without a head.
    pub fn pairs(label: impl AsRef<str>, rows: Vec<Vec<Cell>>) -> Self {
        let column = |share| Column { head: String::new(), share, figures: false };
        let columns = [17, 33, 17, 33].map(column).into();
        Self { kind: TableKind::Pairs, label: clean(label.as_ref()), columns, rows }
    }

    /// Things alike under a head.
    pub fn grid(label: impl AsRef<str>, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self { kind: TableKind::Grid, label: clean(label.as_ref()), columns, rows }
    }

    /// Whether it has a head.
    pub fn has_head(&self) -> bool {
        self.columns.iter().any(|column| !column.head.is_empty())
    }

    /// The cells of a row, each with its first column and whether that one holds figures.
    pub(super) fn placed<'a>(&self, row: &'a [Cell]) -> Vec<(usize, &'a Cell, bool)> {
        let mut next = 0;
        let place = |cell: &'a Cell| {
            let at = next;
            next += usize::from(cell.span);
            (at, cell, self.columns.get(at).is_some_and(|column| column.figures))
        };
        row.iter().map(place).collect()
    }

    /// The width of `span` columns from the `first`, of a table `width` wide.
    pub fn width(&self, first: usize, span: u16, width: f32) -> f32 {
        let all: f32 = self.columns.iter().map(|column| f32::from(column.share)).sum();
        let own = self.columns.iter().skip(first).take(usize::from(span));
        width * own.map(|column| f32::from(column.share)).sum::<f32>() / all.max(1.0)
    }
}

impl Column {
    /// A column of words.
    pub fn words(head: impl AsRef<str>, share: u16) -> Self {
        Self { head: clean(head.as_ref()), share, figures: false }
    }

    /// A column of figures or dates.
    pub fn figures(head: impl AsRef<str>, share: u16) -> Self {
        Self { figures: true, ..Self::words(head, share) }
    }
}

impl Cell {
    /// A cell of plain text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::of(vec![Run::plain(text)])
    }

    /// A cell that names its row.
    pub fn head(text: impl AsRef<str>) -> Self {
        Self { head: true, ..Self::text(text) }
    }

    /// A cell of runs.
    pub fn of(runs: Vec<Run>) -> Self {
        Self { runs, span: 1, head: false }
    }

    /// The same over `span` columns.
    #[must_use]
    pub fn over(mut self, span: u16) -> Self {
        self.span = span.max(1);
        self
    }
}

impl Paper {
    /// How many rows and paragraphs it has.
    pub fn lines(&self) -> usize {
        let of = |block: &Block| match block {
            Block::Table(table) => table.rows.len() + 1,
            _ => 1,
        };
        self.blocks.iter().map(of).sum()
    }

    /// Refuses what would take too long to print.
    pub(super) fn bounded(&self) -> Result<(), Error> {
        if self.lines() > MOST_LINES { Err(Error::TooLong(MOST_LINES)) } else { Ok(()) }
    }

    /// Its sheets: what stands between two page breaks.
    pub fn sheets(&self) -> Vec<&[Block]> {
        self.blocks.split(|block| *block == Block::PageBreak).collect()
    }
}

/// The shape of a light in a font, known to every Chinese one.
pub(super) fn shape(light: impl Borrow<Light>) -> char {
    match light.borrow() {
        Light::None => '○',
        Light::OnTrack => '●',
        Light::DueSoon => '▲',
        Light::Overdue => '◆',
        Light::ClosedOnTime => '■',
        Light::ClosedLate => '□',
    }
}

/// The stylesheet's name of a light: `light--…`, `#m-…`, `x-…`.
pub fn mark(light: impl Borrow<Light>) -> &'static str {
    match light.borrow() {
        Light::None => "none",
        Light::OnTrack => "track",
        Light::DueSoon => "soon",
        Light::Overdue => "over",
        Light::ClosedOnTime => "done",
        Light::ClosedLate => "late",
    }
}

/// The text without what XML cannot hold and no paper shows.
fn clean(text: &str) -> String {
    let shown = |c: &char| match c {
        '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        // Marks that turn the direction of writing could make a paper read otherwise than it says.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    };
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    text.replace('\t', " ").chars().filter(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_cannot_hold_is_left_out() {
        assert_eq!(clean("a\u{0}b\u{1b}\r\nc\td\u{202e}e]]>\u{ffff}督"), "ab\nc de]]>督");
    }

    #[test]
    fn a_break_parts_the_sheets() {
        let line = Block::line(Style::Body, "x");
        let blocks = vec![line.clone(), Block::PageBreak, line.clone(), line];
        let paper = Paper {
            lang: Lang::En,
            turn: Turn::Portrait,
            scale: Scale::Form,
            name: "x".to_owned(),
            running: String::new(),
            blocks,
        };
        assert_eq!(paper.sheets().iter().map(|sheet| sheet.len()).collect::<Vec<_>>(), [1, 2]);
    }
}
