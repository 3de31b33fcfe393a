//! Cells as values: per cents, names, and what spellings of one word have in common.

use std::sync::LazyLock;

use regex::Regex;

use super::{Cell, Trouble};

static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|\D)(20\d\d)\s*(?:年|—|-|\b)").ok());

/// What two spellings of one word have in common: case, width, space and marks.
pub fn key(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let folded = text.chars().map(half).flat_map(char::to_lowercase);
    folded.filter(|c| !c.is_whitespace() && !"。.；;,，、:：\"'“”".contains(*c)).collect()
}

/// The year that a title names: 2026年度重点工作督办台账.
pub fn year_in(text: &str) -> Option<i32> {
    let found = YEAR.as_ref()?.captures(text)?;
    found[1].parse().ok()
}

pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' => '-',
        other => other,
    }
}

/// What people write where there is nothing to write.
pub(super) fn is_nothing(text: &str) -> bool {
    let words = key(text);
    words.is_empty()
        || words.chars().all(|c| "-—–/\\_".contains(c))
        || ["无", "暂无", "待定", "none", "n/a", "na", "tbd", "null"].contains(&words.as_str())
}

/// The per cents of a column, each 0 to 100. A column in which nothing exceeds 1 is one of shares:
/// 0.8 is 80 %.
pub fn percents(cells: &[&Cell]) -> Vec<Result<Option<i32>, Trouble>> {
    let read: Vec<Option<(f64, bool)>> = cells.iter().map(|cell| number_of(cell)).collect();
    let bare: Vec<f64> =
        read.iter().flatten().filter(|(_, signed)| !signed).map(|(number, _)| *number).collect();
    let shares =
        bare.iter().any(|number| *number > 0.0) && bare.iter().all(|number| *number <= 1.0);
    cells
        .iter()
        .zip(read)
        .map(|(cell, read)| {
            let bad = || Trouble::NotAPercent(cell.text());
            let Some((number, signed)) = read else {
                return match cell {
                    Cell::Error(shown) => Err(Trouble::ErrorCell(shown.clone())),
                    cell if cell.is_blank() || is_nothing(&cell.text()) => Ok(None),
                    _ => Err(bad()),
                };
            };
            let percent = if shares && !signed { number * 100.0 } else { number };
            // Half a per cent among whole ones is a share that strayed.
            if !(0.0..=100.0).contains(&percent) || !shares && percent > 0.0 && percent < 1.0 {
                return Err(bad());
            }
            #[expect(clippy::cast_possible_truncation, reason = "it lies between 0 and 100")]
            Ok(Some(percent.round() as i32))
        })
        .collect()
}

/// The number of a cell, and whether it bears the sign of a per cent.
fn number_of(cell: &Cell) -> Option<(f64, bool)> {
    match cell {
        Cell::Number(number) => Some((*number, false)),
        Cell::Text(text) => {
            let text: String = text.chars().map(half_width).collect();
            let text = text.trim();
            let bare = text.trim_end_matches('%').trim();
            let plain = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
            let number = bare.parse::<f64>().ok().filter(|_| plain)?;
            Some((number, bare.len() < text.len()))
        }
        _ => None,
    }
}

/// The names in a cell that may hold several.
pub fn names(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', ';', '；', '/', '／', '|', '\n']);
    let mut found: Vec<String> = Vec::new();
    for name in parts.map(plain_name).filter(|name| !name.is_empty()) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// A name without what stands in brackets behind it (张三（13800000000）), or the space inside a
/// Chinese one (张 三).
pub fn plain_name(name: &str) -> String {
    let bare = name.split(['（', '(']).next().unwrap_or_default().trim();
    if bare.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        bare.chars().filter(|c| !c.is_whitespace()).collect()
    } else {
        bare.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests;
