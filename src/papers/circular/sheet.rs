//! The paper of a circular as every paper is printed.

use super::{Content, ContentTable};
use crate::papers::{Block, Cell, Column, Paper, Run, Scale, Style, Table, Tone, Turn};

impl Content {
    /// The paper: what it says, block by block.
    pub fn paper(&self) -> Paper {
        let mut blocks = vec![
            Block::line(Style::Issuer, &self.organisation),
            Block::line(Style::Title, &self.title),
            Block::reference(&self.number, &self.signed),
            Block::line(Style::Subtitle, &self.subject),
        ];
        blocks.extend(paragraphs(&self.opening));
        let (heading, units) = &self.units;
        blocks.push(Block::line(Style::Heading, heading));
        blocks.push(Block::Table(table(units, true)));
        for [heading, words, rule] in [&self.well, &self.behind] {
            blocks.push(Block::line(Style::Heading, heading));
            blocks.extend(paragraphs(words));
            blocks.push(Block::Line(Style::Body, vec![Run::toned(Tone::Quiet, rule)]));
        }
        blocks.extend(self.overdue.iter().map(|overdue| Block::Table(table(overdue, false))));
        let [heading, words] = &self.asked;
        blocks.push(Block::line(Style::Heading, heading));
        blocks.extend(paragraphs(words));
        blocks.push(Block::line(Style::Signoff, format!("{}\n{}", self.issuer, self.day)));
        if !self.copies.is_empty() {
            blocks.push(Block::line(Style::Copies, &self.copies));
        }
        Paper {
            lang: self.lang,
            turn: Turn::Portrait,
            scale: Scale::Form,
            name: format!("{} {}", self.title, self.number),
            running: self.number.clone(),
            blocks,
        }
    }
}

/// Each line that somebody wrote is a paragraph of its own.
fn paragraphs(text: &str) -> Vec<Block> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::line(Style::Body, line)).collect()
}

/// A table; where it `sums`, its last row stands out.
fn table(content: &ContentTable, sums: bool) -> Table {
    let columns = content.columns.iter().map(|(head, share, figures)| {
        if *figures { Column::figures(head, *share) } else { Column::words(head, *share) }
    });
    let last = content.rows.len().saturating_sub(1);
    let row = |(place, row): (usize, &Vec<String>)| {
        let strong = sums && place == last;
        let cell = |(column, text): (usize, &String)| {
            let runs = if strong { vec![Run::strong(text)] } else { vec![Run::plain(text)] };
            Cell { head: sums && column == 0, ..Cell::of(runs) }
        };
        row.iter().enumerate().map(cell).collect()
    };
    let rows = content.rows.iter().enumerate().map(row).collect();
    Table::grid(&content.label, columns.collect(), rows)
}
