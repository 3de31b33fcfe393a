//! Files with tasks: who brings them, what they prove, who may have them, and what becomes of them.

use actix_web::http::Method;
use duban::domain::{Actor, EventKind, Scope, Sha256Hex, TaskId};
use duban::persistence::{attachments, events};
use duban::services::accounts;
use duban::services::attachments::sweep;
use duban::services::audit::{Finding, verify, verify_files};
use duban::services::tasks::{TaskPatch, edit};
use serde_json::{Value, json};

use crate::api::{Api, said, send as call, served};
use crate::audit::behind_our_back;
use crate::databases::{Database, on_both};
use crate::documents::{pdf, set, word};
use crate::guest::{Answer, Guest};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_file_comes_with_a_report_and_whoever_sees_the_task_has_it,
    evidence_is_words_or_a_file_and_the_decider_sees_it,
    a_form_that_comes_back_keeps_its_files,
    what_is_dangerous_disguised_or_too_large_is_not_taken,
    a_file_is_added_and_no_step_goes_stale,
    only_who_sees_the_task_sees_its_files,
    a_changed_file_is_found,
    what_nothing_names_is_swept,
);

pub fn college(database: Database) -> Cast {
    cast(Office::on("2026-03-02", database))
}

pub fn paper(text: &str) -> Vec<u8> {
    pdf(&set(text, 700))
}

pub fn here(id: TaskId, verb: &str) -> String {
    format!("/tasks/{id}{verb}")
}

#[track_caller]
pub fn contains(answer: &Answer, words: &str) {
    assert!(answer.html.contains(words), "no `{words}` in {}", answer.html);
}

/// Sends a form of the task's page with files.
pub async fn bring(
    guest: &mut Guest,
    task: TaskId,
    verb: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let page = guest.get(&here(task, "")).await;
    let (version, seen) = (page.hidden("version"), page.hidden("seen"));
    let hidden = [("version", version.as_str()), ("seen", seen.as_str())];
    let all: Vec<_> = hidden.iter().chain(fields).copied().collect();
    guest.upload_all(&page, &here(task, &format!("/{verb}")), &all, files).await
}

pub fn require_evidence(cast: &Cast, id: TaskId) {
    let version = cast.task(id).version;
    let patch = TaskPatch { evidence_required: Some(true), ..TaskPatch::default() };
    cast.office.app.act_now(Actor::operator(), |act| edit(act, id, version, patch)).unwrap();
}

pub fn token(cast: &Cast, name: &str) -> String {
    let email = format!("{name}@example.edu");
    let act = |act: &mut duban::app::Act<'_>| accounts::create_token(act, &email, Scope::Write);
    cast.office.app.act_now(Actor::operator(), act).unwrap().reveal().to_owned()
}

/// Sends one file as a program does.
pub async fn put(api: &Api, token: &str, task: TaskId, name: &str, text: &str) -> (u16, Value) {
    let head = "Content-Disposition: form-data; name=\"file\"; filename=";
    let body = format!("--b\r\n{head}\"{name}\"\r\n\r\n{text}\r\n--b--\r\n");
    let key = duban::domain::digest_of(name.as_bytes());
    let kind = [("content-type", "multipart/form-data; boundary=b"), ("idempotency-key", &*key)];
    let path = format!("/api/v1/tasks/{task}/attachments");
    call(api, token, Method::POST, &path, &kind, &body).await
}

pub async fn post(api: &Api, token: &str, path: &str, body: &Value) -> (u16, Value) {
    call(api, token, Method::POST, &format!("/api/v1{path}"), &[], &body.to_string()).await
}

pub async fn get(api: &Api, token: &str, path: &str) -> (u16, Value) {
    call(api, token, Method::GET, &format!("/api/v1{path}"), &[], "").await
}

