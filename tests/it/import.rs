//! `duban import ledger|people|departments|minutes` from outside: an office brings what it has.

use std::fs;
use std::path::Path;
use std::process::Command;

use duban::domain::{Actor, EventKind, State, Task};
use duban::persistence::{events, imports, people, reports, tasks};
use duban::services::audit;
use duban::services::directory::{self, PersonInput};
use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_ledger_of_an_office_comes_in_as_drafts,
    a_ledger_is_taken_over_with_its_past,
    what_is_wrong_is_named_with_its_cell_and_nothing_comes_in,
    people_and_departments_come_in_together,
    minutes_are_filed_as_a_meeting,
);

/// What the command says: its exit, and what it prints and complains of.
pub fn run(cast: &Cast, folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(arguments)
        .current_dir(folder)
        .env("DUBAN_DATABASE__URL", &cast.office.app.settings.database.url)
        .env("DUBAN_SERVER__SECRET", "a secret of the tests, long enough")
        .env("DUBAN_FILES__FOLDER", folder)
        .env("DUBAN_ORGANISATION__TIME_ZONE", "Asia/Shanghai")
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap();
    let [said, complained] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), said, complained)
}

/// All tasks, in the order in which they were written down.
pub fn all(cast: &Cast) -> Vec<Task> {
    let app = &cast.office.app;
    let known = app.db.read(imports::known_tasks).unwrap();
    let ids: Vec<_> = known.into_iter().map(|one| one.id).collect();
    app.db.read(|conn| tasks::find_all(conn, &ids)).unwrap()
}

/// A ledger as an office keeps it: titles above, a heading of two rows, a banner, merged cells, a
/// day as Excel keeps days.
fn office_ledger() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("台账").unwrap();
    let plain = Format::new();
    let dated = Format::new().set_num_format("yyyy/m/d");
    sheet.merge_range(0, 0, 0, 6, "某学院2026年重点工作督办台账", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "序号", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "工作任务", &plain).unwrap();
    sheet.merge_range(1, 2, 1, 3, "责任单位", &plain).unwrap();
    sheet.write(2, 2, "牵头单位").unwrap();
    sheet.write(2, 3, "配合单位").unwrap();
    sheet.merge_range(1, 4, 2, 4, "完成时限", &plain).unwrap();
    sheet.merge_range(1, 5, 2, 5, "完成标志", &plain).unwrap();
    sheet.merge_range(1, 6, 2, 6, "进展情况", &plain).unwrap();
    sheet.merge_range(3, 0, 3, 6, "一、教学工作", &plain).unwrap();
    for (row, cells) in [
        (
            4,
            [
                "1",
                "修订学生手册",
                "Academic Affairs Office（牵头）、Personnel Office",
                "",
                "9月底前",
                "印发",
                "已起草",
            ],
        ),
        (
            5,
            [
                "2",
                "建立值班制度",
                "Academic Affairs Office",
                "Personnel Office、Logistics Office",
                "长期",
                "",
                "",
            ],
        ),
        (6, ["3", "检修校门", "Logistics Office", "", "", "验收单", ""]),
    ] {
        for (column, words) in (0_u16..).zip(cells) {
            sheet.write(row, column, words).unwrap();
        }
    }
    let day = ExcelDateTime::from_ymd(2026, 12, 31).unwrap();
    sheet.write_datetime_with_format(6, 4, &day, &dated).unwrap();
    book.save_to_buffer().unwrap()
}

async fn a_ledger_of_an_office_comes_in_as_drafts(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ledger.xlsx"), office_ledger()).unwrap();

    let look = ["import", "ledger", "ledger.xlsx", "--dry-run", "--lang", "en"];
    let (code, said, complained) = run(&cast, folder.path(), &look);
    assert_eq!(code, Some(0), "{said}{complained}");
    assert!(said.contains("3 new, 0 changed, 0 the same (dry run"), "{said}");
    assert!(all(&cast).is_empty());

    let take = ["import", "ledger", "ledger.xlsx"];
    let (code, said, complained) = run(&cast, folder.path(), &take);
    assert_eq!(code, Some(0), "{said}{complained}");
    let tasks = all(&cast);
    let titles: Vec<&str> = tasks.iter().map(|task| task.title.as_str()).collect();
    assert_eq!(titles, ["修订学生手册", "建立值班制度", "检修校门"]);
    assert!(tasks.iter().all(|task| task.state == State::Draft && task.number.is_none()));
    assert_eq!(tasks[0].lead_id, cast.lead.id);
    assert_eq!(tasks[0].supporters, [cast.support.id]);
    assert_eq!(tasks[0].due_on, "2026-09-30".parse().ok());
    assert_eq!(tasks[0].requirement, "印发");
    assert!(tasks[1].long_term && tasks[1].due_on.is_none());
    assert_eq!(tasks[1].supporters.len(), 2);
    assert_eq!(tasks[2].due_on, "2026-12-31".parse().ok());

    // Brought again, it is the same; with another date, that one row changes.
    let (_, said, _) = run(&cast, folder.path(), &take);
    assert!(said.contains("0 new, 0 changed, 3 the same"), "{said}");
    let csv = "督办事项,牵头单位,完成时限\r\n检修校门,Logistics Office,2026.12.20\r\n";
    fs::write(folder.path().join("ledger.csv"), GB18030.encode(csv).0).unwrap();
    let (code, said, complained) =
        run(&cast, folder.path(), &["import", "ledger", "ledger.csv", "--lang", "zh-CN"]);
    assert_eq!(code, Some(0), "{complained}");
    assert!(said.contains("完成时限：2026年12月31日 → 2026年12月20日"), "{said}");
    assert_eq!(all(&cast)[2].due_on, "2026-12-20".parse().ok());
}

