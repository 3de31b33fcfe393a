//! The past in Chinese clauses: what is told is no requirement.

use super::lexicon::CHINESE_PAST;

/// Whether the clause tells of something done.
pub(super) fn is_past(clause: &str) -> bool {
    CHINESE_PAST.within(clause) || aspect(clause)
}

/// 了 and 已 where they mark something done.
fn aspect(clause: &str) -> bool {
    let done = clause.match_indices('了').any(|(at, _)| {
        let previous = clause[..at].chars().last();
        let next = clause[at + '了'.len_utf8()..].chars().next();
        !previous.is_some_and(|c| "为除明罢忘".contains(c))
            && !next.is_some_and(|c| "解然不得".contains(c))
    });
    let already = clause.match_indices('已').any(|(at, _)| {
        !clause[..at].ends_with(['不', '而', '自', '早'])
            && !clause[at + '已'.len_utf8()..].starts_with(['有', '建', '知'])
    });
    done || already
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_past_are_told_from_words_that_hold_them() {
        assert!(is_past("门窗已经修好"));
        assert!(is_past("总务处修了门窗"));
        assert!(is_past("会议听取了汇报"));
        assert!(!is_past("为了安全，要修门窗"));
        assert!(!is_past("要了解门窗情况"));
    }
}
