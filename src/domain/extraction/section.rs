//! Sections: what a heading or a line that opens a list says about everything below it.

use std::ops::Range;

use super::block::{Block, Kind};
use super::sentence;

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    /// Nothing decides: cues must.
    Open,
    /// Tasks or requirements: every item counts.
    Tasks,
    /// Attendance, formalities, background: nothing counts but an explicit mark.
    Silent,
}

/// Where a block stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The heading above it, in bytes.
    pub(super) theme: Option<Range<usize>>,
    /// What its section is for.
    pub(super) stance: Stance,
    /// The line that opened its list, in bytes.
    pub(super) lead_in: Option<Range<usize>>,
    /// Whether it stands deeper than the list's own items: a note on one of them.
    pub(super) is_note: bool,
}

const TASKS: &[&str] = &[
    "action",
    "next step",
    "to do",
    "to-do",
    "todo",
    "task",
    "follow up",
    "follow-up",
    "followup",
    "assignment",
    "duties",
    "homework",
    "responsibilit",
    "reminder",
    "deliverable",
    "commitment",
    "requirement",
    "resolved",
    "carried over",
    "carried forward",
    "open items",
    "outstanding",
    "待办",
    "下一步",
    "下步",
    "任务",
    "行动",
    "要求",
    "分工",
    "后续工作",
    "后续计划",
    "跟进",
    "工作安排",
    "工作部署",
    "整改措施",
    "议定事项",
    "重点工作",
    "工作举措",
    "注意事项",
    "落实措施",
    "遗留问题",
    "遗留事项",
    "有关事项",
    "有关要求",
    "工作要求",
    "责任清单",
];
const SILENT: &[&str] = &[
    "attend",
    "present",
    "participant",
    "apolog",
    "regrets",
    "absent",
    "roll call",
    "call to order",
    "adjourn",
    "approval of minutes",
    "approval of the minutes",
    "minutes of the last",
    "previous minutes",
    "invited",
    "observers",
    "quorum",
    "background",
    "upcoming meetings",
    "next meeting",
    "closing prayer",
    "pledge of allegiance",
    "completed",
    "done",
    "disbursement",
    "treasurer's report",
    "financial report",
    "links",
    "references",
    "acknowledg",
    "who we are",
    "public comment",
    "public forum",
    "public input",
    "citizen",
    "privilege of the floor",
    "audience",
    "hearing of",
    "参会",
    "出席",
    "列席",
    "缺席",
    "参加人员",
    "主持",
    "记录人",
    "会议时间",
    "会议地点",
    "背景",
    "与会",
    "附件",
    "参考",
    "抄送",
    "已完成",
];
/// Words of a line that opens a list of tasks; it must end in a colon.
const LEADS_IN: &[&str] = &[
    "following",
    "as follows",
    "work on",
    "volunteer",
    "need to",
    "needs to",
    "must",
    "should",
    "will",
    "asked to",
    "agreed",
    "要求",
    "任务",
    "部署",
    "安排",
    "工作",
    "措施",
    "做到",
    "做好",
    "落实",
    "强调",
    "意见",
    "希望",
    "决定",
    "议定",
    "明确",
    "通知如下",
    "事项如下",
    "分工如下",
];
/// Words that make a list one of facts, whatever else its opening line says.
const FACTS: &[&str] = &[
    "include",
    "discussed",
    "topics",
    "questions",
    "options",
    "reported",
    "updates",
    "were present",
    "approved",
    "concerns",
    "ideas",
    "包括",
    "汇报",
    "听取",
    "原因",
    "问题",
    "成效",
    "成绩",
    "亮点",
    "参会",
    "出席",
    "通报",
    "议题",
    "内容",
];

/// The place of each of `blocks`.
pub(super) fn places(text: &str, blocks: &[Block]) -> Vec<Place> {
    let mut walk = Walk::default();
    blocks.iter().map(|block| walk.place(text, block)).collect()
}

/// The headings above, and the list that is open.
#[derive(Default)]
struct Walk {
    headings: Vec<(u8, Stance, Range<usize>)>,
    list: Option<List>,
    item: Option<(usize, Range<usize>)>,
}

struct List {
    lead_in: Range<usize>,
    stance: Stance,
    /// How deep its items are set.
    indent: Option<usize>,
}

impl Walk {
    fn place(&mut self, text: &str, block: &Block) -> Place {
        if let Kind::Heading(level) = block.kind {
            let theme = self.headings.iter().rev().find(|(above, ..)| *above < level);
            let place = Place {
                theme: theme.map(|(.., body)| body.clone()),
                stance: Stance::Open,
                lead_in: None,
                is_note: false,
            };
            self.enter(text, level, block);
            return place;
        }
        let words = &text[block.body.clone()];
        let in_list = block.kind == Kind::Item || begins_with_enumerator(words);
        if !in_list {
            // What follows a list that one line opened is no longer under that line.
            self.close_list(block);
        }
        if in_list
            && block.kind != Kind::Item
            && let Some(list) = &mut self.list
        {
            list.indent.get_or_insert(block.indent);
        }
        if in_list && self.item.is_none() {
            self.item = Some((block.indent, block.body.clone()));
        }
        let place = Place {
            theme: self.headings.last().map(|(.., body)| body.clone()),
            stance: self.stance(),
            lead_in: self.list.as_ref().map(|list| list.lead_in.clone()),
            is_note: self.is_note(block),
        };
        if let Some(lead_in) = lead_in(text, block) {
            let stance = lead_in_stance(&text[lead_in.clone()]);
            if stance == Stance::Tasks || !in_list {
                self.list = Some(List { lead_in, stance, indent: None });
            }
        }
        place
    }

