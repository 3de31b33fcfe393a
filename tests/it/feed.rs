//! Somebody's own dates in their calendar program.

use actix_web::http::Method;
use duban::domain::{Actor, Cadence, PersonId};
use duban::persistence::people;
use duban::services::directory::{PersonInput, update_person};
use duban::services::reports::{Told, report};
use duban::services::tasks::{NewTask, TaskPatch, create, edit};
use duban::services::{Error, milestones, steps};

use crate::databases::{Database, on_both};
use crate::guest::{Answer, Guest};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_link_gives_one_s_own_dates_and_no_others,
    a_changed_date_keeps_its_name,
    a_link_ends_when_it_is_made_anew_or_revoked,
    who_is_gone_has_no_dates,
);

#[track_caller]
fn link_of(page: &Answer) -> String {
    let found = page.html.split("/api/v1/calendar/").nth(1);
    let secret = found.and_then(|rest| rest.split('"').next());
    format!("/api/v1/calendar/{}", secret.unwrap_or_else(|| panic!("no link: {}", page.html)))
}

async fn link(guest: &mut Guest) -> String {
    let page = guest.get("/account").await;
    link_of(&guest.post(&page, "/account/calendar", &[("act", "make")]).await)
}

/// What a calendar program gets, unfolded, line by line.
async fn dates(guest: &Guest, link: &str) -> Vec<String> {
    let answer = guest.beside().call("", Method::GET, link, "").await;
    assert_eq!(answer.status, 200, "{}", answer.html);
    let kind = answer.headers.get("content-type").unwrap();
    assert_eq!(kind, "text/calendar; charset=utf-8");
    assert!(answer.headers.get("set-cookie").is_none());
    for line in answer.html.split("\r\n") {
        assert!(line.len() <= 75, "{line}");
    }
    answer.html.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn of<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    let mark = format!("{name}:");
    lines.iter().filter_map(|line| line.strip_prefix(&mark)).collect()
}

fn person(cast: &Cast, name: &str) -> PersonId {
    let address = format!("{name}@example.edu").parse().unwrap();
    let found = cast.office.app.db.read(|conn| people::find_by_email(conn, &address)).unwrap();
    found.unwrap().id
}

async fn a_link_gives_one_s_own_dates_and_no_others(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let long = "Work with the schools, the offices; and everybody else who has a part in it";
    let task = cast.running(long, "2026-05-29");
    cast.office
        .app
        .act_now(Actor::operator(), |act| {
            let due = "2026-04-10".parse().ok();
            milestones::add(act, task.id, None, "Survey sent", due, None)?;
            let cadence = TaskPatch { cadence: Some(Cadence::Weekly), ..TaskPatch::default() };
            let version = duban::persistence::tasks::find(act.conn, task.id)?.version;
            edit(act, task.id, version, cadence)?;
            let strange = NewTask {
                title: "Somebody else's".to_owned(),
                lead_id: Some(cast.support.id),
                due_on: "2026-05-05".parse().ok(),
                ..NewTask::default()
            };
            let strange = create(act, strange)?;
            steps::issue(act, strange.id, strange.version)
        })
        .unwrap();
    let mut head = cast.guest("head").await;
    let mine = link(&mut head).await;

    let lines = dates(&head, &mine).await;

    assert_eq!((lines[0].as_str(), lines.last().unwrap().as_str()), ("BEGIN:VCALENDAR", ""));
    assert_eq!(of(&lines, "VERSION"), ["2.0"]);
    let begun = lines.iter().filter(|line| *line == "BEGIN:VEVENT").count();
    let ended = lines.iter().filter(|line| *line == "END:VEVENT").count();
    assert_eq!((begun, ended), (3, 3), "{lines:#?}");
    let days = of(&lines, "DTSTART;VALUE=DATE");
    assert_eq!(days, ["20260529", "20260313", "20260410"], "due, report, milestone");
    assert_eq!(of(&lines, "DTEND;VALUE=DATE")[0], "20260530");
    let escaped = "Work with the schools\\, the offices\\; and everybody else who has a part in it";
    assert_eq!(of(&lines, "SUMMARY")[0], format!("Due: {escaped}"));
    assert!(of(&lines, "URL")[0].ends_with(&format!("/tasks/{}", task.id)));
    assert_eq!(of(&lines, "DTSTAMP").len(), 3);
    let mut names = of(&lines, "UID");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 3);

    let mut support = cast.guest("support").await;
    let theirs = link(&mut support).await;
    let theirs = dates(&support, &theirs).await;
    let titles = of(&theirs, "SUMMARY");
    assert!(titles.contains(&"Due: Somebody else's"), "{titles:?}");
    assert!(!titles.iter().any(|title| title.starts_with("Report")), "only the lead reports");
    let mut observer = cast.guest("observer").await;
    let none = link(&mut observer).await;
    assert!(of(&dates(&observer, &none).await, "SUMMARY").is_empty());
}

async fn a_changed_date_keeps_its_name(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let task = cast.running("Mend the roof", "2026-05-29");
    let mut head = cast.guest("head").await;
    let mine = link(&mut head).await;
    let before = dates(&head, &mine).await;
    cast.office
        .app
        .act_now(Actor::operator(), |act| {
            let later =
                TaskPatch { title: Some("Mend the whole roof".to_owned()), ..TaskPatch::default() };
            let version = duban::persistence::tasks::find(act.conn, task.id)?.version;
            edit(act, task.id, version, later)?;
            report(act, task.id, None, &Told { percent: Some(10), ..Told::default() })
        })
        .unwrap();

    let after = dates(&head, &mine).await;

    assert_eq!(of(&before, "UID"), of(&after, "UID"));
    assert_eq!(of(&after, "SUMMARY"), ["Due: Mend the whole roof"]);
}

async fn a_link_ends_when_it_is_made_anew_or_revoked(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let mut head = cast.guest("head").await;
    let page = head.get("/account").await;
    let first = link_of(&head.post(&page, "/account/calendar", &[("act", "make")]).await);
    let again = head.post(&page, "/account/calendar", &[("act", "make")]).await;
    assert_eq!(again.place(), "/account?done=feed", "the same form makes no other");
    dates(&head, &first).await;

    let second = link(&mut head).await;
    assert_eq!(head.beside().call("", Method::GET, &first, "").await.status, 404);
    dates(&head, &second).await;
    let secret = second.split('/').next_back().unwrap().trim_end_matches(".ics");
    let page = head.get("/account").await;
    assert!(!page.html.contains(secret), "shown once");

    let revoked = head.post(&page, "/account/calendar", &[("act", "revoke")]).await;
    assert_eq!(revoked.place(), "/account?done=feed-revoked");
    let gone = head.beside().call("", Method::GET, &second, "").await;
    assert_eq!(gone.status, 404);
    assert!(gone.html.contains("\"code\":\"not_found\""), "{}", gone.html);
}

async fn who_is_gone_has_no_dates(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let mut observer = cast.guest("observer").await;
    let mine = link(&mut observer).await;
    dates(&observer, &mine).await;
    let id = person(&cast, "observer");
    cast.office
        .app
        .act_now(Actor::operator(), |act| {
            let known = people::find(act.conn, id)?;
            let gone = PersonInput { active: false, ..PersonInput::of(&known) };
            update_person(act, id, &gone)?;
            Ok::<_, Error>(())
        })
        .unwrap();

    assert_eq!(observer.beside().call("", Method::GET, &mine, "").await.status, 404);
}
