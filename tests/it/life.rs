//! The way of a task from draft to closed, and what its history and spans keep of it.

use duban::domain::{Cadence, EventKind, Flag, Light, RequestKind, State, Task, TaskFilter};
use duban::persistence::events;
use duban::persistence::views::task_list::{self, Position, Sort};
use duban::services::decisions::{approve, reject};
use duban::services::reports::{Told, report};
use duban::services::requests::{Asked, request, withdraw};
use duban::services::tasks::{NewTask, TaskPatch, create, edit};
use duban::services::{Error, steps};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    a_task_goes_its_way_and_history_tells_it,
    only_the_lead_acknowledges_and_strangers_see_nothing,
    the_second_of_two_people_is_told,
    one_request_is_open_at_a_time_and_nobody_decides_their_own,
    an_extension_asked_for_in_time_moves_the_baseline,
    the_clock_stands_still_until_a_closure_is_decided,
    a_late_task_can_be_reported_on_and_explained,
    a_returned_task_keeps_its_number_and_numbers_have_no_gaps,
    a_suspended_task_gets_its_days_back,
    a_draft_is_checked_field_by_field,
    an_issued_task_keeps_its_date_and_lead,
    any_past_day_is_answered_as_it_was,
    pages_of_a_list_follow_each_other,
);

fn closure(result: &str) -> Asked {
    Asked { result: Some(result.into()), ..Asked::new(RequestKind::Closure) }
}

fn extension(to: &str) -> Asked {
    Asked {
        reason: "The hall is not free before".into(),
        new_due_on: Some(to.parse().unwrap()),
        ..Asked::new(RequestKind::Extension)
    }
}

/// The kinds of a task's history, with every seal checked on the way.
fn history(college: &College, task: &Task) -> Vec<EventKind> {
    let told = college.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    let mut seal: Option<String> = None;
    for (index, event) in told.iter().enumerate() {
        assert_eq!(event.fact.seq, i64::try_from(index).unwrap() + 1);
        assert_eq!(event.hash, event.fact.seal(seal.as_deref()));
        seal = Some(event.hash.clone());
    }
    assert_eq!(college.task(task.id).hash, seal);
    told.into_iter().map(|event| event.fact.kind).collect()
}

async fn a_task_goes_its_way_and_history_tells_it(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    assert_eq!(task.number.as_deref(), Some("2026-001"));

    college.office.turn_to("2026-03-18");
    let told = Told { percent: Some(90), done: Some("Proofs read".into()), ..Told::default() };
    let (task, _) =
        college.as_person(college.head, |act| report(act, task.id, None, &told)).unwrap();
    let (task, asked) = college
        .as_person(college.head, |act| request(act, task.id, task.version, &closure("Published")))
        .unwrap();
    assert_eq!(task.state, State::ClosureReview);
    college.office.turn_to("2026-03-25");
    let task = college
        .as_person(college.leader, |act| approve(act, asked.id, None, "Well done", None))
        .unwrap();

    assert_eq!(task.state, State::Closed);
    assert_eq!(task.closed_on, Some("2026-03-18".parse().unwrap()), "the day of the request");
    assert_eq!(task.light("2026-03-25".parse().unwrap()), Light::ClosedOnTime);
    assert_eq!(
        history(&college, &task),
        [
            EventKind::Created,
            EventKind::Issued,
            EventKind::Acknowledged,
            EventKind::Reported,
            EventKind::RequestOpened,
            EventKind::RequestApproved,
        ]
    );
}

