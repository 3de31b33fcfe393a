//! Sign-off before issue: submitted by the clerk, signed by somebody else, or sent back.

use duban::domain::{
    Actor, Approval, EventKind, PersonId, State, Submission, SubmissionState, Task, TaskId,
};
use duban::persistence::views::desk;
use duban::persistence::{Error as Storage, events, submissions};
use duban::services::submissions::{send_back, sign, submit, waiting_for, withdraw};
use duban::services::tasks::{NewTask, TaskPatch, create, edit};
use duban::services::{Error, steps};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    the_clerk_submits_and_the_office_head_signs_with_one_button,
    a_clerk_does_not_issue_without_a_signature,
    all_is_issued_or_nothing,
    what_is_sent_back_is_on_the_desk_again_with_the_reason,
    the_leader_in_charge_signs_where_so_set,
    a_draft_changed_since_it_was_read_is_not_signed,
    signing_twice_signs_once,
    a_cancelled_draft_leaves_its_submission,
);

fn college(database: Database, approval: Approval) -> College {
    College::with("2026-03-02", database, |settings| settings.issue.approval = approval)
}

fn submitted(college: &College, drafts: &[&Task]) -> Submission {
    let ids: Vec<TaskId> = drafts.iter().map(|task| task.id).collect();
    college.as_person(college.clerk, |act| submit(act, &ids, "From meeting 12")).unwrap()
}

fn kinds(college: &College, task: &Task) -> Vec<EventKind> {
    let told = college.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    told.into_iter().map(|event| event.fact.kind).collect()
}

fn waits_for(college: &College, person: PersonId) -> usize {
    let (actor, rules) = (college.actor(person), college.office.app.settings.rules());
    let read = |conn: &mut duban::persistence::Conn| waiting_for(conn, &actor, rules);
    college.office.app.db.read(read).unwrap().len()
}

async fn the_clerk_submits_and_the_office_head_signs_with_one_button(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let (one, two) = (college.draft("One", "2026-03-20"), college.draft("Two", "2026-03-20"));
    let batch = submitted(&college, &[&one, &two]);
    assert_eq!(
        (waits_for(&college, college.office_head), waits_for(&college, college.leader)),
        (1, 0)
    );

    let letters = college.letters();
    let last = letters.last().unwrap();
    assert_eq!(last.to_name, "Office head");
    assert_eq!(last.subject, "To sign: 2 tasks to issue");

    let issued = college.as_person(college.office_head, |act| sign(act, batch.id, None)).unwrap();

    let numbers: Vec<_> = issued.iter().filter_map(|task| task.number.as_deref()).collect();
    assert_eq!(numbers, ["2026-001", "2026-002"]);
    assert_eq!(
        kinds(&college, &one),
        [EventKind::Created, EventKind::Submitted, EventKind::Issued]
    );
    let told = college.office.app.db.read(|conn| events::of_task(conn, one.id)).unwrap();
    let last = &told[2].fact;
    assert_eq!(last.actor_name, "Office head", "who signed");
    assert!(last.new.as_deref().unwrap().contains("\"submitted_by\":\"Clerk\""));
    assert_eq!(waits_for(&college, college.office_head), 0);
}

async fn a_clerk_does_not_issue_without_a_signature(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let draft = college.draft("One", "2026-03-20");
    let issue = |who| college.as_person(who, |act| steps::issue(act, draft.id, draft.version));

    let refused = issue(college.clerk).unwrap_err();
    assert!(matches!(refused, Error::SignatureNeeded(Approval::OfficeHead)));
    assert_eq!(
        refused.to_string(),
        "tasks are issued here once the office head has signed: submit this one for signature"
    );
    let stranger = college.as_person(college.head, |act| submit(act, &[draft.id], ""));
    assert!(matches!(stranger, Err(Error::Forbidden)));
    assert_eq!(issue(college.office_head).unwrap().state, State::AwaitingAcknowledgement);
}

async fn all_is_issued_or_nothing(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let whole = college.draft("Whole", "2026-03-20");
    let undated =
        NewTask { title: "Undated".into(), lead_id: Some(college.academic), ..NewTask::default() };
    let undated = college.as_person(college.clerk, |act| create(act, undated)).unwrap();

    let ids = [whole.id, undated.id];
    let refused = college.as_person(college.clerk, |act| submit(act, &ids, "")).unwrap_err();
    let Error::Invalid(faults) = refused else { panic!("{refused}") };
    let fields: Vec<&str> = faults.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, [format!("{}.due_on", undated.id)]);

    let other = college.draft("Other", "2026-03-20");
    let batch = submitted(&college, &[&whole, &other]);
    let patch = TaskPatch { due_on: Some(None), ..TaskPatch::default() };
    let version = college.task(other.id).version;
    college.as_person(college.clerk, |act| edit(act, other.id, version, patch)).unwrap();
    let refused = college.as_person(college.office_head, |act| sign(act, batch.id, None));
    let Err(Error::Invalid(faults)) = refused else { panic!("{refused:?}") };
    assert_eq!(faults[0].field, format!("{}.due_on", other.id));
    assert_eq!(college.task(whole.id).state, State::Draft, "nothing was issued");
    assert_eq!(waits_for(&college, college.office_head), 1, "and it still waits");
}

