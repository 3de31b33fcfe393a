#![no_main]
//! Any phrase on any day: the words of a deadline are the phrase's own, and a day comes with how
//! exact it is.

use chrono::{Days, NaiveDate};
use duban_fuzz::domain::extraction::{Precision, held_on_in, typed_date, when};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u32, &str)| {
    let (days, phrase) = input;
    let held_on = day(days);
    let due = when(phrase, held_on);
    assert!(phrase.contains(&due.text), "{due:?}");
    assert!(due.due_on.is_none() || due.precision != Precision::None, "{due:?}");
    typed_date(phrase, held_on);
    held_on_in(phrase);
});

/// One of all the days that can be written.
fn day(days: u32) -> NaiveDate {
    let all = NaiveDate::MAX.signed_duration_since(NaiveDate::MIN).num_days();
    let days = u64::from(days) % all.unsigned_abs();
    NaiveDate::MIN.checked_add_days(Days::new(days)).unwrap_or_default()
}
