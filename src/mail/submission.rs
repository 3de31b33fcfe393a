//! 待签发, 退回修改: drafts wait for the reader's signature, or came back without it.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Reader, Wording, one_line};
use crate::i18n::Lang;

/// The letter about a batch of drafts.
#[derive(Debug, Clone)]
pub struct SubmissionLetter {
    /// Who reads it.
    pub reader: Reader,
    /// Who submitted it, or sent it back.
    pub actor: String,
    /// Whether it came back unsigned.
    pub sent_back: bool,
    /// What the clerk says about it, or why it came back.
    pub words: Option<String>,
    /// The drafts.
    pub drafts: Vec<SubmittedDraft>,
    /// The page of the submission.
    pub link: String,
}

/// One of the drafts.
#[derive(Debug, Clone)]
pub struct SubmittedDraft {
    /// Its number, where it had one before.
    pub number: Option<String>,
    /// What is to be done.
    pub title: String,
    /// Who is to lead.
    pub lead: String,
    /// The date that it would be issued with.
    pub due_on: Option<NaiveDate>,
}

impl SubmissionLetter {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, actor, sent_back, words, drafts, link } = self;
        let lang = reader.lang;
        let what = count(lang, drafts.len());
        let (actor, today) = (one_line(actor), lang.long_date(reader.today));
        let (heading, mut intro) = if *sent_back {
            (lang.mail_unsigned_heading(&what), lang.mail_unsigned_intro(today, actor))
        } else {
            (lang.mail_sign_heading(&what), lang.mail_sign_intro(today, actor))
        };
        if let Some(words) = words {
            let said = if *sent_back {
                lang.mail_unsigned_reason(quoted(words))
            } else {
                lang.mail_sign_note(quoted(words))
            };
            intro = format!("{intro}{}{said}", lang.sentence_space());
        }
        Sheet {
            lang,
            subject: heading.clone(),
            organisation: &reader.organisation,
            heading,
            intro,
            entries: drafts.iter().map(|draft| self.entry(draft)).collect(),
            action: Some(if *sent_back {
                (lang.mail_unsigned_open(), link)
            } else {
                (lang.mail_sign_open(), link)
            }),
            closing: &reader.closing(&[], None),
        }
        .wording()
    }

    fn entry(&self, draft: &SubmittedDraft) -> Entry {
        let (lang, today) = (self.reader.lang, self.reader.today);
        let due = draft.due_on.map(|due| lang.mail_due(lang.mail_day(due, today)));
        Entry {
            tone: if self.sent_back { Tone::Back } else { Tone::New },
            status: lang.mail_status_draft().to_owned(),
            number: draft.number.clone().unwrap_or_default(),
            title: one_line(&draft.title),
            facts: vec![lang.mail_sign_lead(one_line(&draft.lead))],
            sentences: vec![due.unwrap_or_else(|| lang.mail_long_term().to_owned())],
            action: lang.mail_sign_look().to_owned(),
            link: self.link.clone(),
        }
    }
}

fn count(lang: Lang, drafts: usize) -> String {
    match drafts {
        1 => lang.mail_sign_count_one().to_owned(),
        many => lang.mail_sign_count(many),
    }
}
