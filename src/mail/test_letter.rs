//! A letter that shows whether letters arrive.

use super::sheet::Sheet;
use super::{Wording, one_line};
use crate::i18n::Lang;

/// The letter.
#[derive(Debug, Clone)]
pub struct TestLetter {
    /// The language that its reader reads.
    pub lang: Lang,
    /// The organisation's name.
    pub organisation: String,
    /// Who asked for it.
    pub actor: String,
    /// When, on the organisation's clocks: no two are the same, so that no service takes one for
    /// another that came before.
    pub at: String,
    /// The house's own address.
    pub link: String,
}

impl TestLetter {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { lang, organisation, actor, at, link } = self;
        Sheet {
            lang: *lang,
            subject: lang.channel_test_subject(at),
            organisation,
            heading: lang.channel_test_heading().to_owned(),
            intro: lang.channel_test_intro(one_line(actor), at),
            entries: Vec::new(),
            action: Some((lang.channel_test_open(), link)),
            closing: &[],
        }
        .wording()
    }
}