async fn only_the_lead_acknowledges_and_strangers_see_nothing(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.issued("Publish the schedule", "2026-03-20");
    let answer = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
    let acknowledge = |person| {
        college.as_person(person, |act| steps::acknowledge(act, task.id, task.version, &answer))
    };

    assert!(matches!(acknowledge(college.other_head), Err(Error::Forbidden)));
    assert!(matches!(acknowledge(college.clerk), Err(Error::Forbidden)));
    assert!(matches!(acknowledge(college.observer), Err(Error::Forbidden)));
    let draft = college.draft("Not issued yet", "2026-03-20");
    let seen = college
        .as_person(college.head, |act| steps::acknowledge(act, draft.id, draft.version, &answer));
    assert!(matches!(seen, Err(Error::Storage(duban::persistence::Error::NotFound))));
    assert_eq!(acknowledge(college.contact).unwrap().state, State::InProgress);
}

async fn the_second_of_two_people_is_told(database: Database) {
    let college = College::on("2026-03-02", database);
    let draft = college.draft("Publish the schedule", "2026-03-20");
    let rename = |title: &str| {
        let patch = TaskPatch { title: Some(title.into()), ..TaskPatch::default() };
        college.as_person(college.clerk, |act| edit(act, draft.id, draft.version, patch))
    };

    rename("Publish the timetable").unwrap();
    let second = rename("Print the schedule");

    assert!(matches!(second, Err(Error::Storage(duban::persistence::Error::Stale))), "{second:?}");
    assert_eq!(college.task(draft.id).title, "Publish the timetable");
}

async fn one_request_is_open_at_a_time_and_nobody_decides_their_own(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let (task, asked) = college
        .as_person(college.head, |act| {
            request(act, task.id, task.version, &extension("2026-03-30"))
        })
        .unwrap();

    let second = college
        .as_person(college.head, |act| request(act, task.id, task.version, &closure("Done")));
    assert!(matches!(second, Err(Error::RequestOpen)), "{second:?}");
    let own = college.as_person(college.head, |act| approve(act, asked.id, None, "", None));
    assert!(matches!(own, Err(Error::Forbidden)));
    let clerk = college.as_person(college.clerk, |act| approve(act, asked.id, None, "", None));
    assert!(matches!(clerk, Err(Error::Forbidden)), "an extension is not the clerk's to grant");
    let other =
        college.as_person(college.other_leader, |act| approve(act, asked.id, None, "", None));
    assert!(matches!(other, Err(Error::Forbidden)));

    college.as_person(college.head, |act| withdraw(act, asked.id, None)).unwrap();
    let late = college.as_person(college.leader, |act| approve(act, asked.id, None, "", None));
    assert!(matches!(late, Err(Error::RequestSettled { .. })), "{late:?}");
}

async fn an_extension_asked_for_in_time_moves_the_baseline(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    college.office.turn_to("2026-03-20");
    let (_, asked) = college
        .as_person(college.head, |act| {
            request(act, task.id, task.version, &extension("2026-03-30"))
        })
        .unwrap();
    college.office.turn_to("2026-03-24");
    let granted = Some("2026-03-27".parse().unwrap());
    let task = college
        .as_person(college.office_head, |act| approve(act, asked.id, None, "Until then", granted))
        .unwrap();

    assert_eq!(task.due_on, granted, "the decider's date");
    assert_eq!(task.baseline_due_on, granted);
    assert_eq!(task.original_due_on, Some("2026-03-20".parse().unwrap()));
    assert!(task.flags("2026-03-24".parse().unwrap()).contains(&Flag::Extended));
}

async fn the_clock_stands_still_until_a_closure_is_decided(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    college.office.turn_to("2026-03-20");
    let (_, asked) = college
        .as_person(college.head, |act| request(act, task.id, task.version, &closure("Published")))
        .unwrap();
    let today = "2026-04-10".parse().unwrap();
    assert_eq!(college.task(task.id).light(today), Light::DueSoon);

    college.office.turn_to("2026-04-10");
    let task = college
        .as_person(college.leader, |act| reject(act, asked.id, None, "The annex is missing"))
        .unwrap();

    assert_eq!(task.state, State::InProgress);
    assert_eq!(task.light(today), Light::Overdue, "once it is sent back the clock goes on");
}

