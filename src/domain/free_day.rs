//! A date on a day without work: the working day before, or the one after?

use chrono::NaiveDate;

use super::{Fault, WorkCalendar};

/// What becomes of a date on which nobody is at work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FreeDays {
    /// It is taken as it stands: a program means what it says.
    #[default]
    Taken,
    /// Whoever gave it is asked.
    Asked,
    /// They said: the working day before.
    Before,
    /// They said: the working day after.
    After,
}

impl FreeDays {
    /// The date that `day` comes to.
    ///
    /// # Errors
    /// [`Fault::FreeDay`] where that must be asked first.
    pub fn settle(self, day: NaiveDate, calendar: &WorkCalendar) -> Result<NaiveDate, Fault> {
        if calendar.is_working_day(day) {
            return Ok(day);
        }
        let (before, after) = (calendar.on_or_before(day), calendar.on_or_after(day));
        match self {
            Self::Taken => Ok(day),
            Self::Asked => Err(Fault::FreeDay { day, before, after }),
            Self::Before => Ok(before),
            Self::After => Ok(after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_free_day_is_asked_about_and_moved_as_the_answer_says() {
        let holiday = (1..=5).map(|n| NaiveDate::from_ymd_opt(2026, 5, n).unwrap());
        let calendar = WorkCalendar::new(holiday, [day("2026-05-09")]);
        let free = day("2026-05-03");
        let (before, after) = (day("2026-04-30"), day("2026-05-06"));

        assert_eq!(FreeDays::Taken.settle(free, &calendar), Ok(free));
        assert_eq!(FreeDays::Before.settle(free, &calendar), Ok(before));
        assert_eq!(FreeDays::After.settle(free, &calendar), Ok(after));
        let asked = Err(Fault::FreeDay { day: free, before, after });
        assert_eq!(FreeDays::Asked.settle(free, &calendar), asked);
    }

    #[test]
    fn a_day_of_work_stays_whatever_is_answered() {
        let calendar = WorkCalendar::new([], [day("2026-05-09")]);
        for answer in [FreeDays::Taken, FreeDays::Asked, FreeDays::Before, FreeDays::After] {
            for worked in ["2026-05-08", "2026-05-09"] {
                assert_eq!(answer.settle(day(worked), &calendar), Ok(day(worked)));
            }
        }
    }
}
