//! Confidential meetings: whoever is neither party, nor named, nor of the office lives in a house
//! in which the meeting never took place. Two houses, alike but for one meeting, are walked
//! through side by side.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use actix_web::http::Method;
use serde_json::Value;

use crate::api::{Api, send, served};
use crate::databases::{Database, on_both};
use crate::guest::{Guest, settle};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};
use duban::app::Act;
use duban::domain::{
    Actor, EmailAddress, FreeDays, MeetingId, Outlook, Role, Scope, Source, TaskFilter, TaskId,
};
use duban::persistence::outbox::{self, LetterFilter};
use duban::persistence::{departments, people};
use duban::services::intake::{MeetingInput, file};
use duban::services::reports::{Told, report};
use duban::services::requests::{Asked, request};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, accounts, ledger, reminders, steps};

on_both!(
    strangers_live_in_a_house_without_it,
    programs_of_strangers_too,
    parties_readers_and_the_office_see_it,
    no_letter_about_it_goes_to_a_stranger,
);

/// Words that stand nowhere else.
const TITLE: &str = "Appoint the zebra keeper";
const MEETING: &str = "Secret session on zebras";
const SECRETS: [&str; 5] = ["zebra", "Zebra", "ZEBRA", "giraffe", "okapi"];

/// Who may not know.
const STRANGERS: [&str; 4] = ["observer", "stranger", "other-leader", "clerkless"];
/// Who may.
const INSIDERS: [&str; 7] = ["clerk", "office", "admin", "leader", "head", "support", "reader"];

struct House {
    cast: Cast,
    /// The meeting and its task, in the house that has them.
    secret: Option<(MeetingId, TaskId)>,
}

/// A college with an open meeting and its tasks; `with` the confidential one besides.
fn house(database: Database, with: bool) -> House {
    let cast = cast(Office::on("2026-03-02", database));
    let app = cast.office.app.clone();
    for (name, role) in
        [("other-leader", Role::Leader), ("clerkless", Role::Staff), ("reader", Role::Staff)]
    {
        settle(&app, &format!("{name}@example.edu"), role);
    }
    let secret = app
        .act_now(Actor::operator(), |act| {
            let open = meeting(act, "Ordinary session", false)?;
            told(act, &cast, open, "Paint the fence", "2026-03-06")?;
            told(act, &cast, open, "Mend the roof", "2026-05-29")?;
            if !with {
                return Ok::<_, Error>(None);
            }
            let secret = meeting(act, MEETING, true)?;
            let task = told(act, &cast, secret, TITLE, "2026-03-06")?;
            ledger_view(act, secret)?;
            Ok(Some((secret, task)))
        })
        .unwrap();
    // What the calendar finds.
    for day in ["2026-03-04", "2026-03-06", "2026-03-09", "2026-03-12", "2026-03-16"] {
        cast.office.turn_to(day);
        app.act_now(Actor::operator(), reminders::write_due).unwrap();
    }
    House { cast, secret }
}

fn address(name: &str) -> EmailAddress {
    format!("{name}@example.edu").parse().unwrap()
}

fn meeting(act: &mut Act<'_>, title: &str, confidential: bool) -> Result<MeetingId, Error> {
    let reader = people::find_by_email(act.conn, &address("reader"))?;
    let input = MeetingInput {
        title: title.to_owned(),
        body_id: None,
        held_on: act.today,
        chair: None,
        source: Source::Meeting,
        confidential,
        reader_ids: reader.filter(|_| confidential).map(|one| one.id).into_iter().collect(),
    };
    let minutes = format!("{title}: the Academic Affairs Office must feed the giraffe by Friday.");
    let minutes = if confidential { minutes } else { minutes.replace("giraffe", "cat") };
    Ok(file(act, &input, &minutes)?.id)
}

