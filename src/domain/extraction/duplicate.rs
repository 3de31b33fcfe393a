//! The same act in the discussion and in the closing list: one directive with two places.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::candidate::{Candidate, Rule};
use super::frame::is_han;
use super::walk::Find;

/// Fewer words (English) or pairs of signs (Chinese) than this are too few to tell acts apart.
const FEWEST: usize = 4;
/// So many tenths of the shorter act's words must stand in the longer one …
const SHARED: usize = 8;
/// … and so many tenths of all words in both.
const COMMON: usize = 5;
/// How many earlier acts with one word in common are looked at.
const KEPT: usize = 6;

/// Merges what the text says twice; `found` are the candidates of `finds`, in order.
///
/// The one with an explicit mark is kept, else the first; the other stays visible as its other place.
/// Only acts of different blocks are merged, whose owners and dates do not differ, and of which one is
/// marked, listed, or in a table.
pub(super) fn merged(finds: &[Find], found: Vec<Candidate>) -> Vec<Candidate> {
    let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut sizes: Vec<usize> = Vec::with_capacity(found.len());
    let mut kept: Vec<Option<Candidate>> = Vec::with_capacity(found.len());
    for (number, candidate) in found.into_iter().enumerate() {
        let own = content(&candidate);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for word in &own {
            let numbers = seen.entry(*word).or_default();
            for earlier in numbers.iter() {
                *shared.entry(*earlier).or_default() += 1;
            }
            if numbers.len() == KEPT {
                numbers.remove(0);
            }
            numbers.push(number);
        }
        let twin = shared
            .into_iter()
            .filter(|(earlier, shared)| {
                same(sizes[*earlier], own.len(), *shared)
                    && finds[*earlier].block != finds[number].block
                    && kept[*earlier].as_ref().is_some_and(|earlier| agree(earlier, &candidate))
            })
            .map(|(earlier, _)| earlier)
            .min();
        sizes.push(own.len());
        kept.push(Some(candidate));
        if let Some(earlier) = twin {
            let by_mark = is_marked(kept[number].as_ref()) && !is_marked(kept[earlier].as_ref());
            let (stays, goes) = if by_mark { (number, earlier) } else { (earlier, number) };
            let gone = kept[goes].take();
            if let (Some(stays), Some(gone)) = (&mut kept[stays], gone) {
                stays.also.push(gone.span.into());
                stays.also.extend(gone.also);
            }
        }
    }
    kept.into_iter().flatten().collect()
}

fn is_marked(candidate: Option<&Candidate>) -> bool {
    candidate.is_some_and(|candidate| candidate.cue.rule == Rule::Mark)
}

/// Whether one may repeat the other: one is an item of a list or marked, and neither who nor when differs.
fn agree(one: &Candidate, other: &Candidate) -> bool {
    let listed = |candidate: &Candidate| matches!(candidate.cue.rule, Rule::Mark | Rule::Listed);
    let shared = one
        .owners
        .iter()
        .any(|a| other.owners.iter().any(|b| a.text.contains(&b.text) || b.text.contains(&a.text)));
    let day = |candidate: &Candidate| candidate.deadline.as_ref().and_then(|due| due.due_on);
    // Two items of lists are two acts, however alike they sound.
    let repeats = one.cue.rule != other.cue.rule || one.cue.rule == Rule::Mark;
    repeats
        && (listed(one) || listed(other))
        && (shared || one.owners.is_empty() || other.owners.is_empty())
        && (day(one) == day(other) || day(one).is_none() || day(other).is_none())
}

fn same(one: usize, other: usize, shared: usize) -> bool {
    let fewer = one.min(other);
    let all = one + other - shared.min(fewer);
    fewer >= FEWEST && shared * 10 >= fewer * SHARED && shared * 10 >= all * COMMON
}

