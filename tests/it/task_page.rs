//! A task from its first draft to done, on the pages where people work on it.

use duban::domain::{RequestKind, State, TaskId};
use duban::persistence::requests;

use crate::databases::{Database, on_both};
use crate::guest::Answer;
use crate::office::Office;
use crate::tasks_cast::{Cast, cast, send};

on_both!(
    a_task_goes_from_a_draft_to_done,
    what_is_not_seen_is_not_there_and_what_is_not_ones_own_is_refused,
    of_two_people_the_second_sees_what_changed,
    an_empty_form_comes_back_with_what_was_typed,
    an_overdue_task_can_be_reported_on,
    a_date_that_cannot_be_met_is_asked_for_and_granted_in_part,
    a_returned_task_goes_back_to_the_clerk,
    no_button_answers_that_it_is_not_yours,
);

fn college(database: Database) -> Cast {
    cast(Office::on("2026-03-02", database))
}

fn path(id: TaskId, verb: &str) -> String {
    format!("/tasks/{id}/{verb}")
}

fn open_request(cast: &Cast, id: TaskId) -> String {
    let request = cast.task(id).open_request_id.unwrap();
    format!("/requests/{request}")
}

#[track_caller]
fn contains(answer: &Answer, words: &str) {
    assert!(answer.html.contains(words), "no `{words}` in {}", answer.html);
}

async fn a_task_goes_from_a_draft_to_done(database: Database) {
    let cast = college(database);
    let mut clerk = cast.guest("clerk").await;
    let mut head = cast.guest("head").await;

    let form = clerk.get("/tasks/new").await;
    let lead = cast.lead_id();
    let fields = [
        ("title", "Publish the list of 30 courses"),
        ("requirement", "The list is published"),
        ("lead_department_id", lead.as_str()),
        ("due_on", "2026-06-19"),
        ("urgency", "normal"),
        ("cadence", "half_monthly"),
    ];
    let made = clerk.post(&form, "/tasks/new", &fields).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let id: i64 = made.place().split(['/', '?']).nth(2).unwrap().parse().unwrap();
    let id = TaskId(id);
    let here = format!("/tasks/{id}");
    assert_eq!(head.get(&here).await.status, 404);

    let page = clerk.get(&here).await;
    contains(&page, "The list is published");
    let issued = send(&mut clerk, &page, &path(id, "issue"), &[]).await;
    assert_eq!(issued.place(), format!("{here}?done=issue"));
    contains(&clerk.get(issued.place()).await, "2026-001");

    let mine = head.get("/my-department").await;
    contains(&mine, "Publish the list of 30 courses");
    let fields = [("can_meet_date", "yes"), ("back", "/my-department")];
    let taken = send(&mut head, &mine, &path(id, "acknowledge"), &fields).await;
    assert_eq!(taken.place(), format!("/my-department?done=acknowledge#t{id}"));

    let page = head.get(&here).await;
    let fields = [("outlook", "at_risk"), ("percent", "45"), ("done", "46 courses nominated")];
    let told = send(&mut head, &page, &path(id, "report"), &fields).await;
    assert_eq!(told.status, 303, "{}", told.html);
    let page = head.get(told.place()).await;
    contains(&page, "Report: at risk, 45%");
    contains(&page, "46 courses nominated");

    let fields = [("result", "The list is on the website")];
    let asked = send(&mut head, &page, &path(id, "closure"), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.html);

    let page = clerk.get(&here).await;
    contains(&page, "Agree and close");
    let request = open_request(&cast, id);
    contains(&clerk.get(&request).await, "The list is on the website");
    let closed = send(&mut clerk, &page, &format!("{request}/approve"), &[("comment", "")]).await;
    assert_eq!(closed.place(), format!("{here}?done=approve"));

    assert_eq!(cast.task(id).state, State::Closed);
    let page = head.get(&here).await;
    contains(&page, "Closed on time");
    for line in ["Issued as 2026-001", "Acknowledged", "Closure requested", "Agreed and closed"] {
        contains(&page, line);
    }
    contains(&clerk.get("/ledger?state=closed").await, "Publish the list of 30 courses");
}

async fn what_is_not_seen_is_not_there_and_what_is_not_ones_own_is_refused(database: Database) {
    let cast = college(database);
    let task = cast.issued("Publish the list", "2026-06-19");
    let here = format!("/tasks/{}", task.id);
    let (mut head, mut support) = (cast.guest("head").await, cast.guest("support").await);
    let mut stranger = cast.guest("stranger").await;

    let page = head.get(&here).await;
    assert_eq!(page.status, 200);
    assert_eq!(stranger.get(&here).await.status, 404);
    let own = stranger.get("/my-department").await;
    let version = [("version", "2"), ("can_meet_date", "yes")];
    let refused = stranger.post(&own, &path(task.id, "acknowledge"), &version).await;
    assert_eq!(refused.status, 404);

    let seen = support.get(&here).await;
    assert_eq!(seen.status, 200);
    let refused = send(&mut support, &seen, &path(task.id, "acknowledge"), &version).await;
    assert_eq!(refused.status, 403);
    assert_eq!(cast.task(task.id).state, State::AwaitingAcknowledgement);
    assert_eq!(head.get("/tasks/999999").await.status, 404);
    assert_eq!(head.get(&format!("{here}/edit")).await.status, 403);
    assert_eq!(head.get("/tasks/new").await.status, 403);
}

