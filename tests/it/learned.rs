//! What others got wrong, each as a test that bears its name. Some stand with their neighbours;
//! [`ELSEWHERE`] says where, and holds them to their places.

use std::fs;

use duban::domain::Role;
use duban::domain::{Light, RequestKind, TaskFilter};
use duban::persistence::views::task_list::{self, Sort};
use duban::services::directory::{PersonInput, create_person, update_person};
use duban::services::requests::{Asked, request};
use duban::services::{Error, decisions};
use serde_json::json;

use crate::api::{send as call, served};
use crate::college::College;
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{cast, send};

on_both!(
    done_on_the_day_is_done_on_time_however_late_it_is_approved,
    nobody_whose_account_is_closed_is_assigned_by_a_form_or_a_program,
    a_saved_action_returns_to_the_same_place_in_the_list,
    brackets_of_either_width_are_the_same_in_a_search,
);

/// Lessons that a neighbour holds already: reporting when overdue; due on the date is on time; no
/// department below itself; of two who edit the second sees what changed and loses no text;
/// approving twice decides once.
const ELSEWHERE: [(&str, &str); 6] = [
    ("tests/it/task_page.rs", "an_overdue_task_can_be_reported_on"),
    ("src/domain/light.rs", "due_on_the_date_is_not_overdue"),
    ("tests/it/directory.rs", "a_department_cannot_lie_below_itself"),
    ("tests/it/task_page.rs", "of_two_people_the_second_sees_what_changed"),
    ("tests/it/decisions.rs", "approving_twice_decides_once_and_names_who_was_quicker"),
    ("tests/it/decision_page.rs", "the_second_of_two_tabs_reads_who_decided_and_when"),
];

#[test]
fn no_lesson_is_forgotten() {
    for (file, name) in ELSEWHERE {
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains(&format!("fn {name}(")), "{file} no longer holds {name}");
    }
}

async fn done_on_the_day_is_done_on_time_however_late_it_is_approved(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.office.turn_to("2026-03-13");
    assert_eq!(college.task(task.id).light(college.office.app.today()), Light::DueSoon);

    let asked = Asked { result: Some("It is there".into()), ..Asked::new(RequestKind::Closure) };
    let work = |act: &mut duban::app::Act<'_>| request(act, task.id, task.version, &asked);
    let (_, asked) = college.as_person(college.head, work).unwrap();
    college.office.turn_to("2026-03-25");
    let agree = |act: &mut duban::app::Act<'_>| decisions::approve(act, asked.id, None, "", None);
    let closed = college.as_person(college.leader, agree).unwrap();

    assert_eq!(closed.light(college.office.app.today()), Light::ClosedOnTime);
    assert_eq!(closed.closed_on, "2026-03-13".parse().ok());
}

