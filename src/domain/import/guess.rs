//! Which column is which: by its heading, and where that may mean two things, by what stands in it.

use super::{Cell, Field, Kind, Row, percents, reads_as_state};

/// What each heading means in a table of `kind`; every field at most once.
///
/// The same words go first, then words with something beside them (`牵头单位（主办）`), then headings
/// that hold such words.
pub fn guess(kind: Kind, headings: &[String]) -> Vec<Option<Field>> {
    let keys: Vec<(String, String)> = headings.iter().map(|heading| keys(heading)).collect();
    let mut found: Vec<Option<Field>> = vec![None; headings.len()];
    let mut take = |fits: &dyn Fn(&(String, String), &str) -> bool| {
        for field in kind.fields() {
            if found.contains(&Some(*field)) {
                continue;
            }
            let column = field.called(kind).iter().find_map(|name| {
                (0..keys.len()).find(|at| found[*at].is_none() && fits(&keys[*at], name))
            });
            if let Some(column) = column {
                found[column] = Some(*field);
            }
        }
    };
    take(&|(whole, _), name| whole == name);
    take(&|(_, plain), name| plain == name);
    take(&|(_, plain), name| holds(plain, name));
    found
}

/// Whether a heading holds a name that is long enough to say something.
fn holds(heading: &str, name: &str) -> bool {
    let wide = !name.is_ascii();
    let count = name.chars().count();
    wide && count >= 3 && heading.chars().count() <= count + 12 && heading.contains(name)
}

/// A heading without what differs between spellings of it; and the same without what stands in
/// brackets.
fn keys(heading: &str) -> (String, String) {
    let mut whole = String::new();
    let mut plain = String::new();
    let mut depth = 0_usize;
    for letter in heading.chars().take(200) {
        let letter = match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            other => other,
        };
        if letter.is_whitespace() || "*:、，,;；\"'“”".contains(letter) {
            continue;
        }
        let small = letter.to_lowercase();
        match letter {
            '(' | '〔' | '【' | '[' => depth += 1,
            ')' | '〕' | '】' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.extend(small.clone()),
            _ => {}
        }
        whole.extend(small);
    }
    (whole, plain)
}

/// `found` once more, with what stands in the columns: 完成情况 holds words on the progress in one
/// office and a state in the next; 进度 a per cent or words.
pub fn settle(kind: Kind, found: &mut [Option<Field>], rows: &[Row]) {
    if kind != Kind::Ledger {
        return;
    }
    for column in 0..found.len() {
        let Some(field @ (Field::Progress | Field::Percent | Field::State)) = found[column] else {
            continue;
        };
        let cells: Vec<&Cell> = rows.iter().map(|row| row.cell(column)).collect();
        let cells: Vec<&Cell> = cells.into_iter().filter(|cell| !cell.is_blank()).collect();
        if cells.is_empty() {
            continue;
        }
        let states = cells.iter().filter(|cell| reads_as_state(cell)).count();
        let numbers = percents(&cells).iter().filter(|percent| percent.is_ok()).count();
        let most = |count: usize| count * 5 >= cells.len() * 4;
        let holds = if most(numbers) {
            Field::Percent
        } else if most(states) {
            Field::State
        } else if field == Field::State {
            field
        } else {
            Field::Progress
        };
        if holds != field {
            let free = !found.contains(&Some(holds));
            found[column] = free.then_some(holds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(headings: &[&str], expected: &str) {
        let headings: Vec<String> = headings.iter().map(|one| (*one).to_owned()).collect();
        let found = guess(Kind::Ledger, &headings);
        let said: Vec<String> =
            found.iter().map(|one| one.map_or("-".to_owned(), |one| one.to_string())).collect();
        assert_eq!(said.join(" "), expected);
    }

    #[test]
    fn offices_call_their_columns_by_many_names() {
        case(
            &["序号", "督办事项", "会议", "责任部门", "协办", "完成时间", "进度", "备注"],
            "- title meeting lead supporters due percent problem",
        );
        case(
            &[
                "序号",
                "重点任务",
                "主要措施",
                "牵头单位",
                "配合单位",
                "责任人",
                "分管校领导",
                "完成时限",
                "落实情况",
            ],
            "- title requirement lead supporters responsible leader due progress",
        );
        case(
            &[
                "事项内容",
                "工作要求（完成标志）",
                "主办单位\n（部门）",
                "协办单位",
                "办结时限",
                "完成情况",
                "是否办结",
            ],
            "title requirement lead supporters due progress state",
        );
        case(
            &[
                "No.",
                "Task",
                "Lead department",
                "Supporting departments",
                "Due",
                "Status",
                "Progress",
            ],
            "number title lead supporters due state percent",
        );
        case(&["2026年度重点工作任务", "责任单位及牵头部门", "预计完成时间"], "title lead due");
        case(&["姓名", "电话"], "- -");
    }

    #[test]
    fn what_stands_in_a_column_decides_where_its_name_does_not() {
        let row = |words: &str| Row {
            number: 2,
            cells: vec![Cell::Text(words.to_owned())],
            is_banner: false,
        };
        let settled = |field, words: &[&str]| {
            let rows: Vec<Row> = words.iter().map(|words| row(words)).collect();
            let mut found = [Some(field)];
            settle(Kind::Ledger, &mut found, &rows);
            found[0]
        };
        let states = ["已完成", "进行中", "", "已完成"];
        assert_eq!(settled(Field::Progress, &states), Some(Field::State));
        assert_eq!(settled(Field::Percent, &["60％", "80", ""]), Some(Field::Percent));
        assert_eq!(settled(Field::Progress, &["60％", "80%", "100%"]), Some(Field::Percent));
        let words = ["已完成方案起草，正在征求意见", "已召开两次会议"];
        assert_eq!(settled(Field::Percent, &words), Some(Field::Progress));
        assert_eq!(settled(Field::Progress, &words), Some(Field::Progress));
    }
}
