//! Circulars: drafted from the ledger, signed by the office head, and fast from then on.

use std::sync::{Arc, Barrier};
use std::thread;

use diesel::connection::SimpleConnection as _;
use duban::domain::{
    Circular, CircularId, CircularPeriod, CircularState, CircularStep, CircularTexts, LetterKind,
    UnitVerdict, digest_of,
};
use duban::i18n::Lang;
use duban::persistence::{Error as Storage, circulars as rows};
use duban::services::circulars::{
    NewCircular, content, create, discard, edit, list, look, retake, send, send_back, sign, submit,
    withdraw,
};
use duban::services::intake::{MeetingInput, file};
use duban::services::reports::{Told, report};
use duban::services::tasks::{NewTask, create as create_task};
use duban::services::{Error, steps};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    a_circular_is_drafted_signed_and_sent,
    nobody_else_sees_a_draft,
    two_who_sign_at_once_get_two_numbers_without_a_gap,
    what_is_given_up_leaves_no_gap,
    what_is_signed_never_changes_again,
    the_database_itself_refuses_to_change_what_is_signed,
    new_figures_leave_what_somebody_wrote,
    what_was_changed_meanwhile_is_not_overwritten,
    confidential_tasks_are_left_out,
    a_task_urged_twice_is_named,
    a_period_is_asked_for_as_it_should_be,
);

fn new(period: CircularPeriod, from: &str) -> NewCircular {
    NewCircular {
        period,
        from: Some(from.parse().unwrap()),
        to: None,
        body_id: None,
        programme_id: None,
        lang: None,
    }
}

fn drafted(college: &College) -> Circular {
    let new = new(CircularPeriod::Month, "2026-03-02");
    college.as_person(college.clerk, |act| create(act, &new)).unwrap()
}

fn signed(college: &College) -> Circular {
    let draft = drafted(college);
    college.as_person(college.office_head, |act| sign(act, draft.id, draft.version)).unwrap()
}

fn kept(college: &College, id: CircularId) -> Circular {
    college.office.app.db.read(|conn| rows::find(conn, id)).unwrap()
}

fn steps_of(college: &College, id: CircularId) -> Vec<CircularStep> {
    let history = college.office.app.db.read(|conn| rows::history(conn, id)).unwrap();
    history.into_iter().map(|event| event.step).collect()
}

async fn a_circular_is_drafted_signed_and_sent(database: Database) {
    let college = College::on("2026-03-02", database);
    let late = college.in_progress("Publish the list", "2026-03-04");
    college.in_progress("Name two people", "2026-03-27");
    college.office.turn_to("2026-03-20");
    let told = Told {
        done: Some("Half of it".into()),
        delay_reason: Some("The tender was put off".into()),
        expected_on: "2026-03-25".parse().ok(),
        ..Told::default()
    };
    college.as_person(college.head, |act| report(act, late.id, None, &told)).unwrap();

    let draft = drafted(&college);

    assert_eq!(draft.figures.as_of.to_string(), "2026-03-20");
    assert_eq!((draft.figures.total.all, draft.figures.total.overdue), (2, 1));
    let unit = &draft.figures.units[0];
    assert_eq!(
        (unit.name.as_str(), unit.verdict),
        ("Academic Affairs Office", UnitVerdict::Behind)
    );
    let row = &draft.figures.overdue[0];
    assert_eq!((row.days_over, row.candidate), (16, true));
    assert_eq!(row.reason.as_deref(), Some("The tender was put off"));
    assert_eq!(draft.texts.behind, "Academic Affairs Office has 1 overdue of 1 due.");

    let laid =
        college.as_person(college.clerk, |act| submit(act, draft.id, draft.version)).unwrap();
    let back = college
        .as_person(college.office_head, |act| {
            send_back(act, draft.id, Some(laid.version), "Name the leader")
        })
        .unwrap();
    let laid = college.as_person(college.clerk, |act| submit(act, draft.id, back.version)).unwrap();
    let fast =
        college.as_person(college.office_head, |act| sign(act, draft.id, laid.version)).unwrap();
    let signature = fast.signature.unwrap();
    assert_eq!((signature.year, signature.seq, &*signature.number), (2026, 1, "2026, No. 1"));
    assert_eq!(
        (signature.by.as_str(), signature.on.to_string().as_str()),
        ("Office head", "2026-03-20")
    );
    assert_eq!(signature.digest, digest_of(signature.frozen.as_bytes()));

    let before = college.letters().len();
    let written = college.as_person(college.clerk, |act| send(act, draft.id)).unwrap();
    // Two heads, a contact, two leaders; neither the office nor the observer.
    assert_eq!(written, 5);
    let letters = college.letters();
    let sent = &letters[before..];
    assert!(sent.iter().all(|letter| letter.kind == LetterKind::Circular));
    assert!(
        sent[0].subject.starts_with("Supervision circular 2026, No. 1: On the tasks"),
        "{}",
        sent[0].subject
    );
    assert!(sent[0].body_text.contains(&format!("/circulars/{}", draft.id)));
    assert_eq!(college.as_person(college.clerk, |act| send(act, draft.id)).unwrap(), 0);

    let steps = steps_of(&college, draft.id).into_iter().map(|step| step.to_string());
    let words = ["create", "submit", "return", "submit", "sign", "send", "send"];
    assert_eq!(steps.collect::<Vec<_>>(), words);
}

