//! Where the table begins: titles stand above it, and its heading may take two rows.

use super::{Field, Grid, Kind, NotATable, Row, guess, settle};

/// How many rows are looked through for the heading.
const LOOKED_AT: usize = 40;

/// A table on a sheet: what its columns are called, and the rows below.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The sheet; its rows are those above the heading.
    pub titles: Grid,
    /// The row of the heading, from 1; its last one where it takes two.
    pub heading_row: u32,
    /// What the columns are called.
    pub headings: Vec<String>,
    /// What they are guessed to be.
    pub guessed: Vec<Option<Field>>,
    /// The rows below that hold something, in order; banners between them are left out.
    pub rows: Vec<Row>,
}

impl Table {
    /// The place of a cell on the sheet.
    pub fn place(&self, row: u32, column: usize) -> String {
        self.titles.place(row, column)
    }

    /// What the heading looks like: tables with the same one are read alike.
    pub fn shape(&self, kind: Kind) -> String {
        let mut shape = kind.to_string();
        for heading in &self.headings {
            shape.push('\u{1f}');
            shape.push_str(heading);
        }
        shape
    }
}

/// The table of a sheet.
///
/// # Errors
/// Where no row names the column that must be there, or nothing stands below it.
pub fn find_table(kind: Kind, grid: Grid) -> Result<Table, NotATable> {
    let rows = &grid.rows[..grid.rows.len().min(LOOKED_AT)];
    let mut best: Option<(usize, usize, Vec<String>)> = None;
    for at in 0..rows.len() {
        let single = words(&rows[at]);
        let double = rows.get(at + 1).and_then(|next| joined(kind, &rows[at], next));
        for (height, headings) in [(1, Some(single)), (2, double)] {
            let Some(headings) = headings else { continue };
            let found = guess(kind, &headings);
            // A cell of prose that holds the word for a task is no heading.
            if !found.contains(&Some(kind.needs())) || headings.iter().any(|one| is_prose(one)) {
                continue;
            }
            let count = found.iter().flatten().count();
            let enough = count >= 2 || headings.iter().filter(|one| !one.is_empty()).count() == 1;
            let better = best.as_ref().is_none_or(|(_, _, headings)| {
                count > guess(kind, headings).iter().flatten().count()
            });
            if enough && better {
                best = Some((at, height, headings));
            }
        }
    }
    let Some((at, height, headings)) = best else {
        return Err(NotATable::NoHeading { rows: LOOKED_AT, needed: kind.needs() });
    };
    let Grid { sheet, mut rows } = grid;
    let below = rows.split_off(at + height);
    let heading_row = rows.last().map_or(0, |row| row.number);
    rows.truncate(at);
    let again = |row: &Row| words(row) == headings;
    let below: Vec<Row> =
        below.into_iter().filter(|row| !row.is_banner && !row.is_blank() && !again(row)).collect();
    if below.is_empty() {
        return Err(NotATable::NoRows(heading_row));
    }
    let mut guessed = guess(kind, &headings);
    settle(kind, &mut guessed, &below);
    Ok(Table { titles: Grid { sheet, rows }, heading_row, headings, guessed, rows: below })
}

fn words(row: &Row) -> Vec<String> {
    let mut words: Vec<String> = row.cells.iter().map(super::Cell::text).collect();
    while words.last().is_some_and(String::is_empty) {
        words.pop();
    }
    words
}

fn is_prose(heading: &str) -> bool {
    heading.chars().count() > 60
}

/// A heading of two rows in one: a cell of the upper one that covers several is made more precise
/// by those below it. `None` where the lower row is not one of a heading.
fn joined(kind: Kind, upper: &Row, lower: &Row) -> Option<Vec<String>> {
    let (upper, lower) = (words(upper), words(lower));
    let below = guess(kind, &lower);
    let mut more = 0;
    let mut headings = Vec::new();
    for at in 0..upper.len().max(lower.len()) {
        let text = |row: &[String]| row.get(at).cloned().unwrap_or_default();
        let (above, here) = (text(&upper), text(&lower));
        if here.is_empty() || here == above {
            headings.push(above);
        } else if below.get(at).copied().flatten().is_some() || above.is_empty() {
            more += 1;
            headings.push(here);
        } else {
            let split =
                at > 0 && upper.get(at - 1) == Some(&above) || upper.get(at + 1) == Some(&above);
            if !split {
                return None;
            }
            headings.push(here);
        }
    }
    (more > 0).then_some(headings)
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Span};
    use super::*;

    fn grid(rows: &[&[&str]], spans: &[Span]) -> Grid {
        let cell = |words: &&str| {
            if words.is_empty() { Cell::Empty } else { Cell::Text((*words).to_owned()) }
        };
        let row = |(number, cells): (u32, &&[&str])| Row {
            number,
            cells: cells.iter().map(cell).collect(),
            is_banner: false,
        };
        let mut grid =
            Grid { sheet: "台账".to_owned(), rows: (1..).zip(rows).map(row).collect() };
        grid.spread(spans);
        grid
    }

    #[test]
    fn titles_above_and_banners_between_are_no_rows_of_the_table() {
        let grid = grid(
            &[
                &["某学院2026年重点工作督办台账", "", "", ""],
                &["填报单位：党政办公室", "", "", "2026年3月"],
                &["序号", "工作任务", "责任单位", "完成时限"],
                &["一、党建工作", "", "", ""],
                &["1", "修订学生手册", "学生处", "6月30日前"],
                &["序号", "工作任务", "责任单位", "完成时限"],
                &["2", "修门", "总务处", "长期"],
            ],
            &[Span { from: (0, 0), to: (0, 3) }, Span { from: (3, 0), to: (3, 3) }],
        );
        let table = find_table(Kind::Ledger, grid).unwrap();
        assert_eq!(table.heading_row, 3);
        assert_eq!(table.titles.rows.len(), 2);
        let numbers: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [5, 7]);
        assert_eq!(table.place(5, 2), "台账!C5");
    }

    #[test]
    fn a_heading_may_take_two_rows() {
        let grid = grid(
            &[
                &["序号", "工作任务", "责任单位", "", "完成时限"],
                &["", "", "牵头单位", "配合单位", ""],
                &["1", "修订学生手册", "学生处", "教务处", "6月30日前"],
            ],
            &[
                Span { from: (0, 0), to: (1, 0) },
                Span { from: (0, 1), to: (1, 1) },
                Span { from: (0, 2), to: (0, 3) },
                Span { from: (0, 4), to: (1, 4) },
            ],
        );
        let table = find_table(Kind::Ledger, grid).unwrap();
        assert_eq!(table.heading_row, 2);
        assert_eq!(table.headings, ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]);
        assert_eq!(table.rows.len(), 1);
    }

    #[test]
    fn a_first_row_of_data_is_not_taken_for_a_second_row_of_the_heading() {
        let grid = grid(&[&["督办事项", "责任单位"], &["修门", "总务处"]], &[]);
        let table = find_table(Kind::Ledger, grid).unwrap();
        assert_eq!((table.heading_row, table.rows.len()), (1, 1));
    }

    #[test]
    fn what_is_no_table_is_refused_and_says_what_it_lacks() {
        let refused =
            |rows: &[&[&str]]| find_table(Kind::Ledger, grid(rows, &[])).unwrap_err().to_string();
        let nothing = refused(&[&["姓名", "电话"], &["张三", "60166"]]);
        assert_eq!(nothing, "no row of the first 40 names a column for title");
        let empty = refused(&[&["督办事项", "责任单位"]]);
        assert_eq!(empty, "there is nothing below the heading in row 1");
    }
}
