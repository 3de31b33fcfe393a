//! The ladder, the calendar and what they put on the desk, from the first reminder to the signed
//! urging notice.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use duban::domain::{
    Actor, CalendarEntry, DayKind, EventKind, LetterKind, Part, PersonId, ReminderKind, Rung,
    Urgency,
};
use duban::persistence::outbox::{self, KeptLetter, LetterFilter};
use duban::persistence::{events, people, reminders as kept};
use duban::services::{
    Error, digest_hour, directory, ladder, reminders, steps, urging, weeks, working_calendar,
};

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast, send};

on_both!(
    the_preview_is_what_is_sent,
    a_ladder_is_tried_before_it_is_saved_and_the_change_is_said,
    a_calendar_moves_lights_and_reminders,
    a_calendar_file_is_looked_at_and_taken_in,
    a_due_date_on_a_free_day_is_asked_about,
    an_urging_notice_waits_for_its_signature,
    whom_to_call_is_on_the_desk_until_the_call_is_noted,
    a_deputy_gets_the_letters_and_is_told_why,
    everybody_reads_at_their_hour,
    a_leader_reads_how_the_week_stands,
);

impl Cast {
    fn person(&self, name: &str) -> PersonId {
        let all = self.office.app.db.read(people::all).unwrap();
        all.into_iter().find(|one| one.name == name).unwrap().id
    }

