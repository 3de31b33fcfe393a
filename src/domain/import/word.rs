//! States and other words, as offices write them.

use super::value::is_nothing;
use super::{Cell, Trouble, key};
use crate::domain::{Cadence, Named, Role, State, Urgency};

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
        &[
            "办结待审",
            "待审核",
            "申请办结",
            "closurereview",
            "underclosurereview",
            "closureunderreview",
        ],
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
        (
            &["观察员", "查阅人员", "查阅", "只读", "监督部门", "observer", "readonly"],
            Role::Observer,
        ),
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

fn word_of<T: Named>(cell: &Cell, names: &[(&[&str], T)]) -> Result<Option<T>, Trouble> {
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
