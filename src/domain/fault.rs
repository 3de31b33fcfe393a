//! What can be wrong with a value that somebody gave: the API says it in English, a page in the
//! reader's language.

use chrono::{Datelike, NaiveDate};

use super::{
    DepartmentCycle, NotAnAddress, NotReachable, NotRead, NotTaken, RobotRefused, StructureRefused,
    UnknownWord,
};

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing was given.
    #[error("must not be empty")]
    Missing,
    /// Too many characters.
    #[error("has at most {most} characters")]
    TooLong {
        /// How many there may be.
        most: usize,
    },
    /// Too few characters.
    #[error("has at least {least} characters")]
    TooShort {
        /// How many there must be.
        least: usize,
    },
    /// Too many entries.
    #[error("has at most {most} entries")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// A character that no text has.
    #[error("contains a NUL character")]
    Nul,
    /// Not an address for letters.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// Not an address of its channel.
    #[error(transparent)]
    Reach(#[from] NotReachable),
    /// Not an address for a robot.
    #[error(transparent)]
    Robot(#[from] RobotRefused),
    /// Not a word of its set.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// Below itself.
    #[error(transparent)]
    Cycle(#[from] DepartmentCycle),
    /// A file without a text that can be taken.
    #[error(transparent)]
    Document(#[from] NotRead),
    /// A file that is not kept.
    #[error(transparent)]
    File(#[from] NotTaken),
    /// A file that came with another report or request.
    #[error("`{0}` came with another report or request already")]
    FileUsed(String),
    /// No more files on one task.
    #[error("there are at most {most} files on one task")]
    TooManyFiles {
        /// How many there may be.
        most: usize,
    },
    /// Not a date of the calendar.
    #[error("`{0}` is not a date")]
    NotADate(String),
    /// Not a number, or not one that fits.
    #[error("must be a whole number from {least} to {most}")]
    NotInRange {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Must lie behind a day.
    #[error("must be later than {0}")]
    NotLater(NaiveDate),
    /// There is nothing with that id.
    #[error("there is no such record")]
    NoSuch,
    /// It exists but is no longer in use.
    #[error("`{0}` is no longer active")]
    Inactive(String),
    /// Somebody or something else has it already.
    #[error("`{0}` exists already")]
    Taken(String),
    /// Not a time zone.
    #[error("`{0}` is not a time zone, as in Asia/Shanghai")]
    TimeZone(String),
    /// Less is done than was said before, and nothing says why.
    #[error("say why less is done than the {0} % reported before")]
    LessDone(i32),
    /// Work must be handed over first.
    #[error("still holds {0} open tasks; hand them over first")]
    HoldsTasks(i64),
    /// Nobody shuts themselves out.
    #[error("your own account cannot be deactivated")]
    OwnAccount,
    /// A passage that lies outside the text, or holds no words.
    #[error("is not a passage of the minutes")]
    NotAPassage,
    /// A directive that has become a task stays as it is.
    #[error("has become a task already")]
    HasTask,
    /// Two directives that are not neighbours cannot become one passage.
    #[error("is not the neighbour of the other, or of another meeting")]
    NotNeighbours,
    /// Nobody did anything that could be undone.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// Undoing would take away what somebody else did.
    #[error("has been changed since by {0}")]
    ChangedSince(String),
    /// Changed minutes gave it another place.
    #[error("stands elsewhere since the minutes were changed")]
    MovedSince,
    /// Fixed at issue; other steps change it.
    #[error("cannot be changed once the task is issued")]
    Issued,
    /// Nobody could acknowledge it.
    #[error("`{0}` has no active head")]
    NoHead(String),
    /// Closing needs proof.
    #[error("this task asks for evidence: name it, or attach it")]
    NoEvidence,
    /// Nobody could sign all of it.
    #[error("these tasks belong to different leaders: submit them leader by leader")]
    NoSigner,
    /// A draft waits in one submission at a time.
    #[error("waits for a signature already")]
    Submitted,
    /// Issuing needs one or the other.
    #[error("an issued task needs a due date, or is long-term with a cadence")]
    NoDueDate,
    /// Nothing repeats by terms where there are none.
    #[error("no terms are configured: set `reports.term_ends`")]
    NoTerms,
    /// Only what has a date of its own, and is no part of another, repeats.
    #[error("only a task with a due date that is not part of another can repeat")]
    NotRepeatable,
    /// Two instances would be open at once.
    #[error("the next one, {0}, is open already")]
    Followed(String),
    /// A day that has not come.
    #[error("must not lie in the future")]
    InFuture,
    /// No room for it among other tasks.
    #[error(transparent)]
    Structure(#[from] StructureRefused),
    /// A share of a task is not due after the whole.
    #[error("must not be later than {0}, when the whole task is due")]
    AfterWhole(NaiveDate),
    /// Only the department's own people do its sub-tasks.
    #[error("must belong to `{0}` or a department below it")]
    NotOfDepartment(String),
    /// Shares that are not done end with the task.
    #[error("{0} sub-tasks are not done: say that they end with the task")]
    SubTasksOpen(usize),
    /// A day on which nobody is at work.
    #[error("{day} is not a working day")]
    FreeDay {
        /// Which.
        day: NaiveDate,
        /// The working day before it.
        before: NaiveDate,
        /// The working day after it.
        after: NaiveDate,
    },
    /// Not allowed together with, or without, something else.
    #[error("must not be given here")]
    Unwanted,
}

impl Fault {
    /// Whether a file is larger than any may be.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::File(NotTaken::TooLarge { .. }))
    }
}

/// A day as everything of ours writes it, `YYYY-MM-DD`, of our own centuries (1900 to 2199): so
/// that counting days from it ends.
pub fn day_from(text: &str) -> Result<NaiveDate, Fault> {
    let plain = text.len() == 10 && text.as_bytes()[0].is_ascii_digit();
    let day = text.parse().ok().filter(|day| plain && is_ours(*day));
    day.ok_or_else(|| Fault::NotADate(text.to_owned()))
}

fn is_ours(day: NaiveDate) -> bool {
    (1900..2200).contains(&day.year())
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct FieldFault {
    /// The field's name, as in the API and as the control's id.
    pub field: String,
    /// What is wrong with it.
    pub fault: Fault,
}

impl FieldFault {
    /// `fault`, at `field`.
    pub fn at(field: impl Into<String>, fault: impl Into<Fault>) -> Self {
        Self { field: field.into(), fault: fault.into() }
    }
}

/// Everything that is wrong with what was given, collected before anything is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    /// Notes that `field` is wrong.
    pub fn add(&mut self, field: impl Into<String>, fault: impl Into<Fault>) {
        self.0.push(FieldFault::at(field, fault));
    }

    /// Notes that `field` has no place here, where it was `given`.
    pub fn unwanted(&mut self, field: &str, given: bool) {
        if given {
            self.add(field, Fault::Unwanted);
        }
    }

    /// The value, or `None` with its fault noted at `field`.
    pub fn check<T, F: Into<Fault>>(&mut self, field: &str, value: Result<T, F>) -> Option<T> {
        value.map_err(|fault| self.add(field, fault)).ok()
    }

    /// A text that must be there, without the space around it; noted where it is not fit.
    pub fn required(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = self.text(field, text, most);
        if text.is_empty() {
            self.add(field, Fault::Missing);
        }
        text
    }

    /// A text that may be empty, without the space around it; noted where it is not fit.
    pub fn text(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        if text.contains('\0') {
            self.add(field, Fault::Nul);
        } else if text.chars().count() > most {
            self.add(field, Fault::TooLong { most });
        }
        text.to_owned()
    }

    /// A text that may be absent; blank is absent.
    pub fn optional(&mut self, field: &str, text: Option<&str>, most: usize) -> Option<String> {
        let text = self.text(field, text.unwrap_or_default(), most);
        (!text.is_empty()).then_some(text)
    }

    /// A day of our own centuries, as [`day_from`] reads it; noted where it is another.
    pub fn day(&mut self, field: &str, day: Option<NaiveDate>) {
        if let Some(day) = day.filter(|day| !is_ours(*day)) {
            self.add(field, Fault::NotADate(day.to_string()));
        }
    }

    /// Nothing is wrong, or everything that is.
    pub fn finish(self) -> Result<(), Vec<FieldFault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_full_and_of_our_centuries() {
        assert_eq!(day_from("2026-03-09"), Ok(NaiveDate::from_ymd_opt(2026, 3, 9).unwrap()));
        for odd in ["2026-09-31", "2026-3-9", "+2026-03-9", "9999-12-31", "0000-01-01", "今天", ""]
        {
            assert_eq!(day_from(odd), Err(Fault::NotADate(odd.to_owned())));
        }
    }

    #[test]
    fn faults_are_collected_with_their_fields() {
        let mut faults = Faults::default();
        assert_eq!(faults.required("name", "  Academic Affairs ", 200), "Academic Affairs");
        assert_eq!(faults.optional("title", Some("  "), 200), None);
        faults.required("name_en", " ", 200);
        faults.text("phone", "6016\0", 50);
        faults.day("due_on", NaiveDate::from_ymd_opt(2026, 3, 9));
        faults.day("held_on", NaiveDate::from_ymd_opt(10_000, 1, 1));

        let found = faults.finish().unwrap_err();
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "name_en: must not be empty",
                "phone: contains a NUL character",
                "held_on: `+10000-01-01` is not a date",
            ]
        );
    }
}
