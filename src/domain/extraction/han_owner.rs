//! Owners in Chinese clauses.

use super::candidate::{OwnerRole, Rule};
use super::cue::Found;
use super::han_act::{acting, skip_connective};
use super::han_cue::{TAKES_ON, modal_at};
use super::lexicon::{CHINESE_ACTORS, CHINESE_ACTS};
use super::owner::Named;

/// Names that only look like somebody.
const NOBODY: &[&str] = &[
    "待办",
    "督办",
    "会议",
    "我们",
    "他",
    "她",
    "大家",
    "这",
    "其",
    "本次会议",
    "下一步工作",
    "工作",
    "方面",
    "重要方面",
];

/// The names in `clause`.
pub(super) fn named(clause: &str, found: &Found) -> Named {
    let words = skip_label(clause);
    let mut named = shares(words);
    if named.is_empty() {
        named = after_word(words, "由", TAKES_ON);
    }
    if named.is_empty()
        && matches!(found.cue.rule, Rule::PlainModal | Rule::StrongModal | Rule::Commitment)
    {
        named = subject(clause, found);
    }
    if named.is_empty() {
        let asked = words.split(['，', '；', '。']).find_map(|part| {
            let part = part.trim_start();
            let part = part.strip_prefix("并").unwrap_or(part);
            let part = super::clause::enumerator(part).map_or(part, |length| &part[length..]);
            ["请", "需要", "希望", "要求", "责成", "委托", "指派", "号召"]
                .iter()
                .find_map(|word| part.strip_prefix(word))
        });
        named = asked.map(object).unwrap_or_default();
    }
    if named.is_empty() && found.cue.rule != Rule::Commitment {
        named = first_subject(words);
    }
    if named.is_empty() {
        named = handles(clause);
    }
    if !named.is_empty() && named.iter().all(|(_, role)| *role == OwnerRole::Lead) {
        named.extend(helpers(clause));
    }
    named
}

/// 会同财务处: who works with the one that leads.
fn helpers(clause: &str) -> Named {
    let behind =
        ["会同", "联合"].iter().find_map(|word| Some(&clause[clause.find(word)? + word.len()..]));
    behind.map(|names| prefix_names(names, OwnerRole::Support)).unwrap_or_default()
}

/// The name that a heading or a line with a colon is.
pub(super) fn label(label: &str) -> Named {
    let inner = label.trim_end_matches(['：', ':', '*']).trim_matches(['*', '#', ' ']);
    if inner.chars().count() <= 20 && looks_like_somebody(inner) {
        split(inner, OwnerRole::Lead)
    } else {
        Vec::new()
    }
}

/// 责任单位：教务处, 教务处牵头，人事处配合, 会同财务处.
fn shares(clause: &str) -> Named {
    let mut named = Vec::new();
    for (word, role) in [
        ("责任单位", OwnerRole::Lead),
        ("责任部门", OwnerRole::Lead),
        ("责任人", OwnerRole::Lead),
        ("牵头单位", OwnerRole::Lead),
        ("牵头部门", OwnerRole::Lead),
        ("配合单位", OwnerRole::Support),
        ("配合部门", OwnerRole::Support),
        ("协办单位", OwnerRole::Support),
    ] {
        if let Some(at) = clause.find(word)
            && let Some(rest) = clause[at + word.len()..].strip_prefix(['：', ':'])
        {
            let end =
                rest.find(['；', '。', '）', ')', '，', ';', '\n', '\r']).unwrap_or(rest.len());
            named.extend(split(&rest[..end], role));
        }
    }
    if !named.is_empty() {
        return named;
    }
    for (verb, role) in [
        ("牵头", OwnerRole::Lead),
        ("负责", OwnerRole::Lead),
        ("配合", OwnerRole::Support),
        ("协助", OwnerRole::Support),
        ("参与", OwnerRole::Support),
    ] {
        for (at, _) in clause.match_indices(verb) {
            let behind = &clause[at + verb.len()..];
            if behind.starts_with(['人', '同', '的', '任'])
                || behind.starts_with("部门")
                || behind.starts_with("单位")
            {
                continue;
            }
            let part = clause[..at].rsplit(['，', '；', '：', '。', '、']).next().unwrap_or("");
            let part = part.rsplit('由').next().unwrap_or(part);
            // 教务处、学工处牵头: the marks between names are part of the list.
            let list = list_before(&clause[..at], part);
            let list = list.trim_end_matches([
                '要', '应', '须', '共', '同', '积', '极', '主', '动', '密', '切',
            ]);
            let list = clean(list);
            if looks_like_somebody(list) && (role == OwnerRole::Lead || !named.is_empty()) {
                named.extend(split(list, role));
            }
        }
    }
    named
}

