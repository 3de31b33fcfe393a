//! What is wrong with a cell, and what is only worth knowing.

use chrono::NaiveDate;

use super::Field;
use crate::domain::Fault;

/// Why a row cannot be taken in as it stands. Said in the reader's language by `Lang::trouble`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The sheet shows an error, such as `#REF!`, or a formula that nobody worked out.
    ErrorCell(String),
    /// Not a day of the calendar.
    NotADate(String),
    /// A number that may be two days: 6.3 is the third or the thirtieth.
    AmbiguousDate(String),
    /// Not a number from 0 to 100.
    NotAPercent(String),
    /// A word that names none of the things that may stand there.
    NotAWord(String),
    /// Nobody bears that name.
    UnknownDepartment(String),
    /// It is no longer in use.
    InactiveDepartment(String),
    /// A word for many, where one must lead.
    ManyLead(String),
    /// Nobody bears that name.
    UnknownPerson(String),
    /// Several do.
    SeveralPeople(String),
    /// They cannot be assigned anything.
    InactivePerson(String),
    /// There is no task with that id, or none with that number.
    NoSuchTask(String),
    /// The task was changed since the row was exported.
    Stale,
    /// The same stands in an earlier row.
    Repeats(u32),
    /// A number that cannot be given.
    NumberTaken(String),
    /// What the same use case refuses on a page.
    Fault(Fault),
    /// Another refusal, in words.
    Refused(String),
    /// This person may not do that.
    NotAllowed,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What was decided about a row because the file does not say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The first of several that would lead does; these support.
    OneLeads(String),
    /// The first of several people is meant.
    OnlyFirst(String),
    /// Words that were read as this day.
    ReadAs(String, NaiveDate),
    /// The day of closing is not given.
    ClosedAsDue(NaiveDate),
    /// The day of issue is not given.
    IssuedOn(NaiveDate),
    /// A number that is not of the organisation's own form; another is given.
    NumberNotOurs(String),
    /// A closure review has its own request: it is taken as work in progress.
    ReviewAsProgress,
    /// Long-term work reports by this rhythm, where none is given.
    CadenceTaken,
    /// A programme of that name is made.
    NewProgramme(String),
    /// A department of that name is made.
    NewDepartment(String),
    /// Left empty, as was chosen.
    LeftEmpty(String),
    /// Changed by its own steps, not by a table.
    NotByTable(Field),
}
