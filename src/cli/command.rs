//! The command line as clap sees it, and the way from a command to its function.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Supervise to completion: the directives of a meeting as tasks with a department and a date.
#[derive(Debug, Parser)]
#[command(name = "duban", version)]
struct CommandLine {
    /// The configuration file (default: `config/duban.toml` where there is one)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What duban can be asked to do.
#[derive(Debug, Subcommand)]
enum Command {}

/// Runs what the arguments ask for: exit 0 done, 1 refused with one line on stderr, 2 usage.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    match line.command {
        None => ExitCode::SUCCESS,
        Some(command) => match command {},
    }
}