async fn a_file_comes_with_a_report_and_whoever_sees_the_task_has_it(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let (mut head, mut clerk) = (cast.guest("head").await, cast.guest("clerk").await);
    let mut stranger = cast.guest("stranger").await;
    let (first, second) = (paper("34 courses"), word(&["观察记录"]));
    let files = [("入选名单 1.pdf", first.as_slice()), ("观察表.docx", second.as_slice())];
    let fields = [("outlook", "on_time"), ("percent", "70"), ("done", "34 courses chosen")];
    let told = bring(&mut head, task.id, "report", &fields, &files).await;
    assert_eq!(told.place(), format!("{}?done=report", here(task.id, "")), "{}", told.html);

    let page = clerk.get(&here(task.id, "")).await;
    assert_eq!(page.html.matches("href=\"/attachments/1\" download>入选名单 1.pdf<").count(), 2);
    contains(&page, "DOCX, ");
    contains(&page, "2 Mar, head");
    let given = clerk.get("/attachments/1").await;
    let header = |name: &str| given.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!((given.status, header("content-type")), (200, "application/pdf"));
    assert!(header("content-disposition").starts_with("attachment; filename=\"____ 1.pdf\""));
    assert!(header("content-disposition").contains("filename*=UTF-8''%E5%85%A5"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(given.html.as_bytes(), first);
    assert_eq!(stranger.get("/attachments/1").await.status, 404);

    // The same file once more: kept once, with a row of its own.
    let again = bring(&mut head, task.id, "report", &fields, &files[..1]).await;
    assert_eq!(again.status, 303, "{}", again.html);
    let kept = cast.office.app.db.read(|conn| attachments::of_tasks(conn, &[task.id])).unwrap();
    assert_eq!((kept.len(), &kept[0].sha256), (3, &kept[2].sha256));
    assert_ne!(kept[0].report_id, kept[2].report_id);
    let moment = "2999-01-01T00:00:00".parse().unwrap();
    assert_eq!(cast.office.app.store.older_than(moment).unwrap().len(), 2);
    // The log tells the names.
    contains(&cast.guest("admin").await.get("/log").await, "Attached: 入选名单 1.pdf");
    assert_eq!(cast.office.app.db.read(verify).unwrap().findings, []);
}

async fn evidence_is_words_or_a_file_and_the_decider_sees_it(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    require_evidence(&cast, task.id);
    let (mut head, mut clerk) = (cast.guest("head").await, cast.guest("clerk").await);
    let fields = [("result", "The list is on the website")];
    let refused = bring(&mut head, task.id, "closure", &fields, &[]).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["closure-evidence"]));
    contains(&refused, "This task asks for evidence: name it, or attach it");
    contains(&refused, "or attach it</span>");

    let file = paper("The list");
    let asked = bring(&mut head, task.id, "closure", &fields, &[("list.pdf", &file)]).await;
    assert_eq!(asked.status, 303, "{}", asked.html);
    let request = cast.task(task.id).open_request_id.unwrap();
    let decision = clerk.get(&format!("/requests/{request}")).await;
    contains(&decision, "href=\"/attachments/1\" download>list.pdf</a>");
    let (version, comment) = (decision.hidden("version"), ("comment", ""));
    let path = format!("/requests/{request}/approve");
    let closed = clerk.post(&decision, &path, &[("version", &version), comment]).await;
    assert_eq!(closed.status, 303, "{}", closed.html);
    let page = clerk.get(&here(task.id, "")).await;
    let delivered = page.html.split_once("What was delivered").unwrap().1;
    assert!(delivered.split_once("</section>").unwrap().0.contains("list.pdf"), "{delivered}");
    assert_eq!(cast.office.app.db.read(verify).unwrap().findings, []);
}

