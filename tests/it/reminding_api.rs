//! The preview, the ladder and the calendar as a program sees and changes them.

use actix_web::http::Method;
use duban::domain::{LetterId, LetterState, Scope};
use duban::persistence::outbox::{self, LetterFilter};
use duban::services::{accounts, delivery};
use serde_json::json;

use crate::api::{send as call, served};
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::cast;

on_both!(
    programs_see_the_preview_the_ladder_and_the_calendar,
    a_program_sends_again_what_was_given_up,
);

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

    assert_eq!(get(&clerk, "/reminder-rules/top-leaders").await.1, json!({"on": false}));
    let path = "/api/v1/reminder-rules/top-leaders";
    let (status, turned) =
        call(&api, &clerk, Method::PATCH, path, &[], &json!({"on": true}).to_string()).await;
    assert_eq!((status, turned), (200, json!({"on": true})));
    assert_eq!(get(&clerk, "/reminder-rules/top-leaders").await.1, json!({"on": true}));
    assert_eq!(get(&clerk, "/reminder-rules").await.1["total"], 43, "the rungs stay");

    let days = json!({"on": "2026-03-06", "kind": "holiday", "name": "Founding day"});
    let (status, made) = post("/calendar-days", days).await;
    assert_eq!((status, &made["until"]), (201, &json!("2026-03-06")), "{made}");
    let (_, found) = get(&head, "/calendar-days").await;
    assert_eq!(found["items"][0]["name"], "Founding day");
    let (_, found) = get(&clerk, "/reminders/preview?from=2026-03-03&to=2026-03-20").await;
    assert_eq!(found["items"][0]["on"], "2026-03-05", "a day earlier: {found}");
}

async fn a_program_sends_again_what_was_given_up(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running("Open the platform", "2026-03-13");
    let token = |name: &str| {
        let email = format!("{name}@example.edu");
        let made = cast.as_operator(|act| accounts::create_token(act, &email, Scope::Write));
        made.unwrap().reveal().to_owned()
    };
    let (clerk, head) = (token("clerk"), token("head"));
    let api = served(&cast.office).await;
    let letter = delivery_of(&cast);
    let resend = async |token: &str, id: i64| {
        let path = format!("/api/v1/outbox/{id}/resend");
        call(&api, token, Method::POST, &path, &[], "").await
    };

    assert_eq!(resend(&clerk, letter).await.0, 409, "it has left");
    let gone = LetterId(letter);
    cast.as_operator(|act| Ok(outbox::came_back(act.conn, gone, "550 no such user")?)).unwrap();
    assert_eq!(resend(&head, letter).await.0, 403);
    let (status, sent) = resend(&clerk, letter).await;
    assert_eq!((status, &sent["state"], &sent["id"]), (200, &json!("waiting"), &json!(letter)));
    assert_eq!(resend(&clerk, 9_999).await.0, 404);
}

/// The first letter, once it has left.
fn delivery_of(cast: &crate::tasks_cast::Cast) -> i64 {
    delivery::deliver_due(&cast.office.app).unwrap();
    let sent = Some(LetterState::Sent);
    let all = LetterFilter { state: sent, limit: 10, ..LetterFilter::default() };
    let kept = cast.office.app.db.read(|conn| outbox::list(conn, &all)).unwrap();
    kept.last().unwrap().id.0
}
