//! The deadline of a phrase.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::domain::extraction::{DueDate, Precision};

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant that a test uses")]
    Regex::new(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?").unwrap()
});

/// The deadline that `phrase` means, seen from the day of the meeting.
pub fn when(phrase: &str, _held_on: NaiveDate) -> DueDate {
    let due_on = held_on_in(phrase);
    let precision = if due_on.is_some() { Precision::Day } else { Precision::None };
    DueDate { text: phrase.trim().to_owned(), due_on, precision }
}

/// The day of the meeting, where the text names it.
pub fn held_on_in(text: &str) -> Option<NaiveDate> {
    let found = DAY.captures(text)?;
    NaiveDate::from_ymd_opt(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?)
}

/// What somebody types into a field for a date.
pub fn typed_date(text: &str, held_on: NaiveDate) -> Option<NaiveDate> {
    when(text, held_on).due_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_date_is_read() {
        let held_on = NaiveDate::from_ymd_opt(2023, 3, 21).unwrap();
        assert_eq!(when("2023年6月30日前", held_on).due_on, NaiveDate::from_ymd_opt(2023, 6, 30));
        assert_eq!(when("soon", held_on).due_on, None);
    }
}
