//! Tables of others taken in: a ledger, people, departments. Looked at first, row by row, by doing
//! it and taking it back; then all of it, or nothing.

mod choices;
mod departments;
mod existing;
mod ledger;
mod names;
mod outcome;
mod past;
mod people;
mod place;
mod run;
mod task_row;
mod upload;

pub use choices::{Answer, Choices};
pub use outcome::{Change, Outcome, RowOutcome, What, Wrong};
pub use run::{Source, read, run};
pub use upload::{Upload, apply, bring, choose, find};