async fn of_two_people_the_second_sees_what_changed(database: Database) {
    let cast = college(database);
    let task = cast.draft("Publish the list", "2026-06-19");
    let edit = format!("/tasks/{}/edit", task.id);
    let (mut clerk, mut other) = (cast.guest("clerk").await, cast.guest("office").await);

    let (first, second) = (clerk.get(&edit).await, other.get(&edit).await);
    let lead = cast.lead_id();
    let saved = |title: &'static str| {
        [
            ("title", title),
            ("requirement", "The list is published"),
            ("lead_department_id", lead.as_str()),
            ("due_on", "2026-06-19"),
            ("urgency", "normal"),
            ("cadence", "none"),
        ]
    };
    let won = send(&mut clerk, &first, &edit, &saved("Publish the list of 30 courses")).await;
    assert_eq!(won.status, 303, "{}", won.html);
    let lost = send(&mut other, &second, &edit, &saved("Publish a list of courses")).await;

    assert_eq!(lost.status, 409, "{}", lost.html);
    contains(&lost, "value=\"Publish a list of courses\"");
    contains(&lost, "Task: Publish the list → Publish the list of 30 courses");
    let again = send(&mut other, &lost, &edit, &saved("Publish a list of courses")).await;
    assert_eq!(again.status, 303, "{}", again.html);
    assert_eq!(cast.task(task.id).title, "Publish a list of courses");
}

async fn an_empty_form_comes_back_with_what_was_typed(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let here = format!("/tasks/{}", task.id);
    let mut head = cast.guest("head").await;

    let page = head.get(&here).await;
    let empty = send(&mut head, &page, &path(task.id, "closure"), &[("result", " ")]).await;
    assert_eq!((empty.status, empty.wrong()), (422, vec!["closure-result"]), "{}", empty.html);

    let fields = [("new_due_on", "2026-09-31"), ("reason", "The site is not chosen <yet>")];
    let wrong = send(&mut head, &page, &path(task.id, "extension"), &fields).await;
    assert_eq!((wrong.status, wrong.wrong()), (422, vec!["extension-new_due_on"]));
    contains(&wrong, "The site is not chosen &#60;yet&#62;");

    let fields = [("new_due_on", "2026-06-01"), ("reason", "")];
    let wrong = send(&mut head, &page, &path(task.id, "extension"), &fields).await;
    assert_eq!(wrong.wrong(), ["extension-new_due_on", "extension-reason"]);

    let fields = [("percent", "170"), ("done", "Nearly there")];
    let wrong = send(&mut head, &page, &path(task.id, "report"), &fields).await;
    assert_eq!((wrong.status, wrong.wrong()), (422, vec!["report-percent"]));
    contains(&wrong, "Nearly there");

    let mut clerk = cast.guest("clerk").await;
    let form = clerk.get("/tasks/new").await;
    let empty = clerk.post(&form, "/tasks/new", &[("requirement", "A list")]).await;
    assert_eq!((empty.status, empty.wrong()), (422, vec!["task-title", "task-lead_department_id"]));
    contains(&empty, "A list</textarea>");
}

async fn an_overdue_task_can_be_reported_on(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-03-13");
    cast.office.turn_to("2026-03-20");
    let mut head = cast.guest("head").await;

    let mine = head.get("/my-department").await;
    contains(&mine, "7 days over");
    contains(&mine, "Why it is overdue");
    let fields = [
        ("percent", "80"),
        ("delay_reason", "Three items wait for the Personnel Office"),
        ("expected_on", "2026-03-27"),
        ("needs", "coordination"),
        ("needs", "funds"),
        ("back", "/my-department"),
    ];
    let told = send(&mut head, &mine, &path(task.id, "report"), &fields).await;
    assert_eq!(told.status, 303, "{}", told.html);

    let mine = head.get(told.place()).await;
    assert!(!mine.html.contains("Why it is overdue"), "{}", mine.html);
    let page = head.get(&format!("/tasks/{}", task.id)).await;
    contains(&page, "Three items wait for the Personnel Office");
    contains(&page, "Coordination, Funds");
    contains(&page, "Overdue: 7 days over");
}

