//! What is done to the parts of a task, and with the sub-tasks of a department.

use super::deeds::step;
use super::seen::Seen;
use crate::domain::{Nature, PersonId};
use crate::pages::deed::{Button, Choice, Control, Deed, Field};

/// What a step says that reaches every department of a spread task.
pub fn of_all<'a>(seen: &Seen, spread: &'a str, otherwise: &'a str) -> &'a str {
    if seen.nature() == Nature::FanOut { spread } else { otherwise }
}

/// A sub-task for somebody of the department.
pub fn break_down(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let mut due = Field::new("due_on", lang.structure_break_down_due(), Control::Date);
    if let Some(day) = seen.it().due_on {
        due = due.hint(lang.structure_break_down_due_hint(seen.day(day)));
    }
    step(seen, "subtask", lang.structure_break_down())
        .text(lang.structure_break_down_text())
        .field(Field::new("title", lang.structure_break_down_title(), Control::Line))
        .field(Field::new("handler_id", lang.task_handler(), own_people(seen, None)))
        .field(due)
        .button(Button::new("", lang.structure_break_down_button()))
}

/// A sub-task is done.
pub fn finish(seen: &Seen) -> Deed {
    let lang = seen.lang;
    step(seen, "finish", lang.structure_finish())
        .text(lang.structure_finish_text())
        .field(Field::new("result", lang.structure_finish_result(), Control::Text(2)))
        .button(Button::new("primary", lang.structure_finish()))
}

/// The people of the lead department and those below it.
pub fn own_people(seen: &Seen, handler: Option<PersonId>) -> Control {
    let within = seen.sight.tree.subtree(seen.it().lead_id);
    let nobody = Choice::new("", seen.lang.task_nobody()).when(handler.is_none());
    let mut people = vec![nobody];
    let own = seen.sheet.people.values().filter(|person| {
        let there = person.department_id.is_some_and(|id| within.contains(&id));
        person.active && there || Some(person.id) == handler
    });
    people.extend(own.map(|person| {
        Choice::new(person.id, person.name.as_str()).when(Some(person.id) == handler)
    }));
    Control::Choice(people)
}
