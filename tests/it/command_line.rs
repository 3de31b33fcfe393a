//! `duban import calendar` and `duban remind` from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use duban::persistence::calendar;
use encoding_rs::GB18030;

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_calendar_file_of_an_older_program_is_taken_in,
    the_reminders_of_some_days_are_printed_and_not_sent,
    a_text_is_read_whatever_the_settings_say,
);

/// The file as an older program of a Chinese office saves it.
const DAYS: &str = "名称,开始日期,结束日期,类别\n国庆节,2026-10-01,2026-10-07,holiday\n\
                    国庆节调休上班,2026-10-10,,\n";

/// What the command says: its exit, and what it prints and complains of.
fn run(cast: &Cast, folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(arguments)
        .current_dir(folder)
        .env("DUBAN_DATABASE__URL", &cast.office.app.settings.database.url)
        .env("DUBAN_SERVER__SECRET", "a secret of the tests, long enough")
        .env("DUBAN_FILES__FOLDER", folder)
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap();
    let [said, complained] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), said, complained)
}

async fn a_calendar_file_of_an_older_program_is_taken_in(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("days.csv"), GB18030.encode(DAYS).0).unwrap();
    let entered = || cast.office.app.db.read(calendar::entries).unwrap();
    let held = "2026-10-01\t2026-10-07\tholiday\t国庆节\n\
                2026-10-10\t2026-10-10\tworking_day\t国庆节调休上班\n";

    let looked = run(&cast, folder.path(), &["import", "calendar", "days.csv", "--dry-run"]);
    assert_eq!(looked, (Some(0), held.to_owned(), String::new()));
    assert_eq!(entered(), []);
    for _ in 0..2 {
        let (code, said, complained) =
            run(&cast, folder.path(), &["import", "calendar", "days.csv"]);
        assert_eq!((code, said.as_str()), (Some(0), held), "{complained}");
        assert_eq!(entered().len(), 2);
    }

    fs::write(folder.path().join("broken.csv"), b"\xEF\xBB\xBFname,on\n\xFF,2026-10-01\n").unwrap();
    let (code, said, complained) = run(&cast, folder.path(), &["import", "calendar", "broken.csv"]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(complained.contains("broken.csv: byte 11 of the file"), "{complained}");
}

async fn the_reminders_of_some_days_are_printed_and_not_sent(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running("Open the platform", "2040-06-15");
    let folder = tempfile::tempdir().unwrap();
    let days = ["remind", "--dry-run", "--from", "2040-06-01", "--to", "2040-06-14"];

    let (code, said, complained) = run(&cast, folder.path(), &days);
    assert_eq!(code, Some(0), "{complained}");
    let soon = "2040-06-08\thead\t2026-001\tdue_soon\t5\t";
    assert!(said.lines().any(|line| line.starts_with(soon)), "{said}");
    assert_eq!(run(&cast, folder.path(), &days).1, said);

    let (code, said, complained) = run(
        &cast,
        folder.path(),
        &["remind", "--dry-run", "--from", "2040-06-02", "--to", "2040-06-01"],
    );
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(complained.contains("--to"), "{complained}");
    assert_eq!(run(&cast, folder.path(), &["remind", "--from", "2040-06-02"]).0, Some(2));
}

async fn a_text_is_read_whatever_the_settings_say(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("config")).unwrap();
    let settings = folder.path().join("config/duban.toml");
    fs::write(folder.path().join("minutes.txt"), "The Library must publish the list.").unwrap();
    let extract = ["extract", "minutes.txt"];

    fs::write(&settings, "[server]\nport = 80\n").unwrap();
    let (exit, said, complained) = run(&cast, folder.path(), &extract);
    assert_eq!((exit, complained.as_str()), (Some(0), ""), "{said}");
    fs::write(&settings, "this is no TOML").unwrap();
    let (exit, said, complained) = run(&cast, folder.path(), &extract);
    assert_eq!(exit, Some(0), "{complained}");
    assert!(said.contains("Library"), "{said}");
    assert!(complained.contains("no language model is asked"), "{complained}");
    // Who names a file means it.
    let named = ["extract", "minutes.txt", "--config", "config/duban.toml"];
    assert_eq!(run(&cast, folder.path(), &named).0, Some(1));
    fs::write(&settings, "[extraction.model]\nurl = 5\ntimeout = \"soon\"\n").unwrap();
    let (exit, _, complained) = run(&cast, folder.path(), &extract);
    assert_eq!(exit, Some(1));
    assert!(complained.contains("extraction.model."), "{complained}");
}
