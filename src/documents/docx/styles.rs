//! Styles: which of them number their paragraphs, and which are headings.

use std::collections::HashMap;

use super::xml::{Node, attribute, walk};
use crate::domain::NotRead;

/// A style is based on another, and that on a third: no further than this.
const DEEPEST: usize = 12;

/// The styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    heading: bool,
}

/// How a paragraph is numbered: by which list, at which level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumberedBy {
    /// The list.
    pub(super) number: Option<String>,
    /// The level, from 0.
    pub(super) level: Option<usize>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(part: &[u8]) -> Result<Self, NotRead> {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        walk(part, &mut |node| {
            match node {
                Node::Open(element) => {
                    let value = || attribute(element, b"val");
                    match (element.local_name().as_ref(), &mut open) {
                        (b"style", _) => {
                            let id = attribute(element, b"styleId").unwrap_or_default();
                            open = Some((id, Style::default()));
                        }
                        (b"basedOn", Some((_, style))) => style.based_on = value(),
                        (b"numId", Some((_, style))) => style.number = value(),
                        (b"ilvl", Some((_, style))) => {
                            style.level = value().and_then(|level| level.parse().ok());
                        }
                        (b"outlineLvl", Some((_, style))) => {
                            style.heading = value().is_some_and(|level| level != "9");
                        }
                        _ => {}
                    }
                }
                Node::Close(b"style") => styles.extend(open.take()),
                Node::Close(_) | Node::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(Self(styles))
    }

    /// How paragraphs of a style are numbered.
    pub(super) fn numbered_by(&self, id: &str) -> NumberedBy {
        let mut found = NumberedBy::default();
        for style in self.line_of(id) {
            found.level = found.level.or(style.level);
            if style.number.is_some() {
                found.number.clone_from(&style.number);
                break;
            }
        }
        found
    }

    /// Whether paragraphs of a style are headings.
    pub(super) fn is_heading(&self, id: &str) -> bool {
        self.line_of(id).any(|style| style.heading)
    }

    /// A style and those that it is based on.
    fn line_of(&self, id: &str) -> impl Iterator<Item = &Style> {
        let next = |style: &&Style| self.0.get(style.based_on.as_ref()?);
        std::iter::successors(self.0.get(id), next).take(DEEPEST)
    }
}
