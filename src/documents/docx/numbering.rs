//! Numbered and bulleted lists: the numbers that Word shows but does not write down.

use std::collections::{HashMap, HashSet};

use super::numeral::numeral;
use super::styles::NumberedBy;
use super::xml::{Node, attribute, is_on, walk};
use crate::domain::NotRead;

/// Word's lists have nine levels.
const LEVELS: usize = 9;
/// No number of a list is written with more characters.
const LONGEST: usize = 60;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// How lists look, by the id of their pattern.
    patterns: HashMap<String, Vec<Level>>,
    /// Which pattern a list follows, and where it starts otherwise.
    lists: HashMap<String, List>,
    /// How far each pattern has counted: lists of one pattern go on counting.
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists that have begun.
    begun: HashSet<String>,
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// All its numbers in Arabic digits.
    legal: bool,
}

#[derive(Debug, Default)]
struct List {
    pattern: String,
    starts: HashMap<usize, u32>,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), legal: false }
    }
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(part: &[u8]) -> Result<Self, NotRead> {
        let mut reading = Reading::default();
        walk(part, &mut |node| {
            match node {
                Node::Open(element) => {
                    let value = attribute(element, b"val");
                    let id = |name: &[u8]| attribute(element, name).unwrap_or_default();
                    match element.local_name().as_ref() {
                        b"abstractNum" => reading.pattern = Some(id(b"abstractNumId")),
                        b"num" => reading.list = Some(id(b"numId")),
                        b"lvl" | b"lvlOverride" => reading.level = id(b"ilvl").parse().ok(),
                        b"lvlRestart" => {}
                        b"isLgl" => {
                            let on = is_on(element);
                            reading.set(|level| level.legal = on);
                        }
                        name => reading.property(name, value.as_deref().unwrap_or_default()),
                    }
                }
                Node::Close(b"abstractNum") => reading.pattern = None,
                Node::Close(b"num") => reading.list = None,
                Node::Close(_) | Node::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(reading.found)
    }

    /// The number of the next paragraph of a list, as Word shows it, with the blank behind it;
    /// nothing where the paragraph bears none.
    pub(super) fn next(&mut self, by: &NumberedBy) -> Option<String> {
        let id = by.number.as_ref()?;
        let at = by.level.unwrap_or_default().min(LEVELS - 1);
        let list = self.lists.get(id)?;
        let pattern = self.patterns.get(&list.pattern)?;
        let counted = self.counted.entry(list.pattern.clone()).or_default();
        if self.begun.insert(id.clone()) {
            for level in list.starts.keys().filter(|level| **level < LEVELS) {
                counted[*level] = None;
            }
        }
        let start = |level: usize| {
            let usual = pattern.get(level).map_or(1, |level| level.start);
            list.starts.get(&level).copied().unwrap_or(usual)
        };
        for (above, count) in counted.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| start(above));
        }
        counted[at] = Some(counted[at].map_or_else(|| start(at), |count| count.saturating_add(1)));
        counted[at + 1..].fill(None);
        let level = pattern.get(at)?;
        if level.format == "bullet" {
            return Some(format!("{}{} ", "  ".repeat(at), bullet(&level.text)));
        }
        let mut label = String::new();
        let mut signs = level.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let place = (sign == '%').then(|| signs.peek()?.to_digit(10)).flatten();
            match place.and_then(|place| usize::try_from(place).ok()?.checked_sub(1)) {
                Some(place) if place < LEVELS => {
                    signs.next();
                    let count = counted[place].unwrap_or_else(|| start(place));
                    let own = pattern.get(place).map_or("decimal", |level| level.format.as_str());
                    label.push_str(&numeral(count, if level.legal { "decimal" } else { own }));
                }
                _ => label.push(sign),
            }
        }
        let label: String = label.chars().take(LONGEST).collect();
        let label = label.trim();
        // After 一、 or （一） no blank is set.
        let blank = if label.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
        (!label.is_empty()).then(|| format!("{label}{blank}"))
    }
}

/// A bullet; those of Wingdings and its kin are no characters.
fn bullet(text: &str) -> char {
    let sign = text.chars().next().filter(|c| !c.is_whitespace() && !c.is_control());
    sign.filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c) && !c.is_alphabetic()).unwrap_or('•')
}

/// `numbering.xml` on its way in.
#[derive(Default)]
struct Reading {
    found: Numbering,
    pattern: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl Reading {
    fn property(&mut self, name: &[u8], value: &str) {
        match name {
            b"start" => self.set(|level| level.start = value.parse().unwrap_or(1)),
            b"numFmt" => self.set(|level| value.clone_into(&mut level.format)),
            b"lvlText" => self.set(|level| value.clone_into(&mut level.text)),
            b"abstractNumId" => {
                if let Some(id) = &self.list {
                    let list = self.found.lists.entry(id.clone()).or_default();
                    value.clone_into(&mut list.pattern);
                }
            }
            b"startOverride" => {
                if let (Some(id), Some(level), Ok(start)) = (&self.list, self.level, value.parse())
                {
                    self.found.lists.entry(id.clone()).or_default().starts.insert(level, start);
                }
            }
            _ => {}
        }
    }

    /// Changes the level that is being read, of a pattern.
    fn set(&mut self, change: impl FnOnce(&mut Level)) {
        if let (Some(id), Some(at)) = (&self.pattern, self.level.filter(|at| *at < LEVELS)) {
            let levels = self.found.patterns.entry(id.clone()).or_default();
            if levels.len() <= at {
                levels.resize(at + 1, Level::default());
            }
            change(&mut levels[at]);
        }
    }
}
