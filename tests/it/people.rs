//! People and what they are found by.

use duban::domain::{Actor, EmailAddress, Person, PersonId, Role};
use duban::persistence::{Error, people};

use crate::databases::{Database, on_both};
use crate::office::Office;

on_both!(an_address_is_found_however_it_is_spelt, an_address_belongs_to_one_person);

async fn an_address_is_found_however_it_is_spelt(database: Database) {
    let office = Office::on("2026-03-06", database);
    let id = enter(&office, "Anna@example.edu").unwrap();

    let address = "anna@EXAMPLE.edu".parse().unwrap();
    let found = office.app.db.read(|conn| people::find_by_email(conn, &address)).unwrap().unwrap();

    assert_eq!(found.id, id);
    assert_eq!(found.email.unwrap().to_string(), "Anna@example.edu");
}

async fn an_address_belongs_to_one_person(database: Database) {
    let office = Office::on("2026-03-06", database);
    enter(&office, "anna@example.edu").unwrap();

    let second = enter(&office, "ANNA@example.edu");

    assert!(matches!(second, Err(Error::Conflict(_))), "{second:?}");
}

fn enter(office: &Office, email: &str) -> Result<PersonId, Error> {
    let email: EmailAddress = email.parse().unwrap();
    let anna = Person {
        id: PersonId(0),
        name: "Anna".into(),
        title: None,
        email: Some(email),
        employee_no: None,
        phone: None,
        role: Role::Staff,
        top_leader: false,
        department_id: None,
        locale: None,
        active: true,
    };
    office.app.act_now(Actor::operator(), |act| people::insert(act.conn, &anna, act.now))
}
