//! PDF: the text layer, put together again to lines, paragraphs and rows.

mod glyphs;
mod letters;
mod lines;
mod paragraphs;
mod prepare;

#[cfg(test)]
mod tests;

use pdf_extract::{Document, output_doc_page};

use super::Limits;
use crate::domain::NotRead;
use glyphs::Glyphs;

/// More pages than any minutes have.
const MOST_PAGES: usize = 2_000;
/// More signs than fit into a text of its largest size would only be thrown away.
const MOST_GLYPHS: usize = 8_000_000;

/// The text of a PDF, paragraph by paragraph; page numbers and what repeats at the head or foot of
/// every page are left out.
///
/// The library beneath panics over what it does not expect, and may not come to an end: call this
/// where both do no harm, as [`Reader`](super::Reader) does.
///
/// # Errors
/// [`NotRead::Scan`] for pictures of pages, [`NotRead::Locked`] behind a password,
/// [`NotRead::Damaged`] for what is no PDF.
pub fn text(bytes: &[u8], limits: &Limits) -> Result<String, NotRead> {
    let mut document = Document::load_mem(bytes).or(Err(NotRead::Damaged))?;
    if document.is_encrypted() {
        document.decrypt("").or(Err(NotRead::Locked))?;
    }
    let pages = document.get_pages();
    if pages.len() > MOST_PAGES {
        return Err(NotRead::Demanding);
    }
    let pictures = prepare::strip(&mut document);
    let mut left = MOST_GLYPHS;
    let mut read = Vec::new();
    for number in pages.keys() {
        let mut glyphs = Glyphs::new(left);
        output_doc_page(&document, &mut glyphs, *number).or(Err(if glyphs.is_full() {
            NotRead::Demanding
        } else {
            NotRead::Damaged
        }))?;
        left = left.saturating_sub(glyphs.count());
        read.push(lines::lines(glyphs.upright()));
    }
    let text = paragraphs::text(read, limits.text)?;
    match (text.trim().is_empty(), pictures) {
        (false, _) => Ok(text),
        (true, true) => Err(NotRead::Scan),
        (true, false) => Err(NotRead::Empty),
    }
}
