//! A spreadsheet: real dates and numbers, a frozen header with a filter, and text that is never a
//! formula because its cell says that it is text.

use std::io::{self, Write};

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::cell::Cell;
use crate::domain::{ColumnKind, LedgerColumn, Named as _};
use crate::i18n::Lang;

/// What a cell can hold, in UTF-16 units; what is longer is cut.
const LONGEST: usize = 32_767;

/// A spreadsheet being written: its rows go to a file of their own as they come.
pub(super) struct Spreadsheet {
    book: Workbook,
    styles: Styles,
    next: u32,
}

struct Styles {
    text: Format,
    day: Format,
    percent: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top);
        Self {
            text: cell.clone().set_text_wrap(),
            day: cell.clone().set_num_format("yyyy-mm-dd"),
            percent: cell.set_num_format("0%"),
        }
    }

    fn of(&self, column: LedgerColumn) -> &Format {
        match column.kind() {
            ColumnKind::Day => &self.day,
            ColumnKind::Percent => &self.percent,
            ColumnKind::Text | ColumnKind::Number => &self.text,
        }
    }
}

impl Spreadsheet {
    pub(super) fn begin<'a>(
        lang: Lang,
        day: NaiveDate,
        headers: impl Iterator<Item = &'a str>,
    ) -> io::Result<Self> {
        let styles = Styles::new();
        let mut book = Workbook::new();
        // The day of the ledger, not the moment of writing: the same ledger is the same file.
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        lay_out(&mut book, lang, headers, &styles).map_err(io::Error::other)?;
        Ok(Self { book, styles, next: 1 })
    }

    pub(super) fn row(&mut self, cells: impl Iterator<Item = Cell>) -> io::Result<()> {
        let Self { book, styles, next } = self;
        let sheet = book.worksheet_from_index(0).map_err(io::Error::other)?;
        for (place, cell) in (0_u16..).zip(cells) {
            write(sheet, *next, place, cell, styles).map_err(io::Error::other)?;
        }
        *next += 1;
        Ok(())
    }

    pub(super) fn finish(mut self, out: impl Write + Send) -> io::Result<()> {
        self.filter().map_err(io::Error::other)?;
        // The container is written in small pieces.
        let mut out = io::BufWriter::new(out);
        self.book.save_to_writer(&mut out).map_err(io::Error::other)?;
        out.flush()
    }

    fn filter(&mut self) -> Result<(), XlsxError> {
        let last = u16::try_from(LedgerColumn::ALL.len() - 1).unwrap_or(u16::MAX);
        self.book.worksheet_from_index(0)?.autofilter(0, 0, self.next - 1, last)?;
        Ok(())
    }
}

fn lay_out<'a>(
    book: &mut Workbook,
    lang: Lang,
    headers: impl Iterator<Item = &'a str>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E8_EDF3))
        .set_border_bottom(FormatBorder::Thin);
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(lang.shell_nav_ledger())?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    for (place, column) in (0_u16..).zip(LedgerColumn::ALL) {
        sheet.set_column_width(place, width(*column))?;
        sheet.set_column_format(place, styles.of(*column))?;
        if column.hidden() {
            sheet.set_column_hidden(place)?;
        }
    }
    for (place, header) in (0_u16..).zip(headers) {
        sheet.write_string_with_format(0, place, header, &head)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    place: u16,
    cell: Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, place, fitting(text), &styles.text)?;
        }
        Cell::Day(day) => {
            sheet.write_datetime_with_format(row, place, day, &styles.day)?;
        }
        Cell::Number(number) => {
            sheet.write_with_format(row, place, number, &styles.text)?;
        }
        Cell::Percent(percent) => {
            let part = f64::from(percent) / 100.0;
            sheet.write_number_with_format(row, place, part, &styles.percent)?;
        }
    }
    Ok(())
}

/// In characters of the standard font.
fn width(column: LedgerColumn) -> f64 {
    match column {
        LedgerColumn::Title | LedgerColumn::Requirement | LedgerColumn::Latest => 40.0,
        LedgerColumn::Quote | LedgerColumn::Problem | LedgerColumn::Next => 32.0,
        LedgerColumn::Meeting | LedgerColumn::Supporters => 26.0,
        LedgerColumn::Lead | LedgerColumn::Programme | LedgerColumn::Parent => 18.0,
        LedgerColumn::Number | LedgerColumn::Flags | LedgerColumn::Body => 16.0,
        _ => 12.0,
    }
}

fn fitting(text: String) -> String {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    match end {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}
