//! Search: what was written is found by either language's words, at once, on both databases.

use diesel::connection::SimpleConnection as _;
use duban::domain::{Task, TaskFilter};
use duban::persistence::views::task_list::{self, Sort};
use duban::persistence::{self, Conn};
use duban::services::reports::{Told, report};
use duban::services::tasks::{TaskPatch, edit};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    words_of_both_languages_find_a_task,
    what_is_written_later_is_found_at_once,
    tasks_from_before_the_search_are_filled_in,
);

/// The titles that the clerk finds by `typed`; the list and its count agree.
#[track_caller]
fn found(college: &College, typed: &str) -> Vec<String> {
    let clerk = college.actor(college.clerk);
    let filter = TaskFilter { q: Some(typed.to_owned()), ..TaskFilter::default() };
    let today = college.office.app.today();
    let page = college
        .office
        .app
        .db
        .read(|conn| task_list::page(conn, &clerk, &filter, Sort::default(), None, 50, today))
        .unwrap();
    assert_eq!(usize::try_from(page.total).unwrap(), page.items.len(), "{typed}");
    page.items.into_iter().map(|line| line.task.title).collect()
}

async fn words_of_both_languages_find_a_task(database: Database) {
    let college = College::on("2026-03-02", database);
    let reform = college.issued("推进课堂革命（试行）", "2026-06-19").title;
    let list = college.issued("Publishing the schedules of both departments", "2026-06-20").title;
    let plan = college.draft("制定AI教材建设方案", "2026-06-21").title;

    for typed in
        ["课堂", "课堂革命", "革", "命（试", "(试行)", "试行 推进", "“课堂革命”", "2026-001"]
    {
        assert_eq!(found(&college, typed), [reform.as_str()], "{typed}");
    }
    for typed in ["publish", "SCHEDULE", "department publish", "\"both departments\"", "2026-2"] {
        assert_eq!(found(&college, typed), [list.as_str()], "{typed}");
    }
    for typed in ["教材", "ＡＩ", "AI教材", "制定ai", "方案"] {
        assert_eq!(found(&college, typed), [plan.as_str()], "{typed}");
    }
    for typed in ["\"departments both\"", "课革", "……", "%", "'", "NEAR(", "words:x", "*", "\\"]
    {
        assert_eq!(found(&college, typed), Vec::<String>::new(), "{typed}");
    }
    assert_eq!(found(&college, "课堂 & !"), [reform.as_str()]);
    assert_eq!(found(&college, "2026"), [reform, list]);
}

async fn what_is_written_later_is_found_at_once(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Open the platform", "2026-06-19");
    let title = || vec![task.title.clone()];

    let told = Told {
        done: Some("Seven enterprises connected".to_owned()),
        problem: Some("协议待法务审核".to_owned()),
        ..Told::default()
    };
    college.as_person(college.head, |act| report(act, task.id, None, &told)).unwrap();
    assert_eq!(found(&college, "enterprise"), title());
    assert_eq!(found(&college, "法务"), title());

    let told = Told { done: Some("Nine connected".to_owned()), ..Told::default() };
    let (now, _) =
        college.as_person(college.head, |act| report(act, task.id, None, &told)).unwrap();
    assert_eq!(found(&college, "nine"), title());
    assert_eq!(found(&college, "法务"), Vec::<String>::new());

    let patch = TaskPatch { requirement: Some("平台上线".to_owned()), ..TaskPatch::default() };
    college.as_person(college.clerk, |act| edit(act, task.id, now.version, patch)).unwrap();
    assert_eq!(found(&college, "上线"), title());
    assert_eq!(found(&college, "platform 上线"), title());
}

async fn tasks_from_before_the_search_are_filled_in(database: Database) {
    let url = database.url().to_owned();
    let college = College::on("2026-03-02", database);
    let task: Task = college.issued("推进课堂革命", "2026-06-19");
    let mut conn = Conn::open(&url).unwrap();
    conn.batch_execute("DELETE FROM task_search").unwrap();
    assert_eq!(found(&college, "课堂"), Vec::<String>::new());

    persistence::migrate(&mut conn).unwrap();

    assert_eq!(found(&college, "课堂"), [task.title]);
}