async fn a_date_that_cannot_be_met_is_asked_for_and_granted_in_part(database: Database) {
    let cast = college(database);
    let task = cast.issued("Publish the list", "2026-06-19");
    let here = format!("/tasks/{}", task.id);
    let mut head = cast.guest("head").await;
    let mut leader = cast.guest("leader").await;

    let page = head.get(&here).await;
    let fields = [("can_meet_date", "no"), ("proposed_due_on", ""), ("reason", "")];
    let wrong = send(&mut head, &page, &path(task.id, "acknowledge"), &fields).await;
    let expected = ["acknowledge-proposed_due_on", "acknowledge-reason"];
    assert_eq!((wrong.status, wrong.wrong()), (422, expected.to_vec()));
    let fields =
        [("can_meet_date", "no"), ("proposed_due_on", "2026-07-31"), ("reason", "Two schools")];
    let taken = send(&mut head, &page, &path(task.id, "acknowledge"), &fields).await;
    assert_eq!(taken.status, 303, "{}", taken.html);

    let request = open_request(&cast, task.id);
    let page = leader.get(&request).await;
    contains(&page, "Agree to 31 Jul");
    contains(&page, "Two schools");
    let empty = send(&mut leader, &page, &format!("{request}/reject"), &[("comment", "")]).await;
    assert_eq!((empty.status, empty.wrong()), (422, vec!["decide-comment"]), "{}", empty.html);
    let fields = [("new_due_on", "2026-07-10"), ("comment", "Two weeks are enough")];
    let granted = send(&mut leader, &page, &format!("{request}/approve"), &fields).await;
    assert_eq!(granted.status, 303, "{}", granted.html);

    let page = head.get(&here).await;
    contains(&page, "Extension agreed: 19 Jun → 10 Jul");
    contains(&page, "<s>19 Jun</s>");
    let settled = leader.get(&request).await;
    contains(&settled, "Two weeks are enough");
    assert!(!settled.html.contains("formaction"), "{}", settled.html);
    let kept = cast.office.app.db.read(|conn| requests::of_task(conn, task.id)).unwrap();
    assert_eq!(kept[0].kind, RequestKind::Extension);
}

async fn a_returned_task_goes_back_to_the_clerk(database: Database) {
    let cast = college(database);
    let task = cast.issued("Publish the list", "2026-06-19");
    let here = format!("/tasks/{}", task.id);
    let (mut head, mut clerk) = (cast.guest("head").await, cast.guest("clerk").await);

    let page = head.get(&here).await;
    let fields = [("reason", "This is the Personnel Office’s")];
    let returned = send(&mut head, &page, &path(task.id, "return"), &fields).await;
    assert!(returned.place().starts_with("/my-department?done=return"), "{}", returned.place());
    assert_eq!(head.get(returned.place()).await.status, 200);

    let page = clerk.get(&here).await;
    contains(&page, "This is the Personnel Office’s");
    assert_eq!(cast.task(task.id).state, State::Draft);
}

async fn no_button_answers_that_it_is_not_yours(database: Database) {
    let cast = college(database);
    let running = cast.running("Observe the lessons", "2026-06-19");
    let mut head = cast.guest("head").await;
    let page = head.get(&format!("/tasks/{}", running.id)).await;
    let asked = send(&mut head, &page, &path(running.id, "closure"), &[("result", "Done")]).await;
    assert_eq!(asked.status, 303);

    for name in ["clerk", "office", "leader", "observer", "admin", "head", "support"] {
        let tasks = [
            cast.draft("Publish the list", "2026-06-19"),
            cast.issued("Publish the list", "2026-06-19"),
            cast.running("Publish the list", "2026-06-19"),
            cast.task(running.id),
        ];
        let mut guest = cast.guest(name).await;
        for task in tasks {
            let page = guest.get(&format!("/tasks/{}", task.id)).await;
            if page.status == 404 {
                assert_eq!(task.state, State::Draft, "{name}");
                continue;
            }
            assert_eq!(page.status, 200, "{name}: {}", page.html);
            for path in buttons(&page) {
                let answer = send(&mut guest, &page, &path, &[]).await;
                assert!(
                    matches!(answer.status, 303 | 409 | 422),
                    "{name} {path}: {}",
                    answer.status
                );
            }
        }
    }
    let mut observer = cast.guest("observer").await;
    let page = observer.get(&format!("/tasks/{}", running.id)).await;
    assert!(buttons(&page).is_empty(), "{:?}", buttons(&page));
}

/// Where the buttons of a task's page send their forms.
fn buttons(page: &Answer) -> Vec<String> {
    let forms = page.html.split("action=\"").skip(1).filter_map(|part| part.split('"').next());
    let own = forms.filter(|path| path.starts_with("/tasks/") || path.starts_with("/requests/"));
    own.map(str::to_owned).collect()
}
