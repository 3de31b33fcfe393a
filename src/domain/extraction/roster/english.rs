//! English short names: "Academic Affairs" for "Office of Academic Affairs", "HR" for "Human
//! Resources Office".

use super::key::words;
use super::sought::Sought;
use crate::domain::DepartmentId;

/// Words for what a department is, and which of them mean the same.
const KINDS: [(&str, Kind); 20] = [
    ("office", Kind::Office),
    ("department", Kind::Office),
    ("dept", Kind::Office),
    ("division", Kind::Office),
    ("section", Kind::Office),
    ("bureau", Kind::Office),
    ("unit", Kind::Office),
    ("team", Kind::Office),
    ("directorate", Kind::Office),
    ("school", Kind::School),
    ("college", Kind::School),
    ("faculty", Kind::School),
    ("centre", Kind::Centre),
    ("center", Kind::Centre),
    ("committee", Kind::Committee),
    ("commission", Kind::Committee),
    ("board", Kind::Committee),
    ("institute", Kind::Institute),
    ("laboratory", Kind::Institute),
    ("lab", Kind::Institute),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Office,
    School,
    Centre,
    Committee,
    Institute,
}

/// What only departments look after: a text with one of these is no person's name.
const SUBJECTS: [&str; 24] = [
    "academic",
    "administration",
    "admissions",
    "affairs",
    "estates",
    "facilities",
    "finance",
    "housing",
    "hr",
    "international",
    "it",
    "library",
    "logistics",
    "maintenance",
    "personnel",
    "planning",
    "procurement",
    "publicity",
    "registry",
    "research",
    "resources",
    "security",
    "services",
    "teaching",
];

/// Whether `text` is written as the name of a department rather than of a person.
pub(super) fn is_written_so(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let spelt = letters > 1 && !text.contains(char::is_lowercase);
    let tells = |word: &String| {
        KINDS.iter().any(|(kind, _)| kind == word) || SUBJECTS.contains(&word.as_str())
    };
    spelt || words(text).iter().any(tells)
}

/// A department's English name, taken apart.
#[derive(Debug, Clone)]
pub(super) struct EnglishName {
    id: DepartmentId,
    /// "planning" and "finance" of "Planning and Finance Office".
    parts: Vec<Vec<String>>,
    /// Without the words that join them.
    stem: Vec<String>,
    kind: Option<Kind>,
    /// The first letters of the stem, and those of the whole name.
    initials: [String; 2],
}

/// The names of the department `id`, whose full name is `name`, from which short ones are made.
pub(super) fn names(id: DepartmentId, name: &str) -> Vec<EnglishName> {
    let inside = name.split_once('(').map(|(_, rest)| rest.trim_end_matches([')', ' ']));
    let plain = name.split('(').next();
    plain.into_iter().chain(inside).filter_map(|name| taken_apart(id, name)).collect()
}

fn taken_apart(id: DepartmentId, name: &str) -> Option<EnglishName> {
    let Said { parts, kind } = said(name);
    let stem = parts.concat();
    if stem.is_empty() || !name.is_ascii() {
        return None;
    }
    let first =
        |words: &[String]| -> String { words.iter().filter_map(|w| w.chars().next()).collect() };
    let small = ["of", "for", "the", "and", "&"];
    let whole: Vec<String> =
        words(name).into_iter().filter(|word| !small.contains(&word.as_str())).collect();
    let initials = [first(&stem), first(&whole)];
    Some(EnglishName { id, parts, stem, kind, initials })
}

/// A name's words without those for its kind, parted where "and" joins them.
struct Said {
    parts: Vec<Vec<String>>,
    kind: Option<Kind>,
}

