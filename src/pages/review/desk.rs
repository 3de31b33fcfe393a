//! Everything that the review page is made of, read at once.

use crate::domain::extraction::{Passage, passages};
use crate::domain::{
    Actor, Directive, Label, Meeting, MeetingId, Minutes, Person, PersonId, Programme, Task, Tree,
};
use crate::persistence::{Conn, departments, meetings, people, programmes, tasks};
use crate::services::{Error, intake, review};

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
}

/// A candidate with its number and the tasks made of it.
pub struct Entry {
    pub directive: Directive,
    pub label: Label,
    pub tasks: Vec<Task>,
}

impl Desk {
    /// Reads it as `viewer` may see it.
    pub fn read(conn: &mut Conn, viewer: &Actor, id: MeetingId) -> Result<Self, Error> {
        let meeting = intake::meeting(conn, viewer, id)?;
        let minutes = meetings::minutes_of(conn, id)?;
        let passages = passages(&minutes.text);
        let (directives, made): (Vec<_>, Vec<_>) =
            review::of_meeting(conn, viewer, id)?.into_iter().unzip();
        let sentences: Vec<_> =
            passages.iter().flat_map(|passage| passage.sentences.iter().cloned()).collect();
        let labels = Label::all(&directives, &sentences);
        let mut entries = Vec::with_capacity(directives.len());
        for ((directive, label), made) in directives.into_iter().zip(labels).zip(made) {
            let tasks = tasks::find_all(conn, &made)?;
            entries.push(Entry { directive, label, tasks });
        }
        Ok(Self {
            meeting,
            minutes,
            passages,
            entries,
            tree: departments::tree(conn)?,
            people: people::all(conn)?,
            programmes: programmes::all(conn)?,
        })
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

/// A person's name with the title, where there is one.
pub fn naming(person: &Person) -> String {
    match &person.title {
        Some(title) => format!("{} · {title}", person.name),
        None => person.name.clone(),
    }
}
