//! The way into an account: an invitation, or a new password for a forgotten one.

use chrono::NaiveDate;

use super::sheet::Sheet;
use super::{Reader, Wording, one_line};

/// The letter that carries a one-time link to an account.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Who reads it.
    pub reader: Reader,
    /// Why it is sent.
    pub cause: InvitationCause,
    /// The one-time link.
    pub link: String,
    /// The last day on which it works.
    pub until: NaiveDate,
}

/// Why a one-time link to an account is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationCause {
    /// Somebody set up the account.
    Invited {
        /// Who.
        by: String,
    },
    /// The password was forgotten.
    Forgotten,
}

impl Invitation {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, cause, link, until } = self;
        let lang = reader.lang;
        let organisation = one_line(&reader.organisation);
        let product = lang.words_product();
        let (subject, heading, intro, action) = match cause {
            InvitationCause::Invited { by } => (
                lang.mail_invitation_subject(product, &organisation),
                lang.mail_invitation_heading(),
                lang.mail_invitation_intro(one_line(by), &organisation),
                lang.mail_invitation_action(),
            ),
            InvitationCause::Forgotten => (
                lang.mail_forgotten_subject(product, &organisation),
                lang.mail_forgotten_heading(),
                lang.mail_forgotten_intro(&organisation),
                lang.mail_forgotten_action(),
            ),
        };
        let until = lang.mail_link_until(lang.long_date(*until));
        Sheet {
            lang,
            subject,
            organisation: &reader.organisation,
            heading: heading.to_owned(),
            intro,
            entries: Vec::new(),
            action: Some((action, link)),
            closing: &reader.closing(&[], Some(until)),
        }
        .wording()
    }
}
