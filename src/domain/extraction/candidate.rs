//! What extraction finds, before anyone agreed.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::roster::{Group, Known};
use crate::domain::named::named;
use crate::domain::{DepartmentId, Named, PersonId, UnknownWord, Urgency};

/// A directive that the text seems to hold 拟立项事项, with everything that could be read of it.
///
/// Places are counted in Unicode scalar values of the text, the end not included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Range<usize>,
    /// The text there, to the letter.
    pub quote: String,
    /// A short name, made of words of the quote only.
    pub title: String,
    /// The heading or topic that it stands under.
    pub theme: Option<String>,
    /// Why it was taken for a directive.
    pub cue: Cue,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
    /// How pressing it sounds.
    pub urgency: Urgency,
    /// The coordinate acts inside it, where there are several.
    pub parts: Vec<Part>,
    /// Who is to do it.
    pub owners: Vec<Owner>,
    /// By when.
    pub deadline: Option<DueDate>,
    /// Where else the text says the same: a closing list repeats what was discussed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Mention>,
}

/// A place in the text, in Unicode scalar values, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl From<Range<usize>> for Mention {
    fn from(span: Range<usize>) -> Self {
        Self { start: span.start, end: span.end }
    }
}

/// One of several acts inside a directive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where it stands, in Unicode scalar values of the whole text.
    #[serde(flatten)]
    pub span: Range<usize>,
    /// A short name, made of its own words.
    pub title: String,
}

/// Somebody whom the text names as the one to act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// As written.
    pub text: String,
    /// Whether they lead or support.
    pub role: OwnerRole,
    /// The department of the roster that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The person of the roster who is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The group that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// The departments of that group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<DepartmentId>,
}

impl Owner {
    /// `text`, of whom the roster knows this much.
    pub fn new(text: String, role: OwnerRole, known: Known) -> Self {
        let Known { department_id, person_id, group, members } = known;
        Self { text, role, department_id, person_id, group, members }
    }

    /// Whether nobody is known to be meant: a person has to say who.
    pub fn is_open(&self) -> bool {
        self.department_id.is_none() && self.person_id.is_none() && self.group.is_none()
    }
}

named! {
    /// The share that an owner has.
    OwnerRole, "an owner's role" {
        /// Leads 牵头.
        Lead = "lead",
        /// Supports 配合.
        Support = "support",
    }
}

/// When something is due: the words, and the last day where one follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDate {
    /// The words, as written.
    pub text: String,
    /// The last day; none where the words name no day ("before the next meeting").
    pub due_on: Option<NaiveDate>,
    /// How exact the words are.
    pub precision: Precision,
}

named! {
    /// How exact the words of a deadline are.
    Precision, "a precision" {
        /// A day.
        Day = "day",
        /// The end of a week.
        Week = "week",
        /// The end of a month, or of a third of it.
        Month = "month",
        /// The end of a quarter or half-year.
        Quarter = "quarter",
        /// The end of a year.
        Year = "year",
        /// The end or the beginning of a term or vacation; its day differs from school to school.
        Term = "term",
        /// No day follows from the words.
        None = "none",
    }
}

named! {
    /// The kind of sign that gave a directive away.
    Rule, "an extraction rule" {
        /// An explicit mark: `ACTION:`, `TODO`, 责任单位：.
        Mark = "mark",
        /// Somebody is given something to do: 由…负责, "Kim to book the hall".
        Assignment = "assignment",
        /// A word that leaves no choice: 必须, 务必, "must".
        StrongModal = "strong_modal",
        /// A word that asks: 要, 请, "should", "please".
        PlainModal = "plain_modal",
        /// A decision whose act is still to be done: 会议决定, "agreed to".
        Decision = "decision",
        /// Somebody says that they will do it: 将, "will".
        Commitment = "commitment",
        /// An item of a list that was introduced as tasks or requirements.
        Listed = "listed",
        /// A bare imperative among requirements.
        Imperative = "imperative",
        /// A passage that a person picked.
        Chosen = "chosen",
        /// A passage that a language model proposed.
        Model = "model",
    }
}

/// Which rule fired, and on which words.
///
/// Written as one line, `strong_modal: 务必`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// The rule.
    pub rule: Rule,
    /// The words of the text that it fired on.
    pub text: String,
}

impl Cue {
    /// `rule`, fired on `text`.
    pub fn new(rule: Rule, text: impl Into<String>) -> Self {
        Self { rule, text: text.into() }
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.text)
    }
}

impl FromStr for Cue {
    type Err = UnknownWord;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let (rule, text) = line.split_once(": ").unwrap_or((line, ""));
        Ok(Self { rule: Rule::from_word(rule)?, text: text.to_owned() })
    }
}

impl Serialize for Cue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_survives_being_stored() {
        let candidate = Candidate {
            span: 3..9,
            quote: "Mend it.".to_owned(),
            title: "Mend it".to_owned(),
            theme: None,
            cue: Cue::new(Rule::Mark, "TODO: "),
            confidence: 0.9,
            urgency: Urgency::Normal,
            parts: vec![Part { span: 3..7, title: "Mend".to_owned() }],
            owners: vec![Owner::new(
                "Kim".to_owned(),
                OwnerRole::Lead,
                Known { person_id: Some(PersonId(4)), ..Known::default() },
            )],
            deadline: None,
            also: Vec::new(),
        };

        let stored = serde_json::to_string(&candidate).unwrap();

        assert!(stored.starts_with(r#"{"start":3,"end":9,"quote":"Mend it.""#), "{stored}");
        assert!(stored.contains(r#""cue":"mark: TODO: ""#), "{stored}");
        assert_eq!(serde_json::from_str::<Candidate>(&stored).unwrap(), candidate);
    }
}
