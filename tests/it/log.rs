//! The log: administrators filter and take away the whole history, in either language.

use duban::services::reports::{Told, report};

use crate::databases::{Database, on_both};
use crate::guest::Answer;
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    administrators_filter_the_whole_history,
    the_log_is_told_in_the_readers_language,
    the_whole_history_leaves_as_a_file,
    changes_for_the_whole_house_are_in_it,
    nobody_else_reads_the_log,
);

/// Two tasks: one written down, issued, acknowledged, reported on; one draft of a later day.
fn college(database: Database) -> Cast {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("Open the platform", "2026-06-19");
    cast.office.turn_to("2026-03-05");
    let told = Told { done: Some("=cmd|'/c calc'!A1".to_owned()), ..Told::default() };
    let actor = duban::domain::Actor::operator();
    cast.office.app.act_now(actor, |act| report(act, task.id, None, &told)).unwrap();
    cast.draft("Compare the sites", "2026-06-19");
    cast
}

fn rows(page: &Answer) -> usize {
    page.html.matches("<tr role=\"row\"><td").count()
}

async fn administrators_filter_the_whole_history(database: Database) {
    let cast = college(database);
    let mut admin = cast.guest("admin").await;

    let all = admin.get("/log").await;
    assert!(all.html.contains("5 entries"), "{}", all.html);
    assert!(all.html.contains("Issued as 2026-001"), "{}", all.html);
    for (query, expected) in [
        ("kind=issued", 1),
        ("kind=created", 2),
        ("task=2026-001", 4),
        ("task=COMPARE", 1),
        ("from=2026-03-05", 2),
        ("until=2026-03-04", 3),
        ("from=2026-03-02&until=2026-03-02&kind=created", 1),
        ("text=calc", 1),
        ("text=operator&kind=reported", 1),
        ("person=1", 0),
        ("text=%25", 0),
    ] {
        let page = admin.get(&format!("/log?{query}")).await;
        assert_eq!(rows(&page), expected, "{query}");
    }
    let wrong = admin.get("/log?from=yesterday&kind=created").await;
    assert!(wrong.html.contains("“yesterday”"), "{}", wrong.html);
    assert_eq!(rows(&wrong), 2);
    let oldest = admin.get("/log?before=2").await;
    assert_eq!(rows(&oldest), 1);
}

async fn the_log_is_told_in_the_readers_language(database: Database) {
    let cast = college(database);
    let mut admin = cast.guest("admin").await;
    admin.get("/language/zh-CN").await;
    let page = admin.get("/log?kind=issued").await;
    assert!(page.html.contains("2026-001"), "{}", page.html);
    assert!(page.html.contains("日志"), "{}", page.html);
    assert!(!page.html.contains("Issued as"), "{}", page.html);
}

async fn the_whole_history_leaves_as_a_file(database: Database) {
    let cast = college(database);
    let mut admin = cast.guest("admin").await;
    let file = admin.get("/log.csv").await;
    assert_eq!(file.status, 200);
    let head = "\u{feff}When,Who,No.,Task,What happened,What was said,Seal";
    assert_eq!(file.html.lines().next(), Some(head));
    let mut table = csv::Reader::from_reader(file.html.as_bytes());
    let lines: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 5);
    let reported = lines.iter().find(|line| line[5].contains("calc")).unwrap();
    assert!(reported[5].starts_with("'="), "{}", &reported[5]);
    assert_eq!(&reported[0], "2026-03-05T09:00:00+08:00");
    assert_eq!(reported[6].len(), 64);

    let issued = admin.get("/log.csv?kind=issued").await;
    assert_eq!(issued.html.lines().count(), 2);
}

async fn changes_for_the_whole_house_are_in_it(database: Database) {
    let cast = college(database);
    let mut admin = cast.guest("admin").await;
    assert!(!admin.get("/log").await.html.contains("id=\"changes\""));
    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get("/calendar").await;
    let fields = [("kind", "holiday"), ("name", "Founding day"), ("on", "2026-06-05")];
    assert_eq!(clerk.post(&page, "/calendar", &fields).await.status, 303);
    let said = "Entered: holiday Founding day";
    for (query, there) in [
        ("", true),
        ("from=2026-03-05", true),
        ("until=2026-03-04", false),
        ("kind=issued", false),
        ("kind=calendar", true),
        ("kind=ladder", false),
        ("text=founding", true),
        ("text=okapi", false),
        ("task=2026-001", false),
        ("before=2", false),
    ] {
        let page = admin.get(&format!("/log?{query}")).await;
        assert_eq!(page.html.contains(said), there, "{query}: {}", page.html);
        if !query.starts_with("before") {
            let file = admin.get(&format!("/log.csv?{query}")).await;
            assert_eq!(file.html.contains(said), there, "{query}: {}", file.html);
        }
    }
    let only = admin.get("/log?kind=calendar").await;
    assert!(only.html.contains("1 entry") && !only.html.contains("No entry"), "{}", only.html);
    let only = admin.get("/log.csv?kind=calendar").await;
    assert_eq!(only.html.lines().count(), 2, "{}", only.html);
    assert!(only.html.contains("Working calendar changed"), "{}", only.html);
    admin.get("/language/zh-CN").await;
    let page = admin.get("/log").await;
    assert!(page.html.contains("逐级催办与工作日历的变更"), "{}", page.html);
}

async fn nobody_else_reads_the_log(database: Database) {
    let cast = college(database);
    for name in ["clerk", "office", "leader", "observer", "head"] {
        let mut guest = cast.guest(name).await;
        for path in ["/log", "/log.csv"] {
            assert_eq!(guest.get(path).await.status, 403, "{name} {path}");
        }
        assert!(!guest.get("/ledger").await.html.contains("href=\"/log\""), "{name}");
    }
}
