//! Clauses in which several people are each given something else to do, parted by who acts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::frame::is_han;
use super::han_cue::TAKES_ON;
use super::lexicon::ENGLISH_NO_NAMES;
use super::line::trim;

/// Names that a text uses again and again: capitalised words that it never writes small.
#[derive(Debug, Default)]
pub(super) struct Names<'t>(BTreeSet<&'t str>);

impl<'t> Names<'t> {
    /// The names in `text`.
    pub(super) fn of(text: &'t str) -> Self {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '’' && c != '\'')
        {
            if word.len() > 1 && word.is_ascii() && word.as_bytes()[0].is_ascii_uppercase() {
                *seen.entry(word).or_default() += 1;
            }
        }
        seen.retain(|word, count| *count > 1 && !ENGLISH_NO_NAMES.has(word));
        Self(seen.into_keys().collect())
    }

    /// Whether `words` open with one of them.
    pub(super) fn open(&self, words: &str) -> bool {
        let first = words.split_whitespace().next().unwrap_or("");
        self.0.contains(first.trim_end_matches([':', ',']))
    }
}

/// The stretches of `clause` that name different actors for different acts; itself where it does not.
pub(super) fn by_actor(
    text: &str,
    clause: Range<usize>,
    listed: bool,
    names: &Names<'_>,
) -> Vec<Range<usize>> {
    let words = &text[clause.clone()];
    let cuts = if is_han(words) { han_cuts(words) } else { english_cuts(words, listed, names) };
    let mut start = clause.start;
    let mut found = Vec::new();
    for cut in cuts.into_iter().map(|cut| clause.start + cut).chain([clause.end]) {
        let part = trim(text, start..cut);
        if !part.is_empty() {
            found.push(part);
        }
        start = cut;
    }
    found
}

/// 由教务处负责…，由人事处负责….
fn han_cuts(words: &str) -> Vec<usize> {
    let assigns =
        |part: &str| part.starts_with('由') && TAKES_ON.iter().any(|verb| part.contains(verb));
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut assigned = false;
    for part in words.split_inclusive(['，', ',']) {
        if assigned && assigns(part) {
            cuts.push(start);
        }
        assigned |= assigns(part);
        start += part.len();
    }
    cuts
}

/// `Kim will order chalk, Lee will sweep`; in a list of tasks also `Kim - chalk, Lee sweep`.
fn english_cuts(words: &str, listed: bool, names: &Names<'_>) -> Vec<usize> {
    let acts = |part: &str| {
        let part = part.trim_start().trim_start_matches("and ");
        let second = part.split_whitespace().nth(1).unwrap_or("");
        let promised = matches!(second, "will" | "to" | "shall" | "must" | "should");
        let told = listed
            && (second == "-"
                || second == "and"
                || second.starts_with(|c: char| c.is_ascii_lowercase()));
        names.open(part) && (promised || told) && part.split_whitespace().count() > 2
    };
    if !acts(words) {
        return Vec::new();
    }
    let marks = words.match_indices([',', ';']).map(|(at, _)| at + 1);
    let joins = words.match_indices(" and ").map(|(at, _)| at + 1);
    let mut start = 0;
    let mut cuts = Vec::new();
    for cut in marks.chain(joins).filter(|cut| acts(&words[*cut..])).collect::<BTreeSet<_>>() {
        // `Kim and Lee - chalk`: what stands before must be an act too.
        if acts(&words[start..cut]) {
            cuts.push(cut);
            start = cut;
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(clause: &str, listed: bool, expected: &[&str]) {
        let text = format!("{clause}\nPresent: Kim, Lee. Kim and Lee spoke.");
        let names = Names::of(&text);
        let found: Vec<_> = by_actor(&text, 0..clause.len(), listed, &names)
            .into_iter()
            .map(|span| &text[span])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn different_actors_have_different_acts() {
        case(
            "Kim will order chalk, Lee will sweep",
            false,
            &["Kim will order chalk,", "Lee will sweep"],
        );
        case(
            "Kim - order chalk, Lee sweep the yard",
            true,
            &["Kim - order chalk,", "Lee sweep the yard"],
        );
        case("Kim and Lee will sweep", false, &["Kim and Lee will sweep"]);
        case(
            "Kim and Lee - order chalk, Lee sweep the yard",
            true,
            &["Kim and Lee - order chalk,", "Lee sweep the yard"],
        );
        case(
            "Kim will order chalk, sponges and paper",
            false,
            &["Kim will order chalk, sponges and paper"],
        );
        case(
            "由教务处负责排课，由人事处负责招聘。",
            false,
            &["由教务处负责排课，", "由人事处负责招聘。"],
        );
    }
}