/// A task of the meeting that was reported on, urged, and asked more time for.
fn told(
    act: &mut Act<'_>,
    cast: &Cast,
    meeting: MeetingId,
    title: &str,
    due: &str,
) -> Result<TaskId, Error> {
    let new = NewTask {
        title: title.to_owned(),
        lead_id: Some(cast.lead.id),
        supporters: vec![cast.support.id],
        meeting_id: Some(meeting),
        due_on: due.parse().ok(),
        ..NewTask::default()
    };
    let task = create(act, new)?;
    let task = steps::issue(act, task.id, task.version)?;
    let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
    let task = steps::acknowledge(act, task.id, task.version, &yes)?;
    let stranger = departments::tree(act.conn)?;
    let stranger = stranger.iter().find(|one| one.name == "Logistics Office").map(|one| one.id);
    let told = Told {
        outlook: Some(Outlook::Blocked),
        done: Some(format!("{title}: begun")),
        // Whoever is waited for learns nothing either.
        waiting_on_department_id: stranger,
        ..Told::default()
    };
    let (task, _) = report(act, task.id, None, &told)?;
    let task = steps::urge(act, task.id, None, "Now")?;
    let asked = Asked {
        kind: duban::domain::RequestKind::Extension,
        reason: format!("{title} takes longer"),
        new_due_on: "2026-07-01".parse().ok(),
        result: None,
        evidence: None,
        percent: None,
        files: duban::services::enclosures::Chosen::default(),
        ends_sub_tasks: false,
    };
    Ok(request(act, task.id, task.version, &asked)?.0.id)
}

/// The clerk shares a view of the meeting.
fn ledger_view(act: &mut Act<'_>, meeting: MeetingId) -> Result<(), Error> {
    let clerk = people::find_by_email(act.conn, &address("clerk"))?;
    let clerk = clerk.ok_or(Error::NOT_FOUND)?;
    let actor = duban::app::actor_of(act.conn, clerk.id, act.today)?;
    let calendar = std::sync::Arc::clone(&act.calendar);
    let Act { conn, now, today, app, .. } = act;
    let (now, today, free_days) = (*now, *today, FreeDays::default());
    let mut act = Act { conn, actor, now, today, app, calendar, free_days };
    ledger::save_view(&mut act, "The okapi list", &format!("meeting_id={meeting}"), true)
}

/// What a page says, without what is new every time.
fn plain(html: &str) -> String {
    let mut text = html.to_owned();
    for mark in ["name=\"csrf\" value=\"", "name=\"idempotency_key\" value=\""] {
        let mut parts = text.split(mark);
        let first = parts.next().unwrap_or_default().to_owned();
        text = parts.fold(first, |all, part| {
            let rest = part.split_once('"').map_or("", |(_, rest)| rest);
            format!("{all}{mark}\"{rest}")
        });
    }
    text
}

/// Our own addresses that a page leads to.
fn doors(html: &str) -> BTreeSet<String> {
    let links = html.split("href=\"/").skip(1).filter_map(|part| part.split('"').next());
    links
        .map(|link| format!("/{}", link.replace("&#38;", "&").replace("&amp;", "&")))
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .filter(|link| !link.starts_with("/assets") && !link.starts_with("/language"))
        .filter(|link| !link.starts_with("/account"))
        .collect()
}

/// Every page that `guest` can reach, and those that one could guess.
async fn walk(guest: &mut Guest, guessed: &[String]) -> BTreeMap<String, (u16, String)> {
    const MOST: usize = 90;

    let mut seen = BTreeMap::new();
    let mut ahead: VecDeque<String> = VecDeque::from(["/".to_owned()]);
    ahead.extend(guessed.iter().cloned());
    while let Some(path) = ahead.pop_front() {
        if seen.contains_key(&path) || seen.len() >= MOST {
            continue;
        }
        let page = guest.get(&path).await;
        if page.status == 303 {
            ahead.push_back(page.place().to_owned());
        }
        // What a form or a cursor bears in its address is new every time.
        ahead.extend(doors(&page.html).into_iter().filter(|door| !door.contains("cursor=")));
        seen.insert(path, (page.status, plain(&page.html)));
    }
    seen
}