async fn what_is_sent_back_is_on_the_desk_again_with_the_reason(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let draft = college.draft("One", "2026-03-20");
    let batch = submitted(&college, &[&draft]);
    let on_desk = || {
        let today = college.office.app.today();
        college.office.app.db.read(|conn| desk::desk(conn, today)).unwrap()
    };
    assert_eq!((on_desk().drafts.len(), on_desk().submitted.len()), (0, 1));

    let mute = college.as_person(college.office_head, |act| send_back(act, batch.id, " "));
    assert!(matches!(mute, Err(Error::Invalid(_))));
    let by_clerk = college.as_person(college.clerk, |act| send_back(act, batch.id, "No"));
    assert!(matches!(by_clerk, Err(Error::Forbidden)));
    college
        .as_person(college.office_head, |act| send_back(act, batch.id, "Name the completion mark"))
        .unwrap();

    let desk = on_desk();
    assert_eq!(desk.submitted.len(), 0);
    let back = desk.drafts[0].returned.as_ref().unwrap();
    assert_eq!((back.by.as_str(), back.unsigned), ("Office head", true));
    assert_eq!(back.reason, "Name the completion mark");
    assert_eq!(kinds(&college, &draft).last(), Some(&EventKind::SentBack));
    let letters = college.letters();
    let last = letters.last().unwrap();
    assert_eq!(last.to_name, "Clerk");
    assert!(last.body_text.contains("Name the completion mark"));
    submitted(&college, &[&draft]);
    assert_eq!(on_desk().drafts.len(), 0, "submitted again");
}

async fn the_leader_in_charge_signs_where_so_set(database: Database) {
    let college = college(database, Approval::Leader);
    let own = college.draft("Of the leader's department", "2026-03-20");
    let foreign = NewTask {
        title: "Of nobody's".into(),
        lead_id: Some(college.personnel),
        due_on: Some("2026-03-20".parse().unwrap()),
        ..NewTask::default()
    };
    let foreign = college.as_person(college.clerk, |act| create(act, foreign)).unwrap();

    let mixed = [own.id, foreign.id];
    let refused = college.as_person(college.clerk, |act| submit(act, &mixed, "")).unwrap_err();
    assert!(refused.to_string().contains("leader by leader"), "{refused}");
    let batch = submitted(&college, &[&own]);
    assert_eq!(
        (waits_for(&college, college.leader), waits_for(&college, college.office_head)),
        (1, 0)
    );
    let stranger = college.as_person(college.other_leader, |act| sign(act, batch.id, None));
    assert!(matches!(stranger, Err(Error::Storage(Storage::NotFound))), "{stranger:?}");
    let office = college.as_person(college.office_head, |act| sign(act, batch.id, None));
    assert!(matches!(office, Err(Error::Forbidden)), "{office:?}");

    let issued = college.as_person(college.leader, |act| sign(act, batch.id, None)).unwrap();
    assert_eq!(issued[0].state, State::AwaitingAcknowledgement);
}

async fn a_draft_changed_since_it_was_read_is_not_signed(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let draft = college.draft("One", "2026-03-20");
    let batch = submitted(&college, &[&draft]);
    let read = [(draft.id, college.task(draft.id).version)];
    let patch = TaskPatch { title: Some("Another".into()), ..TaskPatch::default() };
    college.as_person(college.clerk, |act| edit(act, draft.id, read[0].1, patch)).unwrap();

    let old = college.as_person(college.office_head, |act| sign(act, batch.id, Some(&read)));
    assert!(matches!(old, Err(Error::Storage(Storage::Stale))), "{old:?}");
    let read = [(draft.id, college.task(draft.id).version)];
    college.as_person(college.office_head, |act| sign(act, batch.id, Some(&read))).unwrap();
}

async fn signing_twice_signs_once(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let draft = college.draft("One", "2026-03-20");
    let batch = submitted(&college, &[&draft]);
    college.as_person(college.office_head, |act| sign(act, batch.id, None)).unwrap();

    let second = college.office.app.act_now(Actor::operator(), |act| sign(act, batch.id, None));
    let Err(Error::SubmissionSettled { state, by, .. }) = second else { panic!("{second:?}") };
    assert_eq!((state, by.as_str()), (SubmissionState::Signed, "Office head"));
    assert_eq!(kinds(&college, &draft).iter().filter(|one| **one == EventKind::Issued).count(), 1);
}

async fn a_cancelled_draft_leaves_its_submission(database: Database) {
    let college = college(database, Approval::OfficeHead);
    let (one, two) = (college.draft("One", "2026-03-20"), college.draft("Two", "2026-03-20"));
    let batch = submitted(&college, &[&one, &two]);
    let twice = college.as_person(college.clerk, |act| submit(act, &[one.id], ""));
    assert!(matches!(twice, Err(Error::Invalid(_))), "in one submission at a time");
    let version = college.task(one.id).version;
    college.as_person(college.clerk, |act| steps::cancel(act, one.id, version, "No")).unwrap();

    let find = || college.office.app.db.read(|conn| submissions::find(conn, batch.id)).unwrap();
    assert_eq!(find().tasks, [two.id]);
    college.as_person(college.clerk, |act| withdraw(act, batch.id)).unwrap();
    assert_eq!(find().state, SubmissionState::Withdrawn);
    let version = college.task(two.id).version;
    college.as_person(college.office_head, |act| steps::issue(act, two.id, version)).unwrap();
}
