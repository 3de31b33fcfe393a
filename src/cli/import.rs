//! `duban import`: what an office has already, taken in.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::command::Refusal;
use super::house;
use crate::documents::encoding::decode;
use crate::domain::extraction::held_on_in;
use crate::domain::import::Kind;
use crate::domain::{Actor, CalendarEntry, DayKind, calendar_entries, day_from};
use crate::i18n::Lang;
use crate::persistence::bodies;
use crate::services::import::{self, Choices, Outcome, RowOutcome, What};
use crate::services::intake::{self, MeetingInput};
use crate::services::{Error, working_calendar};

/// What `duban import` can take in.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// People, from .xlsx or .csv: known by e-mail or employee number, else by name
    People(Table),
    /// Departments, from .xlsx or .csv
    Departments(Table),
    /// A ledger, from .xlsx or .csv: any office's own, or ours, brought back
    Ledger {
        #[command(flatten)]
        table: Table,
        /// Take states and past dates as they are; without it new rows become drafts
        #[arg(long)]
        initial: bool,
    },
    /// Minutes, from .txt .md .html .docx .pdf .eml: filed as a meeting, with its directives found
    Minutes {
        /// The file
        file: PathBuf,
        /// The day of the meeting (default: as the minutes say)
        #[arg(long, value_name = "DATE", value_parser = day_from)]
        held_on: Option<NaiveDate>,
        /// What the meeting is called (default: the name of the file)
        #[arg(long)]
        title: Option<String>,
        /// The body that sat, by its name
        #[arg(long)]
        body: Option<String>,
        /// Only parties and named readers see it
        #[arg(long)]
        confidential: bool,
        /// Only print what would be found
        #[arg(long)]
        dry_run: bool,
        /// The language of what is printed: en or zh-CN
        #[arg(long)]
        lang: Option<Lang>,
    },
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
        /// The language of what is said where the file is refused: en or zh-CN
        #[arg(long)]
        lang: Option<Lang>,
    },
}

/// What every table takes.
#[derive(Debug, Args)]
pub(super) struct Table {
    /// The file
    file: PathBuf,
    /// Only print what would become of every row
    #[arg(long)]
    dry_run: bool,
    /// The language of what is printed: en or zh-CN (default: the organisation's)
    #[arg(long)]
    lang: Option<Lang>,
    /// Make departments that nobody knows
    #[arg(long)]
    create_departments: bool,
    /// Leave cells empty that name people whom nobody knows
    #[arg(long)]
    leave_unknown: bool,
}

impl Import {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        match self {
            Self::People(table) => table.run(config, Kind::People, false),
            Self::Departments(table) => table.run(config, Kind::Departments, false),
            Self::Ledger { table, initial } => table.run(config, Kind::Ledger, *initial),
            Self::Minutes { file, held_on, title, body, confidential, dry_run, lang } => {
                let app = house::open(config)?;
                let lang = lang.unwrap_or(app.house().lang);
                let refused = |what: &dyn std::fmt::Display| at(file, what);
                let bytes = read(file)?;
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let document = app.reader.read(&bytes, &name).map_err(|error| match error {
                    crate::documents::Error::NotRead(why) => refused(&lang.not_read(&why)),
                    other @ crate::documents::Error::NotStarted(_) => refused(&other),
                })?;
                let held_on = held_on.or_else(|| held_on_in(&document.text));
                let held_on = held_on.ok_or_else(|| refused(&lang.intake_held_on_missing()))?;
                let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let filed = app.act_now(Actor::operator(), |act| {
                    let body = body.as_ref().map(|name| bodies::find_by_name(act.conn, name));
                    let body = match body.transpose()? {
                        Some(None) => {
                            return Err(Error::invalid("body", crate::domain::Fault::NoSuch));
                        }
                        found => found.flatten(),
                    };
                    let input = MeetingInput {
                        title: title.clone().unwrap_or(stem),
                        body_id: body.map(|body| body.id),
                        held_on,
                        chair: None,
                        source: crate::domain::Source::Meeting,
                        confidential: *confidential,
                        reader_ids: BTreeSet::new(),
                    };
                    act.attempt(!dry_run, |act| {
                        let meeting = intake::file(act, &input, &document.text)?;
                        let found =
                            crate::persistence::directives::of_meeting(act.conn, meeting.id)?;
                        Ok::<_, Error>((meeting, found))
                    })
                });
                let (meeting, found) = filed.map_err(|error| refused(&error))?;
                for directive in &found {
                    writeln!(io::stdout(), "{}\t{}", directive.title, directive.quote)
                        .map_err(Refusal::new)?;
                }
                let id =
                    if *dry_run { String::new() } else { format!("/meetings/{}\t", meeting.id) };
                writeln!(io::stdout(), "{id}{held_on}\t{}\t{}", meeting.title, found.len())
                    .map_err(Refusal::new)
            }
            Self::Calendar { file, dry_run, kind, lang } => {
                calendar(config, file, *dry_run, *kind, *lang)
            }
        }
    }
}

