//! What became of asking a language model, as the reviewer is told.

use serde::{Deserialize, Serialize};

/// What became of asking a language model about one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelNote {
    /// Why it did not read to the end; none where it did.
    pub silence: Option<Silence>,
    /// The stretches of the text that it answered for.
    pub read: usize,
    /// The stretches that the text was cut into.
    pub of: usize,
    /// The proposals that do not stand in the text to the letter, and were dropped.
    pub dropped: usize,
}

/// Why a language model had no say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// It took too long.
    TimedOut {
        /// How long it had, in seconds.
        seconds: u64,
    },
    /// No connection, or one that broke.
    Unreachable,
    /// It answered with an error, or sent elsewhere.
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// Its answer is not in the form that was asked for.
    Nonsense,
    /// Its answer is larger than any that is read.
    TooLong,
    /// As many texts as may be are being read already.
    Busy,
    /// The minutes are confidential, and are not given away.
    Withheld,
}

impl ModelNote {
    /// The note of a text that nobody was asked about.
    pub fn unasked(silence: Silence) -> Self {
        Self { silence: Some(silence), read: 0, of: 0, dropped: 0 }
    }

    /// Whether there is anything that the reviewer should know.
    pub fn is_worth_saying(&self) -> bool {
        self.silence.is_some() || self.dropped > 0
    }
}
