//! What becomes of a table, row by row.

use crate::domain::import::{Field, Kind, Note, Trouble};
use crate::domain::{TaskId, digest_of};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is written down.
    New,
    /// What it names is changed.
    Changed,
    /// Nothing is to be done.
    Same,
    /// It cannot be taken in.
    Wrong,
}

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub field: Field,
    /// What stood there, in words.
    pub old: String,
    /// What will.
    pub new: String,
}

/// Something that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The cell: `Sheet1!D7`.
    pub place: String,
    /// Its column's field, where it has one.
    pub field: Option<Field>,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What becomes of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// Its number on the sheet.
    pub row: u32,
    /// What becomes of it.
    pub what: What,
    /// What it is called: a title, a name.
    pub title: String,
    /// Its lead department, a person's department, a department's parent.
    pub beside: String,
    /// When it is due, a person's address.
    pub due: String,
    /// The task that it names.
    pub task: Option<(TaskId, Option<String>)>,
    /// What changes.
    pub changes: Vec<Change>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// What was decided for it.
    pub notes: Vec<Note>,
}

impl RowOutcome {
    /// A row of which nothing is known yet.
    pub(super) fn of(row: u32) -> Self {
        Self {
            row,
            what: What::Same,
            title: String::new(),
            beside: String::new(),
            due: String::new(),
            task: None,
            changes: Vec::new(),
            wrong: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// What becomes of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What it is.
    pub kind: Kind,
    /// What its columns became.
    pub columns: Vec<Option<Field>>,
    /// Its rows, in order.
    pub rows: Vec<RowOutcome>,
    /// Whether it was kept, and not only looked at.
    pub kept: bool,
}

impl Outcome {
    /// How many rows come to `what`.
    pub fn count(&self, what: What) -> usize {
        self.rows.iter().filter(|row| row.what == what).count()
    }

    /// How many rows would be taken in.
    pub fn ready(&self) -> usize {
        self.count(What::New) + self.count(What::Changed)
    }

    /// What is wrong with the table, the first place first.
    pub fn wrong(&self) -> impl Iterator<Item = &Wrong> {
        self.rows.iter().flat_map(|row| &row.wrong)
    }

    /// Stands for everything that was shown: what is kept later must come to the same.
    pub fn digest(&self) -> String {
        digest_of(format!("{:?}", (self.kind, &self.columns, &self.rows)).as_bytes())
    }
}
