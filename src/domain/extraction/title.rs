//! Titles: a short name made of the passage's own words.

use super::candidate::Owner;
use super::frame::{frame, is_han};
use super::{clause, han_act};

/// Chinese titles end at a mark once they have this many signs, and hold no more than the second.
const HAN: (usize, usize) = (8, 24);
/// English titles end at a mark once they have this many words, and are cut to the second where
/// the whole would hold more than the third.
const ENGLISH: (usize, usize, usize) = (4, 12, 16);

/// A short name for `passage`, made of its own words.
pub fn title_of(passage: &str) -> String {
    titled(passage, &[], None)
}

/// The title of a directive: without its frame, modal, owners and date.
pub(super) fn titled(quote: &str, owners: &[Owner], deadline: Option<&str>) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = match frame(&words) {
        Some(frame) if frame.end < words.len() => words[frame.end..].to_owned(),
        _ => words,
    };
    let title = if is_han(&words) {
        han(&words, owners, deadline)
    } else {
        english(&words, owners, deadline)
    };
    if title.is_empty() { shorten(&words, 60) } else { title }
}

fn han(words: &str, owners: &[Owner], deadline: Option<&str>) -> String {
    let mut best = String::new();
    for part in words.split(['，', '；', '。', '：', '！']) {
        let mut rest = part.trim();
        if let Some(length) = clause::enumerator(rest) {
            rest = &rest[length..];
        }
        rest = han_act::skip_connective(rest);
        if let Some(date) = deadline {
            rest = rest.strip_prefix(date).unwrap_or(rest);
        }
        rest = behind_modal(rest);
        for owner in owners {
            rest = rest.strip_prefix(owner.text.as_str()).unwrap_or(rest);
        }
        // `教务处要于6月底前完成…`: the date may stand behind the modal as well.
        if let Some(date) = deadline {
            rest = rest.strip_prefix(date).unwrap_or(rest);
        }
        let rest = ["牵头", "负责", "配合", "、"]
            .iter()
            .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && !"“”《》（）".contains(c));
        if rest.chars().count() > best.chars().count() {
            rest.clone_into(&mut best);
        }
        if best.chars().count() >= HAN.0 {
            break;
        }
    }
    shorten(&best, HAN.1)
}

/// What stands behind the first modal near the beginning.
fn behind_modal(words: &str) -> &str {
    const MODALS: &[&str] =
        &["务必要", "务必", "必须", "应当", "应该", "不得", "要", "须", "请", "需要", "将"];
    let near_end = words.char_indices().nth(16).map_or(words.len(), |(at, _)| at);
    let near = &words[..near_end];
    // 要 in 重要, 主要 and the like is no modal.
    let found = MODALS
        .iter()
        .filter(|modal| **modal != "不得")
        .filter_map(|modal| Some((near.find(modal)?, *modal)));
    let first = found.min_by_key(|(at, modal)| (*at, std::cmp::Reverse(modal.len())));
    match first {
        Some((at, modal))
            if modal.len() > 3
                || !near[..at].ends_with(['重', '主', '需', '必', '只', '紧', '邀', '申']) =>
        {
            words[at + modal.len()..].trim_start_matches("要求")
        }
        _ => words,
    }
}

fn english(words: &str, owners: &[Owner], deadline: Option<&str>) -> String {
    let mut rest = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    for opening in ["At the same time, ", "In addition, ", "Meanwhile, ", "Also, ", "TODO", "Todo"]
    {
        rest = rest.strip_prefix(opening).unwrap_or(rest);
    }
    if let Some((label, behind)) = rest.split_once(':')
        && label.split_whitespace().count() <= 5
        && behind.starts_with(' ')
    {
        rest = behind.trim_start();
    }
    rest = behind_english_modal(rest);
    rest = rest.strip_prefix("each ").unwrap_or(rest);
    for owner in owners {
        let stripped = rest.strip_prefix(owner.text.as_str()).unwrap_or(rest);
        rest = stripped.trim_start_matches([' ', ',', '-', '–', ':', ')', ']', '*']);
        rest = rest.strip_prefix("and ").unwrap_or(rest);
        rest = rest.strip_prefix("to ").unwrap_or(rest);
    }
    let without_date = deadline
        .and_then(|date| rest.find(date))
        .filter(|at| *at > 12)
        .map_or(rest, |at| &rest[..at]);
    let most = if without_date.split(' ').count() <= ENGLISH.2 { ENGLISH.2 } else { ENGLISH.1 };
    let mut taken = 0;
    let mut end = 0;
    for word in without_date.split_inclusive(' ') {
        taken += 1;
        end += word.len();
        let closes = word.trim_end().ends_with([',', ';', '.', ':', '!']);
        if (closes && taken >= ENGLISH.0 || taken >= most) && !quotes_open(&without_date[..end]) {
            break;
        }
    }
    let title = without_date[..end]
        .trim_matches(|c: char| !c.is_alphanumeric() && !"“”\"()[]'’".contains(c));
    let title = title.trim_end_matches([' ', ',', '.', ';']);
    let weak = [
        " and", " the", " of", " to", " a", " in", " for", " with", " or", " that", " on", " by",
        " an", " at", " from", " its", " as", " be", " is", " are", " how", " each", " their",
    ];
    let title = (0..3).fold(title, |title, _| {
        weak.iter().fold(title, |title, word| title.strip_suffix(word).unwrap_or(title))
    });
    capitalised(title)
}

