//! `duban extract`: the directives of a text, without any database.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

use chrono::NaiveDate;
use clap::Args;

use super::command::{Format, Refusal};
use super::roster_file;
use crate::documents::{Limits, Reader};
use crate::domain::day_from;
use crate::domain::extraction::{self, Candidate, OwnerRole, Roster, Rule};
use crate::i18n::Lang;
use crate::model::Model;
use crate::settings::{self, BadSettings};

/// The most bytes that are read; nobody but who runs the command waits for them.
const LARGEST: usize = 200 << 20;

/// What `duban extract` takes.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// The minutes (.docx, .pdf, .html, .eml, .md, .txt), or `-` for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// The day of the meeting, from which relative dates count (default: as the text names it)
    #[arg(long, value_name = "DATE", value_parser = day_from)]
    held_on: Option<NaiveDate>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Departments to recognise: CSV with a column `name`, and where wanted `name_en`, `aliases`
    /// (parted by ; or 、), `parent` (a name), `head` (a person), `id`, `active`
    #[arg(long, value_name = "FILE.csv")]
    departments: Option<PathBuf>,
}

impl Extract {
    /// Prints the directives of the text.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let model = model(config)?;
        let roster = match &self.departments {
            Some(file) => roster_file::roster(file, &read(file)?)?,
            None => Roster::default(),
        };
        let text = read(&self.file)?;
        let reading = model.map(|model| model.read(&text, false));
        if let Some(note) = reading.as_ref().and_then(|read| Lang::En.model_note(&read.note)) {
            writeln!(io::stderr(), "duban: {note}").map_err(Refusal::new)?;
        }
        let proposed = reading.map(|reading| reading.proposed).unwrap_or_default();
        let found = extraction::extract_with(&text, self.held_on, &roster, &proposed);
        let printed = match self.format {
            Format::Json => {
                serde_json::to_string_pretty(&serde_json::json!({ "directives": found }))
                    .map_err(Refusal::new)?
            }
            Format::Text => listing(&found),
        };
        writeln!(io::stdout(), "{}", printed.trim_end()).map_err(Refusal::new)
    }
}

/// The language model that the settings name. Nothing else of them matters here, and a file that
/// nobody named and that cannot be read is passed over.
fn model(config: Option<&Path>) -> Result<Option<Model>, Refusal> {
    match settings::load_extraction(config) {
        Ok(extraction) => Model::open(&extraction.model).map_err(Refusal::new),
        Err(error @ BadSettings::File { .. }) if config.is_none() => {
            writeln!(io::stderr(), "duban: {error}; no language model is asked")
                .map_err(Refusal::new)?;
            Ok(None)
        }
        Err(error) => Err(Refusal::new(error)),
    }
}

/// The text of a file of any kind that can be read, or of standard input.
pub(super) fn read(file: &Path) -> Result<String, Refusal> {
    let name = file.display();
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    let bytes = bytes.map_err(|error| Refusal::new(format!("`{name}` cannot be read: {error}")))?;
    let limits = Limits { file: LARGEST, text: LARGEST, ..Limits::default() };
    let document = Reader::new(limits).read(&bytes, &name.to_string());
    let document = document.map_err(|error| Refusal::new(format!("`{name}`: {error}")))?;
    for left_out in &document.left_out {
        eprintln!("duban: `{name}`: left out, for it cannot be read: {left_out}");
    }
    Ok(document.text)
}

/// The directives for the eye.
fn listing(found: &[Candidate]) -> String {
    let mut page = String::new();
    for (number, candidate) in (1..).zip(found) {
        let _ = writeln!(page, "{number}. {}", candidate.title);
        let _ = writeln!(
            page,
            "   “{}”",
            candidate.quote.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        for owner in &candidate.owners {
            let share = if owner.role == OwnerRole::Lead { "lead" } else { "support" };
            let _ = writeln!(page, "   {share}: {}", owner.text);
        }
        if let Some(deadline) = &candidate.deadline {
            let day =
                deadline.due_on.map_or_else(|| "no date follows".to_owned(), |day| day.to_string());
            let _ = writeln!(page, "   due: {} ({day})", deadline.text);
        }
        let found = match candidate.cue.rule {
            Rule::Model => "proposed by the language model".to_owned(),
            _ => format!("found by “{}”", candidate.cue.text),
        };
        let _ = writeln!(page, "   {found}, {:.0} %\n", candidate.confidence * 100.0);
    }
    if page.is_empty() { "no directives found".to_owned() } else { page }
}
