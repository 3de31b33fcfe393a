//! What the story is made of: the college, its meetings, and what became of every decision.

use chrono::NaiveDate;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::domain::{Cadence, Role, Urgency};
use crate::i18n::Lang;

/// The files under `config/demo`.
#[derive(RustEmbed)]
#[folder = "config/demo"]
struct Files;

/// Words in both languages; a demonstration shows one of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    en: String,
    zh: String,
}

/// The college: who there is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct College {
    pub(super) name: Words,
    #[serde(rename = "body")]
    pub(super) bodies: Vec<Entry>,
    #[serde(rename = "programme")]
    pub(super) programmes: Vec<Entry>,
    #[serde(rename = "department")]
    pub(super) departments: Vec<DepartmentOutline>,
    #[serde(rename = "person")]
    pub(super) people: Vec<PersonOutline>,
}

/// Something that only has a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) name: Words,
}

/// A department, and the accounts that stand for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DepartmentOutline {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) aliases: Vec<String>,
    pub(super) leader: String,
    pub(super) head: String,
    pub(super) contact: Option<String>,
}

/// An account; `key` is what stands before `@example.edu`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonOutline {
    pub(super) key: String,
    pub(super) role: Role,
    pub(super) name: Words,
    #[serde(default)]
    pub(super) top_leader: bool,
    pub(super) department: Option<String>,
    pub(super) phone: Option<String>,
}

/// A meeting and how its minutes were gone through.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingOutline {
    pub(super) key: String,
    pub(super) body: String,
    /// Days from the story's last day.
    pub(super) held: Option<i64>,
    /// A date of its own, for a meeting that really took place.
    pub(super) held_on: Option<NaiveDate>,
    /// Days from the story's last day; by default two days after it was held.
    pub(super) reviewed: Option<i64>,
    pub(super) title: Words,
    pub(super) chair: Words,
    #[serde(default)]
    pub(super) declined: Vec<char>,
    #[serde(default)]
    pub(super) later: Vec<char>,
}

/// A task, and what became of it. Days count from the story's last day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TaskOutline {
    pub(super) meeting: String,
    /// The sentence of the minutes that it rests on.
    pub(super) sentence: char,
    pub(super) lead: String,
    #[serde(default)]
    pub(super) with: Vec<String>,
    pub(super) programme: Option<String>,
    pub(super) title: Words,
    /// The completion mark.
    pub(super) mark: Option<Words>,
    #[serde(default = "normal")]
    pub(super) urgency: Urgency,
    #[serde(default = "no_cadence")]
    pub(super) cadence: Cadence,
    pub(super) due: Option<i64>,
    /// When it was due before an extension was granted.
    pub(super) first_due: Option<i64>,
    pub(super) fate: Fate,
    /// The day on which `fate` came.
    pub(super) on: Option<i64>,
    /// The date that the open extension request asks for.
    pub(super) asks_for: Option<i64>,
    /// How far it is.
    #[serde(default)]
    pub(super) percent: u8,
    /// What the last report says was done; for a task that was stopped, why.
    pub(super) last: Option<Words>,
    pub(super) problem: Option<Words>,
    /// The department that the problem waits for.
    pub(super) waits_for: Option<String>,
    /// When the department now expects to be done.
    pub(super) expected: Option<i64>,
    /// The last report that was due did not come.
    #[serde(default)]
    pub(super) silent: bool,
    /// It ran over its date without a word.
    #[serde(default)]
    pub(super) unexplained: bool,
}

/// What reports, requests and decisions say that have no words of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    early: Vec<Words>,
    middle: Vec<Words>,
    late: Vec<Words>,
    extension: Vec<Words>,
    pub(super) granted: Words,
    pub(super) closed: Words,
    pub(super) sent_back: Words,
    pub(super) urged: Words,
    pub(super) instructed: Words,
    pub(super) synthetic: Words,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fate {
    /// Not issued yet.
    Draft,
    /// Issued, and nobody has said anything.
    Unacknowledged,
    /// At work.
    Open,
    /// At work without a date.
    LongTerm,
    /// Asked to be closed; sent back.
    SentBack,
    /// Asks to be closed.
    AsksClosure,
    /// Asks for more time.
    AsksExtension,
    /// Done, and found to be so.
    Closed,
    /// Stopped for the time being.
    Suspended,
    /// Given up.
    Cancelled,
}

impl Words {
    /// The words in one language.
    pub(super) fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::ZhCn => &self.zh,
        }
    }
}

