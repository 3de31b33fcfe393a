//! Cues of Chinese clauses.

use super::candidate::Rule;
use super::cue::{Context, Found};
use super::frame::Voice;
use super::han_act::{actor_acts, begins_with_act, skip_connective};
use super::han_past::is_past;
use super::lexicon::CHINESE_BACKGROUND;

/// Words that leave no choice.
const STRONG: &[&str] = &[
    "务必",
    "必须",
    "严禁",
    "不得",
    "切勿",
    "禁止",
    "不准",
    "不许",
    "一律",
    "应当",
    "应该",
    "绝不能",
    "决不能",
    "绝不允许",
    "不允许",
    "不可",
];

/// The cue of a clause, with how sure it is.
pub(super) fn cue(clause: &str, context: Context) -> Option<Found> {
    if clause.ends_with(['？', '?']) && !clause.contains("需要") {
        return None;
    }
    if let Some(found) = mark(clause) {
        return Some(found);
    }
    if CHINESE_BACKGROUND.begins(clause) && context.voice.is_none() && !speaks_up(clause) {
        return None;
    }
    if context.voice == Some(Voice::Outside) || is_opinion(clause) {
        return None;
    }
    if let Some(found) = strong(clause).or_else(|| assignment(clause)) {
        return Some(found);
    }
    let past = is_past(clause);
    if let Some((at, word)) =
        plain(clause).filter(|(at, _)| !past || !is_past(part_at(clause, *at)))
    {
        return Some(Found::new(Rule::PlainModal, clause, at, word.len(), 0.75));
    }
    if past {
        return None;
    }
    if let Some(found) = commitment(clause) {
        return Some(found);
    }
    if context.voice == Some(Voice::Decides)
        && clause.chars().count() >= 6
        && !executes_itself(clause)
    {
        return Some(Found::whole(Rule::Decision, "决定", 0.75));
    }
    if evaluates(clause) {
        return None;
    }
    if context.listed && is_act(clause) {
        return Some(Found::whole(Rule::Listed, first_words(clause), 0.7));
    }
    if context.demanding
        && (begins_with_act(clause) || actor_acts(clause))
        && clause.chars().count() >= 6
    {
        return Some(Found::whole(Rule::Imperative, first_words(clause), 0.55));
    }
    None
}

/// `kim: 期望…`: what one speaker would like.
fn is_opinion(clause: &str) -> bool {
    let words = match clause.split_once([':', '：']) {
        Some((label, rest)) if label.chars().count() <= 20 && label.is_ascii() => rest.trim_start(),
        _ => clause,
    };
    ["期望", "认同", "建议", "觉得", "提议", "倾向", "个人", "是否", "赞同", "有没有"]
        .iter()
        .any(|word| words.starts_with(word))
}

/// Even background may hold a requirement: 目前…必须….
fn speaks_up(clause: &str) -> bool {
    strong(clause).is_some() || plain(clause).is_some() || assignment(clause).is_some()
}

/// 责任单位：, 待办：, TODO.
fn mark(clause: &str) -> Option<Found> {
    const MARKS: &[&str] = &[
        "责任人",
        "责任单位",
        "责任部门",
        "牵头单位",
        "牵头部门",
        "完成时限",
        "待办",
        "行动项",
        "TODO",
        "ACTION",
        "Action",
    ];
    MARKS.iter().find_map(|mark| {
        let at = clause.find(mark)?;
        let behind = clause[at + mark.len()..].trim_start_matches(['】', ']', ' ', '*']);
        behind
            .starts_with(['：', ':'])
            .then(|| Found::new(Rule::Mark, clause, at, mark.len(), 0.95))
    })
}

fn strong(clause: &str) -> Option<Found> {
    let found = STRONG.iter().filter_map(|word| Some((clause.find(word)?, *word)));
    let (at, word) = found.min_by_key(|(at, _)| *at)?;
    // 不得不, 不可或缺, 必须的条件: no order.
    let behind = &clause[at + word.len()..];
    let harmless = word == "不得" && behind.starts_with(['不', '已', '而'])
        || word == "不可" && !behind.starts_with(['使', '以', '擅', '随', '再', '有'])
        || word == "一律" && is_past(clause);
    (!harmless).then(|| Found::new(Rule::StrongModal, clause, at, word.len(), 0.88))
}

