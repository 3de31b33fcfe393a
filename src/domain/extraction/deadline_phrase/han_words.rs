//! Chinese words for moments, each kind a small matcher.

use chrono::Weekday;

use super::cursor::Cursor;
use super::han_occasions::{feast, term};
use super::moment::{Moment, Third, Unit, Year};

type Matcher = fn(&mut Cursor<'_>) -> Option<Moment>;

/// In this order: the longer reading before the shorter one.
const MATCHERS: &[Matcher] = &[
    stretch,
    figures,
    dated,
    month_away,
    week,
    day_word,
    quarter,
    half,
    term,
    part_of_year,
    feast,
    plan,
    day_of_month,
];

/// Eats a moment that begins exactly here.
pub(super) fn moment(cursor: &mut Cursor<'_>) -> Option<Moment> {
    MATCHERS.iter().find_map(|matcher| {
        let mut next = *cursor;
        let found = matcher(&mut next)?;
        *cursor = next;
        Some(found)
    })
}

/// Whether a moment may begin with `c`: most signs need no closer look.
pub(super) fn may_begin(c: char) -> bool {
    c.is_ascii_digit()
        || "〇零一二两三四五六七八九十半今明后本当这下次翌来大月年岁周星礼季上第Q未接用利春除元清五端中国劳教儿妇学期新秋开寒暑放\"圣七八六植".contains(c)
}

/// 三个工作日内, 半个月内, 未来两周.
fn stretch(cursor: &mut Cursor<'_>) -> Option<Moment> {
    let ahead = cursor.eat_any(&["未来", "接下来", "利用", "用"]);
    let half = cursor.eat("半");
    let count = if half { 1 } else { cursor.number()?.0 };
    let count = if cursor.eat("-") || cursor.eat("至") { cursor.number()?.0 } else { count };
    cursor.eat("个");
    let unit = match cursor.eat_any(&[
        "工作日",
        "自然日",
        "小时",
        "钟头",
        "天",
        "日",
        "周",
        "星期",
        "礼拜",
        "月",
        "年",
    ])? {
        "工作日" => Unit::WorkingDay,
        "小时" | "钟头" => Unit::Hour,
        "天" | "日" | "自然日" => Unit::Day,
        "月" if half => Unit::HalfMonth,
        "月" => Unit::Month,
        "年" => Unit::Year,
        _ => Unit::Week,
    };
    let (count, unit) = if half && unit == Unit::Year { (6, Unit::Month) } else { (count, unit) };
    let named = cursor.eat("的时间") || cursor.eat("左右时间") || cursor.eat("时间");
    let inside = cursor.sees(&["之内", "以内", "内"]);
    (inside || ahead.is_some() && (named || !cursor.sees(&["前", "的"])))
        .then_some(Moment::After { count, unit })
}

/// 2024-06-30, 2024/6/30, 2024.6, 6/30.
fn figures(cursor: &mut Cursor<'_>) -> Option<Moment> {
    let (first, length) = cursor.number()?;
    let sign = cursor.eat_any(&["-", "/", "."])?;
    let (second, _) = cursor.number()?;
    if length == 4 && (1900..2200).contains(&first) {
        let year = Some(Year::Given(i32::try_from(first).ok()?));
        if cursor.eat(sign) {
            let (day, _) = cursor.number()?;
            cursor.eat_any(&["日", "号"]);
            return in_month(second, day).then_some(Moment::Day { year, month: Some(second), day });
        }
        return (1..=12).contains(&second).then_some(Moment::Month {
            year,
            month: second,
            third: Third::End,
        });
    }
    let whole = !cursor.peek().is_some_and(|c| c.is_ascii_digit() || "/.-%万亿元个".contains(c));
    (whole && length <= 2 && in_month(first, second)).then_some(Moment::Day {
        year: None,
        month: Some(first),
        day: second,
    })
}

fn in_month(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// 2023年6月30日, 明年2月底, 6月中旬, 今年年底, 2025年.
fn dated(cursor: &mut Cursor<'_>) -> Option<Moment> {
    let year = year(cursor);
    let mut month = *cursor;
    if let Some((number, _)) = month.number()
        && (1..=12).contains(&number)
        && month.eat("月")
    {
        *cursor = month;
        return rest_of_month(cursor, year, number);
    }
    Some(rest_of_year(cursor, year?))
}

/// 2023年, 二〇二四年, 24年6月, 今年, 明年.
fn year(cursor: &mut Cursor<'_>) -> Option<Year> {
    let mut next = *cursor;
    let year = if let Some((number, length)) = next.number() {
        if !next.eat("年") {
            return None;
        }
        match length {
            4 if (1900..2200).contains(&number) => Year::Given(i32::try_from(number).ok()?),
            2 if (15..50).contains(&number) && next.peek().is_some_and(|c| c.is_ascii_digit()) => {
                Year::Given(i32::try_from(2000 + number).ok()?)
            }
            _ => return None,
        }
    } else {
        match next.eat_any(&["今年", "本年", "明年", "来年", "次年", "后年", "当年"])?
        {
            "今年" | "本年" | "当年" => Year::Away(0),
            "后年" => Year::Away(2),
            _ => Year::Away(1),
        }
    };
    next.eat("度");
    *cursor = next;
    Some(year)
}

fn rest_of_month(cursor: &mut Cursor<'_>, year: Option<Year>, month: u32) -> Option<Moment> {
    if let Some(third) = third(cursor) {
        return Some(Moment::Month { year, month, third });
    }
    let mut next = *cursor;
    if let Some((day, _)) = next.number()
        && (next.eat_any(&["日", "号"]).is_some() || next.sees(&["前", "之前", "以前", "止"]))
    {
        *cursor = next;
        return (1..=31).contains(&day).then_some(Moment::Day { year, month: Some(month), day });
    }
    cursor.eat("份");
    Some(Moment::Month { year, month, third: Third::End })
}

/// 上旬, 中旬, 底 behind a month.
fn third(cursor: &mut Cursor<'_>) -> Option<Third> {
    match cursor
        .eat_any(&["上旬", "初", "中旬", "下旬", "份底", "份末", "底", "末", "月底", "月末"])?
    {
        "上旬" | "初" => Some(Third::Early),
        "中旬" => Some(Third::Middle),
        _ => Some(Third::End),
    }
}

fn rest_of_year(cursor: &mut Cursor<'_>, year: Year) -> Moment {
    if cursor.eat_any(&["年底", "年末", "年终", "底", "末"]).is_some() {
        return Moment::Year(year);
    }
    if cursor.eat_any(&["年中"]).is_some() {
        return Moment::Half { year: Some(year), half: 1 };
    }
    if cursor.eat_any(&["年初", "初"]).is_some() {
        return Moment::Month { year: Some(year), month: 1, third: Third::End };
    }
    let mut next = *cursor;
    let within = match quarter(&mut next).or_else(|| half(&mut next)).or_else(|| feast(&mut next)) {
        Some(Moment::Quarter { quarter, .. }) => Moment::Quarter { year: Some(year), quarter },
        Some(Moment::Half { half, .. }) => Moment::Half { year: Some(year), half },
        Some(Moment::Festival { festival, eve, .. }) => {
            Moment::Festival { year: Some(year), festival, eve }
        }
        _ => return Moment::Year(year),
    };
    *cursor = next;
    within
}

/// 本月底, 下个月10日, 月底.
fn month_away(cursor: &mut Cursor<'_>) -> Option<Moment> {
    if cursor.eat_any(&["月底", "月末"]).is_some() || cursor.sees(&["月内"]) && cursor.eat("月")
    {
        return Some(Moment::MonthAway { months: 0, day: None, third: Third::End });
    }
    let mut middle = *cursor;
    if middle.eat("月中") && middle.sees(&["前", "之前", "以前"]) {
        *cursor = middle;
        return Some(Moment::MonthAway { months: 0, day: None, third: Third::Mid });
    }
    let months = match cursor.eat_any(&[
        "本月",
        "这个月",
        "当月",
        "这月",
        "下下个月",
        "下个月",
        "下月",
        "次月",
    ])? {
        "下下个月" => 2,
        "下个月" | "下月" | "次月" => 1,
        _ => 0,
    };
    cursor.eat("份");
    let mut next = *cursor;
    if let Some((day, _)) = next.number()
        && (1..=31).contains(&day)
        && next.eat_any(&["日", "号"]).is_some()
    {
        *cursor = next;
        return Some(Moment::MonthAway { months, day: Some(day), third: Third::End });
    }
    let third = third(cursor).unwrap_or(Third::End);
    Some(Moment::MonthAway { months, day: None, third })
}

/// 下周五, 本周内, 周五, 星期五.
fn week(cursor: &mut Cursor<'_>) -> Option<Moment> {
    let weeks = cursor.eat_any(&["下下个", "下下", "下个", "下", "本", "这个", "这"]);
    let named = cursor.eat_any(&["周", "星期", "礼拜"])?;
    let weekday = weekday(cursor);
    let weeks = match weeks {
        Some("下下" | "下下个") => 2,
        Some("下" | "下个") => 1,
        Some(_) => 0,
        None => {
            return match weekday {
                Some(Weekday::Sun) if named == "周" => {
                    Some(Moment::Week { weeks: 0, weekday, ends_friday: false })
                }
                Some(weekday) => Some(Moment::Weekday(weekday)),
                None if cursor.sees(&["内"]) && named == "周" => {
                    Some(Moment::Week { weeks: 0, weekday: None, ends_friday: false })
                }
                None => None,
            };
        }
    };
    Some(Moment::Week { weeks, weekday, ends_friday: false })
}

fn weekday(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    Some(match cursor.eat_any(&["一", "二", "三", "四", "五", "六", "日", "天", "末"])? {
        "一" => Weekday::Mon,
        "二" => Weekday::Tue,
        "三" => Weekday::Wed,
        "四" => Weekday::Thu,
        "五" => Weekday::Fri,
        "六" => Weekday::Sat,
        _ => Weekday::Sun,
    })
}

/// 今天, 明天, 后天.
fn day_word(cursor: &mut Cursor<'_>) -> Option<Moment> {
    const DAYS: &[(&str, u32)] = &[
        ("今天", 0),
        ("今日", 0),
        ("今晚", 0),
        ("当天", 0),
        ("当日", 0),
        ("当晚", 0),
        ("今早", 0),
        ("明天", 1),
        ("明日", 1),
        ("明早", 1),
        ("明晚", 1),
        ("明晨", 1),
        ("次日", 1),
        ("翌日", 1),
        ("大后天", 3),
        ("后天", 2),
        ("后日", 2),
    ];
    let days = DAYS.iter().find(|(word, _)| cursor.eat(word))?.1;
    Some(Moment::DaysAway(days))
}

/// 第三季度, 二季度末, 本季度.
fn quarter(cursor: &mut Cursor<'_>) -> Option<Moment> {
    if let Some(word) =
        cursor.eat_any(&["本季度", "这季度", "季度末", "季末", "下季度", "下个季度"])
    {
        cursor.eat_any(&["末", "底"]);
        return Some(Moment::QuarterAway(u32::from(word.starts_with('下'))));
    }
    let roman = cursor.eat("Q");
    if !roman {
        cursor.eat("第");
    }
    let (quarter, _) = cursor.number()?;
    let fits = (1..=4).contains(&quarter) && (roman || cursor.eat("季度"));
    cursor.eat_any(&["末", "底"]);
    fits.then_some(Moment::Quarter { year: None, quarter })
}

/// 上半年, 下半年.
fn half(cursor: &mut Cursor<'_>) -> Option<Moment> {
    let half = if cursor.eat("上半年") { 1 } else { 2 };
    if half == 2 && !cursor.eat("下半年") {
        return None;
    }
    cursor.eat_any(&["末", "底"]);
    Some(Moment::Half { year: None, half })
}

/// 年底, 年内, 年中.
fn part_of_year(cursor: &mut Cursor<'_>) -> Option<Moment> {
    if cursor.eat_any(&["年底", "年末", "年终", "岁末"]).is_some()
        || cursor.sees(&["年内", "年度内"]) && cursor.eat("年")
    {
        cursor.eat("度");
        return Some(Moment::Year(Year::Away(0)));
    }
    cursor.eat("年中").then_some(Moment::Half { year: None, half: 1 })
}

/// “十四五”末.
fn plan(cursor: &mut Cursor<'_>) -> Option<Moment> {
    cursor.eat("\"");
    let year = match cursor.eat_any(&["十三五", "十四五", "十五五", "十六五"])? {
        "十三五" => 2020,
        "十四五" => 2025,
        "十五五" => 2030,
        _ => 2035,
    };
    cursor.eat("\"");
    cursor.eat_any(&["期末", "末", "规划期末", "结束", "收官"])?;
    Some(Moment::Year(Year::Given(year)))
}

/// 25号, of this month or the next.
fn day_of_month(cursor: &mut Cursor<'_>) -> Option<Moment> {
    let (day, _) = cursor.number()?;
    cursor.eat_any(&["日", "号"])?;
    let other = cursor.sees(&["楼", "文", "线", "常", "均", "房", "院", "令", "门", "馆", "报"]);
    (!other && (1..=31).contains(&day)).then_some(Moment::Day { year: None, month: None, day })
}
