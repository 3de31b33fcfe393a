//! A letter: written once, sent as often as it takes, recognisable every time.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDateTime;
use lettre::Message;
use lettre::message::header::{Date, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use crate::domain::{Card, EmailAddress};

/// The longest subject that is still read as one, in characters.
const SUBJECT_LIMIT: usize = 150;

/// What a letter says, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// One line without control characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as a page, without a picture or anything else fetched from elsewhere.
    pub html: String,
    /// The same in short, for chats and text messages.
    pub card: Card,
}

impl Wording {
    /// What three rendered templates say, with the subject made safe for a header.
    pub fn new(subject: &str, text: String, html: String) -> Self {
        let mut line = one_line(subject);
        if line.chars().count() > SUBJECT_LIMIT {
            line = line.chars().take(SUBJECT_LIMIT - 1).chain(['…']).collect();
        }
        let card = Card::titled(line.clone());
        Self { subject: line, text, html, card }
    }

    /// The same, with what it says in short.
    #[must_use]
    pub fn in_short(self, card: Card) -> Self {
        Self { card, ..self }
    }
}

/// Who a letter comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name beside the address.
    pub name: String,
    /// The address itself.
    pub address: EmailAddress,
}

/// A letter, ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same at every attempt, so that a mail server's double can be recognised:
    /// `KEY@HOST`, without angle brackets.
    pub message_id: String,
    /// The organisation.
    pub from: Party,
    /// The reader.
    pub to: Party,
    /// Where the reader's answer goes, if anywhere else.
    pub reply_to: Option<EmailAddress>,
    /// What it says.
    pub wording: Wording,
    /// When it was written, in UTC.
    pub written_at: NaiveDateTime,
}

/// A letter that cannot be put into the form that mail servers take.
#[derive(Debug, thiserror::Error)]
#[error("the letter cannot be sent as mail: {0}")]
pub struct NotSendable(String);

impl Letter {
    /// The letter as mail servers take it.
    pub fn to_mime(&self) -> Result<Message, NotSendable> {
        let Self { message_id, from, to, reply_to, wording, written_at } = self;
        let (key, host) = message_id.rsplit_once('@').unwrap_or((message_id, "localhost"));
        let mut builder = Message::builder().from(mailbox(from)?).to(mailbox(to)?);
        if let Some(address) = reply_to {
            let name = from.name.clone();
            builder = builder.reply_to(mailbox(&Party { name, address: address.clone() })?);
        }
        builder
            .subject(wording.subject.clone())
            .header(Date::new(SystemTime::from(written_at.and_utc())))
            .message_id(Some(format!("<{message_id}>")))
            .header(AutoSubmitted)
            .header(ListId(format!("<duban.{host}>")))
            .multipart(
                MultiPart::alternative()
                    .boundary(format!("duban-{key}"))
                    .singlepart(SinglePart::plain(wording.text.clone()))
                    .singlepart(SinglePart::html(wording.html.clone())),
            )
            .map_err(|error| NotSendable(error.to_string()))
    }
}

/// The Message-ID that belongs to a cause: what happened twice is written once, and what is sent
/// twice bears the same name.
pub fn message_id(cause_key: &str, written_at: NaiveDateTime, host: &str) -> String {
    let digest = Sha256::digest(format!("{cause_key}\n{}", written_at.and_utc().to_rfc3339()));
    format!("{}@{host}", URL_SAFE_NO_PAD.encode(&digest[..15]))
}

/// `text` on one line: line breaks and other control characters become single spaces, and marks
/// that turn the direction of writing are dropped.
pub fn one_line(text: &str) -> String {
    let unmarked: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    unmarked.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mailbox(party: &Party) -> Result<Mailbox, NotSendable> {
    let address = party
        .address
        .as_ref()
        .parse()
        .map_err(|error| NotSendable(format!("`{}`: {error}", party.address)))?;
    let name = one_line(&party.name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// Tells other machines not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Lets a reader sort all letters of one installation (RFC 2919).
#[derive(Clone)]
struct ListId(String);

impl Header for ListId {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Id")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(subject: &str, name: &str) -> Letter {
        let written_at = "2026-03-06T00:00:00".parse().unwrap();
        Letter {
            message_id: message_id("event:7:person:3", written_at, "duban.example.org"),
            from: Party {
                name: "Duban, Jiajia College".to_owned(),
                address: "duban@duban.example.org".parse().unwrap(),
            },
            to: Party { name: name.to_owned(), address: "anna@example.org".parse().unwrap() },
            reply_to: None,
            wording: Wording::new(subject, "Text.\n".to_owned(), "<p>Page.</p>".to_owned()),
            written_at,
        }
    }

    fn formatted(letter: &Letter) -> String {
        String::from_utf8(letter.to_mime().unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_letter_says_what_it_is_to_other_machines() {
        let mail = formatted(&letter("Issued: 2026-001", "Anna Berg"));
        for header in [
            "From: =?utf-8?b?RHViYW4sIEppYWppYSBDb2xsZWdl?= <duban@duban.example.org>\r\n",
            "To: \"Anna Berg\" <anna@example.org>\r\n",
            "Subject: Issued: 2026-001\r\n",
            "Date: Fri, 06 Mar 2026 00:00:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "List-Id: <duban.duban.example.org>\r\n",
            "MIME-Version: 1.0\r\n",
        ] {
            assert!(mail.contains(header), "{header}{mail}");
        }
        assert!(mail.contains("Content-Type: multipart/alternative"));
    }

    #[test]
    fn the_answer_goes_where_the_letter_says() {
        let address = Some("reply+3-7-abc@example.org".parse().unwrap());
        let mail = formatted(&Letter { reply_to: address, ..letter("A", "Anna") });
        let line = mail.lines().skip_while(|line| !line.starts_with("Reply-To:"));
        let line: String = line.take(2).collect();
        assert!(line.contains("<reply+3-7-abc@example.org>"), "{mail}");
        assert!(!formatted(&letter("A", "Anna")).contains("Reply-To:"));
    }

    #[test]
    fn a_letter_bears_the_same_name_at_every_attempt() {
        let first = letter("A", "Anna");
        assert_eq!(first.message_id, letter("A", "Anna").message_id);
        assert!(first.message_id.ends_with("@duban.example.org"));
        assert!(formatted(&first).contains(&format!("Message-ID: <{}>\r\n", first.message_id)));
        let elsewhere = message_id("event:8:person:3", first.written_at, "duban.example.org");
        assert_ne!(first.message_id, elsewhere);
    }

    #[test]
    fn a_title_with_a_line_break_cannot_write_a_header() {
        let mail = formatted(&letter("Due\r\nBcc: all@example.org", "Anna\r\nBcc: b@example.org"));
        assert!(!mail.contains("\nBcc:"), "{mail}");
        assert!(mail.contains("Subject: Due Bcc: all@example.org\r\n"), "{mail}");
    }

    #[test]
    fn chinese_and_emoji_travel_in_headers_as_ascii() {
        let mail = formatted(&letter("【督办交办】2026-001 发布“十项改革”清单 🎓", "王处长"));
        assert!(mail.is_ascii(), "{mail}");
        assert!(mail.contains("Subject: =?utf-8?b?"), "{mail}");
    }

    #[test]
    fn a_long_subject_is_cut_where_nobody_reads_on() {
        let wording = Wording::new(&"督".repeat(300), String::new(), String::new());
        assert_eq!(wording.subject.chars().count(), SUBJECT_LIMIT);
        assert!(wording.subject.ends_with('…'));
    }
}
