//! Names in a table and whom they stand for: known, chosen, made anew, or nobody.

use std::collections::BTreeMap;

use super::{Answer, Choices};
use crate::app::Act;
use crate::domain::extraction::Roster;
use crate::domain::import::{Share, Trouble, key, names, plain_name, units};
use crate::domain::{DepartmentId, Person, PersonId, Tree};
use crate::persistence::{departments, people};
use crate::services::Error;
use crate::services::directory::{self, DepartmentInput};

/// Everybody whom a table may name.
pub(super) struct Names {
    pub(super) tree: Tree,
    roster: Roster,
    people: Vec<Person>,
    by_name: BTreeMap<String, Vec<usize>>,
    choices: Choices,
}

impl Names {
    pub(super) fn of(act: &mut Act<'_>, choices: &Choices) -> Result<Self, Error> {
        let tree = departments::tree(act.conn)?;
        let people = people::all(act.conn)?;
        let roster = Roster::new(tree.iter(), &people);
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, person) in people.iter().enumerate() {
            by_name.entry(key(&plain_name(&person.name))).or_default().push(at);
        }
        Ok(Self { tree, roster, people, by_name, choices: choices.clone() })
    }

    /// Makes the departments of `texts` that nobody knows, where that was chosen; gives their names.
    pub(super) fn make(
        &mut self,
        act: &mut Act<'_>,
        texts: impl Iterator<Item = String>,
    ) -> Result<Vec<String>, Error> {
        let mut made = Vec::new();
        for text in texts {
            let chosen = self.choices.departments.get(&text).copied();
            let asked =
                chosen == Some(Answer::New) || chosen.is_none() && self.choices.create_departments;
            let unknown =
                matches!(self.known_department(&text), Err(Trouble::UnknownDepartment(_)));
            if !asked || !unknown || made.contains(&text) {
                continue;
            }
            let input = DepartmentInput { name: text.clone(), ..DepartmentInput::default() };
            // What is wrong with such a name is said in its row: it stays unknown.
            if act.attempt(true, |act| directory::create_department(act, &input)).is_ok() {
                made.push(text);
            }
        }
        if !made.is_empty() {
            *self = Self::of(act, &self.choices.clone())?;
        }
        Ok(made)
    }

    /// The departments in a cell, with their shares.
    pub(super) fn units(&self, cell: &str) -> Vec<(String, Share)> {
        units(cell, |name| {
            self.roster.knows_fully(name) || self.tree.iter().any(|one| one.name == name)
        })
    }

    /// The department that `text` names; `None` where its cell is to be left empty.
    pub(super) fn department(&self, text: &str) -> Result<Option<DepartmentId>, Trouble> {
        match self.choices.departments.get(text) {
            Some(Answer::Is(id)) => return Ok(Some(DepartmentId(*id))),
            Some(Answer::Nobody) => return Ok(None),
            Some(Answer::New) | None => {}
        }
        self.known_department(text).map(Some)
    }

    fn known_department(&self, text: &str) -> Result<DepartmentId, Trouble> {
        if let Some(exact) = self.tree.iter().find(|one| one.name == text) {
            return if exact.active {
                Ok(exact.id)
            } else {
                Err(Trouble::InactiveDepartment(exact.name.clone()))
            };
        }
        let known = self.roster.find(text);
        match known.department_id {
            // The department of a person who bears that name was not meant.
            Some(id) if known.person_id.is_none() => Ok(id),
            _ if known.group.is_some() => Err(Trouble::ManyLead(text.to_owned())),
            _ => Err(Trouble::UnknownDepartment(text.to_owned())),
        }
    }

    /// The departments that a word for many stands for: 各学院.
    pub(super) fn members(&self, text: &str) -> Vec<DepartmentId> {
        if self.choices.departments.contains_key(text) {
            return Vec::new();
        }
        self.roster.find(text).members
    }

    /// The person whom a cell names, the first where it names several; `near` is the department in
    /// which a name that two bear is looked for first. `None` where the cell is to be left empty.
    pub(super) fn person(
        &self,
        cell: &str,
        near: Option<DepartmentId>,
    ) -> Result<(Option<PersonId>, bool), Trouble> {
        if let Some(answer) = self.choices.people.get(cell) {
            return Ok(match answer {
                Answer::Is(id) => (Some(PersonId(*id)), false),
                Answer::New | Answer::Nobody => (None, false),
            });
        }
        let all = names(cell);
        let Some(first) = all.first() else { return Ok((None, false)) };
        match self.known_person(cell, near).or_else(|_| self.known_person(first, near)) {
            Ok(id) => Ok((Some(id), all.len() > 1)),
            Err(Trouble::UnknownPerson(_)) if self.choices.leave_unknown => Ok((None, false)),
            Err(Trouble::UnknownPerson(_)) => Err(Trouble::UnknownPerson(cell.to_owned())),
            Err(Trouble::SeveralPeople(_)) => Err(Trouble::SeveralPeople(cell.to_owned())),
            Err(trouble) => Err(trouble),
        }
    }

    fn known_person(&self, text: &str, near: Option<DepartmentId>) -> Result<PersonId, Trouble> {
        let address = text.trim().to_lowercase();
        let by_mark = self.people.iter().find(|person| {
            person.email.as_ref().is_some_and(|email| email.key() == address)
                || person.employee_no.as_deref() == Some(text.trim())
        });
        let named = self.by_name.get(&key(&plain_name(text))).into_iter().flatten();
        let found: Vec<&Person> = match by_mark {
            Some(person) => vec![person],
            None => named.filter_map(|at| self.people.get(*at)).collect(),
        };
        let active: Vec<&&Person> = found.iter().filter(|person| person.active).collect();
        match active[..] {
            [one] => Ok(one.id),
            [] => match found.first() {
                Some(gone) => Err(Trouble::InactivePerson(gone.name.clone())),
                None => self
                    .roster
                    .find(text)
                    .person_id
                    .ok_or_else(|| Trouble::UnknownPerson(text.to_owned())),
            },
            _ => {
                let close: Vec<&&&Person> = active
                    .iter()
                    .filter(|person| person.department_id.is_some() && person.department_id == near)
                    .collect();
                match close[..] {
                    [one] => Ok(one.id),
                    _ => Err(Trouble::SeveralPeople(text.to_owned())),
                }
            }
        }
    }

    /// What somebody is called.
    pub(super) fn called(&self, id: Option<PersonId>) -> String {
        let person = id.and_then(|id| self.people.iter().find(|person| person.id == id));
        person.map(|person| person.name.clone()).unwrap_or_default()
    }

    /// What several departments are called, in the order of their ids.
    pub(super) fn departments_called(&self, ids: &[DepartmentId]) -> String {
        ids.iter().map(|id| self.tree.name(*id)).collect::<Vec<_>>().join("、")
    }

    /// All people.
    pub(super) fn people(&self) -> &[Person] {
        &self.people
    }
}
