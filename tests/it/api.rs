//! The API as a program uses it, on both databases.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::to_bytes;
use actix_web::dev::Service as _;
use actix_web::http::Method;
use actix_web::test::{TestRequest, init_service};
use duban::domain::{Actor, Role, Scope};
use duban::http::limit::CredentialLimit;
use duban::server::assemble;
use duban::services::directory::{self, PersonInput};
use duban::services::{Error, accounts};
use serde_json::{Value, json};

use crate::databases::{Database, on_both};
use crate::office::Office;

on_both!(
    a_directive_travels_from_the_minutes_to_done,
    what_is_wrong_is_said_at_the_field,
    the_same_call_twice_is_done_once,
    the_directory_keeps_its_promises,
    who_may_not_is_told_apart_from_who_may_not_know,
);

const MINUTES: &str = "一、会议要求\n由教务处牵头，人事处配合，于2026年9月30日前完成课程调整方案。\n\
    The Academic Affairs Office must publish the schedule by 30 September 2026. 🚀\n";

/// A person with a token for writing.
pub fn person(office: &Office, name: &str, role: Role) -> (i64, String) {
    let email = format!("{}@example.edu", name.to_lowercase());
    let act = |act: &mut duban::app::Act<'_>| {
        let input = PersonInput {
            name: name.to_owned(),
            email: Some(email.clone()),
            ..PersonInput::new(role)
        };
        let made = directory::create_person(act, &input)?;
        let token = accounts::create_token(act, &email, Scope::Write)?;
        Ok::<_, Error>((made.id.0, token.reveal().to_owned()))
    };
    office.app.act_now(Actor::operator(), act).unwrap()
}

pub fn read_token(office: &Office, email: &str) -> String {
    let act = |act: &mut duban::app::Act<'_>| accounts::create_token(act, email, Scope::Read);
    office.app.act_now(Actor::operator(), act).unwrap().reveal().to_owned()
}

type Sent = Pin<Box<dyn Future<Output = (u16, Value)>>>;

/// A program that talks to the house.
pub struct Api(Box<dyn Fn(TestRequest) -> Sent>);

/// The house, served.
pub async fn served(office: &Office) -> Api {
    let limit = Arc::new(CredentialLimit::default());
    let service = Rc::new(init_service(assemble(office.app.clone(), limit)).await);
    Api(Box::new(move |request| {
        let service = Rc::clone(&service);
        Box::pin(async move {
            let response = service.call(request.to_request()).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body()).await.map_err(|_lost| "a body").unwrap();
            (status, serde_json::from_slice(&body).unwrap_or_default())
        })
    }))
}

