//! The ledger as a file: for whoever sees the list, with what the list shows.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use duban::domain::{Actor, TaskFilter, unguarded};
use duban::i18n::Lang;
use duban::papers::ledger_sheet::SheetFormat;
use duban::persistence::views::task_list::Sort;
use duban::services::ledger_file::{self, Wanted};
use duban::services::reports::{Told, report};

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::soffice;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_spreadsheet_has_real_dates_and_numbers_under_a_frozen_header,
    text_that_looks_like_a_formula_stays_text,
    everybody_takes_out_what_they_see,
    the_command_line_writes_the_same,
);

const TITLE: &str = "完成课程调整方案";

fn wanted(lang: Lang) -> Wanted {
    Wanted { filter: TaskFilter::default(), sort: Sort::default(), lang }
}

fn write(cast: &Cast, lang: Lang, format: SheetFormat, path: &Path) {
    let (app, out) = (&cast.office.app, File::create(path).unwrap());
    ledger_file::write(app, &Actor::operator(), &wanted(lang), format, out, |_| {}).unwrap();
}

/// The rows of a spreadsheet, each by its headers.
fn rows(path: &Path) -> Vec<BTreeMap<String, Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let mut rows = sheet.rows();
    let headers: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| headers.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

/// The records of a CSV file, the header first.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn reported(cast: &Cast) {
    let task = cast.running(TITLE, "2026-03-13");
    let told = Told {
        done: Some("已召开协调会\n形成初稿".to_owned()),
        problem: Some("-2 teachers".to_owned()),
        percent: Some(40),
        ..Told::default()
    };
    cast.office.app.act_now(Actor::operator(), |act| report(act, task.id, None, &told)).unwrap();
}

