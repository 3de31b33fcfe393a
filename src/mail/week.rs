//! 领导每周督办情况: how things stand for a leader, what is overdue, and what they are to decide.

use super::sheet::{Entry, Sheet, Tone};
use super::{Reader, TaskLine, Wording};
use crate::domain::{Counts, RequestKind};

/// The letter of the week.
#[derive(Debug, Clone)]
pub struct Week {
    /// Who reads it.
    pub reader: Reader,
    /// What they answer for, counted.
    pub counts: Counts,
    /// What waits for their decision.
    pub decisions: Vec<(TaskLine, RequestKind)>,
    /// What is overdue, the longest first.
    pub overdue: Vec<TaskLine>,
    /// The page of what they answer for.
    pub link: String,
}

impl Week {
    /// Whether there is anything to say.
    pub fn is_empty(&self) -> bool {
        self.counts.open == 0 && self.decisions.is_empty()
    }

    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, counts, decisions, overdue, link } = self;
        let lang = reader.lang;
        let heading = lang.mail_week_heading(counts.open, counts.overdue, decisions.len());
        let intro = lang.mail_week_intro(
            lang.long_date(reader.today),
            counts.due,
            counts.due_closed,
            counts.overdue,
        );
        let asked = decisions.iter().map(|(line, kind)| {
            let status = lang.mail_week_decide(lang.request_kind(kind));
            self.entry(line, Tone::New, status)
        });
        let late = overdue.iter().map(|line| {
            let days = line.due_on.map_or(0, |due| (reader.today - due).num_days());
            let status = match days {
                1 => lang.words_days_over_one(1),
                days => lang.words_days_over(days),
            };
            self.entry(line, Tone::Overdue, status)
        });
        Sheet {
            lang,
            subject: lang.mail_week_subject(&heading),
            organisation: &reader.organisation,
            heading: heading.clone(),
            intro,
            entries: asked.chain(late).collect(),
            action: Some((lang.mail_week_open(), link)),
            closing: &reader.closing(&[], None),
        }
        .wording()
    }

    fn entry(&self, line: &TaskLine, tone: Tone, status: String) -> Entry {
        let lang = self.reader.lang;
        Entry {
            tone,
            status,
            number: line.number.clone(),
            title: line.title(),
            facts: line.facts(&self.reader),
            sentences: vec![line.dates(&self.reader, true)],
            action: lang.mail_open(&line.number),
            link: line.link.clone(),
        }
    }
}
