//! What a department's group is told: titles alone, and the pages that ask for a sign-in.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::{Wording, one_line};
use crate::i18n::Lang;

/// A letter to a group. Nobody in it reads it in person: it asks nobody for anything by a link.
#[derive(Debug, Clone)]
pub struct GroupLetter {
    /// The organisation's language.
    pub lang: Lang,
    /// The organisation's name.
    pub organisation: String,
    /// The department.
    pub department: String,
    /// The day on which it is written.
    pub today: NaiveDate,
    /// What it tells.
    pub news: GroupNews,
    /// The tasks, the longest overdue first; never empty.
    pub tasks: Vec<GroupTask>,
}

/// What a group is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupNews {
    /// A task went out.
    Issued,
    /// Tasks are overdue.
    Overdue,
}

/// A task as a group reads of it.
#[derive(Debug, Clone)]
pub struct GroupTask {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The date that the department works to.
    pub due_on: Option<NaiveDate>,
    /// Its page.
    pub link: String,
}

impl GroupLetter {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { lang, organisation, department, news, tasks, .. } = self;
        let department = one_line(department);
        let heading = match (news, tasks.len()) {
            (GroupNews::Issued, _) => lang.channel_group_issued(department),
            (GroupNews::Overdue, 1) => lang.channel_group_overdue_one(department),
            (GroupNews::Overdue, count) => lang.channel_group_overdue(department, count),
        };
        Sheet {
            lang: *lang,
            subject: heading.clone(),
            organisation,
            heading,
            intro: String::new(),
            entries: tasks.iter().map(|task| self.entry(task)).collect(),
            action: None,
            closing: &[],
        }
        .wording()
    }

    fn entry(&self, task: &GroupTask) -> Entry {
        let lang = self.lang;
        let over = task.due_on.map_or(0, |due| (self.today - due).num_days());
        let (tone, status) = match (self.news, over) {
            (GroupNews::Issued, _) => (Tone::New, lang.channel_group_new().to_owned()),
            (GroupNews::Overdue, 1) => (Tone::Overdue, lang.words_days_over_one(1)),
            (GroupNews::Overdue, days) => (Tone::Overdue, lang.words_days_over(days)),
        };
        let due = match task.due_on {
            Some(due) => lang.mail_due(lang.mail_day(due, self.today)),
            None => lang.mail_long_term().to_owned(),
        };
        let number = one_line(&task.number);
        Entry {
            tone,
            status,
            action: lang.mail_open(&number),
            number,
            title: one_line(&task.title),
            facts: Vec::new(),
            sentences: vec![due],
            link: task.link.clone(),
        }
    }
}
