//! A paper as a page to read and to print: one `.sheet` for each of its sheets.

use std::borrow::Borrow;

use askama::Template;

use super::paper::mark;
use super::{Block, Error, Paper, Run, Style, TableKind, Tone, Turn};

#[derive(Template)]
#[template(path = "papers/sheets.html")]
struct Sheets<'a> {
    paper: &'a Paper,
}

impl Paper {
    /// The sheets as HTML, to stand inside `.papers`.
    pub fn html(&self) -> Result<String, Error> {
        self.bounded()?;
        Ok(Sheets { paper: self }.render()?)
    }
}

/// What stands before and after a line of this style.
fn tags(style: impl Borrow<Style>) -> (&'static str, &'static str) {
    match style.borrow() {
        Style::Issuer => ("<p class=\"issuer\">", "</p>"),
        Style::Title => ("<h1>", "</h1>"),
        Style::PlainTitle => ("<h1 class=\"bt\">", "</h1>"),
        Style::Subtitle => ("<h2 class=\"dt\">", "</h2>"),
        Style::Heading => ("<h2>", "</h2>"),
        Style::Body => ("<p>", "</p>"),
        Style::Signoff => ("<p class=\"signoff\">", "</p>"),
        Style::Copies => ("<p class=\"cc flush\">", "</p>"),
        Style::Flush
        | Style::Reference
        | Style::Cell
        | Style::SmallCell
        | Style::Slip
        | Style::Margin => ("<p class=\"flush\">", "</p>"),
    }
}

fn class(kind: impl Borrow<TableKind>) -> &'static str {
    match kind.borrow() {
        TableKind::Pairs => "pairs",
        TableKind::Grid => "grid",
        TableKind::Brief => "grid brief",
    }
}
