//! 退办: a department sends a task back as not its own.

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Clerk, Reader, TaskLine, Wording, one_line};

/// The letter that tells a clerk of a returned task.
#[derive(Debug, Clone)]
pub struct Returned {
    /// Who reads it.
    pub reader: Reader,
    /// The task.
    pub task: TaskLine,
    /// Who sent it back.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// Who follows it.
    pub clerk: Option<Clerk>,
}

impl Returned {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, task, actor, reason, clerk } = self;
        let lang = reader.lang;
        let lead = one_line(&task.lead);
        Sheet {
            lang,
            subject: lang.mail_returned_subject(&lead, &task.number, task.title()),
            organisation: &reader.organisation,
            heading: lang.mail_returned_heading(&lead),
            intro: lang.mail_returned_intro(lang.long_date(reader.today), one_line(actor)),
            entries: vec![Entry {
                tone: Tone::Back,
                status: lang.mail_status_returned().to_owned(),
                number: task.number.clone(),
                title: task.title(),
                facts: task.facts(reader),
                sentences: vec![
                    task.dates(reader, false),
                    lang.mail_returned_reason(quoted(reason)),
                    lang.mail_returned_expected().to_owned(),
                ],
                action: lang.mail_open(&task.number),
                link: task.link.clone(),
            }],
            action: None,
            closing: &reader.closing(clerk.as_slice(), None),
        }
        .wording()
    }
}
