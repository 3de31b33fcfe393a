//! Sheets in the making: cells come in any order and are counted.

use std::collections::BTreeMap;

use crate::domain::import::{Cell, Grid, NotATable, Row, TooMuch, cell_name};

/// Rows that hold something, on one sheet.
pub(super) const ROWS: usize = 50_000;
/// Columns of a row.
pub(super) const COLUMNS: usize = 256;
/// Cells of all sheets, the empty ones between others included.
const CELLS: usize = 2_000_000;
/// Characters of a cell, as many as Excel takes.
pub(super) const CHARACTERS: usize = 32_767;

/// What is left of what a file may hold.
#[derive(Debug)]
pub(super) struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    /// Room for sheets whose words measure at most so many bytes.
    pub(super) fn of(text: usize) -> Self {
        Self { cells: CELLS, text }
    }
}

/// A sheet in the making.
#[derive(Debug)]
pub(super) struct Sheet<'r> {
    name: String,
    rows: BTreeMap<u32, Vec<Cell>>,
    room: &'r mut Room,
}

impl<'r> Sheet<'r> {
    /// An empty sheet.
    pub(super) fn new(name: &str, room: &'r mut Room) -> Self {
        Self { name: name.to_owned(), rows: BTreeMap::new(), room }
    }

    /// Puts a cell at its place, both counted from 0.
    ///
    /// # Errors
    /// Where it is more than a sheet may hold.
    pub(super) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), NotATable> {
        let number = row.saturating_add(1);
        let too_much = |name: &str, most, what| {
            let cell = cell_name(number, column);
            let place = if name.is_empty() { cell } else { format!("{name}!{cell}") };
            NotATable::TooMuch { place, most, what }
        };
        if column >= COLUMNS {
            return Err(too_much(&self.name, COLUMNS, TooMuch::Columns));
        }
        if let Cell::Text(text) = &cell {
            if text.chars().count() > CHARACTERS {
                return Err(too_much(&self.name, CHARACTERS, TooMuch::Characters));
            }
            let left = self.room.text.checked_sub(text.len());
            self.room.text = left.ok_or_else(|| too_much(&self.name, CELLS, TooMuch::Cells))?;
        }
        if !self.rows.contains_key(&number) && self.rows.len() >= ROWS {
            return Err(too_much(&self.name, ROWS, TooMuch::Rows));
        }
        let cells = self.rows.entry(number).or_default();
        if cells.len() <= column {
            let more = column + 1 - cells.len();
            let left = self.room.cells.checked_sub(more);
            self.room.cells = left.ok_or_else(|| too_much(&self.name, CELLS, TooMuch::Cells))?;
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }

    /// Whether something stands at a place.
    pub(super) fn holds(&self, row: u32, column: usize) -> bool {
        let cells = self.rows.get(&row.saturating_add(1));
        cells.and_then(|cells| cells.get(column)).is_some_and(|cell| !cell.is_blank())
    }

    /// The sheet as it was put together.
    pub(super) fn finish(self) -> Grid {
        let rows = self.rows.into_iter();
        let row = |(number, cells)| Row { number, cells, is_banner: false };
        Grid { sheet: self.name, rows: rows.map(row).filter(|row: &Row| !row.is_blank()).collect() }
    }
}

/// Words without what no cell shows: characters that control something.
pub(super) fn words(text: &str) -> Cell {
    let plain: String =
        text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    if plain.trim().is_empty() { Cell::Empty } else { Cell::Text(plain) }
}