/// The addresses that somebody could guess, whether or not a page leads there.
fn guesses() -> Vec<String> {
    let mut all: Vec<String> = [
        "/dashboard",
        "/desk",
        "/ledger",
        "/ledger?open=false",
        "/ledger?q=zebra",
        "/ledger?q=giraffe",
        "/ledger?ids=1,2,3,4",
        "/ledger?light=overdue&counted=true",
        "/ledger?open_request=any",
        "/ledger?meeting_id=2",
        "/ledger?open=false&columns=meeting,problem,latest",
        "/ledger?open=false&as_of=2026-03-03",
        "/dashboard?meeting_id=2",
        "/dashboard?as_of=2026-03-04",
        "/meetings",
        "/meetings?q=zebra",
        "/meetings?words=giraffe",
        "/my-department",
        "/portfolio",
        "/reminders",
        "/log",
        "/log.csv",
        "/mailbox",
        "/mailbox/1",
        "/programmes",
        "/bodies",
        "/wall",
    ]
    .map(str::to_owned)
    .into();
    for id in 1..=4 {
        for page in ["", "/edit", "/extension"] {
            all.push(format!("/tasks/{id}{page}"));
        }
        for page in ["", "/edit", "/review", "/brief"] {
            all.push(format!("/meetings/{id}{page}"));
        }
        all.push(format!("/requests/{id}"));
        all.push(format!("/decisions/{id}"));
        all.push(format!("/departments/{id}"));
    }
    all
}

async fn strangers_live_in_a_house_without_it(database: Database) {
    let other = if database.url().starts_with("sqlite") {
        Database::sqlite()
    } else {
        Database::postgres().unwrap()
    };
    let (with, without) = (house(database, true), house(other, false));
    for name in STRANGERS {
        let mut here = with.cast.guest(name).await;
        let mut there = without.cast.guest(name).await;
        let (seen, expected) =
            (walk(&mut here, &guesses()).await, walk(&mut there, &guesses()).await);
        assert!(seen.len() > 40, "{name} saw only {}", seen.len());
        for (path, (status, html)) in &seen {
            for secret in SECRETS {
                let found = html.find(secret).filter(|_| !path.contains(secret));
                let near = found.map(|at| {
                    let around =
                        |at: usize| html.char_indices().map(|(i, _)| i).rfind(|i| *i <= at);
                    let from = around(at.saturating_sub(200)).unwrap_or_default();
                    let to = around((at + 100).min(html.len() - 1)).unwrap_or_default();
                    html[from..to].to_owned()
                });
                assert_eq!(near, None, "{name} {path} shows {secret}");
            }
            let Some((expected_status, expected_html)) = expected.get(path) else {
                panic!("{name} is led to {path} only where the secret is")
            };
            assert_eq!(status, expected_status, "{name} {path}");
            if html != expected_html {
                let differ =
                    html.split('<').zip(expected_html.split('<')).find(|(one, other)| one != other);
                panic!("{name} {path} differs: {differ:?}");
            }
        }
    }
}

fn token(cast: &Cast, name: &str) -> String {
    let email = format!("{name}@example.edu");
    let act = |act: &mut Act<'_>| accounts::create_token(act, &email, Scope::Write);
    cast.office.app.act_now(Actor::operator(), act).unwrap().reveal().to_owned()
}

