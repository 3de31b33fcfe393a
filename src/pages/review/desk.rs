//! Everything that the review page is made of, read at once.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::domain::extraction::{Passage, passages};
use crate::domain::{
    Actor, Directive, DirectiveId, Label, Meeting, MeetingId, Minutes, Person, PersonId, Programme,
    ReviewAct, Tree,
};
use crate::pages::meetings::tasks;
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::{
    Conn, departments, directives, meetings, people, preferences, programmes, review_acts,
};
use crate::services::{Error, intake};

/// What others did is shown for so long.
const RECENT: TimeDelta = TimeDelta::minutes(30);
/// So many acts of others are named.
const NAMED: i64 = 3;

/// What lies on the desk.
pub struct Desk {
    pub meeting: Meeting,
    pub minutes: Minutes,
    pub passages: Vec<Passage>,
    /// The candidates in the order of the minutes.
    pub entries: Vec<Entry>,
    pub tree: Tree,
    pub people: Vec<Person>,
    pub programmes: Vec<Programme>,
    /// The reader's last act, which can be taken back.
    pub last: Option<ReviewAct>,
    /// What others did a short while ago, the last first.
    pub others: Vec<ReviewAct>,
    /// Whether single letters are commands for this reader.
    pub keys: bool,
    /// Changes whenever anything here does.
    pub stamp: String,
}

/// A candidate with its number and the tasks made of it.
pub struct Entry {
    pub directive: Directive,
    pub label: Label,
    pub tasks: Vec<TaskLine>,
}

impl Desk {
    /// Reads it as `viewer` may see it.
    pub fn read(
        conn: &mut Conn,
        viewer: &Actor,
        id: MeetingId,
        now: NaiveDateTime,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let meeting = intake::meeting(conn, viewer, id)?;
        let minutes = meetings::minutes_of(conn, id)?;
        let passages = passages(&minutes.text);
        let directives = directives::of_meeting(conn, id)?;
        let mut lines = tasks(conn, viewer, id, today)?;
        let sentences: Vec<_> =
            passages.iter().flat_map(|passage| passage.sentences.iter().cloned()).collect();
        let labels = Label::all(&directives, &sentences);
        let entries = directives.into_iter().zip(labels).map(|(directive, label)| {
            let own = |line: &mut TaskLine| line.task.directive_id == Some(directive.id);
            let tasks = lines.extract_if(.., own).collect();
            Entry { directive, label, tasks }
        });
        let entries = entries.collect();
        let reader = viewer.id.ok_or(Error::Forbidden)?;
        Ok(Self {
            meeting,
            minutes,
            passages,
            entries,
            tree: departments::tree(conn)?,
            people: people::all(conn)?,
            programmes: programmes::all(conn)?,
            last: review_acts::last_of(conn, id, reader)?,
            others: review_acts::of_others(conn, id, reader, now - RECENT, NAMED)?,
            keys: keys(conn, reader)?,
            stamp: directives::stamp(conn, id)?,
        })
    }

    /// The candidate with that id.
    pub fn entry(&self, id: DirectiveId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.directive.id == id)
    }

    /// The sentences that hold candidates, each with its number.
    pub fn numbers(&self) -> Vec<(usize, usize)> {
        let mut numbers = Vec::new();
        let sentences = self.passages.iter().flat_map(|passage| &passage.sentences);
        for entry in self.entries.iter().filter(|entry| entry.label.sentence > 0) {
            let number = entry.label.sentence;
            if numbers.last().is_some_and(|(_, last)| *last == number) {
                continue;
            }
            let holds = |span: &&std::ops::Range<usize>| span.end > entry.directive.span.start;
            let sentence = sentences.clone().find(holds);
            let start = sentence.map_or(entry.directive.span.start, |span| {
                span.start.min(entry.directive.span.start)
            });
            numbers.push((start, number));
        }
        numbers
    }

    /// A person's name and title.
    pub fn named(&self, id: PersonId) -> String {
        let person = self.people.iter().find(|person| person.id == id);
        person.map(naming).unwrap_or_default()
    }
}

/// Whether single letters are commands on the review page of `reader`.
pub fn keys(conn: &mut Conn, reader: PersonId) -> Result<bool, Error> {
    let chosen = preferences::get(conn, reader, preferences::REVIEW_KEYS)?;
    Ok(chosen.as_deref() != Some("off"))
}

/// A person's name with the title, where there is one.
pub fn naming(person: &Person) -> String {
    match &person.title {
        Some(title) => format!("{} · {title}", person.name),
        None => person.name.clone(),
    }
}
