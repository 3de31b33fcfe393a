//! What is new in an answer: without the letter that it answers, signatures and disclaimers.

/// What mail programs write above the letter that is answered.
const BELOW: &[&str] = &[
    "original message",
    "original appointment",
    "forwarded message",
    "原始邮件",
    "原邮件",
    "原始信息",
    "转发邮件",
    "转发的邮件",
    "回复的原邮件",
];

/// Fields of a letter's head, as mail programs copy them.
const FROM: &[&str] = &["from:", "发件人:", "发件人："];
const FIELDS: &[&str] = &[
    "to:",
    "sent:",
    "date:",
    "cc:",
    "subject:",
    "收件人:",
    "收件人：",
    "发送时间:",
    "发送时间：",
    "日期:",
    "日期：",
    "时间:",
    "时间：",
    "抄送:",
    "抄送：",
    "主题:",
    "主题：",
];

/// What telephones and programs put below a letter.
const SIGNED: &[&str] = &[
    "sent from my ",
    "sent from mail for",
    "get outlook for",
    "sent via ",
    "发自我的",
    "发自 我的",
    "从我的",
    "来自我的",
    "获取 outlook",
    "获取outlook",
    "发送自",
    "通过手机发送",
];

/// How disclaimers begin.
const DISCLAIMERS: &[&str] = &[
    "this e-mail and any",
    "this email and any",
    "this message and any",
    "this e-mail is confidential",
    "this email is confidential",
    "this message is confidential",
    "this message contains confidential",
    "this e-mail contains confidential",
    "this email contains confidential",
    "the information contained in this",
    "confidentiality notice",
    "disclaimer:",
    "confidential:",
    "本邮件及其附件",
    "本邮件及附件",
    "本邮件含有",
    "本邮件可能含有",
    "此邮件及其附件",
    "此邮件及附件",
    "免责声明",
    "保密声明",
    "【免责声明】",
    "【保密声明】",
];

/// The words that are new in the text of an answer.
pub fn new_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if ends_here(&lines[at..]) {
            break;
        }
        match introduction(&lines[at..]) {
            // Answers may stand between and below the quoted lines.
            Some(length) if quote_follows(&lines[at + length..]) => at += length,
            Some(_) => break,
            None => {
                if !is_quoted(line) {
                    kept.push(line);
                }
                at += 1;
            }
        }
    }
    let mut words = String::new();
    for line in kept {
        let blank = line.trim().is_empty();
        if blank && (words.is_empty() || words.ends_with("\n\n")) {
            continue;
        }
        words.push_str(if blank { "" } else { line });
        words.push('\n');
    }
    words.trim().to_owned()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

/// Whether the first line that says anything is quoted.
fn quote_follows(lines: &[&str]) -> bool {
    lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| is_quoted(line))
}

/// Whether nothing from here on is new.
fn ends_here(lines: &[&str]) -> bool {
    let line = lines[0].trim();
    let lower = line.to_lowercase();
    let any = |known: &[&str]| known.iter().any(|one| lower.starts_with(one));
    // The mark above a signature (RFC 3676), with or without its blank.
    line == "--"
        || line == "—"
        || is_rule_with_words(&lower)
        || (line.len() >= 20 && line.chars().all(|c| c == '_'))
        || any(SIGNED)
        || any(DISCLAIMERS)
        || copied_head(lines)
}

/// "-----Original Message-----", "------------------ 原始邮件 ------------------".
fn is_rule_with_words(lower: &str) -> bool {
    let inner = lower.trim_matches(|c: char| matches!(c, '-' | '—' | '=' | '*' | '_' | ' '));
    inner.len() < lower.len() && BELOW.iter().any(|words| inner.starts_with(words))
}

/// "From:" or "发件人：" with another field right below.
fn copied_head(lines: &[&str]) -> bool {
    let field = |line: &str, known: &[&str]| {
        let line = line.trim_start_matches(['*', ' ', '　']).replace("**", "").to_lowercase();
        known.iter().any(|one| line.starts_with(one))
    };
    field(lines[0], FROM)
        && lines[1..]
            .iter()
            .filter(|line| !line.trim().is_empty())
            .take(3)
            .any(|line| field(line, FIELDS))
}