async fn a_late_task_can_be_reported_on_and_explained(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    college.office.turn_to("2026-03-25");
    let today = college.office.app.today();
    assert!(college.task(task.id).flags(today).contains(&Flag::Unexplained));

    let told = Told {
        delay_reason: Some("The printer broke".into()),
        expected_on: Some("2026-03-31".parse().unwrap()),
        ..Told::default()
    };
    college.as_person(college.head, |act| report(act, task.id, None, &told)).unwrap();

    assert!(!college.task(task.id).flags(today).contains(&Flag::Unexplained));
    let share = Told { done: Some("Our part is done".into()), ..Told::default() };
    let (after, kept) =
        college.as_person(college.other_head, |act| report(act, task.id, None, &share)).unwrap();
    assert!(kept.as_support);
    assert_ne!(after.last_report_id, Some(kept.id), "a supporter speaks of its own share");
    let nothing = college
        .as_person(college.head, |act| report(act, task.id, None, &Told::default()))
        .unwrap_err();
    assert!(matches!(nothing, Error::Invalid(_)));
}

async fn a_returned_task_keeps_its_number_and_numbers_have_no_gaps(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.issued("Publish the schedule", "2026-03-20");
    let back = college
        .as_person(college.head, |act| {
            steps::send_back(act, task.id, task.version, "This is Personnel's")
        })
        .unwrap();
    assert_eq!((back.state, back.original_due_on), (State::Draft, None));

    let again =
        college.as_person(college.clerk, |act| steps::issue(act, back.id, back.version)).unwrap();
    assert_eq!(again.number.as_deref(), Some("2026-001"));
    assert_eq!(college.issued("Next", "2026-03-20").number.as_deref(), Some("2026-002"));
    college.office.turn_to("2027-01-04");
    assert_eq!(college.issued("New year", "2027-03-19").number.as_deref(), Some("2027-001"));
}

async fn a_suspended_task_gets_its_days_back(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let task = college
        .as_person(college.clerk, |act| {
            steps::suspend(act, task.id, task.version, "The building is closed")
        })
        .unwrap();
    assert_eq!(task.light("2026-03-10".parse().unwrap()), Light::None);

    college.office.turn_to("2026-03-09"); // five working days later
    let task = college
        .as_person(college.clerk, |act| steps::resume(act, task.id, task.version, None))
        .unwrap();

    assert_eq!(task.state, State::InProgress);
    assert_eq!(task.due_on, Some("2026-03-27".parse().unwrap()));
    assert_eq!(task.baseline_due_on, task.due_on);
}

