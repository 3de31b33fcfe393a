//! A row that names a task: what differs is changed, by the use case of the task's page.

use super::ledger::{Ledger, field_of, sorted, when};
use super::names::Names;
use super::place::Hand;
use super::task_row::Said;
use super::{Change, What};
use crate::app::Act;
use crate::domain::import::{Due, Field, Note, Trouble, state};
use crate::domain::{Task, TaskId};
use crate::persistence::{programmes, tasks as rows};
use crate::services::Error;
use crate::services::tasks::{self, TaskPatch};

/// Changes what differs. A row with our own id says everything: an empty cell empties; where a
/// task was found by its number or its title, an empty cell says nothing.
pub(super) fn change(
    ledger: &mut Ledger<'_>,
    act: &mut Act<'_>,
    hand: &mut Hand<'_, '_>,
    said: &Said,
    percent: &Result<Option<i32>, Trouble>,
    (id, sure): (TaskId, bool),
) -> Result<(), Error> {
    let task = rows::find(act.conn, id)?;
    hand.out.task = Some((task.id, task.number.clone()));
    untouched(hand, &task, percent);
    // What still stands there is right, whoever else bears the name by now, or has left.
    let kept: Vec<Field> =
        NAMED.iter().copied().filter(|field| bears(&ledger.names, hand, &task, *field)).collect();
    hand.out.wrong.retain(|wrong| wrong.field.is_none_or(|field| !kept.contains(&field)));
    let patch = differing(ledger, act, hand, (said, &kept), &task, sure)?;
    if !hand.out.wrong.is_empty() {
        return Ok(());
    }
    if hand.out.changes.is_empty() {
        hand.out.what = What::Same;
        return Ok(());
    }
    hand.out.what = What::Changed;
    let seen = hand.text(Field::Version);
    if sure && !seen.is_empty() && seen.parse() != Ok(task.version) {
        hand.wrong(Field::Version, Trouble::Stale);
        return Ok(());
    }
    let programme = said.programme.clone();
    let outcome = act.attempt(true, |act| {
        let mut patch = patch;
        if patch.programme_id.is_some() {
            let id = ledger.programme(act, &programme, &mut hand.out.notes)?;
            patch.programme_id = Some(id);
        }
        tasks::edit(act, id, task.version, patch)
    });
    match outcome {
        Ok(_) => Ok(()),
        Err(error) => hand.refused(error, field_of),
    }
}

/// What a table does not change is pointed out where it differs.
fn untouched(hand: &mut Hand<'_, '_>, task: &Task, percent: &Result<Option<i32>, Trouble>) {
    if let Ok(Some(other)) = state(hand.cell(Field::State))
        && other != task.state
    {
        hand.out.notes.push(Note::NotByTable(Field::State));
    }
    if let Ok(Some(other)) = percent
        && *other != task.percent
    {
        hand.out.notes.push(Note::NotByTable(Field::Percent));
    }
}

