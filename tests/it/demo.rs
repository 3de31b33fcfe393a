//! `duban demo` from outside: as it is started, and what it refuses.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};

use duban::persistence::{Db, settings};
use duban::services::accounts;

use crate::databases::Database;

#[test]
fn the_story_is_told_on_sqlite() {
    told(&Database::empty_sqlite());
}

#[test]
fn the_story_is_told_on_postgresql() {
    if let Some(database) = Database::empty_postgres() {
        told(&database);
    }
}

#[test]
fn a_database_that_holds_anything_else_is_refused() {
    let database = Database::sqlite();

    let Output { status, stderr, .. } = demo(&database, &[]).output().unwrap();

    assert_eq!(status.code(), Some(1));
    let said = String::from_utf8(stderr).unwrap();
    assert!(said.contains("holds something else than a demonstration"), "{said}");
    let db = Db::open(database.url()).unwrap();
    assert_eq!(db.read(|conn| settings::get(conn, settings::DEMO)).unwrap(), None);
}

#[test]
fn a_day_before_the_study_meeting_is_refused() {
    let database = Database::empty_sqlite();

    let Output { status, stderr, .. } =
        demo(&database, &["--today", "2023-03-20"]).output().unwrap();

    assert_eq!(status.code(), Some(1));
    let said = String::from_utf8(stderr).unwrap();
    assert!(said.contains("cannot end before 2023-06-16"), "{said}");
}

/// The whole year is told, in Chinese, in place of an older story, and there is somebody of each
/// role to sign in as.
#[track_caller]
fn told(database: &Database) {
    drop(Running::start(database));
    drop(Running::start_with(database, &["--today", "2023-06-16", "--lang", "zh-CN"]));

    let db = Db::open(database.url()).unwrap();
    let story = db.read(|conn| settings::get(conn, settings::DEMO_STORY)).unwrap();
    assert_eq!(story.as_deref(), Some("2023-06-16 zh-CN 0"));
    let offered = db.read(accounts::demo_people).unwrap();
    let names: Vec<&str> = offered.iter().map(|(person, _)| person.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "分管教学副院长",
            "党政办公室主任",
            "督办员",
            "教务处处长",
            "学前教育学院联络员",
            "系统管理员"
        ]
    );
}

/// The command, with nothing of this machine's own settings.
fn demo(database: &Database, arguments: &[&str]) -> Command {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
    command
        .args(["demo", "--port", &port.to_string()])
        .args(arguments)
        .env("DUBAN_DATABASE__URL", database.url())
        .env("LANG", "C.UTF-8")
        .env("RUST_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A demonstration that runs until it is dropped.
pub struct Running {
    process: Child,
    address: String,
}

impl Running {
    /// In English, on the day of the design.
    pub fn start(database: &Database) -> Self {
        Self::start_with(database, &["--today", "2023-06-16", "--lang", "en"])
    }

    /// The same, where the office head signs before anything is issued.
    pub fn start_with_signatures(database: &Database) -> Self {
        let mut command = demo(database, &["--today", "2023-06-16", "--lang", "en"]);
        Self::serve(command.env("DUBAN_ISSUE__APPROVAL", "office_head"))
    }

    /// The same, with a setting of its own.
    pub fn start_set(database: &Database, variable: &str, value: &str) -> Self {
        let mut command = demo(database, &["--today", "2023-06-16", "--lang", "en"]);
        Self::serve(command.env(variable, value))
    }

    fn start_with(database: &Database, arguments: &[&str]) -> Self {
        Self::serve(&mut demo(database, arguments))
    }

    fn serve(command: &mut Command) -> Self {
        let mut process = command.stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, address) = line.split_once("http://").expect("the demonstration says where it is");
        let address = format!("http://{}", address.trim().trim_end_matches('/'));
        Self { process, address }
    }

    /// Where it is, without a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
