//! Handing over: everything that hangs on one person goes to others, in one step.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::directory::{PersonInput, check_may_change, leaders_follow, update_person};
use super::record::{Note, keep};
use super::{Error, calls, sight};
use crate::app::Act;
use crate::domain::{
    DepartmentId, EventKind, Fault, Faults, Holding, Person, PersonId, Task, TaskId, Tree,
};
use crate::persistence::views::holdings::Holdings;
use crate::persistence::{self, action_links, departments, deputies, people, tasks};

/// To whom everything goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Who takes what no row names.
    pub all_to: Option<PersonId>,
    /// Who takes one thing; `None` where nobody does.
    pub rows: BTreeMap<Holding, Option<PersonId>>,
    /// Whether the account is closed afterwards.
    pub deactivate: bool,
}

/// Hands over everything that `person` holds, all of it or nothing. Tasks keep their history and
/// their dates; those who take over are told by letter.
///
/// Gives back how many things were handed over.
pub fn hand_over(act: &mut Act<'_>, person: PersonId, plan: &Plan) -> Result<usize, Error> {
    let leaving = people::find(act.conn, person)?;
    check_may_change(&act.actor, leaving.role)?;
    departments::lock_directory(act.conn)?;
    people::lock(act.conn, person)?;
    let held = Holdings::of(act.conn, person, act.today)?;
    let goes = takers(act, person, &held, plan)?;
    let tree = move_posts(act, person, &held, &goes)?;
    let moved = move_parts(act, &leaving, &held, &goes, &tree)?;
    deputies::end_all(act.conn, person, act.today)?;
    action_links::withdraw_of(act.conn, person, act.now)?;
    calls::handed_over(act, &leaving, &moved)?;
    if plan.deactivate {
        let gone = PersonInput { active: false, ..PersonInput::of(&leaving) };
        update_person(act, person, &gone)?;
    }
    Ok(goes.len())
}

/// Who takes each thing; everybody named must be in office.
fn takers(
    act: &mut Act<'_>,
    person: PersonId,
    held: &Holdings,
    plan: &Plan,
) -> Result<BTreeMap<Holding, Option<PersonId>>, Error> {
    let mut faults = Faults::default();
    let all = held.posts.iter().map(|(one, _)| *one).chain(held.parts.iter().map(|(one, _)| *one));
    let goes: BTreeMap<Holding, Option<PersonId>> =
        all.map(|one| (one, plan.rows.get(&one).copied().unwrap_or(plan.all_to))).collect();
    let unnamed = goes.keys().any(|one| !plan.rows.contains_key(one));
    if unnamed && plan.all_to.is_none() {
        faults.add("all_to", Fault::Missing);
    }
    let mut seen = BTreeSet::new();
    for (holding, taker) in &goes {
        let Some(taker) = taker else { continue };
        if *taker == person {
            faults.add(holding.to_string(), Fault::Unwanted);
        } else if seen.insert(*taker) {
            let field = match plan.rows.get(holding) {
                Some(_) => holding.to_string(),
                None => "all_to".to_owned(),
            };
            match people::find_held(act.conn, *taker) {
                Ok(found) if found.active => {}
                Ok(found) => faults.add(field, Fault::Inactive(found.name)),
                Err(persistence::Error::NotFound) => faults.add(field, Fault::NoSuch),
                Err(error) => return Err(error.into()),
            }
        }
    }
    faults.finish()?;
    Ok(goes)
}

/// Moves the posts, and gives the tree as it then is. A department that answers for tasks keeps a
/// head.
fn move_posts(
    act: &mut Act<'_>,
    person: PersonId,
    held: &Holdings,
    goes: &BTreeMap<Holding, Option<PersonId>>,
) -> Result<Tree, Error> {
    let ids: BTreeSet<DepartmentId> = held.posts.iter().map(|(_, one)| one.id).collect();
    for id in ids {
        let Some(mut department) = held.tree.get(id).cloned() else { continue };
        if let Some(taker) = goes.get(&Holding::Head(id)) {
            department.head_id = *taker;
        }
        if let Some(taker) = goes.get(&Holding::InCharge(id)) {
            department.leader_id = *taker;
        }
        if let Some(taker) = goes.get(&Holding::Contact(id)) {
            department.contact_ids.retain(|contact| *contact != person);
            department.contact_ids.extend(*taker);
            department.contact_ids.sort_unstable();
            department.contact_ids.dedup();
        }
        departments::update(act.conn, &department)?;
    }
    leaders_follow(act, &held.tree)?;
    let tree = departments::tree(act.conn)?;
    let mut faults = Faults::default();
    for lead in held.answered.iter().map(|task| task.lead_id).collect::<BTreeSet<_>>() {
        if tree.head(lead).is_none() && held.tree.head(lead).is_some() {
            let post = held.tree.ancestry(lead).find(|one| one.head_id.is_some());
            let post = post.map_or(lead, |one| one.id);
            let name = held.tree.name(lead).to_owned();
            faults.add(Holding::Head(post).to_string(), Fault::NoHead(name));
        }
    }
    faults.finish()?;
    Ok(tree)
}

/// The tasks that each took over.
type Taken = BTreeMap<PersonId, BTreeSet<TaskId>>;

fn move_parts(
    act: &mut Act<'_>,
    leaving: &Person,
    held: &Holdings,
    goes: &BTreeMap<Holding, Option<PersonId>>,
    tree: &Tree,
) -> Result<Taken, Error> {
    let mut moved = Taken::new();
    let all: BTreeSet<TaskId> = held
        .parts
        .iter()
        .map(|(_, task)| task.id)
        .chain(held.answered.iter().map(|task| task.id))
        .collect();
    for id in all {
        tasks::hold(act.conn, id)?;
        let mut task = tasks::find(act.conn, id)?;
        let mut said = Map::new();
        let mut to = BTreeSet::new();
        let mut note = |field: &str, now: Option<PersonId>| -> Result<(), Error> {
            let name = now.map(|now| people::find(act.conn, now)).transpose()?;
            said.insert(field.to_owned(), json!(name.map(|person| person.name)));
            to.extend(now);
            Ok(())
        };
        if let Some(taker) = goes.get(&Holding::Handler(id)) {
            task.handler_id = *taker;
            note("handler", *taker)?;
        }
        if let Some(taker) = goes.get(&Holding::Follower(id)) {
            task.follower_id = *taker;
            note("follower", *taker)?;
        }
        if let Some(taker) = goes.get(&Holding::Leader(id)) {
            task.leader_id = *taker;
            note("leader", *taker)?;
        }
        note_posts(&task, held, tree, &mut note)?;
        let old: Map<String, Value> =
            said.keys().map(|field| (field.clone(), json!(leaving.name))).collect();
        if said.is_empty() {
            continue;
        }
        let open = sight::open_request(act.conn, &task)?;
        let change = Note::change(Value::Object(old), Value::Object(said));
        keep(act, &mut task, tree, open, EventKind::HandedOver, change)?;
        for taker in to {
            moved.entry(taker).or_default().insert(id);
        }
    }
    Ok(moved)
}

/// What changes for a task by the posts of its lead department.
fn note_posts(
    task: &Task,
    held: &Holdings,
    tree: &Tree,
    note: &mut impl FnMut(&str, Option<PersonId>) -> Result<(), Error>,
) -> Result<(), Error> {
    let lead = task.lead_id;
    if held.tree.head(lead) != tree.head(lead) {
        note("responsible", tree.head(lead))?;
    }
    if task.leader_id.is_none() && held.tree.leader(lead) != tree.leader(lead) {
        note("leader", tree.leader(lead))?;
    }
    Ok(())
}
