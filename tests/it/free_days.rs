//! "The working day before, or the one after?", wherever a date on a free day is set or sent out.

use std::collections::BTreeSet;

use duban::domain::{DayKind, MeetingId, RequestKind, State, Task};
use duban::persistence::{requests, tasks};
use duban::services::intake::{MeetingInput, file};
use duban::services::requests::{Asked, request};
use duban::services::review::{Change, change};
use duban::services::{steps, working_calendar};

use crate::databases::{Database, on_both};
use crate::guest::{Answer, Guest};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast, send};

on_both!(
    the_desk_asks_before_it_issues,
    a_task_page_asks_before_it_issues,
    more_time_is_asked_for_and_granted_on_a_working_day,
    a_task_that_is_resumed_or_reopened_is_due_on_a_working_day,
    the_review_asks_before_it_makes_tasks,
    many_are_issued_on_working_days,
    who_signs_reads_the_date_that_goes_out,
);

const BEFORE: (&str, &str) = ("free_before", "yes");
const AFTER: (&str, &str) = ("free_after", "yes");

/// A college in which 1 to 5 May 2026 is free; Thursday 30 April and Wednesday 6 May are worked.
fn house(database: Database) -> Cast {
    house_with(Office::on("2026-03-02", database))
}

fn house_with(office: Office) -> Cast {
    let cast = cast(office);
    cast.as_operator(|act| {
        working_calendar::add(
            act,
            duban::domain::CalendarEntry {
                id: 0,
                kind: DayKind::Holiday,
                name: "Labour Day".to_owned(),
                from: "2026-05-01".parse().unwrap(),
                to: "2026-05-05".parse().unwrap(),
                source: None,
            },
        )
    })
    .unwrap();
    cast
}

fn due(task: &Task) -> String {
    task.due_on.unwrap().to_string()
}

#[track_caller]
fn asks(answer: &Answer) {
    assert_eq!(answer.status, 422, "{}", answer.html);
    assert!(answer.html.contains("name=\"free_before\""), "{}", answer.html);
    assert!(answer.html.contains("name=\"free_after\""), "{}", answer.html);
}

/// Sends a form, is asked, and answers.
async fn answered(
    guest: &mut Guest,
    page: &Answer,
    path: &str,
    fields: &[(&str, &str)],
    answer: (&str, &str),
) {
    let asked = send(guest, page, path, fields).await;
    asks(&asked);
    let mut all = fields.to_vec();
    all.push(answer);
    let done = send(guest, &asked, path, &all).await;
    assert_eq!(done.status, 303, "{}", done.html);
}

async fn the_desk_asks_before_it_issues(database: Database) {
    let cast = house(database);
    let free = cast.draft("Open the platform", "2026-05-03");
    let weekend = cast.draft("Close the old one", "2026-06-06");
    let worked = cast.draft("Publish the list", "2026-06-10");
    let mut clerk = cast.guest("clerk").await;
    let desk = clerk.get("/desk").await;
    let ticks: Vec<String> = [&free, &weekend, &worked]
        .iter()
        .map(|one| format!("{}.{}", one.id, one.version))
        .collect();
    let fields: Vec<(&str, &str)> = ticks.iter().map(|tick| ("task", tick.as_str())).collect();

    let asked = clerk.post(&desk, "/desk/issue", &fields).await;
    asks(&asked);
    assert!(asked.html.contains("Each on the working day before"), "{}", asked.html);
    assert_eq!(cast.task(worked.id).state, State::Draft, "all or nothing");

    let mut all = fields.clone();
    all.push(AFTER);
    let done = clerk.post(&asked, "/desk/issue", &all).await;
    assert_eq!(done.place(), "/desk?issued=3");
    let sent: Vec<_> =
        [&free, &weekend, &worked].iter().map(|one| due(&cast.task(one.id))).collect();
    assert_eq!(sent, ["2026-05-06", "2026-06-08", "2026-06-10"]);
    let task = cast.task(free.id);
    assert_eq!(task.original_due_on, task.due_on);
}

