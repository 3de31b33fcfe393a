//! "If nothing changes by …, this also goes to …": said only where the ladder says so too.

use chrono::NaiveDate;

use super::{Reader, one_line};
use crate::domain::Part;

/// Who hears of a task next, if it stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The day on which they do.
    pub on: NaiveDate,
    /// Their name.
    pub name: String,
    /// What they are to the task.
    pub part: Part,
}

impl Said {
    pub(super) fn unacknowledged(&self, reader: &Reader) -> String {
        let on = reader.lang.mail_day(self.on, reader.today);
        reader.lang.mail_also_goes_unacknowledged(on, self.who(reader))
    }

    pub(super) fn overdue(&self, reader: &Reader) -> String {
        let on = reader.lang.mail_day(self.on, reader.today);
        reader.lang.mail_also_goes_overdue(on, self.who(reader))
    }

    fn who(&self, reader: &Reader) -> String {
        let (lang, name) = (reader.lang, one_line(&self.name));
        match self.part {
            Part::Leader => lang.mail_who_leader(name),
            Part::OfficeHead => lang.mail_who_office_head(name),
            Part::Head => lang.mail_who_head(name),
            Part::Handler | Part::Contact | Part::Clerk => lang.mail_who_other(name),
        }
    }
}