/// What differs, with the words for it noted.
fn differing(
    ledger: &Ledger<'_>,
    act: &mut Act<'_>,
    hand: &mut Hand<'_, '_>,
    (said, kept): (&Said, &[Field]),
    task: &Task,
    sure: bool,
) -> Result<TaskPatch, Error> {
    let lang = ledger.lang;
    let names = &ledger.names;
    let mut patch = TaskPatch::default();
    let says = |hand: &Hand<'_, '_>, field: Field| {
        hand.columns.has(field) && (sure || !hand.cell(field).is_blank()) && !kept.contains(&field)
    };
    let note = |hand: &mut Hand<'_, '_>, field, old: String, new: String| {
        hand.out.changes.push(Change { field, old, new });
    };
    if says(hand, Field::Title) && plain(&said.title) != plain(&task.title) {
        note(hand, Field::Title, task.title.clone(), said.title.clone());
        patch.title = Some(said.title.clone());
    }
    if says(hand, Field::Requirement) && plain(&said.requirement) != plain(&task.requirement) {
        note(hand, Field::Requirement, task.requirement.clone(), said.requirement.clone());
        patch.requirement = Some(said.requirement.clone());
    }
    if let Some(lead) = said.lead.filter(|lead| *lead != task.lead_id)
        && !kept.contains(&Field::Lead)
    {
        let called = |id| names.tree.name(id).to_owned();
        note(hand, Field::Lead, called(task.lead_id), called(lead));
        patch.lead_id = Some(lead);
    } else if sure && hand.columns.has(Field::Lead) && hand.cell(Field::Lead).is_blank() {
        hand.wrong(Field::Lead, crate::domain::Fault::Missing);
    }
    let supporters = sorted(&said.supporters);
    let listed = says(hand, Field::Supporters)
        || !hand.columns.has(Field::Supporters) && !supporters.is_empty();
    if listed && supporters != sorted(&task.supporters) {
        let called = |ids: &[_]| names.departments_called(ids);
        note(hand, Field::Supporters, called(&task.supporters), called(&supporters));
        patch.supporters = Some(supporters);
    }
    for (field, now, was, place) in [
        (Field::Handler, said.handler, task.handler_id, &mut patch.handler_id),
        (Field::Follower, said.follower, task.follower_id, &mut patch.follower_id),
    ] {
        if says(hand, field) && now != was {
            note(hand, field, names.called(was), names.called(now));
            *place = Some(now);
        }
    }
    if let Some(person) = said.responsible.filter(|_| !hand.columns.has(Field::Handler)) {
        let head = names.tree.head(task.lead_id);
        if Some(person) != head && Some(person) != task.handler_id {
            note(hand, Field::Handler, names.called(task.handler_id), names.called(Some(person)));
            patch.handler_id = Some(Some(person));
        }
    }
    let inherited = names.tree.leader(task.lead_id);
    let effective = task.leader_id.or(inherited);
    if says(hand, Field::Leader) && said.leader != effective {
        note(hand, Field::Leader, names.called(effective), names.called(said.leader));
        patch.leader_id = Some(said.leader.filter(|leader| Some(*leader) != inherited));
    }
    due(hand, said, task, sure, lang, &mut patch);
    if let Some(urgency) = said.urgency.filter(|urgency| *urgency != task.urgency) {
        let called = |one| lang.urgency(one).to_owned();
        note(hand, Field::Urgency, called(task.urgency), called(urgency));
        patch.urgency = Some(urgency);
    }
    if let Some(evidence) = said.evidence.filter(|yes| *yes != task.evidence_required) {
        let called = |yes| lang.yes_or_no(yes).to_owned();
        note(hand, Field::Evidence, called(task.evidence_required), called(evidence));
        patch.evidence_required = Some(evidence);
    }
    if says(hand, Field::Programme) {
        let was = task.programme_id.map(|id| programmes::find(act.conn, id)).transpose()?;
        let was = was.map(|one| one.name).unwrap_or_default();
        if was.trim() != said.programme {
            note(hand, Field::Programme, was, said.programme.clone());
            // Which one it is, or becomes, is found out when it is done.
            patch.programme_id = Some(None);
        }
    }
    Ok(patch)
}

/// By when, and by which rhythm.
fn due(
    hand: &mut Hand<'_, '_>,
    said: &Said,
    task: &Task,
    sure: bool,
    lang: crate::i18n::Lang,
    patch: &mut TaskPatch,
) {
    let (due_on, long_term, rhythm) = when(said);
    let mut note = |field, old: String, new: String| {
        hand.out.changes.push(Change { field, old, new });
    };
    let spoken = match said.due {
        Some(Due::Open) => sure,
        Some(_) => true,
        None => false,
    };
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| lang.date(day)).unwrap_or_default();
    if spoken && due_on != task.due_on {
        note(Field::Due, day(task.due_on), day(due_on));
        patch.due_on = Some(due_on);
    }
    let settled = said.long_term.is_some() || spoken && said.due != Some(Due::Open);
    if settled && long_term != task.long_term {
        let called = |yes| lang.yes_or_no(yes).to_owned();
        note(Field::LongTerm, called(task.long_term), called(long_term));
        patch.long_term = Some(long_term);
    }
    if let Some(rhythm) = rhythm.filter(|rhythm| *rhythm != task.cadence) {
        let called = |one| lang.cadence(one).to_owned();
        note(Field::Cadence, called(task.cadence), called(rhythm));
        patch.cadence = Some(rhythm);
    }
}

/// Fields whose cells bear names.
const NAMED: [Field; 5] =
    [Field::Lead, Field::Supporters, Field::Handler, Field::Leader, Field::Follower];

/// Whether a cell bears the names that stand in the task.
fn bears(names: &Names, hand: &Hand<'_, '_>, task: &Task, field: Field) -> bool {
    if !hand.columns.has(field) {
        return false;
    }
    let cell = plain(&hand.cell(field).text());
    let stands = match field {
        Field::Lead => names.tree.name(task.lead_id).to_owned(),
        Field::Supporters => {
            let mut listed: Vec<&str> = cell.split('、').collect();
            let mut kept: Vec<&str> =
                task.supporters.iter().map(|id| names.tree.name(*id)).collect();
            listed.sort_unstable();
            kept.sort_unstable();
            return !task.supporters.is_empty() && listed == kept;
        }
        Field::Handler => names.called(task.handler_id),
        Field::Leader => names.called(task.leader_id.or(names.tree.leader(task.lead_id))),
        _ => names.called(task.follower_id),
    };
    !stands.is_empty() && plain(&stands) == cell
}

/// Words as a cell keeps them: without what no cell shows, and without the space around them.
fn plain(text: &str) -> String {
    let shown: String =
        text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    shown.trim().to_owned()
}
