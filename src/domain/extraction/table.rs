//! Tables of tasks: the row's act, and who and when from its columns.

use std::ops::Range;

use super::block::{Block, Kind};
use super::candidate::OwnerRole;
use super::line::trim;

/// What a row of a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// A task: where its act stands, and what its other columns hold.
    Task(Range<usize>, Columns),
    /// A heading, a line, a row without an act, or one that is done: nothing to find in it.
    Silent,
    /// A row of a table that is none of tasks: read like any other text.
    Text,
}

/// Who and when, where they stand apart from the act; in bytes of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Where who is to do it stands, with the share they have.
    pub(super) owners: Vec<(Range<usize>, OwnerRole)>,
    /// Where by when stands.
    pub(super) due: Option<Range<usize>>,
}

/// What a column holds, told by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Act,
    Lead,
    Support,
    Due,
    Status,
    Other,
}

/// Words of headings, the longest first where one holds another.
const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Due,
        &[
            "完成时限",
            "完成时间",
            "时间节点",
            "截止",
            "时限",
            "期限",
            "完成日期",
            "时间要求",
            "deadline",
            "due",
            "by when",
            "when",
            "target date",
            "timeline",
            "completion date",
        ],
    ),
    (
        Column::Support,
        &["配合单位", "配合部门", "协办", "协助单位", "配合", "support", "assisting", "with help"],
    ),
    (
        Column::Lead,
        &[
            "责任单位",
            "责任部门",
            "责任人",
            "牵头单位",
            "牵头部门",
            "牵头",
            "负责人",
            "承办",
            "主办",
            "负责",
            "责任",
            "owner",
            "responsible",
            "assignee",
            "assigned",
            "who",
            "lead",
            "person",
        ],
    ),
    (Column::Status, &["进展", "状态", "完成情况", "status", "progress", "done"]),
    (
        Column::Act,
        &[
            "工作任务",
            "工作内容",
            "工作事项",
            "任务",
            "事项",
            "内容",
            "措施",
            "待办",
            "议定",
            "action",
            "task",
            "what",
            "to do",
            "todo",
            "to-do",
            "item",
            "deliverable",
            "next step",
            "activity",
        ],
    ),
];
const DONE: &[&str] =
    &["done", "complete", "completed", "closed", "finished", "完成", "已完成", "办结", "已办结"];

/// What the rows among `blocks` are, one for each block; [`Row::Text`] for all that is no row.
pub(super) fn rows(text: &str, blocks: &[Block]) -> Vec<Row> {
    let mut columns: Option<Vec<Column>> = None;
    let mut above = None;
    blocks
        .iter()
        .map(|block| {
            let is_row = block.kind == Kind::Row;
            let begins = is_row && above != Some(Kind::Row);
            above = Some(block.kind);
            if !is_row {
                return Row::Text;
            }
            let cells = cells(text, &block.body);
            if begins {
                columns = of_tasks(text, &cells);
                return if columns.is_some() { Row::Silent } else { Row::Text };
            }
            match &columns {
                Some(columns) => read(text, columns, &cells),
                None => Row::Text,
            }
        })
        .collect()
}

/// The cells of a row, without the blanks around their words.
fn cells(text: &str, body: &Range<usize>) -> Vec<Range<usize>> {
    let row = &text[body.clone()];
    let sign = if row.starts_with('|') { '|' } else { '\t' };
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner_end = if sign == '|' { inner.trim_end_matches('|').len() } else { inner.len() };
    let mut start = body.end - inner.len();
    let mut found = Vec::new();
    for cell in inner[..inner_end].split(sign) {
        found.push(trim(text, start..start + cell.len()));
        start += cell.len() + 1;
    }
    found
}

/// The columns of a table of tasks, from its first row; none where it names no act, or neither who
/// nor when.
fn of_tasks(text: &str, cells: &[Range<usize>]) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for cell in cells {
        let words = text[cell.clone()].trim_matches(['*', ' ', '_']);
        let kind = column_of(words);
        // Of two columns of acts the first counts: 工作任务 before 工作措施.
        let second = kind == Column::Act && columns.contains(&Column::Act);
        columns.push(if second || words.chars().count() > 20 { Column::Other } else { kind });
    }
    let has = |kind| columns.contains(&kind);
    (has(Column::Act) && (has(Column::Lead) || has(Column::Due))).then_some(columns)
}

/// What a column with this heading holds.
pub(super) fn column_of(heading: &str) -> Column {
    let words = heading.to_lowercase();
    let kinds = COLUMNS.iter().find(|(_, list)| list.iter().any(|word| words.contains(word)));
    kinds.map_or(Column::Other, |(kind, _)| *kind)
}

fn read(text: &str, columns: &[Column], cells: &[Range<usize>]) -> Row {
    let mut act = 0..0;
    let mut held = Columns::default();
    for (column, cell) in columns.iter().zip(cells) {
        let words = text[cell.clone()].trim_matches(['*', '_', ' ']);
        let holds = words.chars().any(char::is_alphanumeric);
        match column {
            Column::Act if holds => act = cell.clone(),
            Column::Lead if holds => held.owners.push((cell.clone(), OwnerRole::Lead)),
            Column::Support if holds => held.owners.push((cell.clone(), OwnerRole::Support)),
            Column::Due if holds => held.due = Some(cell.clone()),
            Column::Status if DONE.contains(&words.to_lowercase().as_str()) => return Row::Silent,
            _ => {}
        }
    }
    if act.is_empty() || text[act.clone()].starts_with("~~") {
        return Row::Silent;
    }
    Row::Task(act, held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::block::blocks;

    #[track_caller]
    fn case(table: &str, expected: &[(&str, &str, &str)]) {
        let text = format!("Minutes\n\n{table}\n");
        let found: Vec<_> = rows(&text, &blocks(&text))
            .into_iter()
            .filter_map(|row| match row {
                Row::Task(act, held) => Some((act, held)),
                _ => None,
            })
            .collect();
        let words = |span: &Range<usize>| text[span.clone()].to_owned();
        let found: Vec<_> = found
            .iter()
            .map(|(act, held)| {
                let owners: Vec<_> = held.owners.iter().map(|(span, _)| words(span)).collect();
                let due = held.due.as_ref().map(words).unwrap_or_default();
                (words(act), owners.join("+"), due)
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(act, who, due)| (act.as_str(), who.as_str(), due.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_heading_tells_what_the_columns_hold() {
        case(
            "| 序号 | 工作事项 | 责任单位 | 配合单位 | 完成时限 |\n|---|---|---|---|---|\n| 1 | 检修门窗 | 总务处 | 学工处 | 6月底 |\n| 2 | 采购粉笔 |  | | 5月10日 |",
            &[("检修门窗", "总务处+学工处", "6月底"), ("采购粉笔", "", "5月10日")],
        );
        case(
            "Action\tOwner\tDue\nMend the gate\tKim\t3 May\nOrder chalk\tLee\t",
            &[("Mend the gate", "Kim", "3 May"), ("Order chalk", "Lee", "")],
        );
    }

    #[test]
    fn what_is_done_is_silent_and_facts_are_no_tasks() {
        case(
            "| Task | Who | Status |\n|---|---|---|\n| Order chalk | Lee | Done |\n| Mend the gate | Kim | open |",
            &[("Mend the gate", "Kim", "")],
        );
        case("| Name | Phone |\n|---|---|\n| Kim | 12 |", &[]);
    }
}
