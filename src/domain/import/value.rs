//! Cells as values: days, per cents, states and other words, as offices write them.

use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate};
use regex::Regex;

use super::{Cell, Trouble};
use crate::domain::extraction::{typed_date, when};
use crate::domain::{Cadence, Named as _, Role, State, Urgency};

/// Day 0 of the numbers that spreadsheets keep days as.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing is said.
    Open,
    /// On a day.
    On(NaiveDate),
    /// 长期: again and again, by a rhythm where one is named.
    LongTerm(Option<Cadence>),
}

static IN_FULL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\d{4})\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(\d{1,2})\s*[日号]?|月)?\s*(?:之?前|以前|止)?$").ok()
});

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

/// A day; `reference` is where words such as 9月底 are looked at from. `None` where nothing stands.
///
/// # Errors
/// Where it is none, or may be two.
pub fn day(cell: &Cell, reference: NaiveDate) -> Result<Option<NaiveDate>, Trouble> {
    match due(cell, reference)? {
        Due::Open => Ok(None),
        Due::On(day) => Ok(Some(day)),
        Due::LongTerm(_) => Err(Trouble::NotADate(cell.text())),
    }
}

/// By when, as a cell of a ledger says it.
///
/// # Errors
/// Where it is no day, or may be two.
pub fn due(cell: &Cell, reference: NaiveDate) -> Result<Due, Trouble> {
    let text = cell.text();
    let bad = || Trouble::NotADate(text.clone());
    match cell {
        Cell::Day(day) => Ok(Due::On(ours(*day).ok_or_else(bad)?)),
        Cell::Number(number) => of_number(*number, &text),
        Cell::Error(shown) => Err(Trouble::ErrorCell(shown.clone())),
        Cell::Truth(_) => Err(bad()),
        Cell::Empty => Ok(Due::Open),
        Cell::Text(_) if is_nothing(&text) => Ok(Due::Open),
        Cell::Text(_) => of_words(&text, reference),
    }
}

fn of_number(number: f64, text: &str) -> Result<Due, Trouble> {
    let bad = || Trouble::NotADate(text.to_owned());
    // 6.3 was typed as 6.3 or as 6.30, 2026.1 as January or as October: the sheet has lost it.
    if number.fract() != 0.0 {
        let digits = text.split('.').nth(1).unwrap_or_default();
        let whole = number.trunc();
        return if (2000.0..2100.0).contains(&whole) && digits.len() == 2
            || (1.0..13.0).contains(&whole) && digits.len() == 2
        {
            of_words(text, NaiveDate::MIN).or(Err(Trouble::AmbiguousDate(text.to_owned())))
        } else {
            Err(Trouble::AmbiguousDate(text.to_owned()))
        };
    }
    #[expect(clippy::cast_possible_truncation, reason = "the ranges below hold whole numbers")]
    let whole = if number.abs() < 1e9 { number as i64 } else { 0 };
    let day = match whole {
        // 2000 to 2173, as a spreadsheet keeps days.
        36_526..=99_999 => EPOCH.checked_add_days(Days::new(whole.unsigned_abs())),
        20_000_101..=21_991_231 => eight(text),
        _ => None,
    };
    day.and_then(ours).map(Due::On).ok_or_else(bad)
}

fn eight(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

fn of_words(text: &str, reference: NaiveDate) -> Result<Due, Trouble> {
    let bad = || Trouble::NotADate(text.to_owned());
    let plain = text.trim_end_matches(['。', '；', ';', '，']);
    // The time of day that a program writes behind the day.
    let plain = plain.split_once([' ', 'T']).map_or(plain, |(day, time)| {
        let clock = time.chars().all(|c| c.is_ascii_digit() || ":.Z".contains(c));
        if clock && time.contains(':') { day } else { plain }
    });
    let half: String = plain.chars().map(half_width).collect();
    if half.len() == 8 && half.bytes().all(|byte| byte.is_ascii_digit()) {
        return eight(&half).and_then(ours).map(Due::On).ok_or_else(bad);
    }
    if let Some(found) = IN_FULL.as_ref().and_then(|pattern| pattern.captures(half.trim())) {
        let part = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<u32>().ok());
        let year = found[1].parse::<i32>().unwrap_or_default();
        let month = part(2).unwrap_or_default();
        let day = match part(3) {
            Some(day) => NaiveDate::from_ymd_opt(year, month, day),
            None => last_of(year, month),
        };
        return day.and_then(ours).map(Due::On).ok_or_else(bad);
    }
    if let Some(cadence) = again_and_again(plain) {
        return Ok(Due::LongTerm(cadence));
    }
    if !half.contains(|c: char| c.is_ascii_digit()) && plain.chars().count() > 30 {
        return Err(bad());
    }
    // Further than a person can mean: what follows is counted from it.
    let reference = ours(reference).unwrap_or(FALLBACK);
    let read = when(&half, reference).due_on.or_else(|| typed_date(&half, reference));
    read.and_then(ours).map(Due::On).ok_or_else(bad)
}

