//! 交办: a task goes out to those who answer for it.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Clerk, Reader, ReaderPart, Said, TaskLine, Wording, one_line};
use crate::domain::{Part, Urgency};

/// The letter that issues a task to one reader.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Who reads it.
    pub reader: Reader,
    /// The task.
    pub task: TaskLine,
    /// How urgent it is.
    pub urgency: Urgency,
    /// 办理要求（完成标志）.
    pub requirement: String,
    /// The day by which it is to be acknowledged.
    pub acknowledge_by: NaiveDate,
    /// Who else hears of it where it is not acknowledged.
    pub also_goes: Option<Said>,
    /// Whom to call.
    pub clerk: Option<Clerk>,
}

impl Issued {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, task, urgency, requirement, acknowledge_by, also_goes, clerk } = self;
        let (lang, today) = (reader.lang, reader.today);
        let lead = one_line(&task.lead);
        let subject = match task.due_on {
            Some(due) => lang.mail_issued_subject(
                &lead,
                lang.mail_day(due, today),
                &task.number,
                task.title(),
            ),
            None => lang.mail_issued_subject_long_term(&lead, &task.number, task.title()),
        };
        let acknowledges = matches!(task.part, ReaderPart::Of(Part::Head | Part::Contact));
        let expected = match task.part {
            ReaderPart::Of(Part::Handler) => lang.mail_issued_handler().to_owned(),
            ReaderPart::Support => lang.mail_issued_support().to_owned(),
            _ => lang.mail_issued_acknowledge(lang.mail_day(*acknowledge_by, today)),
        };
        let mut sentences = vec![task.dates(reader, false)];
        if !requirement.trim().is_empty() {
            sentences.push(lang.mail_requirement(quoted(requirement)));
        }
        sentences.push(expected);
        if acknowledges {
            sentences.extend(also_goes.as_ref().map(|said| said.unacknowledged(reader)));
        }
        let status = match urgency {
            Urgency::Normal => lang.mail_status_new(),
            Urgency::Urgent => lang.mail_status_urgent(),
            Urgency::Critical => lang.mail_status_critical(),
        };
        let action = if acknowledges {
            lang.mail_issued_open(&task.number)
        } else {
            lang.mail_open(&task.number)
        };
        let (action, link) = task.action(reader, action);
        Sheet {
            lang,
            subject,
            organisation: &reader.organisation,
            heading: lang.mail_issued_heading(&lead),
            intro: lang.mail_issued_intro(lang.long_date(today)),
            entries: vec![Entry {
                tone: Tone::New,
                status: status.to_owned(),
                number: task.number.clone(),
                title: task.title(),
                facts: task.facts(reader),
                sentences,
                action,
                link,
            }],
            action: None,
            closing: &reader.closing(clerk.as_slice(), reader.on_links([task])),
        }
        .wording()
    }
}
