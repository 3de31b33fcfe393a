//! The pages between minutes and tasks, used as by a browser without script.

use chrono::NaiveDate;
use duban::domain::{Actor, DepartmentId, MeetingId, Role, State, Urgency};
use duban::persistence::{directives, tasks};
use duban::services::directory::{self, DepartmentInput};

use crate::databases::{Database, on_both};
use crate::guest::{Answer, Guest, guest, settle};
use crate::office::Office;

on_both!(
    minutes_pasted_become_tasks_issued,
    what_cannot_be_taken_comes_back_filled_in,
    two_clerks_at_once_lose_nothing,
    the_last_act_is_taken_back_without_script,
    several_are_previewed_and_given_the_same,
    keys_are_switched_off_for_good,
    who_does_not_run_the_office_reads_but_does_not_review,
);

const MINUTES: &str = "院长办公会纪要\n\n2026年3月5日，院长主持会议。\n\n教务处要修订课程方案。<b>总务处务必修门。</b>😀\n";

async fn minutes_pasted_become_tasks_issued(database: Database) {
    let (office, mut clerk) = house(database).await;
    let page = clerk.get("/meetings/new").await;
    // Title and date stand in the text.
    let filed = clerk.post(&page, "/meetings/new", &[("minutes", MINUTES), ("checked", "yes")]);
    assert_eq!(filed.await.place(), "/meetings/1/review");

    let page = clerk.get("/meetings/1/review").await;
    assert!(page.html.contains("院长办公会纪要, 5 March 2026"), "{}", page.html);
    assert!(page.html.contains("&#60;b&#62;") && !page.html.contains("<b>总务处"));
    let refused = clerk.decide(&page, &[("due_on", "2026-09-31"), ("act", "accept")]).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["due_on"]));
    assert!(refused.html.contains("value=\"2026-09-31\""));

    let next = clerk.decide(&refused, &[("due_on", "9.30"), ("act", "accept")]).await;
    let page = clerk.get(next.place().split('#').next().unwrap()).await;
    let early = clerk.decide(&page, &[("lead_department_id", ""), ("act", "accept")]).await;
    let page = clerk.get(early.place().split('#').next().unwrap()).await;
    let refused = clerk.decide(&page, &[("act", "create"), ("issue", "yes")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.html.contains("Lead department: This must not be empty"), "{}", refused.html);

    let page = clerk.decide(&refused, &[("due_on", "2026-06-30"), ("act", "save")]).await;
    let page = clerk.get(page.place().split('#').next().unwrap()).await;
    let made = clerk.decide(&page, &[("act", "create"), ("issue", "yes")]).await;
    assert_eq!(made.place(), "/meetings/1?made=2");

    // The same form sent again makes nothing twice.
    let again = clerk.decide(&page, &[("act", "create"), ("issue", "yes")]).await;
    assert_eq!(again.place(), "/meetings/1?made=2");
    let issued = office.app.db.read(|conn| tasks::of_meeting(conn, MeetingId(1))).unwrap();
    assert_eq!(issued.len(), 2);
    assert!(issued.iter().all(|task| task.state == State::AwaitingAcknowledgement));
    let meeting = clerk.get("/meetings/1").await;
    assert!(meeting.html.contains("2026-002"));
    assert!(clerk.get("/meetings?q=%E8%AF%BE%E7%A8%8B").await.html.contains("院长办公会纪要"));
    assert!(clerk.get("/meetings?q=100%25").await.html.contains("No meeting fits"));
}

async fn what_cannot_be_taken_comes_back_filled_in(database: Database) {
    let (_office, mut clerk) = house(database).await;
    let page = clerk.get("/meetings/new").await;

    let empty = clerk.post(&page, "/meetings/new", &[]).await;
    assert_eq!((empty.status, empty.wrong()), (422, vec!["minutes", "held_on", "checked"]));

    let fields = [("title", "A <title>"), ("minutes", "要\0修门。"), ("checked", "yes")];
    let nul = [fields[0], fields[1], fields[2], ("held_on", "2026-03-05")];
    let nul = clerk.post(&page, "/meetings/new", &nul).await;
    assert_eq!((nul.status, nul.wrong()), (422, vec!["minutes"]));
    assert!(nul.html.contains("value=\"A &#60;title&#62;\""));

    let day =
        [("title", "T"), ("minutes", "要修门。"), ("checked", "y"), ("held_on", "2026-09-31")];
    let day = clerk.post(&page, "/meetings/new", &day).await;
    assert_eq!((day.status, day.wrong()), (422, vec!["held_on"]));
    assert!(day.html.contains("要修门。"));

    let large = "a".repeat(6 * 1024 * 1024);
    let large = clerk.post(&page, "/meetings/new", &[("minutes", &large)]).await;
    assert_eq!((large.status, large.wrong()), (413, vec!["minutes"]));
}

