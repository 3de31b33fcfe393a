//! Word: paragraphs with the numbers that Word shows, tables as rows, notes at the end.

mod body;
mod numbering;
mod numeral;
mod package;
mod styles;
mod xml;

#[cfg(test)]
mod tests;

use super::Limits;
use super::sheet::Sheet;
use crate::domain::{DocumentKind, Foreign, NotRead};
use body::Body;
use numbering::Numbering;
use package::Package;
use styles::Styles;

/// The text of a Word file. What was deleted with changes tracked is left out, what was inserted
/// is taken; headers, footers and comments are no part of the text; footnotes follow at its end.
///
/// # Errors
/// [`NotRead::Foreign`] for other files of this make, and whatever else stands in the way.
pub fn text(bytes: &[u8], limits: &Limits) -> Result<String, NotRead> {
    let mut package = Package::open(bytes, limits.unpacked)?;
    let Some(main) = package.main_document()? else {
        return Err(NotRead::Foreign(package.foreign()));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let beside =
        |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let styles = match package.part(&beside("styles.xml"))? {
        Some(part) => Styles::read(&part)?,
        None => Styles::default(),
    };
    let numbering = match package.part(&beside("numbering.xml"))? {
        Some(part) => Numbering::read(&part)?,
        None => Numbering::default(),
    };
    let document = package.part(&main)?.ok_or(NotRead::Damaged)?;
    let mut body = Body::new(Sheet::new(limits.text), styles, numbering);
    body.read(&document)?;
    for notes in ["footnotes.xml", "endnotes.xml"] {
        if let Some(part) = package.part(&beside(notes))? {
            body.end_section();
            body.read(&part)?;
        }
    }
    body.finish()
}

/// Whether an old-style file is a new one behind a password.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// The media type of a ZIP archive that is an office document. Only its table of contents is read.
pub(super) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const CONTENTS: usize = 1 << 20;

    let mut package = Package::open(bytes, CONTENTS).ok()?;
    if package.main_document().ok()?.is_some() {
        return Some(DocumentKind::Docx.media_type());
    }
    match package.foreign() {
        Foreign::Spreadsheet => {
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        Foreign::Presentation => {
            Some("application/vnd.openxmlformats-officedocument.presentationml.presentation")
        }
        Foreign::OpenDocument => Some("application/vnd.oasis.opendocument.text"),
        _ => None,
    }
}