async fn a_ledger_is_taken_over_with_its_past(database: Database) {
    let cast = cast(Office::on("2026-06-15", database));
    let folder = tempfile::tempdir().unwrap();
    let csv = "编号,督办事项,责任单位,交办日期,完成时限,状态,进度,落实情况,办结日期\r\n\
               2026-004,修门,Logistics Office,2026.1.5,2026年3月底,已完成,100%,门已修好,2026.3.20\r\n\
               ,开窗,Academic Affairs Office,2026.2.1,2026.5.31,办理中,60,已完成一半,\r\n\
               2026-002,扫地,Personnel Office,,2026.4.30,暂缓,,,\r\n\
               旧7号,擦灯,Personnel Office,,2026.4.30,已完成,,,\r\n";
    fs::write(folder.path().join("old.csv"), csv).unwrap();
    let (code, said, complained) =
        run(&cast, folder.path(), &["import", "ledger", "old.csv", "--initial", "--lang", "en"]);
    assert_eq!(code, Some(0), "{said}{complained}");

    let mut tasks = all(&cast);
    tasks.sort_by(|one, other| one.title.cmp(&other.title));
    let [mend, open, sweep, lamps] = ["修门", "开窗", "扫地", "擦灯"]
        .map(|title| tasks.iter().find(|task| task.title == title).unwrap());
    assert_eq!((mend.state, mend.number.as_deref()), (State::Closed, Some("2026-004")));
    assert_eq!(
        (mend.issued_on, mend.due_on),
        ("2026-01-05".parse().ok(), "2026-03-31".parse().ok())
    );
    assert_eq!(mend.closed_on, "2026-03-20".parse().ok());
    assert_eq!((open.state, open.percent), (State::InProgress, 60));
    assert_eq!(open.due_on, "2026-05-31".parse().ok());
    assert_eq!(sweep.state, State::Suspended);
    assert_eq!(lamps.closed_on, "2026-04-30".parse().ok());
    // Numbers that were brought are kept; the counter goes on behind them.
    assert_eq!((sweep.number_seq, open.number_seq, lamps.number_seq), (Some(2), Some(5), Some(6)));

    let app = &cast.office.app;
    for task in [mend, open, sweep, lamps] {
        let history = app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
        let kinds: Vec<EventKind> = history.iter().map(|event| event.fact.kind).collect();
        assert_eq!(kinds, [EventKind::Imported]);
    }
    let report = app.db.read(|conn| reports::find(conn, open.last_report_id.unwrap())).unwrap();
    assert_eq!(report.done.as_deref(), Some("已完成一半"));
    // Places that the counter went past are no gap.
    let verdict = app.db.read(audit::verify).unwrap();
    assert_eq!(verdict.findings, []);
    let next = cast.issued("Next", "2026-09-30");
    assert_eq!(next.number.as_deref(), Some("2026-007"));
}

