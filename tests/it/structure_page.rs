//! Parts and sub-tasks on their pages and over the API.

use actix_web::http::Method;
use duban::domain::{Actor, DepartmentId, Role, Scope, State, TaskId};
use duban::persistence::{departments, tasks};
use duban::services::accounts;
use duban::services::directory::{self, DepartmentInput};
use serde_json::{Value, json};

use crate::api::{said, send as call, served};
use crate::college::College;
use crate::databases::{Database, on_both};
use crate::guest::{guest, settle};
use crate::office::Office;
use crate::tasks_cast::{cast, send};

on_both!(
    a_form_makes_a_part_for_each_department,
    a_group_in_the_minutes_gets_a_part_each,
    a_department_breaks_its_task_down_on_its_page,
    the_api_says_how_tasks_hang_together,
);

async fn a_form_makes_a_part_for_each_department(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get("/tasks/new").await;
    let both = [cast.lead.id.to_string(), cast.support.id.to_string()];
    let fields = [
        ("title", "Check the fire doors"),
        ("due_on", "2026-03-20"),
        ("fan_out_department_ids", both[0].as_str()),
        ("fan_out_department_ids", both[1].as_str()),
        ("issue", "yes"),
    ];
    let made = clerk.post(&page, "/tasks/new", &fields).await;
    assert_eq!(made.place(), "/tasks/1?done=issue", "{}", made.html);

    let whole = clerk.get("/tasks/1").await;
    assert!(whole.html.contains("0 of 2 closed"), "{}", whole.html);
    assert!(whole.html.contains("Personnel Office") && whole.html.contains("2026-003"));
    for verb in ["acknowledge", "report", "transfer", "closure"] {
        assert!(!whole.html.contains(&format!("action=\"/tasks/1/{verb}\"")), "{verb}");
    }
    for verb in ["urge", "recall", "cancel"] {
        assert!(whole.html.contains(&format!("action=\"/tasks/1/{verb}\"")), "{verb}");
    }
    let refused = send(
        &mut clerk,
        &whole,
        "/tasks/1/transfer",
        &[("department_id", both[1].as_str()), ("reason", "Theirs")],
    )
    .await;
    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("spread over departments"), "{}", refused.html);

    let ledger = clerk.get("/ledger").await;
    assert!(ledger.html.contains("href=\"/ledger?parent_id=1\""), "{}", ledger.html);
    assert!(ledger.html.contains("Part of 2026-001"));
    let parts = clerk.get("/ledger?parent_id=1").await;
    assert!(parts.html.contains("Of one task") && !parts.html.contains("href=\"/tasks/1?"));

    // A head sees the part, what it is a part of, and not the other one.
    let mut head = cast.guest("support").await;
    let part = head.get("/tasks/3").await;
    assert_eq!(part.status, 200);
    assert!(part.html.contains("one of 2 departments; 0 have closed"), "{}", part.html);
    assert!(!part.html.contains("href=\"/tasks/1\""));
    assert_eq!(head.get("/tasks/1").await.status, 404);
    assert_eq!(head.get("/tasks/2").await.status, 404);
}

