//! A paper as a DOCX that can be edited: real styles, a repeated table head, page number fields.

use std::borrow::Borrow;
use std::io::{Cursor, Write as _};

use askama::Template;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::paper::shape;
use super::style::{A4, MARGINS, hex, light};
use super::{
    Align, Block, Cell, Column, Error, Look, Paper, Run, Style, Table, TableKind, Tone, Turn,
};
use crate::domain::Light;

#[derive(Template)]
#[template(path = "papers/document.xml")]
struct Document<'a> {
    paper: &'a Paper,
    /// The width and height of the page, in twentieths of a point.
    page: (i32, i32),
    /// Top, right, bottom, left.
    margins: (i32, i32, i32, i32),
    /// Between the margins.
    width: i32,
}

#[derive(Template)]
#[template(path = "papers/styles.xml")]
struct Styles {
    styles: Vec<(Style, Look)>,
    width: i32,
}

#[derive(Template)]
#[template(path = "papers/margin.xml")]
struct Margin<'a> {
    /// `hdr` or `ftr`.
    root: &'static str,
    parts: Vec<Part<'a>>,
}

/// What stands at the head or foot of a page.
enum Part<'a> {
    Text(&'a str),
    Field(&'static str),
}

#[derive(Template)]
#[template(path = "papers/core.xml")]
struct Core<'a> {
    paper: &'a Paper,
}

impl Paper {
    /// The bytes of a DOCX; the same paper gives the same bytes.
    pub fn docx(&self) -> Result<Vec<u8>, Error> {
        self.bounded()?;
        let [short, long] = A4.map(twips);
        let page = if self.turn == Turn::Landscape { (long, short) } else { (short, long) };
        let [top, right, bottom, left] = MARGINS.map(twips);
        let width = page.0 - left - right;
        let document = Document { paper: self, page, margins: (top, right, bottom, left), width };
        let styles = Style::ALL.map(|style| (style, style.look(self.scale, self.lang))).into();
        let numbering = self.lang.papers_page("\u{1}", "\u{2}");
        let head = Margin { root: "hdr", parts: vec![Part::Text(&self.running)] };
        let foot = Margin { root: "ftr", parts: fields(&numbering) };
        let parts = [
            ("[Content_Types].xml", include_str!("docx/content_types.xml").to_owned()),
            ("_rels/.rels", include_str!("docx/package.rels").to_owned()),
            ("docProps/core.xml", Core { paper: self }.render()?),
            ("word/document.xml", document.render()?),
            ("word/styles.xml", Styles { styles, width }.render()?),
            ("word/fontTable.xml", include_str!("docx/font_table.xml").to_owned()),
            ("word/settings.xml", include_str!("docx/settings.xml").to_owned()),
            ("word/header1.xml", head.render()?),
            ("word/footer1.xml", foot.render()?),
            ("word/_rels/document.xml.rels", include_str!("docx/document.rels").to_owned()),
        ];
        packed(&parts)
    }
}

/// A zip of text files, none of which bears a time.
fn packed(parts: &[(&str, String)]) -> Result<Vec<u8>, Error> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The words around the number of the page and the number of pages.
fn fields(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for piece in text.split_inclusive(['\u{1}', '\u{2}']) {
        parts.push(Part::Text(piece.trim_end_matches(['\u{1}', '\u{2}'])));
        match piece.chars().last() {
            Some('\u{1}') => parts.push(Part::Field("PAGE")),
            Some('\u{2}') => parts.push(Part::Field("NUMPAGES")),
            _ => {}
        }
    }
    parts
}

impl Document<'_> {
    /// The width of `span` columns from the `first`.
    fn wide(&self, table: &Table, first: usize, span: u16) -> i32 {
        #[expect(clippy::cast_precision_loss, reason = "a page is some ten thousand twips wide")]
        let all = self.width as f32;
        whole(table.width(first, span, all))
    }

    /// The columns with their widths.
    fn heads<'a>(&self, table: &'a Table) -> Vec<(i32, &'a Column)> {
        let columns = table.columns.iter().enumerate();
        columns.map(|(at, column)| (self.wide(table, at, 1), column)).collect()
    }

    /// The cells of a row, each with its width and whether its column holds figures.
    fn placed<'a>(&self, table: &'a Table, row: &'a [Cell]) -> Vec<(i32, &'a Cell, bool)> {
        let cells = table.placed(row).into_iter();
        cells.map(|(at, cell, figures)| (self.wide(table, at, cell.span), cell, figures)).collect()
    }
}

fn cell_style(kind: impl Borrow<TableKind>) -> &'static str {
    if *kind.borrow() == TableKind::Brief { Style::SmallCell.id() } else { Style::Cell.id() }
}

fn character(tone: impl Borrow<Tone>) -> Option<&'static str> {
    match tone.borrow() {
        Tone::Plain => None,
        Tone::Strong => Some("Strong"),
        Tone::Quote => Some("Quotation"),
        Tone::Hand => Some("Hand"),
        Tone::Quiet => Some("Quiet"),
    }
}

fn colour(of: impl Borrow<Light>) -> String {
    hex(light(*of.borrow()))
}

/// The Chinese face of a title: 方正小标宋 for what the paper is, 黑体 for the rest.
fn face(style: impl Borrow<Style>) -> &'static str {
    match style.borrow() {
        Style::Title | Style::PlainTitle | Style::Issuer => "方正小标宋简体",
        _ => "黑体",
    }
}

fn justification(align: impl Borrow<Align>) -> &'static str {
    match align.borrow() {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}

fn twips(points: impl Borrow<f32>) -> i32 {
    whole(points.borrow() * 20.0)
}

fn half_points(points: impl Borrow<f32>) -> i32 {
    whole(points.borrow() * 2.0)
}

#[expect(clippy::cast_possible_truncation, reason = "measures of a page")]
fn whole(measure: f32) -> i32 {
    measure.round() as i32
}