async fn nobody_whose_account_is_closed_is_assigned_by_a_form_or_a_program(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let app = &cast.office.app;
    let running = cast.running("Publish the list", "2026-06-19");
    let draft = cast.draft("Compare the sites", "2026-06-19");
    let gone = app
        .act_now(duban::domain::Actor::operator(), |act| {
            let new = PersonInput {
                name: "Gone".into(),
                department_id: Some(cast.lead.id),
                ..PersonInput::new(Role::Staff)
            };
            let person = create_person(act, &new)?;
            update_person(act, person.id, &PersonInput { active: false, ..new })?;
            Ok::<_, Error>(person.id.to_string())
        })
        .unwrap();
    let lead = cast.lead_id();

    let mut head = cast.guest("head").await;
    let page = head.get(&format!("/tasks/{}", running.id)).await;
    assert!(!page.html.contains(&format!("<option value=\"{gone}\"")), "{}", page.html);
    let path = format!("/tasks/{}/delegate", running.id);
    let refused = send(&mut head, &page, &path, &[("handler_id", &gone)]).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["delegate-handler_id"]));

    let mut clerk = cast.guest("clerk").await;
    for field in ["handler_id", "leader_id", "follower_id"] {
        let fields = [("title", "Paint"), ("lead_department_id", &lead), (field, &gone)];
        let page = clerk.get("/tasks/new").await;
        let refused = clerk.post(&page, "/tasks/new", &fields).await;
        assert_eq!(refused.status, 422, "{field}");
        assert_eq!(refused.wrong(), [format!("task-{field}")]);
        let path = format!("/tasks/{}/edit", draft.id);
        let page = clerk.get(&path).await;
        let refused = send(&mut clerk, &page, &path, &fields).await;
        assert_eq!((refused.status, refused.wrong()), (422, vec![&*format!("task-{field}")]));
    }

    let api = served(&cast.office).await;
    let token = app.act_now(duban::domain::Actor::operator(), |act| {
        duban::services::accounts::create_token(
            act,
            "clerk@example.edu",
            duban::domain::Scope::Write,
        )
    });
    let token = token.unwrap().reveal().to_owned();
    let gone: i64 = gone.parse().unwrap();
    let (post, mend) = (actix_web::http::Method::POST, actix_web::http::Method::PATCH);
    for field in ["handler_id", "leader_id", "follower_id"] {
        let new = json!({"title": "Paint", "lead_department_id": cast.lead.id.0, field: gone});
        let change = json!({"version": cast.task(draft.id).version, field: gone});
        let bulk = json!({"ids": [running.id.0], "act": "edit", field: gone});
        let there = format!("/api/v1/tasks/{}", draft.id);
        for (method, path, body) in [(&post, "/api/v1/tasks", new), (&mend, there.as_str(), change)]
        {
            let (status, said) =
                call(&api, &token, method.clone(), path, &[], &body.to_string()).await;
            assert_eq!(status, 422, "{path} {field}: {said}");
            assert_eq!(said["errors"][0]["field"], field, "{said}");
        }
        let (_, said) =
            call(&api, &token, post.clone(), "/api/v1/tasks/bulk", &[], &bulk.to_string()).await;
        assert!(said["items"][0]["error"].is_object() || said["errors"].is_array(), "{said}");
    }
    for id in [running.id, draft.id] {
        assert_eq!(cast.task(id).handler_id, None);
    }
}

async fn a_saved_action_returns_to_the_same_place_in_the_list(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    for n in 1..=52 {
        cast.running(&format!("Task {n:02}"), "2026-06-19");
    }
    let mut clerk = cast.guest("clerk").await;
    let list = "/ledger?light=on_track&open=true&sort=-number&q=task";
    let first = clerk.get(list).await;
    let next = first.html.split("href=\"").find(|part| part.contains("cursor=")).unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&");
    let second = clerk.get(&next).await;
    let row = second.html.split("class=\"t k k-wide\"><a href=\"").nth(1).unwrap();
    let door = row.split('"').next().unwrap().replace("&#38;", "&");

    let page = clerk.get(&door).await;
    assert_eq!(page.hidden("back").replace("&#38;", "&"), next, "{door}");
    let id = door.trim_start_matches("/tasks/").split('?').next().unwrap();
    let back = page.hidden("back").replace("&#38;", "&");
    let fields = [("note", "By Friday"), ("back", back.as_str())];
    let urged = send(&mut clerk, &page, &format!("/tasks/{id}/urge"), &fields).await;

    assert_eq!(urged.place(), format!("{next}&done=urge#t{id}"));
    let again = clerk.get(urged.place().split('#').next().unwrap()).await;
    assert_eq!(again.status, 200);
    assert!(again.html.contains(&format!("id=\"t{id}\"")), "{}", again.html);
    assert!(again.html.contains("51–52 of 52"), "{}", again.html);
    assert!(again.html.contains("note note--ok"), "{}", again.html);
}

async fn brackets_of_either_width_are_the_same_in_a_search(database: Database) {
    let college = College::on("2026-03-02", database);
    college.issued("修订《章程》【试行】（第2版）", "2026-06-19");
    college.issued("Revise the charter [trial] (2nd version)", "2026-06-19");
    let clerk = college.actor(college.clerk);
    let found = |typed: &str| {
        let filter = TaskFilter { q: Some(typed.to_owned()), ..TaskFilter::default() };
        let today = college.office.app.today();
        let read = |conn: &mut duban::persistence::Conn| {
            task_list::page(conn, &clerk, &filter, Sort::default(), None, 50, today)
        };
        college.office.app.db.read(read).unwrap().total
    };
    for typed in [
        "章程【试行】（第2版）",
        "章程[试行](第2版)",
        "章程［试行］（第２版）",
        "《章程》",
        "<章程>",
        "charter [trial] (2nd version)",
        "charter［trial］（2nd version）",
        "ｃｈａｒｔｅｒ 【trial】",
    ] {
        assert_eq!(found(typed), 1, "{typed}");
    }
    assert_eq!(found("章程（正式）"), 0);
}
