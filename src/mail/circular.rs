//! 督办通报: a signed circular, to everybody whom it concerns.

use super::sheet::Sheet;
use super::{Reader, Wording, one_line};

/// The letter with a circular.
#[derive(Debug, Clone)]
pub struct CircularLetter {
    /// Who reads it.
    pub reader: Reader,
    /// Its number.
    pub number: String,
    /// What it is on, in its own language.
    pub subject: String,
    /// Its totals in words, in its own language.
    pub opening: String,
    /// Where it can be read.
    pub link: String,
}

impl CircularLetter {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, number, subject, opening, link } = self;
        let lang = reader.lang;
        let (number, subject) = (one_line(number), one_line(subject));
        Sheet {
            lang,
            subject: lang.circular_mail_subject(&number, &subject),
            organisation: &reader.organisation,
            heading: lang.circular_mail_heading(&number),
            intro: lang.circular_mail_intro(&subject, one_line(opening)),
            entries: Vec::new(),
            action: Some((lang.circular_mail_open(), link)),
            closing: &reader.closing(&[], None),
        }
        .wording()
    }
}
