//! Texts and dates as they are sent, checked at the door.

use chrono::NaiveDate;
use serde_json::Value;

use super::fields::Field;
use crate::domain::{Fault, day_from};

/// The longest title or name, in characters.
pub const LONGEST_LINE: usize = 300;
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// The longest minutes, in bytes of UTF-8.
pub const LONGEST_MINUTES: usize = 5 * 1024 * 1024;

/// A title or a name: one line of 1 to 300 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub String);

/// A text of up to 20,000 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose(pub String);

/// A text that must say something, up to 20,000 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(pub String);

/// Minutes, exactly as sent, up to 5 MB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesText(pub String);

/// A date of the calendar, written in full.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    day_from(text).map_err(|_odd| format!("`{}` is not a date; write YYYY-MM-DD", shortened(text)))
}

/// The beginning of something that is quoted back.
fn shortened(text: &str) -> String {
    let mut start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

fn text(value: Value, least: usize, most: usize) -> Result<String, String> {
    let Value::String(text) = value else { return Err("must be a text".to_owned()) };
    if text.contains('\0') {
        return Err(Fault::Nul.to_string());
    }
    let trimmed = text.trim();
    match trimmed.chars().count() {
        0 if least > 0 => Err(Fault::Missing.to_string()),
        count if count > most => Err(Fault::TooLong { most }.to_string()),
        _ => Ok(trimmed.to_owned()),
    }
}

impl Field for Line {
    fn read(value: Value) -> Result<Self, String> {
        let line = text(value, 1, LONGEST_LINE)?;
        if line.chars().any(char::is_control) {
            return Err("must be one line".to_owned());
        }
        Ok(Self(line))
    }
}

impl Field for Prose {
    fn read(value: Value) -> Result<Self, String> {
        text(value, 0, LONGEST_TEXT).map(Self)
    }
}

impl Field for Words {
    fn read(value: Value) -> Result<Self, String> {
        text(value, 1, LONGEST_TEXT).map(Self)
    }
}

impl Field for MinutesText {
    fn read(value: Value) -> Result<Self, String> {
        let Value::String(text) = value else { return Err("must be a text".to_owned()) };
        if text.contains('\0') {
            return Err(Fault::Nul.to_string());
        }
        Ok(Self(text))
    }
}

impl MinutesText {
    /// Whether it is more than can be taken in.
    pub fn is_too_large(&self) -> bool {
        self.0.len() > LONGEST_MINUTES
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_date_stands_in_the_calendar() {
        assert!(date("2026-09-30").is_ok());
        assert_eq!(date("2026-09-31").unwrap_err(), "`2026-09-31` is not a date; write YYYY-MM-DD");
        assert!(date("2026-9-1").is_err());
        assert!(date("").is_err());
    }

    #[test]
    fn a_title_is_one_line_of_1_to_300_characters() {
        assert_eq!(Line::read(json!("  改革 🚀 ")), Ok(Line("改革 🚀".to_owned())));
        assert_eq!(Line::read(json!(" ")), Err("must not be empty".to_owned()));
        assert!(Line::read(json!("改".repeat(300))).is_ok());
        assert!(Line::read(json!("改".repeat(301))).is_err());
        assert!(Line::read(json!("a\u{0}b")).is_err());
        assert!(Line::read(json!("a\nb")).is_err());
        assert!(Line::read(json!(7)).is_err());
    }
}
