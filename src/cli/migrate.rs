//! `duban migrate`: brings the schema up to date, or says whether it is.

use std::io::{self, Write as _};
use std::path::Path;

use clap::Args;

use super::command::Refusal;
use crate::persistence::{self, Conn};
use crate::settings;

/// What `duban migrate` takes.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// Only say which migrations have been run
    #[arg(long)]
    status: bool,
}

impl Migrate {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let settings = settings::load(config).map_err(Refusal::new)?;
        let mut conn = Conn::open(&settings.database.url)
            .map_err(|error| Refusal::new(format!("`database.url`: {error}")))?;
        let said = if self.status { status(&mut conn)? } else { migrate(&mut conn)? };
        writeln!(io::stdout(), "{}", said.join("\n")).map_err(Refusal::new)
    }
}

fn status(conn: &mut Conn) -> Result<Vec<String>, Refusal> {
    let all = persistence::status(conn).map_err(Refusal::new)?;
    let line = |one: persistence::MigrationStatus| {
        let state = if one.applied { "run    " } else { "pending" };
        format!("{state} {}", one.name)
    };
    Ok(all.into_iter().map(line).collect())
}

fn migrate(conn: &mut Conn) -> Result<Vec<String>, Refusal> {
    let run = persistence::migrate(conn).map_err(Refusal::new)?;
    if run.is_empty() {
        return Ok(vec!["the schema is up to date".to_owned()]);
    }
    Ok(run.into_iter().map(|name| format!("run {name}")).collect())
}
