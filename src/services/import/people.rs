//! People taken in: known by address, by employee number, else by name.

use std::collections::BTreeMap;

use super::names::Names;
use super::place::{Columns, Hand};
use super::{Change, Choices, RowOutcome, What};
use crate::app::Act;
use crate::domain::import::{Field, Note, Table, Trouble, key, role, truth};
use crate::domain::{FieldFault, Person, PersonId, Role};
use crate::i18n::Lang;
use crate::services::Error;
use crate::services::directory::{self, PersonInput};

/// Takes the rows of a list of people in.
pub(super) fn run(
    act: &mut Act<'_>,
    table: &Table,
    columns: &[Option<Field>],
    choices: &Choices,
    lang: Lang,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<RowOutcome>, Error> {
    let columns = Columns::new(table, columns);
    let mut names = Names::of(act, choices)?;
    let texts = table.rows.iter().map(|row| columns.cell(row, Field::Department).text());
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    let made = names.make(act, texts.into_iter())?;
    let mut seen: BTreeMap<PersonId, u32> = BTreeMap::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for (count, row) in table.rows.iter().enumerate() {
        let mut hand = Hand::new(&columns, row, Field::Name);
        take(act, &names, &mut hand, lang, &mut seen)?;
        let department = hand.cell(Field::Department).text();
        if made.contains(&department) {
            hand.out.notes.push(Note::NewDepartment(department));
        }
        if !hand.out.wrong.is_empty() {
            hand.out.what = What::Wrong;
        }
        rows.push(hand.out);
        progress(count + 1, table.rows.len());
    }
    Ok(rows)
}

fn take(
    act: &mut Act<'_>,
    names: &Names,
    hand: &mut Hand<'_, '_>,
    lang: Lang,
    seen: &mut BTreeMap<PersonId, u32>,
) -> Result<(), Error> {
    hand.out.title = hand.text(Field::Name);
    hand.out.beside = hand.cell(Field::Department).text();
    hand.out.due = hand.text(Field::Email);
    let known = match known(names, hand) {
        Ok(known) => known.cloned(),
        Err(trouble) => {
            hand.wrong(Field::Name, trouble);
            return Ok(());
        }
    };
    if let Some(person) = &known
        && let Some(earlier) = seen.insert(person.id, hand.row.number)
    {
        hand.wrong(Field::Name, Trouble::Repeats(earlier));
        return Ok(());
    }
    let before = known.as_ref().map_or_else(|| PersonInput::new(Role::Staff), PersonInput::of);
    let input = said(names, hand, &before);
    if !hand.out.wrong.is_empty() {
        return Ok(());
    }
    let outcome = if let Some(person) = known {
        differences(names, hand, &before, &input, lang);
        if input == before {
            hand.out.what = What::Same;
            return Ok(());
        }
        hand.out.what = What::Changed;
        act.attempt(true, |act| directory::update_person(act, person.id, &input))
    } else {
        hand.out.what = What::New;
        act.attempt(true, |act| directory::create_person(act, &input))
    };
    match outcome {
        Ok(person) => {
            seen.insert(person.id, hand.row.number);
            Ok(())
        }
        Err(error) => hand.refused(error, field_of),
    }
}

/// Whom a row is about; by name only where one person bears it and no other mark speaks against.
fn known<'n>(names: &'n Names, hand: &mut Hand<'_, '_>) -> Result<Option<&'n Person>, Trouble> {
    let email = hand.text(Field::Email).to_lowercase();
    let number = hand.text(Field::EmployeeNo);
    let name = hand.text(Field::Name);
    let people = names.people();
    let by_email = people
        .iter()
        .find(|one| !email.is_empty() && one.email.as_ref().is_some_and(|own| own.key() == email));
    let by_number = || {
        people.iter().find(|one| !number.is_empty() && one.employee_no.as_ref() == Some(&number))
    };
    if let Some(found) = by_email.or_else(by_number) {
        return Ok(Some(found));
    }
    let mut alike = people.iter().filter(|one| {
        let other_mark = |own: Option<String>, given: &str| {
            !given.is_empty() && own.is_some_and(|own| !own.eq_ignore_ascii_case(given))
        };
        key(&one.name) == key(&name)
            && !other_mark(one.email.as_ref().map(ToString::to_string), &email)
            && !other_mark(one.employee_no.clone(), &number)
    });
    match (alike.next(), alike.next()) {
        (Some(_), Some(_)) => Err(Trouble::SeveralPeople(name)),
        (found, _) => Ok(found),
    }
}

/// The person as the row describes them; what it does not say stays.
fn said(names: &Names, hand: &mut Hand<'_, '_>, before: &PersonInput) -> PersonInput {
    let mut input = before.clone();
    let mut optional = |field: Field, was: &mut Option<String>| {
        let text = hand.text(field);
        if !text.is_empty() {
            *was = Some(text);
        }
    };
    optional(Field::JobTitle, &mut input.title);
    optional(Field::EmployeeNo, &mut input.employee_no);
    optional(Field::Phone, &mut input.phone);
    let mut email = None;
    optional(Field::Email, &mut email);
    // The same address in other letters is no change.
    let own = input.email.as_ref().map(|own| own.to_lowercase());
    if email.as_ref().is_some_and(|email| Some(email.to_lowercase()) != own) {
        input.email = email;
    }
    let mut locale = None;
    optional(Field::Locale, &mut locale);
    if let Some(locale) = locale {
        input.locale = Some(match key(&locale).as_str() {
            "中文" | "简体中文" | "汉语" | "chinese" | "zh" => "zh-CN".to_owned(),
            "英文" | "英语" | "english" => "en".to_owned(),
            _ => locale,
        });
    }
    let name = hand.text(Field::Name);
    if key(&name) != key(&input.name) {
        input.name = name;
    }
    if let Some(found) = hand.check(Field::Role, role(hand.cell(Field::Role))) {
        input.role = found;
    }
    if let Some(top) = hand.check(Field::TopLeader, truth(hand.cell(Field::TopLeader))) {
        input.top_leader = top;
    }
    if let Some(active) = hand.check(Field::Active, truth(hand.cell(Field::Active))) {
        input.active = active;
    }
    let department = hand.text(Field::Department);
    if !department.is_empty() {
        match names.department(&department) {
            Ok(Some(id)) => input.department_id = Some(id),
            Ok(None) => {}
            Err(trouble) => hand.wrong(Field::Department, trouble),
        }
    }
    input
}

fn differences(
    names: &Names,
    hand: &mut Hand<'_, '_>,
    before: &PersonInput,
    now: &PersonInput,
    lang: Lang,
) {
    let words = |input: &PersonInput| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let department = input.department_id.map(|id| names.tree.name(id).to_owned());
        [
            (Field::Name, input.name.clone()),
            (Field::JobTitle, text(&input.title)),
            (Field::Email, text(&input.email)),
            (Field::Phone, text(&input.phone)),
            (Field::EmployeeNo, text(&input.employee_no)),
            (Field::Role, lang.role(input.role).to_owned()),
            (Field::Department, department.unwrap_or_default()),
            (Field::Locale, text(&input.locale)),
            (Field::TopLeader, lang.yes_or_no(input.top_leader).to_owned()),
            (Field::Active, lang.yes_or_no(input.active).to_owned()),
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
        "title" => Field::JobTitle,
        "email" => Field::Email,
        "employee_no" => Field::EmployeeNo,
        "phone" => Field::Phone,
        "locale" => Field::Locale,
        "department_id" => Field::Department,
        "active" => Field::Active,
        _ => return None,
    })
}