/// What somebody who is named with 由 is to do.
pub(super) const TAKES_ON: &[&str] = &[
    "负责", "牵头", "组织", "推进", "提供", "承办", "落实", "跟进", "完成", "制定", "起草", "协调",
    "对接", "处理", "汇总", "统筹", "会同",
];

/// 由…负责, …牵头.
fn assignment(clause: &str) -> Option<Found> {
    if is_past(clause) || clause.contains("会议由") {
        return None;
    }
    if let Some(at) = clause.find('由') {
        let behind: String = clause[at..].chars().take(24).take_while(|c| *c != '，').collect();
        let earlier = clause[..at].ends_with(['缘', '理', '自', '事', '经', '任'])
            || behind.starts_with("由于")
            || behind.starts_with("由此");
        if !earlier && TAKES_ON.iter().any(|verb| behind.contains(verb)) {
            return Some(Found::new(Rule::Assignment, clause, at, '由'.len_utf8(), 0.88));
        }
    }
    ["牵头", "负责"].iter().find_map(|verb| {
        let at = clause.find(verb)?;
        let behind = &clause[at + verb.len()..];
        let noun = behind.starts_with(['人', '同', '的', '任'])
            || behind.starts_with("部门")
            || behind.starts_with("单位")
            || clause[..at].ends_with(['总', '相']) && *verb == "负责";
        let subject = clause[..at].chars().count() >= 2 && !clause[..at].ends_with(['，', '“']);
        (!noun && subject && behind.chars().count() >= 2)
            .then(|| Found::new(Rule::Assignment, clause, at, verb.len(), 0.8))
    })
}

/// A modal that asks, with the words guarded that only contain its sign.
fn plain(clause: &str) -> Option<(usize, &'static str)> {
    let guarded = |word: &'static str, before: &str, after: &str| {
        clause.match_indices(word).find_map(|(at, _)| {
            let previous = clause[..at].chars().last();
            let next = clause[at + word.len()..].chars().next();
            let blocked = previous.is_some_and(|c| before.contains(c))
                || next.is_none_or(|c| after.contains(c));
            (!blocked && !conditional(&clause[..at])).then_some((at, word))
        })
    };
    let found = [
        guarded("需要", "所不", "的，。、"),
        guarded(
            "要",
            "需主重必只概摘纪紧首想险显枢机提冲简扼若如索讨扰当尤",
            "求素点件闻么是约领害塞道旨义职目隘价命地员",
        ),
        guarded(
            "应",
            "适相供反响感效回对呼报顺因一",
            "急用届运聘试付收邀力变答激景征有允酬援声节季",
        ),
        guarded("须", "必无触胡何", "知臾眉"),
        guarded("需", "必所急无军内供刚按特", "求知要"),
        guarded("请", "邀申聘提报宴吁", "示假求教进来战功辞愿缨柬帖"),
        guarded("希望", "的新", "的，。、"),
    ];
    found.into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// Whether the words before a modal are a condition or a purpose that it belongs to.
fn conditional(before: &str) -> bool {
    let part = before.rsplit(['，', '；', '：']).next().unwrap_or(before);
    ["如果", "如需", "若", "假如", "只有", "倘若"]
        .iter()
        .any(|word| part.trim_start().starts_with(word))
        && part.chars().count() < 24
}

/// The part between two commas that holds byte `at`.
fn part_at(clause: &str, at: usize) -> &str {
    let start = clause[..at].rfind(['，', '；', '：']).map_or(0, |comma| comma + '，'.len_utf8());
    let end = clause[at..].find(['，', '；', '：']).map_or(clause.len(), |comma| at + comma);
    &clause[start..end]
}

