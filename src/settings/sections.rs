//! The settings, section by section, as `config/duban.toml` documents them.

use std::net::IpAddr;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer};

use super::Papers;
use super::channels::Channels;
use super::key::Key;
use super::mail::Mail;
use super::metrics::MetricsPlaces;
use crate::domain::{Approval, DecisionRules, NumberPattern, ReportDays};
use crate::i18n::Lang;

/// Everything that an installation may decide.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the data lies.
    pub database: Database,
    /// How duban is reached.
    pub server: Server,
    /// Whose house it is.
    pub organisation: Organisation,
    /// How letters leave.
    pub mail: Mail,
    /// By which other channels letters leave.
    pub channels: Channels,
    /// What is taken in.
    pub files: Files,
    /// Where files are kept.
    pub store: Store,
    /// How tasks are numbered and judged.
    pub tasks: Tasks,
    /// Who signs before issue.
    pub issue: Issue,
    /// By which days reports are due.
    pub reports: Reports,
    /// Who decides what.
    pub decisions: Decisions,
    /// How requests are made.
    pub requests: Requests,
    /// When things happen by themselves.
    pub schedule: Schedule,
    /// How papers are numbered and printed.
    pub papers: Papers,
    /// How directives are found.
    pub extraction: Extraction,
    /// Where the process tells its figures.
    pub metrics: MetricsPlaces,
}

/// Where the data lies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
}

/// How duban is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on.
    pub bind: String,
    /// The address in letters and links; empty: the one that is listened on.
    pub public_url: String,
    /// Seals cookies and links; empty: made into a file beside the SQLite database.
    pub secret: String,
    /// Proxies whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// Whose house it is. What is empty here was given at set-up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name.
    #[serde(deserialize_with = "some_text")]
    pub name: Option<String>,
    /// Its time zone.
    #[serde(deserialize_with = "parsed_if_any")]
    pub time_zone: Option<Tz>,
    /// The language of those who chose none.
    #[serde(deserialize_with = "parsed_if_any")]
    pub language: Option<Lang>,
}

/// What is taken in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// The folder in which files are kept; empty: `files` beside the SQLite database.
    #[serde(deserialize_with = "some_path")]
    pub folder: Option<PathBuf>,
    /// The most megabytes of a file.
    pub largest_mb: u16,
    /// The most files on one task.
    pub most_per_task: u16,
    /// How long reading a document may take.
    pub read_seconds: u16,
    /// How much memory reading a document may take.
    pub read_memory_mb: u32,
}

/// Where files are kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// `folder`, or `s3://BUCKET/PREFIX`.
    pub url: String,
    /// The address of an S3-compatible service; empty: Amazon's own.
    pub endpoint: String,
    /// The region.
    #[serde(deserialize_with = "text")]
    pub region: String,
    /// Who we are to it.
    #[serde(deserialize_with = "some_key")]
    pub access_key_id: Option<Key>,
    /// What opens it.
    #[serde(deserialize_with = "some_key")]
    pub secret_access_key: Option<Key>,
    /// A file that holds it.
    #[serde(deserialize_with = "some_path")]
    pub secret_file: Option<PathBuf>,
    /// The certificate authorities of the service, in PEM, in place of the well-known ones.
    #[serde(deserialize_with = "some_path")]
    pub ca_file: Option<PathBuf>,
    /// How long one call may take, in seconds.
    pub timeout: u64,
}

/// How tasks are numbered and judged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// The pattern of a task's number.
    #[serde(deserialize_with = "parsed")]
    pub number: NumberPattern,
    /// A task is due soon within this many working days.
    pub due_soon_days: u32,
}

/// Who signs before issue.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// `none`, `office_head` or `leader`.
    #[serde(deserialize_with = "parsed")]
    pub approval: Approval,
}

/// By which common days reports are due.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// The day of the week.
    #[serde(deserialize_with = "parsed")]
    pub weekly: Weekday,
    /// The two days of the month.
    pub half_monthly: [DayOfMonth; 2],
    /// The day of the month.
    pub monthly: DayOfMonth,
    /// The day of the quarter's last month.
    pub quarterly: DayOfMonth,
    /// The last days of the terms, as `MM-DD`.
    pub term_ends: Vec<DayOfYear>,
}

/// A day of the month, 1 to 31.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u32")]
pub struct DayOfMonth(u32);

impl TryFrom<u32> for DayOfMonth {
    type Error = String;

    fn try_from(day: u32) -> Result<Self, String> {
        if (1..=31).contains(&day) {
            Ok(Self(day))
        } else {
            Err(format!("`{day}` is not a day of the month"))
        }
    }
}

