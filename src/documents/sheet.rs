//! Text put together line by line: paragraphs, list items, and tables as rows.

use std::collections::BTreeMap;
use std::mem;

use crate::domain::NotRead;

/// Deeper tables are read as if they were not tables.
const DEEPEST: usize = 24;

/// A text in the making. Calls that do not match (an end without a beginning) do no harm.
#[derive(Debug)]
pub(super) struct Sheet {
    page: Lines,
    /// The tables, rows and cells that are open.
    levels: Vec<Level>,
    /// Bytes that may still be written.
    left: usize,
    most: usize,
    overflown: bool,
}

#[derive(Debug)]
enum Level {
    Cell(Lines),
    Table {
        /// What stands in a column, for cells merged with the one above.
        above: BTreeMap<usize, String>,
    },
    Row {
        cells: Vec<String>,
        column: usize,
        struck: bool,
    },
}

#[derive(Debug, Default)]
struct Lines {
    done: Vec<String>,
    line: String,
    /// Whether the next line stands apart from the last.
    apart: bool,
    /// Of a cell: how many columns it takes.
    span: usize,
    /// Of a cell: merged with the one above.
    goes_on: bool,
}

impl Sheet {
    /// An empty sheet for a text of at most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self { page: Lines::default(), levels: Vec::new(), left: most, most, overflown: false }
    }

    /// Writes on in the current line.
    pub(super) fn write(&mut self, text: &str) {
        if !self.spend(text.len()) {
            return;
        }
        let plain = text.chars().filter(|c| !c.is_control() || *c == '\t');
        self.lines().line.extend(plain);
    }

    /// Whether nothing has been written in the current line.
    pub(super) fn at_start(&mut self) -> bool {
        self.lines().line.is_empty()
    }

    /// Whether the current line ends with a blank, or is empty.
    pub(super) fn after_blank(&mut self) -> bool {
        let line = &self.lines().line;
        line.is_empty() || line.ends_with([' ', '\t', '\u{3000}'])
    }

    /// Ends the current line, if anything stands in it.
    pub(super) fn end_line(&mut self) {
        self.lines().end_line();
    }

    /// Ends the current line; the next one stands apart.
    pub(super) fn end_paragraph(&mut self) {
        self.lines().end_line();
        self.lines().apart = true;
    }

    /// Begins a table.
    pub(super) fn begin_table(&mut self) {
        if self.levels.len() < DEEPEST {
            self.end_line();
            self.levels.push(Level::Table { above: BTreeMap::new() });
        }
    }

    /// Ends the innermost table with whatever is open in it.
    pub(super) fn end_table(&mut self) {
        if self.tables() > 0 {
            self.close(|level| matches!(level, Level::Table { .. }));
            self.levels.pop();
        }
    }

    /// Begins a row of the innermost table; one that is still open ends.
    pub(super) fn begin_row(&mut self) {
        if self.tables() > 0 {
            self.close(|level| matches!(level, Level::Table { .. }));
            self.levels.push(Level::Row { cells: Vec::new(), column: 0, struck: false });
        }
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        if self.tables() > 0 {
            self.close(|level| matches!(level, Level::Table { .. }));
        }
    }

    /// The row was deleted.
    pub(super) fn strike_row(&mut self) {
        if let Some(Level::Row { struck, .. }) = self.levels.last_mut() {
            *struck = true;
        }
    }

    /// Begins a cell of the innermost row; one that is still open ends.
    pub(super) fn begin_cell(&mut self) {
        if self.tables() == 0 {
            return;
        }
        self.close(|level| matches!(level, Level::Table { .. } | Level::Row { .. }));
        if matches!(self.levels.last(), Some(Level::Table { .. })) {
            self.begin_row();
        }
        self.levels.push(Level::Cell(Lines { span: 1, ..Lines::default() }));
    }

    /// The cell takes so many columns.
    pub(super) fn span_cell(&mut self, columns: usize) {
        self.lines().span = columns.clamp(1, 64);
    }

    /// The cell is merged with the one above: what stands there holds for its row too.
    pub(super) fn merge_cell(&mut self) {
        self.lines().goes_on = true;
    }

    /// Ends the cell.
    pub(super) fn end_cell(&mut self) {
        if self.tables() > 0 {
            self.close(|level| matches!(level, Level::Table { .. } | Level::Row { .. }));
        }
    }

    /// The text, with everything ended that is still open.
    ///
    /// # Errors
    /// [`NotRead::TooLarge`] where it would be longer than it may.
    pub(super) fn finish(mut self) -> Result<String, NotRead> {
        while !self.levels.is_empty() {
            self.close_one();
        }
        self.end_line();
        if self.overflown {
            return Err(NotRead::TooLarge { most: self.most });
        }
        let mut text = mem::take(&mut self.page.done).join("\n");
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            text.push('\n');
        }
        Ok(text)
    }

    fn tables(&self) -> usize {
        self.levels.iter().filter(|level| matches!(level, Level::Table { .. })).count()
    }

    /// Ends what is open, up to the first level that is `kept`.
    fn close(&mut self, kept: impl Fn(&Level) -> bool) {
        while !self.levels.is_empty() && !self.levels.last().is_some_and(&kept) {
            self.close_one();
        }
    }

    fn close_one(&mut self) {
        match self.levels.pop() {
            Some(Level::Cell(mut cell)) => {
                cell.end_line();
                self.keep_cell(&cell);
            }
            Some(Level::Row { cells, struck: false, .. }) => self.keep_row(&cells),
            Some(Level::Row { .. } | Level::Table { .. }) | None => {}
        }
    }

    fn keep_cell(&mut self, cell: &Lines) {
        let lines = cell.done.iter().filter(|line| !line.is_empty());
        let mut text = lines.map(String::as_str).collect::<Vec<_>>().join("\n");
        let merged = match &self.levels[..] {
            [.., Level::Table { above }, Level::Row { column, .. }] if cell.goes_on => {
                above.get(column).map(String::len)
            }
            _ => None,
        };
        // What is repeated counts as if it stood there.
        let repeats = merged.is_some_and(|bytes| self.spend(bytes));
        let [.., Level::Table { above }, Level::Row { cells, column, struck }] =
            &mut self.levels[..]
        else {
            return;
        };
        if repeats && let Some(merged) = above.get(column) {
            text.clone_from(merged);
        }
        if !*struck {
            above.insert(*column, text.clone());
        }
        *column += cell.span;
        cells.push(text);
    }

    /// A row of one cell is there for its frame; a row of several is one line.
    fn keep_row(&mut self, cells: &[String]) {
        let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if filled == 0 || !self.spend(cells.len() * 3 + 2) {
            return;
        }
        if cells.len() == 1 {
            for line in cells[0].lines() {
                self.lines().line.push_str(line);
                self.end_line();
            }
        } else {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\n', " ")).collect();
            let row = format!("| {} |", cells.join(" | "));
            self.lines().line.push_str(&row);
            self.end_line();
        }
    }

    /// The lines of the page, or of the innermost cell. Where a table or a row is open but no
    /// cell, words belong to what stands around it.
    fn lines(&mut self) -> &mut Lines {
        let Self { page, levels, .. } = self;
        let cells = levels.iter_mut().rev();
        let mut cells = cells.filter_map(|level| match level {
            Level::Cell(lines) => Some(lines),
            Level::Table { .. } | Level::Row { .. } => None,
        });
        cells.next().unwrap_or(page)
    }

    fn spend(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => self.overflown = true,
        }
        !self.overflown
    }
}