async fn a_form_that_comes_back_keeps_its_files(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let (mut head, mut support) = (cast.guest("head").await, cast.guest("support").await);
    let file = paper("The list");
    let fields = [("reason", "")];
    let files = [("list.pdf", file.as_slice()), ("setup.exe", b"MZ\x90\0\x03".as_slice())];
    let refused = bring(&mut head, task.id, "suspension", &fields, &files).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["suspension-attachment_ids"]));
    contains(&refused, "“setup.exe” is of a kind that is not taken");
    contains(&refused, "name=\"attachment_ids\" value=\"1\" checked> list.pdf");
    // Brought once more, it is the same; the reason is still missing.
    let refused = bring(&mut head, task.id, "suspension", &fields, &files[..1]).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["suspension-reason"]));
    contains(&refused, "value=\"1\" checked> list.pdf");
    assert!(!refused.html.contains("name=\"attachment_ids\" value=\"2\""));

    // Nobody else knows of it, and it is offered again as long as it waits.
    assert_eq!(support.get("/attachments/1").await.status, 404);
    assert!(!support.get(&here(task.id, "")).await.html.contains("list.pdf"));
    assert_eq!(head.get("/attachments/1").await.status, 200);
    contains(&head.get(&here(task.id, "")).await, "value=\"1\"> list.pdf");
    let theirs = [("done", "Two are named"), ("attachment_ids", "1")];
    let refused = bring(&mut support, task.id, "report", &theirs, &[]).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["report-attachment_ids"]));

    let fields = [("reason", "The site is closed"), ("attachment_ids", "1")];
    let asked = bring(&mut head, task.id, "suspension", &fields, &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.html);
    assert_eq!(support.get("/attachments/1").await.status, 200);
    let page = head.get(&here(task.id, "")).await;
    assert!(!page.html.contains("name=\"attachment_ids\" value"), "it waits no longer");
    let twice = [("done", "Two are named"), ("attachment_ids", "1")];
    let refused = bring(&mut head, task.id, "report", &twice, &[]).await;
    contains(&refused, "“list.pdf” came with another report or request already");

    // More time is asked for on a page of its own.
    let other = cast.running("Open the platform", "2026-06-19");
    let form = head.get(&here(other.id, "/extension")).await;
    let fields = [("version", form.hidden("version")), ("new_due_on", "2026-07-31".to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = here(other.id, "/extension");
    let refused = head.upload(&form, &path, &fields, ("why.pdf", &file)).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["extension-reason"]));
    contains(&refused, "checked> why.pdf");
}

async fn what_is_dangerous_disguised_or_too_large_is_not_taken(database: Database) {
    let office = Office::with("2026-03-02", database, |settings| {
        settings.files.largest_mb = 1;
        settings.files.most_per_task = 2;
    });
    let cast = cast(office);
    let task = cast.running("Publish the list", "2026-06-19");
    let mut head = cast.guest("head").await;
    let cases: [(&str, &[u8], u16, &str); 7] = [
        ("page.html", b"<!DOCTYPE html><script>alert(1)</script>", 422, "of a kind"),
        ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", 422, "of a kind"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "of a kind"),
        ("report.pdf", b"MZ\x90\0\x03\0\0\0", 422, "of a kind"),
        ("report.pdf", b"plain words", 422, "not what its name says"),
        ("empty.pdf", b"", 422, "is empty"),
        ("large.txt", &vec![b'a'; (1 << 20) + 1], 413, "has more than 1 MB"),
    ];
    for (name, bytes, status, words) in cases {
        let refused = bring(&mut head, task.id, "attach", &[], &[(name, bytes)]).await;
        assert_eq!((refused.status, refused.wrong()), (status, vec!["attach-attachment_ids"]));
        contains(&refused, words);
    }
    let none = bring(&mut head, task.id, "attach", &[], &[]).await;
    assert_eq!((none.status, none.wrong()), (422, vec!["attach-attachment_ids"]));
    let file = paper("The list");
    let three = [("1.pdf", file.as_slice()), ("2.pdf", &file), ("3.pdf", &file)];
    let refused = bring(&mut head, task.id, "attach", &[], &three).await;
    contains(&refused, "There are at most 2 files on one task");
    let kept = cast.office.app.db.read(|conn| attachments::of_tasks(conn, &[task.id])).unwrap();
    assert_eq!(kept, []);
}

