//! Files in a store of objects: kept, handed out, looked through, and what happens when it is away.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use duban::settings;
use duban::store::Store;

use crate::bucket_server::{BucketServer, Manner};
use crate::databases::{Database, on_both};
use crate::documents::{pdf, set};
use crate::office::Office;
use crate::tasks_cast::cast;

on_both!(a_file_travels_through_a_bucket);

fn store(settings: &settings::Store) -> Store {
    Store::open(settings, PathBuf::from("/nowhere")).unwrap()
}

fn refusal(change: impl FnOnce(&mut settings::Store)) -> String {
    let mut settings = BucketServer::open().settings();
    change(&mut settings);
    Store::open(&settings, PathBuf::new()).unwrap_err().to_string()
}

#[test]
fn what_is_equal_is_kept_once_and_comes_back_as_it_was() {
    let server = BucketServer::open();
    let store = store(&server.settings());
    let hash = store.put(b"minutes").unwrap();
    assert_eq!(store.put(b"minutes").unwrap(), hash);
    let name = format!("duban/{}/{}", &hash.as_str()[..2], hash.as_str());
    assert_eq!(server.names(), std::slice::from_ref(&name));
    assert_eq!(store.get(&hash).unwrap(), b"minutes");
    assert_eq!(server.calls().last().unwrap(), &format!("GET /college/{name}"));
    assert_eq!(server.strangers(), 0, "every call is signed");

    server.spoil();
    assert_eq!(store.get(&hash).unwrap_err().kind(), ErrorKind::InvalidData);
}

#[test]
fn what_nobody_names_is_found_by_its_age_and_removed() {
    let server = BucketServer::open();
    let store = store(&server.settings());
    let (first, second) = (store.put(b"first").unwrap(), store.put(b"second").unwrap());
    let moment = |text: &str| text.parse::<NaiveDateTime>().unwrap();
    assert_eq!(store.older_than(moment("2026-02-01T00:00:00")).unwrap(), []);
    let mut old = store.older_than(moment("2026-02-01T00:00:01")).unwrap();
    old.sort();
    let mut both = [first.clone(), second.clone()];
    both.sort();
    assert_eq!(old, both);

    assert!(!store.discard(&first, moment("2026-02-01T00:00:00")).unwrap(), "it is young");
    assert!(store.discard(&first, moment("2026-02-01T00:00:01")).unwrap());
    assert_eq!(store.get(&first).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(store.get(&second).unwrap(), b"second");
}

#[test]
fn a_service_that_refuses_is_told_one_that_is_busy_is_asked_again() {
    let server = BucketServer::open();
    let store = store(&server.settings());
    server.expect([Manner::Refuse(403)]);
    assert_eq!(store.put(b"minutes").unwrap_err().kind(), ErrorKind::PermissionDenied);
    assert_eq!(server.names(), [""; 0]);
    server.expect([Manner::Refuse(503)]);
    let hash = store.put(b"minutes").unwrap();
    server.expect([Manner::Refuse(500), Manner::Refuse(500), Manner::Refuse(500)]);
    assert!(store.get(&hash).is_err());
    assert_eq!(store.get(&hash).unwrap(), b"minutes");
}

#[test]
fn a_service_that_says_nothing_is_not_waited_for() {
    let server = BucketServer::open();
    let store = store(&settings::Store { timeout: 1, ..server.settings() });
    server.expect([Manner::Sleep, Manner::Sleep, Manner::Sleep]);
    let begun = Instant::now();
    assert!(store.put(b"minutes").is_err());
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

#[test]
fn bad_settings_are_refused_by_the_name_of_their_key() {
    assert!(refusal(|it| it.url = "https://x".to_owned()).starts_with("`store.url`:"));
    assert!(refusal(|it| it.url = "s3://key:secret@x".to_owned()).contains("access_key_id"));
    assert!(refusal(|it| it.endpoint = "x".to_owned()).starts_with("`store.endpoint`:"));
    assert!(refusal(|it| it.secret_access_key = None).starts_with("`store.secret_access_key`:"));
    assert!(refusal(|it| it.access_key_id = None).starts_with("`store.access_key_id`:"));
    assert!(refusal(|it| it.secret_file = Some("/x".into())).starts_with("`store.secret_file`:"));
    assert!(refusal(|it| it.ca_file = Some("/no/such".into())).contains("/no/such"));
    assert!(refusal(|it| it.timeout = 0).starts_with("`store.timeout`:"));
}

async fn a_file_travels_through_a_bucket(database: Database) {
    let server = BucketServer::open();
    let own = server.settings();
    let cast = cast(Office::with("2026-03-02", database, |settings| settings.store = own));
    let task = cast.running("Publish the list", "2026-06-19");
    let mut head = cast.guest("head").await;
    let file = pdf(&set("The list is published.", 700));
    let page = head.get(&format!("/tasks/{}", task.id)).await;
    let path = format!("/tasks/{}/attach", task.id);
    let version = page.hidden("version");
    let sent = head.upload(&page, &path, &[("version", &version)], ("list.pdf", &file)).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    assert_eq!(server.names().len(), 1);

    let given = head.get("/attachments/1").await;
    assert_eq!((given.status, given.html.into_bytes()), (200, file.clone()));
    server.spoil();
    assert_eq!(head.get("/attachments/1").await.status, 500);

    server.expect([Manner::Refuse(403)]);
    let page = head.get(&format!("/tasks/{}", task.id)).await;
    let sent = head.upload(&page, &path, &[("version", &version)], ("other.pdf", &file)).await;
    assert_eq!(sent.status, 500, "what is not kept is not said to be");
    assert!(!head.get(&format!("/tasks/{}", task.id)).await.html.contains("other.pdf"));
}
