//! `duban audit verify`: whether every history is as it was written.

use std::io::{self, Write as _};
use std::path::Path;

use clap::Subcommand;

use super::command::Refusal;
use super::house;
use crate::services::{Error, audit};

/// What `duban audit` can do.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Walk through every task's history and every file, and print one digest, to be kept elsewhere
    Verify,
}

impl Audit {
    /// Does what was asked; whatever was tampered with is a refusal.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let Self::Verify = self;
        let app = house::open(config)?;
        let refuse = |error: Error| Refusal::new(error);
        let mut verdict = app.db.read(audit::verify).map_err(refuse)?;
        verdict.findings.extend(audit::verify_files(&app).map_err(refuse)?);
        if !verdict.findings.is_empty() {
            let found: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
            return Err(Refusal::new(format!("not as it was written: {}", found.join("; "))));
        }
        let audit::Verdict { tasks, events, digest, .. } = verdict;
        writeln!(io::stdout(), "{tasks} tasks, {events} events: as they were written\n{digest}")
            .map_err(Refusal::new)
    }
}
