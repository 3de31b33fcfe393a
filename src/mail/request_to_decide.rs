//! A department asks for something: the reader may decide, advise, or confirm it first.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Clerk, Reader, TaskLine, Wording, one_line};
use crate::domain::RequestKind;
use crate::i18n::Lang;

/// What the reader is asked to do about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Decide it.
    Decide,
    /// 初审: say whether they would agree.
    Advise,
    /// Confirm what a contact or handler of their department wrote.
    Confirm,
}

/// What was said of a request before it reached the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionSaid {
    /// Who said it.
    pub by: String,
    /// Whether they agree.
    pub agrees: bool,
    /// In which words.
    pub words: Option<String>,
    /// Whether they decided, as far as they may, and only a top leader is waited for.
    pub endorses: bool,
}

/// The letter that lays a request before somebody who is to decide it, or to help.
#[derive(Debug, Clone)]
pub struct RequestToDecide {
    /// Who reads it.
    pub reader: Reader,
    /// The task.
    pub task: TaskLine,
    /// What the reader is asked to do.
    pub errand: Errand,
    /// What is asked for.
    pub kind: RequestKind,
    /// Who asks.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// What was achieved, for a closure.
    pub result: Option<String>,
    /// What proves it, for a closure.
    pub evidence: Option<String>,
    /// 初审, and the agreement of those in charge.
    pub opinions: Vec<OpinionSaid>,
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
        let Self { reader, task, errand, kind, actor, reason, result, evidence, opinions, .. } =
            self;
        let Self { new_due_on, clock_stands, clerk, .. } = self;
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
        if let Some(evidence) = evidence {
            sentences.push(lang.mail_decide_evidence(quoted(evidence)));
        }
        sentences.extend(opinions.iter().map(|said| said.sentence(lang)));
        if *clock_stands {
            sentences.push(lang.mail_decide_clock().to_owned());
        }
        let kind = kind_words(lang, *kind);
        let (number, title) = (&task.number, task.title());
        let (subject, status, action) = match errand {
            Errand::Decide => (
                lang.mail_decide_subject(&lead, kind, number, title),
                lang.mail_status_decide(),
                lang.mail_decide_open(number),
            ),
            Errand::Advise => (
                lang.mail_advise_subject(&lead, kind, number, title),
                lang.mail_status_decide(),
                lang.mail_advise_open(number),
            ),
            Errand::Confirm => (
                lang.mail_confirm_subject(one_line(actor), kind, number, title),
                lang.mail_status_confirm(),
                lang.mail_confirm_open(number),
            ),
        };
        Sheet {
            lang,
            subject,
            organisation: &reader.organisation,
            heading: lang.mail_decide_heading(&lead, kind),
            intro: lang.mail_decide_intro(lang.long_date(reader.today), one_line(actor)),
            entries: vec![Entry {
                tone: Tone::Calm,
                status: status.to_owned(),
                number: task.number.clone(),
                title: task.title(),
                facts: task.facts(reader),
                sentences,
                action,
                link: task.link.clone(),
            }],
            action: None,
            closing: &reader.closing(clerk.as_slice(), None),
        }
        .wording()
    }
}

impl OpinionSaid {
    fn sentence(&self, lang: Lang) -> String {
        let by = one_line(&self.by);
        let words = self.words.as_deref().map(quoted);
        match (self.endorses, self.agrees, words) {
            (true, _, None) => lang.mail_decide_endorsed(by),
            (true, _, Some(words)) => lang.mail_decide_endorsed_words(by, words),
            (false, true, None) => lang.mail_decide_advice_yes(by),
            (false, true, Some(words)) => lang.mail_decide_advice_yes_words(by, words),
            (false, false, words) => lang.mail_decide_advice_no(by, words.unwrap_or_default()),
        }
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
