//! The schema goes up, down and up again on both databases, by the same names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use duban::persistence::{self, Conn};

use crate::databases::Database;

#[test]
fn both_folders_have_the_same_migrations_each_with_a_way_back() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .inspect(|path| {
                assert!(path.join("up.sql").is_file(), "{} has no up.sql", path.display());
                assert!(path.join("down.sql").is_file(), "{} has no down.sql", path.display());
            })
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect()
    };

    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn up_down_and_up_again_on_sqlite() {
    up_down_up(&Database::empty_sqlite());
}

#[test]
fn up_down_and_up_again_on_postgresql() {
    if let Some(database) = Database::empty_postgres() {
        up_down_up(&database);
    }
}

#[test]
fn a_second_run_has_nothing_left_to_do() {
    let database = Database::sqlite();
    let mut conn = Conn::open(database.url()).unwrap();

    assert_eq!(persistence::migrate(&mut conn).unwrap(), Vec::<String>::new());
}

#[track_caller]
fn up_down_up(database: &Database) {
    let mut conn = Conn::open(database.url()).unwrap();

    let first = persistence::migrate(&mut conn).unwrap();
    persistence::revert_all(&mut conn).unwrap();
    let applied = |one: &persistence::MigrationStatus| one.applied;
    assert!(!persistence::status(&mut conn).unwrap().iter().any(applied));
    let second = persistence::migrate(&mut conn).unwrap();

    assert!(!first.is_empty());
    assert_eq!(first, second);
    assert!(persistence::status(&mut conn).unwrap().iter().all(applied));
}
