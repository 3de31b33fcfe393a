//! Answers that wait in a mailbox elsewhere are fetched, and each becomes a report once.

use duban::domain::{LetterKind, TaskId};
use duban::inbox::Inbox;
use duban::persistence::reports;
use duban::services::replies::{self, Collected};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::imap_server::{ImapServer, Manner};
use crate::mail_in::{college, message, reply_to};

on_both!(
    what_waits_is_taken_in_once_and_marked_as_read,
    a_broken_conversation_loses_and_doubles_nothing,
    a_server_that_lets_nobody_in_is_told_as_it_said,
    broken_messages_stand_in_nobodys_way,
    who_answered_hears_why_nothing_came_of_it,
);

const HEAD: &str = "head.of.academic.affairs@example.edu";

fn reported(college: &College, task: TaskId) -> usize {
    college.office.app.db.read(|conn| reports::of_task(conn, task)).unwrap().len()
}

fn open(college: &mut College, server: &ImapServer) {
    college.office.app.inbox = Inbox::open(&server.url(), None).unwrap();
}

async fn what_waits_is_taken_in_once_and_marked_as_read(database: Database) {
    let (mut college, sink) = college(database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let answer = message(HEAD, &to, "one@phone", "", "Two of three (and \"more\")");
    let other = message("anna@example.org", "duban@example.edu", "two@phone", "", "Hello");
    let server = ImapServer::open(&[answer.as_bytes(), other.as_bytes()]);
    open(&mut college, &server);

    let collected = replies::collect(&college.office.app).unwrap();
    assert_eq!(collected, Collected { taken: 1, others: 1, passed: 0 });
    assert_eq!(reported(&college, task.id), 1);
    assert_eq!(server.flags(), ["(\\Seen)", "(\\Seen)"]);
    assert_eq!(server.said().last().unwrap(), "LOGOUT");

    assert_eq!(replies::collect(&college.office.app).unwrap(), Collected::default());
    assert_eq!(reported(&college, task.id), 1);
}

async fn a_broken_conversation_loses_and_doubles_nothing(database: Database) {
    let (mut college, sink) = college(database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let named = message(HEAD, &to, "one@phone", "", "One of three");
    let nameless = message(HEAD, &to, "x", "", "Two of three").replace("Message-ID: <x>\r\n", "");
    let server = ImapServer::open(&[named.as_bytes(), nameless.as_bytes()]);
    open(&mut college, &server);
    for manner in [Manner::HangUpInLiteral, Manner::HugeLiteral] {
        server.behave(manner);
        assert!(replies::collect(&college.office.app).is_err(), "{manner:?}");
        assert_eq!(reported(&college, task.id), 0, "{manner:?}");
    }
    // Each is kept before it is marked, so that it may come again, and is known then.
    server.behave(Manner::HangUpAtStore);
    assert!(replies::collect(&college.office.app).is_err());
    assert_eq!((reported(&college, task.id), server.flags()[0].as_str()), (1, ""));
    server.behave(Manner::Good);
    replies::collect(&college.office.app).unwrap();
    assert_eq!(reported(&college, task.id), 2);
    assert_eq!(server.flags(), ["(\\Seen)", "(\\Seen)"]);
}

async fn a_server_that_lets_nobody_in_is_told_as_it_said(database: Database) {
    let (mut college, _sink) = college(database);
    let server = ImapServer::open(&[]);
    open(&mut college, &server);
    server.behave(Manner::RefuseLogin);
    let refused = replies::collect(&college.office.app).unwrap_err().to_string();
    let words = "the mail server refused LOGIN: NO [AUTHENTICATIONFAILED] wrong password";
    assert_eq!(refused, words);
    server.behave(Manner::NoPasswords);
    let refused = replies::collect(&college.office.app).unwrap_err().to_string();
    assert_eq!(refused, "the mail server takes no password on this line");
    assert!(!server.said().last().unwrap().contains("LOGIN"));
}

async fn broken_messages_stand_in_nobodys_way(database: Database) {
    let (mut college, sink) = college(database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let answer = message(HEAD, &to, "one@phone", "", "Two of three");
    let broken: &[u8] = b"\xff\xfe no message\0 at all";
    let server = ImapServer::open(&[broken, b"", answer.as_bytes()]);
    open(&mut college, &server);
    let collected = replies::collect(&college.office.app).unwrap();
    assert_eq!((collected.taken, collected.passed), (1, 2));
    assert_eq!(reported(&college, task.id), 1);

    let huge = ImapServer::open(&[answer.as_bytes()]);
    huge.behave(Manner::Size(4_000_000_000));
    open(&mut college, &huge);
    let collected = replies::collect(&college.office.app).unwrap();
    assert_eq!(collected, Collected { passed: 1, ..Collected::default() });
    assert_eq!(huge.flags(), ["(\\Seen \\Flagged)"]);
}

async fn who_answered_hears_why_nothing_came_of_it(database: Database) {
    let (college, sink) = college(database);
    college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let told = |college: &College| -> Vec<(String, String)> {
        let letters = college.letters().into_iter();
        let refusals = letters.filter(|one| one.kind == LetterKind::NotTaken);
        refusals.map(|one| (one.to_address, one.body_text)).collect()
    };
    // Nothing is said to strangers, machines and loops.
    for mail in [
        message("anna@example.org", &to, "a", "", "Done"),
        message("anna@example.org", "reply+1-1-zz@example.edu", "b", "", "Done"),
        message(HEAD, &to, "c", "Auto-Submitted: auto-replied\r\n", "I am away"),
        message(HEAD, &to, "d", "Precedence: bulk\r\n", ""),
        message("duban@localhost", &to, "e", "", "Done"),
        message(HEAD, "office@example.edu", "f", "", "Good morning"),
    ] {
        college.take_in(&mail);
    }
    assert_eq!(told(&college), []);

    college.take_in(&message(HEAD, &to, "g", "", "> quoted"));
    college.take_in(&message(HEAD, &to, "h", "", "> quoted again"));
    let [(address, text)] = told(&college).try_into().unwrap();
    assert_eq!(address, HEAD);
    assert!(text.contains("nothing new above the quoted letter"), "{text}");
    college.take_in(&message(HEAD, "reply+1-1-zz@example.edu", "i", "", "Done"));
    let contact = "contact.of.academic.affairs@example.edu";
    college.take_in(&message(contact, &to, "j", "", "Done"));
    let all = told(&college);
    assert_eq!(all.len(), 3, "once a day for each cause: {all:?}");
    assert!(all.iter().any(|(to, text)| to == contact && text.contains("somebody else")));
    assert!(all.iter().all(|(_, text)| !text.contains("Publish the list")));
}
