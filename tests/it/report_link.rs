//! Links out of letters: acknowledged and reported without signing in, once, by nobody else.

use chrono::TimeDelta;
use duban::app::Act;
use duban::domain::{EventKind, LetterKind, Outlook, PersonId, Role, State, TaskId};
use duban::persistence::outbox::KeptLetter;
use duban::persistence::{action_links, attachments, events, people, reports};
use duban::services::action_links::revealed;
use duban::services::directory::{PersonInput, update_person};
use duban::services::handover::{Plan, hand_over};
use duban::services::{reminders, steps};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::guest::{Answer, guest, guest_with};

on_both!(
    a_task_is_acknowledged_by_a_link_without_signing_in,
    a_link_that_is_looked_at_does_nothing,
    a_date_that_cannot_be_met_is_said_by_link_too,
    one_report_is_sent_by_a_link_and_a_second_is_not,
    a_photograph_goes_along_from_the_telephone,
    an_overdue_task_asks_why_and_a_wrong_answer_comes_back_filled_in,
    a_link_ends_after_fourteen_days,
    a_link_ends_when_the_task_goes_elsewhere,
    a_link_ends_with_the_account,
    a_link_does_only_what_it_is_for,
    the_database_and_a_waiting_letter_hold_no_secret,
    who_acknowledged_first_is_said_to_the_other,
    a_link_for_somebody_else_does_not_open_what_they_may_not_see,
);

async fn a_task_is_acknowledged_by_a_link_without_signing_in(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issued("Publish the list", "2026-06-30");
    let link = college.link(LetterKind::Issued, college.head);
    let mut phone = guest(&college.office.app).await;

    let page = phone.get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("Publish the list") && !page.html.contains("class=\"nav\""));
    assert_eq!(page.headers.get("referrer-policy").unwrap(), "no-referrer");
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");

    let answer = phone.send_form(&page, &link, &[("can_meet_date", "yes")]).await;
    assert_eq!(answer.place(), link);
    let done = phone.get(&link).await;
    assert!(done.html.contains("Acknowledged on 6 Mar 2026, 09:00"), "{}", done.html);
    assert_eq!((done.status, done.html.contains("<form")), (200, false));

    assert_eq!(college.task(task.id).state, State::InProgress);
    let last = college.last(task.id);
    assert_eq!(last, (EventKind::Acknowledged, "Head of Academic Affairs".to_owned()));
}

async fn a_link_that_is_looked_at_does_nothing(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issued("Publish the list", "2026-06-30");
    let link = college.link(LetterKind::Issued, college.head);
    for _ in 0..3 {
        let mut scanner = guest(&college.office.app).await;
        assert_eq!(scanner.get(&link).await.status, 200);
    }

    assert_eq!(college.task(task.id).state, State::AwaitingAcknowledgement);
    assert_eq!(college.last(task.id).0, EventKind::Issued);
}

async fn a_date_that_cannot_be_met_is_said_by_link_too(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issued("Publish the list", "2026-06-30");
    let link = college.link(LetterKind::Issued, college.head);
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&link).await;

    let short = phone.send_form(&page, &link, &[("can_meet_date", "no")]).await;
    assert_eq!(short.status, 422);
    assert_eq!(short.wrong(), ["acknowledge-proposed_due_on", "acknowledge-reason"]);
    assert_eq!(college.task(task.id).state, State::AwaitingAcknowledgement);

    let why = "Two schools have not chosen their members yet";
    let fields = [("can_meet_date", "no"), ("proposed_due_on", "2026-07-10"), ("reason", why)];
    assert_eq!(phone.send_form(&short, &link, &fields).await.place(), link);
    assert!(college.task(task.id).open_request_id.is_some());
}

async fn one_report_is_sent_by_a_link_and_a_second_is_not(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let link = college.link(LetterKind::Digest, college.head);
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&link).await;

    let fields = [("outlook", "on_time"), ("percent", "80"), ("done", "Two of three are public")];
    assert_eq!(phone.send_form(&page, &link, &fields).await.place(), link);
    // The button pressed twice, and the form filled in anew from the history of the browser.
    assert_eq!(phone.send_form(&page, &link, &fields).await.place(), link);
    assert_eq!(phone.send_form(&page, &link, &[("percent", "90")]).await.place(), link);
    let done = phone.get(&link).await;
    assert!(done.html.contains("Report received on 12 Mar 2026, 09:00"), "{}", done.html);

    let told = college.office.app.db.read(|conn| reports::of_task(conn, task.id)).unwrap();
    let [report] = told.try_into().unwrap();
    assert_eq!((report.percent, report.outlook), (Some(80), Some(Outlook::OnTime)));
    assert_eq!(report.reported_by, Some(college.head));
}

