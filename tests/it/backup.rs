//! A backup of a house that goes on, and the way back: into either kind of database.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use duban::domain::{Actor, Source};
use duban::persistence::{Conn, tasks};
use duban::services::attachments::{Stored, keep_original};
use duban::services::audit;
use duban::services::intake::{MeetingInput, file};
use duban::services::reports::{Told, report};
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter};

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    what_was_backed_up_comes_back_whatever_the_database,
    nothing_that_is_there_is_lost_by_a_restore,
);

/// A house with people, a task on its way, minutes, and a file.
fn house(database: Database) -> Cast {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("完成课程调整方案 '\"=", "2026-06-19");
    cast.issued("Publish the list", "2026-06-19");
    let told = Told {
        done: Some("已召开协调会\n形成初稿".to_owned()),
        percent: Some(40),
        ..Told::default()
    };
    let app = &cast.office.app;
    app.act_now(Actor::operator(), |act| report(act, task.id, None, &told)).unwrap();
    let minutes = "The Academic Affairs Office must publish the list by 20 March 2026.";
    let input = MeetingInput {
        title: "Weekly meeting".to_owned(),
        body_id: None,
        held_on: "2026-03-02".parse().unwrap(),
        chair: None,
        source: Source::Meeting,
        confidential: false,
        reader_ids: BTreeSet::new(),
    };
    let stored = Stored {
        sha256: app.store.put(minutes.as_bytes()).unwrap(),
        size: i64::try_from(minutes.len()).unwrap(),
        name: "会议纪要.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        left_out: Vec::new(),
    };
    app.act_now(Actor::operator(), |act| {
        let meeting = file(act, &input, minutes)?;
        keep_original(act, meeting.id, stored)
    })
    .unwrap();
    cast
}

/// What the command says of the database at `url`: its exit, and what it prints and complains of.
fn run(url: &str, folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    run_with(&folder.join("files"), url, folder, arguments)
}

/// The same, with files elsewhere.
fn run_with(
    files: &Path,
    url: &str,
    folder: &Path,
    arguments: &[&str],
) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(arguments)
        .current_dir(folder)
        .env("DUBAN_DATABASE__URL", url)
        .env("DUBAN_SERVER__SECRET", "a secret of the tests, long enough")
        .env("DUBAN_FILES__FOLDER", files)
        .output()
        .unwrap();
    let [said, complained] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), said, complained)
}

/// The rows of every table in an archive, in no order that matters.
fn contents(path: &Path) -> BTreeMap<String, Vec<String>> {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let tables = names.into_iter().filter(|name| name.starts_with("tables/"));
    tables
        .map(|name| {
            let mut text = String::new();
            archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
            let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
            rows.sort();
            (name, rows)
        })
        .collect()
}

async fn what_was_backed_up_comes_back_whatever_the_database(database: Database) {
    let cast = house(database);
    let url = cast.office.app.db.url().to_owned();
    let folder = TempDir::new().unwrap();
    let files = cast.office.app.settings.files.folder.clone().unwrap();
    let (code, said, complained) = run_with(&files, &url, folder.path(), &["backup", "first.zip"]);
    assert_eq!(code, Some(0), "{complained}");
    assert!(complained.contains("tasks: 2 rows"), "{complained}");
    let digest = cast.office.app.db.read(audit::verify).unwrap().digest;
    assert!(said.ends_with(&format!("{digest}\n")), "{said}");
    let first = contents(&folder.path().join("first.zip"));
    assert!(first["tables/events.jsonl"].len() > 5);

    let others = [Some(Database::empty_sqlite()), Database::empty_postgres(), Database::postgres()];
    for other in others.into_iter().flatten() {
        let (code, said, complained) = run(other.url(), folder.path(), &["restore", "first.zip"]);
        assert_eq!(code, Some(0), "{complained}");
        assert!(said.contains(&digest), "{said}");
        let (code, said, complained) = run(other.url(), folder.path(), &["audit", "verify"]);
        assert_eq!(code, Some(0), "{complained}");
        assert!(said.ends_with(&format!("{digest}\n")), "{said}");
        let (code, _, complained) = run(other.url(), folder.path(), &["backup", "again.zip"]);
        assert_eq!(code, Some(0), "{complained}");
        // The revision counts what was written here, and goes on counting.
        let again = contents(&folder.path().join("again.zip"));
        assert_eq!(again.len(), first.len());
        for (name, rows) in again.iter().filter(|(name, _)| *name != "tables/revision.jsonl") {
            assert_eq!(*rows, first[name], "{name}");
        }

        // And the house goes on: the next task has an id and a number of its own, and is found.
        let again = Cast { office: Office::on("2026-03-03", other), ..house_of(&cast) };
        let next = again.issued("Compare the sites", "2026-06-19");
        assert_eq!(next.number.as_deref(), Some("2026-003"));
        let mut clerk = again.guest("clerk").await;
        let found = clerk.get("/ledger?q=publish").await;
        assert!(found.html.contains("Publish the list"), "{}", found.html);
    }
}

