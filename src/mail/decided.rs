//! What became of a request.

use chrono::NaiveDate;

use super::request_to_decide::kind_words;
use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Clerk, Reader, TaskLine, Wording, one_line};
use crate::domain::RequestKind;

/// The letter that tells those who asked what was decided.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Who reads it.
    pub reader: Reader,
    /// The task, as it stands after the decision.
    pub task: TaskLine,
    /// What was asked for.
    pub kind: RequestKind,
    /// Whether it was agreed to.
    pub agreed: bool,
    /// Who decided.
    pub actor: String,
    /// What they wrote.
    pub comment: Option<String>,
    /// The day on which the task counts as closed.
    pub closed_on: Option<NaiveDate>,
    /// Who follows it.
    pub clerk: Option<Clerk>,
}

impl Decided {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, task, kind, agreed, actor, comment, closed_on: _, clerk } = self;
        let lang = reader.lang;
        let (number, title, words) = (&task.number, task.title(), kind_words(lang, *kind));
        let (subject, heading, status, tone) = match (agreed, kind) {
            (true, _) => (
                lang.mail_agreed_subject(words, number, &title),
                lang.mail_agreed_heading(words),
                lang.mail_status_agreed(),
                Tone::Calm,
            ),
            (false, RequestKind::Closure) => (
                lang.mail_sent_back_subject(number, &title),
                lang.mail_sent_back_heading().to_owned(),
                lang.mail_status_sent_back(),
                Tone::Back,
            ),
            (false, _) => (
                lang.mail_not_agreed_subject(words, number, &title),
                lang.mail_not_agreed_heading(words),
                lang.mail_status_not_agreed(),
                Tone::Back,
            ),
        };
        let mut sentences = vec![task.dates(reader, false)];
        if let Some(comment) = comment.as_deref().filter(|text| !text.trim().is_empty()) {
            sentences.push(lang.mail_decided_comment(quoted(comment)));
        }
        sentences.push(self.outcome());
        Sheet {
            lang,
            subject,
            organisation: &reader.organisation,
            heading,
            intro: lang.mail_decided_intro(lang.long_date(reader.today), one_line(actor)),
            entries: vec![Entry {
                tone,
                status: status.to_owned(),
                number: number.clone(),
                title,
                facts: task.facts(reader),
                sentences,
                action: lang.mail_open(number),
                link: task.link.clone(),
            }],
            action: None,
            closing: &reader.closing(clerk.as_slice(), None),
        }
        .wording()
    }

    /// What follows from the decision.
    fn outcome(&self) -> String {
        let lang = self.reader.lang;
        let day = |on| lang.mail_day(on, self.reader.today);
        match (self.kind, self.agreed) {
            (RequestKind::Closure, true) => {
                lang.mail_decided_closed(day(self.closed_on.unwrap_or(self.reader.today)))
            }
            (RequestKind::Closure | RequestKind::InterimClosure, false) => {
                lang.mail_decided_go_on().to_owned()
            }
            (RequestKind::InterimClosure, true) => lang.mail_decided_interim().to_owned(),
            (RequestKind::Extension, agreed) => match (self.task.due_on, agreed) {
                (Some(due), true) => lang.mail_decided_new_date(day(due)),
                (Some(due), false) => lang.mail_decided_date_stays(day(due)),
                (None, _) => lang.mail_decided_goes_on().to_owned(),
            },
            (RequestKind::Suspension, true) => lang.mail_decided_suspended().to_owned(),
            (RequestKind::Cancellation, true) => lang.mail_decided_cancelled().to_owned(),
            (RequestKind::Suspension | RequestKind::Cancellation, false) => {
                lang.mail_decided_goes_on().to_owned()
            }
        }
    }
}
