//! The ledger as a file: one row a task, in the columns that [`crate::domain::LedgerColumn`] lists.

mod cell;
mod comma;
mod spreadsheet;

use std::io::{self, Write};

use chrono::NaiveDate;

use crate::domain::{LedgerColumn, Named as _};
use crate::i18n::Lang;
use crate::persistence::views::task_lines::TaskLine;
use comma::Comma;
use spreadsheet::Spreadsheet;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// A spreadsheet, for Excel, WPS and LibreOffice.
    Xlsx,
    /// Values between commas, in UTF-8.
    Csv,
}

impl SheetFormat {
    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What such a file is called on the way.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A ledger being written, a row at a time; memory does not grow with it.
pub struct LedgerSheet<W: Write + Send> {
    lang: Lang,
    day: NaiveDate,
    kind: Kind<W>,
}

enum Kind<W: Write + Send> {
    Xlsx(Box<Spreadsheet>, W),
    Csv(Box<Comma<W>>),
}

impl<W: Write + Send> LedgerSheet<W> {
    /// Begins one in `lang` as of `day`, with its header.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn begin(format: SheetFormat, lang: Lang, day: NaiveDate, out: W) -> io::Result<Self> {
        let headers = LedgerColumn::ALL.iter().map(|column| lang.ledger_column(*column));
        let kind = match format {
            SheetFormat::Xlsx => Kind::Xlsx(Box::new(Spreadsheet::begin(lang, day, headers)?), out),
            SheetFormat::Csv => Kind::Csv(Box::new(Comma::begin(out, headers)?)),
        };
        Ok(Self { lang, day, kind })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, line: &TaskLine) -> io::Result<()> {
        let cells =
            LedgerColumn::ALL.iter().map(|column| cell::of(*column, line, self.day, self.lang));
        match &mut self.kind {
            Kind::Xlsx(sheet, _) => sheet.row(cells),
            Kind::Csv(sheet) => sheet.row(cells),
        }
    }

    /// Ends it; only then is it whole.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        match self.kind {
            Kind::Xlsx(sheet, out) => sheet.finish(out),
            Kind::Csv(sheet) => sheet.finish(),
        }
    }
}