async fn what_is_wrong_is_named_with_its_cell_and_nothing_comes_in(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let folder = tempfile::tempdir().unwrap();
    let app = &cast.office.app;
    let gone = app
        .act_now(Actor::operator(), |act| {
            let mut gone = PersonInput::new(duban::domain::Role::Staff);
            "王五".clone_into(&mut gone.name);
            let made = directory::create_person(act, &gone)?;
            let gone = PersonInput { active: false, ..PersonInput::of(&made) };
            directory::update_person(act, made.id, &gone)
        })
        .unwrap();
    assert!(!gone.active);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([
        ["督办事项", "牵头单位", "经办人", "完成时限"],
        ["好的一行", "Logistics Office", "", "2026-09-30"],
        ["没有的单位", "招生办", "", "2026-09-30"],
        ["没有的日子", "Logistics Office", "", "2026.6.31"],
        ["停用的人", "Logistics Office", "王五", "2026-09-30"],
        ["坏公式", "Logistics Office", "", ""],
    ]) {
        for (column, words) in (0_u16..).zip(cells) {
            sheet.write(row, column, words).unwrap();
        }
    }
    sheet.write_formula(5, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    fs::write(folder.path().join("bad.xlsx"), book.save_to_buffer().unwrap()).unwrap();

    let (code, said, complained) =
        run(&cast, folder.path(), &["import", "ledger", "bad.xlsx", "--lang", "en"]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(complained.lines().count(), 1, "{complained}");
    assert!(
        complained.contains("bad.xlsx: Sheet1!B3: “招生办” is not a department"),
        "{complained}"
    );
    assert!(complained.contains("4 rows with errors"), "{complained}");
    for place in [
        "Sheet1!B3 “招生办”",
        "Sheet1!D4 “2026.6.31” is not a date",
        "Sheet1!C5 “王五” is deactivated: a deactivated person cannot be assigned",
        "Sheet1!D6 shows “#DIV/0!”",
    ] {
        assert!(said.contains(place), "{place}: {said}");
    }
    assert!(all(&cast).is_empty());

    for (name, bytes, why) in [
        ("zip.xlsx", b"PK\x03\x04 no archive".to_vec(), "damaged"),
        ("none.csv", "姓名,电话\r\n张三,6\r\n".into(), "督办事项"),
        ("wide.csv", [",".repeat(300).as_bytes(), b"x\n"].concat(), "KO1"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
        let (code, _, complained) =
            run(&cast, folder.path(), &["import", "ledger", name, "--lang", "zh-CN"]);
        assert_eq!(code, Some(1), "{name}");
        assert_eq!(complained.lines().count(), 1, "{complained}");
        let why = if why == "damaged" { "损坏" } else { why };
        assert!(complained.contains(why), "{name}: {complained}");
    }
    assert_eq!(run(&cast, folder.path(), &["import", "ledger"]).0, Some(2));
    assert_eq!(run(&cast, folder.path(), &["import", "nothing", "bad.xlsx"]).0, Some(2));
}

async fn people_and_departments_come_in_together(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "people.csv",
        "姓名,职务,邮箱,部门,角色,电话\n张三,处长,zhang@example.edu,教务处,,60166\n李四,,li@example.edu,教务处,督办员,\n",
    );
    let (code, _, complained) =
        run(&cast, folder.path(), &["import", "people", "people.csv", "--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(complained.contains("D2: “教务处” is not a department"), "{complained}");
    let make = ["import", "people", "people.csv", "--lang", "en", "--create-departments"];
    let (code, said, complained) = run(&cast, folder.path(), &make);
    assert_eq!(code, Some(0), "{said}{complained}");
    assert!(said.contains("2 new"), "{said}");

    write(
        "departments.csv",
        "部门,上级部门,部门负责人,简称\n教研室,教务处,李四,\n教务处,,张三,教务、教学办\n",
    );
    let take = ["import", "departments", "departments.csv", "--lang", "en"];
    let (code, said, complained) = run(&cast, folder.path(), &take);
    assert_eq!(code, Some(0), "{said}{complained}");
    assert!(said.contains("1 new, 1 changed"), "{said}");
    let (tree, people) = cast
        .office
        .app
        .db
        .read(|conn| {
            let tree = duban::persistence::departments::tree(conn)?;
            Ok::<_, duban::persistence::Error>((tree, people::all(conn)?))
        })
        .unwrap();
    let office = tree.iter().find(|one| one.name == "教务处").unwrap();
    let room = tree.iter().find(|one| one.name == "教研室").unwrap();
    let zhang = people.iter().find(|one| one.name == "张三").unwrap();
    assert_eq!((room.parent_id, office.head_id), (Some(office.id), Some(zhang.id)));
    assert_eq!(office.aliases, ["教务", "教学办"]);
    assert_eq!(zhang.department_id, Some(office.id));
    let (_, said, _) = run(&cast, folder.path(), &take);
    assert!(said.contains("0 new, 0 changed, 2 the same"), "{said}");

    write("people.csv", "name,email,telephone\n张三,ZHANG@example.edu,60200\n");
    let (code, said, _) =
        run(&cast, folder.path(), &["import", "people", "people.csv", "--lang", "en"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("Telephone: 60166 → 60200"), "{said}");
}

async fn minutes_are_filed_as_a_meeting(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let folder = tempfile::tempdir().unwrap();
    let text = "会议要求：由教务处牵头，于2026年9月30日前完成课程调整方案。\n";
    fs::write(folder.path().join("第三次会议.txt"), GB18030.encode(text).0).unwrap();
    let file = ["import", "minutes", "第三次会议.txt", "--held-on", "2026-03-01"];
    let (code, said, complained) = run(&cast, folder.path(), &[&file[..], &["--dry-run"]].concat());
    assert_eq!(code, Some(0), "{complained}");
    assert!(said.contains("课程调整方案"), "{said}");
    assert!(cast.office.app.db.read(imports::meetings).unwrap().is_empty());
    let (code, said, complained) = run(&cast, folder.path(), &file);
    assert_eq!(code, Some(0), "{complained}");
    assert!(said.lines().last().unwrap().starts_with("/meetings/"), "{said}");
    let meetings = cast.office.app.db.read(imports::meetings).unwrap();
    assert_eq!(meetings[0].1, "第三次会议");
}
