//! Files with tasks as a program brings them.

use actix_web::http::Method;
use duban::domain::TaskId;
use duban::services::audit::verify;
use serde_json::{Value, json};

use crate::api::{fields, said, send as call, served};
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::task_files::*;
use crate::tasks_cast::cast;

on_both!(a_program_brings_a_file_and_names_it, a_program_is_told_what_is_wrong,);

async fn a_program_brings_a_file_and_names_it(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    require_evidence(&cast, task.id);
    let api = served(&cast.office).await;
    let head = token(&cast, "head");
    let text = "{\"courses\": 34}";
    let made = said(201, put(&api, &head, task.id, "名单.json", text).await);
    assert_eq!(said(201, put(&api, &head, task.id, "名单.json", text).await), made, "once");
    assert_eq!(made["name"], "名单.json");
    assert_eq!((&made["media_type"], &made["size"]), (&json!("application/json"), &json!(15)));
    assert_eq!((&made["task_id"], &made["report_id"]), (&json!(task.id), &Value::Null));
    assert_eq!(made["uploaded_by"]["name"], "head");
    let listed = said(200, get(&api, &head, &format!("/tasks/{}/attachments", task.id)).await);
    assert_eq!((&listed["total"], &listed["items"][0]), (&json!(1), &made));
    // Its content, or what it is.
    assert_eq!(said(200, get(&api, &head, "/attachments/1").await), json!({ "courses": 34 }));
    let about = [("accept", "application/json")];
    let about = call(&api, &head, Method::GET, "/api/v1/attachments/1", &about, "").await;
    assert_eq!(said(200, about), made);

    let report = json!({ "done": "34 courses", "attachment_ids": [made["id"]] });
    let path = format!("/tasks/{}", task.id);
    let told = said(200, post(&api, &head, &format!("{path}/reports"), &report).await);
    assert_eq!(told["attachments"][0]["report_id"], 1);
    let reports = said(200, get(&api, &head, &format!("{path}/reports")).await);
    assert_eq!(reports["items"][0]["attachments"][0]["name"], "名单.json");

    let version = &told["version"];
    let proof = said(201, put(&api, &head, task.id, "proof.txt", "It is there").await);
    let closure = json!({ "kind": "closure", "result": "It is there", "version": version,
        "attachment_ids": [proof["id"]] });
    let asked = said(200, post(&api, &head, &format!("{path}/requests"), &closure).await);
    assert_eq!(asked["open_request"]["attachments"][0]["name"], "proof.txt");
    let events = said(200, get(&api, &head, &format!("{path}/events")).await);
    let kinds: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    let expected = ["attached", "reported", "attached", "request_opened"];
    assert_eq!(kinds[kinds.len() - 4..], expected);
    assert_eq!(events["items"][kinds.len() - 1]["new"]["files"], json!(["proof.txt"]));
    assert_eq!(cast.office.app.db.read(verify).unwrap().findings, []);
}

async fn a_program_is_told_what_is_wrong(database: Database) {
    let office = Office::with("2026-03-02", database, |settings| settings.files.largest_mb = 1);
    let cast = cast(office);
    let task = cast.running("Publish the list", "2026-06-19");
    let other = cast.running("Open the platform", "2026-06-19");
    let api = served(&cast.office).await;
    let (head, observer) = (token(&cast, "head"), token(&cast, "observer"));
    let refused = said(422, put(&api, &head, task.id, "page.html", "<html>").await);
    assert_eq!(fields(&refused), ["file"]);
    let large = "a".repeat((1 << 20) + 1);
    assert_eq!(said(413, put(&api, &head, task.id, "a.txt", &large).await)["code"], "too_large");
    said(403, put(&api, &observer, task.id, "a.txt", "a").await);
    said(404, put(&api, &head, TaskId(99), "a.txt", "a").await);
    let path = format!("/tasks/{}/attachments", task.id);
    assert_eq!(fields(&said(422, post(&api, &head, &path, &json!({})).await)), ["file"]);

    let made = said(201, put(&api, &head, task.id, "b.txt", "b").await);
    let report = json!({ "done": "More", "attachment_ids": [made["id"]] });
    let elsewhere = format!("/tasks/{}/reports", other.id);
    assert_eq!(
        fields(&said(422, post(&api, &head, &elsewhere, &report).await)),
        ["attachment_ids"]
    );
    let unknown = json!({ "done": "More", "attachment_ids": [99] });
    let path = format!("/tasks/{}/reports", task.id);
    assert_eq!(fields(&said(422, post(&api, &head, &path, &unknown).await)), ["attachment_ids"]);
    said(200, post(&api, &head, &path, &report).await);
    let used = said(422, post(&api, &head, &path, &report).await);
    assert_eq!(fields(&used), ["attachment_ids"]);
    assert!(used["detail"].as_str().unwrap().contains("came with another report"), "{used}");
    let version = cast.task(task.id).version;
    let request = json!({ "kind": "closure", "result": "Done", "version": version,
        "attachment_ids": [made["id"]] });
    let path = format!("/tasks/{}/requests", task.id);
    assert_eq!(fields(&said(422, post(&api, &head, &path, &request).await)), ["attachment_ids"]);
}
