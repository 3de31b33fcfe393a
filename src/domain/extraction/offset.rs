//! Places in a text: bytes inside this room, Unicode scalar values outside.

use std::ops::Range;

/// Bytes between two checkpoints: a conversion never counts more than this.
const STEP: usize = 128;

/// Turns places of one text from bytes into Unicode scalar values and back.
#[derive(Debug)]
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// The scalar values before each multiple of [`STEP`] bytes.
    checkpoints: Vec<usize>,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut checkpoints = vec![0];
        let mut seen = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            seen += scalars(chunk);
            checkpoints.push(seen);
        }
        Self { text, checkpoints }
    }

    /// The scalar values before byte `at`.
    pub(super) fn scalar(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let step = at / STEP;
        self.checkpoints[step] + scalars(&self.text.as_bytes()[step * STEP..at])
    }

    /// A span of bytes as a span of scalar values.
    pub(super) fn scalars(&self, span: &Range<usize>) -> Range<usize> {
        self.scalar(span.start)..self.scalar(span.end)
    }

    /// The byte at which scalar value number `at` begins; the end of the text for any larger.
    pub(super) fn byte(&self, at: usize) -> usize {
        let step = self.checkpoints.partition_point(|seen| *seen <= at).saturating_sub(1);
        let mut left = at - self.checkpoints[step];
        let bytes = self.text.as_bytes();
        for (offset, byte) in bytes.iter().enumerate().skip(step * STEP) {
            if is_start(*byte) {
                if left == 0 {
                    return offset;
                }
                left -= 1;
            }
        }
        self.text.len()
    }
}

/// How many scalar values begin in `bytes`.
fn scalars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_start(**byte)).count()
}

fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back() {
        let text = "a督办é😀 ".repeat(100);
        let offsets = Offsets::new(&text);
        for (scalar, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.scalar(byte), scalar);
            assert_eq!(offsets.byte(scalar), byte);
        }
        assert_eq!(offsets.byte(100_000), text.len());
        assert_eq!(Offsets::new("").byte(0), 0);
    }
}
