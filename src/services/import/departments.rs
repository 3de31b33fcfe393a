//! Departments taken in: first all of them, then who lies below whom and who leads them, so that
//! a row may name one that stands further down.

use std::collections::BTreeMap;

use super::names::Names;
use super::place::{Columns, Hand};
use super::{Change, Choices, RowOutcome, What};
use crate::app::Act;
use crate::domain::import::{Field, Table, Trouble, names as several, truth};
use crate::domain::{DepartmentId, FieldFault, PersonId};
use crate::i18n::Lang;
use crate::services::Error;
use crate::services::directory::{self, DepartmentInput};

/// Takes the rows of a list of departments in.
pub(super) fn run(
    act: &mut Act<'_>,
    table: &Table,
    columns: &[Option<Field>],
    choices: &Choices,
    lang: Lang,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<RowOutcome>, Error> {
    let columns = Columns::new(table, columns);
    let names = Names::of(act, choices)?;
    let mut seen: BTreeMap<DepartmentId, u32> = BTreeMap::new();
    let mut hands = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut hand = Hand::new(&columns, row, Field::Name);
        let id = begin(act, &names, &mut hand, &mut seen)?;
        hands.push((hand, id));
    }
    let names = Names::of(act, choices)?;
    let mut rows = Vec::with_capacity(hands.len());
    let all = hands.len();
    for (count, (mut hand, id)) in hands.into_iter().enumerate() {
        if let Some(id) = id {
            complete(act, &names, &mut hand, id, lang)?;
        }
        if !hand.out.wrong.is_empty() {
            hand.out.what = What::Wrong;
        }
        rows.push(hand.out);
        progress(count + 1, all);
    }
    Ok(rows)
}

/// The department of a row, made where nobody knows it.
fn begin(
    act: &mut Act<'_>,
    names: &Names,
    hand: &mut Hand<'_, '_>,
    seen: &mut BTreeMap<DepartmentId, u32>,
) -> Result<Option<DepartmentId>, Error> {
    let name = hand.text(Field::Name);
    hand.out.title.clone_from(&name);
    hand.out.beside = hand.cell(Field::Parent).text();
    hand.out.due = hand.cell(Field::Head).text();
    let exact = names.tree.iter().find(|one| one.name == name).map(|one| one.id);
    let known = exact.or_else(|| names.department(&name).ok().flatten());
    let Some(id) = known.map_or_else(|| make(act, hand, name, seen), |id| Ok(Some(id)))? else {
        return Ok(None);
    };
    if let Some(earlier) = seen.insert(id, hand.row.number) {
        hand.wrong(Field::Name, Trouble::Repeats(earlier));
        return Ok(None);
    }
    Ok(Some(id))
}

/// A department of that name; `None` where it is refused.
fn make(
    act: &mut Act<'_>,
    hand: &mut Hand<'_, '_>,
    name: String,
    seen: &BTreeMap<DepartmentId, u32>,
) -> Result<Option<DepartmentId>, Error> {
    hand.out.what = What::New;
    let input = DepartmentInput { name, ..DepartmentInput::default() };
    match act.attempt(true, |act| directory::create_department(act, &input)) {
        Ok(made) => Ok(Some(made.id)),
        Err(Error::Invalid(faults)) if faults.iter().all(is_taken) => {
            // The row above made it.
            let tree = crate::persistence::departments::tree(act.conn)?;
            let above = tree.iter().find(|one| one.name == input.name);
            let earlier = above.and_then(|one| seen.get(&one.id).copied());
            hand.wrong(Field::Name, Trouble::Repeats(earlier.unwrap_or_default()));
            Ok(None)
        }
        Err(error) => {
            hand.refused(error, field_of)?;
            Ok(None)
        }
    }
}

fn is_taken(fault: &FieldFault) -> bool {
    matches!(fault.fault, crate::domain::Fault::Taken(_))
}

/// What else the row says, once all departments are there.
fn complete(
    act: &mut Act<'_>,
    names: &Names,
    hand: &mut Hand<'_, '_>,
    id: DepartmentId,
    lang: Lang,
) -> Result<(), Error> {
    let Some(before) = names.tree.get(id).map(DepartmentInput::of) else { return Ok(()) };
    let mut input = before.clone();
    let english = hand.text(Field::NameEn);
    if !english.is_empty() {
        input.name_en = Some(english);
    }
    let aliases = several(&hand.text(Field::Aliases));
    if !aliases.is_empty() {
        input.aliases = aliases;
    }
    let parent = hand.text(Field::Parent);
    if !parent.is_empty() {
        match names.department(&parent) {
            Ok(Some(id)) => input.parent_id = Some(id),
            Ok(None) => {}
            Err(trouble) => hand.wrong(Field::Parent, trouble),
        }
    }
    for (field, place) in [(Field::Head, &mut input.head_id), (Field::Leader, &mut input.leader_id)]
    {
        let cell = hand.text(field);
        match names.person(&cell, Some(id)) {
            Ok((Some(person), _)) => *place = Some(person),
            Ok((None, _)) => {}
            Err(trouble) => hand.wrong(field, trouble),
        }
    }
    let mut contacts: Vec<PersonId> = Vec::new();
    for name in several(&hand.text(Field::Contacts)) {
        match names.person(&name, Some(id)) {
            Ok((found, _)) => contacts.extend(found),
            Err(trouble) => hand.wrong(Field::Contacts, trouble),
        }
    }
    contacts.sort_unstable();
    contacts.dedup();
    let mut known = before.contact_ids.clone();
    known.sort_unstable();
    if !contacts.is_empty() && contacts != known {
        input.contact_ids = contacts;
    }
    if let Some(active) = hand.check(Field::Active, truth(hand.cell(Field::Active))) {
        input.active = Some(active);
    }
    if !hand.out.wrong.is_empty() || input == before {
        return Ok(());
    }
    if hand.out.what != What::New {
        hand.out.what = What::Changed;
        differences(names, hand, &before, &input, lang);
    }
    match act.attempt(true, |act| directory::update_department(act, id, &input)) {
        Ok(_) => Ok(()),
        Err(error) => hand.refused(error, field_of),
    }
}

fn differences(
    names: &Names,
    hand: &mut Hand<'_, '_>,
    before: &DepartmentInput,
    now: &DepartmentInput,
    lang: Lang,
) {
    let words = |input: &DepartmentInput| {
        let contacts = input.contact_ids.iter().map(|id| names.called(Some(*id)));
        [
            (Field::NameEn, input.name_en.clone().unwrap_or_default()),
            (Field::Aliases, input.aliases.join("、")),
            (
                Field::Parent,
                input.parent_id.map(|id| names.tree.name(id).to_owned()).unwrap_or_default(),
            ),
            (Field::Head, names.called(input.head_id)),
            (Field::Leader, names.called(input.leader_id)),
            (Field::Contacts, contacts.collect::<Vec<_>>().join("、")),
            (Field::Active, lang.yes_or_no(input.active.unwrap_or(true)).to_owned()),
        ]
    };
    for ((field, old), (_, new)) in words(before).into_iter().zip(words(now)) {
        if old != new {
            hand.out.changes.push(Change { field, old, new });
        }
    }
}

fn field_of(fault: &FieldFault) -> Option<Field> {
    Some(match fault.field.as_str() {
        "name_en" => Field::NameEn,
        "aliases" => Field::Aliases,
        "parent_id" => Field::Parent,
        "head_id" => Field::Head,
        "leader_id" => Field::Leader,
        "contact_ids" => Field::Contacts,
        "active" => Field::Active,
        _ => return None,
    })
}
