//! Chinese deadlines: moments, and the frame that decides what they are.

use super::cursor::{Cursor, Signs};
use super::han_words::{may_begin, moment};
use super::moment::{Frame, Moment, Reading, Third};

/// Events that stand for a date which the words do not name.
const EVENTS: &[&str] = &[
    "下次会议前",
    "下次会前",
    "下次会议上",
    "下一次会议前",
    "放假前",
    "节前",
    "假前",
    "会前",
    "汛期前",
    "开工前",
    "考试前",
    "毕业前",
    "离校前",
    "返校前",
    "放假之前",
    "下次例会",
];

/// The moments in `text`, with their frames, in order.
pub(super) fn readings(text: &str) -> Vec<Reading> {
    let signs = Signs::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let start = signs.cursor(at);
        if let Some(behind) = cadence(start) {
            at = behind;
            continue;
        }
        let begins = !start.at_blank() && start.peek().is_some_and(may_begin);
        let Some(reading) = begins.then(|| read(text, &signs, at)).flatten() else {
            at += 1;
            continue;
        };
        at = reading.1.max(at + 1);
        found.extend(reading.0);
    }
    found.extend(events(text));
    found
}

/// 每月25日前 is a cadence, not a day: says behind which sign it ends.
fn cadence(mut cursor: Cursor<'_>) -> Option<usize> {
    if !cursor.eat("每") {
        return None;
    }
    moment(&mut cursor);
    cursor.eat_any(&["个", "学"]);
    cursor.eat_any(&["年", "月", "周", "季度", "学期", "期", "星期"]);
    moment(&mut cursor);
    Some(cursor.position())
}

/// Reads a moment that begins at sign `at`; says where the next may begin.
fn read(text: &str, signs: &Signs, at: usize) -> Option<(Option<Reading>, usize)> {
    let mut cursor = signs.cursor(at);
    let first = moment(&mut cursor)?;
    let start_byte = signs.cursor(at).start_byte();
    let before = text[..start_byte].trim_end();
    if before.ends_with(['第', '上', '去']) {
        return Some((None, cursor.position()));
    }
    weekday_in_brackets(&mut cursor);
    let (moment, is_range) = range(&mut cursor, first);
    time_of_day(&mut cursor);
    let after = cursor;
    let behind = frame_after(&mut cursor).filter(|_| !counts_back(moment, before));
    let mut frame = behind.or_else(|| frame_before(before, after, text));
    if is_range && frame == Some(Frame::Limit) && cursor.position() == after.position() {
        frame = None;
    }
    let frame = frame.unwrap_or_else(|| match bare(moment, text, after) {
        Frame::Open if is_range => Frame::Start,
        frame => frame,
    });
    let span = frame_start(text, start_byte)..cursor.end_byte().min(text.len());
    Some((Some(Reading { span, moment: Some(moment), frame }), cursor.position()))
}

/// 过去两周内, 不到一周内: a stretch that lies behind.
fn counts_back(moment: Moment, before: &str) -> bool {
    matches!(moment, Moment::After { .. })
        && ["不到", "过去", "近", "最近", "连续", "前"].iter().any(|word| before.ends_with(word))
}

/// 6月1日至5日: the second day counts, in the month of the first where it names none.
fn range(cursor: &mut Cursor<'_>, first: Moment) -> (Moment, bool) {
    let mut next = *cursor;
    if next.eat_any(&["至", "到", "-"]).is_some()
        && let Some(second) = moment(&mut next)
    {
        *cursor = next;
        let second = match (first, second) {
            (Moment::Day { year, month, .. }, Moment::Day { year: None, month: None, day }) => {
                Moment::Day { year, month, day }
            }
            (Moment::Day { year: Some(year), .. }, Moment::Day { year: None, month, day }) => {
                Moment::Day { year: Some(year), month, day }
            }
            (_, second) => second,
        };
        return (second, true);
    }
    (first, false)
}

/// （星期五）
fn weekday_in_brackets(cursor: &mut Cursor<'_>) {
    let mut next = *cursor;
    let open = next.eat("(");
    if next.eat_any(&["周", "星期"]).is_some()
        && next.eat_any(&["一", "二", "三", "四", "五", "六", "日", "天"]).is_some()
        && (!open || next.eat(")"))
    {
        *cursor = next;
    }
}

/// 18：00, 上午9时, 下班.
fn time_of_day(cursor: &mut Cursor<'_>) {
    let mut next = *cursor;
    next.eat("(");
    let part =
        next.eat_any(&["上午", "下午", "晚上", "中午", "早上", "凌晨", "晚", "早", "夜间", "下班"]);
    let mut hour = next;
    if hour.number().is_some() && hour.eat_any(&[":", "点", "时"]).is_some() {
        if hour.eat("半") || hour.number().is_some() {
            hour.eat("分");
        }
        hour.eat("整");
        hour.eat(")");
        *cursor = hour;
    } else if part.is_some() {
        *cursor = next;
    }
}