async fn nobody_else_sees_a_draft(database: Database) {
    let college = College::on("2026-03-02", database);
    let draft = drafted(&college);
    let seen = |id, who| {
        let actor = college.actor(who);
        college.office.app.db.read(|conn| look(conn, &actor, id)).is_ok()
    };
    let readers =
        [college.leader, college.other_leader, college.observer, college.head, college.contact];

    assert!(seen(draft.id, college.clerk) && seen(draft.id, college.office_head));
    for who in readers {
        assert!(!seen(draft.id, who));
        let refused = college.as_person(who, |act| sign(act, draft.id, draft.version)).unwrap_err();
        assert!(matches!(refused, Error::Storage(Storage::NotFound)), "{refused}");
        let refused =
            college.as_person(who, |act| create(act, &new(CircularPeriod::Month, "2026-03-02")));
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
    let refused = college.as_person(college.clerk, |act| sign(act, draft.id, draft.version));
    assert!(matches!(refused, Err(Error::Forbidden)));

    college.as_person(college.office_head, |act| sign(act, draft.id, draft.version)).unwrap();

    for who in readers {
        assert!(seen(draft.id, who));
        let actor = college.actor(who);
        let listed = college.office.app.db.read(|conn| list(conn, &actor)).unwrap();
        assert_eq!(listed.len(), 1);
        let refused = college.as_person(who, |act| send(act, draft.id));
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}

async fn two_who_sign_at_once_get_two_numbers_without_a_gap(database: Database) {
    const HANDS: usize = 6;
    let college = Arc::new(College::on("2026-03-02", database));
    let drafts: Vec<Circular> = (0..HANDS).map(|_| drafted(&college)).collect();
    let start = Arc::new(Barrier::new(HANDS));
    let hands: Vec<_> = drafts
        .into_iter()
        .map(|draft| {
            let (college, start) = (Arc::clone(&college), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                let signed = college
                    .as_person(college.office_head, |act| sign(act, draft.id, draft.version));
                signed.unwrap().signature.unwrap().seq
            })
        })
        .collect();

    let mut given: Vec<i32> = hands.into_iter().map(|hand| hand.join().unwrap()).collect();

    given.sort_unstable();
    assert_eq!(given, (1..).take(HANDS).collect::<Vec<_>>());
}

async fn what_is_given_up_leaves_no_gap(database: Database) {
    let college = College::on("2026-03-02", database);
    let (one, two) = (drafted(&college), drafted(&college));
    let given_up = college.as_person(college.office_head, |act| {
        sign(act, one.id, one.version)?;
        Err::<(), _>(Error::Forbidden)
    });
    assert!(given_up.is_err());
    // Somebody saw an older version: nothing is signed, and no number is spent.
    let stale = college.as_person(college.office_head, |act| sign(act, one.id, one.version + 1));
    assert!(matches!(stale, Err(Error::Storage(Storage::Stale))));

    let first =
        college.as_person(college.office_head, |act| sign(act, two.id, two.version)).unwrap();
    college.office.turn_to("2027-01-04");
    let next =
        college.as_person(college.office_head, |act| sign(act, one.id, one.version)).unwrap();

    assert_eq!(first.signature.unwrap().number, "2026, No. 1");
    assert_eq!(next.signature.unwrap().number, "2027, No. 1");
}

async fn what_is_signed_never_changes_again(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the list", "2026-03-04");
    college.office.turn_to("2026-03-20");
    let fast = signed(&college);
    let before = content(&college.office.app, &fast).unwrap();

    // The task goes on, its department is renamed, and somebody tries everything.
    let patch = duban::services::tasks::TaskPatch {
        title: Some("Publish another list".into()),
        ..duban::services::tasks::TaskPatch::default()
    };
    college
        .as_person(college.clerk, |act| {
            duban::services::tasks::edit(act, task.id, college.task(task.id).version, patch)
        })
        .unwrap();
    let (id, version) = (fast.id, fast.version);
    let refused = [
        college.as_person(college.clerk, |act| edit(act, id, version, &fast.texts)).err(),
        college.as_person(college.clerk, |act| retake(act, id, version)).err(),
        college.as_person(college.clerk, |act| submit(act, id, version)).err(),
        college.as_person(college.clerk, |act| withdraw(act, id, Some(version))).err(),
        college.as_person(college.clerk, |act| discard(act, id, version)).err(),
        college.as_person(college.office_head, |act| sign(act, id, version)).err(),
        college.as_person(college.office_head, |act| send_back(act, id, None, "No")).err(),
    ];

    assert!(refused.iter().all(|one| matches!(one, Some(Error::Circular(_)))), "{refused:?}");
    let after = kept(&college, fast.id);
    assert_eq!(after, fast);
    let read = content(&college.office.app, &after).unwrap();
    assert_eq!(read, before);
    let row = &read.overdue.unwrap().rows[0];
    assert_eq!(row[1], "Publish the list (2026-001)");
}

async fn the_database_itself_refuses_to_change_what_is_signed(database: Database) {
    let college = College::on("2026-03-02", database);
    let (draft, fast) = (drafted(&college), signed(&college));
    let db = college.office.app.db.clone();
    let run = |sql: String| {
        db.write(|conn| conn.batch_execute(&sql).map_err(Storage::from)).map_err(|e| e.to_string())
    };

    for sql in [
        format!("UPDATE circulars SET frozen = 'x' WHERE id = {}", fast.id),
        format!("UPDATE circulars SET state = 'draft' WHERE id = {}", fast.id),
        format!("DELETE FROM circular_events WHERE circular_id = {}", fast.id),
        "UPDATE circular_events SET note = 'x'".to_owned(),
    ] {
        assert!(run(sql.clone()).unwrap_err().contains("never changed"), "{sql}");
    }
    run(format!("UPDATE circulars SET texts = texts WHERE id = {}", draft.id)).unwrap();
    assert_eq!(kept(&college, fast.id), fast);
}

async fn new_figures_leave_what_somebody_wrote(database: Database) {
    let college = College::on("2026-03-02", database);
    let draft = drafted(&college);
    let texts = CircularTexts { well: "The library, as ever.".into(), ..draft.texts.clone() };
    let edited =
        college.as_person(college.clerk, |act| edit(act, draft.id, draft.version, &texts)).unwrap();
    college.in_progress("Publish the list", "2026-03-04");
    college.office.turn_to("2026-03-06");

    let (anew, stayed) =
        college.as_person(college.clerk, |act| retake(act, draft.id, edited.version)).unwrap();

    assert_eq!(stayed, ["well"]);
    assert_eq!(anew.texts.well, "The library, as ever.");
    assert_ne!(anew.texts.opening, draft.texts.opening);
    assert!(anew.texts.opening.contains("1 are overdue"), "{}", anew.texts.opening);
}

async fn what_was_changed_meanwhile_is_not_overwritten(database: Database) {
    let college = College::on("2026-03-02", database);
    let draft = drafted(&college);
    let change = |version, words: &str| {
        let texts = CircularTexts { asked: words.into(), ..draft.texts.clone() };
        college.as_person(college.clerk, |act| edit(act, draft.id, version, &texts))
    };

    change(draft.version, "Mine").unwrap();
    let refused = change(draft.version, "Yours").unwrap_err();

    assert!(matches!(refused, Error::Storage(Storage::Stale)));
    assert_eq!(kept(&college, draft.id).texts.asked, "Mine");
    let blank = change(draft.version + 1, " ").unwrap_err();
    assert_eq!(blank.to_string(), "asked: must not be empty");
}

async fn confidential_tasks_are_left_out(database: Database) {
    let college = College::on("2026-03-02", database);
    college.in_progress("Publish the list", "2026-03-04");
    let input = MeetingInput {
        title: "A meeting".into(),
        body_id: None,
        held_on: "2026-03-02".parse().unwrap(),
        chair: None,
        source: duban::domain::Source::Meeting,
        confidential: true,
        reader_ids: [college.office_head].into(),
    };
    let secret = college
        .as_person(college.clerk, |act| {
            let meeting = file(act, &input, "The Personnel Office must act by 4 March 2026.")?;
            let new = NewTask {
                title: "A secret".into(),
                lead_id: Some(college.personnel),
                meeting_id: Some(meeting.id),
                due_on: "2026-03-04".parse().ok(),
                ..NewTask::default()
            };
            let draft = create_task(act, new)?;
            steps::issue(act, draft.id, draft.version)
        })
        .unwrap();
    college.office.turn_to("2026-03-20");

    // Even the office head, who may see it, drafts without it.
    let month = new(CircularPeriod::Month, "2026-03-02");
    let draft = college.as_person(college.office_head, |act| create(act, &month)).unwrap();

    assert_eq!((draft.figures.total.all, draft.figures.meetings), (1, 0));
    assert!(draft.figures.overdue.iter().all(|task| task.id != secret.id));
    assert!(draft.figures.units.iter().all(|unit| unit.id != college.personnel));
    assert!(!format!("{:?}", content(&college.office.app, &draft).unwrap()).contains("secret"));
}

async fn a_task_urged_twice_is_named(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the list", "2026-03-04");
    let urge = || {
        college.as_person(college.clerk, |act| {
            duban::services::steps::urge(act, task.id, None, "When will it come?")
        })
    };
    urge().unwrap();
    college.office.turn_to("2026-03-06");
    urge().unwrap();
    // Once before its date, once since: not named yet.
    assert!(!drafted(&college).figures.overdue[0].candidate);
    college.office.turn_to("2026-03-09");
    urge().unwrap();

    let draft = drafted(&college);

    let row = &draft.figures.overdue[0];
    assert_eq!((row.urgings, row.candidate), (2, true));
    assert_eq!(draft.figures.units[0].verdict, UnitVerdict::Behind);
}

async fn a_period_is_asked_for_as_it_should_be(database: Database) {
    let college = College::on("2026-03-02", database);
    let wrong = |new: NewCircular| {
        college.as_person(college.clerk, |act| create(act, &new)).unwrap_err().to_string()
    };
    let custom = |from: &str, to: Option<&str>| NewCircular {
        to: to.map(|to| to.parse().unwrap()),
        ..new(CircularPeriod::Custom, from)
    };

    assert_eq!(wrong(custom("2026-03-01", None)), "to: must not be empty");
    assert_eq!(
        wrong(custom("2026-03-01", Some("2026-02-01"))),
        "to: must be later than 2026-02-28"
    );
    assert_eq!(wrong(new(CircularPeriod::Year, "2027-03-01")), "from: must not lie in the future");
    let nowhere = NewCircular {
        body_id: Some(duban::domain::BodyId(99)),
        ..new(CircularPeriod::Month, "2026-03-02")
    };
    assert_eq!(wrong(nowhere), "body_id: there is no such record");
    let chinese =
        NewCircular { lang: Some(Lang::ZhCn), ..custom("2026-02-01", Some("2026-03-02")) };
    let draft = college.as_person(college.clerk, |act| create(act, &chinese)).unwrap();
    assert_eq!(draft.texts.subject, "关于2026年2月1日至2026年3月2日督办事项办理情况的通报");
    let gone =
        college.as_person(college.clerk, |act| discard(act, draft.id, draft.version)).unwrap();
    assert_eq!(gone.state, CircularState::Discarded);
}
