//! Dates as a calendar program reads them: RFC 5545.

use chrono::{Days, NaiveDate, NaiveDateTime};

/// The longest line, in octets, without its end (RFC 5545, section 3.1).
const LONGEST: usize = 75;

/// One day in somebody's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedEntry {
    /// Stays the same for as long as it is the same thing, whatever becomes of its day and name.
    pub uid: String,
    /// Which day.
    pub on: NaiveDate,
    /// What it is called.
    pub summary: String,
    /// What else is to be known.
    pub description: String,
    /// Where it is looked at.
    pub url: String,
    /// When it was changed last, in UTC.
    pub changed_at: NaiveDateTime,
}

/// A calendar of `entries`, each a whole day. `now` is the moment at which it is written, in UTC.
pub fn dates_file(name: &str, entries: &[DatedEntry], now: NaiveDateTime) -> String {
    let mut file = String::new();
    let mut line = |text: String| folded(&mut file, &text);
    line("BEGIN:VCALENDAR".to_owned());
    line("VERSION:2.0".to_owned());
    line("PRODID:-//duban//dates//EN".to_owned());
    line("CALSCALE:GREGORIAN".to_owned());
    line("METHOD:PUBLISH".to_owned());
    line(format!("NAME:{}", escaped(name)));
    line(format!("X-WR-CALNAME:{}", escaped(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned());
    line("X-PUBLISHED-TTL:PT1H".to_owned());
    for entry in entries {
        let next = entry.on.checked_add_days(Days::new(1)).unwrap_or(entry.on);
        line("BEGIN:VEVENT".to_owned());
        line(format!("UID:{}", escaped(&entry.uid)));
        line(format!("DTSTAMP:{}", instant(now)));
        line(format!("LAST-MODIFIED:{}", instant(entry.changed_at)));
        line(format!("DTSTART;VALUE=DATE:{}", day(entry.on)));
        line(format!("DTEND;VALUE=DATE:{}", day(next)));
        line(format!("SUMMARY:{}", escaped(&entry.summary)));
        if !entry.description.is_empty() {
            line(format!("DESCRIPTION:{}", escaped(&entry.description)));
        }
        // A URI is a value of its own kind: nothing in it is escaped.
        line(format!("URL:{}", entry.url));
        line("TRANSP:TRANSPARENT".to_owned());
        line("END:VEVENT".to_owned());
    }
    line("END:VCALENDAR".to_owned());
    file
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn instant(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545, section 3.3.11). Control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' if before == Some('\r') => {}
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
        before = Some(c);
    }
    escaped
}

/// Adds a content line, folded so that no line is too long and no character is cut.
fn folded(file: &mut String, text: &str) {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > LONGEST {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(c);
        length += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(summary: &str) -> DatedEntry {
        DatedEntry {
            uid: "task-7-due@duban.example.edu".to_owned(),
            on: "2026-12-31".parse().unwrap(),
            summary: summary.to_owned(),
            description: String::new(),
            url: "https://duban.example.edu/tasks/7".to_owned(),
            changed_at: "2026-03-09T01:02:03".parse().unwrap(),
        }
    }

    fn file_of(summary: &str) -> String {
        dates_file("Mine", &[entry(summary)], "2026-03-10T04:05:06".parse().unwrap())
    }

    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_day_is_whole_and_ends_before_the_next() {
        let lines = unfolded(&file_of("Due"));
        assert!(lines.contains(&"DTSTART;VALUE=DATE:20261231".to_owned()), "{lines:?}");
        assert!(lines.contains(&"DTEND;VALUE=DATE:20270101".to_owned()), "{lines:?}");
        assert!(lines.contains(&"DTSTAMP:20260310T040506Z".to_owned()), "{lines:?}");
    }

    #[test]
    fn signs_of_the_format_are_escaped() {
        let lines = unfolded(&file_of("a,b;c\\d\r\ne\u{7}"));
        assert!(lines.contains(&"SUMMARY:a\\,b\\;c\\\\d\\ne".to_owned()), "{lines:?}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_text_adds_a_line(summary in "\\PC{0,200}|[督办\r\n ,;]{0,200}") {
            let file = file_of(&summary);
            prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{line}");
                prop_assert!(!line.contains(['\r', '\n']), "{line:?}");
            }
            prop_assert_eq!(unfolded(&file).len(), unfolded(&file_of("Due")).len());
        }
    }
}