/// A day of every year, written `MM-DD`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

impl TryFrom<String> for DayOfYear {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parsed = text.split_once('-').and_then(|(month, day)| {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            NaiveDate::from_ymd_opt(2001, month, day).map(|_| Self { month, day })
        });
        parsed.ok_or_else(|| format!("`{text}` is not a day of the year, as in 07-07"))
    }
}

/// Who decides what.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Whether a clerk may decide the closure of a normal task.
    pub clerk: bool,
    /// Whether a second extension, or one over 30 days, needs a top leader too.
    pub top_leader: bool,
}

/// How requests are made.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requests {
    /// Whether what a contact or handler asks for waits for the head of the department.
    pub head_confirms: bool,
}

/// When things happen by themselves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// When the daily digest is written.
    #[serde(deserialize_with = "parsed")]
    pub digest: cron::Schedule,
    /// The earliest and the latest hour at which somebody may choose to read theirs.
    #[serde(deserialize_with = "hours")]
    pub digest_between: [NaiveTime; 2],
    /// When leaders get the letter on their week.
    #[serde(deserialize_with = "parsed")]
    pub leaders: cron::Schedule,
}

/// How directives are found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// A language model that proposes more of them.
    pub model: Model,
}

/// A language model behind an HTTP API as OpenAI has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The address of the API, with its `/v1`; empty: no model is asked.
    pub url: String,
    /// What the model is called there.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// What opens the API.
    #[serde(deserialize_with = "some_key")]
    pub key: Option<Key>,
    /// A file that holds it.
    #[serde(deserialize_with = "some_path")]
    pub key_file: Option<PathBuf>,
    /// The certificate authorities of the endpoint, in PEM, in place of the well-known ones.
    #[serde(deserialize_with = "some_path")]
    pub ca_file: Option<PathBuf>,
    /// How long one text may take, in seconds.
    pub timeout: u64,
    /// The most characters of minutes in one request.
    pub characters: u64,
    /// Whether confidential minutes are sent too.
    pub confidential: bool,
}

impl Reports {
    /// The common days of each cadence.
    pub fn days(&self) -> ReportDays {
        ReportDays {
            weekly: self.weekly,
            half_monthly: self.half_monthly.map(|day| day.0),
            monthly: self.monthly.0,
            quarterly: self.quarterly.0,
            term_ends: self.term_ends.iter().map(|end| (end.month, end.day)).collect(),
        }
    }
}

impl Settings {
    /// The part of these that the policy asks for.
    pub fn rules(&self) -> DecisionRules {
        DecisionRules {
            clerk: self.decisions.clerk,
            top_leader: self.decisions.top_leader,
            head_confirms: self.requests.head_confirms,
            approval: self.issue.approval,
        }
    }

    /// The same, with these rules of decision.
    #[must_use]
    pub fn with_rules(mut self, rules: DecisionRules) -> Self {
        let DecisionRules { clerk, top_leader, head_confirms, approval } = rules;
        self.decisions = Decisions { clerk, top_leader };
        self.requests = Requests { head_confirms };
        self.issue = Issue { approval };
        self
    }
}

impl Server {
    /// The address in letters and links, without a slash at its end.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.bind)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }
}

fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[NaiveTime; 2], D::Error> {
    let texts = <[String; 2]>::deserialize(deserializer)?;
    let hour = |text: &String| {
        NaiveTime::parse_from_str(text, "%H:%M").map_err(|_error| {
            serde::de::Error::custom(format!("`{text}` is not an hour, as in 08:00"))
        })
    };
    Ok([hour(&texts[0])?, hour(&texts[1])?])
}

/// A text. The environment has no quotation marks: there `2026` is a text as well.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scalar {
        Text(String),
        Whole(i64),
        Fraction(f64),
        Truth(bool),
    }

    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Text(text) => text,
        Scalar::Whole(number) => number.to_string(),
        Scalar::Fraction(number) => number.to_string(),
        Scalar::Truth(truth) => truth.to_string(),
    })
}

pub(super) fn some_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Some(text(deserializer)?).filter(|text| !text.trim().is_empty()))
}

pub(super) fn some_key<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Key>, D::Error> {
    Ok(some_text(deserializer)?.map(Key::new))
}

pub(super) fn some_path<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<PathBuf>, D::Error> {
    Ok(some_text(deserializer)?.map(PathBuf::from))
}

pub(super) fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text(deserializer)?.parse().map_err(serde::de::Error::custom)
}

pub(super) fn parsed_if_any<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    some_text(deserializer)?.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}
