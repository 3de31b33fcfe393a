//! Search as text: what a task is found by, and what somebody looks for, both as the same words.
//!
//! Neither database knows where a Chinese word ends. So we write every two neighbouring characters
//! as a word of their own, English words as their stems, numbers without leading zeros, and leave
//! nothing to a database but to find words that follow one another.

use std::cell::OnceCell;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use rust_stemmers::{Algorithm, Stemmer};

/// The most words of one text. PostgreSQL counts places up to 16,383 and keeps a megabyte.
const MOST_WORDS: usize = 16_000;
/// The longest word, in characters; PostgreSQL leaves out what is much longer.
const LONGEST_WORD: usize = 100;

/// The words by which a text is found, parted by spaces; the first 16,000 of them.
///
/// The last character of a Chinese passage stands alone too, so that every character begins a
/// word: a single one is looked for as a beginning.
///
/// ```
/// use duban::domain::search_words;
///
/// assert_eq!(search_words("课堂革命（Trial runs）"), "课堂 堂革 革命 命 trial run");
/// ```
pub fn search_words(text: &str) -> String {
    let mut words = Vec::new();
    let stems = Stems::default();
    for run in runs(text) {
        run.write(&mut words, &stems, true);
        if words.len() >= MOST_WORDS {
            words.truncate(MOST_WORDS);
            break;
        }
    }
    words.join(" ")
}

/// Words that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words, at least one; letters and digits only.
    pub words: Vec<String>,
    /// Whether the last one is only the beginning of a word.
    pub begins: bool,
}

/// What somebody looks for: every phrase of it, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search(pub Vec<Phrase>);

impl Search {
    /// Reads what was typed: words parted by spaces, several in quotation marks as one phrase.
    pub fn of(typed: &str) -> Self {
        let stems = Stems::default();
        Self(pieces(typed).filter_map(|piece| Phrase::of(&piece, &stems)).collect())
    }
}

impl Phrase {
    /// `None` where the piece has neither letter nor digit.
    fn of(piece: &str, stems: &Stems) -> Option<Self> {
        let runs = runs(piece);
        let last = runs.len().checked_sub(1)?;
        let mut words = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            // What follows the last character of the piece is not known.
            run.write(&mut words, stems, at < last || run.is_single());
        }
        let begins = runs.last().is_some_and(Run::is_single);
        Some(Self { words, begins })
    }
}

/// A passage of one kind.
enum Run {
    /// Characters that are written without spaces.
    Han(Vec<char>),
    /// Letters and digits of one word.
    Word(String),
}

impl Run {
    /// Whether this is one Chinese character alone.
    fn is_single(&self) -> bool {
        matches!(self, Self::Han(all) if all.len() == 1)
    }

    fn write(&self, words: &mut Vec<String>, stems: &Stems, ended: bool) {
        match self {
            Self::Han(all) => {
                words.extend(all.windows(2).map(|pair| pair.iter().collect::<String>()));
                words.extend(all.last().filter(|_| ended).map(char::to_string));
            }
            Self::Word(word) => words.push(stems.of(word)),
        }
    }
}

/// The English stemmer, made when the first word needs it.
#[derive(Default)]
struct Stems(OnceCell<Stemmer>);

impl Stems {
    fn of(&self, word: &str) -> String {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = word.trim_start_matches('0');
            return if number.is_empty() { "0".to_owned() } else { number.to_owned() };
        }
        if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word.to_owned();
        }
        self.0.get_or_init(|| Stemmer::create(Algorithm::English)).stem(word).into_owned()
    }
}

/// What is parted by spaces, or stands between quotation marks of any kind.
fn pieces(typed: &str) -> impl Iterator<Item = String> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for c in typed.chars() {
        let mark =
            matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '＂');
        quoted ^= mark;
        if mark || (c.is_whitespace() && !quoted) {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces.into_iter()
}

