//! From signs to lines, and from lines that stand beside each other to rows.
//!
//! The order in which a page was set is trusted: word processors and browsers set cell after cell
//! and paragraph after paragraph.

use super::glyphs::Glyph;

/// A cell of more lines is a column of the page, not one of a table.
const LONGEST_CELL: usize = 12;
/// Signs further apart than this, in sizes of the type, do not belong to one run.
const GAP: f64 = 2.2;
/// Signs whose lines differ by less than this, in sizes of the type, stand on one line.
const LEVEL: f64 = 0.45;

/// A line as it is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it says.
    pub(super) text: String,
    /// Where it begins.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// How high it stands.
    pub(super) height: f64,
    /// The size of its type.
    pub(super) size: f64,
}

/// What a page consists of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A line of running text.
    Line(Line),
    /// The cells of a row.
    Row(Vec<String>),
}

impl Piece {
    /// What it says.
    pub(super) fn said(&self) -> String {
        match self {
            Self::Line(line) => line.text.trim().to_owned(),
            Self::Row(cells) => cells.join(" "),
        }
    }
}

/// The lines and rows of a page.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Piece> {
    let mut page = Page::default();
    for run in runs(glyphs) {
        page.take(run);
    }
    page.end_row();
    page.end_flow();
    page.pieces
}

/// Signs that follow each other closely on one line.
fn runs(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut runs: Vec<Line> = Vec::new();
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        let size = glyph.size;
        if let (Some(run), Some(before)) = (runs.last_mut(), &last)
            && (run.height - glyph.height).abs() < LEVEL * run.size.max(size)
        {
            // Set twice, a little apart, to look bold.
            if before.text == glyph.text
                && (before.left - glyph.left).abs() < 0.5 * (glyph.right - glyph.left)
            {
                continue;
            }
            let gap = glyph.left - run.right;
            if (-0.6 * size..=GAP * size).contains(&gap) {
                let wide = run.text.ends_with(is_wide) && glyph.text.starts_with(is_wide);
                let apart = gap > size * if wide { 0.9 } else { 0.2 };
                if apart && !run.text.ends_with(' ') && !glyph.text.starts_with(' ') {
                    run.text.push(' ');
                }
                run.text.push_str(&glyph.text);
                run.right = run.right.max(glyph.right);
                run.size = run.size.max(size);
                last = Some(glyph);
                continue;
            }
        }
        if !glyph.text.trim().is_empty() {
            let Glyph { left, right, height, size, .. } = glyph;
            runs.push(Line { text: glyph.text.clone(), left, right, height, size });
            last = Some(glyph);
        }
    }
    runs
}

#[derive(Default)]
struct Page {
    pieces: Vec<Piece>,
    /// Running text since the last row.
    flow: Vec<Line>,
    /// The row that is open: its cells.
    row: Vec<Vec<Line>>,
}

impl Page {
    fn take(&mut self, run: Line) {
        if !self.row.is_empty() && !self.goes_into_row(&run) {
            self.end_row();
        }
        if let Some(cell) = self.row.last_mut() {
            match cell.last() {
                Some(last) if is_below(last, &run) => cell.push(run),
                _ => self.row.push(vec![run]),
            }
            return;
        }
        let beside = self.beside(&run);
        if beside > 0 {
            let first = self.flow.split_off(self.flow.len() - beside);
            self.row = vec![first, vec![run]];
        } else {
            self.flow.push(run);
        }
    }

    /// Whether `run` is the next line of the last cell, or begins the next cell.
    fn goes_into_row(&self, run: &Line) -> bool {
        let (Some(first), Some(cell)) = (self.row.first(), self.row.last()) else { return false };
        let (Some(top), Some(last)) = (first.first(), cell.last()) else { return false };
        let left = cell.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        if is_below(last, run) {
            let near = last.height - run.height < 2.2 * run.size;
            near && cell.len() < LONGEST_CELL && run.left >= left - run.size
        } else {
            let right = cell.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
            run.left >= right && run.height <= top.height + 3.0 * run.size
        }
    }