/// Every address of the API that is looked at, with ids in the place of `{id}`.
fn addresses() -> Vec<String> {
    let document = serde_json::to_value(duban::api::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let looked_at = paths.iter().filter(|(_, item)| item.get("get").is_some());
    let mut all: Vec<String> = looked_at
        .flat_map(|(path, _)| {
            let last = if path.contains("{id}") { 4 } else { 1 };
            (1..=last).map(|id| path.replace("{id}", &id.to_string())).collect::<Vec<_>>()
        })
        .filter(|path| path != "/me")
        .collect();
    let filters = TaskFilter::NAMES.iter().filter(|name| **name != "ids");
    assert!(filters.count() > 20);
    all.extend(
        [
            "/tasks?q=zebra",
            "/tasks?light=overdue",
            "/tasks?counted=true",
            "/tasks?open_request=any",
            "/tasks?meeting_id=2",
            "/tasks?flag=blocked",
            "/tasks?as_of=2026-03-03",
            "/meetings?q=zebra",
            "/dashboard?as_of=2026-03-06",
            "/dashboard?leader_id=3",
        ]
        .map(str::to_owned),
    );
    all
}

async fn ask(api: &Api, token: &str, path: &str) -> (u16, Value) {
    send(api, token, Method::GET, &format!("/api/v1{path}"), &[], "").await
}

async fn programs_of_strangers_too(database: Database) {
    let other = if database.url().starts_with("sqlite") {
        Database::sqlite()
    } else {
        Database::postgres().unwrap()
    };
    let (with, without) = (house(database, true), house(other, false));
    let (here, there) = (served(&with.cast.office).await, served(&without.cast.office).await);
    for name in STRANGERS {
        let (mine, theirs) = (token(&with.cast, name), token(&without.cast, name));
        for path in addresses() {
            let (seen, expected) =
                (ask(&here, &mine, &path).await, ask(&there, &theirs, &path).await);
            assert_eq!(seen, expected, "{name} {path}");
            let text = seen.1.to_string();
            let told = SECRETS.iter().find(|secret| text.contains(**secret));
            assert!(told.is_none() || path.contains("zebra"), "{name} {path}: {text}");
        }
    }
}

async fn parties_readers_and_the_office_see_it(database: Database) {
    let house = house(database, true);
    let (meeting, task) = house.secret.unwrap();
    let api = served(&house.cast.office).await;
    for name in INSIDERS {
        let mut guest = house.cast.guest(name).await;
        for path in [
            format!("/tasks/{task}"),
            "/ledger?q=zebra".to_owned(),
            format!("/ledger?meeting_id={meeting}"),
            format!("/meetings/{meeting}"),
        ] {
            let page = guest.get(&path).await;
            assert_eq!(page.status, 200, "{name} {path}");
            assert!(page.html.contains(TITLE), "{name} {path}");
        }
        let tabs = guest.get("/ledger").await;
        assert!(tabs.html.contains("The okapi list"), "{name}");
        let token = token(&house.cast, name);
        let (_, list) = ask(&api, &token, "/tasks?q=zebra").await;
        assert_eq!(list["total"], 1, "{name}");
        let (status, found) = ask(&api, &token, &format!("/meetings/{meeting}")).await;
        assert_eq!((status, &found["title"]), (200, &Value::from(MEETING)), "{name}");
    }
    let leader = token(&house.cast, "leader");
    let (_, board) = ask(&api, &leader, "/dashboard").await;
    assert_eq!(board["totals"]["all"], 3);
    let observer = token(&house.cast, "observer");
    let (_, board) = ask(&api, &observer, "/dashboard").await;
    assert_eq!(board["totals"]["all"], 2);
}

async fn no_letter_about_it_goes_to_a_stranger(database: Database) {
    let house = house(database, true);
    let filter = LetterFilter { limit: 1_000, ..LetterFilter::default() };
    let letters = house.cast.office.app.db.read(|conn| outbox::list(conn, &filter)).unwrap();
    let of_it: Vec<_> = letters
        .iter()
        .filter(|letter| {
            let text = format!("{} {} {}", letter.subject, letter.body_text, letter.body_html);
            SECRETS.iter().any(|secret| text.contains(secret))
        })
        .collect();
    assert!(of_it.len() > 3, "{} letters", of_it.len());
    for letter in of_it {
        let name = letter.to_address.split('@').next().unwrap_or_default();
        assert!(INSIDERS.contains(&name), "{} got “{}”", letter.to_address, letter.subject);
    }
}
