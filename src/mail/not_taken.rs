//! An answer to a letter that was not taken: why, and what to do instead.

use super::sheet::Sheet;
use super::{Reader, Wording, one_line};
use crate::domain::MailOutcome;

/// The letter that says so to who answered.
#[derive(Debug, Clone)]
pub struct NotTaken {
    /// Who reads it.
    pub reader: Reader,
    /// What became of the answer.
    pub outcome: MailOutcome,
    /// The page of the reader's own work.
    pub link: String,
}

impl NotTaken {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, outcome, link } = self;
        let lang = reader.lang;
        let (why, what_to_do) = match outcome {
            MailOutcome::Empty => (lang.mail_not_taken_empty(), lang.mail_not_taken_empty_do()),
            MailOutcome::Stranger => {
                (lang.mail_not_taken_stranger(), lang.mail_not_taken_stranger_do())
            }
            MailOutcome::Forged => (lang.mail_not_taken_forged(), lang.mail_not_taken_forged_do()),
            _ => (lang.mail_not_taken_refused(), lang.mail_not_taken_refused_do()),
        };
        let organisation = one_line(&reader.organisation);
        Sheet {
            lang,
            subject: lang.mail_not_taken_subject(lang.words_product(), organisation),
            organisation: &reader.organisation,
            heading: lang.mail_not_taken_heading().to_owned(),
            intro: format!("{why}{}{what_to_do}", lang.mail_not_taken_between()),
            entries: Vec::new(),
            action: Some((lang.mail_not_taken_action(), link)),
            closing: &reader.closing(&[], None),
        }
        .wording()
    }
}
