//! `duban extract`: the directives of a text, without any database.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

use chrono::NaiveDate;
use clap::Args;

use super::command::{Format, Refusal};
use crate::domain::DepartmentId;
use crate::domain::day_from;
use crate::domain::extraction::{self, Candidate, OwnerRole, Roster};

/// What `duban extract` takes.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// The minutes, or `-` for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// The day of the meeting, from which relative dates count (default: as the text names it)
    #[arg(long, value_name = "DATE", value_parser = day_from)]
    held_on: Option<NaiveDate>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Departments to recognise: CSV with the columns `name`, `name_en` and `aliases` (parted by ; or 、)
    #[arg(long, value_name = "FILE.csv")]
    departments: Option<PathBuf>,
}

impl Extract {
    /// Prints the directives of the text.
    pub(super) fn run(&self) -> Result<(), Refusal> {
        let roster = match &self.departments {
            Some(file) => roster(file, &read(file)?)?,
            None => Roster::default(),
        };
        let text = read(&self.file)?;
        let found = extraction::extract(&text, self.held_on, &roster);
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

/// The text of `file`, or of standard input.
fn read(file: &Path) -> Result<String, Refusal> {
    let name = file.display();
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    let bytes = bytes.map_err(|error| Refusal::new(format!("`{name}` cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Refusal::new(format!("`{name}` is not UTF-8 text: byte {at} belongs to no character"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
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
        let cue = &candidate.cue.text;
        let _ = writeln!(page, "   found by “{cue}”, {:.0} %\n", candidate.confidence * 100.0);
    }
    if page.is_empty() { "no directives found".to_owned() } else { page }
}

/// The departments of a CSV file, numbered by their row.
fn roster(file: &Path, text: &str) -> Result<Roster, Refusal> {
    let mut rows = rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let column = |names: &[&str]| {
        header.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()))
    };
    let Some(name) = column(&["name", "名称", "部门", "部门名称", "单位"]) else {
        let file = file.display();
        return Err(Refusal::new(format!("`{file}`: row 1 has no column `name`")));
    };
    let others = [column(&["name_en", "英文名称"]), column(&["aliases", "别名", "简称"])];
    let mut roster = Roster::default();
    for (id, row) in (1..).zip(rows) {
        let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
        let names =
            others.into_iter().flatten().flat_map(|at| cell(at).split([';', '；', '、', '|']));
        roster.add_department(DepartmentId(id), std::iter::once(cell(name)).chain(names));
    }
    Ok(roster)
}

/// The cells of a CSV file; a quoted cell may hold commas, line ends and doubled quotes.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let Some(row) = rows.last_mut() else { break };
        match (sign, row.last_mut()) {
            ('"', Some(cell)) if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => row.push(String::new()),
            ('\n', _) if !quoted => rows.push(vec![String::new()]),
            ('\r', _) if !quoted => {}
            (sign, Some(cell)) => cell.push(sign),
            (_, None) => {}
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_is_read_with_quotes_and_aliases() {
        let csv = "\"name\",name_en,aliases\r\n教务处,\"Academic Affairs, Office of\",教务;Teaching\r\n人事处,,\r\n";
        let roster =
            roster(Path::new("d.csv"), csv).map_err(|refusal| refusal.to_string()).unwrap();
        assert_eq!(roster.find("teaching").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("Academic Affairs, Office of").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("人事处").department_id, Some(DepartmentId(2)));
    }

    #[test]
    fn a_roster_without_names_is_refused() {
        let refused = roster(Path::new("d.csv"), "id\n4\n").unwrap_err();
        assert_eq!(refused.to_string(), "`d.csv`: row 1 has no column `name`");
    }
}
