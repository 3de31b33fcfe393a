//! Signing in, setting up, inviting: what opens the house, and what does not.

use duban::domain::{Actor, LetterKind, LinkPurpose, Role, Scope};
use duban::http::limit::CredentialLimit;
use duban::persistence;
use duban::persistence::outbox::{self, LetterFilter};
use duban::services::{Error, accounts};

use crate::databases::{Database, on_both};
use crate::guest::{PASSWORD, guest, guest_with, settle};
use crate::office::Office;

on_both!(
    an_empty_house_is_set_up_once,
    a_session_opens_what_a_password_proved_and_ends_when_asked,
    unknown_and_wrong_are_told_alike,
    a_changed_password_ends_the_other_sessions,
    an_invitation_works_once_and_for_seven_days,
    forgotten_passwords_are_answered_alike_for_all,
    a_form_of_another_session_is_refused,
    a_form_of_an_ended_session_is_kept_through_the_sign_in,
    a_form_that_is_not_ours_is_not_kept,
    the_same_form_sent_twice_is_done_once,
);

async fn an_empty_house_is_set_up_once(database: Database) {
    let office = Office::on("2026-03-06", database);
    let token = office.app.act_now(Actor::operator(), accounts::set_up_link).unwrap().unwrap();
    let path = format!("/set-up/{}", token.reveal());
    let mut guest = guest(&office.app).await;
    let form = guest.get(&path).await;

    let refused = guest.post(&form, &path, &[("time_zone", "Mars"), ("password", "short")]).await;

    assert_eq!(refused.status, 422);
    assert_eq!(refused.wrong(), ["told", "name_en", "time_zone", "name", "email", "password"]);

    let fields = [
        ("name_zh", "嘉嘉职业学院"),
        ("time_zone", "Asia/Shanghai"),
        ("language", "zh-CN"),
        ("name", "管理员"),
        ("email", "admin@example.edu"),
        ("password", PASSWORD),
        ("told", "yes"),
    ];
    let done = guest.post(&refused, &path, &fields).await;

    assert_eq!((done.status, done.place()), (303, "/"));
    let account = guest.get("/account").await;
    assert!(account.html.contains("管理员") && account.html.contains("嘉嘉职业学院"));
    assert_eq!(guest.get(&path).await.status, 410);
    assert!(office.app.act_now(Actor::operator(), accounts::set_up_link).unwrap().is_none());
}

async fn a_session_opens_what_a_password_proved_and_ends_when_asked(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "anna@example.edu", Role::Staff);
    let mut guest = guest(&office.app).await;

    let turned_away = guest.get("/account?x=1").await;
    assert_eq!(turned_away.place(), "/sign-in?back=%2Faccount%3Fx%3D1");

    let form = guest.get("/sign-in").await;
    let fields =
        [("email", "ANNA@example.edu"), ("password", PASSWORD), ("back", "//evil.example")];
    let entered = guest.post(&form, "/sign-in", &fields).await;
    assert_eq!(entered.place(), "/", "a detour ends at home");
    let cookie = entered.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");

    let account = guest.get("/account").await;
    assert_eq!(account.status, 200);
    assert_eq!(guest.post(&account, "/sign-out", &[]).await.place(), "/sign-in");
    assert_eq!(guest.get("/account").await.status, 303);
}

async fn unknown_and_wrong_are_told_alike(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "anna@example.edu", Role::Staff);
    let mut guest = guest(&office.app).await;
    let form = guest.get("/sign-in").await;

    let mut told = Vec::new();
    for email in ["anna@example.edu", "nobody@example.edu", "no address"] {
        let fields = [("email", email), ("password", "not the password")];
        let answer = guest.post(&form, "/sign-in", &fields).await;
        assert_eq!(answer.status, 422);
        told.push(answer.html.contains("The account or the password is not right"));
    }

    assert_eq!(told, [true, true, true]);
}

