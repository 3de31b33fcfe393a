//! The heaps of the desk, counted; those of tasks with the list of the very same tasks.

use crate::domain::{Flag, TaskFilter, TaskId};
use crate::pages::Figure;

/// The most tasks that an address names.
const NAMED: usize = 1_000;

/// A heap in the index.
pub struct Heap {
    /// Where it stands on the page.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How much waits in it.
    pub count: usize,
    /// The same in the ledger, where what waits are tasks.
    pub figure: Option<Figure>,
}

impl Heap {
    /// A heap of so many.
    pub fn new(id: &'static str, label: &'static str, count: usize) -> Self {
        Self { id, label, count, figure: None }
    }

    /// A heap of tasks: what `filter` lists.
    pub fn listed(self, filter: &TaskFilter) -> Self {
        let count = i64::try_from(self.count).unwrap_or(i64::MAX);
        Self { figure: Some(Figure::new(count, filter)), ..self }
    }

    /// A heap of the very tasks that are named; more than an address can name have no list.
    pub fn named(self, ids: impl Iterator<Item = TaskId>) -> Self {
        let ids: Vec<TaskId> = ids.collect();
        if ids.is_empty() || ids.len() > NAMED {
            self
        } else {
            self.listed(&TaskFilter { ids, ..TaskFilter::default() })
        }
    }
}

/// What is overdue and not explained.
pub fn silent() -> TaskFilter {
    TaskFilter { flag: Some(Flag::Unexplained), counted: true, ..TaskFilter::default() }
}
