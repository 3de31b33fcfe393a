//! People as rows, without their passwords: those are in [`super::sessions`]' keeping.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::{deputies, people};
use super::{Conn, Error};
use crate::domain::{DepartmentId, EmailAddress, Person, PersonId, Principal, Role};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = people, treat_none_as_null = true)]
struct PersonRow {
    id: PersonId,
    name: String,
    title: Option<String>,
    email: Option<String>,
    email_key: Option<String>,
    employee_no: Option<String>,
    phone: Option<String>,
    role: Role,
    top_leader: bool,
    department_id: Option<DepartmentId>,
    locale: Option<String>,
    active: bool,
}

impl TryFrom<PersonRow> for Person {
    type Error = Error;

    fn try_from(row: PersonRow) -> Result<Self, Error> {
        let PersonRow {
            id,
            name,
            title,
            email,
            email_key: _,
            employee_no,
            phone,
            role,
            top_leader,
            department_id,
            locale,
            active,
        } = row;
        let email = email
            .map(|text| text.parse::<EmailAddress>())
            .transpose()
            .map_err(|error| Error::Damaged(error.to_string()))?;
        Ok(Self {
            id,
            name,
            title,
            email,
            employee_no,
            phone,
            role,
            top_leader,
            department_id,
            locale,
            active,
        })
    }
}

impl From<&Person> for PersonRow {
    fn from(person: &Person) -> Self {
        let Person {
            id,
            name,
            title,
            email,
            employee_no,
            phone,
            role,
            top_leader,
            department_id,
            locale,
            active,
        } = person.clone();
        Self {
            id,
            name,
            title,
            email_key: email.as_ref().map(EmailAddress::key),
            email: email.map(|address| address.to_string()),
            employee_no,
            phone,
            role,
            top_leader,
            department_id,
            locale,
            active,
        }
    }
}

/// One person.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<Person, Error> {
    let row: PersonRow = people::table.find(id).select(PersonRow::as_select()).first(conn)?;
    row.try_into()
}

/// One person, who cannot be deactivated until the act is kept: for assigning.
pub fn find_held(conn: &mut Conn, id: PersonId) -> Result<Person, Error> {
    match conn {
        Conn::Postgres(pg) => {
            people::table.find(id).select(people::id).for_share().execute(pg)?;
        }
        // SQLite has one writer: nobody else changes anything meanwhile.
        Conn::Sqlite(_) => {}
    }
    find(conn, id)
}

/// The person whose address this is, however it is spelt.
pub fn find_by_email(conn: &mut Conn, email: &EmailAddress) -> Result<Option<Person>, Error> {
    let row: Option<PersonRow> = people::table
        .filter(people::email_key.eq(email.key()))
        .select(PersonRow::as_select())
        .first(conn)
        .optional()?;
    row.map(Person::try_from).transpose()
}

/// Everybody, by name.
pub fn all(conn: &mut Conn) -> Result<Vec<Person>, Error> {
    let rows: Vec<PersonRow> = people::table
        .order((people::name, people::id))
        .select(PersonRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Person::try_from).collect()
}

/// Keeps a new person; the id that `person` bears is not looked at.
pub fn insert(conn: &mut Conn, person: &Person, now: NaiveDateTime) -> Result<PersonId, Error> {
    let row = PersonRow::from(person);
    let id = diesel::insert_into(people::table)
        .values((
            people::name.eq(row.name),
            people::title.eq(row.title),
            people::email.eq(row.email),
            people::email_key.eq(row.email_key),
            people::employee_no.eq(row.employee_no),
            people::phone.eq(row.phone),
            people::role.eq(row.role),
            people::top_leader.eq(row.top_leader),
            people::department_id.eq(row.department_id),
            people::locale.eq(row.locale),
            people::active.eq(row.active),
            people::created_at.eq(now),
        ))
        .returning(people::id)
        .get_result(conn)?;
    Ok(id)
}

/// Writes back a person that was changed.
pub fn update(conn: &mut Conn, person: &Person) -> Result<(), Error> {
    let changed = diesel::update(people::table.find(person.id))
        .set((PersonRow::from(person), people::version.eq(people::version + 1)))
        .execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether there is anybody at all: an empty house is set up first.
pub fn any(conn: &mut Conn) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(people::table.select(people::id))).get_result(conn)?)
}

/// Takes a person in hand until the act is kept: nobody assigns them anything meanwhile.
pub fn lock(conn: &mut Conn, id: PersonId) -> Result<(), Error> {
    match conn {
        Conn::Postgres(pg) => {
            people::table.find(id).select(people::id).for_update().execute(pg)?;
        }
        // SQLite has one writer: nobody else changes anything meanwhile.
        Conn::Sqlite(_) => {}
    }
    Ok(())
}

/// Those of one department belong to another.
pub fn move_department(
    conn: &mut Conn,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), Error> {
    diesel::update(people::table.filter(people::department_id.eq(from)))
        .set((people::department_id.eq(into), people::version.eq(people::version + 1)))
        .execute(conn)?;
    Ok(())
}

/// Those for whom `deputy` stands in on `today`. Who stands in for somebody cannot be stood in
/// for in that: principals of principals are nobody's.
pub fn principals_of(
    conn: &mut Conn,
    deputy: PersonId,
    today: NaiveDate,
) -> Result<BTreeMap<PersonId, Principal>, Error> {
    let rows: Vec<(PersonId, (String, Role, bool))> = deputies::table
        .inner_join(people::table.on(people::id.eq(deputies::person_id)))
        .filter(deputies::deputy_id.eq(deputy))
        .filter(deputies::from_on.le(today))
        .filter(deputies::to_on.ge(today))
        .filter(people::active.eq(true))
        .select((people::id, (people::name, people::role, people::top_leader)))
        .load(conn)?;
    let principal = |(name, role, top_leader)| Principal { name, role, top_leader };
    Ok(rows.into_iter().map(|(id, row)| (id, principal(row))).collect())
}
