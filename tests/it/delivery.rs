//! Letters leave once, whatever the mail server does.

use std::time::Duration;

use chrono::TimeDelta;
use duban::domain::{Actor, LetterState, LinkPurpose, Person, PersonId, Role};
use duban::links::Token;
use duban::mail::Post;
use duban::persistence::outbox::{self, KeptLetter, LetterFilter};
use duban::persistence::{Error as Storage, bounces, people};
use duban::services::delivery::{self, Counts};
use duban::services::directory::{self, PersonInput};
use duban::services::{Error, accounts, letters};
use lettre::SmtpTransport;

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::smtp_sink::{Manner, SmtpSink};

on_both!(
    a_letter_leaves_once_however_often_the_pass_runs,
    a_letter_is_tried_again_when_the_server_is_busy,
    a_letter_refused_for_good_is_shown_and_can_be_sent_again,
    a_letter_lost_in_the_middle_is_sent_under_the_same_name,
    a_letter_in_a_dead_hand_is_taken_up_when_the_lease_has_run_out,
    a_letter_to_somebody_who_left_is_skipped,
    eight_tries_are_enough,
    a_link_that_was_used_is_not_sent_any_more,
    one_cause_writes_one_letter,
    an_answer_that_was_lost_leaves_one_duplicate_of_the_same_name,
    a_server_that_falls_silent_is_tried_again,
    a_letter_refused_as_a_whole_is_judged_by_its_code,
    no_more_leave_in_a_minute_than_the_settings_say,
    an_address_that_is_refused_is_marked_until_it_is_changed_or_confirmed,
    more_letters_than_one_round_takes_all_arrive,
);

async fn a_letter_leaves_once_however_often_the_pass_runs(database: Database) {
    let (office, sink) = office_by_smtp(database, []);
    invite(&office, "Anna <Berg>\r\nBcc: all@example.edu");

    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });
    assert_eq!(deliver(&office), Counts::default());

    let [letter] = sink.letters().try_into().unwrap();
    assert!(letter.contains("<anna@example.edu>") && !letter.contains("\nBcc:"), "{letter}");
    assert!(letter.contains("Auto-Submitted: auto-generated"));
    assert!(letter.contains("Content-Type: text/html; charset=utf-8"));
    let kept = only_letter(&office);
    assert_eq!(kept.state, LetterState::Sent);
    assert_eq!(kept.body_text, "", "the secret link is forgotten once it has left");
}

async fn a_letter_is_tried_again_when_the_server_is_busy(database: Database) {
    let (office, sink) = office_by_smtp(database, [Manner::Refuse(451)]);
    invite(&office, "Anna");

    assert_eq!(deliver(&office), Counts { failed: 1, ..Counts::default() });
    assert_eq!(deliver(&office), Counts::default(), "not before a minute has passed");
    assert!(only_letter(&office).error.unwrap().contains("451"));

    office.pass(TimeDelta::minutes(1));

    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });
    assert_eq!(sink.letters().len(), 1);
    assert_eq!(only_letter(&office).error, None);
}

async fn a_letter_refused_for_good_is_shown_and_can_be_sent_again(database: Database) {
    let (office, sink) = office_by_smtp(database, [Manner::Refuse(550)]);
    invite(&office, "Anna");

    assert_eq!(deliver(&office), Counts { dead: 1, ..Counts::default() });
    office.pass(TimeDelta::days(1));
    assert_eq!(deliver(&office), Counts::default());

    let id = only_letter(&office).id;
    let by_staff = Actor { role: Role::Staff, ..Actor::operator() };
    let refused = office.app.act_now(by_staff, |act| delivery::resend(act, id));
    assert!(matches!(refused, Err(Error::Forbidden)));
    office.app.act_now(Actor::operator(), |act| delivery::resend(act, id)).unwrap();

    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });
    assert_eq!(sink.letters().len(), 1);
}

async fn a_letter_lost_in_the_middle_is_sent_under_the_same_name(database: Database) {
    let (office, sink) = office_by_smtp(database, [Manner::HangUp]);
    invite(&office, "Anna");
    let name = only_letter(&office).message_id;

    assert_eq!(deliver(&office), Counts { failed: 1, ..Counts::default() });
    office.pass(TimeDelta::minutes(2));
    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });

    let [letter] = sink.letters().try_into().unwrap();
    assert!(letter.contains(&format!("Message-ID: <{name}>")), "{letter}");
    assert!(sink.is_done());
}