/// `part` with the names before it that an enumeration comma joins to it.
fn list_before<'c>(before: &'c str, part: &'c str) -> &'c str {
    let mut start = before.len() - part.len();
    while let Some(rest) = before[..start].strip_suffix('、') {
        let previous = rest.rsplit(['，', '；', '：', '。', '、']).next().unwrap_or("");
        if !looks_like_somebody(previous) || previous.chars().count() > 14 {
            break;
        }
        start = rest.len() - previous.len();
    }
    let list = &before[start..];
    list.rsplit('由').next().unwrap_or(list)
}

/// 由教务处负责.
fn after_word(clause: &str, word: &str, verbs: &[&str]) -> Named {
    let Some(at) = clause.find(word) else { return Vec::new() };
    let behind = &clause[at + word.len()..];
    let Some(end) = verbs.iter().filter_map(|verb| behind.find(verb)).min() else {
        return prefix_names(behind, OwnerRole::Lead);
    };
    let names = behind[..end].trim().trim_end_matches(['来', '共', '同']);
    if names.is_empty() || names.chars().count() > 40 || names.contains(['，', '。']) {
        return Vec::new();
    }
    split(names.trim_end_matches("进行"), OwnerRole::Lead)
}

/// Every part between commas that has its own subject before its own modal: 教务处要…，各学院要….
fn subject(clause: &str, found: &Found) -> Named {
    let mut named = Vec::new();
    let mut start = 0;
    for part in clause.split_inclusive(['，', '；', '：']) {
        let cue_here = (start..start + part.len()).contains(&found.at);
        let at = modal_at(part).or_else(|| part.find('将')).or(cue_here.then(|| found.at - start));
        if let Some(at) = at {
            let before = clean(&part[..at]);
            let before =
                before.trim_end_matches(['也', '都', '均', '还', '更', '就', '又', '既', '则']);
            if looks_like_somebody(before) {
                named.extend(split(before, OwnerRole::Lead));
            } else if cue_here {
                // 师生离校，须…: the subject stands in the part that opens the clause.
                named.extend(opening(&clause[..start + at]));
            }
        }
        start += part.len();
    }
    named
}

/// The short name that a clause opens with.
fn opening(before: &str) -> Named {
    let first = before.split(['，', '；', '：']).next().unwrap_or("");
    let words = if first.chars().count() <= 12 { clean(first) } else { "" };
    let ends = words.char_indices().skip(1).take(5).map(|(at, c)| at + c.len_utf8());
    let name = ends.filter(|end| looks_like_somebody(&words[..*end])).last();
    split(name.map_or("", |end| &words[..end]), OwnerRole::Lead)
}

/// 请各学院…: the actor behind the modal.
fn object(behind: &str) -> Named {
    prefix_names(behind.trim_start(), OwnerRole::Lead)
}

/// 总务处检修…: the subject that a clause without a modal begins with.
fn first_subject(clause: &str) -> Named {
    let words = skip_connective(clause);
    let starts = ["各", "全体", "全校", "全院", "相关", "有关", "学院上下", "广大"]
        .iter()
        .any(|word| words.starts_with(word));
    if starts {
        return prefix_names(words, OwnerRole::Lead);
    }
    let subject = acting(clause).map_or("", clean);
    if looks_like_somebody(subject) { split(subject, OwnerRole::Lead) } else { Vec::new() }
}

/// The names in a cell of a table.
pub(super) fn cell(words: &str) -> Named {
    split(words.trim(), OwnerRole::Lead)
}

/// The names that `text` begins with: up to the last ending of one within its first signs.
fn prefix_names(text: &str, role: OwnerRole) -> Named {
    let window_end = text.char_indices().nth(24).map_or(text.len(), |(at, _)| at);
    let window = &text[..window_end];
    let window = &window[..window.find(['，', '。', '；', '：']).unwrap_or(window.len())];
    let mut end = 0;
    for ending in CHINESE_ACTORS.iter() {
        for (at, _) in window.match_indices(ending) {
            let stop = at + ending.len();
            // Names stand at the front: a later ending belongs to what is to be done.
            let near = window[..stop].chars().count() <= 10
                || end > 0 && window[end..at].starts_with(['、', '和', '及', '与']);
            if near
                && stop > end
                && (end == 0
                    || at <= end + 6 && at >= end && !CHINESE_ACTS.begins(&window[end..])
                    || at <= end
                    || window[end..].starts_with(['、', '和', '及', '与', '负', '的']))
            {
                end = stop;
            }
        }
    }
    let names = window[..end].trim();
    let mut all = if names.chars().count() < 2 { Vec::new() } else { split(names, role) };
    all.extend(handles(window));
    all
}

/// `@name`, wherever it stands.
fn handles(clause: &str) -> Named {
    let mut named = Vec::new();
    for (at, _) in clause.match_indices('@') {
        let behind = &clause[at + 1..];
        let end = behind
            .find(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)))
            .unwrap_or(behind.len());
        if end > 1 && !clause[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            named.push((behind[..end].to_owned(), OwnerRole::Lead));
        }
    }
    named
}

