//! One text read by the model, stretch by stretch, in the time that it has.

use std::ops::Range;
use std::time::Instant;

use super::Model;
use crate::domain::extraction::{ModelNote, Placed, Silence, placed, stretches};

/// What the model made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The passages that it proposes, each standing in the text to the letter: places in Unicode
    /// scalar values, in order, none overlapping another.
    pub proposed: Vec<Range<usize>>,
    /// What became of it.
    pub note: ModelNote,
}

impl Model {
    /// Asks the model about `text`. Blocks, all in all no longer than the time that the settings
    /// give; never fails: what could not be had is said in the note, and in the log.
    ///
    /// Nobody should hold a transaction meanwhile.
    pub fn read(&self, text: &str, confidential: bool) -> Reading {
        if confidential && !self.reads_confidential() {
            return Reading::silent(Silence::Withheld);
        }
        let Some(_turn) = self.turn() else {
            tracing::warn!("the language model is busy; the rules read alone");
            return Reading::silent(Silence::Busy);
        };
        let end = Instant::now() + self.patience();
        let stretches = stretches(text, self.longest());
        let of = stretches.len();
        let (mut proposed, mut silence) = (Vec::new(), None);
        for stretch in stretches {
            let left = end.saturating_duration_since(Instant::now());
            match self.ask(&text[stretch.clone()], left) {
                Ok(proposals) => proposed.push((stretch, proposals)),
                Err(stopped) => {
                    silence = Some(stopped);
                    break;
                }
            }
        }
        let read = proposed.len();
        let Placed { spans, dropped } = placed(text, &proposed);
        tracing::info!(read, of, proposed = spans.len(), dropped, "the language model was asked");
        Reading { proposed: spans, note: ModelNote { silence, read, of, dropped } }
    }
}

impl Reading {
    fn silent(silence: Silence) -> Self {
        Self { proposed: Vec::new(), note: ModelNote::unasked(silence) }
    }
}
