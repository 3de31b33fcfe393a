//! Milestones, repetition, source and instructions as a program sets and reads them.

use actix_web::http::Method;
use duban::domain::Role;
use serde_json::{Value, json};

use crate::api::{Api, person, send, served};
use crate::databases::{Database, on_both};
use crate::office::Office;

on_both!(a_program_plans_a_task, a_program_instructs_on_a_meeting);

struct Program(Api, String);

impl Program {
    async fn call(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        send(&self.0, &self.1, method, &format!("/api/v1{path}"), &[], &body).await
    }

    async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.call(Method::GET, path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    #[track_caller]
    fn post(&self, path: &str, body: Value) -> impl Future<Output = (u16, Value)> {
        let path = path.to_owned();
        async move { self.call(Method::POST, &path, body).await }
    }
}

async fn house(database: Database) -> (Office, Program, i64) {
    let office = Office::on("2026-03-02", database);
    let (_, token) = person(&office, "Admin", Role::Admin);
    let (head, _) = person(&office, "Head", Role::Staff);
    let program = Program(served(&office).await, token);
    let input = json!({ "name": "Academic Affairs Office", "head_id": head });
    let (status, made) = program.post("/departments", input).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_i64().unwrap();
    (office, program, id)
}

async fn a_program_plans_a_task(database: Database) {
    let (_office, program, lead) = house(database).await;
    let new = json!({
        "title": "Inspect the laboratories", "lead_department_id": lead, "due_on": "2026-03-25",
        "recurrence": { "rhythm": "monthly", "day": 25 },
        "source": "annual_plan", "source_reference": "No. 12", "source_words": "every month",
    });
    let (status, task) = program.post("/tasks", new.clone()).await;
    assert_eq!(status, 201, "{task}");
    assert_eq!(task["source"], "annual_plan");
    assert_eq!(task["recurrence"]["rhythm"], "monthly");
    let id = task["id"].as_i64().unwrap();

    let mut odd = new;
    odd["recurrence"] = json!({ "rhythm": "monthly", "days": 3 });
    let (status, refused) = program.post("/tasks", odd).await;
    assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("recurrence")));

    let path = format!("/tasks/{id}/milestones");
    let (status, refused) = program.post(&path, json!({ "name": "Survey" })).await;
    assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("due_on")));
    let input = json!({ "name": "Survey", "due_on": "2026-03-10" });
    let (status, made) = program.post(&path, input).await;
    assert_eq!(status, 201, "{made}");
    let list = program.get(&path).await;
    assert_eq!(list["items"], json!([made]));
    assert_eq!(program.get(&format!("/tasks/{id}")).await["next_milestone"], made);

    let one = format!("/milestones/{}", made["id"]);
    let done = json!({ "version": made["version"], "done_on": "2026-03-02" });
    let (status, changed) = program.call(Method::PATCH, &one, done.clone()).await;
    assert_eq!((status, &changed["done_on"]), (200, &json!("2026-03-02")));
    assert_eq!(program.call(Method::PATCH, &one, done).await.0, 409, "an old version");
    let kinds = program.get(&format!("/tasks/{id}/events")).await;
    let newest = kinds["items"].as_array().unwrap().last().unwrap();
    assert_eq!(newest["kind"], "milestone_done");

    let version = program.get(&format!("/tasks/{id}")).await["version"].clone();
    let off = json!({ "version": version, "recurrence": null, "title": "Inspect" });
    let (status, task) = program.call(Method::PATCH, &format!("/tasks/{id}"), off).await;
    assert_eq!(status, 200, "{task}");
    assert_eq!((&task["recurrence"]["active"], &task["title"]), (&json!(false), &json!("Inspect")));
    let stale = json!({ "version": version, "recurrence": { "rhythm": "yearly", "day": 3 } });
    let (status, _) = program.call(Method::PATCH, &format!("/tasks/{id}"), stale).await;
    assert_eq!(status, 409);
}

async fn a_program_instructs_on_a_meeting(database: Database) {
    let (_office, program, lead) = house(database).await;
    let meeting = json!({
        "title": "Office, meeting 3", "held_on": "2026-03-02", "source": "document",
        "minutes": "The Academic Affairs Office shall publish the schedule by 30 June 2026.",
    });
    let (status, meeting) = program.post("/meetings", meeting).await;
    assert_eq!((status, &meeting["source"]), (201, &json!("document")));
    let path = format!("/meetings/{}/instructions", meeting["id"]);
    let words = json!({ "text": "By Friday", "answer_by": "2026-03-06" });
    let (status, given) = program.post(&path, words).await;
    assert_eq!(status, 201, "{given}");
    let new = json!({
        "title": "Publish it", "lead_department_id": lead, "due_on": "2026-03-25",
        "meeting_id": meeting["id"], "instruction_id": given["id"],
    });
    let (status, task) = program.post("/tasks", new).await;
    assert_eq!((status, &task["source"]), (201, &json!("instruction")), "{task}");
    let list = program.get(&path).await;
    assert_eq!(list["items"][0]["task_ids"], json!([task["id"]]));
    let odd = json!({ "title": "It", "lead_department_id": lead, "instruction_id": 9_999 });
    let (status, refused) = program.post("/tasks", odd).await;
    assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("instruction_id")));
}