/// The departments of a house, to be used in its copy.
fn house_of(cast: &Cast) -> Cast {
    Cast {
        office: Office::on("2026-03-03", Database::sqlite()),
        lead: cast.lead.clone(),
        support: cast.support.clone(),
    }
}

async fn nothing_that_is_there_is_lost_by_a_restore(database: Database) {
    let cast = house(database);
    let url = cast.office.app.db.url().to_owned();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("whole.zip");
    let files = cast.office.app.settings.files.folder.clone().unwrap();
    let (code, _, complained) = run(&url, folder.path(), &["backup", "whole.zip"]);
    assert_eq!(code, Some(1));
    assert!(complained.contains("is not in the store"), "{complained}");
    assert!(!path.exists());
    assert_eq!(run_with(&files, &url, folder.path(), &["backup", "whole.zip"]).0, Some(0));

    let (code, _, complained) = run(&url, folder.path(), &["restore", "whole.zip"]);
    assert_eq!(code, Some(1));
    assert!(complained.contains("duban: whole.zip: the database is not empty"), "{complained}");
    assert_eq!(cast.office.app.db.read(tasks_kept).unwrap(), 2);

    let changed = changed(&path, "tables/reports.jsonl", |text| text.replace("40", "90"));
    fs::write(folder.path().join("changed.zip"), changed).unwrap();
    let blank = Database::empty_sqlite();
    let (code, _, complained) = run(blank.url(), folder.path(), &["restore", "changed.zip"]);
    assert_eq!(code, Some(1));
    assert!(complained.contains("`tables/reports.jsonl` is not as it was written"), "{complained}");

    let newer =
        |text: String| text.replacen("_directory\"", "_directory\",\"2099-01-01-000001_later\"", 1);
    fs::write(folder.path().join("newer.zip"), self::changed(&path, "manifest.json", newer))
        .unwrap();
    let (code, _, complained) = run(blank.url(), folder.path(), &["restore", "newer.zip"]);
    assert_eq!(code, Some(1));
    assert!(complained.contains("newer duban"), "{complained}");

    fs::write(folder.path().join("half.zip"), &fs::read(&path).unwrap()[..2000]).unwrap();
    let (code, _, complained) = run(blank.url(), folder.path(), &["restore", "half.zip"]);
    assert_eq!(code, Some(1));
    assert!(complained.contains("not a whole backup"), "{complained}");
    let (code, _, complained) = run(blank.url(), folder.path(), &["restore", "none.zip"]);
    assert_eq!((code, complained.lines().count()), (Some(1), 1), "{complained}");
    let (code, _, complained) = run(blank.url(), folder.path(), &["restore", "whole.zip"]);
    assert_eq!(code, Some(0), "{complained}");
}

fn tasks_kept(conn: &mut Conn) -> Result<usize, duban::persistence::Error> {
    let all: Vec<_> = (1..=2).map(duban::domain::TaskId).collect();
    Ok(tasks::find_all(conn, &all)?.len())
}

/// The archive with one entry written anew.
fn changed(path: &Path, entry: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut copy = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut bytes = Vec::new();
        let mut one = archive.by_index(place).unwrap();
        one.read_to_end(&mut bytes).unwrap();
        let name = one.name().unwrap().into_owned();
        if name == entry {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        copy.write_all(&bytes).unwrap();
    }
    copy.finish().unwrap().into_inner()
}