async fn two_clerks_at_once_lose_nothing(database: Database) {
    let (office, mut first) = house(database).await;
    settle(&office.app, "second@example.edu", Role::Clerk);
    let mut second = guest(&office.app).await;
    second.enter("second@example.edu").await;
    let page = first.get("/meetings/new").await;
    first.post(&page, "/meetings/new", &[("minutes", MINUTES), ("checked", "yes")]).await;
    let page = first.get("/meetings/1/review").await;
    let other = second.get("/meetings/1/review").await;

    let quicker =
        [("title", "The first was quicker"), ("requirement", "done by the first"), ("act", "save")];
    first.decide(&page, &quicker).await;
    let seen = second.get("/meetings/1/review").await;
    assert!(seen.html.contains("clerk changed 1, "), "{}", seen.html);
    let typed = [("title", "The second one"), ("requirement", ""), ("act", "accept")];
    let stale = second.decide(&other, &typed).await;

    assert_eq!((stale.status, stale.wrong()), (422, vec!["title"]));
    assert!(stale.html.contains("value=\"The second one\""), "{}", stale.html);
    // It says who changed what; what only the other touched is taken over.
    assert!(stale.html.contains("Task: “The first was quicker”"), "{}", stale.html);
    assert!(stale.html.contains("Requirement (completion mark): “done by the first”"));
    assert!(stale.html.contains(">done by the first</textarea>"), "{}", stale.html);
    // Whoever has read that may save over it.
    let saved = second.decide(&stale, &[("title", "The second one"), ("act", "accept")]).await;
    assert_eq!(saved.status, 303);
}

async fn the_last_act_is_taken_back_without_script(database: Database) {
    let (_office, mut clerk) = house(database).await;
    let page = clerk.get("/meetings/new").await;
    clerk.post(&page, "/meetings/new", &[("minutes", MINUTES), ("checked", "yes")]).await;
    let page = clerk.get("/meetings/1/review").await;
    assert!(!page.html.contains("value=\"undo\""), "nothing was done yet");
    clerk.post(&page, "/meetings/1/review", &[("act", "accept_several"), ("row", "1")]).await;

    let page = clerk.get("/meetings/1/review").await;
    assert!(!page.html.contains("You accepted"), "a box without its row picks nothing");
    let decided = clerk.decide(&page, &[("act", "decline")]).await;
    let page = clerk.get(decided.place().split('#').next().unwrap()).await;
    assert!(page.html.contains("You declined 1, "), "{}", page.html);
    let back = clerk.post(&page, "/meetings/1/review", &[("act", "undo")]).await;
    assert!(back.place().contains("undone=declined"), "{}", back.place());
    let page = clerk.get(back.place().split('#').next().unwrap()).await;
    assert!(page.html.contains("Taken back: you had declined 1"), "{}", page.html);
    assert!(page.html.contains("0 accepted, 0 declined, 2 later"), "{}", page.html);

    let fields = [("act", "undo"), ("on", "1"), ("version", "99")];
    let refused = clerk.post(&page, "/meetings/1/review", &fields[..1]).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["undo"]));
}

async fn several_are_previewed_and_given_the_same(database: Database) {
    let (office, mut clerk) = house(database).await;
    let page = clerk.get("/meetings/new").await;
    clerk.post(&page, "/meetings/new", &[("minutes", MINUTES), ("checked", "yes")]).await;
    let page = clerk.get("/meetings/1/review").await;

    let none = clerk.decide(&page, &[("act", "accept_several")]).await;
    assert_eq!((none.status, none.wrong()), (422, vec!["several"]));
    let same = [
        ("all_shown", "yes"),
        ("several_lead", "1"),
        ("several_due", "end of June"),
        ("several_urgency", "critical"),
    ];
    let odd = [&same[..2], &[("several_due", "9.31"), ("act", "preview")]].concat();
    let odd = clerk.decide(&page, &odd).await;
    assert!(odd.html.contains("id=\"several_due-e\""), "{}", odd.html);
    let preview = clerk.decide(&page, &[&same[..], &[("act", "preview")]].concat()).await;

    assert_eq!(preview.status, 200);
    assert!(preview.html.contains("Due: 30 Jun 2026, changes 2"), "{}", preview.html);
    assert!(preview.html.contains("Give it to 2 candidates"), "{}", preview.html);
    let given = clerk.decide(&preview, &[&same[..], &[("act", "give")]].concat()).await;
    assert_eq!(given.status, 303, "{}", given.html);
    let found = office.app.db.read(|conn| directives::of_meeting(conn, MeetingId(1))).unwrap();
    for one in &found {
        let prepared = one.prepared();
        assert_eq!(prepared.due, "end of June");
        assert_eq!(prepared.due_on, NaiveDate::from_ymd_opt(2026, 6, 30));
        assert_eq!((prepared.lead, prepared.urgency), (Some(DepartmentId(1)), Urgency::Critical));
    }
    let page = clerk.get("/meetings/1/review").await;
    assert!(page.html.contains("You changed 2 candidates, "), "{}", page.html);
    let all = [("all_shown", "yes"), ("act", "accept_several")];
    clerk.decide(&page, &all).await;
    let page = clerk.get("/meetings/1/review").await;
    assert!(page.html.contains("You accepted 2 candidates, "), "{}", page.html);
}