const FALLBACK: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' => '-',
        other => other,
    }
}

fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    let next = if month == 12 {
        NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(year, month.checked_add(1)?, 1)
    };
    next?.pred_opt()
}

/// A day of our own centuries.
fn ours(day: NaiveDate) -> Option<NaiveDate> {
    (1900..2200).contains(&day.year()).then_some(day)
}

/// 长期, 每月25日前: work that has no end, with its rhythm where it names one.
fn again_and_again(text: &str) -> Option<Option<Cadence>> {
    let words = key(text);
    if let Some(rhythm) = words.strip_prefix('每').or_else(|| words.strip_prefix("every")) {
        let found = RHYTHMS.iter().find(|(names, _)| {
            names.iter().any(|name| rhythm.trim_start_matches(['个', '一']).starts_with(name))
        });
        return found.map(|(_, cadence)| Some(*cadence));
    }
    let endless = [
        "长期",
        "常态化",
        "持续推进",
        "持续",
        "全年",
        "贯穿全年",
        "longterm",
        "long-term",
        "ongoing",
        "continuous",
        "permanent",
    ];
    endless
        .iter()
        .any(|word| words.starts_with(word) && words.chars().count() <= 12)
        .then_some(None)
}

const RHYTHMS: &[(&[&str], Cadence)] = &[
    (&["半月", "twoweeks", "halfmonth", "fortnight"], Cadence::HalfMonthly),
    (&["日", "天", "工作日", "day", "workingday"], Cadence::Daily),
    (&["周", "星期", "week"], Cadence::Weekly),
    (&["月", "month"], Cadence::Monthly),
    (&["季", "quarter"], Cadence::Quarterly),
    (&["学期", "半年", "term", "semester"], Cadence::Termly),
];

