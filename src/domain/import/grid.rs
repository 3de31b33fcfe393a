//! A sheet as it was read: cells in rows, nothing understood yet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Field;
use crate::domain::NotRead;

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// A day, written as one.
    #[serde(rename = "d")]
    Day(NaiveDate),
    /// A number.
    #[serde(rename = "n")]
    Number(f64),
    /// Yes or no.
    #[serde(rename = "b")]
    Truth(bool),
    /// Words.
    #[serde(rename = "t")]
    Text(String),
    /// What the program that wrote the sheet could not work out, as it shows it: `#REF!`.
    #[serde(rename = "e")]
    Error(String),
    /// Nothing.
    #[default]
    #[serde(rename = "")]
    Empty,
}

impl Cell {
    /// What it says, without the space around it; a whole number without a point.
    pub fn text(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Truth(yes) => yes.to_string(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Error(error) => error.clone(),
            Self::Empty => String::new(),
        }
    }

    /// Whether nothing stands in it but white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A row of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its number on the sheet, from 1.
    pub number: u32,
    /// Its cells from column A on; those behind the last one are empty.
    pub cells: Vec<Cell>,
    /// Whether one cell, merged across several columns, is all that it holds.
    #[serde(default)]
    pub is_banner: bool,
}

impl Row {
    /// The cell of a column, from 0.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// A sheet with what stands on it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// What the sheet is called; empty for a file that has no sheets.
    pub sheet: String,
    /// The rows that hold something, in order.
    pub rows: Vec<Row>,
}

/// Cells merged into one, counted from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First row and column.
    pub from: (u32, u32),
    /// Last row and column.
    pub to: (u32, u32),
}

impl Grid {
    /// The place of a cell as the programs of offices write it: `Sheet1!D7`; `D7` without a sheet.
    pub fn place(&self, row: u32, column: usize) -> String {
        let cell = cell_name(row, column);
        if self.sheet.is_empty() { cell } else { format!("{}!{cell}", self.sheet) }
    }

    /// What stands in a merged cell holds for every row and column that it covers.
    pub fn spread(&mut self, spans: &[Span]) {
        for span in spans {
            let Ok(first) = self.rows.binary_search_by_key(&(span.from.0 + 1), |row| row.number)
            else {
                continue;
            };
            let column = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
            let (left, right) = (column(span.from.1), column(span.to.1));
            let cell = self.rows[first].cell(left).clone();
            if cell.is_blank() {
                continue;
            }
            let filled = self.rows[first].cells.iter().filter(|cell| !cell.is_blank()).count();
            self.rows[first].is_banner |= right > left && filled == 1;
            let below = self.rows[first..].iter_mut();
            // A row that holds nothing else is not one of the table.
            for row in below.take_while(|row| row.number <= span.to.0 + 1) {
                if row.cells.len() <= right {
                    row.cells.resize(right + 1, Cell::Empty);
                }
                for covered in &mut row.cells[left..=right] {
                    *covered = cell.clone();
                }
            }
        }
    }
}

/// `D7` for the fourth column of the seventh row; the column is counted from 0, the row from 1.
pub fn cell_name(row: u32, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().chain(row.to_string().chars().collect::<Vec<_>>().iter()).collect()
}

/// Why a file is no table that can be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotATable {
    /// It cannot be read at all.
    #[error(transparent)]
    File(#[from] NotRead),
    /// It holds more than a table may.
    #[error("{place}: the sheet goes on beyond {most} {what}")]
    TooMuch {
        /// The first cell that is too much.
        place: String,
        /// How many there may be.
        most: usize,
        /// Rows, columns, cells or characters.
        what: TooMuch,
    },
    /// A cell that cannot be read.
    #[error("{place}: this cell cannot be read; save the file anew")]
    Cell {
        /// Which.
        place: String,
    },
    /// No row names the columns.
    #[error("no row of the first {rows} names a column for {needed}")]
    NoHeading {
        /// How many were looked at.
        rows: usize,
        /// The column that must be there.
        needed: Field,
    },
    /// There is a heading, and nothing below it.
    #[error("there is nothing below the heading in row {0}")]
    NoRows(u32),
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TooMuch {
    /// Rows.
    #[error("rows")]
    Rows,
    /// Columns.
    #[error("columns")]
    Columns,
    /// Cells that hold something.
    #[error("filled cells")]
    Cells,
    /// Characters in one cell.
    #[error("characters in a cell")]
    Characters,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Cell {
        if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
    }

    fn grid(rows: &[&[&str]]) -> Grid {
        let row = |(number, cells): (u32, &&[&str])| Row {
            number,
            cells: cells.iter().map(|words| text(words)).collect(),
            is_banner: false,
        };
        Grid { sheet: String::new(), rows: (1..).zip(rows).map(row).collect() }
    }

    #[test]
    fn columns_are_counted_as_offices_count_them() {
        assert_eq!(cell_name(7, 3), "D7");
        assert_eq!(cell_name(1, 25), "Z1");
        assert_eq!(cell_name(1, 26), "AA1");
        assert_eq!(cell_name(1_048_576, 16_383), "XFD1048576");
    }

    #[test]
    fn a_merged_cell_holds_for_all_that_it_covers() {
        let mut grid = grid(&[&["党建工作", "", ""], &["修门", "总务处", "x"], &["", "学生处"]]);
        grid.spread(&[
            Span { from: (0, 0), to: (0, 2) },
            Span { from: (1, 0), to: (2, 0) },
            Span { from: (9, 0), to: (12, 3) },
        ]);
        assert!(grid.rows[0].is_banner);
        assert_eq!(grid.rows[0].cell(2).text(), "党建工作");
        assert_eq!(grid.rows[2].cell(0).text(), "修门");
        assert!(!grid.rows[1].is_banner);
        assert_eq!(grid.rows[2].cell(9), &Cell::Empty);
    }

    #[test]
    fn cells_travel_between_processes() {
        for cell in [
            Cell::Empty,
            Cell::Number(0.8),
            Cell::Number(2026.0),
            Cell::Truth(true),
            Cell::Text("2026-09-30".to_owned()),
            Cell::Day("2026-09-30".parse().unwrap()),
            Cell::Error("#REF!".to_owned()),
        ] {
            let sent = serde_json::to_string(&cell).unwrap();
            assert_eq!(serde_json::from_str::<Cell>(&sent).unwrap(), cell, "{sent}");
        }
    }
}