async fn a_photograph_goes_along_from_the_telephone(database: Database) {
    let college = College::with("2026-03-06", database, |settings| settings.files.largest_mb = 1);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let link = college.link(LetterKind::Digest, college.head);
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&link).await;
    assert!(page.html.contains("multipart/form-data") && page.html.contains("type=\"file\""));
    let version = page.hidden("version");
    let fields = [("version", version.as_str()), ("done", "It is on the board")];

    // The limits are those of everywhere; what is fine waits, and is ticked in the form.
    let large = vec![b'a'; (1 << 20) + 1];
    let files = [("large.txt", large.as_slice()), ("board.txt", b"photographed".as_slice())];
    let back = phone.upload_all(&page, &link, &fields, &files).await;
    assert_eq!((back.status, back.wrong()), (413, vec!["report-attachment_ids"]));
    assert!(back.html.contains("board.txt") && back.html.contains("It is on the board"));
    let disguised = phone.upload(&page, &link, &fields, ("list.pdf", b"plain words")).await;
    assert_eq!(disguised.status, 422);
    assert!(college.task(task.id).last_report_on.is_none());

    let photo = ("board2.txt", b"photographed again".as_slice());
    let with = [fields[0], fields[1], ("attachment_ids", "1")];
    assert_eq!(phone.upload(&back, &link, &with, photo).await.place(), link);
    let files = |conn: &mut _| attachments::of_tasks(conn, &[task.id]);
    let kept = college.office.app.db.read(files).unwrap();
    let names: Vec<&str> = kept.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["board.txt", "board2.txt"]);
    assert!(kept.iter().all(|file| file.uploaded_by == Some(college.head)));
    assert!(kept.iter().all(|file| file.report_id.is_some()));

    // A link that is used up brings nothing in.
    phone.upload(&back, &link, &with, ("late.txt", b"late")).await;
    assert_eq!(college.office.app.db.read(files).unwrap().len(), 2);
}

async fn an_overdue_task_asks_why_and_a_wrong_answer_comes_back_filled_in(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.in_progress("Revise the rules", "2026-03-13");
    college.remind("2026-03-16");
    let link = college.link_on(LetterKind::Digest, college.head, task.id);
    let mut phone = guest(&college.office.app).await;

    let page = phone.get(&link).await;
    assert!(page.html.contains("name=\"delay_reason\""), "{}", page.html);
    assert!(page.html.contains("Also waiting for you") && page.html.contains("Revise the rules"));
    let why = "Three items wait for <Personnel>";
    let wrong = [("delay_reason", why), ("expected_on", "2026-03-01")];
    let back = phone.send_form(&page, &link, &wrong).await;
    assert_eq!((back.status, back.wrong()), (422, vec!["report-expected_on"]));
    assert!(back.html.contains("Three items wait for &#60;Personnel&#62;"), "{}", back.html);

    let right = [("delay_reason", why), ("expected_on", "2026-03-20")];
    assert_eq!(phone.send_form(&back, &link, &right).await.place(), link);
    assert_eq!(college.task(task.id).last_report_on, Some("2026-03-16".parse().unwrap()));
}

async fn a_link_ends_after_fourteen_days(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issued("Publish the list", "2026-06-30");
    let link = college.link(LetterKind::Issued, college.head);
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&link).await;
    college.office.pass(TimeDelta::days(14));

    assert_eq!(phone.send_form(&page, &link, &[("can_meet_date", "yes")]).await.place(), link);
    let over = phone.get(&link).await;

    assert_eq!(over.status, 410);
    assert!(over.html.contains("good for 14 days") && over.html.contains("/sign-in?back=/tasks/"));
    assert!(!over.html.contains("Publish the list"), "an ended link shows nothing else");
    assert_eq!(college.task(task.id).state, State::AwaitingAcknowledgement);
}

