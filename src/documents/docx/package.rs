//! The archive that a Word file is: its parts, unpacked within bounds.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{Node, attribute, walk};
use crate::domain::{Foreign, NotRead};

/// An office document's archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    most: usize,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Package<'a> {
    /// Opens an archive of which at most so many bytes are unpacked.
    pub(super) fn open(bytes: &'a [u8], most: usize) -> Result<Self, NotRead> {
        let archive = ZipArchive::new(Cursor::new(bytes)).or(Err(NotRead::Damaged))?;
        Ok(Self { archive, most, left: most })
    }

    /// A part, if it is there. What it claims to measure is not believed: its bytes are counted.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, NotRead> {
        let file = match self.archive.by_name(name) {
            Ok(file) if file.encrypted() => return Err(NotRead::Locked),
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(NotRead::Locked);
            }
            Err(_) => return Err(NotRead::Damaged),
        };
        let mut bytes = Vec::new();
        let one_more = u64::try_from(self.left).unwrap_or(u64::MAX).saturating_add(1);
        file.take(one_more).read_to_end(&mut bytes).or(Err(NotRead::Damaged))?;
        self.left =
            self.left.checked_sub(bytes.len()).ok_or(NotRead::TooLarge { most: self.most })?;
        Ok(Some(bytes))
    }

    /// Where Word's text lies, as the archive says it.
    pub(super) fn main_document(&mut self) -> Result<Option<String>, NotRead> {
        let Some(part) = self.part("_rels/.rels")? else { return Ok(None) };
        let mut target = None;
        walk(&part, &mut |node| {
            if let Node::Open(element) = node
                && element.local_name().as_ref() == b"Relationship"
                && attribute(element, b"Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                target = attribute(element, b"Target");
            }
            Ok(())
        })?;
        let target = target.map(|path| path.trim_start_matches('/').to_owned());
        Ok(target.filter(|path| {
            !path.starts_with("xl/")
                && !path.starts_with("ppt/")
                && self.archive.index_for_name(path).is_some()
        }))
    }

    /// What else it is.
    pub(super) fn foreign(&self) -> Foreign {
        let holds = |name: &str| self.archive.index_for_name(name).is_some();
        if holds("xl/workbook.xml") || holds("xl/workbook.bin") {
            Foreign::Spreadsheet
        } else if holds("ppt/presentation.xml") {
            Foreign::Presentation
        } else if holds("mimetype") && holds("content.xml") {
            Foreign::OpenDocument
        } else {
            Foreign::Archive
        }
    }
}
