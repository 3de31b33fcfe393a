//! One deed for many tasks: each decided as if it were alone, checked before it is done.

use actix_web::http::Method;
use duban::domain::{Scope, State, TaskId};
use duban::services::bulk::{Deed, Row, run};
use duban::services::tasks::TaskPatch;
use duban::services::{Error, accounts};
use serde_json::{Value, json};

use crate::api::{said, send, served};
use crate::college::College;
use crate::databases::{Database, on_both};
use crate::guest::Answer;
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    each_row_is_decided_as_if_it_were_alone,
    drafts_are_issued_together_each_by_itself,
    a_dry_run_says_what_would_be_and_changes_nothing,
    the_api_answers_for_each,
    the_page_checks_first_and_returns_to_the_same_place,
    what_changed_in_between_is_shown_again,
    only_what_somebody_may_do_is_offered,
);

fn outcomes(rows: &[Row]) -> Vec<(i64, bool)> {
    rows.iter().map(|row| (row.id.0, row.outcome.is_ok())).collect()
}

async fn each_row_is_decided_as_if_it_were_alone(database: Database) {
    let college = College::on("2026-03-02", database);
    let draft = college.draft("Compare the sites", "2026-06-19");
    let running = college.in_progress("Open the platform", "2026-06-19");
    let issued = college.issued("Publish the list", "2026-06-19");
    let nobody = TaskId(9_999);
    let ids = [running.id, nobody, draft.id, issued.id, running.id];
    let to = college.personnel;
    let deed = Deed::Transfer { to, reason: "The offices were merged".to_owned() };

    let rows = college.as_person(college.clerk, |act| run(act, &ids, &deed, false)).unwrap();

    let (running, draft, issued) = (running.id, draft.id, issued.id);
    let expected = [(running.0, true), (nobody.0, false), (draft.0, true), (issued.0, true)];
    assert_eq!(outcomes(&rows), expected);
    assert!(rows[1].before.is_none());
    for (id, state) in [
        (running, State::AwaitingAcknowledgement),
        (draft, State::Draft),
        (issued, State::AwaitingAcknowledgement),
    ] {
        let task = college.task(id);
        assert_eq!((task.lead_id, task.state), (to, state), "{id}");
        assert!(task.supporters.is_empty(), "{id}");
    }

    let date = TaskPatch { due_on: Some("2026-07-01".parse().ok()), ..TaskPatch::default() };
    let date = Deed::Edit(date);
    let rows =
        college.as_person(college.clerk, |act| run(act, &[running, draft], &date, false)).unwrap();
    assert_eq!(outcomes(&rows), [(running.0, false), (draft.0, true)]);
    assert_eq!(college.task(running).due_on, "2026-06-19".parse().ok());
    assert_eq!(college.task(draft).due_on, "2026-07-01".parse().ok());
    let again = college.as_person(college.clerk, |act| run(act, &[draft], &date, false)).unwrap();
    assert!(again[0].is_unchanged());

    let empty = Deed::Urge { note: " ".to_owned() };
    let refused = college.as_person(college.clerk, |act| run(act, &[], &empty, false));
    assert!(matches!(refused, Err(Error::Invalid(faults)) if faults.len() == 2));
}

async fn drafts_are_issued_together_each_by_itself(database: Database) {
    let college = College::on("2026-03-02", database);
    let ready = college.draft("Compare the sites", "2026-06-19").id;
    let running = college.in_progress("Open the platform", "2026-06-19").id;
    let other = college.draft("Publish the list", "2026-06-19").id;
    let ids = [ready, running, other];

    let rows = college.as_person(college.clerk, |act| run(act, &ids, &Deed::Issue, true)).unwrap();
    assert_eq!(outcomes(&rows), [(ready.0, true), (running.0, false), (other.0, true)]);
    assert_eq!(college.task(ready).number, None);
    let rows = college.as_person(college.clerk, |act| run(act, &ids, &Deed::Issue, false)).unwrap();

    assert_eq!(outcomes(&rows), [(ready.0, true), (running.0, false), (other.0, true)]);
    let numbers = ids.map(|id| college.task(id).number.unwrap());
    assert_eq!(numbers, ["2026-002", "2026-001", "2026-003"]);
    let refused = college.as_person(college.head, |act| run(act, &ids, &Deed::Issue, false));
    assert!(refused.unwrap().iter().all(|row| row.outcome.is_err()));
}

