//! Who says it, in Chinese: the frame before a requirement, and what it makes of it.

use super::frame::{Frame, Voice};

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
    // The frame stands in the first few parts, or nowhere.
    for (number, part) in sentence.split_inclusive(['，', '：', ',', ':']).take(5).enumerate() {
        let end = start + part.len();
        if number > 0 && start > 240 {
            break;
        }
        if let Some(voice) = voice(part) {
            return Some(Frame { end, voice });
        }
        start = end;
    }
    None
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
            && !super::lexicon::CHINESE_ACTS.begins(super::han_cue::skip_connective(who))
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
        case("按照要求，修门。", None);
        case("要修门。", None);
    }
}
