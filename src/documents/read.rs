//! From a file to its text.

use serde::{Deserialize, Serialize};

use super::kind::{container, kind_of_text};
use super::{Container, Limits, docx, encoding, html, mail, pdf};
use crate::domain::{DocumentKind, Foreign, NotRead};

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// Its text. Of plain text nothing is missing but the byte order mark.
    pub text: String,
    /// What was enclosed and could not be read, by name.
    pub left_out: Vec<String>,
}

/// Reads a file, whatever it is. Its name only tells one kind of text from another.
///
/// Time and memory are not bounded here but by [`Reader`](super::Reader), which does this in a
/// process of its own.
///
/// # Errors
/// Why it cannot be read; a text beyond [`Limits::text`] is refused, not cut.
pub fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Document, NotRead> {
    limits.check_file(bytes)?;
    let plain = |kind, text| Document { kind, text, left_out: Vec::new() };
    let document = match container(bytes) {
        Container::Pdf => plain(DocumentKind::Pdf, pdf::text(bytes, limits)?),
        Container::Zip => plain(DocumentKind::Docx, docx::text(bytes, limits)?),
        Container::Foreign(Foreign::OldOffice) if docx::is_locked(bytes) => {
            return Err(NotRead::Locked);
        }
        Container::Foreign(foreign) => return Err(NotRead::Foreign(foreign)),
        // A letter says in its own head how it is written: it is not decoded as a whole.
        Container::Text if mail::is_mail(bytes, false) => mail::read(bytes, limits)?,
        Container::Text => {
            let text = encoding::decode(bytes)?;
            match kind_of_text(&text, name) {
                DocumentKind::Mail => mail::read(bytes, limits)?,
                DocumentKind::Html => plain(DocumentKind::Html, html::text(&text, limits)?),
                kind => plain(kind, text),
            }
        }
    };
    if document.text.trim().is_empty() {
        return Err(NotRead::Empty);
    }
    if document.text.len() > limits.text {
        return Err(NotRead::TooLarge { most: limits.text });
    }
    Ok(document)
}