async fn keys_are_switched_off_for_good(database: Database) {
    let (_office, mut clerk) = house(database).await;
    let page = clerk.get("/meetings/new").await;
    clerk.post(&page, "/meetings/new", &[("minutes", MINUTES), ("checked", "yes")]).await;
    let page = clerk.get("/meetings/1/review").await;
    assert!(page.html.contains("data-keys=\"on\""), "{}", page.html);

    let fields = [("keys", "off"), ("back", "/meetings/1/review")];
    let off = clerk.post(&page, "/account/keys", &fields).await;

    assert_eq!(off.place(), "/meetings/1/review");
    assert!(clerk.get("/meetings/1/review").await.html.contains("data-keys=\"off\""));
    assert!(clerk.get("/account").await.html.contains("value=\"off\" checked"));
    let away = clerk.post(&page, "/account/keys", &[("keys", "on"), ("back", "//evil")]).await;
    assert_eq!(away.place(), "/account?done=reading");
    assert!(clerk.get("/meetings/1/review").await.html.contains("data-keys=\"on\""));
}

async fn who_does_not_run_the_office_reads_but_does_not_review(database: Database) {
    let (office, mut clerk) = house(database).await;
    settle(&office.app, "staff@example.edu", Role::Staff);
    let mut staff = guest(&office.app).await;
    staff.enter("staff@example.edu").await;
    let page = clerk.get("/meetings/new").await;
    for confidential in [&[][..], &[("confidential", "yes")]] {
        let fields = [&[("minutes", MINUTES), ("checked", "yes")][..], confidential].concat();
        clerk.post(&page, "/meetings/new", &fields).await;
    }

    assert_eq!(staff.get("/meetings/1").await.status, 200);
    assert_eq!(staff.get("/meetings/1/review").await.status, 403);
    assert_eq!(staff.get("/meetings/new").await.status, 403);
    for hidden in ["/meetings/2", "/meetings/2/review", "/meetings/2/edit", "/meetings/99"] {
        let status = staff.get(hidden).await.status;
        assert!(status == 404 || (status == 403 && hidden.ends_with("edit")), "{hidden}: {status}");
    }
    assert!(!staff.get("/meetings").await.html.contains("/meetings/2"));
}

/// A house with a department that has a head, and its clerk in front of a browser.
async fn house(database: Database) -> (Office, Guest) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let head = settle(&office.app, "head@example.edu", Role::Staff);
    let input = DepartmentInput {
        name: "教务处".to_owned(),
        head_id: Some(head.id),
        ..DepartmentInput::default()
    };
    office.app.act_now(Actor::operator(), |act| directory::create_department(act, &input)).unwrap();
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    (office, clerk)
}

trait Review {
    /// Sends the review's form as `page` shows it, with `changed` in place of what stands there.
    async fn decide(&mut self, page: &Answer, changed: &[(&str, &str)]) -> Answer;
}

impl Review for Guest {
    async fn decide(&mut self, page: &Answer, changed: &[(&str, &str)]) -> Answer {
        let (title, due) = (page.hidden("title"), page.hidden("due_on"));
        let mut fields: Vec<(String, String)> = ["on", "version", "show"]
            .iter()
            .map(|name| ((*name).to_owned(), page.hidden(name)))
            .collect();
        for part in page.html.split("<input type=\"radio\" name=\"d").skip(1) {
            let id = part.split('"').next().unwrap();
            let chosen = part.split('>').next().unwrap();
            if chosen.ends_with("checked") {
                let word = chosen.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
                fields.push((format!("d{id}"), word.to_owned()));
                for hidden in [format!("was{id}"), format!("v{id}")] {
                    let text = page.hidden(&hidden);
                    fields.push((hidden, text));
                }
            }
        }
        for (name, text) in [
            ("title", title.as_str()),
            ("requirement", "done when it is done"),
            ("due_on", due.as_str()),
            ("lead_department_id", "1"),
            ("cadence", "monthly"),
            ("urgency", "normal"),
        ] {
            if !changed.iter().any(|(changed, _)| *changed == name) {
                fields.push((name.to_owned(), text.to_owned()));
            }
        }
        fields.extend(changed.iter().map(|(name, text)| ((*name).into(), (*text).into())));
        let fields: Vec<_> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        self.post(page, "/meetings/1/review", &fields).await
    }
}
