//! People: added, changed, deactivated once they hold nothing any more.

use super::departments::check_department;
use crate::app::Act;
use crate::domain::{
    Actor, DepartmentId, EmailAddress, Fault, Faults, Person, PersonId, Role, UnknownWord,
};
use crate::i18n::{Lang, UnknownLanguage};
use crate::persistence::views::holdings::Holdings;
use crate::persistence::{
    action_links, bounces, departments, one_time_links, people, sessions, tokens,
};
use crate::services::Error;

/// The longest name.
const NAME: usize = 200;
/// The longest title, number or telephone.
const SHORT: usize = 100;

/// A person as somebody describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonInput {
    /// Their name.
    pub name: String,
    /// Their title 职务.
    pub title: Option<String>,
    /// Where letters go; also the account's name.
    pub email: Option<String>,
    /// Employee number.
    pub employee_no: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What the account is for.
    pub role: Role,
    /// Whether they are a top leader.
    pub top_leader: bool,
    /// The department they belong to.
    pub department_id: Option<DepartmentId>,
    /// `en`, `zh-CN`, or the organisation's.
    pub locale: Option<String>,
    /// Whether they can sign in and be assigned anything.
    pub active: bool,
}

impl PersonInput {
    /// Somebody with `role` of whom nothing else is known yet.
    pub fn new(role: Role) -> Self {
        Self {
            name: String::new(),
            title: None,
            email: None,
            employee_no: None,
            phone: None,
            role,
            top_leader: false,
            department_id: None,
            locale: None,
            active: true,
        }
    }

    /// `person` as they are, to be changed in part.
    pub fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            title: person.title.clone(),
            email: person.email.as_ref().map(ToString::to_string),
            employee_no: person.employee_no.clone(),
            phone: person.phone.clone(),
            role: person.role,
            top_leader: person.top_leader,
            department_id: person.department_id,
            locale: person.locale.clone(),
            active: person.active,
        }
    }
}

/// Whether `actor` may give or take an account with `role`: the office changes people, but only an
/// administrator changes administrators and office heads.
pub fn may_change(actor: &Actor, role: Role) -> bool {
    actor.wears(|own| match own {
        Role::Admin => true,
        Role::OfficeHead | Role::Clerk => !matches!(role, Role::Admin | Role::OfficeHead),
        Role::Leader | Role::Staff | Role::Observer => false,
    })
}

/// Refuses where [`may_change`] says no.
pub fn check_may_change(actor: &Actor, role: Role) -> Result<(), Error> {
    if may_change(actor, role) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Adds a person.
pub fn create_person(act: &mut Act<'_>, input: &PersonInput) -> Result<Person, Error> {
    check_may_change(&act.actor, input.role)?;
    departments::lock_directory(act.conn)?;
    let person = checked_person(act, PersonId(0), input, None)?;
    let id = people::insert(act.conn, &person, act.now)?;
    Ok(Person { id, ..person })
}

/// Changes a person. Who still holds work is not deactivated.
pub fn update_person(
    act: &mut Act<'_>,
    id: PersonId,
    input: &PersonInput,
) -> Result<Person, Error> {
    let before = people::find(act.conn, id)?;
    check_may_change(&act.actor, before.role)?;
    check_may_change(&act.actor, input.role)?;
    departments::lock_directory(act.conn)?;
    let person = checked_person(act, id, input, Some(&before))?;
    if before.active && !person.active {
        check_holds_nothing(act, &before)?;
        sessions::end_all(act.conn, id, None, act.now)?;
        tokens::revoke_all(act.conn, id, act.now)?;
        one_time_links::spend_all(act.conn, Some(id), act.now)?;
        action_links::withdraw_of(act.conn, id, act.now)?;
    }
    people::update(act.conn, &person)?;
    Ok(person)
}

/// Says that the address of a person is right, although letters came back from it.
pub fn confirm_address(act: &mut Act<'_>, id: PersonId) -> Result<(), Error> {
    let person = people::find(act.conn, id)?;
    check_may_change(&act.actor, person.role)?;
    match &person.email {
        Some(address) => Ok(bounces::clear(act.conn, address)?),
        None => Ok(()),
    }
}

fn check_holds_nothing(act: &mut Act<'_>, person: &Person) -> Result<(), Error> {
    if act.actor.is(Some(person.id)) {
        return Err(Error::invalid("active", Fault::OwnAccount));
    }
    people::lock(act.conn, person.id)?;
    let open = Holdings::of(act.conn, person.id, act.today)?.tasks();
    let open = i64::try_from(open).unwrap_or(i64::MAX);
    if open > 0 { Err(Error::invalid("active", Fault::HoldsTasks(open))) } else { Ok(()) }
}

fn checked_person(
    act: &mut Act<'_>,
    id: PersonId,
    input: &PersonInput,
    before: Option<&Person>,
) -> Result<Person, Error> {
    let mut faults = Faults::default();
    let name = faults.required("name", &input.name, NAME);
    let title = faults.optional("title", input.title.as_deref(), SHORT);
    let employee_no = faults.optional("employee_no", input.employee_no.as_deref(), SHORT);
    let phone = faults.optional("phone", input.phone.as_deref(), SHORT);
    let email = input.email.as_deref().filter(|text| !text.trim().is_empty());
    let email = email.and_then(|text| faults.check("email", text.parse::<EmailAddress>()));
    if let Some(email) = &email
        && let Some(other) = people::find_by_email(act.conn, email)?
        && other.id != id
    {
        faults.add("email", Fault::Taken(email.to_string()));
    }
    if let Some(number) = &employee_no
        && people::all(act.conn)?
            .iter()
            .any(|other| other.id != id && other.employee_no.as_ref() == Some(number))
    {
        faults.add("employee_no", Fault::Taken(number.clone()));
    }
    let locale = input.locale.as_deref().filter(|tag| !tag.is_empty());
    let locale = locale.and_then(|tag| faults.check("locale", language(tag)));
    let unchanged = before.and_then(|before| before.department_id);
    if let Some(department) = input.department_id
        && unchanged != Some(department)
    {
        let tree = departments::tree(act.conn)?;
        check_department(&mut faults, &tree, "department_id", department);
    }
    faults.finish().map_err(Error::Invalid)?;
    Ok(Person {
        id,
        name,
        title,
        email,
        employee_no,
        phone,
        role: input.role,
        top_leader: input.top_leader,
        department_id: input.department_id,
        locale: locale.map(|lang| lang.tag().to_owned()),
        active: input.active,
    })
}

fn language(tag: &str) -> Result<Lang, Fault> {
    tag.parse().map_err(|error: UnknownLanguage| {
        Fault::Word(UnknownWord {
            word: error.0,
            what: "a language",
            known: "en, zh-CN".to_owned(),
        })
    })
}
