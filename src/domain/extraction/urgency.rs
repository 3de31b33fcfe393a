//! How pressing a passage sounds.

use crate::domain::Urgency;

const CRITICAL: &[&str] = &["特急", "十万火急", "刻不容缓", "emergency", "critical:"];
const URGENT: &[&str] = &[
    "加急",
    "立即",
    "马上",
    "尽快",
    "抓紧",
    "第一时间",
    "紧急",
    "立刻",
    "火速",
    "immediately",
    "urgent",
    "as soon as possible",
    "asap",
    "without delay",
    "right away",
];

/// The urgency that `directive` asks for.
pub(super) fn urgency_of(directive: &str) -> Urgency {
    let words = directive.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if has(CRITICAL) {
        Urgency::Critical
    } else if has(URGENT) && !words.contains("紧急情况") {
        Urgency::Urgent
    } else {
        Urgency::Normal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressing_words_are_heard() {
        assert_eq!(urgency_of("立即修门。"), Urgency::Urgent);
        assert_eq!(urgency_of("Mend the gate ASAP."), Urgency::Urgent);
        assert_eq!(urgency_of("【特急】修门。"), Urgency::Critical);
        assert_eq!(urgency_of("修门。"), Urgency::Normal);
    }
}