/// 学校将…: the body, or somebody of it, says what it will do.
fn commitment(clause: &str) -> Option<Found> {
    const BODIES: &[char] = &[
        '校', '院', '处', '部', '办', '心', '司', '位', '局', '委', '们', '组', '会', '队', '区',
        '市', '县', '厅', '者', '方', '府', '门', '系', '馆',
    ];
    let next = ["下一步", "接下来", "下步", "今后", "下阶段", "后续"]
        .iter()
        .any(|word| clause.starts_with(word));
    let at = clause.match_indices('将').map(|(at, _)| at).find(|at| {
        let before = clause[..*at].trim_end_matches(['还', '也', '都', '均', '即', '就']);
        let subject =
            before.ends_with(BODIES) && !before.ends_with("会议") && !before.ends_with("机会");
        let behind = &clause[at + '将'.len_utf8()..];
        let effect = behind.starts_with(['为', '是', '成', '有', '会', '对', '达', '军', '来']);
        (subject || next) && !effect
    });
    if let Some(at) = at {
        return Some(Found::new(Rule::Commitment, clause, at, '将'.len_utf8(), 0.7));
    }
    (next && clause.chars().count() > 8 && !clause.contains("建议"))
        .then(|| Found::whole(Rule::Commitment, first_words(clause), 0.6))
}

/// Votes that carry themselves out.
fn executes_itself(clause: &str) -> bool {
    ["通过", "批准", "任命", "聘任", "免去", "《", "表彰", "授予", "同意接收", "增补", "当选"]
        .iter()
        .any(|word| clause.starts_with(word))
        || clause.contains("报告》") && !clause.contains('由')
}

/// 十分重要, 意义重大: says what a thing is worth.
fn evaluates(clause: &str) -> bool {
    let words = clause.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["重要", "重大", "意义", "关键", "必要", "重点", "基础", "前提", "保障", "体现"]
        .iter()
        .any(|word| words.ends_with(word))
        && ["十分", "非常", "至关", "意义", "具有", "是", "尤为", "责任", "很"]
            .iter()
            .any(|word| words.contains(word))
}

/// Where a part between two commas has its modal.
pub(super) fn modal_at(part: &str) -> Option<usize> {
    let strong = STRONG.iter().filter_map(|word| part.find(word)).min();
    let plain = plain(part).map(|(at, _)| at);
    strong.into_iter().chain(plain).min()
}

/// Whether a listed clause is an act, not a mere label.
fn is_act(clause: &str) -> bool {
    clause.chars().filter(|c| c.is_alphanumeric()).count() >= 4 && !clause.ends_with(['：', ':'])
}

/// The first words of a clause, to be shown as its cue.
fn first_words(clause: &str) -> &str {
    let words = skip_connective(clause);
    let end = words.char_indices().nth(4).map_or(words.len(), |(at, _)| at);
    words[..end].trim_end_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(clause: &str, context: Context, expected: Option<(Rule, &str)>) {
        let found = cue(clause, context);
        assert_eq!(
            found.as_ref().map(|found| (found.cue.rule, found.cue.text.as_str())),
            expected,
            "{clause}"
        );
    }

    #[test]
    fn modals_ask_and_their_look_alikes_do_not() {
        let alone = Context::default();
        case("各班务必锁好门窗。", alone, Some((Rule::StrongModal, "务必")));
        case("各班要锁好门窗。", alone, Some((Rule::PlainModal, "要")));
        case("请各班周五前交表。", alone, Some((Rule::PlainModal, "请")));
        case("这是学校的主要工作。", alone, None);
        case("门窗问题很重要。", alone, None);
        case("各班邀请家长到校。", alone, None);
        case("应急预案齐全。", alone, None);
        case("学生申请调换宿舍。", alone, None);
        case("会议听取了总务处关于门窗要求的汇报。", alone, None);
    }

    #[test]
    fn an_assignment_names_who_takes_it() {
        let alone = Context::default();
        case("门窗检修由总务处负责。", alone, Some((Rule::Assignment, "由")));
        case("总务处牵头，学工处配合，检修门窗。", alone, Some((Rule::Assignment, "牵头")));
        case("会议由校长王刚主持。", alone, None);
        case("总务处负责人参加会议。", alone, None);
    }

    #[test]
    fn a_bare_requirement_counts_only_among_requirements() {
        let demanding = Context { demanding: true, ..Context::default() };
        case("进一步加强门窗检修。", Context::default(), None);
        case("进一步加强门窗检修。", demanding, Some((Rule::Imperative, "进一步加")));
        case("门窗检修已经完成。", demanding, None);
    }

    #[test]
    fn the_body_commits_itself() {
        case("学校将组织门窗检修。", Context::default(), Some((Rule::Commitment, "将")));
        case("这将为师生带来方便。", Context::default(), None);
    }
}