fn at(file: &Path, what: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(format!("{}: {what}", file.display()))
}

fn read(file: &Path) -> Result<Vec<u8>, Refusal> {
    fs::read(file).map_err(|error| at(file, &error))
}

fn calendar(
    config: Option<&Path>,
    file: &Path,
    dry_run: bool,
    kind: DayKind,
    lang: Option<Lang>,
) -> Result<(), Refusal> {
    let bytes = read(file)?;
    let text = decode(&bytes).map_err(|refused| match lang {
        Some(lang) => at(file, &lang.not_read(&refused)),
        None => at(file, &refused),
    })?;
    let mut entries = calendar_entries(&text, kind).map_err(|bad| match lang {
        Some(lang) => at(file, &lang.calendar_line_wrong(bad.line, &bad.text)),
        None => at(file, &bad),
    })?;
    if entries.is_empty() {
        let plain = "there are no days in this file";
        return Err(at(file, &lang.map_or(plain, Lang::calendar_no_entries)));
    }
    if !dry_run {
        let app = house::open(config)?;
        entries = app
            .act_now(Actor::operator(), |act| working_calendar::add_all(act, entries))
            .map_err(|error: Error| at(file, &error))?;
    }
    for CalendarEntry { kind, name, from, to, .. } in &entries {
        writeln!(io::stdout(), "{from}\t{to}\t{kind}\t{name}").map_err(Refusal::new)?;
    }
    Ok(())
}

impl Table {
    fn run(&self, config: Option<&Path>, kind: Kind, initial: bool) -> Result<(), Refusal> {
        let file = &self.file;
        let app = house::open(config)?;
        let lang = self.lang.unwrap_or(app.house().lang);
        let bytes = read(file)?;
        let source = import::read(&app, kind, &bytes)
            .map_err(|error| at(file, &error))?
            .map_err(|refused| at(file, &lang.not_a_table(&refused)))?;
        let choices = Choices {
            initial,
            create_departments: self.create_departments,
            leave_unknown: self.leave_unknown,
            ..Choices::default()
        };
        let keep = (!self.dry_run).then_some(None);
        let terminal = io::stderr().is_terminal();
        let mut progress = |done: usize, all: usize| {
            if done.is_multiple_of(500) || terminal && done == all && all > 500 {
                // Whether anybody reads it makes no difference to the work.
                let _unheard = writeln!(io::stderr(), "{}", lang.import_progress(done, all));
            }
        };
        let outcome = app
            .act_now(Actor::operator(), |act| {
                import::run(act, &source, &choices, lang, keep, &mut progress)
            })
            .map_err(|error| at(file, &error))?;
        print(lang, &outcome).map_err(Refusal::new)?;
        let wrong = outcome.count(What::Wrong);
        match outcome.wrong().next() {
            Some(first) => {
                let what = lang.trouble(&first.trouble);
                Err(at(file, &lang.import_cli_wrong(&first.place, what, wrong)))
            }
            None => Ok(()),
        }
    }
}

/// A line a row that is not as it was, then the counts.
fn print(lang: Lang, outcome: &Outcome) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for row in outcome.rows.iter().filter(|row| row.what != What::Same) {
        writeln!(out, "{}", line(lang, row))?;
    }
    let counts = lang.import_cli_counts(
        outcome.count(What::New),
        outcome.count(What::Changed),
        outcome.count(What::Same),
    );
    let dry = if outcome.kept { "" } else { lang.import_cli_dry() };
    writeln!(out, "{}", format!("{counts} {dry}").trim_end())
}

fn line(lang: Lang, row: &RowOutcome) -> String {
    let what = match row.what {
        What::New => lang.import_what_new(),
        What::Changed => lang.import_what_changed(),
        What::Same => lang.import_what_same(),
        What::Wrong => lang.import_what_wrong(),
    };
    let nothing = |text: &str| {
        if text.is_empty() { lang.import_empty_value().to_owned() } else { text.replace('\n', " ") }
    };
    let changes = row.changes.iter().map(|change| {
        let field = lang.import_field(change.field);
        lang.import_change_line(field, nothing(&change.old), nothing(&change.new))
    });
    let wrong = row.wrong.iter().map(|one| format!("{} {}", one.place, lang.trouble(&one.trouble)));
    let notes = row.notes.iter().map(|note| lang.import_note(note));
    let said: Vec<String> = match row.what {
        What::Wrong => wrong.collect(),
        _ => changes.chain(notes).collect(),
    };
    format!("{}\t{what}\t{}\t{}", row.row, row.title, said.join("; "))
}
