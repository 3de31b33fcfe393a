//! Why a document could not be read, in the reader's language.

use super::Lang;
use crate::domain::{Foreign, NotRead};

impl Lang {
    /// Why a document could not be read, and what to do.
    pub fn not_read(self, refused: &NotRead) -> String {
        match refused {
            NotRead::Empty => self.document_empty().to_owned(),
            NotRead::Scan => self.document_scan().to_owned(),
            NotRead::Foreign(foreign) => self.document_foreign(self.foreign(*foreign)),
            NotRead::Locked => self.document_locked().to_owned(),
            NotRead::Damaged => self.document_damaged().to_owned(),
            NotRead::Encoding { at } => self.document_encoding(at),
            NotRead::Nul => self.document_nul().to_owned(),
            NotRead::TooLarge { most } => self.document_too_large(most >> 20),
            NotRead::Demanding => self.document_demanding().to_owned(),
            NotRead::Busy => self.document_busy().to_owned(),
        }
    }

    fn foreign(self, foreign: Foreign) -> &'static str {
        match foreign {
            Foreign::OldOffice => self.document_foreign_old_office(),
            Foreign::Rtf => self.document_foreign_rtf(),
            Foreign::Spreadsheet => self.document_foreign_spreadsheet(),
            Foreign::Presentation => self.document_foreign_presentation(),
            Foreign::OpenDocument => self.document_foreign_open_document(),
            Foreign::Archive => self.document_foreign_archive(),
            Foreign::Picture => self.document_foreign_picture(),
            Foreign::Unknown => self.document_foreign_unknown(),
        }
    }
}
