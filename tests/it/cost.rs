//! What a page costs: as many queries for many tasks as for few, and next to nothing where nobody
//! changed anything.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::prelude::*;
use diesel::sql_types::Text;
use duban::domain::{Actor, Cadence, Scope, Task, TaskId};
use duban::persistence::views::dashboard::{Board, DashboardFilter, Day, LastMeeting};
use duban::persistence::{Conn, bodies, departments, people, programmes, revision};
use duban::services::reports::{Told, report};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, accounts, milestones, steps};
use regex::Regex;

use crate::databases::{Database, on_both};
use crate::guest::{Answer, Guest};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_page_costs_no_more_queries_with_many_tasks,
    what_nobody_changed_is_not_made_again,
    the_api_says_so_too,
    all_that_the_dashboard_is_made_of_is_counted,
);

/// Tasks that stand here and there, some with a report, some with a milestone.
fn tasks(cast: &Cast, from: usize, to: usize) -> Vec<TaskId> {
    let lead = cast.office.app.db.read(departments::tree).unwrap();
    let head = lead.head(cast.lead.id);
    let one = |act: &mut duban::app::Act<'_>, nth: usize| -> Result<Task, Error> {
        let day = 1 + nth % 28;
        let new = NewTask {
            title: format!("Task {nth}"),
            lead_id: Some(cast.lead.id),
            supporters: vec![cast.support.id],
            handler_id: head,
            due_on: format!("2026-0{}-{day:02}", 3 + nth % 3).parse().ok(),
            cadence: Cadence::Weekly,
            ..NewTask::default()
        };
        let task = create(act, new)?;
        if nth.is_multiple_of(5) {
            return Ok(task);
        }
        let task = steps::issue(act, task.id, task.version)?;
        if nth % 5 == 1 {
            return Ok(task);
        }
        let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
        let task = steps::acknowledge(act, task.id, task.version, &yes)?;
        if nth.is_multiple_of(2) {
            let due = "2026-03-20".parse().ok();
            milestones::add(act, task.id, None, "Half way", due, None)?;
            let told = Told { percent: Some(30), ..Told::default() };
            return Ok(report(act, task.id, None, &told)?.0);
        }
        Ok(task)
    };
    let all = |act: &mut duban::app::Act<'_>| {
        (from..to).map(|nth| Ok(one(act, nth)?.id)).collect::<Result<Vec<_>, Error>>()
    };
    cast.office.app.act_now(Actor::operator(), all).unwrap()
}

/// How many queries a page takes, once what it notes by itself is noted.
async fn queries(cast: &Cast, guest: &mut Guest, path: &str) -> u64 {
    guest.get(path).await;
    let before = cast.office.app.db.queries();
    let answer = guest.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.html);
    cast.office.app.db.queries() - before
}