async fn a_link_ends_when_the_task_goes_elsewhere(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issued("Publish the list", "2026-06-30");
    let link = college.link(LetterKind::Issued, college.head);
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&link).await;
    let to = college.personnel;
    let task = college
        .as_person(college.clerk, |act| steps::transfer(act, task.id, task.version, to, "Theirs"))
        .unwrap();

    let version = task.version.to_string();
    let fields = [("can_meet_date", "yes"), ("version", version.as_str())];
    phone.send_form(&page, &link, &fields).await;
    let over = phone.get(&link).await;

    assert_eq!(over.status, 410);
    assert!(over.html.contains("has gone to other hands"), "{}", over.html);
    assert_eq!(college.task(task.id).state, State::AwaitingAcknowledgement);
    // The new lead has a link of its own, which works; back again, the old one stays ended.
    let new = college.link(LetterKind::Issued, college.other_head);
    assert_eq!(phone.get(&new).await.status, 200);
    let back = college.academic;
    college
        .as_person(college.clerk, |act| steps::transfer(act, task.id, task.version, back, "Back"))
        .unwrap();
    assert_eq!(phone.get(&link).await.status, 410);
}

async fn a_link_ends_with_the_account(database: Database) {
    let college = College::on("2026-03-06", database);
    college.issued("Publish the list", "2026-06-30");
    let link = college.link(LetterKind::Issued, college.contact);
    let of_head = college.link(LetterKind::Issued, college.head);
    let mut phone = guest(&college.office.app).await;
    let plan = Plan { all_to: Some(college.contact), ..Plan::default() };
    let head = college.head;
    college.as_person(college.clerk, |act| hand_over(act, head, &plan)).unwrap();
    assert_eq!(phone.get(&of_head).await.status, 410, "handed over");

    college.change(college.contact, |person| person.email = Some("new@example.edu".to_owned()));
    assert_eq!(phone.get(&link).await.status, 200, "a new address changes nothing");
    let plan = Plan { all_to: Some(head), deactivate: true, ..Plan::default() };
    let contact = college.contact;
    college.as_person(college.clerk, |act| hand_over(act, contact, &plan)).unwrap();
    let over = phone.get(&link).await;
    assert_eq!(over.status, 410);
    assert!(over.html.contains("does not work, or works no longer"), "{}", over.html);
}

async fn a_link_does_only_what_it_is_for(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let link = college.link(LetterKind::Digest, college.head);
    let mut phone =
        guest_with(&college.office.app, duban::http::limit::CredentialLimit::new(4, 100)).await;
    let page = phone.get(&link).await;

    // A link opens no session, no other page, no other verb, and is nobody's password.
    assert!(phone.get(&format!("/tasks/{}", task.id)).await.place().starts_with("/sign-in"));
    let other = phone.send_form(&page, &format!("{link}/closure"), &[("result", "Done")]).await;
    assert_eq!(other.status, 404);
    let token = link.strip_prefix("/r/").unwrap();
    assert_eq!(phone.get(&format!("/links/password/{token}")).await.status, 410);
    let wrong = format!("/r/{}x", &token[..token.len() - 1]);
    assert_eq!(phone.get(&wrong).await.status, 410);
    let tried: Vec<u16> = [
        phone.get(&wrong).await,
        phone.get(&wrong).await,
        phone.get(&wrong).await,
        phone.get(&wrong).await,
    ]
    .iter()
    .map(|answer| answer.status)
    .collect();
    assert_eq!(tried, [410, 410, 410, 429]);
    assert_eq!(college.task(task.id).state, State::InProgress);
}

async fn the_database_and_a_waiting_letter_hold_no_secret(database: Database) {
    let college = College::on("2026-03-06", database);
    college.issued("Publish the list", "2026-06-30");
    let kept = college.letter_to(LetterKind::Issued, college.head);
    let link = college.link(LetterKind::Issued, college.head);
    let token = link.strip_prefix("/r/").unwrap();

    assert!(!kept.body_text.contains(token) && !kept.body_html.contains(token));
    // What stands in its place opens nothing.
    let (_, rest) = kept.body_text.split_once("/r/").unwrap();
    let nonce = rest.lines().next().unwrap();
    let mut phone = guest(&college.office.app).await;
    assert_eq!(phone.get(&format!("/r/{nonce}")).await.status, 410);
    // Text and page say the same; the letter is the same at every attempt.
    let shown = college.revealed(kept.clone());
    assert!(shown.body_html.contains(&link) && shown.body_text.contains(&link));
    assert!(shown.body_text.contains("without signing in"));
    assert_eq!(shown.body_text, college.revealed(kept).body_text);
}

