//! Verification finds what somebody did to the history behind our back, with the triggers gone.

use diesel::connection::SimpleConnection as _;
use duban::domain::{Actor, Task, TaskId};
use duban::persistence::Conn;
use duban::services::audit::{Finding, Verdict, verify};
use duban::services::steps;

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_house_in_order_has_nothing_to_find,
    a_changed_event_is_found,
    the_end_of_a_history_that_is_gone_is_found,
    a_line_out_of_the_middle_is_found,
    a_task_that_is_gone_is_found_with_and_without_its_history,
    a_changed_report_is_found,
    history_refuses_to_be_changed,
);

/// Two tasks with a past, and a draft that nobody issued.
fn college(database: Database) -> (Cast, Task, Task, Task) {
    let cast = cast(Office::on("2026-03-02", database));
    let first = cast.running("Open the platform", "2026-06-19");
    let told = duban::services::reports::Told {
        done: Some("Two enterprises connected".to_owned()),
        ..duban::services::reports::Told::default()
    };
    let work = |act: &mut duban::app::Act<'_>| {
        duban::services::reports::report(act, first.id, None, &told)?;
        steps::urge(act, first.id, None, "The meeting is on Friday")
    };
    let first = cast.office.app.act_now(Actor::operator(), work).unwrap();
    let second = cast.running("Publish the list", "2026-06-19");
    let draft = cast.draft("Compare the sites", "2026-06-19");
    (cast, first, second, draft)
}

fn verdict(cast: &Cast) -> Verdict {
    cast.office.app.db.read(verify).unwrap()
}

/// Runs `statements` with nothing in their way.
#[track_caller]
pub fn behind_our_back(cast: &Cast, statements: &str) {
    let mut conn = Conn::open(cast.office.app.db.url()).unwrap();
    let free = if conn.is_postgres() {
        "DROP TRIGGER IF EXISTS events_are_never_changed ON events; \
         SET session_replication_role = replica;"
    } else {
        "DROP TRIGGER IF EXISTS events_are_never_updated; \
         DROP TRIGGER IF EXISTS events_are_never_deleted; \
         PRAGMA foreign_keys = OFF;"
    };
    conn.batch_execute(free).unwrap();
    conn.batch_execute(statements).unwrap();
}

/// The statements that leave nothing of a task behind.
fn nothing_of(task: TaskId, conn: &Cast) -> String {
    let postgres = conn.office.app.db.url().starts_with("postgres");
    let search = if postgres { "task_id" } else { "rowid" };
    format!(
        "DELETE FROM task_search WHERE {search} = {task}; \
         DELETE FROM task_spans WHERE task_id = {task}; \
         DELETE FROM task_supporters WHERE task_id = {task}; \
         DELETE FROM outbox_messages WHERE task_id = {task}; \
         DELETE FROM reports WHERE task_id = {task}; \
         DELETE FROM requests WHERE task_id = {task}; \
         DELETE FROM tasks WHERE id = {task};"
    )
}

async fn a_house_in_order_has_nothing_to_find(database: Database) {
    let (cast, ..) = college(database);
    let found = verdict(&cast);
    assert_eq!((found.findings.len(), found.tasks, found.events), (0, 3, 9));
    assert_eq!(verdict(&cast).digest, found.digest);
    cast.draft("Another", "2026-06-19");
    assert_ne!(verdict(&cast).digest, found.digest);
}

async fn a_changed_event_is_found(database: Database) {
    let (cast, first, ..) = college(database);
    let id = first.id;
    for (seq, change) in [
        (1, "actor_name = 'somebody else'"),
        (2, "occurred_at = '2020-01-01 00:00:00'"),
        (4, "kind = 'edited'"),
        (5, "new = '{\"note\":\"Nothing\"}'"),
    ] {
        let where_ = format!("WHERE task_id = {id} AND seq = {seq}");
        behind_our_back(&cast, &format!("UPDATE events SET {change} {where_}"));
        assert!(verdict(&cast).findings.contains(&Finding::Changed(id, seq)), "{change}");
    }
    let other = format!("UPDATE events SET hash = 'x' WHERE task_id = {id} AND seq = 5");
    behind_our_back(&cast, &other);
    assert!(verdict(&cast).findings.contains(&Finding::End(id, 5)));
}

async fn the_end_of_a_history_that_is_gone_is_found(database: Database) {
    let (cast, first, second, _) = college(database);
    let gone = format!("DELETE FROM events WHERE task_id = {} AND seq >= 4", first.id);
    behind_our_back(&cast, &gone);
    let findings = verdict(&cast).findings;
    assert!(findings.contains(&Finding::End(first.id, 5)), "{findings:?}");

    behind_our_back(&cast, &format!("DELETE FROM events WHERE task_id = {}", second.id));
    let findings = verdict(&cast).findings;
    assert!(findings.contains(&Finding::End(second.id, 3)), "{findings:?}");
}

async fn a_line_out_of_the_middle_is_found(database: Database) {
    let (cast, first, ..) = college(database);
    behind_our_back(&cast, &format!("DELETE FROM events WHERE task_id = {} AND seq = 3", first.id));
    assert_eq!(verdict(&cast).findings, [Finding::Missing(first.id, 3)]);
}

async fn a_task_that_is_gone_is_found_with_and_without_its_history(database: Database) {
    let (cast, first, second, draft) = college(database);

    behind_our_back(&cast, &nothing_of(first.id, &cast));
    let findings = verdict(&cast).findings;
    assert!(findings.contains(&Finding::NoTask(first.id)), "{findings:?}");
    assert!(findings.contains(&Finding::NoNumber(2026, 1)), "{findings:?}");
    assert!(findings.contains(&Finding::TasksGone { written: 3, kept: 2 }), "{findings:?}");

    for task in [second.id, draft.id] {
        behind_our_back(&cast, &nothing_of(task, &cast));
        behind_our_back(&cast, &format!("DELETE FROM events WHERE task_id = {task}"));
    }
    let findings = verdict(&cast).findings;
    assert!(findings.contains(&Finding::NoNumber(2026, 2)), "{findings:?}");
    assert!(findings.contains(&Finding::TasksGone { written: 3, kept: 0 }), "{findings:?}");
}

async fn a_changed_report_is_found(database: Database) {
    let (cast, ..) = college(database);
    behind_our_back(&cast, "UPDATE reports SET done = 'Everything is done'");
    let findings = verdict(&cast).findings;
    assert!(matches!(findings[..], [Finding::Report(_)]), "{findings:?}");
}

async fn history_refuses_to_be_changed(database: Database) {
    let (cast, first, ..) = college(database);
    let mut conn = Conn::open(cast.office.app.db.url()).unwrap();
    for statement in ["UPDATE events SET actor_name = 'x'", "DELETE FROM events"] {
        let refused = conn.batch_execute(statement).unwrap_err().to_string();
        assert!(refused.contains("history is never changed"), "{refused}");
    }
    assert_eq!(verdict(&cast).findings, []);
    assert_eq!(cast.task(first.id).seq, 5);
}
