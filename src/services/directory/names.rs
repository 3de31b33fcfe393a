//! Names that minutes use: what a clerk picked once is known from then on.

use super::departments::{NAME, check_runs_office};
use crate::app::Act;
use crate::domain::extraction::Roster;
use crate::domain::{Department, DepartmentId, Directive, Pick, picks_taught};
use crate::persistence::remembered_names::{self, RememberedName};
use crate::persistence::{departments, people};
use crate::services::Error;

/// Remembers, as further names of departments, the names in `directive` for which `lead` and
/// `supporters` were chosen. Gives those that are new.
///
/// A name that may mean a group, a person or another department is not remembered.
pub fn learn_names(
    act: &mut Act<'_>,
    directive: &Directive,
    lead: Option<DepartmentId>,
    supporters: &[DepartmentId],
) -> Result<Vec<Pick>, Error> {
    let said = directive.preparation.as_ref().map_or(&[][..], |prepared| &prepared.picks);
    let taught = picks_taught(&directive.owners, said, lead, supporters);
    if taught.is_empty() {
        return Ok(taught);
    }
    check_runs_office(&act.actor)?;
    departments::lock_directory(act.conn)?;
    let people = people::all(act.conn)?;
    let mut learned = Vec::new();
    for pick in taught {
        let tree = departments::tree(act.conn)?;
        // One that is closed keeps its names: it may be opened again.
        let all: Vec<Department> =
            tree.iter().map(|one| Department { active: true, ..one.clone() }).collect();
        let fits = pick.text.chars().count() <= NAME;
        let Some(department) = tree.get(pick.department_id) else { continue };
        if !fits || !Roster::new(&all, &people).may_learn(&pick.text) {
            continue;
        }
        let mut department = department.clone();
        department.aliases.push(pick.text.clone());
        departments::update(act.conn, &department)?;
        let remembered = RememberedName {
            department_id: department.id,
            name: pick.text.clone(),
            meeting_id: directive.meeting_id,
            remembered_by: act.actor.id,
            remembered_at: act.now,
        };
        remembered_names::insert(act.conn, &remembered)?;
        learned.push(pick);
    }
    Ok(learned)
}
