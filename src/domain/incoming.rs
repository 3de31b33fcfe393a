//! A message that came in by mail: what it is, before anybody asks what it says.

use super::named::named;

named! {
    /// What became of a message that came in.
    MailOutcome, "an outcome" {
        /// It became a report.
        Reported = "reported",
        /// A letter of ours came back: the address is marked.
        Bounced = "bounced",
        /// A mail server says that a letter of ours takes longer.
        Delayed = "delayed",
        /// It was taken before.
        Twice = "twice",
        /// A machine or a list sent it.
        Automatic = "automatic",
        /// It is a letter of ours.
        Loop = "loop",
        /// It answers nothing: no address of ours with a tag.
        Untagged = "untagged",
        /// The tag was not made here.
        Forged = "forged",
        /// The sender is not whom the tag names.
        Stranger = "stranger",
        /// Nothing in it is new.
        Empty = "empty",
        /// The sender may not report on the task, or it takes no report.
        Refused = "refused",
    }
}

/// A message that came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Its name among all mail, without angle brackets.
    pub message_id: Option<String>,
    /// The sender's address.
    pub from: Option<String>,
    /// Every address that it was sent or delivered to.
    pub to: Vec<String>,
    /// The field that says that no human being sent it.
    pub automatic: Option<String>,
    /// What it says, in plain text.
    pub text: String,
    /// That a letter did not arrive, as mail servers report it.
    pub returned: Option<Returned>,
}

/// A mail server's report on one letter (RFC 3464).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// The letter's name, without angle brackets.
    pub letter: Option<String>,
    /// What was done: `failed`, `delayed`, `delivered` …
    pub action: String,
    /// The enhanced status code, as in `5.1.1`.
    pub status: String,
    /// What the other server said.
    pub said: String,
}

impl Returned {
    /// Whether the letter did not arrive and will not.
    pub fn is_final(&self) -> bool {
        self.action.eq_ignore_ascii_case("failed") && !self.status.starts_with(['2', '4'])
    }
}

/// Whether fields of a message's head say that a machine or a list sent it (RFC 3834).
pub fn is_automatic(name: &str, value: &str) -> bool {
    let value = value.trim().to_lowercase();
    match name.to_ascii_lowercase().as_str() {
        "auto-submitted" => !value.is_empty() && value != "no",
        "precedence" => ["bulk", "junk", "list", "auto_reply"].contains(&value.as_str()),
        "list-id" | "x-autoreply" | "x-autorespond" | "x-autoresponder" => !value.is_empty(),
        "return-path" => value == "<>",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_and_lists_are_known_by_their_fields() {
        for (name, value) in [
            ("Auto-Submitted", "auto-replied"),
            ("Auto-Submitted", "auto-generated (vacation)"),
            ("Precedence", "Bulk"),
            ("List-Id", "<duban.example.edu>"),
            ("X-Autoreply", "yes"),
            ("Return-Path", "<>"),
        ] {
            assert!(is_automatic(name, value), "{name}: {value}");
        }
        for (name, value) in [
            ("Auto-Submitted", "no"),
            ("Precedence", "normal"),
            ("Return-Path", "<anna@example.edu>"),
            ("Subject", "auto-replied"),
        ] {
            assert!(!is_automatic(name, value), "{name}: {value}");
        }
    }

    #[test]
    fn only_what_failed_for_good_came_back() {
        let report = |action: &str, status: &str| Returned {
            action: action.to_owned(),
            status: status.to_owned(),
            ..Returned::default()
        };
        assert!(report("failed", "5.1.1").is_final());
        assert!(report("Failed", "").is_final());
        assert!(!report("failed", "4.4.7").is_final());
        assert!(!report("delayed", "4.4.1").is_final());
        assert!(!report("delivered", "2.0.0").is_final());
    }
}
