//! Why a paper could not be printed.

use std::path::PathBuf;

/// Why a paper could not be printed, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No font of this machine has Chinese characters.
    #[error(
        "no font with Chinese characters is installed, so there is no PDF: install one \
         (`apt install fonts-noto-cjk`) or name one in `papers.font_file`; the DOCX works without"
    )]
    NoFont,
    /// The font that the settings name cannot be used.
    #[error("`papers.font_file`: {0} is not a font with Chinese characters that can be read")]
    BadFont(PathBuf),
    /// A paper of more than the rows that one may have.
    #[error("the paper would be longer than {0} rows: print fewer at once")]
    TooLong(usize),
    /// Our own fault.
    #[error("the paper could not be written: {0}")]
    Broken(String),
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
