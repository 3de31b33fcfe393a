//! The display on a wall: a link that shows, and does nothing else.

use std::collections::BTreeSet;

use duban::domain::{Actor, MeetingId, PersonId, Source, TaskFilter, TaskId};
use duban::persistence::views::dashboard::{Board, DashboardFilter, Day};
use duban::persistence::views::task_list;
use duban::persistence::wall_displays;
use duban::services::intake::{MeetingInput, file};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, steps};

use crate::databases::{Database, on_both};
use crate::guest::{Answer, Guest, guest};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_link_is_made_shown_once_and_revoked,
    a_display_counts_what_the_dashboard_counts,
    what_is_confidential_is_neither_shown_nor_counted,
    a_display_speaks_its_language_and_hides_titles,
    only_the_office_keeps_displays,
    a_link_is_not_asked_without_end,
);

/// The link that a page shows, as a path.
#[track_caller]
fn link_of(page: &Answer) -> String {
    let found = page.html.split("/wall/").nth(1);
    let secret = found.and_then(|rest| rest.split('"').next());
    format!("/wall/{}", secret.unwrap_or_else(|| panic!("no link: {}", page.html)))
}

/// Makes a display with these fields, and gives the path of its link.
async fn made(clerk: &mut Guest, fields: &[(&str, &str)]) -> String {
    let page = clerk.get("/wall-displays").await;
    link_of(&clerk.post(&page, "/wall-displays", fields).await)
}

/// The five figures below the headline.
fn figures(html: &str) -> Vec<i64> {
    let cut = html.split("class=\"door__n\">").skip(1);
    cut.map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect()
}

fn meeting(cast: &Cast, confidential: bool) -> MeetingId {
    let input = MeetingInput {
        title: "A session".to_owned(),
        body_id: None,
        held_on: cast.office.app.today(),
        chair: None,
        source: Source::Meeting,
        confidential,
        reader_ids: BTreeSet::<PersonId>::new(),
    };
    let filed = |act: &mut duban::app::Act<'_>| file(act, &input, "Feed the cat.");
    cast.office.app.act_now(Actor::operator(), filed).unwrap().id
}

fn issued_from(cast: &Cast, meeting: MeetingId, title: &str, due: &str) -> TaskId {
    let new = NewTask {
        title: title.to_owned(),
        lead_id: Some(cast.lead.id),
        meeting_id: Some(meeting),
        due_on: due.parse().ok(),
        ..NewTask::default()
    };
    let issued = |act: &mut duban::app::Act<'_>| {
        let task = create(act, new)?;
        Ok::<_, Error>(steps::issue(act, task.id, task.version)?.id)
    };
    cast.office.app.act_now(Actor::operator(), issued).unwrap()
}

async fn a_link_is_made_shown_once_and_revoked(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    cast.running("Mend the roof", "2026-03-04");
    let mut clerk = cast.guest("clerk").await;

    let page = clerk.get("/wall-displays").await;
    let made = clerk.post(&page, "/wall-displays", &[("name", "Lobby")]).await;
    let link = link_of(&made);
    let secret = link.rsplit('/').next().unwrap().to_owned();
    // The same form again makes no other, and the secret is not shown again.
    let again = clerk.post(&page, "/wall-displays", &[("name", "Lobby")]).await;
    assert_eq!((again.status, again.place()), (303, "/wall-displays?done=made"));
    let list = clerk.get("/wall-displays?done=made").await;
    assert!(list.html.contains("Lobby") && !list.html.contains(&secret), "{}", list.html);
    let kept = cast.office.app.db.read(wall_displays::all).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].created_by, "clerk");

    let mut passer_by = clerk.beside();
    let shown = passer_by.get(&link).await;
    assert_eq!(shown.status, 200, "{}", shown.html);
    assert!(shown.html.contains("Mend the roof"), "{}", shown.html);
    assert!(!shown.html.contains("href=\"/ledger") && !shown.html.contains("<a "), "no links");
    assert!(!shown.html.contains("<form") && !shown.html.contains("<script"), "nothing to touch");
    let header = |name: &str| shown.headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("refresh"), Some("60"));
    assert_eq!(header("set-cookie"), None);
    assert_eq!(header("cache-control"), Some("no-store"));

    let revoked = clerk.post(&list, &format!("/wall-displays/{}/revoke", kept[0].id), &[]).await;
    assert_eq!(revoked.place(), "/wall-displays?done=revoked");
    let gone = passer_by.get(&link).await;
    assert_eq!((gone.status, gone.headers.get("set-cookie").is_none()), (404, true));
    assert_eq!(passer_by.get("/wall/never-made").await.status, 404);
    let list = clerk.get("/wall-displays").await;
    assert!(list.html.contains("Revoked") && !list.html.contains("/revoke\""), "{}", list.html);
    let mut admin = cast.guest("admin").await;
    let log = admin.get("/log").await;
    assert!(log.html.contains("Lobby"), "made and revoked stand in the log: {}", log.html);
}

