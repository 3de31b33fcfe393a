//! Whom the organisation knows: departments and people, found again by the names that minutes use.

use std::collections::BTreeMap;

use crate::domain::{Department, DepartmentId, Person, PersonId};

/// Departments and people, ready to be recognised.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    departments: BTreeMap<String, Option<DepartmentId>>,
    people: BTreeMap<String, Option<PersonId>>,
}

/// What a name in the minutes stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The department that is meant.
    pub department_id: Option<DepartmentId>,
    /// The person who is meant.
    pub person_id: Option<PersonId>,
}

impl Roster {
    /// The roster of `departments` and `people`; those no longer active are left out.
    pub fn new<'a>(
        departments: impl IntoIterator<Item = &'a Department>,
        people: impl IntoIterator<Item = &'a Person>,
    ) -> Self {
        let mut roster = Self::default();
        for department in departments.into_iter().filter(|department| department.active) {
            let names = [Some(&department.name), department.name_en.as_ref()];
            let names = names.into_iter().flatten().chain(&department.aliases);
            roster.add_department(department.id, names.map(String::as_str));
        }
        for person in people.into_iter().filter(|person| person.active) {
            roster.add_person(person.id, &person.name);
        }
        roster
    }

    /// Adds a department by all its names.
    pub fn add_department<'a>(
        &mut self,
        id: DepartmentId,
        names: impl IntoIterator<Item = &'a str>,
    ) {
        for name in names {
            enter(&mut self.departments, key(name), id);
        }
    }

    /// Adds a person.
    pub fn add_person(&mut self, id: PersonId, name: &str) {
        enter(&mut self.people, key(name), id);
    }

    /// Whom `text` names, if that is certain.
    pub fn find(&self, text: &str) -> Known {
        let key = key(text);
        Known {
            department_id: self.departments.get(&key).copied().flatten(),
            person_id: self.people.get(&key).copied().flatten(),
        }
    }
}

/// Enters `id` under `key`; a name that two bear stands for neither.
fn enter<Id: PartialEq>(names: &mut BTreeMap<String, Option<Id>>, key: String, id: Id) {
    if key.is_empty() {
        return;
    }
    names
        .entry(key)
        .and_modify(|known| {
            if known.as_ref() != Some(&id) {
                *known = None;
            }
        })
        .or_insert(Some(id));
}

/// What spellings of one name have in common: case, width and spaces do not matter.
fn key(name: &str) -> String {
    name.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// `c` in its half-width form.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_is_known_by_all_its_names() {
        let mut roster = Roster::default();
        roster.add_department(DepartmentId(1), ["教务处", "Academic Affairs", "教务"]);
        assert_eq!(roster.find("academic  affairs").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("教务处").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("人事处"), Known::default());
    }

    #[test]
    fn a_name_that_two_bear_stands_for_neither() {
        let mut roster = Roster::default();
        roster.add_department(DepartmentId(1), ["办公室"]);
        roster.add_department(DepartmentId(2), ["办公室"]);
        assert_eq!(roster.find("办公室"), Known::default());
    }
}
