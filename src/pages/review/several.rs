//! The tool for several candidates: what can be chosen for them, and what it would do.

use super::candidate::Choosable;
use super::desk::{Desk, naming};
use super::typed::Typed;
use crate::domain::{ForSeveral, Preparation, Role};
use crate::i18n::Lang;

/// The tool as the page shows it.
pub struct SeveralTool {
    /// How many are picked.
    pub count: usize,
    pub leads: Vec<Choosable>,
    pub supporters: Vec<Choosable>,
    pub handlers: Vec<Choosable>,
    pub programmes: Vec<Choosable>,
    pub given: ForSeveral,
    /// What would change, field by field, with how many.
    pub preview: Vec<String>,
    /// How many would change at all.
    pub changing: usize,
}

impl SeveralTool {
    /// The tool for what `typed` picks.
    pub fn new(desk: &Desk, typed: &Typed, lang: Lang) -> Self {
        let given = typed.picked.given.clone();
        let shown = desk.entries.iter().map(|entry| &entry.directive);
        let shown = shown.filter(|one| typed.choices.contains_key(&one.id));
        let picked = typed.picked.of(shown, false);
        let entries = picked.iter().filter_map(|id| desk.entry(*id));
        let before: Vec<Preparation> = entries
            .filter(|entry| entry.tasks.is_empty())
            .map(|entry| entry.directive.prepared())
            .collect();
        let changing = |one: &ForSeveral| {
            let other = |prepared: &&Preparation| {
                one.given_to(prepared, desk.meeting.held_on).is_ok_and(|after| after != **prepared)
            };
            before.iter().filter(other).count()
        };
        let nothing = ForSeveral::default;
        let mut preview = Vec::new();
        let mut say = |field: &str, value: String, only: &ForSeveral| {
            preview.push(lang.review_several_change(field, value, changing(only)));
        };
        let department = |id| desk.tree.name(id).to_owned();
        if let Some(id) = given.lead {
            let only = ForSeveral { lead: Some(id), ..nothing() };
            say(lang.review_lead(), department(id), &only);
        }
        for id in &given.supporters {
            let only = ForSeveral { supporters: vec![*id], ..nothing() };
            say(lang.review_supporters(), department(*id), &only);
        }
        if let Some(id) = given.handler {
            let only = ForSeveral { handler: Some(id), ..nothing() };
            say(lang.review_handler(), desk.named(id), &only);
        }
        if let Some(due) = &given.due {
            let only = ForSeveral { due: Some(due.clone()), ..nothing() };
            let understood = only.given_to(&Preparation::default(), desk.meeting.held_on);
            if let Some(day) = understood.ok().and_then(|understood| understood.due_on) {
                say(lang.review_due(), lang.date(day), &only);
            }
        }
        if let Some(programme) =
            desk.programmes.iter().find(|programme| given.programme == Some(programme.id))
        {
            let only = ForSeveral { programme: Some(programme.id), ..nothing() };
            say(lang.review_programme(), programme.name.clone(), &only);
        }
        if let Some(cadence) = given.cadence {
            let only = ForSeveral { cadence: Some(cadence), ..nothing() };
            say(lang.review_cadence(), lang.cadence(cadence).to_owned(), &only);
        }
        if let Some(urgency) = given.urgency {
            let only = ForSeveral { urgency: Some(urgency), ..nothing() };
            say(lang.review_urgency(), lang.urgency(urgency).to_owned(), &only);
        }
        let departments = |chosen: &dyn Fn(crate::domain::DepartmentId) -> bool| {
            let active = desk.tree.iter().filter(|one| one.active);
            active.map(|one| Choosable::new(one.id.0, &one.name, chosen(one.id))).collect()
        };
        let staff = desk.people.iter().filter(|person| person.active && person.role == Role::Staff);
        Self {
            count: picked.len(),
            leads: departments(&|id| given.lead == Some(id)),
            supporters: departments(&|id| given.supporters.contains(&id)),
            handlers: staff
                .map(|one| Choosable::new(one.id.0, &naming(one), given.handler == Some(one.id)))
                .collect(),
            programmes: desk
                .programmes
                .iter()
                .filter(|one| one.active)
                .map(|one| Choosable::new(one.id.0, &one.name, given.programme == Some(one.id)))
                .collect(),
            changing: changing(&given),
            preview,
            given,
        }
    }
}
