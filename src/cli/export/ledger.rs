//! `duban export ledger`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::filter::FilterOptions;
use crate::api::TaskView;
use crate::app::App;
use crate::cli::command::Refusal;
use crate::cli::house;
use crate::cli::outgoing::Outgoing;
use crate::cli::progress::Progress;
use crate::domain::Actor;
use crate::i18n::Lang;
use crate::papers::ledger_sheet::SheetFormat;
use crate::persistence::views::task_list::Sort;
use crate::services::Error;
use crate::services::ledger_file::{self, Wanted};

/// What `duban export ledger` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct LedgerOut {
    /// What kind of file (default: as the file's name ends, else a spreadsheet)
    #[arg(long, value_enum)]
    format: Option<FileFormat>,
    /// Where it goes; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// In which language: en or zh-CN (default: that of the house)
    #[arg(long)]
    lang: Option<Lang>,
    /// In which order: `due_on`, `number` or `updated_at`, with - before it for descending
    #[arg(long, allow_hyphen_values = true)]
    sort: Option<Sort>,
    #[command(flatten)]
    filter: FilterOptions,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// For Excel, WPS and LibreOffice
    Xlsx,
    /// Values between commas
    Csv,
    /// Tasks as the API shows them
    Json,
}

impl FileFormat {
    /// As the file's name ends.
    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        Self::from_str(ending, true).ok()
    }
}

impl LedgerOut {
    /// Does what was asked.
    pub(in crate::cli) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let app = house::open(config)?;
        let wanted = Wanted {
            filter: self.filter.0.clone(),
            sort: self.sort.unwrap_or_default(),
            lang: self.lang.unwrap_or_else(|| app.house().lang),
        };
        let format = self.format.or_else(|| FileFormat::of(&self.output));
        let outgoing = Outgoing::begin(&self.output)?;
        let written = match format.unwrap_or(FileFormat::Xlsx) {
            FileFormat::Xlsx => sheet(&app, &wanted, SheetFormat::Xlsx, outgoing.file()),
            FileFormat::Csv => sheet(&app, &wanted, SheetFormat::Csv, outgoing.file()),
            FileFormat::Json => json(&app, &wanted, outgoing.file()),
        };
        written.map_err(Refusal::new)?;
        outgoing.keep()
    }
}

fn sheet(app: &App, wanted: &Wanted, format: SheetFormat, out: &File) -> Result<(), Error> {
    let mut progress = Progress::of("tasks");
    let operator = Actor::operator();
    ledger_file::write(app, &operator, wanted, format, out, |total| progress.step(total))?;
    progress.done();
    Ok(())
}

/// The tasks as a list of the API on one page.
fn json(app: &App, wanted: &Wanted, out: &File) -> Result<(), Error> {
    let day = ledger_file::day_of(app, wanted);
    let mut out = BufWriter::new(out);
    let mut count = 0_usize;
    out.write_all(b"{\"items\":[").map_err(Error::File)?;
    let mut progress = Progress::of("tasks");
    ledger_file::walk(app, &Actor::operator(), wanted, |total, line| {
        progress.step(total);
        if count > 0 {
            out.write_all(b",\n")?;
        }
        count += 1;
        Ok(serde_json::to_writer(&mut out, &TaskView::of(line, day))?)
    })?;
    writeln!(out, "],\"total\":{count},\"next_cursor\":null}}")
        .and_then(|()| out.flush())
        .map_err(Error::File)?;
    progress.done();
    Ok(())
}