async fn who_acknowledged_first_is_said_to_the_other(database: Database) {
    let college = College::on("2026-03-06", database);
    college.issued("Publish the list", "2026-06-30");
    let [one, other] =
        [college.head, college.contact].map(|one| college.link(LetterKind::Issued, one));
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&one).await;
    phone.send_form(&page, &one, &[("can_meet_date", "yes")]).await;

    let late = phone.get(&other).await;
    assert_eq!(late.status, 410);
    assert!(late.html.contains("was acknowledged on 6 Mar"), "{}", late.html);
}

async fn a_link_for_somebody_else_does_not_open_what_they_may_not_see(database: Database) {
    let college = College::on("2026-03-06", database);
    college.in_progress("Publish the list", "2026-03-13");
    college.remind("2026-03-12");
    let link = college.link(LetterKind::Digest, college.head);
    college.change(college.head, |person| person.locale = Some("zh-CN".to_owned()));
    let mut phone = guest(&college.office.app).await;
    let page = phone.get(&link).await;
    assert!(page.html.contains("<html lang=\"zh-CN\""), "in the language of whom it was sent to");

    // Somebody else heads the department now, without a word of hand-over.
    let (head, academic) = (college.other_head, college.academic);
    college
        .as_person(college.clerk, |act| {
            let mut tree = duban::persistence::departments::tree(act.conn)?;
            let mut department = tree.get(academic).cloned().unwrap();
            department.head_id = Some(head);
            duban::persistence::departments::update(act.conn, &department)?;
            tree = duban::persistence::departments::tree(act.conn)?;
            assert_eq!(tree.head(academic), Some(head));
            Ok(())
        })
        .unwrap();

    let sent = phone.send_form(&page, &link, &[("percent", "100")]).await;
    assert_eq!(sent.place(), link);
    let over = phone.get(&link).await;
    assert_eq!(over.status, 410);
    assert!(!over.html.contains("Publish the list"), "{}", over.html);
}

impl College {
    fn letter_to(&self, kind: LetterKind, person: PersonId) -> KeptLetter {
        let mut all = self.letters();
        all.retain(|letter| letter.kind == kind && letter.person_id == Some(person));
        all.pop().unwrap()
    }

    /// The letter as its reader gets it.
    fn revealed(&self, letter: KeptLetter) -> KeptLetter {
        let links = self.office.app.db.read(|conn| action_links::of_letter(conn, letter.id));
        revealed(&self.office.app, letter, &links.unwrap())
    }

    /// The path of the first link in the last letter of a kind to a person.
    fn link(&self, kind: LetterKind, person: PersonId) -> String {
        let text = self.revealed(self.letter_to(kind, person)).body_text;
        let at = text.find("/r/").unwrap_or_else(|| panic!("no link in {text}"));
        text[at..].lines().next().unwrap().to_owned()
    }

    /// The path of its link on one task.
    fn link_on(&self, kind: LetterKind, person: PersonId, task: TaskId) -> String {
        let text = self.revealed(self.letter_to(kind, person)).body_text;
        let number = self.task(task).number.unwrap();
        let (_, after) = text.split_once(&format!("Report on {number}")).unwrap();
        let at = after.find("/r/").unwrap();
        after[at..].lines().next().unwrap().to_owned()
    }

    pub fn remind(&self, day: &str) {
        self.office.turn_to(day);
        let written =
            self.office.app.act_now(duban::domain::Actor::operator(), reminders::write_due);
        assert!(written.unwrap() > 0);
    }

    fn last(&self, task: TaskId) -> (EventKind, String) {
        let all = self.office.app.db.read(|conn| events::of_task(conn, task)).unwrap();
        let fact = all.into_iter().last().unwrap().fact;
        (fact.kind, fact.actor_name)
    }

    fn change(&self, person: PersonId, change: impl FnOnce(&mut PersonInput)) {
        let work = |act: &mut Act<'_>| {
            let mut input = PersonInput::of(&people::find(act.conn, person)?);
            assert_eq!(input.role, Role::Staff);
            change(&mut input);
            update_person(act, person, &input)
        };
        self.as_person(self.clerk, work).unwrap();
    }
}

impl crate::guest::Guest {
    /// Sends the form of `page` with the version that it carries.
    async fn send_form(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let version = page.hidden("version");
        let mut all = vec![("version", version.as_str())];
        all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
        all.extend(fields);
        self.post(page, path, &all).await
    }
}
