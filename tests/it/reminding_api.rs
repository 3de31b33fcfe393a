//! The preview, the ladder and the calendar as a program sees and changes them.

use actix_web::http::Method;
use duban::domain::Scope;
use duban::services::accounts;
use serde_json::json;

use crate::api::{send as call, served};
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::cast;

on_both!(programs_see_the_preview_the_ladder_and_the_calendar,);

async fn programs_see_the_preview_the_ladder_and_the_calendar(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running("Open the platform", "2026-03-13");
    let token = |name: &str| {
        let email = format!("{name}@example.edu");
        let made = cast.as_operator(|act| accounts::create_token(act, &email, Scope::Write));
        made.unwrap().reveal().to_owned()
    };
    let (clerk, head) = (token("clerk"), token("head"));
    let api = served(&cast.office).await;
    let get = async |token: &str, path: &str| {
        call(&api, token, Method::GET, &format!("/api/v1{path}"), &[], "").await
    };
    let post = async |path: &str, body: serde_json::Value| {
        call(&api, &clerk, Method::POST, &format!("/api/v1{path}"), &[], &body.to_string()).await
    };

    let (status, found) = get(&clerk, "/reminders/preview?from=2026-03-03&to=2026-03-20").await;
    assert_eq!(status, 200, "{found}");
    let first = &found["items"][0];
    assert_eq!(
        (&first["on"], &first["kind"], &first["step"]),
        (&json!("2026-03-06"), &json!("due_soon"), &json!(5))
    );
    assert_eq!(first["person"]["name"], "head");
    assert_eq!(first["task"]["number"], "2026-001");
    assert_eq!(get(&head, "/reminders/preview").await.0, 403);
    assert_eq!(get(&clerk, "/reminders/preview?from=2026-03-03&to=2027-03-04").await.0, 422);
    assert_eq!(get(&clerk, "/reminders/preview?from=2026-03-03&to=2027-03-03").await.0, 200);

    let (status, rules) = get(&clerk, "/reminder-rules?limit=200").await;
    assert_eq!((status, &rules["total"]), (200, &json!(42)), "{rules}");
    let rule = json!({"urgency": "normal", "kind": "due_soon", "step": 3, "whom": ["head"]});
    let (status, made) = post("/reminder-rules", rule).await;
    assert_eq!((status, &made["step"]), (201, &json!(3)), "{made}");
    assert_eq!(get(&clerk, "/reminder-rules").await.1["total"], 43);
    let wrong = json!({"kind": "overdue", "step": 0, "whom": ["head"]});
    assert_eq!(post("/reminder-rules", wrong).await.0, 422);

    let days = json!({"on": "2026-03-06", "kind": "holiday", "name": "Founding day"});
    let (status, made) = post("/calendar-days", days).await;
    assert_eq!((status, &made["until"]), (201, &json!("2026-03-06")), "{made}");
    let (_, found) = get(&head, "/calendar-days").await;
    assert_eq!(found["items"][0]["name"], "Founding day");
    let (_, found) = get(&clerk, "/reminders/preview?from=2026-03-03&to=2026-03-20").await;
    assert_eq!(found["items"][0]["on"], "2026-03-05", "a day earlier: {found}");
}