async fn a_spreadsheet_has_real_dates_and_numbers_under_a_frozen_header(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    reported(&cast);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.xlsx");
    write(&cast, Lang::ZhCn, SheetFormat::Xlsx, &path);

    let rows = rows(&path);
    let row = &rows[0];
    assert_eq!(rows.len(), 1);
    assert_eq!(row["督办事项"], Data::String(TITLE.to_owned()));
    assert_eq!(row["牵头单位"], Data::String("Academic Affairs Office".to_owned()));
    assert_eq!(row["配合单位"], Data::String("Personnel Office".to_owned()));
    assert_eq!(row["状态"], Data::String("办理中".to_owned()));
    assert_eq!(row["最新进展"], Data::String("已召开协调会\n形成初稿".to_owned()));
    let Data::DateTime(due) = row["完成时限"] else { panic!("{:?}", row["完成时限"]) };
    assert_eq!(due.to_ymd_hms_milli(), (2026, 3, 13, 0, 0, 0, 0));
    assert_eq!(row["进度"], Data::Float(0.4));
    assert_eq!(row["办结日期"], Data::Empty);
    assert!(matches!(row["duban_id"], Data::Float(id) if id > 0.0));

    let sheet = part(&path, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"ySplit="1""#) && sheet.contains(r#"state="frozen""#), "{sheet}");
    assert!(sheet.contains("<autoFilter ref=\"A1:AL2\"/>"), "{sheet}");
    assert_eq!(sheet.matches("hidden=\"1\"").count(), 1, "{sheet}");
    assert!(sheet.contains(r#"<col min="37" max="38""#), "{sheet}");
}

async fn text_that_looks_like_a_formula_stays_text(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let titles = ["=1+1", "+49 40 7", "-2 to 3", "@SUM(A1)", "'=quoted", "plain, \"with\" signs"];
    for title in titles {
        cast.issued(title, "2026-06-19");
    }
    let folder = tempfile::tempdir().unwrap();
    let [sheet, table] = ["ledger.xlsx", "ledger.csv"].map(|name| folder.path().join(name));
    write(&cast, Lang::En, SheetFormat::Xlsx, &sheet);
    write(&cast, Lang::En, SheetFormat::Csv, &table);

    let found = rows(&sheet);
    let found: Vec<String> = found.iter().map(|row| row["Title"].to_string()).collect();
    assert_eq!(found, titles);
    let xml = part(&sheet, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>"), "{xml}");

    let table = records(&fs::read(&table).unwrap());
    assert_eq!(table[0][1], "Title");
    let cells: Vec<&str> = table[1..].iter().map(|row| row[1].as_str()).collect();
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
    assert_eq!(cells.iter().map(|cell| unguarded(cell)).collect::<Vec<_>>(), titles);
}

async fn everybody_takes_out_what_they_see(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.issued("Publish the list", "2026-06-19");
    cast.running("Open the data platform", "2026-03-13");
    cast.draft("Compare the sites", "2026-06-19");
    let taken = |answer: &crate::guest::Answer| -> Vec<String> {
        let rows = records(answer.html.as_bytes());
        rows[1..].iter().map(|row| row[1].clone()).collect()
    };

    let mut clerk = cast.guest("clerk").await;
    let open = clerk.get("/ledger.csv").await;
    assert_eq!(taken(&open), ["Open the data platform", "Publish the list"]);
    let named = open.headers.get("content-disposition").unwrap().to_str().unwrap();
    assert!(named.contains("Ledger 2026-03-02.csv"), "{named}");
    assert_eq!(open.headers.get("content-type").unwrap(), "text/csv; charset=utf-8");
    let all = clerk.get("/ledger.csv?open=false&sort=-due_on").await;
    assert_eq!(taken(&all).len(), 3);
    let drafts = clerk.get("/ledger.csv?state=draft").await;
    assert_eq!(taken(&drafts), ["Compare the sites"]);
    let page = clerk.get("/ledger?state=draft").await;
    assert!(page.html.contains("href=\"/ledger.xlsx?state=draft\""), "{}", page.html);
    let sheet = clerk.get("/ledger.xlsx?state=draft").await;
    assert!(sheet.html.starts_with("PK"), "{}", sheet.status);

    let mut head = cast.guest("head").await;
    assert_eq!(taken(&head.get("/ledger.csv?open=false").await).len(), 2);
    let mut stranger = cast.guest("stranger").await;
    assert!(taken(&stranger.get("/ledger.csv?open=false").await).is_empty());
    let mut observer = cast.guest("observer").await;
    assert_eq!(taken(&observer.get("/ledger.csv").await).len(), 2);
}

async fn the_command_line_writes_the_same(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running(TITLE, "2026-03-13");
    cast.issued("Publish the list", "2026-06-19");
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_duban"))
            .args([&["export", "ledger"], words].concat())
            .current_dir(folder.path())
            .env("DUBAN_DATABASE__URL", &cast.office.app.settings.database.url)
            .env("DUBAN_SERVER__SECRET", "a secret of the tests, long enough")
            .output()
            .unwrap();
        let [said, complained] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code(), said, complained)
    };

    let (code, said, complained) = run(&["--lang", "zh-CN", "-o", "all.xlsx"]);
    assert_eq!((code, said.as_str(), complained.as_str()), (Some(0), "", "2 tasks written\n"));
    let found = rows(&folder.path().join("all.xlsx"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["督办事项"], Data::String(TITLE.to_owned()));

    let (code, said, _) = run(&["--state", "in_progress", "--format", "csv", "-o", "-"]);
    assert_eq!((code, records(said.as_bytes()).len()), (Some(0), 2));

    let (code, said, _) = run(&["--format", "json", "-o", "-", "--sort", "-due_on"]);
    let list: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &list["total"]), (Some(0), &2.into()));
    assert_eq!(list["items"][1]["title"], TITLE);
    assert_eq!(list["items"][1]["lead_department"]["name"], "Academic Affairs Office");

    let (code, _, complained) = run(&["--light", "red", "-o", "x.csv"]);
    assert_eq!(code, Some(2), "{complained}");
    let (code, _, complained) = run(&["-o", "nowhere/x.csv"]);
    assert_eq!(code, Some(1), "{complained}");
    assert!(complained.starts_with("duban: nowhere/x.csv: "), "{complained}");
    assert_eq!(complained.lines().count(), 1, "{complained}");
    assert!(!folder.path().join("x.csv").exists());
}

#[actix_web::test]
async fn an_office_suite_opens_the_spreadsheet() {
    let cast = cast(Office::on("2026-03-02", Database::sqlite()));
    reported(&cast);
    cast.issued("=1+1", "2026-06-19");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.xlsx");
    write(&cast, Lang::ZhCn, SheetFormat::Xlsx, &path);

    let Some(opened) = soffice::convert(&path, soffice::CSV) else { return };
    let bytes = fs::read(&opened.path).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
    let table: Vec<_> = reader.records().map(Result::unwrap).collect();
    let at = |row: usize, header: &str| {
        let place = table[0].iter().position(|cell| cell == header);
        table[row].get(place.unwrap_or_else(|| panic!("{header}: {:?}", table[0]))).unwrap()
    };
    assert_eq!(at(1, "督办事项"), TITLE);
    assert_eq!(at(1, "完成时限"), "2026-03-13");
    assert_eq!(at(1, "进度"), "40%");
    assert_eq!(at(1, "存在问题"), "-2 teachers");
    assert_eq!(at(1, "最新进展"), "已召开协调会\n形成初稿");
    assert_eq!(at(2, "督办事项"), "=1+1");
}
