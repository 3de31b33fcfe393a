//! People by name and title: 张三副院长, 王处长 where there is only one, "Prof. Lee", "Dean Chen".

use std::collections::{BTreeMap, HashMap};

use super::key::{key, words};
use super::sought::Sought;
use crate::domain::{DepartmentId, Person, PersonId};

/// Chinese titles that stand behind a name, longer ones first. The kindly ones, without an office,
/// anybody may be given.
const TITLES: [&str; 22] = [
    "副书记",
    "书记",
    "副院长",
    "院长",
    "副校长",
    "校长",
    "副处长",
    "处长",
    "副部长",
    "部长",
    "副主任",
    "主任",
    "副科长",
    "科长",
    "副馆长",
    "馆长",
    "副主席",
    "主席",
    "副所长",
    "所长",
    "总会计师",
    "秘书长",
];
const KINDLY: [&str; 8] = ["副教授", "教授", "老师", "同志", "博士", "先生", "女士", "工程师"];

/// English titles that stand before a name.
const ENGLISH_TITLES: [&str; 17] = [
    "dean",
    "president",
    "vice",
    "deputy",
    "director",
    "head",
    "chair",
    "chairman",
    "secretary",
    "provost",
    "chancellor",
    "principal",
    "executive",
    "party",
    "associate",
    "assistant",
    "clerk",
];
const ENGLISH_KINDLY: [&str; 8] = ["prof", "professor", "dr", "mr", "mrs", "ms", "miss", "comrade"];

/// The people of the roster.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    by_name: HashMap<String, Option<PersonId>>,
    all: Vec<Known>,
    by_surname: BTreeMap<char, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Known {
    id: PersonId,
    name: String,
    words: Vec<String>,
    title: String,
    department: Option<DepartmentId>,
}

impl People {
    /// The active ones of `people`.
    pub(super) fn new<'a>(people: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut found = Self::default();
        for person in people.into_iter().filter(|person| person.active) {
            found.add(person);
        }
        found
    }

    fn add(&mut self, person: &Person) {
        let (name, at) = (key(&person.name), self.all.len());
        let Some(surname) = name.chars().next() else { return };
        let same = |known: &mut Option<PersonId>| *known = None;
        self.by_name.entry(name.clone()).and_modify(same).or_insert(Some(person.id));
        let words = if name.is_ascii() { words(&person.name) } else { Vec::new() };
        if words.is_empty() {
            self.by_surname.entry(surname).or_default().push(at);
        }
        for word in &words {
            self.by_word.entry(word.clone()).or_default().push(at);
        }
        self.all.push(Known {
            id: person.id,
            name,
            words,
            title: person.title.clone().unwrap_or_default(),
            department: person.department_id,
        });
    }

    /// The department that a person belongs to.
    pub(super) fn department(&self, id: PersonId) -> Option<DepartmentId> {
        self.all.iter().find(|person| person.id == id)?.department
    }

    /// Who bears exactly this name.
    pub(super) fn named(&self, name: &str) -> Sought<PersonId> {
        match self.by_name.get(&key(name)) {
            None => Sought::Nobody,
            Some(known) => known.map_or(Sought::Several, Sought::One),
        }
    }

    /// Whom `text`, a name with or without a title, can only mean.
    pub(super) fn find(&self, text: &str) -> Sought<PersonId> {
        self.named(text).or_else(|| {
            if text.is_ascii() { self.in_english(text) } else { self.in_chinese(&key(text)) }
        })
    }

    /// A Chinese name with a title; a surname alone needs one.
    fn in_chinese(&self, text: &str) -> Sought<PersonId> {
        let Some((name, title)) = titled(text) else { return Sought::Nobody };
        if name.is_empty() {
            let same = self.all.iter().filter(|person| person.title == title);
            return Sought::among(same.map(|person| person.id));
        }
        self.named(name).or_else(|| {
            let surname = name.chars().next().unwrap_or_default();
            let of_surname = self.by_surname.get(&surname).map(Vec::as_slice).unwrap_or_default();
            let bearers = || {
                of_surname.iter().map(|at| &self.all[*at]).filter(|person| {
                    let given = person.name.strip_prefix(name).map(|given| given.chars().count());
                    name.chars().count() <= 2 && matches!(given, Some(1 | 2))
                })
            };
            if KINDLY.contains(&title) {
                return Sought::among(bearers().map(|person| person.id));
            }
            // 副院长 is called 院长 to his face; but whoever is 院长 comes first.
            let holds = |person: &&Known| bears(&person.title, title);
            let deputises = |person: &&Known| person.title.contains(title);
            let ids = |people: Vec<&Known>| Sought::among(people.into_iter().map(|one| one.id));
            ids(bearers().filter(holds).collect())
                .or_else(|| ids(bearers().filter(deputises).collect()))
        })
    }

    /// An English name, or a part of one that nobody else bears, after its titles.
    fn in_english(&self, text: &str) -> Sought<PersonId> {
        let all = words(text);
        let is_title = |word: &&String| {
            ENGLISH_TITLES.contains(&word.as_str()) || ENGLISH_KINDLY.contains(&word.as_str())
        };
        let titles: Vec<&String> = all.iter().take_while(is_title).collect();
        let name = &all[titles.len()..];
        let offices: Vec<&str> = titles
            .iter()
            .map(|title| title.as_str())
            .filter(|title| ENGLISH_TITLES.contains(title))
            .collect();
        let Some(first) = name.first() else {
            let same = |person: &&Known| words(&person.title).iter().eq(titles.iter().copied());
            let holders = self.all.iter().filter(|_| !titles.is_empty()).filter(same);
            return Sought::among(holders.map(|person| person.id));
        };
        let bearers = self.by_word.get(first).map(Vec::as_slice).unwrap_or_default();
        let fits = |person: &&Known| {
            let held = words(&person.title);
            name.iter().all(|word| person.words.contains(word))
                && (held.is_empty()
                    || offices.iter().all(|title| held.iter().any(|own| own == title)))
        };
        let fitting = bearers.iter().map(|at| &self.all[*at]).filter(fits);
        Sought::among(fitting.map(|person| person.id))
    }
}

/// A Chinese text as what stands before its title, and the title.
pub(super) fn titled(text: &str) -> Option<(&str, &str)> {
    KINDLY.iter().chain(&TITLES).find_map(|title| Some((text.strip_suffix(title)?, *title)))
}

/// Whether a person whose title is `held` bears `title` itself: 副院长 is not 院长.
fn bears(held: &str, title: &str) -> bool {
    held.match_indices(title).any(|(at, _)| !held[..at].ends_with('副'))
}

/// Whether `text` is written as a person's name with a title, known or not.
pub(super) fn is_titled(text: &str) -> bool {
    if text.is_ascii() {
        let first = words(text).into_iter().next().unwrap_or_default();
        return ENGLISH_KINDLY.contains(&first.as_str())
            || ENGLISH_TITLES.contains(&first.as_str());
    }
    let others = ["负责人", "责任人", "领导", "处长", "组长", "班主任", "辅导员"];
    titled(&key(text)).is_some() || others.iter().any(|word| text.ends_with(word))
}