async fn a_group_in_the_minutes_gets_a_part_each(database: Database) {
    const MINUTES: &str = "院长办公会纪要\n\n2026年3月5日，院长主持会议。\n\n各单位要在2026年9月30日前完成消防门检查。\n";
    let office = Office::on("2026-03-10", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    for (name, head) in [("教务处", "a@example.edu"), ("人事处", "b@example.edu")] {
        let head = settle(&office.app, head, Role::Staff).id;
        let input = DepartmentInput {
            name: name.to_owned(),
            head_id: Some(head),
            ..DepartmentInput::default()
        };
        let make = |act: &mut duban::app::Act<'_>| directory::create_department(act, &input);
        office.app.act_now(Actor::operator(), make).unwrap();
    }
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let page = clerk.get("/meetings/new").await;
    clerk.post(&page, "/meetings/new", &[("minutes", MINUTES), ("checked", "yes")]).await;

    let page = clerk.get("/meetings/1/review").await;
    assert!(page.html.contains("A part for each of them"), "{}", page.html);
    let (first, hidden) = (page.hidden("on"), page.hidden("version"));
    let ids = office
        .app
        .db
        .read(departments::tree)
        .unwrap()
        .iter()
        .map(|one| one.id.to_string())
        .collect::<Vec<_>>()
        .join(",");
    let fields = |more: &[(&'static str, String)]| -> Vec<(&'static str, String)> {
        let mut all = vec![("on", first.clone()), ("title", "完成消防门检查".to_owned())];
        all.extend([("due_on", "2026-09-30".to_owned()), ("cadence", "monthly".to_owned())]);
        all.extend(more.iter().cloned());
        all
    };
    let sent = fields(&[("version", hidden.clone()), ("add_parts", ids)]);
    let sent: Vec<(&str, &str)> =
        sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let saved = clerk.post(&page, "/meetings/1/review", &sent).await;
    let page = clerk.get(saved.place().split('#').next().unwrap()).await;
    assert!(page.html.contains("One part for each of 2 departments"), "{}", page.html);

    let both = [DepartmentId(1), DepartmentId(2)];
    let mut sent = fields(&[("version", page.hidden("version")), ("act", "accept".to_owned())]);
    sent.extend(both.iter().map(|id| ("fan_out_department_ids", id.to_string())));
    let sent: Vec<(&str, &str)> =
        sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let next = clerk.post(&page, "/meetings/1/review", &sent).await;
    let page = clerk.get(next.place().split('#').next().unwrap()).await;
    let made =
        clerk.post(&page, "/meetings/1/review", &[("act", "create"), ("issue", "yes")]).await;
    assert_eq!(made.place(), "/meetings/1?made=1", "{}", made.html);
    let all: Vec<_> = (1..=3)
        .map(|id| office.app.db.read(|conn| tasks::find(conn, TaskId(id))).unwrap())
        .map(|task| (task.parent_id, task.number.unwrap(), task.state))
        .collect();
    let out = State::AwaitingAcknowledgement;
    let one = Some(TaskId(1));
    assert_eq!(
        all,
        [
            (None, "2026-001".to_owned(), out),
            (one, "2026-002".to_owned(), out),
            (one, "2026-003".to_owned(), out),
        ]
    );
}

async fn a_department_breaks_its_task_down_on_its_page(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("Publish the schedule", "2026-03-20");
    let path = format!("/tasks/{}", task.id);
    let mut head = cast.guest("head").await;
    let page = head.get(&path).await;
    assert!(page.html.contains("Break down"), "{}", page.html);
    // The head is the only one of the department here, and takes a share.
    let me = cast.lead.head_id.unwrap().to_string();
    let late = [("title", "Collect the rooms"), ("handler_id", &me), ("due_on", "2026-03-21")];
    let refused = send(&mut head, &page, &format!("{path}/subtask"), &late).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["subtask-due_on"]));
    let good = [("title", "Collect the rooms"), ("handler_id", &me), ("due_on", "2026-03-13")];
    let made = send(&mut head, &refused, &format!("{path}/subtask"), &good).await;
    assert_eq!(made.place(), format!("{path}?done=subtask"));

    let page = head.get(&path).await;
    assert!(page.html.contains("0 of 1 done; 0% on average, 0% reported"), "{}", page.html);
    let refused =
        send(&mut head, &page, &format!("{path}/closure"), &[("result", "It is there")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.html.contains("end with the task"), "{}", refused.html);

    let share = format!("/tasks/{}", task.id.0 + 1);
    let page = head.get(&share).await;
    assert!(page.html.contains(&format!("href=\"{path}\"")), "{}", page.html);
    assert!(!page.html.contains("/closure\"") && !page.html.contains("class=\"steps\""));
    let edit = head.get(&format!("{share}/edit")).await;
    assert_eq!(edit.status, 200);
    assert!(!edit.html.contains("follower_id"));
    let changed = [("title", "Collect all rooms"), ("handler_id", &me), ("due_on", "2026-03-16")];
    let saved = send(&mut head, &edit, &format!("{share}/edit"), &changed).await;
    assert_eq!(saved.place(), format!("{share}?done=save"), "{}", saved.html);
    let page = head.get(&share).await;
    let done = send(&mut head, &page, &format!("{share}/finish"), &[("result", "A list")]).await;
    assert_eq!(done.place(), format!("{share}?done=finish"), "{}", done.html);
    assert!(head.get(&path).await.html.contains("1 of 1 done; 100% on average, 0% reported"));

    // A supporter sees the task, and not how the department divides it.
    let mut supporter = cast.guest("support").await;
    let page = supporter.get(&path).await;
    assert!(page.status == 200 && !page.html.contains("Collect all rooms"));
    assert_eq!(supporter.get(&share).await.status, 404);
    let mut clerk = cast.guest("clerk").await;
    let ledger = clerk.get("/ledger?state=closed").await;
    assert!(ledger.html.contains("Sub-task of 2026-001"), "{}", ledger.html);
    assert!(!clerk.get(&path).await.html.contains("/subtask\""), "the office does not divide it");
}

async fn the_api_says_how_tasks_hang_together(database: Database) {
    let college = College::on("2026-03-02", database);
    let api = served(&college.office).await;
    let token = |email: &str| {
        let make = |act: &mut duban::app::Act<'_>| accounts::create_token(act, email, Scope::Write);
        college.office.app.act_now(Actor::operator(), make).unwrap().reveal().to_owned()
    };
    let (clerk, head) = (token("clerk@example.edu"), token("head.of.academic.affairs@example.edu"));
    let post = async |token: &str, path: &str, body: Value| {
        call(&api, token, Method::POST, &format!("/api/v1{path}"), &[], &body.to_string()).await
    };
    let get = async |path: &str| {
        said(200, call(&api, &clerk, Method::GET, &format!("/api/v1{path}"), &[], "").await)
    };

    let new = json!({
        "title": "Check the fire doors", "due_on": "2026-03-20",
        "fan_out_department_ids": [college.academic, college.personnel],
    });
    let whole = said(201, post(&clerk, "/tasks", new).await);
    assert_eq!(whole["nature"], "fan_out");
    assert_eq!(whole["children"], json!({ "closed": 0, "total": 2, "percent": 0 }));
    let id = whole["id"].as_i64().unwrap();
    let issued = said(
        200,
        post(&clerk, &format!("/tasks/{id}/issue"), json!({ "version": whole["version"] })).await,
    );
    assert_eq!(
        (&issued["state"], &issued["light"]),
        (&json!("awaiting_acknowledgement"), &json!("none"))
    );
    let parts = get(&format!("/tasks?parent_id={id}&sort=number")).await;
    assert_eq!(parts["total"], 2);
    assert_eq!(
        (&parts["items"][0]["parent_id"], &parts["items"][0]["nature"]),
        (&json!(id), &json!("part"))
    );
    assert_eq!(get("/tasks?counted=true").await["total"], 2);
    assert_eq!(get("/dashboard").await["totals"]["all"], 2);

    let told = json!({ "done": "Half" });
    let refused = said(409, post(&clerk, &format!("/tasks/{id}/transfer"), json!({
        "version": issued["version"], "department_id": college.personnel, "reason": "Theirs",
    })).await);
    assert_eq!(refused["code"], "step_refused");
    assert!(refused["detail"].as_str().unwrap().contains("spread over departments"), "{refused}");
    let unseen = post(&head, &format!("/tasks/{id}/reports"), told.clone()).await;
    assert!(matches!(unseen.0, 404 | 409), "{unseen:?}");

    let missing = post(&clerk, "/tasks", json!({ "title": "For nobody" })).await;
    assert_eq!(said(422, missing)["errors"][0]["field"], "lead_department_id");

    let task = college.in_progress("Publish the schedule", "2026-03-20").id;
    let new =
        json!({ "title": "Collect the rooms", "parent_id": task, "handler_id": college.contact });
    let share = said(201, post(&head, "/tasks", new).await);
    assert_eq!((&share["nature"], &share["state"]), (&json!("sub_task"), &json!("in_progress")));
    assert_eq!((&share["due_on"], &share["number"]), (&json!("2026-03-20"), &Value::Null));
    let own = share["id"].as_i64().unwrap();
    let done = json!({ "version": share["version"], "result": "A list" });
    let done = said(200, post(&head, &format!("/tasks/{own}/finish"), done).await);
    assert_eq!((&done["state"], &done["percent"]), (&json!("closed"), &json!(100)));
    assert_eq!(get(&format!("/tasks/{task}")).await["children"]["closed"], 1);
    assert_eq!(get("/dashboard").await["totals"]["all"], 3);
    let deep =
        json!({ "title": "Deeper", "parent_id": own, "lead_department_id": college.personnel });
    let deep = said(422, post(&clerk, "/tasks", deep).await);
    assert!(deep["detail"].as_str().unwrap().contains("two levels"), "{deep}");
}