async fn a_changed_password_ends_the_other_sessions(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "anna@example.edu", Role::Staff);
    let mut here = guest(&office.app).await;
    let mut elsewhere = guest(&office.app).await;
    here.enter("anna@example.edu").await;
    elsewhere.enter("anna@example.edu").await;

    let account = here.get("/account").await;
    let wrong = [("current", "no"), ("password", "another password"), ("again", "another")];
    let refused = here.post(&account, "/account/password", &wrong).await;
    assert_eq!(refused.wrong(), ["current", "again"]);

    let right =
        [("current", PASSWORD), ("password", "another password"), ("again", "another password")];
    let changed = here.post(&account, "/account/password", &right).await;

    assert_eq!(changed.place(), "/account?done=password");
    assert_eq!(here.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/account").await.status, 303);
}

async fn a_form_of_an_ended_session_is_kept_through_the_sign_in(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let form = clerk.get("/departments/new").await;
    let fields = [("name", "Department of Chalk & Sponges")];
    office.turn_to("2026-03-20");

    let asked = clerk.post(&form, "/departments/new", &fields).await;
    assert_eq!(asked.status, 401);
    assert!(asked.html.contains("What you sent is kept"), "{}", asked.html);
    let carried = [
        ("interrupted_to", "/departments/new"),
        ("interrupted", "name=Department+of+Chalk+%26+Sponges"),
    ];
    assert_eq!(asked.hidden("interrupted_to"), carried[0].1);
    assert_eq!(asked.hidden("interrupted"), carried[1].1.replace('&', "&#38;"));

    // A wrong password loses it no more than a right one.
    let wrong = [[("email", "clerk@example.edu"), ("password", "no")], carried].concat();
    let again = clerk.post(&asked, "/sign-in", &wrong).await;
    assert_eq!((again.status, again.hidden("interrupted_to").as_str()), (422, carried[0].1));
    let right = [[("email", "clerk@example.edu"), ("password", PASSWORD)], carried].concat();
    let entered = clerk.post(&again, "/sign-in", &right).await;
    assert_eq!(entered.status, 200);
    assert!(entered.html.contains("Department of Chalk &#38; Sponges"), "{}", entered.html);

    let done = clerk.post(&entered, "/departments/new", &fields).await;
    assert_eq!(done.status, 303, "{}", done.html);
    assert!(clerk.get(done.place()).await.html.contains("Department of Chalk &#38; Sponges"));
}

async fn a_form_that_is_not_ours_is_not_kept(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let mut other = guest(&office.app).await;
    let foreign = other.get("/sign-in").await;
    office.turn_to("2026-03-20");

    let asked = clerk.post(&foreign, "/departments/new", &[("name", "Chalk & Sponges")]).await;

    assert_eq!(asked.place(), "/sign-in");
}

async fn an_invitation_works_once_and_for_seven_days(database: Database) {
    let office = Office::on("2026-03-06", database);
    let anna = settle(&office.app, "anna@example.edu", Role::Staff);
    let invite = || {
        let invited = office.app.act_now(Actor::operator(), |act| accounts::invite(act, anna.id));
        format!("/links/invitation/{}", invited.unwrap().reveal())
    };
    let mut guest = guest(&office.app).await;
    let (first, second) = (invite(), invite());

    assert_eq!(guest.get(&first).await.status, 410, "a later invitation ends an earlier one");
    let form = guest.get(&second).await;
    let fields = [("password", "a third password"), ("again", "a third password")];
    assert_eq!(guest.post(&form, &second, &fields).await.place(), "/sign-in?done=yes");
    assert_eq!(guest.get(&second).await.status, 410);

    let third = invite();
    office.turn_to("2026-03-14");
    assert_eq!(guest.get(&third).await.status, 410);
}

