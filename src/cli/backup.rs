//! `duban backup` and `duban restore`.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::command::Refusal;
use super::outgoing::Outgoing;
use crate::app::open_store;
use crate::domain::{Clock as _, SystemClock};
use crate::persistence::Db;
use crate::services::backup::{self, Manifest};
use crate::settings;
use crate::store::Store;

/// What `duban backup` takes.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// Where it goes: one archive
    file: PathBuf,
}

/// What `duban restore` takes.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// What `duban backup` wrote
    file: PathBuf,
}

impl Backup {
    /// Does what was asked. The schema stays as it is: a backup is made before an upgrade.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let (db, store) = open(config)?;
        let outgoing = Outgoing::begin(&self.file)?;
        let at = SystemClock.now().and_utc();
        let written =
            backup::write(&db, &store, at, outgoing.file(), tell).map_err(Refusal::new)?;
        outgoing.keep()?;
        say("written", &written)
    }
}

impl Restore {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let said = |error: &dyn std::fmt::Display| {
            Refusal::new(format!("{}: {error}", self.file.display()))
        };
        let file = File::open(&self.file).map_err(|error| said(&error))?;
        let (db, store) = open(config)?;
        let restored = db.direct(|conn| backup::restore(conn, &store, file, tell));
        say("restored", &restored.map_err(|error| said(&error))?)
    }
}

fn open(config: Option<&Path>) -> Result<(Db, Store), Refusal> {
    let settings = settings::load(config).map_err(Refusal::new)?;
    let db = Db::open(&settings.database.url)
        .map_err(|error| Refusal::new(format!("`database.url`: {error}")))?;
    let store = open_store(&settings, &db).map_err(Refusal::new)?;
    Ok((db, store))
}

fn tell(what: &str) {
    // Nobody may be listening any more; the work goes on.
    let _ = writeln!(io::stderr(), "{what}");
}

fn say(done: &str, manifest: &Manifest) -> Result<(), Refusal> {
    let (rows, files) = (manifest.rows(), manifest.files());
    writeln!(io::stdout(), "{rows} rows, {files} files {done}\n{}", manifest.digest)
        .map_err(Refusal::new)
}
