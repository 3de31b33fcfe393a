//! Documents that somebody brings: what kind they are, and why one could not be read.

use serde::{Deserialize, Serialize};

/// The kinds of documents that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Word, as Office and WPS write it since 2007.
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// A page of the web.
    Html,
    /// A letter with its attachments.
    Mail,
    /// Text with marks for headings, lists and tables.
    Markdown,
    /// Plain text.
    Text,
}

impl DocumentKind {
    /// The media type under which such a file is handed out.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html",
            Self::Mail => "message/rfc822",
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
        }
    }
}

/// Why a document could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRead {
    /// Not a word in it.
    #[error("the file holds no text")]
    Empty,
    /// A PDF whose pages are pictures.
    #[error("the file is a scan: pictures of pages without text; paste or type the text instead")]
    Scan,
    /// A file of another kind.
    #[error("the file is {0}, which cannot be read; save it as .docx, .pdf or .txt")]
    Foreign(Foreign),
    /// Nobody opens it without its password.
    #[error("the file is protected by a password; save it without one")]
    Locked,
    /// It is not what it begins as.
    #[error("the file is damaged; save it anew, or paste the text instead")]
    Damaged,
    /// Bytes that are no characters.
    #[error("byte {at} of the file belongs to no character; save it as UTF-8")]
    Encoding {
        /// Which byte, from 0.
        at: usize,
    },
    /// A character that no text has.
    #[error("the file contains a NUL character")]
    Nul,
    /// The file, what is packed in it or its text is too long.
    #[error("the file, or what is packed in it, has more than {most} bytes")]
    TooLarge {
        /// How many there may be.
        most: usize,
    },
    /// Made to exhaust whoever reads it, or as if.
    #[error("reading the file takes more time or memory than a document may")]
    Demanding,
    /// Others are being read.
    #[error("several files are being read at the moment; try again in a minute")]
    Busy,
}

/// Files that are known by sight, but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// Word or WPS before 2007.
    #[error("an old Word or WPS file")]
    OldOffice,
    /// Rich text.
    #[error("rich text (.rtf)")]
    Rtf,
    /// Excel.
    #[error("a spreadsheet")]
    Spreadsheet,
    /// Slides.
    #[error("a presentation")]
    Presentation,
    /// `LibreOffice`.
    #[error("an OpenDocument file")]
    OpenDocument,
    /// Files in a file.
    #[error("an archive")]
    Archive,
    /// A photograph or a drawing.
    #[error("a picture")]
    Picture,
    /// Anything else.
    #[error("of no known kind")]
    Unknown,
}
