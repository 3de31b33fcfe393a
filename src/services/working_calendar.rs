//! The working calendar is changed, and every light that hangs on it.

use std::sync::Arc;

use super::Error;
use crate::app::Act;
use crate::domain::{CalendarEntry, Fault, Faults, HouseChange};
use crate::persistence::{calendar, departments, house_changes, marks, requests, spans, tasks};

/// The longest name of an entry, in characters.
const NAME: usize = 100;

/// The most days of one entry.
const LONGEST: i64 = 400;

/// Adds an entry.
pub fn add(act: &mut Act<'_>, entry: CalendarEntry) -> Result<CalendarEntry, Error> {
    Ok(add_all(act, vec![entry])?.remove(0))
}

/// Adds entries, all or none; one that is there already is not added twice. Gives them as they
/// are kept.
pub fn add_all(
    act: &mut Act<'_>,
    entries: Vec<CalendarEntry>,
) -> Result<Vec<CalendarEntry>, Error> {
    allowed(act)?;
    let there = calendar::entries(act.conn)?;
    let mut kept = Vec::new();
    for entry in entries {
        let entry = checked(&entry)?;
        let same = |one: &&CalendarEntry| {
            (one.kind, one.from, one.to) == (entry.kind, entry.from, entry.to)
        };
        if let Some(same) = there.iter().chain(&kept).find(same) {
            kept.push(same.clone());
            continue;
        }
        let id = calendar::insert(act.conn, &entry)?;
        note(act, &entry, false)?;
        kept.push(CalendarEntry { id, ..entry });
    }
    refresh(act)?;
    Ok(kept)
}

/// Takes an entry away.
pub fn remove(act: &mut Act<'_>, id: i64) -> Result<(), Error> {
    allowed(act)?;
    let entry = calendar::find(act.conn, id)?;
    calendar::delete(act.conn, id)?;
    note(act, &entry, true)?;
    refresh(act)
}

/// Sets the days of the week that are worked, Monday first.
pub fn set_week(act: &mut Act<'_>, week: [bool; 7]) -> Result<(), Error> {
    allowed(act)?;
    if !week.contains(&true) {
        return Err(Error::invalid("week", Fault::Missing));
    }
    if calendar::week(act.conn)? == week {
        return Ok(());
    }
    calendar::set_week(act.conn, week)?;
    house_changes::append(act.conn, &HouseChange::Week { new: week }, &act.actor, act.now)?;
    refresh(act)
}

fn allowed(act: &Act<'_>) -> Result<(), Error> {
    if act.actor.runs_office() { Ok(()) } else { Err(Error::Forbidden) }
}

fn checked(entry: &CalendarEntry) -> Result<CalendarEntry, Error> {
    let mut faults = Faults::default();
    let name = faults.required("name", &entry.name, NAME);
    let source = faults.optional("source", entry.source.as_deref(), NAME);
    faults.day("on", Some(entry.from));
    faults.day("until", Some(entry.to));
    if entry.to < entry.from {
        faults.add("until", Fault::NotLater(entry.from));
    } else if (entry.to - entry.from).num_days() > LONGEST {
        faults.add("until", Fault::NotInRange { least: 1, most: LONGEST });
    }
    faults.finish()?;
    Ok(CalendarEntry { name, source, ..entry.clone() })
}

fn note(act: &mut Act<'_>, entry: &CalendarEntry, removed: bool) -> Result<(), Error> {
    let CalendarEntry { kind, name, from, to, .. } = entry.clone();
    let change = HouseChange::Entry { kind, name, from, to, removed };
    Ok(house_changes::append(act.conn, &change, &act.actor, act.now)?)
}

/// Works out anew on which days the lights of open tasks turn: from today on, the past stays.
fn refresh(act: &mut Act<'_>) -> Result<(), Error> {
    let calendar = Arc::new(calendar::read(act.conn)?);
    act.calendar = Arc::clone(&calendar);
    let days = act.app.settings.reports.days();
    let tree = departments::tree(act.conn)?;
    let ids = marks::with_marks(act.conn)?;
    for mut task in tasks::find_all(act.conn, &ids)? {
        let before = (task.soon_on, task.missed_on);
        task.set_marks(act.app.settings.tasks.due_soon_days, &days, &calendar);
        if before == (task.soon_on, task.missed_on) {
            continue;
        }
        marks::set(act.conn, &task)?;
        let asked = task.open_request_id.map(|id| requests::find(act.conn, id)).transpose()?;
        let leader = task.leader_id.or_else(|| tree.leader(task.lead_id));
        spans::write(act.conn, &task, leader, asked.map(|one| one.kind), act.today)?;
    }
    Ok(())
}