    pub fn as_operator<T>(
        &self,
        work: impl FnOnce(&mut duban::app::Act<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.office.app.act_now(Actor::operator(), work)
    }

    fn remind(&self) -> usize {
        self.as_operator(reminders::write_due).unwrap()
    }

    fn letters(&self, kind: LetterKind) -> Vec<KeptLetter> {
        let all = LetterFilter { limit: 1_000, ..LetterFilter::default() };
        let found = self.office.app.db.read(|conn| outbox::list(conn, &all)).unwrap();
        found.into_iter().filter(|one| one.kind == kind).collect()
    }

    fn told(&self, kind: LetterKind) -> BTreeSet<String> {
        self.letters(kind).into_iter().map(|one| one.to_name).collect()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(kind: DayKind, from: &str, to: &str) -> CalendarEntry {
    let name = kind.to_string();
    CalendarEntry { id: 0, kind, name, from: day(from), to: day(to), source: None }
}

async fn the_preview_is_what_is_sent(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.as_operator(|act| {
        working_calendar::add_all(
            act,
            vec![
                entry(DayKind::Holiday, "2026-03-16", "2026-03-17"),
                entry(DayKind::WorkingDay, "2026-03-21", "2026-03-21"),
                entry(DayKind::Vacation, "2026-04-06", "2026-04-19"),
            ],
        )
    })
    .unwrap();
    for (nth, due) in ["2026-03-10", "2026-03-18", "2026-03-27", "2026-04-10"].iter().enumerate() {
        cast.running(&format!("Task {nth}"), due);
        cast.issued(&format!("Waiting {nth}"), due);
    }
    let (from, to) = (day("2026-03-03"), day("2026-05-08"));
    let app = cast.office.app.clone();
    let preview = app.db.read(|conn| reminders::preview(conn, &app, None, (from, to))).unwrap();
    assert!(preview.items.len() > 60, "{}", preview.items.len());

    for today in from.iter_days().take_while(|day| *day <= to) {
        cast.office.turn_to(&today.to_string());
        cast.remind();
        assert_eq!(cast.remind(), 0, "a second pass on {today}");
    }

    let told = app.db.read(kept::told).unwrap();
    let planned: Vec<_> = preview
        .items
        .iter()
        .map(|one| (one.on, one.person, one.task, one.kind, one.step))
        .collect();
    assert_eq!(told, planned);
    let letters = cast.letters(LetterKind::Digest);
    let days: BTreeSet<_> = letters.iter().map(|one| (one.created_at, &one.to_name)).collect();
    assert_eq!(days.len(), letters.len(), "one digest per person and day");
}

async fn a_ladder_is_tried_before_it_is_saved_and_the_change_is_said(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running("Open the platform", "2026-03-20");
    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get("/reminders").await;
    assert_eq!(page.status, 200, "{}", page.html);
    assert!(page.html.contains("10 working days"), "{}", page.html);

    let form = [
        ("urgency", "normal"),
        ("row", "1"),
        ("on1", "yes"),
        ("kind1", "due_soon"),
        ("step1", "2"),
        ("whom1", "head"),
        ("whom1", "office_head"),
    ];
    let tried = clerk.post(&page, "/reminders/try", &form).await;
    assert_eq!(tried.status, 200, "{}", tried.html);
    assert!(tried.html.contains("nothing is saved yet"), "{}", tried.html);
    assert!(tried.html.contains("2 messages to 2 people"), "{}", tried.html);
    assert!(clerk.get("/reminders").await.html.contains("10 working days"));

    let wrong = clerk.post(&page, "/reminders", &[form[0], form[1], form[2], form[3]]).await;
    assert_eq!(wrong.status, 422);
    let page = clerk.get("/reminders").await;
    let saved = clerk.post(&page, "/reminders", &form).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    let page = clerk.get("/reminders").await;
    let said = "Normal: new step, due, 2 working days before, to head, office head";
    assert!(page.html.contains(said), "{}", page.html);
    let chinese = {
        clerk.get("/language/zh-CN").await;
        clerk.get("/reminders").await
    };
    assert!(chinese.html.contains("一般：新增临期，提前2个工作日"), "{}", chinese.html);

    cast.office.turn_to("2026-03-18");
    assert_eq!(cast.remind(), 2, "head and office head, by the new ladder");
    let mut head = cast.guest("head").await;
    assert_eq!(head.get("/reminders").await.status, 403);
    assert_eq!(head.get("/calendar").await.status, 403);
    let refused = {
        let actor = Actor { role: duban::domain::Role::Staff, ..Actor::operator() };
        cast.office.app.act_now(actor, |act| {
            let rung =
                Rung { kind: ReminderKind::DueSoon, step: 3, whom: vec![Part::Head], deed: None };
            ladder::put(act, Urgency::Normal, rung)
        })
    };
    assert!(matches!(refused, Err(Error::Forbidden)));
}

async fn a_calendar_moves_lights_and_reminders(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("Open the platform", "2026-06-19");
    let soon = cast.task(task.id).soon_on.unwrap();
    assert_eq!(soon, day("2026-06-05"));
    let holiday = cast
        .as_operator(|act| {
            working_calendar::add(act, entry(DayKind::Holiday, "2026-06-15", "2026-06-16"))
        })
        .unwrap();
    assert_eq!(cast.task(task.id).soon_on, Some(day("2026-06-03")), "two days earlier");
    assert_eq!(cast.task(task.id).version, task.version, "nobody's view of it is stale");

    cast.office.turn_to("2026-06-16");
    assert_eq!(cast.remind(), 0, "a holiday");
    cast.as_operator(|act| working_calendar::remove(act, holiday.id)).unwrap();
    assert_eq!(cast.task(task.id).soon_on, Some(soon));

    let week = [false, false, false, false, false, false, false];
    assert!(cast.as_operator(|act| working_calendar::set_week(act, week)).is_err());
    let backwards = entry(DayKind::Term, "2026-06-15", "2026-06-01");
    assert!(cast.as_operator(|act| working_calendar::add(act, backwards)).is_err());
}

async fn a_calendar_file_is_looked_at_and_taken_in(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let mut clerk = cast.guest("clerk").await;
    assert!(clerk.get("/desk").await.html.contains("No holiday is entered for 2026"));
    let page = clerk.get("/calendar").await;
    assert_eq!(page.status, 200, "{}", page.html);
    let file = "name,from,to,kind\nNational Day,2026-10-01,2026-10-07,holiday\n\
                国庆节（班）,2026-10-10,,\n";
    let upload = ("days.csv", file.as_bytes());
    let looked = clerk.upload(&page, "/calendar/import", &[("look", "yes")], upload).await;
    assert!(looked.html.contains("2 entries found"), "{}", looked.html);
    assert!(clerk.get("/desk").await.html.contains("No holiday is entered"));

    let taken = clerk.upload(&looked, "/calendar/import", &[], upload).await;
    assert_eq!(taken.status, 303, "{}", taken.html);
    let page = clerk.get("/calendar?year=2026").await;
    assert!(page.html.contains("National Day") && page.html.contains("y-w"), "{}", page.html);
    assert!(page.html.contains("Entered: holiday National Day"), "{}", page.html);
    assert!(!clerk.get("/desk").await.html.contains("No holiday is entered"));
    let again = clerk.upload(&page, "/calendar/import", &[], upload).await;
    assert_eq!(again.status, 303);
    let page = clerk.get("/calendar?year=2026").await;
    assert_eq!(page.html.matches("/remove\"").count(), 2, "nothing twice");

    let bad = clerk.upload(&page, "/calendar/import", &[], ("x.csv", b"on\n2026-02-30\n")).await;
    assert_eq!(bad.status, 422);
    assert!(bad.html.contains("Line 2"), "{}", bad.html);
    let broken = ("x.csv", &b"\xEF\xBB\xBFname,on\n\xFF,2026-10-01\n"[..]);
    let broken = clerk.upload(&page, "/calendar/import", &[], broken).await;
    assert_eq!(broken.status, 422);
    assert!(broken.html.contains("belongs to no character"), "{}", broken.html);
    let older: Vec<u8> =
        "\u{feff}名称,日期\n校庆,2026-06-05\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let looked = ("x.csv", older.as_slice());
    let looked = clerk.upload(&page, "/calendar/import", &[("look", "yes")], looked).await;
    assert!(looked.html.contains("校庆"), "{}", looked.html);
}

async fn a_due_date_on_a_free_day_is_asked_about(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.as_operator(|act| {
        working_calendar::add(act, entry(DayKind::Holiday, "2026-05-01", "2026-05-05"))
    })
    .unwrap();
    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get("/tasks/new").await;
    let lead = cast.lead_id();
    let fields = [
        ("title", "Open the platform"),
        ("requirement", "It is open"),
        ("lead_department_id", lead.as_str()),
        ("due_on", "2026-05-03"),
    ];
    let asked = send(&mut clerk, &page, "/tasks/new", &fields).await;
    assert_eq!(asked.status, 422, "{}", asked.html);
    assert!(asked.html.contains("working day before, 30 Apr 2026"), "{}", asked.html);
    assert!(asked.html.contains("working day after, 6 May 2026"), "{}", asked.html);
    let mut answered = fields.to_vec();
    answered.push(("free_after", "yes"));
    let made = send(&mut clerk, &asked, "/tasks/new", &answered).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let id: i64 = made.place().split(['/', '?']).nth(2).unwrap().parse().unwrap();
    assert_eq!(cast.task(duban::domain::TaskId(id)).due_on, Some(day("2026-05-06")));
}

async fn an_urging_notice_waits_for_its_signature(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("Open the platform", "2026-03-13");
    let other = cast.running("Close the old one", "2026-03-13");
    for today in ["2026-03-19", "2026-03-20"] {
        cast.office.turn_to(today);
        cast.remind();
    }
    let mut office = cast.guest("office").await;
    let desk = office.get("/desk").await;
    assert!(desk.html.contains("Urging notices to sign"), "{}", desk.html);
    assert!(
        desk.html.contains("/desk/notices/1/sign") && desk.html.contains("/desk/notices/2/sign")
    );
    let digest = cast.letters(LetterKind::Digest).into_iter().find(|one| one.to_name == "clerk");
    assert!(digest.unwrap().body_text.contains("An urging notice is drafted"));

    let answer = office.post(&desk, "/desk/notices/1/sign", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.html);
    let letter = cast.letters(LetterKind::UrgingNotice).remove(0);
    assert_eq!(letter.to_name, "head");
    assert_eq!(letter.subject, "Urging notice 2026-1: 2026-001 Open the platform");
    assert!(letter.body_text.contains("by 25 March"), "{}", letter.body_text);
    let history = cast.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    assert_eq!(history.last().unwrap().fact.kind, EventKind::UrgingNoticeSent);
    let again = cast.as_operator(|act| urging::sign(act, 1));
    assert!(matches!(again, Err(Error::Storage(_))), "once");

    // What has been cancelled needs no notice any more.
    cast.as_operator(|act| steps::cancel(act, other.id, other.version, "overtaken")).unwrap();
    assert!(!office.get("/desk").await.html.contains("/desk/notices/2/sign"));
    assert!(cast.as_operator(|act| urging::sign(act, 2)).is_err());

    cast.office.turn_to("2026-03-27");
    let desk = cast.guest("office").await.get("/desk").await;
    assert!(desk.html.contains("For the next circular"), "{}", desk.html);
    let mut clerk = cast.guest("clerk").await;
    clerk.get("/language/zh-CN").await;
    assert!(clerk.get("/desk").await.html.contains("拟通报事项"));
    assert_eq!(cast.guest("head").await.get("/desk").await.status, 403);
}

async fn whom_to_call_is_on_the_desk_until_the_call_is_noted(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.issued("Open the platform", "2026-06-30");
    cast.office.turn_to("2026-03-03");
    let early = cast.guest("clerk").await.get("/desk").await;
    assert!(early.html.contains("id=\"unack\"") && !early.html.contains("id=\"calls\""));
    cast.office.turn_to("2026-03-04");
    let mut clerk = cast.guest("clerk").await;
    let desk = clerk.get("/desk").await;
    assert!(desk.html.contains("id=\"calls\""), "{}", desk.html);
    assert!(!desk.html.contains("id=\"unack\""), "a task stands in one place");

    let path = format!("/desk/calls/{}", task.id);
    let empty = clerk.post(&desk, &path, &[("note", " ")]).await;
    assert_eq!(empty.status, 422, "{}", empty.html);
    let desk = clerk.get("/desk").await;
    let noted = clerk.post(&desk, &path, &[("note", "Will acknowledge today")]).await;
    assert_eq!(noted.status, 303, "{}", noted.html);
    let desk = clerk.get("/desk").await;
    assert!(desk.html.contains("Will acknowledge today"), "{}", desk.html);
    assert!(!desk.html.contains("href=\"#calls\""), "nobody is left to call");
    let page = clerk.get(&format!("/tasks/{}", task.id)).await;
    assert!(page.html.contains("Called") && page.html.contains("Will acknowledge today"));
}

async fn a_deputy_gets_the_letters_and_is_told_why(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let (head, deputy) = (cast.person("head"), cast.person("stranger"));
    cast.as_operator(|act| {
        directory::name_deputy(act, head, deputy, day("2026-03-03"), day("2026-03-20"))
    })
    .unwrap();
    cast.running("Open the platform", "2026-03-13");
    cast.office.turn_to("2026-03-06");
    assert_eq!(cast.remind(), 2, "head and deputy");
    let letters = cast.letters(LetterKind::Digest);
    let of = |name: &str| letters.iter().find(|one| one.to_name == name).unwrap();
    assert!(
        of("stranger").body_text.contains("you stand in for head"),
        "{}",
        of("stranger").body_text
    );
    assert!(!of("head").body_text.contains("stand in"));
    cast.issued("Another", "2026-06-30");
    let issued = cast.letters(LetterKind::Issued);
    let mine = issued.iter().find(|one| one.to_name == "stranger").unwrap();
    assert!(mine.body_text.contains("you stand in for head"), "{}", mine.body_text);
}

async fn everybody_reads_at_their_hour(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running("Open the platform", "2026-03-13");
    cast.remind();
    let mut head = cast.guest("head").await;
    let page = head.get("/account").await;
    assert!(page.html.contains("value=\"11:00\""), "{}", page.html);
    assert!(!page.html.contains("value=\"23:00\""), "the organisation does not allow it");
    assert_eq!(head.post(&page, "/account/hour", &[("hour", "11:00")]).await.status, 303);
    let too_late = cast
        .office
        .app
        .act_now(Actor { id: Some(cast.person("head")), ..Actor::operator() }, |act| {
            digest_hour::choose(act, "23:00:00".parse().ok())
        });
    assert!(matches!(too_late, Err(Error::Invalid(_))));

    cast.office.turn_to("2026-03-06");
    assert_eq!(cast.remind(), 0, "at nine nobody else has anything to read");
    cast.office.pass(TimeDelta::hours(2));
    assert_eq!(cast.remind(), 1);
    assert_eq!(cast.remind(), 0);
    assert_eq!(cast.told(LetterKind::Digest), BTreeSet::from(["head".to_owned()]));
}

async fn a_leader_reads_how_the_week_stands(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    assert_eq!(cast.as_operator(weeks::write).unwrap(), 0, "nothing to say");
    cast.running("Open the platform", "2026-03-13");
    cast.running("Open the gate", "2026-05-29");
    cast.office.turn_to("2026-03-16");
    assert_eq!(cast.as_operator(weeks::write).unwrap(), 1);
    assert_eq!(cast.as_operator(weeks::write).unwrap(), 0, "once a day");
    let letter = cast.letters(LetterKind::Week).remove(0);
    assert_eq!(letter.to_name, "leader");
    assert_eq!(letter.subject, "Your week: 2 open, 1 overdue, 0 to decide");
    assert!(letter.body_text.contains("[3 days over] 2026-001"), "{}", letter.body_text);
}