/// `text` without what may stand before a name: numbers, connectives, times.
fn clean(text: &str) -> &str {
    let mut words = skip_label(text);
    if let Some(length) = super::clause::enumerator(words) {
        words = &words[length..];
    }
    let words = skip_connective(words);
    let words = words.rsplit(['，', '；', '：', '”']).next().unwrap_or(words);
    let words = skip_connective(words);
    let words = words.split_once("期间").map_or(words, |(_, behind)| behind);
    ["下一步", "今后", "会后", "请", "希望", "期间", "时"]
        .iter()
        .fold(words, |words, word| words.strip_prefix(word).unwrap_or(words))
        .trim()
}

/// `clause` without a speaker's label.
fn skip_label(clause: &str) -> &str {
    match clause.split_once([':', '：']) {
        Some((label, rest))
            if label.chars().count() <= 12 && !rest.is_empty() && label.is_ascii() =>
        {
            rest.trim_start()
        }
        _ => clause,
    }
}

/// Whether `text` may be the name of somebody who can act.
fn looks_like_somebody(text: &str) -> bool {
    let length = text.chars().count();
    let text = text.trim().trim_end_matches(['）', ')']);
    (2..=40).contains(&length)
        && !NOBODY.contains(&text)
        && (CHINESE_ACTORS.ends(text)
            || text.contains('@')
            || text.contains('等') && text.contains('、'))
        && !text.starts_with([
            '未', '经', '凡', '要', '把', '对', '为', '以', '在', '从', '让', '使', '给', '向',
        ])
        && !CHINESE_ACTS.begins(text)
}

/// The single names of a list.
fn split(names: &str, role: OwnerRole) -> Named {
    // 甲、乙、丙等三个单位: those that are named.
    let names = match names.find('等') {
        Some(at) if names[..at].contains('、') => &names[..at],
        _ => names,
    };
    // 各系（部、院）: what stands in brackets is part of the name.
    if names.contains(['（', '('])
        && names.find('、') > names.find(['（', '('])
        && names.matches('、').count() == 1
    {
        return vec![(names.trim().to_owned(), role)];
    }
    let mut parts: Vec<&str> = vec![names];
    for sign in ["、", "以及", "和", "及", "与", ",", "，", "/", " & ", "；"] {
        parts = parts
            .iter()
            .flat_map(|part| {
                if keeps_together(part, sign) { vec![*part] } else { part.split(sign).collect() }
            })
            .collect();
    }
    parts
        .into_iter()
        .map(|part| {
            part.trim()
                .trim_start_matches('@')
                .trim_matches(['*', '_', ' ', '（', '('])
                .trim_end_matches("等")
        })
        .filter(|part| part.chars().count() >= 2 && part.chars().count() <= 24)
        .map(|part| (part.to_owned(), role))
        .collect()
}

/// 各部门和单位 is one name: what stands on one side of 和 is none alone.
fn keeps_together(part: &str, sign: &str) -> bool {
    if !matches!(sign, "和" | "及" | "与" | "以及") {
        return false;
    }
    let Some((before, after)) = part.split_once(sign) else { return false };
    let group = ["各有关", "各相关", "相关", "有关", "各"]
        .iter()
        .any(|word| before.trim().starts_with(word));
    group && !["各", "相关", "有关"].iter().any(|word| after.starts_with(word))
        || !looks_like_somebody(before.trim()) && !before.contains('@') && !before.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::cue::{Context, cue};

    #[track_caller]
    fn case(clause: &str, expected: &[&str]) {
        let found = cue(clause, Context { listed: true, ..Context::default() }).unwrap();
        let named: Vec<_> = named(clause, &found)
            .into_iter()
            .map(|(text, role)| if role == OwnerRole::Lead { text } else { format!("+{text}") })
            .collect();
        assert_eq!(named, expected, "{clause}");
    }

    #[test]
    fn the_subject_before_a_modal_owns_the_act() {
        case("各班务必锁好门窗。", &["各班"]);
        case("各部门、各单位要检查门窗。", &["各部门", "各单位"]);
        case("各有关部门和单位要检查门窗。", &["各有关部门和单位"]);
        case("检修门窗时，总务处要登记。", &["总务处"]);
        case("东区、西区、南区等三个校区要检查门窗。", &["东区", "西区", "南区"]);
        case("要检查门窗。", &[]);
        case("门窗必须锁好。", &[]);
    }

    #[test]
    fn lead_and_support_are_told_apart() {
        case("由教务处牵头，人事处配合，完成课程调整。", &["教务处", "+人事处"]);
        case("教务处、学工处牵头，检查教室。", &["教务处", "学工处"]);
        case("检查教室（责任单位：教务处；配合单位：保卫处）。", &["教务处", "+保卫处"]);
        case("会后由 @kim 跟进。", &["kim"]);
    }

    #[test]
    fn who_is_asked_owns_the_act() {
        case("请各学院报送名单。", &["各学院"]);
        case("请于周五前报送名单。", &[]);
    }
}