async fn a_letter_in_a_dead_hand_is_taken_up_when_the_lease_has_run_out(database: Database) {
    let (office, sink) = office_by_smtp(database, []);
    invite(&office, "Anna");
    let now = office.app.clock.now();
    let claimed = office
        .app
        .db
        .write(|conn| outbox::claim(conn, "killed", now, now + TimeDelta::seconds(30)))
        .unwrap();
    assert!(claimed.is_some());

    assert_eq!(deliver(&office), Counts::default(), "it is in somebody's hand");
    office.pass(TimeDelta::seconds(31));

    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });
    assert_eq!(sink.letters().len(), 1);
}

async fn a_letter_to_somebody_who_left_is_skipped(database: Database) {
    let (office, sink) = office_by_smtp(database, []);
    let (anna, _) = invite(&office, "Anna");
    let left = office.app.db.write(|conn| {
        let person = Person { active: false, ..people::find(conn, anna)? };
        people::update(conn, &person)
    });
    left.unwrap();

    assert_eq!(deliver(&office), Counts { skipped: 1, ..Counts::default() });
    assert!(sink.letters().is_empty());
}

async fn eight_tries_are_enough(database: Database) {
    let (office, _sink) = office_by_smtp(database, [Manner::Refuse(421); 9]);
    invite(&office, "Anna");

    for _ in 1..8 {
        assert_eq!(deliver(&office), Counts { failed: 1, ..Counts::default() });
        office.pass(TimeDelta::hours(12));
    }

    assert_eq!(deliver(&office), Counts { dead: 1, ..Counts::default() });
    assert_eq!(only_letter(&office).attempts, 8);
}

async fn a_link_that_was_used_is_not_sent_any_more(database: Database) {
    let (office, sink) = office_by_smtp(database, []);
    let (_, token) = invite(&office, "Anna");
    let chosen = office.app.act_now(Actor::operator(), |act| {
        accounts::set_password(act, &token, LinkPurpose::Invitation, "a hash")
    });
    chosen.unwrap();

    assert_eq!(deliver(&office), Counts { skipped: 1, ..Counts::default() });
    assert!(sink.letters().is_empty());
}

async fn an_answer_that_was_lost_leaves_one_duplicate_of_the_same_name(database: Database) {
    let (office, sink) = office_by_smtp(database, [Manner::KeepAndHangUp]);
    invite(&office, "Anna");

    assert_eq!(deliver(&office), Counts { failed: 1, ..Counts::default() });
    office.pass(TimeDelta::minutes(2));
    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });

    let [first, second] = sink.letters().try_into().unwrap();
    assert_eq!(first, second, "the same letter to the byte, so that it is known as the same");
}

async fn a_server_that_falls_silent_is_tried_again(database: Database) {
    let (mut office, sink) = office_by_smtp(database, [Manner::FallSilent]);
    let impatient = SmtpTransport::builder_dangerous("127.0.0.1")
        .port(sink.port())
        .timeout(Some(Duration::from_millis(300)));
    office.app.post = Post::Smtp(impatient.build());
    invite(&office, "Anna");

    assert_eq!(deliver(&office), Counts { failed: 1, ..Counts::default() });
    office.pass(TimeDelta::minutes(1));
    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });
    assert_eq!(sink.letters().len(), 1);
}

async fn a_letter_refused_as_a_whole_is_judged_by_its_code(database: Database) {
    let (office, sink) =
        office_by_smtp(database, [Manner::RefuseLetter(452), Manner::RefuseLetter(554)]);
    invite(&office, "Anna");

    assert_eq!(deliver(&office), Counts { failed: 1, ..Counts::default() });
    office.pass(TimeDelta::minutes(1));
    assert_eq!(deliver(&office), Counts { dead: 1, ..Counts::default() });
    assert!(only_letter(&office).error.unwrap().contains("554"));
    assert!(sink.letters().is_empty());
    let unreached = office.app.db.read(bounces::unreached).unwrap();
    assert_eq!(unreached, [], "the letter was refused, not the address");
}

