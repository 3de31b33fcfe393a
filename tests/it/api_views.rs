//! What a program sees: an old view, page after page of a list, a history that was tampered with.

use actix_web::http::Method;
use duban::services::{Error, audit};
use serde_json::json;

use crate::api::*;
use crate::databases::{Database, on_both};
use crate::office::Office;

on_both!(
    two_people_at_once_and_an_old_view,
    lists_are_read_page_by_page,
    a_tampered_history_is_found,
);

async fn two_people_at_once_and_an_old_view(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let task =
        json!({ "title": "A", "lead_department_id": cast.department, "due_on": "2026-04-01" });
    let task = said(201, post!(api, cast.clerk, "/tasks", task));
    let path = format!("/api/v1/tasks/{}", id(&task));
    let change = |title: &str| json!({ "title": title, "version": task["version"] }).to_string();
    let (one, two) = (change("One"), change("Two"));

    let (first, second) = tokio::join!(
        send(&api, &cast.clerk, Method::PATCH, &path, &[], &one),
        send(&api, &cast.office_head, Method::PATCH, &path, &[], &two),
    );

    let mut both = [first.0, second.0];
    both.sort_unstable();
    assert_eq!(both, [200, 409]);
    let late = send(&api, &cast.clerk, Method::PATCH, &path, &[], &one).await;
    assert_eq!(said(409, late)["code"], "stale");
    let without = send(&api, &cast.clerk, Method::PATCH, &path, &[], r#"{"title": "B"}"#).await;
    assert_eq!(fields(&said(422, without)), ["version"]);
}

async fn lists_are_read_page_by_page(database: Database) {
    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    for n in 0..5 {
        let task = json!({
            "title": format!("T{n}"), "lead_department_id": cast.department, "due_on": "2026-04-01",
        });
        said(201, post!(api, cast.clerk, "/tasks", task));
    }

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = said(
            200,
            get!(api, cast.clerk, format!("/tasks?limit=2&sort=-due_on&cursor={cursor}")),
        );
        assert_eq!(page["total"], 5);
        seen.extend(page["items"].as_array().unwrap().iter().map(id));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = next.to_owned();
        let foreign = get!(api, cast.clerk, format!("/tasks?limit=2&sort=due_on&cursor={cursor}"));
        assert_eq!(fields(&said(422, foreign)), ["cursor"]);
    }

    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    said(422, get!(api, cast.clerk, "/tasks?cursor=nonsense"));
}

async fn a_tampered_history_is_found(database: Database) {
    use diesel::connection::SimpleConnection;

    let office = Office::on("2026-03-06", database);
    let api = served(&office).await;
    let cast = cast(&office, &api).await;
    let task =
        json!({ "title": "A", "lead_department_id": cast.department, "due_on": "2026-04-01" });
    let task = said(201, post!(api, cast.clerk, "/tasks", task));
    let path = format!("/tasks/{}", id(&task));
    said(
        200,
        post!(api, cast.clerk, format!("{path}/issue"), json!({ "version": task["version"] })),
    );
    let before = office.app.db.read(audit::verify).unwrap();
    assert_eq!((before.findings, before.events), (Vec::new(), 2));

    let tampered = office.app.db.write(|conn| {
        conn.batch_execute("UPDATE tasks SET hash = 'x'").unwrap();
        Ok::<_, Error>(())
    });
    tampered.unwrap();

    let after = office.app.db.read(audit::verify).unwrap();
    assert_eq!(after.findings.len(), 1, "{:?}", after.findings);
    assert_eq!(after.digest, before.digest);
}
