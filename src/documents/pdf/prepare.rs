//! Taking out of a PDF what does not set text: pictures, drawings, colours. What is gone need not
//! be understood.

use pdf_extract::content::Content;
use pdf_extract::{Document, Object, Stream};

/// The operators that set text, or move where it is set (ISO 32000-1, annex A).
const KEPT: &[&str] = &[
    "BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'",
    "\"", "q", "Q", "cm", "Do",
];

/// Strips a document to its text; whether there were pictures in it.
pub(super) fn strip(document: &mut Document) -> bool {
    let contents: Vec<_> = document
        .get_pages()
        .into_values()
        .flat_map(|page| document.get_page_contents(page))
        .collect();
    let mut pictures = false;
    // A page whose content is in several pieces is one text: cut anywhere, even within a number.
    for page in document.get_pages().into_values() {
        let Ok(content) = document.get_page_content(page) else { continue };
        if let Some(text) = only_text(&content) {
            pictures |= text.pictures;
            let pieces = document.get_page_contents(page);
            for (index, id) in pieces.into_iter().enumerate() {
                if let Ok(Object::Stream(stream)) = document.get_object_mut(id) {
                    let first = index == 0;
                    stream.set_plain_content(if first { text.content.clone() } else { Vec::new() });
                }
            }
        }
    }
    for (id, object) in &mut document.objects {
        let Object::Stream(stream) = object else { continue };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => {
                pictures = true;
                stream.set_plain_content(Vec::new());
            }
            Ok(b"Form") if !contents.contains(id) => strip_form(stream),
            _ => {}
        }
    }
    pictures
}

fn strip_form(form: &mut Stream) {
    let content = form.get_plain_content();
    if let Some(text) = content.ok().and_then(|content| only_text(&content)) {
        form.set_plain_content(text.content);
    }
}

struct Text {
    content: Vec<u8>,
    /// Whether a picture was set among it.
    pictures: bool,
}

/// A content stream without what sets no text; `None` where it cannot be understood.
fn only_text(content: &[u8]) -> Option<Text> {
    let mut content = Content::decode(content).ok()?;
    let pictures = content.operations.iter().any(|one| one.operator == "BI");
    content.operations.retain(|one| KEPT.contains(&one.operator.as_str()));
    Some(Text { content: content.encode().ok()?, pictures })
}
