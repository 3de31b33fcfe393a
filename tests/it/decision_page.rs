//! Signing and deciding as pages: what is shown to whom, and what comes back.

use duban::domain::{Actor, Approval, RequestKind, State, Task};
use duban::services::requests::{Asked, request};

use crate::databases::Database;
use crate::office::Office;
use crate::tasks_cast::{Cast, cast, send};

fn college() -> Cast {
    cast(Office::on("2026-03-02", Database::sqlite()))
}

fn signed_by(approval: Approval) -> Cast {
    let decide = |settings: &mut duban::settings::Settings| settings.issue.approval = approval;
    cast(Office::with("2026-03-02", Database::sqlite(), decide))
}

/// An extension that the head asks for, in Chinese office hours.
async fn ask_for_more_time(college: &Cast, task: &Task, to: &str) -> String {
    let mut head = college.guest("head").await;
    let page = head.get(&format!("/tasks/{}/extension", task.id)).await;
    let fields = [("new_due_on", to), ("reason", "The hall is not free"), ("percent", "60")];
    let sent = send(&mut head, &page, &format!("/tasks/{}/extension", task.id), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let id = college.task(task.id).open_request_id.unwrap();
    format!("/requests/{id}")
}

#[actix_web::test]
async fn a_clerk_submits_on_the_desk_and_the_office_head_signs() {
    let college = signed_by(Approval::OfficeHead);
    let task = college.draft("Publish the list", "2026-03-20");
    let mut clerk = college.guest("clerk").await;
    let desk = clerk.get("/desk").await;
    assert!(!desk.html.contains("Issue what is ticked"), "no button that answers 403");
    assert!(desk.html.contains("Submit what is ticked for signature"));
    let ticked = format!("{}.{}", task.id, task.version);
    let sent =
        clerk.post(&desk, "/desk/issue", &[("task", &ticked), ("note", "From meeting 12")]).await;
    assert_eq!(sent.place(), "/desk?submitted=1");
    let page = clerk.get(&format!("/tasks/{}", task.id)).await;
    assert!(page.html.contains("/submissions/1") && !page.html.contains("/submit\""));

    let mut office = college.guest("office").await;
    let desk = office.get("/desk").await;
    assert!(desk.html.contains("Waits for my signature"));
    let batch = office.get("/submissions/1").await;
    assert!(batch.html.contains("Sign and issue 1 task") && batch.html.contains("From meeting 12"));
    let seen = batch.hidden("task");
    let bare = office.post(&batch, "/submissions/1/return", &[("comment", "")]).await;
    assert_eq!((bare.status, bare.wrong()), (422, vec!["sign-comment"]));
    let signed = office.post(&batch, "/submissions/1/sign", &[("task", &seen)]).await;
    assert_eq!(signed.place(), "/desk?signed=sign", "{}", signed.html);
    assert_eq!(college.task(task.id).state, State::AwaitingAcknowledgement);

    let batch = office.get("/submissions/1").await;
    assert!(batch.html.contains("Signed and issued: 1 tasks"));
    let late = clerk.post(&batch, "/submissions/1/withdraw", &[]).await;
    assert_eq!(late.status, 403, "a form of somebody else");
    let mut stranger = college.guest("head").await;
    assert_eq!(stranger.get("/submissions/1").await.status, 404);
}

#[actix_web::test]
async fn a_draft_that_came_back_says_why_at_its_head() {
    let college = signed_by(Approval::OfficeHead);
    let task = college.draft("Publish the list", "2026-03-20");
    let mut clerk = college.guest("clerk").await;
    let page = clerk.get(&format!("/tasks/{}", task.id)).await;
    let sent =
        send(&mut clerk, &page, &format!("/tasks/{}/submit", task.id), &[("note", "")]).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let mut office = college.guest("office").await;
    let batch = office.get("/submissions/1").await;
    let words = [("comment", "Name the completion mark")];
    assert_eq!(office.post(&batch, "/submissions/1/return", &words).await.status, 303);

    let page = clerk.get(&format!("/tasks/{}", task.id)).await;
    assert!(
        page.html.contains("Sent back unsigned by office, 2 Mar: Name the completion mark"),
        "{}",
        page.html
    );
    let forced = send(&mut clerk, &page, &format!("/tasks/{}/issue", task.id), &[]).await;
    assert_eq!(forced.status, 403);
    assert!(forced.html.contains("once the office head has signed"), "{}", forced.html);
}

#[actix_web::test]
async fn the_decider_reads_the_first_opinion_and_changes_the_date() {
    let college = college();
    let task = college.running("Publish the list", "2026-03-20");
    let path = ask_for_more_time(&college, &task, "2026-03-30").await;

    let mut clerk = college.guest("clerk").await;
    let page = clerk.get(&path).await;
    assert!(page.html.contains("First opinion") && !page.html.contains("/approve\""));
    let mute = [("agrees", "no"), ("opinion", "")];
    let refused = send(&mut clerk, &page, &format!("{path}/opinion"), &mute).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["opinion-opinion"]));
    let words = [("agrees", "yes"), ("opinion", "Three days less would do")];
    let given = send(&mut clerk, &refused, &format!("{path}/opinion"), &words).await;
    assert_eq!(given.status, 303, "{}", given.html);

    let mut leader = college.guest("leader").await;
    let page = leader.get(&path).await;
    assert!(page.html.contains("Three days less would do"));
    assert!(page.html.contains("Done when asked: 60%"));
    let fields = [("new_due_on", "2026-03-27"), ("comment", "")];
    let agreed = send(&mut leader, &page, &format!("{path}/approve"), &fields).await;
    assert_eq!(agreed.status, 303, "{}", agreed.html);
    assert_eq!(college.task(task.id).due_on, Some("2026-03-27".parse().unwrap()));
}