impl Lines {
    fn end_line(&mut self) {
        let line = mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        if mem::take(&mut self.apart) && !self.done.is_empty() {
            self.done.push(String::new());
        }
        self.done.push(line.trim_end().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stand_apart_and_rows_are_lines() {
        let mut sheet = Sheet::new(1000);
        sheet.write("Minutes");
        sheet.end_paragraph();
        sheet.begin_table();
        for row in [["Task", "Lead"], ["Mend the gate", "Works"]] {
            sheet.begin_row();
            for cell in row {
                sheet.begin_cell();
                sheet.write(cell);
                sheet.end_paragraph();
                sheet.end_cell();
            }
            sheet.end_row();
        }
        sheet.end_table();
        sheet.end_paragraph();
        sheet.write("End\0.");

        let text = sheet.finish().unwrap();
        assert_eq!(text, "Minutes\n\n| Task | Lead |\n| Mend the gate | Works |\n\nEnd.\n");
    }

    #[test]
    fn a_merged_cell_holds_for_every_row_and_a_struck_row_is_gone() {
        let mut sheet = Sheet::new(1000);
        sheet.begin_table();
        for (task, merged) in [("a", false), ("b", true), ("c", true)] {
            sheet.begin_row();
            if task == "b" {
                sheet.strike_row();
            }
            sheet.begin_cell();
            if merged && task == "c" {
                sheet.merge_cell();
            } else {
                sheet.write("Works");
            }
            sheet.begin_cell();
            sheet.write(task);
        }

        assert_eq!(sheet.finish().unwrap(), "| Works | a |\n| Works | c |\n");
    }

    #[test]
    fn a_table_within_a_table_that_only_frames_it_stays_a_table() {
        let mut sheet = Sheet::new(1000);
        sheet.begin_table();
        sheet.begin_cell();
        sheet.write("Minutes");
        sheet.begin_table();
        sheet.begin_cell();
        sheet.write("a");
        sheet.begin_cell();
        sheet.write("b");
        sheet.end_table();
        sheet.end_table();

        assert_eq!(sheet.finish().unwrap(), "Minutes\n| a | b |\n");
    }

    #[test]
    fn ends_without_beginnings_and_bottomless_tables_do_no_harm() {
        let mut sheet = Sheet::new(1_000_000);
        sheet.end_cell();
        sheet.end_row();
        sheet.end_table();
        for _ in 0..100_000 {
            sheet.begin_table();
            sheet.begin_cell();
        }
        sheet.write("x");
        assert!(sheet.finish().unwrap().contains("x |"));
    }

    #[test]
    fn a_text_that_grows_too_long_is_refused() {
        let mut sheet = Sheet::new(10);
        sheet.write("0123456789");
        sheet.write("0");
        assert_eq!(sheet.finish(), Err(NotRead::TooLarge { most: 10 }));
    }
}
