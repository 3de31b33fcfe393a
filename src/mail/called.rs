//! 催办、批示: somebody has written a word on a task, and it goes to those who work on it.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Clerk, Reader, TaskLine, Wording, one_line};

/// The letter that brings a word written on a task.
#[derive(Debug, Clone)]
pub struct Called {
    /// Who reads it.
    pub reader: Reader,
    /// The task.
    pub task: TaskLine,
    /// What kind of word it is.
    pub call: Call,
    /// Who wrote it.
    pub actor: String,
    /// What was written.
    pub words: String,
    /// By when an answer is wanted.
    pub answer_by: Option<NaiveDate>,
    /// Whether the date has passed.
    pub overdue: bool,
    /// Who follows the task.
    pub clerk: Option<Clerk>,
}

/// What kind of word was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// 催办, by hand.
    Urged,
    /// 督办催办单, signed; the word is its number. It wants an answer by that day.
    UrgingNotice(NaiveDate),
    /// 批示, by a leader.
    Instructed,
    /// What the office asks about a report.
    Questioned,
    /// 商请配合: the reader's department is asked to support.
    Invited,
    /// It supports the task.
    Accepted,
    /// It does not.
    Declined,
    /// 经办: the reader was named as handler; the word is the completion mark.
    Delegated,
}

impl Called {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, task, call, actor, words, answer_by, overdue, clerk } = self;
        let lang = reader.lang;
        let actor = one_line(actor);
        let (subject, heading, status, expected) = match call {
            Call::Urged => (
                lang.mail_urged_subject(&task.number, task.title()),
                lang.mail_urged_heading(&actor),
                lang.mail_status_urged(),
                lang.mail_urged_expected(),
            ),
            Call::UrgingNotice(_) => (
                lang.mail_notice_subject(one_line(words), &task.number, task.title()),
                lang.mail_notice_heading(one_line(words)),
                lang.mail_status_notice(),
                lang.mail_notice_expected(),
            ),
            Call::Instructed => (
                lang.mail_instructed_subject(&actor, &task.number, task.title()),
                lang.mail_instructed_heading(&actor),
                lang.mail_status_instructed(),
                lang.mail_instructed_expected(),
            ),
            Call::Questioned => (
                lang.mail_questioned_subject(&task.number, task.title()),
                lang.mail_questioned_heading(&actor),
                lang.mail_status_questioned(),
                lang.mail_questioned_expected(),
            ),
            Call::Invited => (
                lang.mail_invited_subject(&task.number, task.title()),
                lang.mail_invited_heading(&actor),
                lang.mail_status_invited(),
                lang.mail_invited_expected(),
            ),
            Call::Accepted => (
                lang.mail_accepted_subject(&task.number, task.title()),
                lang.mail_accepted_heading(&actor),
                lang.mail_status_accepted(),
                lang.mail_accepted_expected(),
            ),
            Call::Declined => (
                lang.mail_declined_subject(&task.number, task.title()),
                lang.mail_declined_heading(&actor),
                lang.mail_status_declined(),
                lang.mail_declined_expected(),
            ),
            Call::Delegated => (
                lang.mail_delegated_subject(&task.number, task.title()),
                lang.mail_delegated_heading(&actor),
                lang.mail_status_delegated(),
                lang.mail_delegated_expected(),
            ),
        };
        let (action, link) = task.action(reader, lang.mail_open(&task.number));
        let day = lang.long_date(reader.today);
        let intro = match call {
            Call::UrgingNotice(reply_by) => {
                lang.mail_notice_intro(day, &actor, lang.mail_day(*reply_by, reader.today))
            }
            Call::Delegated if words.is_empty() => lang.mail_delegated_plain(day),
            Call::Delegated => lang.mail_delegated_intro(day, quoted(words)),
            _ if words.is_empty() => lang.mail_called_plain(day),
            _ => lang.mail_called_intro(day, quoted(words)),
        };
        let wanted = answer_by.map(|day| lang.mail_answer_by(lang.long_date(day)));
        let intro = format!("{intro}{}", wanted.unwrap_or_default());
        Sheet {
            lang,
            subject,
            organisation: &reader.organisation,
            heading,
            intro,
            entries: vec![Entry {
                tone: if *overdue { Tone::Overdue } else { Tone::New },
                status: status.to_owned(),
                number: task.number.clone(),
                title: task.title(),
                facts: task.facts(reader),
                sentences: vec![task.dates(reader, true), expected.to_owned()],
                action,
                link,
            }],
            action: None,
            closing: &reader.closing(clerk.as_slice(), reader.on_links([task])),
        }
        .wording()
    }
}
