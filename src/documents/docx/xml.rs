//! One part of the archive, element by element. No entity is ever expanded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::domain::NotRead;

/// Word nests a few dozen elements.
const DEEPEST: usize = 500;

/// What comes next. An element without content opens and closes.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(&'a BytesStart<'a>),
    /// An element of this name, without its prefix, ends.
    Close(&'a [u8]),
    /// Text, its references resolved.
    Text(Cow<'a, str>),
}

/// Hands every node of `part` to `take`, in order.
///
/// # Errors
/// [`NotRead::Damaged`] for what is no XML or declares a document type, [`NotRead::Demanding`]
/// for elements nested without end, and whatever `take` says.
pub(super) fn walk(
    part: &[u8],
    take: &mut dyn FnMut(Node<'_>) -> Result<(), NotRead>,
) -> Result<(), NotRead> {
    let part = part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part);
    let text = std::str::from_utf8(part).or(Err(NotRead::Damaged))?;
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().or(Err(NotRead::Damaged))? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(NotRead::Demanding);
                }
                take(Node::Open(&element))?;
            }
            Event::Empty(element) => {
                take(Node::Open(&element))?;
                take(Node::Close(element.local_name().as_ref()))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                take(Node::Close(element.local_name().as_ref()))?;
            }
            Event::Text(text) => take(Node::Text(text.decode().or(Err(NotRead::Damaged))?))?,
            Event::CData(text) => take(Node::Text(text.decode().or(Err(NotRead::Damaged))?))?,
            Event::GeneralRef(name) => take(Node::Text(Cow::Owned(resolved(&name)?)))?,
            // Word declares none: entities that grow without end are declared there.
            Event::DocType(_) => return Err(NotRead::Damaged),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => return Err(NotRead::Damaged),
            Event::Eof => return Ok(()),
        }
    }
}

fn resolved(name: &quick_xml::events::BytesRef<'_>) -> Result<String, NotRead> {
    if let Some(sign) = name.resolve_char_ref().or(Err(NotRead::Damaged))? {
        return Ok(sign.to_string());
    }
    let name: &[u8] = name;
    let known = match name {
        b"amp" => "&",
        b"lt" => "<",
        b"gt" => ">",
        b"quot" => "\"",
        b"apos" => "'",
        _ => return Err(NotRead::Damaged),
    };
    Ok(known.to_owned())
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// Whether a property that is switched on by being there is on.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, b"val").as_deref(), Some("0" | "false" | "off" | "none"))
}