#[actix_web::test]
async fn the_second_of_two_tabs_reads_who_decided_and_when() {
    let college = college();
    let task = college.running("Publish the list", "2026-03-20");
    let path = ask_for_more_time(&college, &task, "2026-03-30").await;
    let (mut leader, mut office) = (college.guest("leader").await, college.guest("office").await);
    let (one, two) = (leader.get(&path).await, office.get(&path).await);
    let fields = [("new_due_on", "2026-03-30"), ("comment", "")];
    send(&mut leader, &one, &format!("{path}/approve"), &fields).await;

    let second = send(&mut office, &two, &format!("{path}/approve"), &fields).await;

    assert_eq!(second.status, 409);
    let said = "This request was settled already. Approved: leader, 2 Mar 2026, 09:00.";
    assert!(second.html.contains(said), "{}", second.html);
}

#[actix_web::test]
async fn a_decided_request_is_called_after_its_outcome_and_shows_no_later_clock() {
    let college = college();
    let task = college.running("Publish the list", "2026-03-20");
    let path = ask_for_more_time(&college, &task, "2026-03-30").await;
    let mut leader = college.guest("leader").await;
    let page = leader.get(&path).await;
    assert!(page.html.contains("<h1>Decide: extension</h1>"));
    let no = [("comment", "Not needed")];
    send(&mut leader, &page, &format!("{path}/reject"), &no).await;
    ask_for_more_time(&college, &task, "2026-04-10").await;

    let page = leader.get(&path).await;

    assert!(page.html.contains("<h1>Extension: Rejected</h1>"), "{}", page.html);
    let (_, aside) = page.html.split_once("id=\"ab\"").unwrap();
    assert!(!aside.contains("light--wait"), "the clock of a later request");
}

#[actix_web::test]
async fn the_head_finds_what_a_contact_drafted() {
    let decide = |settings: &mut duban::settings::Settings| settings.requests.head_confirms = true;
    let college = cast(Office::with("2026-03-02", Database::sqlite(), decide));
    let task = college.running("Publish the list", "2026-03-20");
    let app = &college.office.app;
    let mut contact = Actor::operator();
    contact.role = duban::domain::Role::Staff;
    contact.holds = [college.lead.id].into();
    let asked =
        Asked { result: Some("It is published".to_owned()), ..Asked::new(RequestKind::Closure) };
    let version = task.version;
    let drafted = app.act_now(contact, |act| request(act, task.id, version, &asked)).unwrap().1;

    let mut head = college.guest("head").await;
    let mine = head.get("/my-department").await;
    assert!(mine.html.contains("It is published"), "{}", mine.html);
    let path = format!("/requests/{}", drafted.id);
    let page = head.get(&path).await;
    let confirmed = send(&mut head, &page, &format!("{path}/confirm"), &[]).await;

    assert_eq!(confirmed.status, 303, "{}", confirmed.html);
    assert_eq!(college.task(task.id).state, State::ClosureReview);
}

#[actix_web::test]
async fn a_leader_decides_signs_and_instructs_from_the_portfolio() {
    let college = signed_by(Approval::Leader);
    let task = college.running("Publish the list", "2026-03-20");
    ask_for_more_time(&college, &task, "2026-03-30").await;
    let draft = college.draft("Draw up the plan", "2026-04-20");
    let mut clerk = college.guest("clerk").await;
    let desk = clerk.get("/desk").await;
    let ticked = format!("{}.{}", draft.id, draft.version);
    clerk.post(&desk, "/desk/issue", &[("task", &ticked)]).await;
    assert_eq!(clerk.get("/portfolio").await.status, 403, "a leader's page");

    let mut leader = college.guest("leader").await;
    let page = leader.get("/portfolio").await;
    assert!(page.html.contains("Draw up the plan") && page.html.contains("Publish the list"));
    assert_eq!(leader.get(&format!("/tasks/{}", draft.id)).await.status, 404, "still a draft");
    let id = college.task(task.id).open_request_id.unwrap();
    let fields = [("comment", ""), ("back", "/portfolio")];
    let agreed = send(&mut leader, &page, &format!("/requests/{id}/approve"), &fields).await;
    assert_eq!(agreed.place(), format!("/portfolio?done=approve#t{}", task.id));
    assert_eq!(college.task(task.id).due_on, Some("2026-03-30".parse().unwrap()));

    let batch = leader.get("/submissions/1").await;
    let seen = batch.hidden("task");
    let signed = leader.post(&batch, "/submissions/1/sign", &[("task", &seen)]).await;
    assert_eq!(signed.place(), "/portfolio?signed=sign");
    let page = leader.get("/portfolio").await;
    assert!(page.html.contains("Nothing waits for you."), "{}", page.html);
    let number = task.id.to_string();
    let words = [("task", number.as_str()), ("text", "Print it as well")];
    let written = leader.post(&page, "/portfolio/instruct", &words).await;
    assert_eq!(written.place(), format!("/portfolio?done=instruct#t{}", task.id));
    let mute = leader.post(&page, "/portfolio/instruct", &[("task", &number), ("text", "")]).await;
    assert_eq!(mute.status, 422);
    assert_eq!(mute.wrong(), ["instruct-text"]);
}
