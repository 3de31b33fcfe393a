//! From a file to what becomes of it.

use super::{Choices, Outcome, What, departments, ledger, people};
use crate::app::{Act, App};
use crate::documents;
use crate::domain::import::{Field, Kind, NotATable, Table, find_table};
use crate::domain::{LedgerColumn, Named as _};
use crate::i18n::Lang;
use crate::persistence::{self, imports};
use crate::services::Error;

/// A table, and what to do with it.
#[derive(Debug, Clone)]
pub struct Source {
    /// What it is.
    pub kind: Kind,
    /// Its heading and rows.
    pub table: Table,
}

/// Reads a file, in a process of its own, and finds its table. Blocks.
///
/// # Errors
/// Why there is none, with the cell where there is one; outside, where the reader does not start.
pub fn read(app: &App, kind: Kind, bytes: &[u8]) -> Result<Result<Source, NotATable>, Error> {
    let grids = match app.reader.read_table(bytes).map_err(documents::Error::NotStarted)? {
        Ok(grids) => grids,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut first = None;
    for grid in grids.into_iter().filter(|grid| !grid.rows.is_empty()) {
        match find_table(kind, grid) {
            Ok(table) => return Ok(Ok(Source { kind, table: own(kind, table) })),
            Err(refused) => first = first.or(Some(refused)),
        }
    }
    Ok(Err(first.unwrap_or(NotATable::File(crate::domain::NotRead::Empty))))
}

/// The columns of a ledger that we wrote ourselves are known, not guessed.
fn own(kind: Kind, mut table: Table) -> Table {
    let bears = |column: LedgerColumn| {
        table
            .headings
            .iter()
            .any(|heading| Lang::ALL.iter().any(|lang| lang.ledger_column(column) == heading))
    };
    if kind != Kind::Ledger || !bears(LedgerColumn::Id) {
        return table;
    }
    let column = |heading: &String| {
        LedgerColumn::ALL
            .iter()
            .copied()
            .find(|column| Lang::ALL.iter().any(|lang| lang.ledger_column(*column) == heading))
    };
    table.guessed = table.headings.iter().map(|heading| column(heading).and_then(field)).collect();
    table
}

/// What a column of our own ledger becomes; `None` for what is only shown.
fn field(column: LedgerColumn) -> Option<Field> {
    Some(match column {
        LedgerColumn::Number => Field::Number,
        LedgerColumn::Title => Field::Title,
        LedgerColumn::Requirement => Field::Requirement,
        LedgerColumn::Lead => Field::Lead,
        LedgerColumn::Supporters => Field::Supporters,
        LedgerColumn::Handler => Field::Handler,
        LedgerColumn::Leader => Field::Leader,
        LedgerColumn::Follower => Field::Follower,
        LedgerColumn::Urgency => Field::Urgency,
        LedgerColumn::Cadence => Field::Cadence,
        LedgerColumn::LongTerm => Field::LongTerm,
        LedgerColumn::EvidenceRequired => Field::Evidence,
        LedgerColumn::OriginalDueOn => Field::OriginalDue,
        LedgerColumn::DueOn => Field::Due,
        LedgerColumn::IssuedOn => Field::IssuedOn,
        LedgerColumn::ClosedOn => Field::ClosedOn,
        LedgerColumn::State => Field::State,
        LedgerColumn::Percent => Field::Percent,
        LedgerColumn::Latest => Field::Progress,
        LedgerColumn::Problem => Field::Problem,
        LedgerColumn::Meeting => Field::Meeting,
        LedgerColumn::Programme => Field::Programme,
        LedgerColumn::Id => Field::Id,
        LedgerColumn::Version => Field::Version,
        LedgerColumn::Responsible
        | LedgerColumn::BaselineDueOn
        | LedgerColumn::Light
        | LedgerColumn::Flags
        | LedgerColumn::ReportedOn
        | LedgerColumn::Outlook
        | LedgerColumn::Next
        | LedgerColumn::Extensions
        | LedgerColumn::OpenRequest
        | LedgerColumn::Source
        | LedgerColumn::Body
        | LedgerColumn::HeldOn
        | LedgerColumn::Quote
        | LedgerColumn::Parent => return None,
    })
}

/// What the columns of a table become: as chosen, as remembered, or as guessed.
fn columns(
    act: &mut Act<'_>,
    source: &Source,
    choices: &Choices,
) -> Result<Vec<Option<Field>>, Error> {
    let fits = |columns: &Vec<Option<Field>>| {
        let needed = columns.contains(&Some(source.kind.needs()));
        needed && columns.len() == source.table.headings.len()
    };
    if fits(&choices.columns) {
        return Ok(choices.columns.clone());
    }
    let remembered = imports::mapping(act.conn, &shape(source))?;
    let remembered = remembered.and_then(|text| serde_json::from_str(&text).ok()).filter(fits);
    Ok(remembered.unwrap_or_else(|| source.table.guessed.clone()))
}

fn shape(source: &Source) -> String {
    crate::domain::digest_of(source.table.shape(source.kind).as_bytes())
}

enum Halt {
    /// It was only looked at: everything is taken back.
    Looked(Box<Outcome>),
    Failed(Error),
}

impl From<persistence::Error> for Halt {
    fn from(error: persistence::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Takes a table in, all of it or nothing. Without `keep`, with something wrong in it, or where
/// what would become of it is not what was `seen`, everything is taken back: what is given then
/// says what would have become of it.
pub fn run(
    act: &mut Act<'_>,
    source: &Source,
    choices: &Choices,
    lang: Lang,
    keep: Option<Option<&str>>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Outcome, Error> {
    if !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    let columns = columns(act, source, choices)?;
    let outcome = act.attempt(true, |act| {
        let table = &source.table;
        let rows = match source.kind {
            Kind::Ledger => ledger::run(act, table, &columns, choices, lang, progress),
            Kind::People => people::run(act, table, &columns, choices, lang, progress),
            Kind::Departments => departments::run(act, table, &columns, choices, lang, progress),
        };
        let rows = rows.map_err(Halt::Failed)?;
        let mut outcome =
            Outcome { kind: source.kind, columns: columns.clone(), rows, kept: false };
        let whole = outcome.count(What::Wrong) == 0 || choices.without_wrong;
        match keep {
            Some(seen) if whole && seen.is_none_or(|seen| seen == outcome.digest()) => {
                let columns = serde_json::to_string(&columns).unwrap_or_default();
                imports::remember(act.conn, &shape(source), &columns, act.now)?;
                outcome.kept = true;
                Ok(outcome)
            }
            _ => Err(Halt::Looked(Box::new(outcome))),
        }
    });
    match outcome {
        Ok(outcome) => Ok(outcome),
        Err(Halt::Looked(outcome)) => Ok(*outcome),
        Err(Halt::Failed(error)) => Err(error),
    }
}
