//! Who says it, in Chinese: the frame before a requirement, and what it makes of it.

use super::frame::{Frame, Voice};
use super::han_act::skip_connective;
use super::lexicon::CHINESE_SURNAMES;

const DEMANDS: &[&str] = &[
    "强调",
    "要求",
    "部署",
    "号召",
    "希望",
    "叮嘱",
    "指示",
    "勉励",
    "提醒",
    "倡议",
    "提出要求",
    "提出如下要求",
    "嘱咐",
    "寄语",
    "明确要求",
    "指出要求",
];
const DECIDES: &[&str] = &[
    "决定",
    "议定",
    "商定",
    "研究决定",
    "一致同意",
    "同意",
    "明确",
    "确定",
    "形成决议",
    "形成共识",
];
const SAYS: &[&str] = &[
    "指出",
    "表示",
    "认为",
    "提出",
    "说",
    "谈到",
    "介绍",
    "提到",
    "建议",
    "了解到",
    "称",
    "透露",
    "总结",
    "讲话",
    "发言",
];

/// Voices from outside, whose requirements are background here.
const OUTSIDE: &[&str] = &[
    "总书记",
    "习近平",
    "工作报告",
    "文件",
    "一号文件",
    "党中央",
    "专家",
    "研究表明",
    "《",
    "教育部",
    "国家卫健委",
];

/// The frame of `sentence`: looked for in its first words, between commas.
pub(super) fn frame(sentence: &str) -> Option<Frame> {
    let mut start = 0;
    let mut spoken = None;
    // The frame stands in the first few parts, or nowhere.
    for (number, part) in sentence.split_inclusive(['，', '：', ',', ':']).take(5).enumerate() {
        let end = start + part.len();
        if number > 0 && start > 240 {
            break;
        }
        if let Some(voice) = voice(part) {
            return Some(Frame { end, voice });
        }
        if spoken.is_none() {
            spoken = runs_on(part).map(|(at, voice)| Frame { end: start + at, voice });
        }
        start = end;
    }
    spoken
}

/// 他要求各班…, 王校长强调要…: the frame runs on into what is said. Says behind which byte.
fn runs_on(part: &str) -> Option<(usize, Voice)> {
    const VERBS: &[(&str, Voice)] = &[
        ("要求", Voice::Demands),
        ("强调", Voice::Demands),
        ("希望", Voice::Demands),
        ("勉励", Voice::Demands),
        ("叮嘱", Voice::Demands),
        ("号召", Voice::Demands),
        ("指出", Voice::Says),
        ("表示", Voice::Says),
        ("认为", Voice::Says),
    ];
    VERBS.iter().find_map(|(verb, voice)| {
        let at = part.find(verb)?;
        let end = at + verb.len();
        let who = skip_connective(part[..at].trim_end_matches(['还', '也', '又', '再']));
        let goes_on = part[end..].chars().filter(|c| c.is_alphanumeric()).count() >= 3
            && !part[end..].starts_with(['了', '的', '、', '和']);
        let outside = OUTSIDE.iter().any(|word| who.contains(word));
        let voice = if outside { Voice::Outside } else { *voice };
        (goes_on && is_speaker(who)).then_some((end, voice))
    })
}

/// Whether `who` is one who speaks: a pronoun, the meeting, a name, a title.
fn is_speaker(who: &str) -> bool {
    const TITLES: &[&str] = &[
        "会议", "书记", "校长", "院长", "处长", "部长", "局长", "厅长", "主任", "市长", "区长",
        "县长", "省长", "主席", "组长", "同志", "教授", "老师", "行长", "所长", "会长", "馆长",
    ];
    let length = who.chars().count();
    matches!(who, "他" | "她" | "最后" | "")
        || length <= 16 && TITLES.iter().any(|title| who.ends_with(title))
        || (2..=3).contains(&length) && CHINESE_SURNAMES.begins(who)
}

/// Who speaks in the frame that ends at byte `end` of `sentence`.
pub(super) fn speaker(sentence: &str, end: usize) -> &str {
    let before = sentence[..end].trim_end_matches(['，', '：', ',', ':']);
    let part = before.rsplit(['，', '。', ',']).next().unwrap_or(before);
    let verbs = DEMANDS.iter().chain(SAYS).chain(DECIDES);
    let verb = verbs.filter_map(|verb| part.find(verb)).min().unwrap_or(part.len());
    skip_connective(part[..verb].trim_end_matches(['还', '也', '又', '再']))
}

