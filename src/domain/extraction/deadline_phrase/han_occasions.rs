//! Chinese feasts and school terms as dates.

use super::cursor::Cursor;
use super::festival::Festival;
use super::moment::Moment;

/// 元旦前, “五一”假期前, 国庆节.
pub(super) fn feast(cursor: &mut Cursor<'_>) -> Option<Moment> {
    const FEASTS: &[(&str, Festival)] = &[
        ("元旦", Festival::Fixed(1, 1)),
        ("春节", Festival::Spring),
        ("元宵", Festival::Lantern),
        ("清明", Festival::Fixed(4, 5)),
        ("国际劳动", Festival::Fixed(5, 1)),
        ("劳动", Festival::Fixed(5, 1)),
        ("五一", Festival::Fixed(5, 1)),
        ("妇女", Festival::Fixed(3, 8)),
        ("植树", Festival::Fixed(3, 12)),
        ("儿童", Festival::Fixed(6, 1)),
        ("六一", Festival::Fixed(6, 1)),
        ("端午", Festival::DragonBoat),
        ("七一", Festival::Fixed(7, 1)),
        ("八一", Festival::Fixed(8, 1)),
        ("教师", Festival::Fixed(9, 10)),
        ("中秋", Festival::MidAutumn),
        ("国庆", Festival::Fixed(10, 1)),
        ("十一", Festival::Fixed(10, 1)),
        ("圣诞", Festival::Fixed(12, 25)),
    ];
    let quoted = cursor.eat("\"");
    let (name, festival) = *FEASTS.iter().find(|(name, _)| cursor.eat(name))?;
    if quoted && !cursor.eat("\"") {
        return None;
    }
    let feast = cursor.eat("节");
    let holiday = cursor.eat_any(&["小长假", "长假", "假期", "放假", "黄金周", "假"]).is_some();
    let eve = cursor.sees(&["前", "之前", "以前"]);
    // 劳动, 教师, 十一 are plain words unless something makes a feast of them.
    let certain =
        feast || holiday || quoted || matches!(name, "元旦" | "春节" | "国庆" | "端午" | "中秋");
    (certain || eve && matches!(name, "五一" | "清明" | "七一" | "六一"))
        .then_some(Moment::Festival { year: None, festival, eve })
}

/// 本学期末, 开学前, 暑假期间.
pub(super) fn term(cursor: &mut Cursor<'_>) -> Option<Moment> {
    const BEFORE: &[&str] = &["前", "之前", "以前"];
    let next = cursor.eat_any(&["下学期", "下个学期", "新学期", "秋季学期", "春季学期"]);
    if let Some(which) = next {
        let begins = cursor.eat_any(&["开学", "开始", "初", "伊始"]).is_some();
        if begins || cursor.sees(BEFORE) && which != "春季学期" {
            return Some(Moment::TermStart);
        }
        let ends = cursor.eat_any(&["结束", "期末", "末"]).is_some();
        let away = u32::from(!matches!(which, "秋季学期" | "春季学期" | "新学期"));
        return ends.then_some(Moment::TermEnd(away));
    }
    if cursor.eat_any(&["本学期", "这学期", "这个学期"]).is_some() {
        cursor.eat_any(&["结束", "期末", "末", "内"]);
        return Some(Moment::TermEnd(0));
    }
    if cursor.eat_any(&["学期末", "学期结束", "期末考试", "期末"]).is_some() {
        return Some(Moment::TermEnd(0));
    }
    if cursor.eat("开学") {
        return cursor.sees(BEFORE).then_some(Moment::TermStart);
    }
    cursor.eat("放");
    let vacation = cursor.eat_any(&["暑假", "寒假", "暑期"])?;
    if cursor.eat("放假") || cursor.sees(BEFORE) {
        return cursor.sees(BEFORE).then_some(Moment::TermEnd(0));
    }
    cursor.eat_any(&["期间", "结束", "内", "中"])?;
    Some(if vacation == "寒假" { Moment::TermStart } else { Moment::SummerEnd })
}
