//! People and what they are found by.

use duban::domain::{EmailAddress, Person, PersonId, Role};
use duban::persistence::{Db, Error, people};

use crate::databases::{Database, on_both};

on_both!(an_address_is_found_however_it_is_spelt, an_address_belongs_to_one_person);

async fn an_address_is_found_however_it_is_spelt(database: Database) {
    let db = Db::open(database.url()).unwrap();
    let id = db.write(|conn| people::insert(conn, &someone("Anna@example.edu"), now())).unwrap();

    let found = db
        .read(|conn| people::find_by_email(conn, &"anna@EXAMPLE.edu".parse().unwrap()))
        .unwrap()
        .unwrap();

    assert_eq!(found.id, id);
    assert_eq!(found.email.unwrap().to_string(), "Anna@example.edu");
}

async fn an_address_belongs_to_one_person(database: Database) {
    let db = Db::open(database.url()).unwrap();
    db.write(|conn| people::insert(conn, &someone("anna@example.edu"), now())).unwrap();

    let second = db.write(|conn| people::insert(conn, &someone("ANNA@example.edu"), now()));

    assert!(matches!(second, Err(Error::Conflict(_))), "{second:?}");
}

fn someone(email: &str) -> Person {
    let email: EmailAddress = email.parse().unwrap();
    Person {
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
    }
}

fn now() -> chrono::NaiveDateTime {
    "2026-03-06T08:00:00".parse().unwrap()
}
