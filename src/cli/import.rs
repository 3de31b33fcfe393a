//! `duban import`: what other programs wrote, taken in.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::command::Refusal;
use super::house;
use crate::documents::encoding::decode;
use crate::domain::{Actor, CalendarEntry, DayKind, calendar_entries};
use crate::services::{Error, working_calendar};

/// What `duban import` can take in.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Holidays, make-up days, vacations and terms, from .ics or .csv
    Calendar {
        /// The file
        file: PathBuf,
        /// Only print what it holds
        #[arg(long)]
        dry_run: bool,
        /// What an entry is that does not say so: holiday, `working_day`, vacation or term
        #[arg(long, default_value = "holiday")]
        kind: DayKind,
    },
}

impl Import {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let Self::Calendar { file, dry_run, kind } = self;
        let said =
            |error: &dyn std::fmt::Display| Refusal::new(format!("{}: {error}", file.display()));
        let bytes = std::fs::read(file).map_err(|error| said(&error))?;
        let text = decode(&bytes).map_err(|error| said(&error))?;
        let mut entries = calendar_entries(&text, *kind).map_err(|error| said(&error))?;
        if entries.is_empty() {
            return Err(said(&"there are no days in this file"));
        }
        if !dry_run {
            let app = house::open(config)?;
            entries = app
                .act_now(Actor::operator(), |act| working_calendar::add_all(act, entries))
                .map_err(|error: Error| said(&error))?;
        }
        for CalendarEntry { kind, name, from, to, .. } in &entries {
            writeln!(io::stdout(), "{from}\t{to}\t{kind}\t{name}").map_err(Refusal::new)?;
        }
        Ok(())
    }
}
