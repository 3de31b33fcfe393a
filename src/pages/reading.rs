//! Reading a form: what was typed, as values; what is wrong, all at once.

use chrono::NaiveDate;

use crate::domain::{Fault, Faults, Named, day_from};
use crate::http::Posted;
use crate::services::Error;

/// What a text may hold at most, in characters.
const LONGEST: usize = 20_000;

/// A form being read.
#[derive(Debug)]
pub struct Reading<'a> {
    posted: &'a Posted,
    faults: Faults,
}

impl<'a> Reading<'a> {
    /// Begins to read `posted`.
    pub fn of(posted: &'a Posted) -> Self {
        Self { posted, faults: Faults::default() }
    }

    fn typed(&self, name: &str) -> &'a str {
        self.posted.text(name).trim()
    }

    /// The version that the reader saw.
    ///
    /// # Errors
    /// Where the form does not say.
    pub fn version(&self) -> Result<i64, Error> {
        self.typed("version").parse().map_err(|_error| Error::invalid("version", Fault::Missing))
    }

    /// A text that must be there.
    pub fn required(&mut self, name: &str) -> String {
        self.faults.required(name, self.typed(name), LONGEST)
    }

    /// A date, where one was typed.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.typed(name);
        if text.is_empty() {
            return None;
        }
        let day = day_from(text);
        self.faults.check(name, day)
    }

    /// A date that must be there.
    pub fn required_date(&mut self, name: &str) -> Option<NaiveDate> {
        if self.typed(name).is_empty() {
            self.faults.add(name, Fault::Missing);
        }
        self.date(name)
    }

    /// A share of the work from 0 to 100, where one was typed.
    pub fn percent(&mut self, name: &str) -> Option<i32> {
        let text = self.typed(name);
        if text.is_empty() {
            return None;
        }
        let percent = text.parse().ok().filter(|percent| (0..=100).contains(percent));
        self.faults.check(name, percent.ok_or(Fault::NotInRange { least: 0, most: 100 }))
    }

    /// One of a closed set, where one was chosen.
    pub fn choice<T: Named>(&mut self, name: &str) -> Option<T> {
        let text = self.typed(name);
        if text.is_empty() { None } else { self.faults.check(name, T::from_word(text)) }
    }

    /// Something chosen by its id, where one was chosen.
    pub fn id<T>(&mut self, name: &str, id: impl FnOnce(i64) -> T) -> Option<T> {
        let text = self.typed(name);
        if text.is_empty() {
            return None;
        }
        self.faults.check(name, text.parse().map_err(|_error| Fault::NoSuch)).map(id)
    }

    /// What was read elsewhere, or that it is wrong at `name`.
    pub fn check<T, F: Into<Fault>>(&mut self, name: &str, read: Result<T, F>) -> Option<T> {
        self.faults.check(name, read)
    }

    /// Notes that `name` is wrong.
    pub fn add(&mut self, name: &str, fault: Fault) {
        self.faults.add(name, fault);
    }

    /// Nothing is wrong, or everything that is.
    pub fn finish(self) -> Result<(), Error> {
        Ok(self.faults.finish()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outlook;

    #[track_caller]
    fn refused(reading: Reading<'_>) -> String {
        reading.finish().unwrap_err().to_string()
    }

    #[test]
    fn a_date_that_no_calendar_has_is_quoted_back() {
        let posted = Posted::typed(&[("due_on", "2026-09-31"), ("from", " 2026-09-30 ")]);
        let mut reading = Reading::of(&posted);

        assert_eq!(reading.date("due_on"), None);
        assert_eq!(reading.date("from"), NaiveDate::from_ymd_opt(2026, 9, 30));
        assert_eq!(refused(reading), "due_on: `2026-09-31` is not a date");
    }

    #[test]
    fn a_percentage_ends_at_a_hundred() {
        let posted = Posted::typed(&[("percent", "101"), ("share", "70")]);
        let mut reading = Reading::of(&posted);

        assert_eq!(reading.percent("percent"), None);
        assert_eq!(reading.percent("share"), Some(70));
        assert_eq!(reading.percent("nothing"), None);
        assert_eq!(refused(reading), "percent: must be a whole number from 0 to 100");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let posted = Posted::typed(&[("reason", "  "), ("outlook", "rosy")]);
        let mut reading = Reading::of(&posted);

        assert_eq!(reading.required("reason"), "");
        assert_eq!(reading.choice::<Outlook>("outlook"), None);
        let said = refused(reading);
        assert!(said.starts_with("reason: must not be empty; outlook: `rosy`"), "{said}");
    }
}