fn said(name: &str) -> Said {
    let mut said = Said { parts: vec![Vec::new()], kind: None };
    let mut all = words(name);
    all.retain(|word| !["the", "our"].contains(&word.as_str()));
    let last = all.len().saturating_sub(1);
    for (at, word) in all.into_iter().enumerate() {
        let kind = KINDS.iter().find(|(kind, _)| *kind == word).map(|(_, kind)| *kind);
        match (kind, word.as_str()) {
            // Only at an end it says what the whole is.
            (Some(kind), _) if (at == 0 || at == last) && said.kind.is_none() => {
                said.kind = Some(kind);
            }
            (_, "and" | "&") => said.parts.push(Vec::new()),
            (_, "of" | "for") => {}
            _ => {
                if let Some(part) = said.parts.last_mut() {
                    part.push(word);
                }
            }
        }
    }
    said.parts.retain(|part| !part.is_empty());
    said
}

/// The department of `names` that `short` can only stand for.
pub(super) fn find(names: &[EnglishName], short: &str) -> Sought<DepartmentId> {
    let Said { parts, kind } = said(short);
    let stem = parts.concat();
    let letters = match stem.as_slice() {
        [one] if (2..=6).contains(&one.len()) => one.as_str(),
        _ => "",
    };
    // Letters stand for a name only where they are written as such.
    let spelt = !letters.is_empty() && short.contains(&letters.to_uppercase());
    let fits = |name: &&EnglishName| {
        let same_kind = kind.is_none() || kind == name.kind;
        let is = name.stem == stem || name.parts.contains(&stem);
        let at_an_end =
            kind.is_some() && (name.stem.starts_with(&stem) || name.stem.ends_with(&stem));
        same_kind && (is || at_an_end || spelt && name.initials.iter().any(|one| one == letters))
    };
    if stem.is_empty() {
        return Sought::Nobody;
    }
    Sought::among(names.iter().filter(fits).map(|name| name.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLLEGE: [&str; 9] = [
        "Academic Affairs Office",
        "Office of Human Resources",
        "Planning and Finance Office",
        "Student Affairs Department",
        "School of Information Engineering",
        "School of Mechanical Engineering",
        "President's Office",
        "Library",
        "Science & Technology Office",
    ];

    fn found(short: &str) -> Sought<&'static str> {
        let ids = || (0_i64..).map(DepartmentId);
        let all: Vec<EnglishName> =
            ids().zip(COLLEGE).flat_map(|(id, name)| names(id, name)).collect();
        match find(&all, short) {
            Sought::One(id) => Sought::One(COLLEGE[usize::try_from(id.0).unwrap()]),
            Sought::Nobody => Sought::Nobody,
            Sought::Several => Sought::Several,
        }
    }

    #[test]
    fn a_short_name_stands_for_the_only_one_that_it_fits() {
        #[track_caller]
        fn case(short: &str, full: &'static str) {
            assert_eq!(found(short), Sought::One(full), "{short}");
        }

        case("Academic Affairs", "Academic Affairs Office");
        case("the Office of Academic Affairs", "Academic Affairs Office");
        case("academic affairs department", "Academic Affairs Office");
        case("Human Resources", "Office of Human Resources");
        case("HR", "Office of Human Resources");
        case("AAO", "Academic Affairs Office");
        case("Finance", "Planning and Finance Office");
        case("Finance Office", "Planning and Finance Office");
        case("Student Office", "Student Affairs Department");
        case("Office of the President", "President's Office");
        case("Information School", "School of Information Engineering");
        case("Library", "Library");
        case("Science and Technology Office", "Science & Technology Office");
    }

    #[test]
    fn what_fits_two_or_nobody_is_not_guessed() {
        assert_eq!(found("School of Engineering"), Sought::Several);
        assert_eq!(found("Student"), Sought::Nobody);
        assert_eq!(found("Affairs"), Sought::Nobody);
        assert_eq!(found("School of Finance"), Sought::Nobody);
        assert_eq!(found("Office"), Sought::Nobody);
        assert_eq!(found("hr"), Sought::Nobody);
        assert_eq!(found(""), Sought::Nobody);
    }
}