/// What stands behind 传达 where a speech is passed on: what follows may still be that speech.
pub(super) fn passed_on(sentence: &str) -> Option<&str> {
    let (_, told) = sentence.split_once("传达")?;
    ["讲话", "会议精神", "批示", "指示"].iter().any(|word| told.contains(word)).then_some(told)
}

/// What the part between two commas says about the voice of what follows.
fn voice(part: &str) -> Option<Voice> {
    let mark = part.chars().last()?;
    if !matches!(mark, '，' | '：' | ',' | ':') {
        return None;
    }
    let inner = part.trim_end_matches(['，', '：', ',', ':']).trim_end_matches(['了', '道']).trim();
    let ends = |list: &[&str]| list.iter().any(|verb| inner.ends_with(verb));
    let who = inner;
    if ["按照", "根据", "依据", "落实", "对照", "围绕", "针对", "为", "遵照"]
        .iter()
        .any(|word| who.starts_with(word))
        && !ends(SAYS)
    {
        return None;
    }
    let outside = OUTSIDE.iter().any(|word| who.contains(word)) && !who.contains("会议");
    if !outside && !may_speak(inner) {
        return None;
    }
    let voice = if ends(DECIDES) {
        Voice::Decides
    } else if ends(DEMANDS) || mark == '：' && is_heading_of_requirements(inner) {
        Voice::Demands
    } else if ends(SAYS) {
        Voice::Says
    } else {
        return None;
    };
    Some(if outside { Voice::Outside } else { voice })
}

/// Whether what ends in a verb of speech may be a frame: 会议要求 is one, 落实上级要求 is none.
fn may_speak(inner: &str) -> bool {
    const NOUNS: &[&str] = &[
        "要求", "部署", "希望", "决定", "总结", "介绍", "指示", "明确", "安排", "同意", "讲话",
        "发言", "建议", "提出",
    ];
    let Some(noun) = NOUNS.iter().find(|noun| inner.ends_with(*noun)) else { return true };
    let who = inner[..inner.len() - noun.len()].trim_end_matches(['还', '也', '并', '明', '确']);
    let modal = ["要", "须", "务必", "的", "请", "将", "各项", "有关", "政策", "工作", "任务"];
    let spoken = ["会议", "会上", "院会", "校会", "他", "她", "书记", "校长", "院长"];
    let announces = is_heading_of_requirements(inner);
    announces
        || spoken.iter().any(|word| who.contains(word))
        || !modal.iter().any(|word| who.contains(word))
            && !super::lexicon::CHINESE_ACTS.begins(skip_connective(who))
}

/// 提出三点要求, 就…作如下安排.
fn is_heading_of_requirements(inner: &str) -> bool {
    ["要求", "安排", "部署", "意见", "希望", "建议", "任务", "工作", "措施"]
        .iter()
        .any(|noun| inner.ends_with(noun))
        && ["提出", "作出", "做出", "如下", "以下", "几点", "点要求", "个方面"]
            .iter()
            .any(|word| inner.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speaker_stands_before_the_verb() {
        let speaker_in =
            |sentence: &'static str| speaker(sentence, frame(sentence).unwrap().end).to_owned();
        assert_eq!(speaker_in("会上，陈厅长表示门很旧。"), "陈厅长");
        assert_eq!(speaker_in("他强调，要修门。"), "他");
        assert_eq!(passed_on("王刚传达了陈厅长的讲话精神。"), Some("了陈厅长的讲话精神。"));
    }

    #[test]
    fn a_frame_tells_who_speaks_and_how() {
        #[track_caller]
        fn case(sentence: &str, expected: Option<(Voice, &str)>) {
            let found = frame(sentence).map(|frame| (frame.voice, &sentence[frame.end..]));
            assert_eq!(found, expected);
        }

        case("会议强调，要修门。", Some((Voice::Demands, "要修门。")));
        case("听取汇报后，王刚指出，门很旧。", Some((Voice::Says, "门很旧。")));
        case("会议决定，修门。", Some((Voice::Decides, "修门。")));
        case("习近平总书记强调，要修门。", Some((Voice::Outside, "要修门。")));
        case("王刚提出三点要求：要修门。", Some((Voice::Demands, "要修门。")));
        case("她要求各班修门。", Some((Voice::Demands, "各班修门。")));
        case("王刚强调要修门。", Some((Voice::Demands, "要修门。")));
        case("按照要求各班修门。", None);
        case("按照要求，修门。", None);
        case("要修门。", None);
    }
}