async fn a_task_page_asks_before_it_issues(database: Database) {
    let cast = house(database);
    let task = cast.draft("Open the platform", "2026-05-03");
    let mut clerk = cast.guest("clerk").await;
    let path = format!("/tasks/{}", task.id);
    let page = clerk.get(&path).await;
    let version = task.version.to_string();
    let fields = [("version", version.as_str())];
    answered(&mut clerk, &page, &format!("{path}/issue"), &fields, BEFORE).await;
    assert_eq!(due(&cast.task(task.id)), "2026-04-30");
    assert_eq!(cast.task(task.id).state, State::AwaitingAcknowledgement);

    // What the office writes anew is asked about, and issued at once where that was pressed.
    let page = clerk.get("/tasks/new").await;
    let lead = cast.lead_id();
    let fields = [
        ("title", "Another"),
        ("lead_department_id", lead.as_str()),
        ("due_on", "2026-05-03"),
        ("issue", "yes"),
    ];
    let asked = send(&mut clerk, &page, "/tasks/new", &fields).await;
    asks(&asked);
    assert!(asked.html.contains("type=\"hidden\" name=\"issue\""), "{}", asked.html);
}

async fn more_time_is_asked_for_and_granted_on_a_working_day(database: Database) {
    let cast = house(database);
    let task = cast.running("Open the platform", "2026-03-31");
    let mut head = cast.guest("head").await;
    let path = format!("/tasks/{}/extension", task.id);
    let page = head.get(&path).await;
    let version = task.version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("new_due_on", "2026-05-03"),
        ("reason", "The supplier is late"),
        ("percent", "40"),
    ];
    answered(&mut head, &page, &path, &fields, AFTER).await;
    let asked = cast.office.app.db.read(|conn| requests::of_task(conn, task.id)).unwrap().remove(0);
    assert_eq!(asked.new_due_on.unwrap().to_string(), "2026-05-06");

    let mut leader = cast.guest("leader").await;
    let page = leader.get(&format!("/requests/{}", asked.id)).await;
    let version = cast.task(task.id).version.to_string();
    let fields = [("version", version.as_str()), ("new_due_on", "2026-05-02"), ("comment", "")];
    let path = format!("/requests/{}/approve", asked.id);
    answered(&mut leader, &page, &path, &fields, BEFORE).await;
    assert_eq!(due(&cast.task(task.id)), "2026-04-30");

    // A program is taken at its word.
    let task = cast.running("Close the old one", "2026-03-31");
    let wish = Asked {
        new_due_on: "2026-05-03".parse().ok(),
        reason: "Later".to_owned(),
        ..Asked::new(RequestKind::Extension)
    };
    let (_, kept) = cast.as_operator(|act| request(act, task.id, task.version, &wish)).unwrap();
    assert_eq!(kept.new_due_on.unwrap().to_string(), "2026-05-03");
}

async fn a_task_that_is_resumed_or_reopened_is_due_on_a_working_day(database: Database) {
    let cast = house(database);
    let task = cast.running("Open the platform", "2026-03-31");
    let rests =
        cast.as_operator(|act| steps::suspend(act, task.id, task.version, "Funds")).unwrap();
    let mut clerk = cast.guest("clerk").await;
    let path = format!("/tasks/{}", task.id);
    let page = clerk.get(&path).await;
    let version = rests.version.to_string();
    let fields = [("version", version.as_str()), ("new_due_on", "2026-05-04")];
    answered(&mut clerk, &page, &format!("{path}/resume"), &fields, AFTER).await;
    assert_eq!(due(&cast.task(task.id)), "2026-05-06");

    let closed = cast.closed("Close the old one");
    let path = format!("/tasks/{}", closed.id);
    let page = clerk.get(&path).await;
    let version = closed.version.to_string();
    let fields =
        [("version", version.as_str()), ("due_on", "2026-05-04"), ("reason", "Not all of it")];
    answered(&mut clerk, &page, &format!("{path}/reopen"), &fields, BEFORE).await;
    assert_eq!(due(&cast.task(closed.id)), "2026-04-30");
}