async fn a_draft_is_checked_field_by_field(database: Database) {
    let college = College::on("2026-03-02", database);
    let wrong = NewTask {
        title: "  ".into(),
        supporters: vec![duban::domain::DepartmentId(4711)],
        handler_id: Some(duban::domain::PersonId(4711)),
        long_term: true,
        due_on: Some("2026-03-20".parse().unwrap()),
        ..NewTask::default()
    };

    let refused = college.as_person(college.clerk, |act| create(act, wrong)).unwrap_err();

    let Error::Invalid(faults) = refused else { panic!("{refused}") };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    for field in
        ["title", "lead_department_id", "supporting_department_ids", "handler_id", "due_on"]
    {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let stranger =
        NewTask { title: "Mine".into(), lead_id: Some(college.academic), ..NewTask::default() };
    let refused = college.as_person(college.head, |act| create(act, stranger));
    assert!(matches!(refused, Err(Error::Forbidden)));
}

async fn an_issued_task_keeps_its_date_and_lead(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.issued("Publish the schedule", "2026-03-20");
    let moved = TaskPatch {
        due_on: Some(Some("2026-06-30".parse().unwrap())),
        lead_id: Some(college.personnel),
        ..TaskPatch::default()
    };

    let refused = college
        .as_person(college.clerk, |act| edit(act, task.id, task.version, moved))
        .unwrap_err();
    assert!(matches!(refused, Error::Invalid(_)), "{refused}");

    let task = college
        .as_person(college.clerk, |act| {
            steps::transfer(act, task.id, task.version, college.personnel, "Theirs after all")
        })
        .unwrap();
    assert_eq!((task.lead_id, task.state), (college.personnel, State::AwaitingAcknowledgement));
    assert!(task.supporters.is_empty(), "the new lead no longer supports");
    let nameless = TaskPatch { cadence: Some(Cadence::Weekly), ..TaskPatch::default() };
    let same = college
        .as_person(college.clerk, |act| edit(act, task.id, task.version, nameless.clone()))
        .unwrap();
    let nothing_new =
        college.as_person(college.clerk, |act| edit(act, task.id, same.version, nameless)).unwrap();
    assert_eq!(nothing_new.version, same.version, "a change that changes nothing is none");
}

async fn any_past_day_is_answered_as_it_was(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    college.office.turn_to("2026-03-25");
    let (task, asked) = college
        .as_person(college.head, |act| request(act, task.id, task.version, &closure("Published")))
        .unwrap();
    college.as_person(college.leader, |act| approve(act, asked.id, None, "", None)).unwrap();

    let clerk = college.actor(college.clerk);
    let today = college.office.app.today();
    let on = |day: &str, light: Light| {
        let filter = TaskFilter {
            lights: vec![light],
            as_of: Some(day.parse().unwrap()),
            ..TaskFilter::default()
        };
        let count = |conn: &mut _| task_list::count(conn, &clerk, &filter, today);
        college.office.app.db.read(count).unwrap()
    };
    assert_eq!(on("2026-03-01", Light::OnTrack), 0, "not written down yet");
    assert_eq!(on("2026-03-02", Light::OnTrack), 1);
    assert_eq!(on("2026-03-20", Light::DueSoon), 1);
    assert_eq!(on("2026-03-24", Light::Overdue), 1);
    assert_eq!(on("2026-03-25", Light::ClosedLate), 1);
    assert_eq!(on("2026-03-25", Light::Overdue), 0);
    assert_eq!(task.id, college.task(task.id).id);
}

async fn pages_of_a_list_follow_each_other(database: Database) {
    let college = College::on("2026-03-02", database);
    for (title, due) in [
        ("Third", "2026-05-29"),
        ("First", "2026-03-20"),
        ("Second", "2026-03-20"),
        ("Fourth （试行）", "2026-06-30"),
    ] {
        college.issued(title, due);
    }
    let clerk = college.actor(college.clerk);
    let today = college.office.app.today();
    for sort in ["due_on", "-due_on", "number", "-number", "updated_at", "-updated_at"] {
        let sort: Sort = sort.parse().unwrap();
        let mut seen = Vec::new();
        let mut after: Option<Position> = None;
        loop {
            let filter = TaskFilter::default();
            let page = college
                .office
                .app
                .db
                .read(|conn| task_list::page(conn, &clerk, &filter, sort, after.as_ref(), 3, today))
                .unwrap();
            assert_eq!(page.total, 4);
            seen.extend(page.items.into_iter().map(|line| line.task.title));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 4, "{sort:?}");
        if sort == Sort::default() {
            assert_eq!(seen, ["First", "Second", "Third", "Fourth （试行）"]);
        }
    }
    let filter = TaskFilter { q: Some("(试行) fourth".into()), ..TaskFilter::default() };
    let found =
        college.office.app.db.read(|conn| task_list::count(conn, &clerk, &filter, today)).unwrap();
    assert_eq!(found, 1, "brackets of either width are equal");
    let head = college.actor(college.other_leader);
    let all = TaskFilter::default();
    assert_eq!(
        college.office.app.db.read(|conn| task_list::count(conn, &head, &all, today)).unwrap(),
        4
    );
}
