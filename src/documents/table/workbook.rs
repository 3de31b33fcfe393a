//! Workbooks as Excel and WPS write them since 2007.

use std::io::{self, Cursor, Read as _};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;
use zip::ZipArchive;

use super::sheets::{Room, Sheet, words};
use crate::documents::Limits;
use crate::domain::import::{Cell, Grid, NotATable, Span, cell_name};
use crate::domain::{Foreign, NotRead};

/// How many sheets are looked at.
const SHEETS: usize = 30;
/// How many merged cells a sheet may have.
const MERGED: usize = 100_000;

/// Its visible sheets.
pub(super) fn grids(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, NotATable> {
    check_archive(bytes, limits.unpacked)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| NotATable::File(refused(&error)))?;
    let seen = book.sheets_metadata().iter();
    let seen = seen.filter(|sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    });
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).take(SHEETS).collect();
    let mut room = Room::of(limits.text.saturating_mul(6));
    names.iter().map(|name| grid(&mut book, name, &mut room)).collect()
}

/// Counts what is packed in the file, whatever it claims to measure.
fn check_archive(bytes: &[u8], most: usize) -> Result<(), NotRead> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).or(Err(NotRead::Damaged))?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        let word = archive.index_for_name("word/document.xml").is_some();
        return Err(NotRead::Foreign(if word { Foreign::Unknown } else { Foreign::Archive }));
    }
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    for at in 0..archive.len() {
        let file = archive.by_index(at).or(Err(NotRead::Damaged))?;
        if file.encrypted() {
            return Err(NotRead::Locked);
        }
        let unpacked = io::copy(&mut file.take(left.saturating_add(1)), &mut io::sink());
        let unpacked = unpacked.or(Err(NotRead::Damaged))?;
        left = left.checked_sub(unpacked).ok_or(NotRead::TooLarge { most })?;
    }
    Ok(())
}

fn refused(error: &XlsxError) -> NotRead {
    if matches!(error, XlsxError::Password) { NotRead::Locked } else { NotRead::Damaged }
}

fn grid(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, room: &mut Room) -> Result<Grid, NotATable> {
    let mut sheet = Sheet::new(name, room);
    cells(book, name, &mut sheet)?;
    formulas(book, name, &mut sheet)?;
    let merged =
        book.merge_cells_by_sheet_name(name).map_err(|error| NotATable::File(refused(&error)))?;
    let spans: Vec<Span> = merged
        .iter()
        .take(MERGED)
        .map(|one| Span { from: one.start, to: one.end })
        .filter(|span| column(span.to.1) < super::sheets::COLUMNS)
        .collect();
    let mut grid = sheet.finish();
    grid.spread(&spans);
    Ok(grid)
}

fn column(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// What stands in the cells.
fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: &mut Sheet<'_>,
) -> Result<(), NotATable> {
    // Without any cells a sheet is empty, however it says so.
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(()) };
    let mut last = (0, 0);
    loop {
        let next = cells.next_cell().map_err(|_broken| {
            let cell = cell_name(last.0 + 1, column(last.1));
            NotATable::Cell { place: format!("{name}!{cell}") }
        })?;
        let Some(cell) = next else { return Ok(()) };
        last = cell.get_position();
        let value = value(cell.get_value());
        if !value.is_blank() {
            sheet.put(last.0, column(last.1), value)?;
        }
    }
}

/// A formula that nobody worked out has nothing to take: it is kept as what it is.
fn formulas(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: &mut Sheet<'_>,
) -> Result<(), NotATable> {
    let Ok(mut formulas) = book.worksheet_cells_reader(name) else { return Ok(()) };
    while let Ok(Some(formula)) = formulas.next_formula() {
        let (row, at) = formula.get_position();
        if !formula.get_value().is_empty() && !sheet.holds(row, column(at)) {
            let words: String = formula.get_value().chars().take(80).collect();
            sheet.put(row, column(at), Cell::Error(format!("={words}")))?;
        }
    }
    Ok(())
}

fn value(value: &DataRef<'_>) -> Cell {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "a sheet holds no larger whole numbers")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Bool(yes) => Cell::Truth(*yes),
        DataRef::DateTime(moment) => day(*moment),
        DataRef::DateTimeIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            day.map_or_else(|| words(text), Cell::Day)
        }
        DataRef::DurationIso(text) => words(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

fn day(moment: ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    match day.filter(|_| moment.is_datetime() && moment.as_f64() >= 1.0) {
        Some(day) => Cell::Day(day),
        None => Cell::Number(moment.as_f64()),
    }
}