/// What the act is about: its words without the names of its owners, small words and endings; of a
/// Chinese act the pairs of neighbouring signs. Each as a number.
fn content(candidate: &Candidate) -> BTreeSet<u64> {
    let mut quote = candidate.quote.to_lowercase();
    for owner in &candidate.owners {
        quote = quote.replace(&owner.text.to_lowercase(), " ");
    }
    if let Some(due) = &candidate.deadline {
        quote = quote.replace(&due.text.to_lowercase(), " ");
    }
    if is_han(&quote) {
        let signs = quote.chars().zip(quote.chars().skip(1));
        let pairs = signs.filter(|(one, two)| one.is_alphanumeric() && two.is_alphanumeric());
        return pairs.take(200).map(|(one, two)| u64::from(one) << 32 | u64::from(two)).collect();
    }
    quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3 || word.bytes().any(|c| c.is_ascii_digit()))
        .filter(|word| !SMALL.contains(word))
        .take(100)
        .map(|word| {
            let mut hasher = DefaultHasher::new();
            word.strip_suffix('s').unwrap_or(word).hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

const SMALL: &[&str] = &[
    "will", "with", "that", "this", "from", "have", "been", "should", "must", "shall", "action",
    "todo", "item", "they", "them", "their", "into", "also", "would", "needs", "need", "agreed",
    "motion", "seconded", "carried", "created", "added", "please",
];

#[cfg(test)]
mod tests {
    use crate::domain::extraction::{Roster, extract};

    #[track_caller]
    fn case(text: &str, expected: &[(&str, &[&str])]) {
        let signs: Vec<char> = text.chars().collect();
        let found = extract(text, None, &Roster::default());
        let quotes: Vec<_> = found
            .iter()
            .map(|candidate| {
                let also = candidate
                    .also
                    .iter()
                    .map(|place| signs[place.start..place.end].iter().collect::<String>());
                (candidate.quote.clone(), also.collect::<Vec<_>>())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(quote, also)| {
                ((*quote).to_owned(), also.iter().map(|also| (*also).to_owned()).collect())
            })
            .collect();
        assert_eq!(quotes, expected);
    }

    #[test]
    fn what_the_closing_list_repeats_is_one_directive_with_two_places() {
        case(
            "Minutes\n\nKim will order coloured chalk for the upper rooms.\n\n## Action items\n- Order coloured chalk for the upper rooms (Kim)\n- Mend the gate (Lee)\n",
            &[
                (
                    "Kim will order coloured chalk for the upper rooms.",
                    &["Order coloured chalk for the upper rooms (Kim)"],
                ),
                ("Mend the gate (Lee)", &[]),
            ],
        );
    }

    #[test]
    fn the_marked_one_is_kept() {
        case(
            "Minutes\n\nKim will order coloured chalk for the upper rooms.\n\nTODO Kim: order coloured chalk for the upper rooms\n",
            &[(
                "TODO Kim: order coloured chalk for the upper rooms",
                &["Kim will order coloured chalk for the upper rooms."],
            )],
        );
    }

    #[test]
    fn other_people_other_days_and_other_acts_are_kept_apart() {
        let apart = [
            "Kim will check the north gate every evening.\n\n## Tasks\n- Check the north gate every evening (Lee)\n",
            "总务处要检修东区教学楼门窗。\n\n## 待办\n- 检修西区学生公寓门窗（责任单位：总务处）\n",
            "Kim will order coloured chalk by 3 May 2024.\n\n## Tasks\n- Order coloured chalk by 9 May 2024\n",
        ];
        for text in apart {
            let found = extract(text, None, &Roster::default());
            assert!(found.len() == 2 && found.iter().all(|one| one.also.is_empty()), "{found:?}");
        }
    }

    #[test]
    fn chinese_acts_are_told_by_their_signs() {
        case(
            "校务会纪要\n\n会议决定，由总务处负责检修东区教学楼全部门窗。\n\n## 待办\n- 检修东区教学楼全部门窗\n",
            &[("由总务处负责检修东区教学楼全部门窗。", &["检修东区教学楼全部门窗"])],
        );
    }
}