async fn a_display_counts_what_the_dashboard_counts(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    for (title, due) in [("One", "2026-03-02"), ("Two", "2026-03-12"), ("Three", "2026-06-30")] {
        cast.running(title, due);
    }
    cast.issued("Four", "2026-05-29");
    let mut clerk = cast.guest("clerk").await;
    let all = made(&mut clerk, &[("name", "All")]).await;
    let department = cast.support.id.to_string();
    let none = made(&mut clerk, &[("name", "None"), ("department_id", &department)]).await;

    let dashboard = clerk.get("/dashboard").await;
    let shown = clerk.get(&all).await;

    assert_eq!(figures(&shown.html), figures(&dashboard.html));
    assert_eq!(figures(&shown.html)[..3], [1, 1, 1]);
    let confined = clerk.get(&none).await;
    assert_eq!(figures(&confined.html), [0; 5]);
    assert!(confined.html.contains("Personnel Office"), "says what it is confined to");
}

async fn what_is_confidential_is_neither_shown_nor_counted(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let (open, secret) = (meeting(&cast, false), meeting(&cast, true));
    issued_from(&cast, open, "Paint the fence", "2026-03-02");
    issued_from(&cast, secret, "Appoint the zebra keeper", "2026-03-02");
    let mut clerk = cast.guest("clerk").await;
    let link = made(&mut clerk, &[("name", "Lobby")]).await;

    let shown = clerk.beside().get(&link).await;

    assert!(shown.html.contains("Paint the fence") && !shown.html.contains("zebra"));
    assert_eq!(figures(&shown.html), [1, 0, 1, 0, 0]);
    assert_eq!(figures(&clerk.get("/dashboard").await.html)[0], 2, "the office sees both");
    // Nor is it counted where nobody draws it.
    let (app, today) = (&cast.office.app, cast.office.app.today());
    let viewer = Actor::everybody();
    let (board, listed) = app
        .db
        .read(|conn| {
            let day = Day::read(conn, &viewer, &DashboardFilter::on(today))?;
            let all = TaskFilter::default();
            let listed = task_list::count(conn, &viewer, &all, today)?;
            Ok::<_, duban::persistence::Error>((Board::of(conn, &day)?, listed))
        })
        .unwrap();
    assert_eq!((board.totals.counts.all, board.meetings.len(), listed), (1, 1, 1));
}

async fn a_display_speaks_its_language_and_hides_titles(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let task = cast.running("Mend the roof", "2026-03-04");
    let mut clerk = cast.guest("clerk").await;
    let fields =
        [("name", "大厅"), ("language", "zh-CN"), ("titles", "hidden"), ("theme", "light")];
    let link = made(&mut clerk, &fields).await;

    // Whoever looks may prefer another language: the display keeps to its own.
    let mut passer_by = clerk.beside();
    passer_by.bring("language", "en");
    let shown = passer_by.get(&link).await;

    assert!(shown.html.contains("<html lang=\"zh-CN\" data-theme=\"light\">"), "{}", shown.html);
    assert!(shown.html.contains("截至今日应办结") && !shown.html.contains("Mend the roof"));
    let number = cast.task(task.id).number.unwrap();
    assert!(shown.html.contains(&number), "the number stands for it: {}", shown.html);
}

async fn only_the_office_keeps_displays(database: Database) {
    let cast = cast(Office::on("2026-03-09", database));
    let mut clerk = cast.guest("clerk").await;
    let dashboard = clerk.get("/dashboard").await;
    assert!(dashboard.html.contains("href=\"/wall-displays\""), "reached from the dashboard");
    let nameless = clerk.get("/wall-displays").await;
    let nameless =
        clerk.post(&nameless, "/wall-displays", &[("name", " "), ("body_id", "999")]).await;
    assert_eq!(nameless.status, 422);
    assert_eq!(nameless.wrong(), ["name"]);
    let page = clerk.get("/wall-displays").await;
    let unknown =
        clerk.post(&page, "/wall-displays", &[("name", "Lobby"), ("body_id", "999")]).await;
    assert_eq!((unknown.status, unknown.wrong()), (422, vec!["body_id"]));
    for name in ["leader", "observer", "head"] {
        let mut guest = cast.guest(name).await;
        assert_eq!(guest.get("/wall-displays").await.status, 403, "{name}");
        let dashboard = guest.get("/dashboard").await;
        assert!(!dashboard.html.contains("/wall-displays"), "{name} is offered nothing");
        let posted = guest.post(&dashboard, "/wall-displays", &[("name", "Mine")]).await;
        assert_eq!(posted.status, 403, "{name}");
    }
    assert!(cast.office.app.db.read(wall_displays::all).unwrap().is_empty());
}

async fn a_link_is_not_asked_without_end(database: Database) {
    let office = Office::on("2026-03-09", database);
    let mut stranger = guest(&office.app).await;
    let mut refused = 0;
    for _ in 0..40 {
        let answer = stranger.get("/wall/one-and-the-same").await;
        assert!(matches!(answer.status, 404 | 429), "{}", answer.status);
        refused += u32::from(answer.status == 429);
    }
    assert!(refused >= 5, "{refused} of 40 at once were refused");
}