/// Sends one call; gives the status and what was answered.
pub async fn send(
    api: &Api,
    token: &str,
    method: Method,
    path: &str,
    headers: &[(&'static str, &str)],
    body: &str,
) -> (u16, Value) {
    let mut request = TestRequest::default().method(method).uri(path).set_payload(body.to_owned());
    if !token.is_empty() {
        request = request.insert_header(("authorization", format!("Bearer {token}")));
    }
    for header in headers {
        request = request.insert_header(*header);
    }
    (api.0)(request).await
}

macro_rules! get {
    ($api:expr, $token:expr, $path:expr) => {
        send(&$api, &$token, Method::GET, &format!("/api/v1{}", $path), &[], "").await
    };
}

macro_rules! post {
    ($api:expr, $token:expr, $path:expr, $body:expr) => {
        post!($api, $token, $path, $body, &[])
    };
    ($api:expr, $token:expr, $path:expr, $body:expr, $headers:expr) => {{
        let (path, body) = (format!("/api/v1{}", $path), $body.to_string());
        send(&$api, &$token, Method::POST, &path, $headers, &body).await
    }};
}

macro_rules! patch {
    ($api:expr, $token:expr, $path:expr, $body:expr) => {{
        let (path, body) = (format!("/api/v1{}", $path), $body.to_string());
        send(&$api, &$token, Method::PATCH, &path, &[], &body).await
    }};
}

pub(crate) use {get, post};

/// What the answer must be; gives what was said.
#[track_caller]
pub fn said(expected: u16, (status, value): (u16, Value)) -> Value {
    assert_eq!(status, expected, "{value}");
    value
}

pub fn fields(problem: &Value) -> Vec<&str> {
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

/// Two departments with heads; clerk, office head, the two heads.
pub struct Cast {
    pub clerk: String,
    pub office_head: String,
    pub head: String,
    pub other_head: String,
    pub department: i64,
    pub other: i64,
}

pub async fn cast(office: &Office, api: &Api) -> Cast {
    let (_, clerk) = person(office, "Clerk", Role::Clerk);
    let (_, office_head) = person(office, "Office", Role::OfficeHead);
    let (head_id, head) = person(office, "Head", Role::Staff);
    let (other_id, other_head) = person(office, "Other", Role::Staff);
    let new = json!({
        "name": "教务处", "name_en": "Academic Affairs Office", "head_id": head_id,
    });
    let department = said(201, post!(*api, clerk, "/departments", new))["id"].as_i64().unwrap();
    let new = json!({ "name": "人事处", "head_id": other_id });
    let other = said(201, post!(*api, clerk, "/departments", new))["id"].as_i64().unwrap();
    Cast { clerk, office_head, head, other_head, department, other }
}

pub fn id(value: &Value) -> i64 {
    value["id"].as_i64().unwrap()
}

async fn a_directive_travels_from_the_minutes_to_done(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let Cast { clerk, office_head, head, other_head, .. } = &cast;

    let meeting = json!({
        "title": "党委会", "held_on": "2026-03-06", "minutes": MINUTES, "chair": "方书记",
    });
    let meeting = said(201, post!(api, clerk, "/meetings", meeting));
    assert_eq!(meeting["minutes"], MINUTES);
    let path = format!("/meetings/{}/directives", id(&meeting));
    let found = said(200, get!(api, clerk, path));
    let directive = found["items"][0].clone();
    let signs: Vec<char> = MINUTES.chars().collect();
    let place = |key: &str| usize::try_from(directive[key].as_u64().unwrap()).unwrap();
    let quote: String = signs[place("start")..place("end")].iter().collect();
    assert_eq!(directive["quote"], quote);
    let path = format!("/directives/{}", id(&directive));
    let accepted = said(200, patch!(api, clerk, path, json!({ "disposition": "accepted" })));
    assert_eq!(accepted["disposition"], "accepted");

    let task = json!({
        "title": "完成课程调整方案", "requirement": "方案印发", "lead_department_id": cast.department,
        "supporting_department_ids": [cast.other], "due_on": "2026-09-30",
        "directive_id": directive["id"], "cadence": "monthly",
    });
    let task = said(201, post!(api, clerk, "/tasks", task));
    assert_eq!((&task["state"], &task["number"]), (&json!("draft"), &Value::Null));
    assert_eq!(task["meeting"]["title"], "党委会");
    let path = format!("/tasks/{}", id(&task));
    said(404, get!(api, head, path));
    let issued = said(
        200,
        post!(api, clerk, format!("{path}/issue"), json!({ "version": task["version"] })),
    );
    assert_eq!(
        (&issued["state"], &issued["number"]),
        (&json!("awaiting_acknowledgement"), &json!("2026-001"))
    );
    assert_eq!(issued["original_due_on"], "2026-09-30");

    let yes = json!({ "can_meet_date": true, "version": issued["version"] });
    said(403, post!(api, other_head, format!("{path}/acknowledge"), yes));
    let taken = said(200, post!(api, head, format!("{path}/acknowledge"), yes));
    assert_eq!((&taken["state"], &taken["light"]), (&json!("in_progress"), &json!("on_track")));
    said(409, post!(api, head, format!("{path}/acknowledge"), yes));

    let told = json!({ "outlook": "on_time", "done": "初稿已成", "percent": 60 });
    let told = said(200, post!(api, head, format!("{path}/reports"), told));
    assert_eq!(told["last_report"]["percent"], 60);
    let ask = json!({ "kind": "closure", "reason": "已完成", "result": "方案已印发", "version": told["version"] });
    let asked = said(200, post!(api, head, format!("{path}/requests"), ask));
    assert_eq!(asked["state"], "closure_review");
    let request = format!("/requests/{}", id(&asked["open_request"]));
    said(403, post!(api, head, format!("{request}/approve"), json!({})));
    let closed = said(
        200,
        post!(api, office_head, format!("{request}/approve"), json!({ "comment": "同意" })),
    );
    assert_eq!((&closed["state"], &closed["light"]), (&json!("closed"), &json!("closed_on_time")));
    assert_eq!(closed["closed_on"], "2026-03-06");
    said(409, post!(api, office_head, format!("{request}/approve"), json!({})));

    let events = said(200, get!(api, clerk, format!("{path}/events")));
    let kinds: Vec<&str> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["created", "issued", "acknowledged", "reported", "request_opened", "request_approved"]
    );
    assert_eq!(said(200, get!(api, clerk, format!("{path}/reports")))["total"], 1);
    let board = said(200, get!(api, clerk, "/dashboard"));
    assert_eq!(board["totals"]["all"], 1);
    assert_eq!(board["totals"]["closed_on_time"], 1);
    let lists = said(200, get!(api, clerk, "/tasks?counted=true&light=closed_on_time"));
    assert_eq!(lists["total"], 1);
    let lead = board["departments"].as_array().unwrap().iter();
    let lead = lead.filter(|row| row["id"] == cast.department).map(|row| &row["lead"]["closed"]);
    assert_eq!(lead.collect::<Vec<_>>(), [&json!(1)]);
    let letters = said(200, get!(api, clerk, "/outbox"));
    let to: Vec<(&str, &str)> = letters["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["to"].as_str().unwrap(), one["kind"].as_str().unwrap()))
        .collect();
    assert!(to.contains(&("head@example.edu", "issued")), "{to:?}");
    assert!(to.contains(&("head@example.edu", "decided")), "{to:?}");
    said(403, get!(api, head, "/outbox"));
}

async fn what_is_wrong_is_said_at_the_field(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let clerk = &cast.clerk;

    assert_eq!(said(400, post!(api, clerk, "/tasks", ""))["code"], "malformed_json");
    said(400, post!(api, clerk, "/tasks", "{\"title\": "));
    let refused = said(422, post!(api, clerk, "/tasks", json!({ "due_on": "2026-09-31", "x": 1 })));
    assert_eq!(fields(&refused), ["title", "lead_department_id", "due_on", "x"]);
    let task = |title: &str, lead: i64| json!({ "title": title, "lead_department_id": lead });
    assert_eq!(fields(&said(422, post!(api, clerk, "/tasks", task("a\u{0}b", 1)))), ["title"]);
    let refused = said(422, post!(api, clerk, "/tasks", task("A", 999)));
    assert_eq!(fields(&refused), ["lead_department_id"]);
    said(201, post!(api, clerk, "/tasks", task("🚀 启动", cast.department)));
    said(422, post!(api, clerk, "/tasks", task(&"长".repeat(301), cast.department)));

    let huge = "x".repeat(6_000_000);
    let meeting =
        |minutes: &str| json!({ "title": "A", "held_on": "2026-03-06", "minutes": minutes });
    assert_eq!(said(413, post!(api, clerk, "/meetings", meeting(&huge)))["code"], "too_large");
    said(413, post!(api, clerk, "/tasks", task(&huge, 1)));
    assert_eq!(fields(&said(422, post!(api, clerk, "/meetings", meeting("a\u{0}b")))), ["minutes"]);
    assert_eq!(said(413, post!(api, clerk, "/extract", json!({ "text": huge })))["status"], 413);

    assert_eq!(
        fields(&said(422, get!(api, clerk, "/tasks?state=closd&limit=0&y=1"))),
        ["state", "limit", "y"]
    );
    said(404, get!(api, clerk, "/tasks/abc"));
    said(404, get!(api, clerk, "/tasks/999"));
    said(404, get!(api, clerk, "/nowhere"));
    said(404, get!(api, "", "/nowhere"));
    assert_eq!(said(405, post!(api, clerk, "/outbox", json!({})))["code"], "method_not_allowed");
    assert_eq!(said(401, get!(api, "", "/tasks"))["code"], "unauthorized");
    said(401, get!(api, "nonsense", "/tasks"));
    let reader = read_token(&office, "clerk@example.edu");
    said(200, get!(api, reader, "/tasks"));
    assert_eq!(said(403, post!(api, reader, "/tasks", json!({})))["code"], "read_only_token");
    said(200, post!(api, reader, "/extract", json!({ "text": MINUTES })));
}

async fn the_same_call_twice_is_done_once(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let key = &[("idempotency-key", "k-1")];
    let body = json!({ "title": "Once", "lead_department_id": cast.department });

    let first = said(201, post!(api, cast.clerk, "/tasks", body, key));
    let again = said(201, post!(api, cast.clerk, "/tasks", body, key));
    let other = json!({ "title": "Other", "lead_department_id": cast.department });
    let refused = said(422, post!(api, cast.clerk, "/tasks", other, key));
    let elsewhere = said(201, post!(api, cast.office_head, "/tasks", body, key));

    assert_eq!(first, again);
    assert_eq!(refused["code"], "idempotency_key_reused");
    assert_ne!(first["id"], elsewhere["id"]);
    office.turn_to("2026-03-08");
    assert_ne!(said(201, post!(api, cast.clerk, "/tasks", body, key))["id"], first["id"]);
}

async fn the_directory_keeps_its_promises(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let clerk = &cast.clerk;
    let (top, below) = (cast.department, cast.other);

    let path = format!("/departments/{below}");
    said(200, patch!(api, clerk, path, json!({ "parent_id": top, "version": 1 })));
    said(409, patch!(api, clerk, path, json!({ "name": "Late", "version": 1 })));
    let refused = patch!(api, clerk, format!("/departments/{top}"), json!({ "parent_id": below }));
    assert_eq!(fields(&said(422, refused)), ["parent_id"]);
    let twice = post!(
        api,
        clerk,
        "/people",
        json!({ "name": "A", "role": "staff", "email": "HEAD@example.edu" })
    );
    assert_eq!(fields(&said(422, twice)), ["email"]);
    said(403, post!(api, clerk, "/people", json!({ "name": "A", "role": "admin" })));
    said(403, post!(api, cast.head, "/bodies", json!({ "name": "党委会" })));
    let body = said(201, post!(api, clerk, "/bodies", json!({ "name": "党委会" })));
    let path = format!("/bodies/{}", id(&body));
    assert_eq!(said(200, patch!(api, clerk, path, json!({ "active": false })))["active"], false);
    assert_eq!(said(200, get!(api, clerk, "/bodies?active=true"))["total"], 0);
    let me = said(200, get!(api, cast.head, "/me"));
    let path = format!("/people/{}/deputies", id(&me));
    let deputy = id(&said(200, get!(api, cast.other_head, "/me")));
    let days = json!({ "deputy_id": deputy, "from_on": "2026-03-01", "to_on": "2026-03-31" });
    said(201, post!(api, clerk, path, days));
    assert_eq!(said(200, get!(api, clerk, path))["items"][0]["name"], "Other");
}

async fn who_may_not_is_told_apart_from_who_may_not_know(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let task =
        json!({ "title": "A", "lead_department_id": cast.department, "due_on": "2026-04-01" });
    let task = said(201, post!(api, cast.clerk, "/tasks", task));
    let path = format!("/tasks/{}", id(&task));
    let issued = said(
        200,
        post!(api, cast.clerk, format!("{path}/issue"), json!({ "version": task["version"] })),
    );
    let back = json!({ "reason": "not ours", "version": issued["version"] });

    said(404, post!(api, cast.other_head, format!("{path}/return"), back));
    said(403, post!(api, cast.clerk, format!("{path}/return"), back));
    let returned = said(200, post!(api, cast.head, format!("{path}/return"), back));

    assert_eq!((&returned["state"], &returned["number"]), (&json!("draft"), &issued["number"]));
    assert_eq!(said(200, get!(api, cast.head, "/tasks"))["total"], 0);
}