async fn the_review_asks_before_it_makes_tasks(database: Database) {
    let cast = house(database);
    let input = MeetingInput {
        title: "Third meeting".to_owned(),
        body_id: None,
        held_on: "2026-03-02".parse().unwrap(),
        chair: None,
        source: duban::domain::Source::Meeting,
        confidential: false,
        reader_ids: BTreeSet::new(),
    };
    let minutes = "The Academic Affairs Office must publish the list by 3 May 2026.";
    let meeting = cast.as_operator(|act| file(act, &input, minutes)).unwrap().id;
    accept(&cast, meeting);
    let mut clerk = cast.guest("clerk").await;
    let path = format!("/meetings/{meeting}/review");
    let page = clerk.get(&path).await;
    let fields = [("act", "create"), ("issue", "yes")];
    let asked = clerk.post(&page, &path, &fields).await;
    asks(&asked);
    // The button is all that is sent, beside the box that is ticked still.
    let made = clerk.post(&asked, &path, &[("issue", "yes"), BEFORE]).await;
    assert_eq!(made.place(), format!("/meetings/{meeting}?made=1"), "{}", made.html);
    let task = cast.office.app.db.read(|conn| tasks::of_meeting(conn, meeting)).unwrap().remove(0);
    assert_eq!((due(&task).as_str(), task.state), ("2026-04-30", State::AwaitingAcknowledgement));
}

async fn many_are_issued_on_working_days(database: Database) {
    let cast = house(database);
    let free = cast.draft("Open the platform", "2026-05-03");
    let worked = cast.draft("Publish the list", "2026-06-10");
    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get("/ledger").await;
    let (free_id, worked_id) = (free.id.to_string(), worked.id.to_string());
    let chosen = [("act", "issue"), ("id", free_id.as_str()), ("id", worked_id.as_str())];
    let with = |more: &[(&'static str, &'static str)]| {
        let more: Vec<(&str, &str)> = more.to_vec();
        chosen.iter().copied().chain(more).collect::<Vec<(&str, &str)>>()
    };
    let looked = clerk.post(&page, "/ledger/bulk", &with(&[("check", "yes")])).await;
    assert!(looked.html.contains("name=\"free_after\""), "{}", looked.html);
    let looked = clerk.post(&looked, "/ledger/bulk", &with(&[AFTER])).await;
    assert!(looked.html.contains("type=\"hidden\" name=\"free_after\""), "{}", looked.html);
    let mut go = with(&[AFTER, ("go", "yes")]);
    go.extend([("fit", free_id.as_str()), ("fit", worked_id.as_str())]);
    let done = clerk.post(&looked, "/ledger/bulk", &go).await;
    assert_eq!(done.status, 303, "{}", done.html);
    assert_eq!(due(&cast.task(free.id)), "2026-05-06");
    assert_eq!(due(&cast.task(worked.id)), "2026-06-10");
}

async fn who_signs_reads_the_date_that_goes_out(database: Database) {
    let office = Office::with("2026-03-02", database, |settings| {
        settings.issue.approval = duban::domain::Approval::OfficeHead;
    });
    let cast = house_with(office);
    let task = cast.draft("Open the platform", "2026-05-03");
    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get(&format!("/tasks/{}", task.id)).await;
    let version = task.version.to_string();
    let fields = [("version", version.as_str()), ("note", "")];
    answered(&mut clerk, &page, &format!("/tasks/{}/submit", task.id), &fields, AFTER).await;
    assert_eq!(due(&cast.task(task.id)), "2026-05-06");
    assert_eq!(cast.task(task.id).state, State::Draft);
}

/// The clerk accepts every candidate.
fn accept(cast: &Cast, meeting: MeetingId) {
    cast.as_operator(|act| {
        for one in duban::persistence::directives::of_meeting(act.conn, meeting)? {
            let accepted = Change {
                disposition: Some(duban::domain::Disposition::Accepted),
                ..Change::default()
            };
            change(act, one.id, accepted)?;
        }
        Ok(())
    })
    .unwrap();
}

impl Cast {
    /// A task that was closed.
    fn closed(&self, title: &str) -> Task {
        let task = self.running(title, "2026-03-31");
        let wish =
            Asked { result: Some("It is done".to_owned()), ..Asked::new(RequestKind::Closure) };
        let (task, asked) =
            self.as_operator(|act| request(act, task.id, task.version, &wish)).unwrap();
        self.as_operator(|act| {
            duban::services::decisions::approve(act, asked.id, Some(task.version), "", None)
        })
        .unwrap()
    }
}
