//! 督办提醒: what the calendar finds for one reader, on one working day, in one letter.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::sheet::{Entry, Sheet, Tone};
use super::{Clerk, Reader, ReaderPart, Said, TaskLine, Wording, one_line};
use crate::domain::Part;
use crate::i18n::Lang;

/// The letter of the day.
#[derive(Debug, Clone)]
pub struct Digest {
    /// Who reads it.
    pub reader: Reader,
    /// The department that they head, if they head one.
    pub department: Option<String>,
    /// Of the coming week the holidays, and the days worked for one.
    pub free_days: Vec<(NaiveDate, bool)>,
    /// What the calendar found, most pressing first; never empty.
    pub tasks: Vec<DigestTask>,
    /// Those who follow these tasks.
    pub clerks: Vec<Clerk>,
}

/// One task of the digest.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts")]
pub struct DigestTask {
    /// The task.
    pub line: TaskLine,
    /// For whom the reader, a deputy, reads of it.
    pub instead_of: Option<String>,
    /// Whether it still waits to be acknowledged.
    pub unacknowledged: bool,
    /// Whether its date comes near or has passed, so that the reader is reminded of the date.
    pub dated: bool,
    /// Whether a report is due today.
    pub report_due: bool,
    /// Whether a report did not arrive.
    pub report_missed: bool,
    /// Who else hears of it where it is not acknowledged.
    pub unless_acknowledged: Option<Said>,
    /// Who else hears of it where it stays overdue.
    pub while_overdue: Option<Said>,
}

impl Digest {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, department, free_days, tasks, clerks } = self;
        let lang = reader.lang;
        let summary = self.summary();
        let heading = match department {
            Some(department) => lang.mail_digest_of(one_line(department), summary),
            None => lang.mail_digest_yours(summary),
        };
        Sheet {
            lang,
            subject: lang.mail_digest_subject(&heading),
            organisation: &reader.organisation,
            heading,
            intro: {
                let intro = lang
                    .mail_digest_intro(weekday(lang, reader.today), lang.long_date(reader.today));
                format!("{intro}{}", said_of_days(reader, free_days))
            },
            entries: tasks.iter().map(|task| task.entry(reader)).collect(),
            action: None,
            closing: &reader.closing(clerks, reader.on_links(tasks.iter().map(|task| &task.line))),
        }
        .wording()
    }

    fn summary(&self) -> String {
        let lang = self.reader.lang;
        let tasks = match self.tasks.len() {
            1 => lang.mail_digest_tasks_one(1),
            count => lang.mail_digest_tasks(count),
        };
        let overdue =
            self.tasks.iter().filter(|task| task.days_over(self.reader.today) > 0).count();
        if overdue == 0 { tasks } else { lang.mail_digest_overdue(tasks, overdue) }
    }
}

impl DigestTask {
    fn days_over(&self, today: NaiveDate) -> i64 {
        self.line.due_on.filter(|_| self.dated).map_or(0, |due| (today - due).num_days().max(0))
    }

    fn entry(&self, reader: &Reader) -> Entry {
        let lang = reader.lang;
        let line = &self.line;
        let (tone, status) = self.status(reader);
        let mut sentences = vec![line.dates(reader, true), self.expected(reader)];
        if self.report_due {
            sentences.push(lang.mail_digest_report_counts().to_owned());
        }
        sentences.extend(self.unless_acknowledged.as_ref().map(|said| said.unacknowledged(reader)));
        sentences.extend(self.while_overdue.as_ref().map(|said| said.overdue(reader)));
        let principal = self.instead_of.as_ref();
        sentences.extend(principal.map(|name| lang.mail_stands_in_for(one_line(name))));
        let action = match line.part {
            ReaderPart::Of(Part::Head | Part::Contact) if self.unacknowledged => {
                lang.mail_digest_acknowledge(&line.number)
            }
            ReaderPart::Of(Part::Head | Part::Contact | Part::Handler) => {
                lang.mail_digest_report(&line.number)
            }
            _ => lang.mail_open(&line.number),
        };
        let (action, address) = line.action(reader, action);
        Entry {
            tone,
            status,
            number: line.number.clone(),
            title: line.title(),
            facts: line.facts(reader),
            sentences,
            action,
            link: address,
        }
    }

    fn status(&self, reader: &Reader) -> (Tone, String) {
        let lang = reader.lang;
        let report = match (self.report_missed, self.report_due) {
            (true, _) => Some((Tone::Overdue, lang.mail_digest_report_missed())),
            (false, true) => Some((Tone::Soon, lang.mail_digest_report_due())),
            (false, false) => None,
        };
        let Some(due) = self.line.due_on.filter(|_| self.dated) else {
            return match report {
                Some((tone, said)) => (tone, said.to_owned()),
                None => (Tone::New, lang.mail_digest_unacknowledged().to_owned()),
            };
        };
        let (tone, status) = match (due - reader.today).num_days() {
            -1 => (Tone::Overdue, lang.words_days_over_one(1)),
            days if days < 0 => (Tone::Overdue, lang.words_days_over(-days)),
            0 => (Tone::Soon, lang.mail_digest_due_today().to_owned()),
            1 => (Tone::Soon, lang.mail_digest_left_one(1)),
            days => (Tone::Soon, lang.mail_digest_left(days)),
        };
        let status = match report {
            Some((_, said)) => lang.mail_digest_and(said, status),
            None => status,
        };
        if self.unacknowledged {
            (tone, lang.mail_digest_and_unacknowledged(status))
        } else {
            (tone, status)
        }
    }

    fn expected(&self, reader: &Reader) -> String {
        let lang = reader.lang;
        match self.line.part {
            ReaderPart::Of(Part::Leader | Part::OfficeHead) => {
                lang.mail_digest_expect_know(one_line(&self.line.lead))
            }
            ReaderPart::Of(Part::Clerk) if self.dated => lang.mail_digest_expect_sign().to_owned(),
            ReaderPart::Of(Part::Clerk) => lang.mail_digest_expect_call().to_owned(),
            _ if self.unacknowledged => lang.mail_digest_expect_acknowledge().to_owned(),
            _ if self.days_over(reader.today) > 0 => lang.mail_digest_expect_overdue().to_owned(),
            _ if self.dated => lang.mail_digest_expect_soon().to_owned(),
            _ if self.report_missed => lang.mail_digest_expect_missed().to_owned(),
            _ => lang.mail_digest_expect_report().to_owned(),
        }
    }
}

/// The holidays of the coming week, and the days worked for one, in a sentence each.
fn said_of_days(reader: &Reader, days: &[(NaiveDate, bool)]) -> String {
    let lang = reader.lang;
    let said = |worked: bool| {
        let named = days.iter().filter(|(_, made_up)| *made_up == worked);
        let named: Vec<String> = named.map(|(day, _)| lang.mail_day(*day, reader.today)).collect();
        let (space, named) = (lang.sentence_space(), (!named.is_empty()).then_some(named));
        named.map(|named| {
            let named = named.join(lang.mail_between());
            let said =
                if worked { lang.mail_days_worked(named) } else { lang.mail_days_free(named) };
            format!("{space}{said}")
        })
    };
    [said(false), said(true)].into_iter().flatten().collect()
}

fn weekday(lang: Lang, day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => lang.mail_monday(),
        Weekday::Tue => lang.mail_tuesday(),
        Weekday::Wed => lang.mail_wednesday(),
        Weekday::Thu => lang.mail_thursday(),
        Weekday::Fri => lang.mail_friday(),
        Weekday::Sat => lang.mail_saturday(),
        Weekday::Sun => lang.mail_sunday(),
    }
}
