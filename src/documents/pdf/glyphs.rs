//! What is set on a page, sign by sign, with its place.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

use super::letters::plain;

/// A sign and its place, measured along and across its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Where it begins on its line.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// How high the line stands: greater is further up.
    pub(super) height: f64,
    /// The size of the type.
    pub(super) size: f64,
    /// The characters that it stands for.
    pub(super) text: String,
    /// Which way the line runs, in quarters of a turn.
    quarter: i8,
}

/// The signs of one page, in the order in which they were set.
pub(super) struct Glyphs {
    found: Vec<Glyph>,
    most: usize,
}

impl Glyphs {
    /// None yet, and no more than `most` of them.
    pub(super) fn new(most: usize) -> Self {
        Self { found: Vec::new(), most }
    }

    /// Whether there are more than there may be.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= self.most
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Those of them that run as most of the page does: watermarks and stamps run otherwise.
    pub(super) fn upright(self) -> Vec<Glyph> {
        let count = |quarter| self.found.iter().filter(|glyph| glyph.quarter == quarter).count();
        let usual = (0..4).max_by_key(|quarter| (count(*quarter), -quarter)).unwrap_or(0);
        self.found.into_iter().filter(|glyph| glyph.quarter == usual).collect()
    }
}

impl OutputDev for Glyphs {
    fn begin_page(
        &mut self,
        _number: u32,
        _media_box: &MediaBox,
        _art_box: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        placed: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if self.is_full() {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let (along_x, along_y) = (placed.m11, placed.m12);
        let scale = along_x.hypot(along_y);
        let up = (placed.m11 * placed.m22 - placed.m12 * placed.m21).abs();
        if !(scale > 0.0 && up > 0.0) {
            return Ok(());
        }
        let (x, y) = (along_x / scale, along_y / scale);
        let left = placed.m31 * x + placed.m32 * y;
        let height = placed.m32 * x - placed.m31 * y;
        let size = (up / scale * font_size).abs();
        let right = left + width * scale * font_size.abs();
        if !(left.is_finite() && right.is_finite() && height.is_finite() && size > 0.0) {
            return Ok(());
        }
        let quarter = quarter_of(along_x, along_y);
        self.found.push(Glyph { left, right, height, size, text: plain(text), quarter });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Which way a line runs: 0 to the right, 1 up, 2 to the left, 3 down; -1 aslant.
fn quarter_of(x: f64, y: f64) -> i8 {
    let (wide, high) = (x.abs(), y.abs());
    match () {
        () if high < wide * 0.1 => {
            if x > 0.0 {
                0
            } else {
                2
            }
        }
        () if wide < high * 0.1 => {
            if y > 0.0 {
                1
            } else {
                3
            }
        }
        () => -1,
    }
}

#[cfg(test)]
impl Glyph {
    /// `text` set from `left` at `height`, each sign as wide as the type is high.
    pub(super) fn set(text: &str, left: f64, height: f64, size: f64) -> Vec<Self> {
        let mut at = left;
        let mut found = Vec::new();
        for sign in text.chars() {
            let width = if sign.is_ascii() { size / 2.0 } else { size };
            let (left, right) = (at, at + width);
            at = right;
            found.push(Self { left, right, height, size, text: sign.into(), quarter: 0 });
        }
        found
    }
}
