//! What comes in by mail: answers become reports once, everything else changes nothing.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use duban::documents::incoming;
use duban::domain::{
    Actor, EventKind, LetterKind, LetterState, MailOutcome, PersonId, State, TaskId,
};
use duban::mail::Post;
use duban::persistence::{bounces, events, outbox, reports};
use duban::services::{delivery, replies, steps};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::documents::program;
use crate::guest::guest;
use crate::smtp_sink::SmtpSink;

on_both!(
    an_answer_becomes_a_report_by_its_sender_once,
    strangers_machines_and_loops_change_nothing,
    an_answer_that_cannot_be_a_report_is_refused,
    a_letter_that_came_back_marks_the_address_and_is_shown,
    letters_bear_the_address_only_where_it_is_set,
    the_command_reads_one_message,
);

async fn an_answer_becomes_a_report_by_its_sender_once(database: Database) {
    let (college, sink) = college(database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let body = "三项已公布两项。\r\n\r\n在 2026-03-12 08:00:00，\"督办\" <d@example.edu> 写道：\r\n\r\n> 反馈\r\n";
    let mail = message("Head <head.of.academic.affairs@example.edu>", &to, "one@phone", "", body);

    assert_eq!(college.take_in(&mail), MailOutcome::Reported);
    assert_eq!(college.take_in(&mail), MailOutcome::Twice);

    let [report] = college.reports(task.id).try_into().unwrap();
    assert_eq!(report.done.as_deref(), Some("三项已公布两项。"));
    assert_eq!(report.reported_by, Some(college.head));
    let all = college.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    let last = all.into_iter().last().unwrap().fact;
    assert_eq!(
        (last.kind, last.actor_name.as_str()),
        (EventKind::Reported, "Head of Academic Affairs")
    );
    // A second answer to the same letter is a second report.
    let mail = message("head.of.academic.affairs@example.edu", &to, "two@phone", "", "All three.");
    assert_eq!(college.take_in(&mail), MailOutcome::Reported);
    assert_eq!(college.reports(task.id).len(), 2);
}

async fn strangers_machines_and_loops_change_nothing(database: Database) {
    let (college, sink) = college(database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let head = "head.of.academic.affairs@example.edu";
    let forged = to.replacen(&format!("-{}-", task.id), &format!("-{}-", task.id.0 + 1), 1);
    let own = college.letters().pop().unwrap().message_id;

    let cases = [
        (
            message("contact.of.academic.affairs@example.edu", &to, "a", "", "Done"),
            MailOutcome::Stranger,
        ),
        (message("anna@example.org", &to, "b", "", "Done"), MailOutcome::Stranger),
        (message(head, &forged, "c", "", "Done"), MailOutcome::Forged),
        (message(head, "reply+1-1-zz@example.edu", "d", "", "Done"), MailOutcome::Forged),
        (message(head, "reply@example.edu", "e", "", "Done"), MailOutcome::Untagged),
        (
            message(head, &to, "f", "Auto-Submitted: auto-replied\r\n", "I am away"),
            MailOutcome::Automatic,
        ),
        (message(head, &to, "g", "List-Id: <all.example.edu>\r\n", "Done"), MailOutcome::Automatic),
        (message(head, &to, "h", "Precedence: bulk\r\n", "Done"), MailOutcome::Automatic),
        (message(head, &to, &own, "", "Done"), MailOutcome::Loop),
        (message("duban@localhost", &to, "i", "", "Done"), MailOutcome::Loop),
        (message(head, &to, "j", "", "> quoted\r\n\r\n-- \r\nHead"), MailOutcome::Empty),
    ];
    for (mail, expected) in cases {
        assert_eq!(college.take_in(&mail), expected, "{mail}");
    }
    assert_eq!(college.reports(task.id), []);
}

async fn an_answer_that_cannot_be_a_report_is_refused(database: Database) {
    let (college, sink) = college(database);
    let task = college.issued("Publish the list", "2026-03-13");
    let to = reply_to(&college, &sink, college.head);
    college
        .as_person(college.clerk, |act| steps::recall(act, task.id, task.version, "Too early"))
        .unwrap();
    let head = "head.of.academic.affairs@example.edu";

    let outcome = college.take_in(&message(head, &to, "a", "", "Done"));

    assert_eq!(outcome, MailOutcome::Refused, "a draft is not the department's to see");
    assert_eq!(college.reports(task.id), []);
    assert_eq!(college.task(task.id).state, State::Draft);
}

async fn a_letter_that_came_back_marks_the_address_and_is_shown(database: Database) {
    let (college, _sink) = college(database);
    college.issued("Publish the list", "2026-03-13");
    delivery::deliver_due(&college.office.app).unwrap();
    let letter = college.letters().into_iter().find(|one| one.person_id == Some(college.head));
    let letter = letter.unwrap();

    // Nobody else knows the name of a letter, so nobody else can mark an address.
    assert_eq!(
        college.take_in(&returned("made-up@localhost", "failed", "5.1.1")),
        MailOutcome::Automatic
    );
    assert_eq!(
        college.take_in(&returned(&letter.message_id, "delayed", "4.4.1")),
        MailOutcome::Delayed
    );
    assert!(college.office.app.db.read(bounces::unreached).unwrap().is_empty());
    assert_eq!(
        college.take_in(&returned(&letter.message_id, "failed", "5.1.1")),
        MailOutcome::Bounced
    );

    let [marked] = college.office.app.db.read(bounces::unreached).unwrap().try_into().unwrap();
    assert_eq!(
        (marked.person, marked.bounce.said.as_str()),
        (college.head, "550 5.1.1 no such user")
    );
    let kept = college.office.app.db.read(|conn| outbox::find(conn, letter.id)).unwrap();
    assert_eq!(
        (kept.state, kept.error.as_deref()),
        (LetterState::Dead, Some("550 5.1.1 no such user"))
    );

    crate::guest::settle(&college.office.app, "admin@example.edu", duban::domain::Role::Admin);
    let mut admin = guest(&college.office.app).await;
    admin.enter("admin@example.edu").await;
    let desk = admin.get("/desk").await;
    assert!(
        desk.html.contains("Address fails") && desk.html.contains("no such user"),
        "{}",
        desk.html
    );
    assert!(desk.html.contains(&format!("/letters/{}/resend", letter.id)));
    let path = format!("/people/{}", college.head);
    let page = admin.get(&path).await;
    assert!(page.html.contains("Messages to this address came back"), "{}", page.html);
    let confirmed = admin.post(&page, &format!("{path}/address"), &[]).await;
    assert_eq!(confirmed.place(), format!("{path}?done=yes"));
    assert!(!admin.get(&path).await.html.contains("came back"));
    let again =
        admin.post(&desk, &format!("/letters/{}/resend", letter.id), &[("back", "/desk")]).await;
    assert_eq!(again.place(), "/desk#mail");
    let kept = college.office.app.db.read(|conn| outbox::find(conn, letter.id)).unwrap();
    assert_eq!(kept.state, LetterState::Waiting);
}

async fn letters_bear_the_address_only_where_it_is_set(database: Database) {
    let sink = SmtpSink::open([]);
    let mut college = College::on("2026-03-06", database);
    college.office.app.post = Post::open(&sink.url(), None).unwrap();
    college.issued("Publish the list", "2026-03-13");
    delivery::deliver_due(&college.office.app).unwrap();

    assert!(!sink.letters().is_empty());
    assert!(sink.letters().iter().all(|letter| !letter.contains("Reply-To:")));
    let text = college.letters().into_iter().find(|one| one.kind == LetterKind::Issued).unwrap();
    assert!(!text.body_text.contains("answer this message"));
    let head = "head.of.academic.affairs@example.edu";
    let mail = message(head, "reply+1-1-00@example.edu", "a", "", "Done");
    assert_eq!(college.take_in(&mail), MailOutcome::Untagged);
}

async fn the_command_reads_one_message(database: Database) {
    let (college, sink) = college(database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let to = reply_to(&college, &sink, college.head);
    let url = college.office.app.db.url().to_owned();
    let run = |mail: &str| -> Output {
        let mut child = Command::new(program())
            .arg("mail-in")
            .env("DUBAN_DATABASE__URL", &url)
            .env("DUBAN_SERVER__SECRET", "a secret of the tests, long enough")
            .env("DUBAN_MAIL__REPLY_TO", PATTERN)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();

    let head = "head.of.academic.affairs@example.edu";
    let taken = run(&message(head, &to, "x", "", "Two of three"));
    assert_eq!((taken.status.code(), said(&taken).as_str()), (Some(0), "taken: reported (x)\n"));
    assert_eq!(college.reports(task.id).len(), 1);
    let stranger = run(&message("a@example.org", &to, "y", "", "Two of three"));
    assert_eq!(
        (stranger.status.code(), said(&stranger).as_str()),
        (Some(0), "not taken: stranger (y)\n")
    );
    let nothing = run("no message at all");
    assert_eq!(nothing.status.code(), Some(1));
    let line = String::from_utf8_lossy(&nothing.stderr).into_owned();
    assert_eq!(line, "duban: stdin: this is no message\n");
}

const PATTERN: &str = "reply+{tag}@example.edu";

pub fn college(database: Database) -> (College, SmtpSink) {
    let sink = SmtpSink::open([]);
    let mut college = College::with("2026-03-06", database, |settings| {
        settings.mail.reply_to = Some(PATTERN.parse().unwrap());
    });
    college.office.app.post = Post::open(&sink.url(), None).unwrap();
    (college, sink)
}

/// Where the answer to the last letter to a person goes.
pub fn reply_to(college: &College, sink: &SmtpSink, person: PersonId) -> String {
    delivery::deliver_due(&college.office.app).unwrap();
    let kept = college.letters().into_iter().rfind(|one| one.person_id == Some(person)).unwrap();
    assert!(kept.body_text.contains("Or answer this message"), "{}", kept.body_text);
    let letters = sink.letters();
    let letter = letters.iter().rfind(|letter| letter.contains(&kept.message_id)).unwrap();
    let (_, rest) = letter.split_once("<reply+").unwrap();
    format!("reply+{}", rest.split('>').next().unwrap())
}

pub fn message(from: &str, to: &str, id: &str, more: &str, body: &str) -> String {
    format!(
        "From: {from}\r\nTo: Duban <{to}>\r\nMessage-ID: <{id}>\r\nSubject: Re: Report\r\n{more}\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    )
}

/// What a mail server sends when a letter does not arrive.
fn returned(letter: &str, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@example.edu\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\n\
         Message-ID: <{action}-{letter}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n\
         Final-Recipient: rfc822; anna@example.edu\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} no such user\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{letter}>\r\n\
         From: duban@localhost\r\n\r\n--b--\r\n"
    )
}

impl College {
    pub fn take_in(&self, mail: &str) -> MailOutcome {
        let mail = incoming(mail.as_bytes()).unwrap();
        let taken = |act: &mut duban::app::Act<'_>| replies::take_in(act, &mail);
        self.office.app.act_now(Actor::operator(), taken).unwrap()
    }

    fn reports(&self, task: TaskId) -> Vec<duban::domain::Report> {
        self.office.app.db.read(|conn| reports::of_task(conn, task)).unwrap()
    }
}
