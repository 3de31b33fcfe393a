//! Departments: a tree in which nothing lies below itself.

use crate::app::Act;
use crate::domain::{Actor, Department, DepartmentId, Fault, Faults, PersonId, Tree};
use crate::persistence::{self, accounts, departments, people, spans};
use crate::services::Error;

/// The longest name.
pub(super) const NAME: usize = 200;

/// A department as somebody describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DepartmentInput {
    /// Full official name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Other names that minutes use for it.
    pub aliases: Vec<String>,
    /// The department that it belongs to.
    pub parent_id: Option<DepartmentId>,
    /// Its own head.
    pub head_id: Option<PersonId>,
    /// Its own leader in charge.
    pub leader_id: Option<PersonId>,
    /// Contacts.
    pub contact_ids: Vec<PersonId>,
    /// Place in the organisation's own order; behind all others where not given.
    pub position: Option<i32>,
    /// Whether it can be assigned anything; a new one can.
    pub active: Option<bool>,
}

impl DepartmentInput {
    /// `department` as it is, to be changed in part.
    pub fn of(department: &Department) -> Self {
        Self {
            name: department.name.clone(),
            name_en: department.name_en.clone(),
            aliases: department.aliases.clone(),
            parent_id: department.parent_id,
            head_id: department.head_id,
            leader_id: department.leader_id,
            contact_ids: department.contact_ids.clone(),
            position: Some(department.position),
            active: Some(department.active),
        }
    }
}

/// Adds a department.
pub fn create_department(act: &mut Act<'_>, input: &DepartmentInput) -> Result<Department, Error> {
    check_runs_office(&act.actor)?;
    departments::lock_directory(act.conn)?;
    let tree = departments::tree(act.conn)?;
    let last = accounts::last_position(act.conn)?;
    let department = checked_department(act, &tree, DepartmentId(0), input, last + 1)?;
    let id = departments::insert(act.conn, &department)?;
    Ok(Department { id, ..department })
}

/// Changes a department. One cannot be placed below itself, and one that still leads work is not
/// deactivated.
pub fn update_department(
    act: &mut Act<'_>,
    id: DepartmentId,
    input: &DepartmentInput,
) -> Result<Department, Error> {
    check_runs_office(&act.actor)?;
    departments::lock_directory(act.conn)?;
    let tree = departments::tree(act.conn)?;
    let before = tree.get(id).ok_or(persistence::Error::NotFound)?;
    let department = checked_department(act, &tree, id, input, before.position)?;
    if before.active && !department.active {
        let open = accounts::tasks_held(act.conn)?.get(&id).copied().unwrap_or_default();
        if open > 0 {
            return Err(Error::invalid("active", Fault::HoldsTasks(open)));
        }
    }
    departments::update(act.conn, &department)?;
    leaders_follow(act, &tree)?;
    Ok(department)
}

/// Tasks go into the charge of who leads their department now; `before` is how it was.
pub(in crate::services) fn leaders_follow(act: &mut Act<'_>, before: &Tree) -> Result<(), Error> {
    let now = departments::tree(act.conn)?;
    for one in now.iter() {
        let leader = now.leader(one.id);
        if leader != before.leader(one.id) {
            spans::set_leader(act.conn, one.id, leader, act.today)?;
        }
    }
    Ok(())
}

fn checked_department(
    act: &mut Act<'_>,
    tree: &Tree,
    id: DepartmentId,
    input: &DepartmentInput,
    position: i32,
) -> Result<Department, Error> {
    let before = tree.get(id);
    let mut faults = Faults::default();
    let name = faults.required("name", &input.name, NAME);
    let name_en = faults.optional("name_en", input.name_en.as_deref(), NAME);
    let mut aliases: Vec<String> = Vec::new();
    for alias in &input.aliases {
        if let Some(alias) = faults.optional("aliases", Some(alias), NAME)
            && !aliases.contains(&alias)
        {
            aliases.push(alias);
        }
    }
    if tree.iter().any(|other| other.id != id && other.name == name) {
        faults.add("name", Fault::Taken(name.clone()));
    }
    if let Some(parent) = input.parent_id
        && before.and_then(|before| before.parent_id) != Some(parent)
    {
        check_department(&mut faults, tree, "parent_id", parent);
        faults.check("parent_id", tree.check_parent(id, parent));
    }
    let known = |person: PersonId| {
        before.is_some_and(|before| {
            before.head_id == Some(person)
                || before.leader_id == Some(person)
                || before.contact_ids.contains(&person)
        })
    };
    let named = [("head_id", input.head_id), ("leader_id", input.leader_id)];
    let contacts = input.contact_ids.iter().map(|person| ("contact_ids", Some(*person)));
    for (field, person) in named.into_iter().chain(contacts) {
        if let Some(person) = person.filter(|person| !known(*person)) {
            check_person(act, &mut faults, field, person)?;
        }
    }
    faults.finish().map_err(Error::Invalid)?;
    let mut contact_ids = input.contact_ids.clone();
    contact_ids.sort_unstable();
    contact_ids.dedup();
    Ok(Department {
        id,
        name,
        name_en,
        aliases,
        parent_id: input.parent_id,
        head_id: input.head_id,
        leader_id: input.leader_id,
        contact_ids,
        position: input.position.unwrap_or(position),
        active: input.active.unwrap_or(true),
    })
}

pub(super) fn check_department(faults: &mut Faults, tree: &Tree, field: &str, id: DepartmentId) {
    match tree.get(id) {
        None => faults.add(field, Fault::NoSuch),
        Some(found) if !found.active => faults.add(field, Fault::Inactive(found.name.clone())),
        Some(_) => {}
    }
}

fn check_person(
    act: &mut Act<'_>,
    faults: &mut Faults,
    field: &str,
    id: PersonId,
) -> Result<(), Error> {
    match people::find(act.conn, id) {
        Ok(person) if !person.active => faults.add(field, Fault::Inactive(person.name)),
        Ok(_) => {}
        Err(persistence::Error::NotFound) => faults.add(field, Fault::NoSuch),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Refuses who does not run the supervision.
pub(super) fn check_runs_office(actor: &Actor) -> Result<(), Error> {
    if actor.runs_office() { Ok(()) } else { Err(Error::Forbidden) }
}