async fn no_more_leave_in_a_minute_than_the_settings_say(database: Database) {
    let sink = SmtpSink::open([]);
    let mut office = Office::with("2026-03-06", database, |settings| settings.mail.per_minute = 2);
    office.app.post = Post::open(&sink.url(), None).unwrap();
    for number in 0..5 {
        invite_at(&office, "Anna", &format!("anna{number}@example.edu"));
    }

    assert_eq!(deliver(&office), Counts { sent: 2, ..Counts::default() });
    office.pass(TimeDelta::seconds(59));
    assert_eq!(deliver(&office), Counts::default());
    office.pass(TimeDelta::seconds(1));
    assert_eq!(deliver(&office), Counts { sent: 2, ..Counts::default() });
    office.pass(TimeDelta::minutes(1));
    assert_eq!(deliver(&office), Counts { sent: 1, ..Counts::default() });
    assert_eq!(sink.letters().len(), 5);
}

async fn an_address_that_is_refused_is_marked_until_it_is_changed_or_confirmed(database: Database) {
    let refusal = Manner::Say(550, "5.1.1 <anna@example.edu>: no such user here");
    let (office, _sink) = office_by_smtp(database, [refusal, refusal]);
    let (anna, _) = invite(&office, "Anna");

    assert_eq!(deliver(&office), Counts { dead: 1, ..Counts::default() });
    let unreached = || office.app.db.read(bounces::unreached).unwrap();
    let [marked] = unreached().try_into().unwrap();
    assert_eq!((marked.person, marked.address.as_str()), (anna, "anna@example.edu"));
    assert!(marked.bounce.said.contains("no such user here"), "{marked:?}");

    let confirm = |by| office.app.act_now(by, |act| directory::confirm_address(act, anna));
    let by_staff = Actor { role: Role::Staff, ..Actor::operator() };
    assert!(matches!(confirm(by_staff), Err(Error::Forbidden)));
    confirm(Actor::operator()).unwrap();
    assert_eq!(unreached(), []);

    let id = only_letter(&office).id;
    office.app.act_now(Actor::operator(), |act| delivery::resend(act, id)).unwrap();
    assert_eq!(deliver(&office), Counts { dead: 1, ..Counts::default() });
    assert_eq!(unreached().len(), 1);
    let moved = office.app.act_now(Actor::operator(), |act| {
        let person = people::find(act.conn, anna)?;
        let email = Some("anna.berg@example.edu".to_owned());
        directory::update_person(act, anna, &PersonInput { email, ..PersonInput::of(&person) })
    });
    moved.unwrap();
    assert_eq!(unreached(), []);
}

async fn more_letters_than_one_round_takes_all_arrive(database: Database) {
    let office = Office::on("2026-03-06", database);
    for number in 0..230 {
        invite_at(&office, "Anna", &format!("anna{number}@example.edu"));
    }

    assert_eq!(deliver(&office), Counts { sent: 230, ..Counts::default() });
    assert_eq!(deliver(&office), Counts::default());
}

async fn one_cause_writes_one_letter(database: Database) {
    let office = Office::on("2026-03-06", database);
    let (anna, token) = invite(&office, "Anna");
    let again = office.app.act_now(Actor::operator(), |act| {
        letters::account_link(act, anna, LinkPurpose::Invitation, &token)
    });
    again.unwrap();

    assert_eq!(only_letter(&office).state, LetterState::Waiting);
}

fn office_by_smtp<const N: usize>(database: Database, manners: [Manner; N]) -> (Office, SmtpSink) {
    let mut office = Office::on("2026-03-06", database);
    let sink = SmtpSink::open(manners);
    office.app.post = Post::open(&sink.url(), None).unwrap();
    (office, sink)
}

/// A person with an account, and the letter that invites them.
fn invite(office: &Office, name: &str) -> (PersonId, Token) {
    invite_at(office, name, "anna@example.edu")
}

fn invite_at(office: &Office, name: &str, address: &str) -> (PersonId, Token) {
    let person = Person {
        id: PersonId(0),
        name: name.to_owned(),
        title: None,
        email: Some(address.parse().unwrap()),
        employee_no: None,
        phone: None,
        role: Role::Staff,
        top_leader: false,
        department_id: None,
        locale: None,
        active: true,
    };
    let entered = office.app.act_now(Actor::operator(), |act| {
        let id = people::insert(act.conn, &person, act.now)?;
        Ok::<_, Error>((id, accounts::invite(act, id)?))
    });
    entered.unwrap()
}

fn deliver(office: &Office) -> Counts {
    delivery::deliver_due(&office.app).unwrap()
}

fn only_letter(office: &Office) -> KeptLetter {
    let all = LetterFilter { limit: 10, ..LetterFilter::default() };
    let kept = office.app.db.read(|conn| outbox::list(conn, &all));
    let [letter] = Result::<_, Storage>::unwrap(kept).try_into().unwrap();
    letter
}
