//! CSV: UTF-8 with the mark by which Excel knows it; nothing in it is taken for a formula.

use std::io::{self, Write};

use super::cell::Cell;
use crate::domain::guarded;

/// Tells Excel that what follows is UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file being written.
pub(super) struct Comma<W: Write>(csv::Writer<W>);

impl<W: Write> Comma<W> {
    pub(super) fn begin<'a>(
        mut out: W,
        headers: impl Iterator<Item = &'a str>,
    ) -> io::Result<Self> {
        out.write_all(MARK)?;
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(headers)?;
        Ok(Self(writer))
    }

    pub(super) fn row(&mut self, cells: impl Iterator<Item = Cell>) -> io::Result<()> {
        Ok(self.0.write_record(cells.map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => guarded(&text),
            Cell::Day(day) => day.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Percent(percent) => percent.to_string(),
        }))?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}
