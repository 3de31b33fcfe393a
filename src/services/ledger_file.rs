//! The ledger as a file: every task that somebody may see under a filter, in the list's order.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::Error;
use crate::app::App;
use crate::domain::{Actor, TaskFilter};
use crate::i18n::Lang;
use crate::papers::ledger_sheet::{LedgerSheet, SheetFormat};
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::views::task_list::{self, Sort};

/// Which ledger is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which tasks.
    pub filter: TaskFilter,
    /// In which order.
    pub sort: Sort,
    /// In which language its words and headers are.
    pub lang: Lang,
}

/// Writes it to `out` as `viewer` may see it, and calls `told` for every row with how many there
/// are in all. Blocks; all of it is of one moment.
pub fn write(
    app: &App,
    viewer: &Actor,
    wanted: &Wanted,
    format: SheetFormat,
    out: impl Write + Send,
    mut told: impl FnMut(usize),
) -> Result<(), Error> {
    let day = day_of(app, wanted);
    let mut sheet = LedgerSheet::begin(format, wanted.lang, day, out).map_err(Error::File)?;
    walk(app, viewer, wanted, |total, line| {
        told(total);
        sheet.row(&line)
    })?;
    sheet.finish().map_err(Error::File)
}

/// Hands every row of it to `each`, with how many there are in all.
pub fn walk(
    app: &App,
    viewer: &Actor,
    wanted: &Wanted,
    mut each: impl FnMut(usize, TaskLine) -> io::Result<()>,
) -> Result<(), Error> {
    let Wanted { filter, sort, .. } = wanted;
    let today = app.today();
    app.db.read(|conn| {
        task_list::walk(conn, viewer, filter, *sort, today, |total, lines| {
            lines.into_iter().try_for_each(|line| each(total, line)).map_err(Error::File)
        })
    })
}

/// The day as of which it stands.
pub fn day_of(app: &App, wanted: &Wanted) -> NaiveDate {
    wanted.filter.as_of.unwrap_or_else(|| app.today())
}
