//! What is new since somebody last looked.

use chrono::{NaiveDateTime, TimeDelta};

/// How long after a look the next one is still of the same visit.
const VISIT: TimeDelta = TimeDelta::minutes(30);

/// How far somebody has read a page, by the events of all tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// When they looked last.
    pub at: NaiveDateTime,
    /// When they looked last in the visit before this one.
    pub before: Option<NaiveDateTime>,
    /// What comes after this event is new in this visit.
    pub read_to: i64,
    /// The last event that there was when they looked last.
    pub shown_to: i64,
}

impl Look {
    /// The look at `now` after the one `before`, with `latest` the last event that there is. A
    /// look soon after the last one belongs to the same visit, in which nothing loses its mark.
    pub fn after(before: Option<Self>, now: NaiveDateTime, latest: i64) -> Self {
        match before {
            None => Self { at: now, before: None, read_to: 0, shown_to: latest },
            Some(last) if now - last.at <= VISIT => Self { at: now, shown_to: latest, ..last },
            Some(last) => {
                Self { at: now, before: Some(last.at), read_to: last.shown_to, shown_to: latest }
            }
        }
    }

    /// Whether `event` came in since the visit before.
    pub fn is_new(&self, event: i64) -> bool {
        event > self.read_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn looking_marks_as_read_but_not_within_the_same_visit() {
        let first = Look::after(None, at("2026-03-09T09:00:00"), 10);
        assert!(first.is_new(10), "who never looked has read nothing");
        let reloaded = Look::after(Some(first), at("2026-03-09T09:20:00"), 12);
        assert!(reloaded.is_new(10) && reloaded.is_new(12));
        let later = Look::after(Some(reloaded), at("2026-03-09T09:50:01"), 13);
        assert!(!later.is_new(12) && later.is_new(13));
        assert_eq!(later.before, Some(at("2026-03-09T09:20:00")));
        let again = Look::after(Some(later), at("2026-03-09T09:51:00"), 13);
        assert!(again.is_new(13), "a reload takes no mark away");
    }
}
