//! Merging departments: what one had, another has from now on; the past keeps its name.

use serde_json::json;

use super::departments::{check_runs_office, leaders_follow};
use crate::app::Act;
use crate::domain::{Department, DepartmentId, EventKind, Fault, Faults};
use crate::persistence::{self, departments, merging, people, robots, tasks};
use crate::services::record::{Note, keep};
use crate::services::{Error, sight};

/// Merges `from` into `into`: its tasks, people, departments below it and names move, and it is
/// taken out of use. Figures of past days stay as they were, and so does every line of history.
///
/// Gives back how many tasks moved.
pub fn merge_departments(
    act: &mut Act<'_>,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<usize, Error> {
    check_runs_office(&act.actor)?;
    departments::lock_directory(act.conn)?;
    let tree = departments::tree(act.conn)?;
    let old = tree.get(from).cloned().ok_or(persistence::Error::NotFound)?;
    let mut faults = Faults::default();
    match tree.get(into) {
        None => faults.add("into_id", Fault::NoSuch),
        Some(_) if from == into => faults.add("into_id", Fault::Unwanted),
        Some(found) if !found.active => {
            faults.add("into_id", Fault::Inactive(found.name.clone()));
        }
        Some(_) => faults.check("into_id", tree.check_parent(from, into)).unwrap_or_default(),
    }
    if !old.active {
        faults.add("into_id", Fault::Inactive(old.name.clone()));
    }
    faults.finish()?;
    let Some(target) = tree.get(into).cloned() else { return Err(Error::NOT_FOUND) };
    if target.head_id.is_none() && tree.head(into).is_none() {
        return Err(Error::invalid("into_id", Fault::NoHead(target.name)));
    }
    for below in tree.iter().filter(|one| one.parent_id == Some(from)) {
        let moved = Department { parent_id: Some(into), ..below.clone() };
        departments::update(act.conn, &moved)?;
    }
    people::move_department(act.conn, from, into)?;
    robots::move_department(act.conn, from, into)?;
    departments::update(act.conn, &taking(&target, &old))?;
    let gone = Department { active: false, aliases: Vec::new(), ..old.clone() };
    departments::update(act.conn, &gone)?;
    departments::set_merged_into(act.conn, from, into)?;
    leaders_follow(act, &tree)?;
    merging::move_references(act.conn, from, into)?;
    move_tasks(act, &old, &target)
}

/// The target with the names and contacts of the one that it takes in.
fn taking(target: &Department, old: &Department) -> Department {
    let mut aliases = target.aliases.clone();
    let names = [Some(&old.name), old.name_en.as_ref()].into_iter().flatten();
    for name in names.chain(&old.aliases) {
        let known = *name == target.name || target.name_en.as_ref() == Some(name);
        if !known && !aliases.contains(name) {
            aliases.push(name.clone());
        }
    }
    let mut contact_ids = target.contact_ids.clone();
    contact_ids.extend(old.contact_ids.iter().copied());
    contact_ids.sort_unstable();
    contact_ids.dedup();
    Department { aliases, contact_ids, ..target.clone() }
}

fn move_tasks(act: &mut Act<'_>, old: &Department, target: &Department) -> Result<usize, Error> {
    let tree = departments::tree(act.conn)?;
    let ids = merging::tasks_of(act.conn, old.id)?;
    for id in &ids {
        tasks::hold(act.conn, *id)?;
        let mut task = tasks::find(act.conn, *id)?;
        if task.lead_id == old.id {
            task.lead_id = target.id;
        }
        if task.waiting_on_id == Some(old.id) {
            task.waiting_on_id = Some(target.id).filter(|id| *id != task.lead_id);
        }
        if task.supporters.contains(&old.id) {
            task.supporters.retain(|one| *one != old.id);
            task.supporters.push(target.id);
        }
        let lead = task.lead_id;
        task.supporters.retain(|one| *one != lead);
        task.supporters.sort_unstable();
        task.supporters.dedup();
        let open = sight::open_request(act.conn, &task)?;
        let note = Note::change(json!({ "name": old.name }), json!({ "name": target.name }));
        keep(act, &mut task, &tree, open, EventKind::DepartmentMerged, note)?;
    }
    Ok(ids.len())
}