/// What the words behind a moment make of it.
fn frame_after(cursor: &mut Cursor<'_>) -> Option<Frame> {
    let mut next = *cursor;
    let frame = if next.eat_any(&["之前", "以前", "为止", "截止"]).is_some() {
        Frame::Limit
    } else if next.eat("前") {
        if next.sees(&["往", "期", "来", "后", "沿", "述", "提下", "提是", "提条件"]) {
            return None;
        }
        Frame::Limit
    } else if next.eat("止") {
        Frame::Limit
    } else if next.eat_any(&["之内", "以内"]).is_some()
        || next.eat("内") && !next.sees(&["容", "部", "外", "涵", "控"])
    {
        Frame::Within
    } else if next.eat_any(&["以来", "之后", "以后", "开始"]).is_some()
        || next.eat("起") && !next.sees(&["草"])
        || next.eat("后") && !next.sees(&["勤"])
    {
        Frame::Start
    } else {
        return None;
    };
    *cursor = next;
    Some(frame)
}

/// What the words before a moment make of it.
fn frame_before(before: &str, after: Cursor<'_>, text: &str) -> Option<Frame> {
    const LIMITS: &[&str] = &[
        "不迟于",
        "不晚于",
        "不得迟于",
        "不得晚于",
        "不超过",
        "不得超过",
        "最迟",
        "最迟于",
        "最晚",
        "最晚于",
        "赶在",
        "截止",
        "截止到",
        "截止至",
        "至",
        "到",
        "直到",
        "时限",
        "期限",
        "截止时间",
        "截止日期",
        "完成时间",
        "办结时间",
        "提交时间",
        "时间节点",
        "完成节点",
        "报送时间",
        "反馈时间",
    ];
    const BEGINS: &[&str] =
        &["自", "从", "自从", "早在", "始于", "不到", "过去", "近", "最近", "连续"];
    let bare = before.trim_end_matches(['为', '是', ':', '：', ' ', '在', '（', '(']);
    if before.ends_with("截至") || before.ends_with("截止") && !bare.ends_with("日期") {
        let rest: String = text[after.end_byte().min(text.len())..].chars().take(24).collect();
        let counts = ["累计", "同比", "已", "共", "达", "全国", "%", "人次", "增长", "目前"];
        return Some(if counts.iter().any(|word| rest.contains(word)) {
            Frame::Start
        } else {
            Frame::Limit
        });
    }
    if BEGINS.iter().any(|word| before.ends_with(word)) {
        return Some(Frame::Start);
    }
    LIMITS.iter().any(|word| before.ends_with(word) || bare.ends_with(word)).then_some(Frame::Limit)
}

/// The frame of a moment that has none: some look forward by themselves.
fn bare(moment: Moment, text: &str, after: Cursor<'_>) -> Frame {
    const DONE: &[&str] = &[
        "完成", "到位", "办结", "上线", "开通", "报送", "提交", "上报", "落实", "建成", "投用",
        "交付", "结束", "出台", "印发", "启用", "做到", "实现", "启动", "举办",
    ];
    let rest = &text[after.end_byte().min(text.len())..];
    let near: String = rest.chars().take(14).take_while(|c| !"，。；,;".contains(*c)).collect();
    let finishes = DONE.iter().any(|word| near.contains(word)) && !near.contains('了');
    // 今年各项任务完成: the year belongs to a thing; 今年完成, 今年要完成 set a limit.
    let at_once = DONE.iter().any(|word| {
        near.trim_start_matches([
            '要', '将', '内', '全', '面', '力', '争', '能', '须', '应', '我', '校', '院', ' ',
        ])
        .starts_with(word)
    });
    match moment {
        Moment::After { .. } | Moment::Week { .. } | Moment::Weekday(_) => Frame::Coming,
        Moment::DaysAway(days) if days > 0 || finishes => Frame::Coming,
        Moment::MonthAway { months, third, .. }
            if months > 0 || finishes || third != Third::End =>
        {
            Frame::Coming
        }
        Moment::MonthAway { .. } | Moment::Month { .. } | Moment::Year(_)
            if ends_a_stretch(text, after) =>
        {
            Frame::Coming
        }
        Moment::TermEnd(_) => Frame::Coming,
        Moment::TermStart | Moment::SummerEnd if finishes => Frame::Coming,
        Moment::Quarter { .. }
        | Moment::QuarterAway(_)
        | Moment::Half { .. }
        | Moment::Month { .. }
        | Moment::Day { month: Some(_), .. }
            if finishes =>
        {
            Frame::Coming
        }
        Moment::Year(_) if at_once => Frame::Coming,
        _ => Frame::Open,
    }
}

/// Whether the moment was written with its end: 月底, 年末.
fn ends_a_stretch(text: &str, after: Cursor<'_>) -> bool {
    text[..after.end_byte().min(text.len())].trim_end().ends_with(['底', '末', '旬'])
}

/// Takes the words of the frame before a moment into its span.
fn frame_start(text: &str, start: usize) -> usize {
    const FRAMES: &[&str] = &[
        "最迟不超过",
        "最迟于",
        "不得迟于",
        "不得晚于",
        "不超过",
        "不迟于",
        "不晚于",
        "截止到",
        "截止至",
        "截止",
        "截至",
        "力争",
        "务必于",
        "最迟",
        "最晚",
        "于",
        "在",
        "至",
        "到",
    ];
    let before = text[..start].trim_end();
    FRAMES
        .iter()
        .find(|word| before.ends_with(*word))
        .map_or(start, |word| before.len() - word.len())
}

/// Deadlines by an event: their words are kept, no day follows.
fn events(text: &str) -> impl Iterator<Item = Reading> {
    EVENTS.iter().filter_map(|event| {
        let start = text.find(event)?;
        Some(Reading { span: start..start + event.len(), moment: None, frame: Frame::Limit })
    })
}
