//! The pages about letters: who reads them, and what becomes of one that was given up.

use duban::domain::{Actor, LetterState, Role};
use duban::mail::Post;
use duban::persistence::outbox::{self, LetterFilter};
use duban::persistence::{Error as Storage, settings};
use duban::services::directory::{self, PersonInput};
use duban::services::{accounts, delivery};

use crate::databases::Database;
use crate::guest::{guest, settle};
use crate::office::Office;
use crate::smtp_sink::{Manner, SmtpSink};

#[actix_web::test]
async fn the_mailbox_is_the_administrators_and_in_the_demonstration_everybodys() {
    let office = Office::on("2026-03-06", Database::sqlite());
    settle(&office.app, "admin@example.edu", Role::Admin);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut anybody = guest(&office.app).await;
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let mut admin = guest(&office.app).await;
    admin.enter("admin@example.edu").await;

    assert!(anybody.get("/mailbox").await.place().starts_with("/sign-in"));
    assert_eq!(clerk.get("/mailbox").await.status, 403);
    let page = admin.get("/mailbox").await;
    assert!(page.html.contains("Your account with Duban"), "{}", page.html);

    let demo = office.app.db.write(|conn| settings::put(conn, settings::DEMO, "true"));
    Result::<_, Storage>::unwrap(demo);
    let mut house = office.app.house();
    house.demo = true;
    office.app.set_house(house);

    assert_eq!(anybody.get("/mailbox").await.status, 200);
}

#[actix_web::test]
async fn a_letter_is_shown_in_a_frame_that_may_do_nothing() {
    let office = Office::on("2026-03-06", Database::sqlite());
    settle(&office.app, "admin@example.edu", Role::Admin);
    let mut admin = guest(&office.app).await;
    admin.enter("admin@example.edu").await;

    let letter = admin.get("/mailbox/1").await;

    let policy = letter.headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox "), "{policy}");
    assert!(!policy.contains("script"), "{policy}");
    assert_eq!(admin.get("/mailbox/999").await.status, 404);
}

#[actix_web::test]
async fn where_letters_leave_there_is_no_mailbox() {
    let (office, _sink) = office_by_smtp([]);
    settle(&office.app, "admin@example.edu", Role::Admin);
    let mut admin = guest(&office.app).await;
    admin.enter("admin@example.edu").await;

    assert_eq!(admin.get("/mailbox").await.status, 404);
}

#[actix_web::test]
async fn a_letter_that_was_given_up_is_sent_again_from_the_outbox() {
    let (office, sink) = office_by_smtp([Manner::Refuse(550)]);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    settle(&office.app, "staff@example.edu", Role::Staff);
    let anna = PersonInput {
        name: "Anna".to_owned(),
        email: Some("anna@example.edu".to_owned()),
        ..PersonInput::new(Role::Staff)
    };
    let invited = office.app.act_now(Actor::operator(), |act| {
        let person = directory::create_person(act, &anna)?;
        accounts::invite(act, person.id)
    });
    invited.unwrap();
    delivery::deliver_due(&office.app).unwrap();
    let mut staff = guest(&office.app).await;
    staff.enter("staff@example.edu").await;
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;

    assert_eq!(staff.get("/reminders").await.status, 403);
    let page = clerk.get("/reminders").await;
    assert!(page.html.contains("One message did not arrive"), "{}", page.html);
    // The letters that invited clerk and staff were skipped: their links had been used by then.
    let answer = clerk.post(&page, "/letters/3/resend", &[]).await;
    assert_eq!(answer.place(), "/reminders?done=resent#outbox");

    delivery::deliver_due(&office.app).unwrap();
    assert_eq!(sink.letters().len(), 1);
    let all = LetterFilter { limit: 10, ..LetterFilter::default() };
    let kept: Result<_, Storage> = office.app.db.read(|conn| outbox::list(conn, &all));
    assert_eq!(kept.unwrap()[0].state, LetterState::Sent);
}

fn office_by_smtp<const N: usize>(manners: [Manner; N]) -> (Office, SmtpSink) {
    let mut office = Office::on("2026-03-06", Database::sqlite());
    let sink = SmtpSink::open(manners);
    office.app.post = Post::open(&sink.url(), None).unwrap();
    (office, sink)
}
