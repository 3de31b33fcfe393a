//! The milestones of a task on its page, and the forms with which they are set and ticked.

use super::deeds::step;
use super::seen::Seen;
use crate::domain::{Action, Milestone, MilestoneId};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Choice, Control, Deed, Field};
use crate::pages::glance::LightWords;

/// The milestones of a task.
#[derive(Default)]
pub struct Plan {
    /// Each, in their order.
    pub rows: Vec<MilestoneRow>,
    /// How many are reached, of how many.
    pub so_far: String,
    /// A form for each, and the one that sets another; none for who only reads.
    pub edits: Vec<Deed>,
}

/// One milestone.
pub struct MilestoneRow {
    /// What stands by then.
    pub name: String,
    /// By when, for machines.
    pub iso: String,
    /// By when, for people.
    pub due: String,
    /// Whether it is reached, late, open or overdue.
    pub light: LightWords,
    /// Ticks it.
    pub reach: Option<Deed>,
}

impl Plan {
    /// The milestones of what is seen.
    pub fn of(seen: &Seen) -> Self {
        let lang = seen.lang;
        let all = &seen.sheet.milestones;
        let mine = seen.offers(Action::Milestones);
        let done = all.iter().filter(|one| one.done_on.is_some()).count();
        let row = |one: &Milestone| MilestoneRow {
            name: one.name.clone(),
            iso: one.due_on.to_string(),
            due: seen.day(one.due_on),
            light: light(seen, one),
            reach: (mine && one.done_on.is_none()).then(|| reach(seen, one)),
        };
        let mut edits = Vec::new();
        if mine {
            edits.extend(all.iter().map(|one| edit(seen, one)));
            edits.push(add(seen));
        }
        Self {
            rows: all.iter().map(row).collect(),
            so_far: lang.milestone_so_far(done, all.len()),
            edits,
        }
    }
}

/// The mark of a milestone; it is no light of the task.
fn light(seen: &Seen, one: &Milestone) -> LightWords {
    let lang = seen.lang;
    let over = (seen.today - one.due_on).num_days();
    match one.done_on {
        Some(on) if one.was_late() => {
            LightWords::new("late", lang.milestone_reached_late(seen.day(on)))
        }
        Some(on) => LightWords::new("done", lang.milestone_reached(seen.day(on))),
        None if over == 1 => LightWords::new("over", lang.milestone_over_one()),
        None if over > 1 => LightWords::new("over", lang.milestone_over(over)),
        None => LightWords::new("none", lang.milestone_open()),
    }
}

fn of(seen: &Seen, one: &Milestone, id: String, title: &str) -> Deed {
    let path = format!("/tasks/{}/{}", seen.it().id, verb(one.id));
    let version = Field::new("milestone_version", "", Control::Hidden).value(one.version);
    Deed { id, path, ..step(seen, "milestone", title) }.field(version)
}

/// The last part of the address at which a milestone is changed.
pub fn verb(id: MilestoneId) -> String {
    format!("milestone-{id}")
}

fn reach(seen: &Seen, one: &Milestone) -> Deed {
    let label = seen.lang.milestone_reach();
    of(seen, one, format!("reach-{}", one.id), &one.name)
        .button(Button::new("", label).sends("reached"))
}

fn edit(seen: &Seen, one: &Milestone) -> Deed {
    let lang = seen.lang;
    let done_on = one.done_on.map(|day| day.to_string()).unwrap_or_default();
    let places = seen.sheet.milestones.iter().map(|other| {
        Choice::new(other.position, other.position.to_string()).when(other.id == one.id)
    });
    of(seen, one, verb(one.id), &lang.milestone_one(one.position, &one.name))
        .field(Field::new("name", lang.milestone_name(), Control::Line).value(&one.name))
        .field(Field::new("due_on", lang.milestone_due(), Control::Date).value(one.due_on))
        .field(Field::new("done_on", lang.milestone_done_on(), Control::Date).value(done_on))
        .field(Field::new("place", lang.milestone_place(), Control::Choice(places.collect())))
        .button(Button::new("", lang.milestone_save()))
        .button(Button::new("plain", lang.milestone_remove()).sends("remove"))
}

fn add(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "milestone", lang.milestone_add())
        .text(lang.milestone_add_text())
        .field(Field::new("name", lang.milestone_name(), Control::Line))
        .field(Field::new("due_on", lang.milestone_due(), Control::Date))
        .button(Button::new("", lang.milestone_add_button()))
}

/// The milestones that a report may tick; `None` where none is open.
pub fn reached_field<'a>(lang: Lang, open: impl Iterator<Item = &'a Milestone>) -> Option<Field> {
    let all: Vec<Choice> = open
        .map(|one| Choice::new(one.id, lang.milestone_report_one(&one.name, lang.date(one.due_on))))
        .collect();
    (!all.is_empty())
        .then(|| Field::new("milestone_ids", lang.milestone_report(), Control::Checks(all)))
}
