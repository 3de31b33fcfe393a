//! `duban export`: what is kept here, written out.

mod filter;
mod ledger;

use std::path::Path;

use clap::Subcommand;

use super::command::Refusal;
use ledger::LedgerOut;

/// What `duban export` can write out.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// The ledger: a row a task, as a spreadsheet, as CSV, or as the API shows the tasks
    Ledger(Box<LedgerOut>),
}

impl Export {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        match self {
            Self::Ledger(ledger) => ledger.run(config),
        }
    }
}
