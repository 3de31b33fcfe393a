//! What holds for every text whatever: tested on texts made at random from the stuff of minutes.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Candidate, Roster, analyse, extract, held_on_in, sentences, typed_date, when};

const STUFF: &[&str] = &[
    "会议强调，",
    "要",
    "各单位",
    "务必",
    "加强检修",
    "。",
    "；",
    "一是",
    "二是",
    "：",
    "，",
    "由教务处负责",
    "６月３０日前",
    "“",
    "”",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "　",
    "\u{a0}",
    "İ",
    "ẞ",
    "The ",
    "ACTION:　, and Kim to sweep",
    "kim to mend",
    "- ",
    "# ",
    "ACTION: ",
    "Kim to order chalk",
    "We must mend the gate",
    ". ",
    ", and sweep",
    "; ",
    "by the end of June",
    "(Kim, Lee)",
    "TODO",
    "|",
    "===",
    "\u{feff}",
    "é",
    "😀",
    "\u{0}",
    "\u{202e}",
    "１２",
    "每",
    "第",
    "了",
    "@kim",
    "31 September",
    "99999999999999999999 days",
    "within 4000000000 years",
    "2月30日前",
    "(((",
    ")))",
    "提出要求：",
    "Next steps:",
    "\t",
    "| Action | Owner | Due |\n| Mend the gate | Kim | 3 May |\n",
    "（责任单位：总务处；完成时限：6月底）",
    "Order coloured chalk for the rooms (Kim)",
    "Kim will order coloured chalk for the rooms. ",
    "→ Kim orders chalk",
    "Owner: Kim",
    "First, mend the gate; second, sweep the yard",
    "她要求各班修门。",
    "We must mend the gate. ”",
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        8 => prop::sample::select(STUFF).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn found(text: &str) -> Vec<Candidate> {
    extract(text, NaiveDate::from_ymd_opt(2023, 3, 21), &Roster::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quotes_are_exact_in_order_and_apart(text in texts()) {
        let signs: Vec<char> = text.chars().collect();
        let mut behind = 0;
        for candidate in found(&text) {
            prop_assert!(candidate.span.start >= behind && candidate.span.start < candidate.span.end);
            let quote: String = signs[candidate.span.clone()].iter().collect();
            prop_assert_eq!(&quote, &candidate.quote);
            behind = candidate.span.end;
            for place in &candidate.also {
                prop_assert!(place.start < place.end && place.end <= signs.len());
                prop_assert!(place.end <= candidate.span.start || place.start >= candidate.span.end);
            }
            let mut inside = candidate.span.start;
            for part in &candidate.parts {
                prop_assert!(part.span.start >= inside && part.span.end <= candidate.span.end);
                inside = part.span.end;
            }
            prop_assert!((0.0..=1.0).contains(&candidate.confidence));
        }
    }

    #[test]
    fn line_ends_change_nothing_but_places(text in texts()) {
        let unix = text.replace("\r\n", "\n").replace('\r', "\n");
        let quotes = |text: &str| -> Vec<String> {
            found(text).into_iter().map(|found| found.quote.replace("\r\n", "\n")).collect()
        };
        prop_assert_eq!(quotes(&unix), quotes(&unix.replace('\n', "\r\n")));
    }

    #[test]
    fn blanks_at_the_end_of_lines_change_nothing(text in texts()) {
        let quotes = |text: &str| -> Vec<String> {
            let words = |quote: String| quote.split_whitespace().collect::<Vec<_>>().join(" ");
            found(text).into_iter().map(|found| words(found.quote)).collect()
        };
        let plain: String = text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        let padded: String = plain.lines().flat_map(|line| [line, "  \n"]).collect();
        prop_assert_eq!(quotes(&plain), quotes(&padded));
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>(), from in 0_usize..200, length in 0_usize..200) {
        let held_on = NaiveDate::from_ymd_opt(2024, 2, 29);
        found(&text);
        sentences(&text);
        held_on_in(&text);
        let _ = analyse(&text, from..from + length, held_on, &Roster::default());
        for day in [NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default()] {
            when(&text, day);
            typed_date(&text, day);
        }
    }

    #[test]
    fn dates_of_any_words_are_found_without_panic(text in texts()) {
        for day in [NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default()] {
            when(&text, day);
            typed_date(&text, day);
        }
    }

    #[test]
    fn sentences_stand_in_order(text in texts()) {
        let mut behind = 0;
        for sentence in sentences(&text) {
            prop_assert!(sentence.start >= behind && sentence.start < sentence.end);
            behind = sentence.end;
        }
    }
}

/// Figures in their full width.
fn widened(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + 0xff10).unwrap_or(c),
        c => c,
    };
    text.chars().map(wide).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn full_width_figures_change_no_deadline(month in 1_u32..=12, day in 1_u32..=28, days in 1_u32..=99) {
        for phrase in [
            format!("各班要在{month}月{day}日前交表。"),
            format!("务必于{days}日内交表。"),
            format!("请各班于2023年{month}月底前交表。"),
        ] {
            let due = |text: &str| found(text)[0].deadline.as_ref().and_then(|due| due.due_on);
            prop_assert!(due(&phrase).is_some());
            prop_assert_eq!(due(&phrase), due(&widened(&phrase)));
        }
    }
}

#[test]
fn full_width_figures_are_read_like_others() {
    let due = |text: &str| found(text)[0].deadline.as_ref().and_then(|deadline| deadline.due_on);
    assert_eq!(due("各班要在６月３０日前交表。"), due("各班要在6月30日前交表。"));
}