async fn a_page_costs_no_more_queries_with_many_tasks(database: Database) {
    const PAGES: [(&str, &str, u64); 9] = [
        ("clerk", "/desk", 60),
        ("clerk", "/dashboard", 60),
        ("clerk", "/ledger", 45),
        ("clerk", "/tasks/{}", 60),
        ("leader", "/dashboard", 60),
        ("leader", "/portfolio", 70),
        ("head", "/my-department", 150),
        ("head", "/tasks/{}", 60),
        ("head", "/account", 30),
    ];

    let cast = cast(Office::on("2026-03-09", database));
    let some = tasks(&cast, 0, 10);
    let mut guests = std::collections::BTreeMap::new();
    for name in ["clerk", "leader", "head"] {
        guests.insert(name, cast.guest(name).await);
    }
    let mut measured = Vec::new();
    for (name, path, _) in PAGES {
        let path = path.replace("{}", &some[7].to_string());
        measured.push(queries(&cast, guests.get_mut(name).unwrap(), &path).await);
    }
    tasks(&cast, 10, 200);
    let mut wrong = Vec::new();
    for ((name, path, most), before) in PAGES.into_iter().zip(measured) {
        let path = path.replace("{}", &some[7].to_string());
        let after = queries(&cast, guests.get_mut(name).unwrap(), &path).await;
        if before != after || after > most {
            wrong.push(format!("{path} for {name}: {before} queries, then {after}; most {most}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn stamp(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.html);
    answer.headers.get("etag").expect("a stamp").to_str().unwrap().to_owned()
}

async fn what_nobody_changed_is_not_made_again(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let task = cast.running("Mend the roof", "2026-03-12");
    let mut leader = cast.guest("leader").await;
    let first = leader.get("/dashboard").await;
    assert_eq!(first.headers.get("cache-control").unwrap(), "private, no-cache");
    let known = stamp(&first);

    let again = leader.get_again("/dashboard", &known).await;
    assert_eq!((again.status, again.html.as_str()), (304, ""));
    assert_eq!(again.headers.get("etag").unwrap().to_str().unwrap(), known);
    let list = leader.get_again("/dashboard", &format!("\"a\", {known}")).await;
    assert_eq!(list.status, 304, "one of several");

    // Another address, another reader, another language, another look.
    assert_eq!(leader.get_again("/dashboard?by=meeting", &known).await.status, 200);
    let mut observer = cast.guest("observer").await;
    assert_eq!(observer.get_again("/dashboard", &known).await.status, 200);
    leader.bring("theme", "dark");
    assert_eq!(leader.get_again("/dashboard", &known).await.status, 200);
    leader.bring("theme", "");
    assert_eq!(leader.get_again("/dashboard", &known).await.status, 304);
    // Nobody who is not signed in is told that it holds.
    assert_eq!(leader.beside().get_again("/dashboard", &known).await.status, 303);

    let told = Told { percent: Some(40), ..Told::default() };
    let app = &cast.office.app;
    app.act_now(Actor::operator(), |act| report(act, task.id, None, &told)).unwrap();
    let changed = leader.get_again("/dashboard", &known).await;
    assert_ne!(stamp(&changed), known);
    let known = stamp(&changed);
    // What is taken back has changed nothing.
    let undone: Result<(), Error> = app.act_now(Actor::operator(), |act| {
        report(act, task.id, None, &told)?;
        Err(Error::Forbidden)
    });
    assert!(undone.is_err());
    assert_eq!(leader.get_again("/dashboard", &known).await.status, 304);
    // From nine to five, and on to one in the night.
    cast.office.pass(TimeDelta::hours(8));
    assert_eq!(leader.get_again("/dashboard", &known).await.status, 304, "another hour");
    cast.office.pass(TimeDelta::hours(8));
    assert_eq!(leader.get_again("/dashboard", &known).await.status, 200, "another day");
}

async fn the_api_says_so_too(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let token = cast
        .office
        .app
        .act_now(Actor::operator(), |act| {
            accounts::create_token(act, "observer@example.edu", Scope::Read)
        })
        .unwrap();
    let mut program = cast.guest("observer").await;
    let path = "/api/v1/dashboard";
    let first = program.call(token.reveal(), Method::GET, path, "").await;
    let known = stamp(&first);
    let before = cast.office.app.db.queries();
    let again = program.call_again(token.reveal(), path, &known).await;
    let asked = cast.office.app.db.queries() - before;
    assert_eq!((again.status, again.html.as_str()), (304, ""));
    assert!(asked < 25, "{asked} queries for nothing new");
    cast.issued("Mend the roof", "2026-03-12");
    let changed = program.call_again(token.reveal(), path, &known).await;
    assert_ne!(stamp(&changed), known);
    assert_eq!(changed.status, 200);
}

/// Tables whose changes the database counts.
fn counted(conn: &mut Conn) -> BTreeSet<String> {
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let ask = if conn.is_postgres() {
        "SELECT event_object_table::text AS name FROM information_schema.triggers \
         WHERE action_statement LIKE '%count_revision%' \
         GROUP BY event_object_table HAVING COUNT(DISTINCT event_manipulation) = 3"
    } else {
        "SELECT tbl_name AS name FROM sqlite_master \
         WHERE type = 'trigger' AND sql LIKE '%UPDATE revision SET number = number + 1%' \
         GROUP BY tbl_name HAVING COUNT(*) = 3"
    };
    let tables: Vec<Table> = diesel::sql_query(ask).load(conn).unwrap();
    tables.into_iter().map(|table| table.name).collect()
}

async fn all_that_the_dashboard_is_made_of_is_counted(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    tasks(&cast, 0, 20);
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    let (mut conn, today) =
        (Conn::open(cast.office.app.db.url()).unwrap(), cast.office.app.today());
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            heard.lock().unwrap().push(query.to_string());
        }
    });
    let day = Day::read(&mut conn, &Actor::everybody(), &DashboardFilter::on(today)).unwrap();
    let board = Board::of(&mut conn, &day).unwrap();
    assert!(!day.overdue(&mut conn, 10).unwrap().is_empty());
    day.due_until(&mut conn, "2026-05-01".parse().unwrap(), 10).unwrap();
    LastMeeting::first_of(&mut conn, &board.meetings, 2).unwrap();
    day.waiting(&mut conn, 8).unwrap();
    day.extensions(&mut conn, 8).unwrap();
    departments::tree(&mut conn).unwrap();
    bodies::all(&mut conn).unwrap();
    programmes::all(&mut conn).unwrap();
    people::all(&mut conn).unwrap();
    let asked = asked.lock().unwrap().join("\n");
    let table = Regex::new(r#"(?:FROM|JOIN) \(*[`"](\w+)[`"]"#).unwrap();
    let read: BTreeSet<String> =
        table.captures_iter(&asked).map(|found| found[1].to_owned()).collect();
    assert!(read.len() > 8, "{read:?} of\n{asked}");
    let counted = counted(&mut conn);
    let forgotten: Vec<_> = read.difference(&counted).collect();
    assert!(forgotten.is_empty(), "changes of {forgotten:?} are not counted");
    // The numbers only grow.
    let before = revision::current(&mut conn).unwrap();
    cast.issued("One more", "2026-05-29");
    assert!(revision::current(&mut conn).unwrap() > before);
}