    fn enter(&mut self, text: &str, level: u8, block: &Block) {
        self.headings.retain(|(above, ..)| *above < level);
        let words = &text[block.body.clone()];
        let own = match stance_of(words) {
            // `会议时间：…` says all that it has to say; the minutes themselves begin below it.
            Stance::Silent if states_its_own(words) => Stance::Open,
            own => own,
        };
        let above = self.headings.last().map_or(Stance::Open, |(_, stance, _)| *stance);
        let stance = if own == Stance::Open && level > 1 { above } else { own };
        let stance = if level == 1 { Stance::Open } else { stance };
        self.headings.push((level, stance, block.body.clone()));
        self.list = None;
        self.item = None;
    }

    fn close_list(&mut self, block: &Block) {
        if self.list.as_ref().is_some_and(|list| list.indent.is_some()) {
            self.list = None;
        }
        // A short line with a colon opens one list, not all that follows.
        if block.after_blank && self.item.is_some() {
            self.headings.retain(|(level, ..)| *level < super::block::COLON);
        }
        self.item = None;
    }

    fn stance(&self) -> Stance {
        let section = self.headings.last().map_or(Stance::Open, |(_, stance, _)| *stance);
        match &self.list {
            Some(list) if list.stance != Stance::Open => list.stance,
            _ => section,
        }
    }

    /// Whether the block is set deeper than the first item of its list.
    fn is_note(&mut self, block: &Block) -> bool {
        if block.kind != Kind::Item {
            return false;
        }
        if let Some(list) = &mut self.list {
            return block.indent > *list.indent.get_or_insert(block.indent) + 1;
        }
        let (first, _) = self.item.get_or_insert((block.indent, block.body.clone()));
        *first = (*first).min(block.indent);
        block.indent > *first + 1
    }
}

fn stance_of(heading: &str) -> Stance {
    let words = heading.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let short = heading.chars().count() <= 40;
    match (short, has(SILENT), has(TASKS)) {
        (true, true, _) => Stance::Silent,
        (true, false, true) => Stance::Tasks,
        _ => Stance::Open,
    }
}

/// `Present: Kim, Lee`: behind the colon stands what the label is for.
fn states_its_own(heading: &str) -> bool {
    let value = heading.split_once([':', '：']).map(|(_, value)| value);
    value.is_some_and(|value| value.contains(char::is_alphanumeric))
}

/// The last sentence of a block that ends in a colon.
fn lead_in(text: &str, block: &Block) -> Option<Range<usize>> {
    if !text[block.body.clone()].trim_end_matches(['*', '_', ' ']).ends_with([':', '：']) {
        return None;
    }
    sentence::sentences(text, block.body.clone()).pop()
}

fn lead_in_stance(line: &str) -> Stance {
    let words = line.to_lowercase();
    let last = words.rsplit(['，', ',']).next().unwrap_or(&words);
    // What the list is of stands in the last words before the colon.
    let from = last.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let last = &last[from..];
    if FACTS.iter().any(|word| last.contains(word)) {
        return Stance::Open;
    }
    if LEADS_IN.iter().any(|word| words.contains(word)) { Stance::Tasks } else { stance_of(last) }
}

/// Whether a paragraph is one of a numbered run: 一是, 二要, 第三，.
pub(super) fn begins_with_enumerator(words: &str) -> bool {
    super::clause::enumerator(words).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::block::blocks;

    #[track_caller]
    fn case(text: &str, expected: &[(&str, Stance)]) {
        let blocks = blocks(text);
        let places = places(text, &blocks);
        let found: Vec<_> = blocks
            .iter()
            .zip(&places)
            .filter(|(block, _)| !matches!(block.kind, Kind::Heading(_)))
            .map(|(block, place)| (&text[block.body.clone()], place.stance))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_heading_rules_until_the_next() {
        case(
            "# Yard committee\n\n## Present\nKim, Lee\n\n## Action items\n- order chalk\n\n## Gate\nIt creaks.\n",
            &[
                ("Kim, Lee", Stance::Silent),
                ("order chalk", Stance::Tasks),
                ("It creaks.", Stance::Open),
            ],
        );
    }

    #[test]
    fn a_line_with_a_colon_opens_one_list() {
        case(
            "Minutes\n\nThe members will work on the following:\n- the gate\n- the roof\n\nThe roof is old.\n",
            &[
                ("The members will work on the following:", Stance::Open),
                ("the gate", Stance::Tasks),
                ("the roof", Stance::Tasks),
                ("The roof is old.", Stance::Open),
            ],
        );
        case(
            "校务会纪要\n\n王刚提出三点要求：\n\n一是修门。\n\n二是扫院子。\n\n会后大家离开。\n",
            &[
                ("王刚提出三点要求：", Stance::Open),
                ("一是修门。", Stance::Tasks),
                ("二是扫院子。", Stance::Tasks),
                ("会后大家离开。", Stance::Open),
            ],
        );
    }
}