async fn a_dry_run_says_what_would_be_and_changes_nothing(database: Database) {
    let college = College::on("2026-03-02", database);
    let running = college.in_progress("Open the platform", "2026-06-19");
    let issued = college.issued("Publish the list", "2026-06-19");
    let ids = [running.id, issued.id];
    let before = (college.task(ids[0]), college.task(ids[1]));
    let letters = |college: &College| {
        college.office.app.db.read(duban::persistence::outbox::count_by_state).unwrap()
    };
    let waiting = letters(&college);
    let deed = Deed::Cancel { reason: "No longer needed".to_owned() };

    let rows = college.as_person(college.clerk, |act| run(act, &ids, &deed, true)).unwrap();

    let states: Vec<State> = rows.iter().map(|row| row.outcome.as_ref().unwrap().state).collect();
    assert_eq!(states, [State::Cancelled, State::Cancelled]);
    assert_eq!((college.task(ids[0]), college.task(ids[1])), before);
    assert_eq!(letters(&college), waiting);

    let other = college.as_person(college.other_head, |act| run(act, &ids, &deed, true)).unwrap();
    assert!(other.iter().all(|row| matches!(row.outcome, Err(Error::Forbidden))));
}

async fn the_api_answers_for_each(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let running = cast.running("Open the platform", "2026-06-19");
    let draft = cast.draft("Compare the sites", "2026-06-19");
    let api = served(&cast.office).await;
    let token = |name: &str| {
        let email = format!("{name}@example.edu");
        let act = |act: &mut duban::app::Act<'_>| accounts::create_token(act, &email, Scope::Write);
        let made = cast.office.app.act_now(duban::domain::Actor::operator(), act).unwrap();
        made.reveal().to_owned()
    };
    let (clerk, stranger) = (token("clerk"), token("stranger"));
    let bulk = async |token: &str, body: Value| {
        send(&api, token, Method::POST, "/api/v1/tasks/bulk", &[], &body.to_string()).await
    };
    let ids = json!([draft.id, running.id]);
    let urge =
        json!({"ids": ids, "act": "urge", "note": "The meeting is on Friday", "dry_run": true});

    let answer = said(200, bulk(&clerk, urge.clone()).await);
    assert_eq!((&answer["done"], &answer["refused"]), (&json!(1), &json!(1)));
    assert_eq!(answer["items"][0]["error"]["code"], "step_refused");
    assert_eq!(answer["items"][1]["number"], "2026-001");
    assert_eq!(cast.task(running.id).version, running.version);
    let kept = json!({"ids": ids, "act": "urge", "note": "The meeting is on Friday"});
    assert_eq!(said(200, bulk(&clerk, kept).await)["dry_run"], false);
    assert_eq!(cast.task(running.id).version, running.version + 1);

    let hidden = said(200, bulk(&stranger, urge).await);
    assert_eq!(hidden["items"][1]["error"]["code"], "not_found");
    assert_eq!(hidden["items"][1]["title"], Value::Null);

    let to = cast.support.id;
    let moved = json!({"ids": ids, "act": "transfer", "department_id": to, "reason": "Merged"});
    assert_eq!(said(200, bulk(&clerk, moved).await)["done"], 2);
    let edit = json!({"ids": [draft.id], "act": "edit", "urgency": "critical", "due_on": null});
    assert_eq!(said(200, bulk(&clerk, edit).await)["items"][0]["done"], true);

    for (wrong, field) in [
        (json!({"ids": ids, "act": "urge"}), "note"),
        (json!({"ids": [], "act": "urge", "note": "Now"}), "ids"),
        (json!({"ids": ids, "act": "shred"}), "act"),
        (json!({"ids": ids, "act": "edit"}), "act"),
        (json!({"ids": ids, "act": "edit", "handler_id": 9999}), "handler_id"),
        (json!({"ids": ids, "act": "cancel", "reason": "No", "note": "x"}), "note"),
        (
            json!({"ids": ids, "act": "transfer", "department_id": 9999, "reason": "No"}),
            "department_id",
        ),
    ] {
        let problem = said(422, bulk(&clerk, wrong).await);
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
}

/// The form of `page` for the deed, sent on with `more`.
async fn go_on(cast: &mut crate::guest::Guest, page: &Answer, more: &[(&str, &str)]) -> Answer {
    let values = |name: &str| -> Vec<String> {
        let mark = format!("name=\"{name}\" value=\"");
        let parts = page.html.split(&mark).skip(1);
        parts.filter_map(|part| Some(part.split('"').next()?.replace("&#38;", "&"))).collect()
    };
    let hidden: Vec<(&str, String)> = ["id", "fit", "act", "back"]
        .into_iter()
        .flat_map(|name| values(name).into_iter().map(move |value| (name, value)))
        .collect();
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(more);
    cast.post(page, "/ledger/bulk", &fields).await
}

fn ids(cast: &Cast, titles: &[&str]) -> Vec<String> {
    titles.iter().map(|title| cast.running(title, "2026-06-19").id.to_string()).collect()
}

async fn the_page_checks_first_and_returns_to_the_same_place(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let ids = ids(&cast, &["Open the platform", "Publish the list"]);
    let draft = cast.draft("Compare the sites", "2026-06-19").id.to_string();
    let mut clerk = cast.guest("clerk").await;
    let list = clerk.get("/ledger?open=false&sort=-number").await;
    assert!(list.html.contains("name=\"act\" value=\"urge\""), "{}", list.html);
    let back = list.hidden("back").replace("&#38;", "&");
    assert_eq!(back, "/ledger?open=false&sort=-number");

    let nothing = clerk.post(&list, "/ledger/bulk", &[("act", "urge"), ("back", &back)]).await;
    let told = clerk.get(nothing.place()).await;
    assert!(told.html.contains("Select tasks first"), "{}", told.html);

    let chosen = [
        ("act", "urge"),
        ("back", back.as_str()),
        ("id", ids[0].as_str()),
        ("id", ids[1].as_str()),
        ("id", draft.as_str()),
    ];
    let form = clerk.post(&list, "/ledger/bulk", &chosen).await;
    assert_eq!(form.status, 200, "{}", form.html);
    assert!(form.html.contains("Urge: 3 tasks"), "{}", form.html);
    let empty = go_on(&mut clerk, &form, &[("check", "yes")]).await;
    assert_eq!((empty.status, empty.wrong()), (422, vec!["bulk-note"]), "{}", empty.html);
    let note = ("note", "The meeting is on Friday");
    let checked = go_on(&mut clerk, &empty, &[note, ("check", "yes")]).await;
    assert!(checked.html.contains("This can be done to 2 of 3"), "{}", checked.html);
    assert!(checked.html.contains("The meeting is on Friday"), "{}", checked.html);
    assert_eq!(cast.task(TaskId(ids[0].parse().unwrap())).version, 3);
    let done = go_on(&mut clerk, &checked, &[note, ("go", "yes")]).await;

    let changed = format!("{back}&done=bulk&changed={},{}", ids[1], ids[0]);
    let other_way = format!("{back}&done=bulk&changed={},{}", ids[0], ids[1]);
    assert!([changed, other_way].contains(&done.place().to_owned()), "{}", done.place());
    let list = clerk.get(done.place()).await;
    assert!(list.html.contains("Done: 2 tasks."), "{}", list.html);
    let see = clerk.get(&format!("/ledger?ids={}%2C{}", ids[0], ids[1])).await;
    assert!(see.html.contains("Showing 2 of 2"), "{}", see.html);
    assert_eq!(cast.task(TaskId(ids[0].parse().unwrap())).version, 4);
}

async fn what_changed_in_between_is_shown_again(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let ids = ids(&cast, &["Open the platform", "Publish the list"]);
    let mut clerk = cast.guest("clerk").await;
    let list = clerk.get("/ledger").await;
    let chosen = [("act", "cancel"), ("id", ids[0].as_str()), ("id", ids[1].as_str())];
    let form = clerk.post(&list, "/ledger/bulk", &chosen).await;
    let reason = ("reason", "No longer needed");
    let checked = go_on(&mut clerk, &form, &[reason, ("check", "yes")]).await;
    assert!(checked.html.contains("all of them"), "{}", checked.html);

    let first = cast.task(TaskId(ids[0].parse().unwrap()));
    cast.office
        .app
        .act_now(duban::domain::Actor::operator(), |act| {
            duban::services::steps::cancel(act, first.id, first.version, "Double")
        })
        .unwrap();
    let refused = go_on(&mut clerk, &checked, &[reason, ("go", "yes")]).await;

    assert_eq!(refused.status, 409);
    assert!(refused.html.contains("nothing was done"), "{}", refused.html);
    let second = TaskId(ids[1].parse().unwrap());
    assert_eq!(cast.task(second).state, State::InProgress);
    let done = go_on(&mut clerk, &refused, &[reason, ("go", "yes")]).await;
    assert_eq!(done.place(), format!("/ledger?done=bulk&changed={second}"));
    assert_eq!(cast.task(second).state, State::Cancelled);
}

async fn only_what_somebody_may_do_is_offered(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let id = cast.running("Open the platform", "2026-06-19").id.to_string();
    for (name, offered) in [
        ("leader", &["urge", "notices"][..]),
        ("head", &["handler", "notices"]),
        ("observer", &[]),
        (
            "clerk",
            &[
                "issue",
                "urge",
                "lead",
                "handler",
                "follower",
                "programme",
                "date",
                "cancel",
                "notices",
            ],
        ),
    ] {
        let mut guest = cast.guest(name).await;
        let list = guest.get("/ledger").await;
        let buttons: Vec<&str> = list
            .html
            .split("name=\"act\" value=\"")
            .skip(1)
            .filter_map(|part| part.split('"').next())
            .collect();
        assert_eq!(buttons, offered, "{name}");
        for verb in ["urge", "cancel", "handler"] {
            let page = guest.get("/account").await;
            let sent = guest.post(&page, "/ledger/bulk", &[("act", verb), ("id", &id)]).await;
            let expected = if offered.contains(&verb) { 200 } else { 403 };
            assert_eq!(sent.status, expected, "{name} {verb}");
        }
    }
}
