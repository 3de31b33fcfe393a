//! The command line as clap sees it, and the way from a command to its function.

use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use super::audit::Audit;
use super::backup::{Backup, Restore};
use super::demo::Demo;
use super::export::Export;
use super::extract::Extract;
use super::import::Import;
use super::migrate::Migrate;
use super::person::Person;
use super::remind::Remind;
use super::token::Token;
use super::when::When;
use super::{check, mail_in, openapi, serve};
use crate::documents;

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
enum Command {
    /// Serve the pages and the API (the same as no command)
    Serve,
    /// Serve a throw-away database with a year of plausible history
    Demo(Demo),
    /// Print the directives of a text; touches no database
    Extract(Extract),
    /// Print the deadline that a phrase means
    When(When),
    /// People with an account
    #[command(subcommand)]
    Person(Person),
    /// Tokens with which programs use the API
    #[command(subcommand)]
    Token(Token),
    /// Take in what other programs wrote
    #[command(subcommand)]
    Import(Import),
    /// Write out what is kept here, for other programs and for the shelf
    #[command(subcommand)]
    Export(Export),
    /// Write everything that is kept into one archive, while the house goes on
    Backup(Backup),
    /// Put back what a backup holds, into an empty database of either kind
    Restore(Restore),
    /// Send the reminders of today, or print those of some days
    Remind(Remind),
    /// Take one message from stdin, for a mail server's pipe: an answer becomes a report
    MailIn,
    /// Bring the schema up to date
    Migrate(Migrate),
    /// Every task's history
    #[command(subcommand)]
    Audit(Audit),
    /// Say whether the house could open as it is configured
    Check,
    /// Print the description of the API
    Openapi,
    /// Read the document on standard input; the server starts this for every document
    #[command(hide = true)]
    ReadDocument,
}

/// How a command prints its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Why a command did not do what was asked: one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refusal(String);

impl Refusal {
    /// A refusal that says `reason`.
    pub(super) fn new(reason: impl Display) -> Self {
        Self(reason.to_string())
    }
}

/// Runs what the arguments ask for: exit 0 done, 1 refused with one line on stderr, 2 usage.
pub fn run() -> ExitCode {
    let line = CommandLine::parse();
    let outcome = match line.command {
        None | Some(Command::Serve) => serve::run(line.config.as_deref()),
        Some(Command::Demo(demo)) => demo.run(),
        Some(Command::Extract(extract)) => extract.run(line.config.as_deref()),
        Some(Command::When(when)) => when.run(),
        Some(Command::Person(person)) => person.run(line.config.as_deref()),
        Some(Command::Token(token)) => token.run(line.config.as_deref()),
        Some(Command::MailIn) => mail_in::run(line.config.as_deref()),
        Some(Command::Export(export)) => export.run(line.config.as_deref()),
        Some(Command::Import(import)) => import.run(line.config.as_deref()),
        Some(Command::Backup(backup)) => backup.run(line.config.as_deref()),
        Some(Command::Restore(restore)) => restore.run(line.config.as_deref()),
        Some(Command::Remind(remind)) => remind.run(line.config.as_deref()),
        Some(Command::Migrate(migrate)) => migrate.run(line.config.as_deref()),
        Some(Command::Audit(audit)) => audit.run(line.config.as_deref()),
        Some(Command::Check) => check::run(line.config.as_deref()),
        Some(Command::Openapi) => openapi::run(),
        Some(Command::ReadDocument) => documents::answer().map_err(Refusal::new),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            eprintln!("duban: {refusal}");
            ExitCode::FAILURE
        }
    }
}