/// The passages of a text, with widths, cases and accents folded; all else parts them.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut joined = false;
    for c in folded(text) {
        if !c.is_alphanumeric() {
            joined = false;
            continue;
        }
        match runs.last_mut().filter(|_| joined) {
            Some(Run::Han(all)) if is_han(c) => all.push(c),
            Some(Run::Word(word)) if !is_han(c) => {
                if word.chars().count() < LONGEST_WORD {
                    word.push(c);
                }
            }
            _ if is_han(c) => runs.push(Run::Han(vec![c])),
            _ => runs.push(Run::Word(c.to_string())),
        }
        joined = true;
    }
    runs
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    const APART: DecomposingNormalizerBorrowed<'_> = DecomposingNormalizerBorrowed::new_nfkd();
    const TOGETHER: ComposingNormalizerBorrowed<'_> = ComposingNormalizerBorrowed::new_nfc();

    let lowered = text.chars().flat_map(char::to_lowercase);
    let accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let bare = APART.normalize_iter(lowered).filter(move |c| !accent(c));
    TOGETHER.normalize_iter(bare).flat_map(char::to_lowercase)
}

/// Written without spaces between words: Han, Kana, Hangul.
fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether `text` is found by `typed`, as a database finds it.
    fn finds(text: &str, typed: &str) -> bool {
        let words = search_words(text);
        let words: Vec<&str> = words.split(' ').collect();
        let Search(phrases) = Search::of(typed);
        let at = |window: &[&str], phrase: &Phrase| {
            let (last, first) = phrase.words.split_last().unwrap();
            let (end, start) = window.split_last().unwrap();
            start == first && if phrase.begins { end.starts_with(last) } else { end == last }
        };
        !phrases.is_empty()
            && phrases
                .iter()
                .all(|phrase| words.windows(phrase.words.len()).any(|window| at(window, phrase)))
    }

    #[test]
    fn chinese_is_found_by_any_passage_of_it() {
        let text = "推进“课堂革命”，制定AI课程标准（试行）。";
        for typed in ["课堂", "课堂革命", "革", "命", "推", "AI课程", "制定AI", "标准(试行)", "进"]
        {
            assert!(finds(text, typed), "{typed}");
        }
        for typed in ["堂课", "革课", "课程AI", "制定课程", "教"] {
            assert!(!finds(text, typed), "{typed}");
        }
    }

    #[test]
    fn english_is_found_by_its_stems() {
        let text = "Publishing the departments’ café schedules";
        for typed in ["publish", "PUBLISHED", "department", "schedule", "cafe", "Café"] {
            assert!(finds(text, typed), "{typed}");
        }
        assert!(!finds(text, "public"));
        assert!(!finds(text, "sched"));
    }

    #[test]
    fn widths_brackets_and_leading_zeros_are_equal() {
        let text = "党委会督〔２０２３〕０７号";
        for typed in
            ["党委会督[2023]7号", "〔2023〕", "（2023）", "7号", "２０２３", "督〔2023〕007"]
        {
            assert!(finds(text, typed), "{typed}");
        }
        assert!(finds("2023-007 Publish", "2023-7"));
        assert!(!finds("2023-007 Publish", "2023-70"));
    }

    #[test]
    fn several_words_must_all_be_there_and_quoted_ones_in_their_order() {
        let text = "The office publishes the list of textbooks 教材目录";
        assert!(finds(text, "list publish"));
        assert!(finds(text, "目录 教材"));
        assert!(finds(text, "\"list of textbooks\""));
        assert!(finds(text, "“list of textbooks” 目录"));
        assert!(!finds(text, "\"textbooks list\""));
        assert!(!finds(text, "list 课堂"));
        assert!(finds(text, "\"the list"));
    }

    #[test]
    fn what_has_neither_letter_nor_digit_looks_for_nothing() {
        assert_eq!(Search::of("  。 “” () -- * "), Search(Vec::new()));
        assert_eq!(search_words("……"), "");
    }

    #[test]
    fn a_text_has_no_more_words_than_a_database_can_count() {
        assert_eq!(search_words(&"课".repeat(20_000)).split(' ').count(), MOST_WORDS);
        assert_eq!(search_words(&"x".repeat(5_000)).len(), LONGEST_WORD);
    }

    proptest! {
        #[test]
        fn words_are_letters_and_digits_whatever_is_typed(typed in ".{0,60}") {
            for phrase in Search::of(&typed).0 {
                prop_assert!(!phrase.words.is_empty());
                for word in phrase.words {
                    prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric));
                }
            }
        }

        #[test]
        fn any_passage_of_a_chinese_text_finds_it(text in "[一-十甲-申ab ，]{1,12}", from in 0..12_usize, long in 1..6_usize) {
            let passage: String = text.chars().skip(from).take(long).collect();
            let han = passage.chars().all(is_han) && !passage.is_empty();
            prop_assert!(!han || finds(&text, &passage));
        }
    }
}
