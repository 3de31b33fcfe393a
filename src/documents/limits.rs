//! How much a document may ask for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{Minutes, NotRead};

/// How much reading one document may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub file: usize,
    /// Bytes of the text that comes out.
    pub text: usize,
    /// Bytes of what is packed in the file, unpacked.
    pub unpacked: usize,
    /// Bytes of memory, those of the program itself included.
    pub memory: u64,
    /// How long it may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 20 << 20,
            text: Minutes::MOST_BYTES,
            unpacked: 100 << 20,
            memory: 1 << 30,
            time: Duration::from_secs(20),
        }
    }
}

impl Limits {
    /// Refuses a file that is too large.
    pub(super) fn check_file(&self, bytes: &[u8]) -> Result<(), NotRead> {
        if bytes.len() > self.file { Err(NotRead::TooLarge { most: self.file }) } else { Ok(()) }
    }
}