/// What people write where there is nothing to write.
fn is_nothing(text: &str) -> bool {
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

/// Whether a cell holds a state rather than words about one.
pub fn reads_as_state(cell: &Cell) -> bool {
    state(cell).is_ok_and(|found| found.is_some())
}

/// A state as offices write it.
///
/// # Errors
/// Where it is none.
pub fn state(cell: &Cell) -> Result<Option<State>, Trouble> {
    let text = cell.text();
    let words = key(&text);
    if is_nothing(&text) {
        return Ok(None);
    }
    if let Cell::Truth(done) = cell {
        return Ok(Some(if *done { State::Closed } else { State::InProgress }));
    }
    let known = State::ALL.iter().copied().find(|state| key(state.word()) == words);
    let spelled = || STATES.iter().find(|(names, _)| names.contains(&words.as_str()));
    let found = known.or_else(|| spelled().map(|(_, state)| *state));
    found.map(Some).ok_or_else(|| not_a_word(cell, text))
}

const STATES: &[(&[&str], State)] = &[
    (&["待交办", "草稿", "拟立项", "draft"], State::Draft),
    (
        &["待签收", "已交办", "未签收", "awaitingacknowledgement", "issued"],
        State::AwaitingAcknowledgement,
    ),
    (
        &[
            "办理中",
            "进行中",
            "推进中",
            "正在推进",
            "正在办理",
            "正在进行",
            "在办",
            "实施中",
            "未完成",
            "未办结",
            "否",
            "基本完成",
            "部分完成",
            "阶段性完成",
            "正常推进",
            "正常",
            "按计划推进",
            "有序推进",
            "持续推进",
            "长期坚持",
            "滞后",
            "逾期",
            "超期",
            "逾期未办结",
            "临期",
            "未启动",
            "未开始",
            "待启动",
            "已启动",
            "启动",
            "已延期",
            "延期",
            "inprogress",
            "open",
            "ontrack",
            "overdue",
            "duesoon",
            "ongoing",
            "started",
            "notstarted",
            "underway",
            "no",
            "delayed",
        ],
        State::InProgress,
    ),
    (
        &["办结待审", "待审核", "申请办结", "closurereview", "underclosurereview"],
        State::ClosureReview,
    ),
    (
        &[
            "已办结",
            "办结",
            "已完成",
            "完成",
            "全部完成",
            "已销号",
            "销号",
            "按期办结",
            "逾期办结",
            "按期完成",
            "提前完成",
            "已落实",
            "是",
            "结案",
            "已结",
            "closed",
            "done",
            "completed",
            "complete",
            "finished",
            "closedontime",
            "closedlate",
            "yes",
        ],
        State::Closed,
    ),
    (
        &["已中止", "中止", "暂停", "已暂停", "暂缓", "暂缓办理", "suspended", "onhold", "paused"],
        State::Suspended,
    ),
    (
        &[
            "已撤销",
            "撤销",
            "取消",
            "已取消",
            "终止",
            "已终止",
            "不再办理",
            "cancelled",
            "canceled",
            "dropped",
        ],
        State::Cancelled,
    ),
];

/// Urgency as offices write it.
///
/// # Errors
/// Where it is none.
pub fn urgency(cell: &Cell) -> Result<Option<Urgency>, Trouble> {
    let names: &[(&[&str], Urgency)] = &[
        (&["一般", "普通", "正常", "normal", "medium", "low"], Urgency::Normal),
        (&["加急", "紧急", "急", "urgent", "high"], Urgency::Urgent),
        (&["特急", "特别紧急", "critical", "veryurgent"], Urgency::Critical),
    ];
    word_of(cell, names)
}

/// Cadence as offices write it.
///
/// # Errors
/// Where it is none.
pub fn cadence(cell: &Cell) -> Result<Option<Cadence>, Trouble> {
    let names: &[(&[&str], Cadence)] = &[
        (&["不定期", "none", "onrequest", "irregular"], Cadence::None),
        (&["每日", "日报", "每天", "每工作日", "daily", "everyworkingday"], Cadence::Daily),
        (&["每周", "周报", "一周一报", "weekly"], Cadence::Weekly),
        (
            &["每半月", "半月报", "半月", "half_monthly", "half-monthly", "twiceamonth"],
            Cadence::HalfMonthly,
        ),
        (&["每月", "月报", "一月一报", "monthly"], Cadence::Monthly),
        (&["每季度", "每季", "季报", "季度", "quarterly"], Cadence::Quarterly),
        (&["每学期", "学期", "每半年", "termly", "everyterm"], Cadence::Termly),
    ];
    word_of(cell, names)
}

/// What an account is for, as offices write it.
///
/// # Errors
/// Where it is none.
pub fn role(cell: &Cell) -> Result<Option<Role>, Trouble> {
    let names: &[(&[&str], Role)] = &[
        (&["管理员", "系统管理员", "admin", "administrator"], Role::Admin),
        (&["办公室主任", "office_head", "officehead", "headoftheoffice"], Role::OfficeHead),
        (&["督办员", "督办人", "clerk"], Role::Clerk),
        (&["领导", "校领导", "院领导", "分管领导", "leader"], Role::Leader),
        (
            &["部门人员", "部门", "职工", "教职工", "普通", "用户", "staff", "member", "user"],
            Role::Staff,
        ),
        (&["观察员", "查阅", "只读", "监督部门", "observer", "readonly"], Role::Observer),
    ];
    word_of(cell, names)
}

/// Yes or no. `None` where nothing stands.
///
/// # Errors
/// Where it is neither.
pub fn truth(cell: &Cell) -> Result<Option<bool>, Trouble> {
    if let Cell::Truth(yes) = cell {
        return Ok(Some(*yes));
    }
    let names: &[(&[&str], bool)] = &[
        (
            &[
                "是",
                "有",
                "√",
                "✓",
                "y",
                "yes",
                "true",
                "1",
                "x",
                "须",
                "在用",
                "启用",
                "在职",
                "长期",
                "长期坚持",
                "active",
            ],
            true,
        ),
        (
            &["否", "无", "×", "n", "no", "false", "0", "不须", "停用", "离职", "inactive", "-"],
            false,
        ),
    ];
    let words = key(&cell.text());
    let found = names.iter().find(|(known, _)| known.contains(&words.as_str()));
    match found {
        Some((_, yes)) => Ok(Some(*yes)),
        None if words.is_empty() => Ok(None),
        None => Err(not_a_word(cell, cell.text())),
    }
}

fn word_of<T: crate::domain::Named + PartialEq>(
    cell: &Cell,
    names: &[(&[&str], T)],
) -> Result<Option<T>, Trouble> {
    let text = cell.text();
    let words = key(&text);
    let spelled = names.iter().find(|(known, _)| known.contains(&words.as_str()));
    match spelled {
        Some((_, value)) => Ok(Some(*value)),
        None if is_nothing(&text) => Ok(None),
        None => Err(not_a_word(cell, text)),
    }
}

fn not_a_word(cell: &Cell, text: String) -> Trouble {
    match cell {
        Cell::Error(shown) => Trouble::ErrorCell(shown.clone()),
        _ => Trouble::NotAWord(text),
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
