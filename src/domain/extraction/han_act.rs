//! Bare acts in Chinese: which words a requirement without a modal begins with.

use super::lexicon::{CHINESE_ACTORS, CHINESE_ACTS};

/// The longest name of somebody who acts, with a time before it, in signs.
const LONGEST_SUBJECT: usize = 18;

/// Whether the clause begins as a bare requirement does; a time or a preposition may stand first.
pub(super) fn begins_with_act(clause: &str) -> bool {
    let words = skip_connective(clause);
    CHINESE_ACTS.begins(words)
        || behind_time(words).is_some_and(|words| CHINESE_ACTS.begins(words))
        || begins_with_preposition(words) && acts_soon(words)
}

/// What stands behind 会后, 假期前, 期间.
fn behind_time(words: &str) -> Option<&str> {
    let ends = words.char_indices().take(6);
    let (at, sign) = ends.skip(1).find(|(_, c)| matches!(c, '前' | '后' | '中' | '间' | '内'))?;
    Some(words[at + sign.len_utf8()..].trim_start_matches(['，', ' ', '要']))
}

fn begins_with_preposition(words: &str) -> bool {
    const PREPOSITIONS: &[&str] =
        &["在", "对", "以", "从", "按照", "按", "通过", "结合", "围绕", "针对", "立足", "为"];
    const POINTERS: &[&str] =
        &["以上", "以下", "在此", "对此", "为此", "从而", "以来", "对于", "在会", "在座"];
    PREPOSITIONS.iter().any(|word| words.starts_with(word))
        && !POINTERS.iter().any(|word| words.starts_with(word))
}

/// Whether an act follows within the first words.
fn acts_soon(words: &str) -> bool {
    let end = words.char_indices().nth(40).map_or(words.len(), |(at, _)| at);
    let near = &words[..end];
    CHINESE_ACTS.iter().any(|act| act.len() > 3 && near.contains(act))
}

/// Whether a part between two commas is an act of its own; prepositions do not begin one.
pub(super) fn begins_with_own_act(part: &str) -> bool {
    let words = skip_connective(part);
    let preposition =
        begins_with_preposition(words) || words.starts_with('把') || words.starts_with("聚焦");
    !preposition && begins_with_act(part)
}

/// `clause` without 同时，其中，此外 at its beginning.
pub(super) fn skip_connective(clause: &str) -> &str {
    const CONNECTIVES: &[&str] = &[
        "同时",
        "此外",
        "另外",
        "其中",
        "最后",
        "首先",
        "其次",
        "再次",
        "并",
        "并且",
        "还",
        "也",
        "特别是",
        "尤其是",
        "下一步",
        "接下来",
        "具体",
        "进而",
        "从而",
    ];
    let mut words = clause.trim_start_matches(['，', '、', ' ']);
    for _ in 0..2 {
        let Some(word) = CONNECTIVES.iter().find(|word| words.starts_with(*word)) else { break };
        words = words[word.len()..].trim_start_matches(['，', '、', ' ']);
    }
    words
}

/// Whether somebody is named and an act follows at once: 后勤部门做好值班.
pub(super) fn actor_acts(clause: &str) -> bool {
    acting(clause).is_some()
}

/// Who acts where an act follows at once; a time may stand before the name.
pub(super) fn acting(clause: &str) -> Option<&str> {
    let words = skip_connective(clause);
    let part = words.split(['，', '；', '。', '：']).next().unwrap_or(words);
    part.char_indices().skip(2).take(LONGEST_SUBJECT).find_map(|(at, _)| {
        let (subject, act) = part.split_at(at);
        (CHINESE_ACTORS.ends(subject) && CHINESE_ACTS.begins(act)).then_some(subject)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_may_stand_alone_or_behind_who_does_it() {
        assert!(begins_with_act("加强门窗检修。"));
        assert!(begins_with_act("会后，落实门窗检修。"));
        assert!(actor_acts("假期期间后勤部门做好门窗检修。"));
        assert!(actor_acts("各班落实值日。"));
        assert_eq!(acting("各班落实值日。"), Some("各班"));
        assert!(!actor_acts("门窗检修做好。"));
        assert!(!begins_with_act("门窗很旧。"));
    }
}