/// How many lines introduce a quotation: "On …, Anna wrote:", perhaps on two or three lines, or
/// "在2026年3月6日 …，Anna 写道：".
fn introduction(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim();
    let begins = first.starts_with("On ")
        || first.starts_with('在')
        || first.starts_with('于')
        || first.starts_with("Am ")
        || first.starts_with("Le ")
        || first.starts_with(|c: char| c.is_ascii_digit())
        || first.ends_with("写道：")
        || first.ends_with("写道:");
    if !begins {
        return None;
    }
    let mut joined = String::new();
    for (index, line) in lines.iter().take(3).enumerate() {
        joined.push_str(line.trim());
        let ends = ["wrote:", "wrote：", "写道：", "写道:", "schrieb:", "a écrit :"];
        if ends.iter().any(|end| joined.ends_with(end)) {
            // "I wrote:" alone is somebody's own sentence; a quotation names a day or an address.
            let named = joined.contains('@') || joined.chars().any(|c| c.is_ascii_digit());
            return named.then_some(index + 1);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(new_words(text), expected, "{text}");
        assert_eq!(new_words(&text.replace('\n', "\r\n")), expected, "with CRLF: {text}");
    }

    #[test]
    fn english_programs() {
        case(
            "Two of three are public.\n\nOn Fri, Mar 6, 2026 at 9:00 AM Duban <d@example.edu>\nwrote:\n\n> Report on 2026-017\n> https://d/r/x\n",
            "Two of three are public.",
        );
        case(
            "Done by Friday.\n\n-----Original Message-----\nFrom: Duban\nSent: Friday\nReport",
            "Done by Friday.",
        );
        case(
            "Done by Friday.\n\n________________________________\nFrom: Duban <d@example.edu>\nSent: Friday, 6 March 2026\nTo: Anna",
            "Done by Friday.",
        );
        case("Done.\n\nFrom: Duban <d@example.edu>\nDate: Friday\nTo: Anna\n\nReport", "Done.");
        case("Done.\n\nSent from my iPhone\n\n> On 6 Mar 2026", "Done.");
        case("Done.\n-- \nAnna Berg\nTelephone 6016", "Done.");
    }

    #[test]
    fn chinese_programs() {
        case(
            "已完成三项中的两项。\n\n------------------ 原始邮件 ------------------\n发件人: \"督办\" <d@example.edu>;\n发送时间: 2026年3月6日\n主题: 督办",
            "已完成三项中的两项。",
        );
        case("已完成。\n\n-----原始邮件-----\n发件人:督办", "已完成。");
        case(
            "已完成。\n\n发件人： 督办\n发送时间： 2026年3月6日 9:00\n收件人： 王处长",
            "已完成。",
        );
        case("已完成。\n\n在2026年3月6日 09:00，督办<d@example.edu> 写道：\n> 反馈", "已完成。");
        case(
            "已完成。\n\n在 2026-03-06 09:00:00，\"督办\" <d@example.edu> 写道：\n\n督办提醒",
            "已完成。",
        );
        case("已完成。\n\n---- 回复的原邮件 ----\n| 发件人 | 督办 |", "已完成。");
        case("已完成。\n\n发自我的iPhone\n", "已完成。");
        case(
            "已完成。\n\n本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人。",
            "已完成。",
        );
    }

    #[test]
    fn answers_between_and_below_the_quoted_lines_are_kept() {
        case(
            "On 6 March 2026, Duban wrote:\n> How far is it?\nFour of five.\n> What is in the way?\nNothing.\n",
            "Four of five.\nNothing.",
        );
    }

    #[test]
    fn what_only_looks_alike_is_kept() {
        for text in [
            "On Friday we wrote the list.\nThe rest follows.",
            "From: the school\nwe have nothing yet",
            "在建项目三个，已完成两个。",
            "2026年3月完成80%。",
            "Confidential data was removed from the list.",
            "-- two of three --",
            "这是原始邮件中提到的清单。",
        ] {
            case(text, text);
        }
    }

    #[test]
    fn nothing_new_is_nothing() {
        for text in ["", "\n \n", "> all\n> quoted", "Sent from my iPhone", "--\nAnna"] {
            case(text, "");
        }
    }
}
