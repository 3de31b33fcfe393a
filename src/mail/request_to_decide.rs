//! A department asks for something, and the reader may decide.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Clerk, Reader, TaskLine, Wording, one_line};
use crate::domain::RequestKind;
use crate::i18n::Lang;

/// The letter that lays a request before somebody who may decide it.
#[derive(Debug, Clone)]
pub struct RequestToDecide {
    /// Who reads it.
    pub reader: Reader,
    /// The task.
    pub task: TaskLine,
    /// What is asked for.
    pub kind: RequestKind,
    /// Who asks.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// What was achieved, for a closure.
    pub result: Option<String>,
    /// The date asked for, for an extension.
    pub new_due_on: Option<NaiveDate>,
    /// Whether the clock stands still until the decision.
    pub clock_stands: bool,
    /// Who follows it.
    pub clerk: Option<Clerk>,
}

impl RequestToDecide {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, task, kind, actor, reason, result, new_due_on, clock_stands, clerk } =
            self;
        let lang = reader.lang;
        let lead = one_line(&task.lead);
        let day = |on| lang.mail_day(on, reader.today);
        let mut sentences = vec![task.dates(reader, true)];
        sentences.extend(new_due_on.map(|new| match task.due_on {
            Some(old) => lang.mail_decide_change(day(old), day(new)),
            None => lang.mail_decide_new_date(day(new)),
        }));
        if let Some(result) = result.as_deref().filter(|text| !text.trim().is_empty()) {
            sentences.push(lang.mail_decide_result(quoted(result)));
        }
        if !reason.trim().is_empty() {
            sentences.push(lang.mail_decide_reason(quoted(reason)));
        }
        if *clock_stands {
            sentences.push(lang.mail_decide_clock().to_owned());
        }
        Sheet {
            lang,
            subject: lang.mail_decide_subject(
                &lead,
                kind_words(lang, *kind),
                &task.number,
                task.title(),
            ),
            organisation: &reader.organisation,
            heading: lang.mail_decide_heading(&lead, kind_words(lang, *kind)),
            intro: lang.mail_decide_intro(lang.long_date(reader.today), one_line(actor)),
            entries: vec![Entry {
                tone: Tone::Calm,
                status: lang.mail_status_decide().to_owned(),
                number: task.number.clone(),
                title: task.title(),
                facts: task.facts(reader),
                sentences,
                action: lang.mail_decide_open(&task.number),
                link: task.link.clone(),
            }],
            action: None,
            closing: &reader.closing(clerk.as_slice(), None),
        }
        .wording()
    }
}

/// What is asked for, as it stands within a sentence.
pub(super) fn kind_words(lang: Lang, kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Closure => lang.mail_kind_closure(),
        RequestKind::InterimClosure => lang.mail_kind_interim_closure(),
        RequestKind::Extension => lang.mail_kind_extension(),
        RequestKind::Suspension => lang.mail_kind_suspension(),
        RequestKind::Cancellation => lang.mail_kind_cancellation(),
    }
}
