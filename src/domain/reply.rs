//! Where the answer to a letter goes: an address of its own that names the reader and the task.

use std::fmt;
use std::str::FromStr;

use super::{EmailAddress, PersonId, TaskId};

/// The place of the tag in an address.
const TAG: &str = "{tag}";

/// A pattern such as `reply+{tag}@example.edu`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyAddress {
    before: String,
    after: String,
}

/// Not a pattern of an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address with {{tag}} before its @, as in reply+{{tag}}@example.edu")]
pub struct NotAReplyAddress(String);

impl FromStr for ReplyAddress {
    type Err = NotAReplyAddress;

    fn from_str(text: &str) -> Result<Self, NotAReplyAddress> {
        let refused = || NotAReplyAddress(text.to_owned());
        let (before, after) = text.trim().split_once(TAG).ok_or_else(refused)?;
        let pattern = Self { before: before.to_owned(), after: after.to_owned() };
        // A tag stands apart from what is around it, so that it is found again.
        let apart = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let once = !after.contains(TAG) && !before.contains('@') && after.starts_with('@');
        let long = "9".repeat(12);
        let tag = format!("{long}-{long}-{}", "f".repeat(20));
        match pattern.with(&tag) {
            Some(_) if once && apart => Ok(pattern),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for ReplyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{TAG}{}", self.before, self.after)
    }
}

impl ReplyAddress {
    /// The address with `tag` in its place.
    pub fn with(&self, tag: &str) -> Option<EmailAddress> {
        format!("{}{tag}{}", self.before, self.after).parse().ok()
    }

    /// The tag in an address that somebody wrote to; mail servers change capitals.
    pub fn tag_in(&self, address: &str) -> Option<String> {
        let address = address.trim().to_lowercase();
        let rest = address.strip_prefix(&self.before.to_lowercase())?;
        Some(rest.strip_suffix(&self.after.to_lowercase())?.to_owned())
    }
}

/// Whose answer it is, and to which task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplyTag {
    /// Who answers.
    pub person: PersonId,
    /// About which task.
    pub task: TaskId,
}

impl ReplyTag {
    /// What its seal is of.
    pub fn bound(self) -> String {
        format!("{}-{}", self.person, self.task)
    }

    /// The tag as it stands in an address.
    pub fn sealed(self, seal: &str) -> String {
        format!("{}-{seal}", self.bound())
    }

    /// Reads a tag and its seal.
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let (person, rest) = text.split_once('-')?;
        let (task, seal) = rest.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(person) || !digits(task) {
            return None;
        }
        Some((Self { person: person.parse().ok()?, task: task.parse().ok()? }, seal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_again_in_the_address_whatever_its_capitals() {
        let pattern: ReplyAddress = "Reply+{tag}@Example.edu".parse().unwrap();
        let tag = ReplyTag { person: PersonId(12), task: TaskId(345) };
        let address = pattern.with(&tag.sealed("0af3")).unwrap();
        assert_eq!(address.as_ref(), "Reply+12-345-0af3@example.edu");

        for written in [address.as_ref(), "REPLY+12-345-0AF3@EXAMPLE.EDU"] {
            let found = pattern.tag_in(written).unwrap();
            assert_eq!(ReplyTag::read(&found), Some((tag, "0af3")), "{written}");
        }
        for other in ["reply@example.edu", "reply+1-2-3@example.org", "x+1-2-3@example.edu"] {
            assert_eq!(pattern.tag_in(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for text in ["", "1", "1-2", "a-2-f", "1--f", "-1-2-f", "+1-2-f"] {
            assert_eq!(ReplyTag::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_pattern_names_the_tag_once_before_the_at() {
        for text in [
            "reply@example.edu",
            "{tag}{tag}@example.edu",
            "a@{tag}.edu",
            "a{tag}",
            "a{tag}@b c",
            "a{tag}@example.edu",
        ] {
            assert!(text.parse::<ReplyAddress>().is_err(), "{text}");
        }
        assert!("{tag}@reply.example.edu".parse::<ReplyAddress>().is_ok());
    }
}