/// Whether a quotation begins in `words` and does not end: a title is not cut inside it.
fn quotes_open(words: &str) -> bool {
    let count = |quote: char| words.matches(quote).count();
    count('“') > count('”') || count('"') % 2 == 1
}

/// What stands behind the first modal near the beginning.
fn behind_english_modal(words: &str) -> &str {
    const MODALS: &[&str] = &[
        "it is necessary to ",
        "is necessary to ",
        " must ",
        " should ",
        " shall ",
        " needs to ",
        " need to ",
        " have to ",
        " has to ",
        " is going to ",
        " will ",
        "please ",
        "remember to ",
        "let's ",
        "lets ",
        "let’s ",
        " agreed to ",
        " decided to ",
        " to ",
    ];
    let lower = words.to_ascii_lowercase();
    let first = |most: usize| lower.char_indices().nth(most).map_or(lower.len(), |(at, _)| at);
    // Two departments with long names may stand before a modal; a bare `to` that far in is none.
    let (near, far) = (first(70), first(120));
    let found = MODALS.iter().filter_map(|modal| {
        let within = if *modal == " to " { near } else { far };
        Some((lower[..within].find(modal)?, modal.len()))
    });
    found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length))).map_or(
        words,
        |(at, length)| {
            let behind = words[at + length..].trim_start();
            // `The gate must be mended`: the act is nothing without its object.
            if behind.starts_with("be ") { words } else { behind }
        },
    )
}

fn capitalised(title: &str) -> String {
    let mut signs = title.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// The first `most` signs.
fn shorten(words: &str, most: usize) -> String {
    let end = words.char_indices().nth(most).map_or(words.len(), |(at, _)| at);
    words[..end].trim_end_matches(['，', '、', '。', '.', ' ', '；', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_drops_frame_modal_and_enumerator() {
        assert_eq!(title_of("会议强调，各班务必锁好教室门窗，打扫卫生。"), "锁好教室门窗");
        assert_eq!(title_of("一是加强教室门窗的检修工作；"), "加强教室门窗的检修工作");
        assert_eq!(
            title_of(
                "The meeting stressed that it is necessary to mend the gate in the yard, and sweep."
            ),
            "Mend the gate in the yard"
        );
        assert_eq!(
            title_of("Kim will order new chalk for the rooms."),
            "Order new chalk for the rooms"
        );
        assert_eq!(title_of(""), "");
    }

    #[test]
    fn a_chinese_title_drops_the_date_behind_its_modal() {
        let found = super::super::extract(
            "教务处要于2026年12月18日前制定五年制专业下一批招生方案。",
            None,
            &super::super::Roster::default(),
        );
        assert_eq!(found[0].title, "制定五年制专业下一批招生方案");
    }

    #[test]
    fn a_title_is_cut_neither_inside_a_quotation_nor_before_its_last_words() {
        assert_eq!(
            title_of(
                "The office shall report on the timetable for items 6 to 10 of the “ten reforms” and on what they cost in all this year."
            ),
            "Report on the timetable for items 6 to 10 of the “ten reforms”"
        );
        assert_eq!(
            title_of(
                "The school shall compare the college with the national criteria for new programmes and report on gaps."
            ),
            "Compare the college with the national criteria for new programmes and report on gaps"
        );
        assert_eq!(
            title_of(
                "The School of Intelligent Manufacturing and the School of Agriculture shall each set up one class."
            ),
            "Set up one class"
        );
    }
}