async fn forgotten_passwords_are_answered_alike_for_all(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "anna@example.edu", Role::Staff);
    let mut guest = guest(&office.app).await;
    let form = guest.get("/forgotten").await;

    let known = guest.post(&form, "/forgotten", &[("email", "anna@example.edu")]).await;
    let unknown = guest.post(&form, "/forgotten", &[("email", "nobody@example.edu")]).await;

    assert!(known.html.contains("Look into your mail"));
    assert_eq!(known.html, unknown.html);
    let ten = LetterFilter { limit: 10, ..LetterFilter::default() };
    let letters = office.app.db.read(|conn| outbox::list(conn, &ten)).unwrap();
    let kinds: Vec<_> = letters.iter().map(|letter| letter.kind).collect();
    assert!(kinds.contains(&LetterKind::Forgotten), "{kinds:?}");
    assert_eq!(kinds.len(), 2, "one for the invitation before, one now: {kinds:?}");
}

async fn a_form_of_another_session_is_refused(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "anna@example.edu", Role::Staff);
    settle(&office.app, "bert@example.edu", Role::Staff);
    let mut anna = guest(&office.app).await;
    let mut bert = guest(&office.app).await;
    anna.enter("anna@example.edu").await;
    bert.enter("bert@example.edu").await;

    let form = anna.get("/account").await;
    let refused = bert.post(&form, "/account/reading", &[("language", "zh-CN")]).await;

    assert_eq!(refused.status, 403);
    assert!(refused.html.contains("This form is too old"));
}

async fn the_same_form_sent_twice_is_done_once(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let form = clerk.get("/people/new").await;
    let fields = [("name", "Anna"), ("role", "staff"), ("active", "yes")];

    let first = clerk.post(&form, "/people/new", &fields).await;
    let again = clerk.post(&form, "/people/new", &fields).await;
    let other = clerk.post(&form, "/people/new", &[("name", "Bert"), ("role", "staff")]).await;

    assert_eq!(first.place(), again.place());
    assert_ne!(first.place(), other.place(), "other content is another form");
    let people = office.app.db.read(persistence::people::all).unwrap();
    assert_eq!(people.len(), 3);
}

#[actix_web::test]
async fn guessing_is_slowed_down_for_the_account_and_the_address() {
    let office = Office::on("2026-03-06", Database::sqlite());
    settle(&office.app, "anna@example.edu", Role::Staff);
    let mut guest = guest_with(&office.app, CredentialLimit::new(2, 100)).await;
    let form = guest.get("/sign-in").await;
    for _ in 0..2 {
        let fields = [("email", "anna@example.edu"), ("password", "wrong")];
        guest.post(&form, "/sign-in", &fields).await;
    }

    let right = [("email", "anna@example.edu"), ("password", PASSWORD)];
    let refused = guest.post(&form, "/sign-in", &right).await;

    assert_eq!(refused.status, 422);
    assert!(refused.html.contains("Too many attempts"), "{}", refused.html);
}

#[actix_web::test]
async fn whoever_is_deactivated_is_out() {
    let office = Office::on("2026-03-06", Database::sqlite());
    let anna = settle(&office.app, "anna@example.edu", Role::Staff);
    let mut guest = guest(&office.app).await;
    guest.enter("anna@example.edu").await;
    let token = office
        .app
        .act_now(Actor::operator(), |act| {
            accounts::create_token(act, "anna@example.edu", Scope::Write)
        })
        .unwrap();

    let input = duban::services::directory::PersonInput {
        active: false,
        ..duban::services::directory::PersonInput::of(&anna)
    };
    office
        .app
        .act_now(Actor::operator(), |act| {
            duban::services::directory::update_person(act, anna.id, &input)
        })
        .unwrap();

    assert_eq!(guest.get("/account").await.status, 303);
    let hash = token.hash();
    let found = office.app.db.read(|conn| persistence::tokens::find(conn, hash.as_ref())).unwrap();
    assert_eq!(found, None);
    let again = office.app.act_now(Actor::operator(), |act| accounts::invite(act, anna.id));
    assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
    let purpose = LinkPurpose::Invitation;
    let spent = office
        .app
        .act_now(Actor::operator(), |act| accounts::set_password(act, &token, purpose, "hash"));
    assert!(matches!(spent, Err(Error::LinkSpent)), "{spent:?}");
}