impl Phrases {
    /// What a report says at `percent`; `nth` picks one of several.
    pub(super) fn progress(&self, percent: u8, nth: usize) -> &Words {
        let phase = match percent {
            0..35 => &self.early,
            35..75 => &self.middle,
            _ => &self.late,
        };
        &phase[nth % phase.len()]
    }

    /// Why more time is asked for.
    pub(super) fn more_time(&self, nth: usize) -> &Words {
        &self.extension[nth % self.extension.len()]
    }
}

impl DepartmentOutline {
    /// What a demonstration in `lang` calls it.
    pub(super) fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.name_en,
            Lang::ZhCn => &self.name,
        }
    }
}

/// The college.
pub(super) fn college() -> Result<College, Unreadable> {
    file("college.toml")
}

/// The meetings, oldest first.
pub(super) fn meetings() -> Result<Vec<MeetingOutline>, Unreadable> {
    #[derive(Deserialize)]
    struct Meetings {
        meeting: Vec<MeetingOutline>,
    }
    file("meetings.toml").map(|Meetings { meeting }| meeting)
}

/// The tasks, by meeting.
pub(super) fn tasks() -> Result<Vec<TaskOutline>, Unreadable> {
    #[derive(Deserialize)]
    struct Tasks {
        task: Vec<TaskOutline>,
    }
    file("tasks.toml").map(|Tasks { task }| task)
}

/// The phrases.
pub(super) fn phrases() -> Result<Phrases, Unreadable> {
    file("reports.toml")
}

/// The marked-up minutes of a meeting.
pub(super) fn minutes(meeting: &str, lang: Lang) -> Result<String, Unreadable> {
    text(&format!("minutes/{meeting}.{lang}.txt"))
}

/// A file of the story that is not as it should be. The tests read them all.
#[derive(Debug, thiserror::Error)]
#[error("config/demo/{name}: {reason}")]
pub(super) struct Unreadable {
    name: String,
    reason: String,
}

fn text(name: &str) -> Result<String, Unreadable> {
    let unreadable = |reason: String| Unreadable { name: name.to_owned(), reason };
    let file = Files::get(name).ok_or_else(|| unreadable("is not there".into()))?;
    String::from_utf8(file.data.into_owned()).map_err(|error| unreadable(error.to_string()))
}

fn file<T: DeserializeOwned>(name: &str) -> Result<T, Unreadable> {
    toml::from_str(&text(name)?)
        .map_err(|error| Unreadable { name: name.to_owned(), reason: error.to_string() })
}

fn normal() -> Urgency {
    Urgency::Normal
}

fn no_cadence() -> Cadence {
    Cadence::None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_in_the_story_is_known() {
        let college = college().unwrap();
        let departments: BTreeSet<&str> =
            college.departments.iter().map(|one| one.key.as_str()).collect();
        let programmes: BTreeSet<&str> =
            college.programmes.iter().map(|one| one.key.as_str()).collect();
        let people: BTreeSet<&str> = college.people.iter().map(|one| one.key.as_str()).collect();
        let meetings = meetings().unwrap();
        let held: BTreeSet<&str> = meetings.iter().map(|one| one.key.as_str()).collect();

        for one in &college.departments {
            let accounts = [&one.leader, &one.head].into_iter().chain(&one.contact);
            assert!(accounts.into_iter().all(|key| people.contains(key.as_str())), "{}", one.key);
        }
        for task in tasks().unwrap() {
            let title = task.title.say(Lang::En);
            assert!(held.contains(task.meeting.as_str()), "{title}");
            assert!(departments.contains(task.lead.as_str()), "{title}");
            assert!(task.with.iter().all(|key| departments.contains(key.as_str())), "{title}");
            assert!(task.waits_for.iter().all(|key| departments.contains(key.as_str())), "{title}");
            assert!(task.programme.iter().all(|key| programmes.contains(key.as_str())), "{title}");
        }
    }

    #[test]
    fn the_year_looks_as_it_was_drawn() {
        let tasks = tasks().unwrap();
        let count =
            |wanted: &dyn Fn(&TaskOutline) -> bool| tasks.iter().filter(|t| wanted(t)).count();

        assert_eq!((college().unwrap().departments.len(), meetings().unwrap().len()), (11, 8));
        assert_eq!(count(&|task| task.fate == Fate::Closed), 75);
        assert_eq!(count(&|task| task.fate == Fate::Closed && task.on > task.due), 10);
        assert_eq!(count(&|task| task.first_due.is_some()), 12);
        assert_eq!(count(&|task| task.unexplained), 2);
        assert_eq!(count(&|task| task.fate == Fate::LongTerm), 3);
    }
}
