//! When a task is due, when it was due at first, and the date that on-time is judged by.

use chrono::NaiveDate;

/// The three dates of an issued task.
///
/// Every extension moves [`current`](Self::current); only one that was asked for on or before the
/// date that it moves also moves [`baseline`](Self::baseline); nothing moves
/// [`original`](Self::original).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Frozen at issue.
    pub original: NaiveDate,
    /// What on-time is judged by.
    pub baseline: NaiveDate,
    /// What the department works to.
    pub current: NaiveDate,
}

/// An extension that does not extend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an extension must be later than {0}")]
pub struct NotLater(pub NaiveDate);

impl Deadline {
    /// A deadline as it is set at issue.
    pub fn set(on: NaiveDate) -> Self {
        Self { original: on, baseline: on, current: on }
    }

    /// The deadline after an extension to `to` that was asked for on `asked_on`.
    pub fn extended(self, to: NaiveDate, asked_on: NaiveDate) -> Result<Self, NotLater> {
        if to <= self.current {
            return Err(NotLater(self.current));
        }
        let in_time = asked_on <= self.current;
        let baseline = if in_time { to.max(self.baseline) } else { self.baseline };
        Ok(Self { baseline, current: to, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_extension_asked_for_in_time_moves_what_on_time_is_judged_by() {
        let deadline = Deadline::set(day("2026-03-09"));
        let extended = deadline.extended(day("2026-03-20"), day("2026-03-09")).unwrap();
        assert_eq!(extended.baseline, day("2026-03-20"));
        assert_eq!(extended.original, day("2026-03-09"));
    }

    #[test]
    fn an_extension_asked_for_too_late_moves_only_the_current_date() {
        let deadline = Deadline::set(day("2026-03-09"));
        let extended = deadline.extended(day("2026-03-20"), day("2026-03-10")).unwrap();
        assert_eq!(extended.current, day("2026-03-20"));
        assert_eq!(extended.baseline, day("2026-03-09"));
    }

    #[test]
    fn an_extension_to_the_same_day_is_none() {
        let refused = Deadline::set(day("2026-03-09"))
            .extended(day("2026-03-09"), day("2026-03-01"))
            .unwrap_err();
        assert_eq!(refused.to_string(), "an extension must be later than 2026-03-09");
    }
}