    /// How many of the last lines stand to the left of `run`, as a cell stands beside the next.
    fn beside(&self, run: &Line) -> usize {
        let Some(last) = self.flow.last() else { return 0 };
        if is_below(last, run) {
            return 0;
        }
        let cell = self.flow.iter().rev();
        let count = cell.take_while(|line| line.height < run.height + LEVEL * run.size).count();
        let fits = self.flow.iter().rev().take(count).all(|line| line.right <= run.left);
        if fits && count <= LONGEST_CELL { count } else { 0 }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.end_flow();
            self.pieces.push(Piece::Row(row.iter().map(|cell| said(cell)).collect()));
        }
    }

    fn end_flow(&mut self) {
        self.pieces.extend(self.flow.drain(..).map(Piece::Line));
    }
}

fn is_below(line: &Line, run: &Line) -> bool {
    run.height < line.height - LEVEL * line.size.min(run.size)
}

fn said(cell: &[Line]) -> String {
    cell.iter().fold(String::new(), |said, line| joined(said, line.text.trim()))
}

/// A line and the one that it wraps onto: Chinese is not parted by blanks.
pub(super) fn joined(mut before: String, after: &str) -> String {
    before.truncate(before.trim_end().len());
    let after = after.trim_start();
    let wide = before.ends_with(is_wide) || after.starts_with(is_wide);
    let hyphen = before.ends_with('-') && after.starts_with(char::is_lowercase);
    if !before.is_empty() && !wide && !hyphen {
        before.push(' ');
    }
    before + after
}

/// Whether a character is as wide as it is high.
pub(super) fn is_wide(sign: char) -> bool {
    matches!(sign, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(set: &[(&str, f64, f64)], expected: &[&str]) {
        let glyphs =
            set.iter().flat_map(|(text, left, height)| Glyph::set(text, *left, *height, 10.0));
        let found: Vec<String> = lines(glyphs.collect())
            .iter()
            .map(|piece| match piece {
                Piece::Line(line) => line.text.clone(),
                Piece::Row(cells) => format!("| {} |", cells.join(" | ")),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_set_apart_get_their_blank_and_han_does_not() {
        case(&[("mend", 0.0, 90.0), ("it", 24.0, 90.0)], &["mend it"]);
        case(&[("修", 0.0, 90.0), ("门", 13.0, 90.0)], &["修门"]);
    }

    #[test]
    fn cells_set_one_after_the_other_are_a_row() {
        case(
            &[
                ("会议要求", 0.0, 120.0),
                ("修订课程", 0.0, 100.0),
                ("方案", 0.0, 88.0),
                ("教务处", 100.0, 100.0),
                ("6月底", 200.0, 100.0),
                ("修门", 0.0, 70.0),
                ("总务处", 100.0, 70.0),
                ("散会", 0.0, 40.0),
            ],
            &["会议要求", "| 修订课程方案 | 教务处 | 6月底 |", "| 修门 | 总务处 |", "散会"],
        );
    }

    #[test]
    fn a_second_column_of_the_page_is_no_cell() {
        let left: Vec<_> = (0..20_u8).map(|n| ("left", 0.0, 300.0 - 12.0 * f64::from(n))).collect();
        let set: Vec<_> = left.into_iter().chain([("right", 100.0, 300.0)]).collect();
        let found = lines(set.iter().flat_map(|(t, x, y)| Glyph::set(t, *x, *y, 10.0)).collect());
        assert!(found.iter().all(|piece| matches!(piece, Piece::Line(_))), "{found:?}");
    }

    #[test]
    fn type_set_twice_to_look_bold_is_read_once() {
        let mut glyphs = Vec::new();
        for sign in Glyph::set("纪要", 0.0, 90.0, 10.0) {
            let mut again = sign.clone();
            again.left += 0.4;
            glyphs.extend([sign, again]);
        }
        assert_eq!(lines(glyphs)[0].said(), "纪要");
    }
}