async fn a_file_is_added_and_no_step_goes_stale(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let (mut head, mut clerk) = (cast.guest("head").await, cast.guest("clerk").await);
    let mut observer = cast.guest("observer").await;
    let before = head.get(&here(task.id, "")).await;
    let added = bring(&mut clerk, task.id, "attach", &[], &[("规范.pdf", &paper("Rules"))]).await;
    assert_eq!(added.place(), format!("{}?done=attach", here(task.id, "")), "{}", added.html);
    contains(&clerk.get(added.place()).await, "The file was added.");
    contains(&observer.get(&here(task.id, "")).await, "规范.pdf");
    let file = paper("No");
    let refused = bring(&mut observer, task.id, "attach", &[], &[("no.pdf", &file)]).await;
    assert_eq!(refused.status, 403);

    let fields = [("version", before.hidden("version")), ("result", "It is done".to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = head.post(&before, &here(task.id, "/closure"), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.html);
    let all = cast.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    let kinds: Vec<_> = all.iter().rev().take(2).map(|event| event.fact.kind).collect();
    assert_eq!(kinds, [EventKind::RequestOpened, EventKind::Attached]);
    assert_eq!(cast.office.app.db.read(verify).unwrap().findings, []);
}

async fn only_who_sees_the_task_sees_its_files(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let draft = cast.draft("Compare the sites", "2026-06-19");
    let api = served(&cast.office).await;
    let (clerk, stranger) = (token(&cast, "clerk"), token(&cast, "stranger"));
    said(201, put(&api, &clerk, task.id, "a.txt", "a").await);
    said(201, put(&api, &clerk, draft.id, "b.txt", "b").await);
    for path in ["/attachments/1".to_owned(), format!("/tasks/{}/attachments", task.id)] {
        said(404, get(&api, &stranger, &path).await);
    }
    said(404, put(&api, &stranger, task.id, "c.txt", "c").await);
    let head = token(&cast, "head");
    assert_eq!(get(&api, &head, "/attachments/1").await.0, 200);
    said(404, get(&api, &head, "/attachments/2").await);
    said(404, get(&api, &clerk, "/attachments/99").await);
}

async fn a_changed_file_is_found(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let api = served(&cast.office).await;
    let head = token(&cast, "head");
    for name in ["a.txt", "b.txt", "c.txt"] {
        said(201, put(&api, &head, task.id, name, name).await);
    }
    let report = json!({ "done": "More", "attachment_ids": [2] });
    said(200, post(&api, &head, &format!("/tasks/{}/reports", task.id), &report).await);
    let app = &cast.office.app;
    let found = || app.db.read(verify).unwrap().findings;
    assert_eq!(found(), []);
    assert_eq!(verify_files(app).unwrap(), []);

    let id = duban::domain::AttachmentId;
    behind_our_back(&cast, "UPDATE attachments SET name = 'x.txt' WHERE id = 1");
    assert_eq!(found(), [Finding::File(id(1))]);
    behind_our_back(&cast, "UPDATE attachments SET sha256 = 'c' || substr(sha256, 2) WHERE id = 2");
    let findings = found();
    assert!(findings.iter().any(|one| matches!(one, Finding::Report(_))), "{findings:?}");
    assert!(findings.contains(&Finding::File(id(2))), "{findings:?}");
    behind_our_back(&cast, "DELETE FROM attachments WHERE id = 3");
    assert!(found().contains(&Finding::File(id(3))), "{:?}", found());

    let gone = Sha256Hex::of_digest(&[0; 32]);
    let strange = format!("UPDATE attachments SET sha256 = '{}' WHERE id = 1", gone.as_str());
    behind_our_back(&cast, &strange);
    assert!(verify_files(app).unwrap().contains(&Finding::Content(id(1))));
}

async fn what_nothing_names_is_swept(database: Database) {
    let cast = college(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let mut head = cast.guest("head").await;
    let (used, waits) = (paper("The list"), paper("A draft"));
    let told = bring(&mut head, task.id, "attach", &[], &[("list.pdf", &used)]).await;
    assert_eq!(told.status, 303, "{}", told.html);
    let back = bring(&mut head, task.id, "suspension", &[], &[("draft.pdf", &waits)]).await;
    assert_eq!(back.status, 422);
    let app = &cast.office.app;
    // A file whose row was never written.
    let lost = app.store.put(b"nobody names this").unwrap();

    assert_eq!(sweep(app).unwrap(), 0, "a day is waited");
    // Files know the day on which they were put there by the wall; by then all of them are old.
    cast.office.turn_to("2199-01-07");
    assert_eq!(sweep(app).unwrap(), 2);
    assert!(app.store.get(&lost).is_err());
    let kept = app.db.read(|conn| attachments::of_tasks(conn, &[task.id])).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(app.store.get(&kept[0].sha256).unwrap(), used);
}
