//! The minutes of the story: their dates filled in, their sentences found again.
//!
//! `<a>` stands before a sentence that tasks rest on; `<0>` is the day of the meeting and `<+30>`
//! a day thirty days later.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{NaiveDate, TimeDelta};

use crate::domain::WorkCalendar;
use crate::i18n::Lang;

/// The minutes as they are filed.
#[derive(Debug)]
pub(super) struct Minutes {
    pub(super) text: String,
    /// Where each marked sentence stands, in Unicode scalar values.
    sentences: BTreeMap<char, Range<usize>>,
}

impl Minutes {
    /// The minutes of a meeting held on `held_on`, from their marked-up text.
    pub(super) fn of(marked: &str, held_on: NaiveDate, lang: Lang) -> Self {
        let calendar = WorkCalendar::default();
        let mut text = String::with_capacity(marked.len());
        let mut begun = Vec::new();
        let mut rest = marked;
        while let Some((before, mark, after)) = next_mark(rest) {
            text.push_str(before);
            if let Ok(days) = mark.parse::<i64>() {
                let day = calendar.on_or_after(held_on + TimeDelta::days(days));
                text.push_str(&lang.long_date(day));
            } else {
                begun.extend(mark.chars().next().map(|key| (key, text.chars().count())));
            }
            rest = after;
        }
        text.push_str(rest);
        let signs: Vec<char> = text.chars().collect();
        let sentences =
            begun.into_iter().map(|(key, start)| (key, start..end_of_sentence(&signs, start)));
        Self { sentences: sentences.collect(), text }
    }

    /// How much of the sentence `key` lies in `start..end`.
    pub(super) fn overlap(&self, key: char, start: usize, end: usize) -> usize {
        self.sentences
            .get(&key)
            .map_or(0, |sentence| sentence.end.min(end).saturating_sub(sentence.start.max(start)))
    }

    /// Where the sentence `key` stands.
    pub(super) fn sentence(&self, key: char) -> Option<Range<usize>> {
        self.sentences.get(&key).cloned()
    }
}

/// What stands before the next mark, the mark, and what follows it.
fn next_mark(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once('<')?;
    let (mark, after) = opened.split_once('>')?;
    Some((before, mark, after))
}

fn end_of_sentence(signs: &[char], start: usize) -> usize {
    let ends = |at: usize| match signs[at] {
        '。' | '\n' => true,
        '.' => signs.get(at + 1).is_none_or(|next| next.is_whitespace()),
        _ => false,
    };
    (start..signs.len()).find(|at| ends(*at)).unwrap_or(signs.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::content;

    #[test]
    fn marks_go_and_dates_come() {
        let held_on = "2026-03-06".parse().unwrap();
        let minutes = Minutes::of("Held on <0>. <a>Do it by <+1>. Fine.", held_on, Lang::En);

        assert_eq!(minutes.text, "Held on 6 March 2026. Do it by 9 March 2026. Fine.");
        assert_eq!(minutes.sentence('a'), Some(22..43));
        assert_eq!(minutes.overlap('a', 40, 60), 3);
    }

    #[test]
    fn every_task_rests_on_a_sentence_in_both_languages() {
        let held_on = "2026-03-06".parse().unwrap();
        for task in content::tasks().unwrap() {
            for lang in Lang::ALL {
                let marked = content::minutes(&task.meeting, lang).unwrap();
                let minutes = Minutes::of(&marked, held_on, lang);
                let (meeting, key) = (&task.meeting, task.sentence);
                assert!(minutes.sentence(key).is_some(), "{meeting} in {lang} lacks `{key}`");
                assert!(!minutes.text.contains(['<', '>']), "{meeting} in {lang}");
            }
        }
    }
}
