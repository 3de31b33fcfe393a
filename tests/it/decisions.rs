//! Requests as acts of their own: who asks, who confirms, who advises, who decides, and what then
//! becomes of the dates.

use chrono::NaiveDate;
use duban::domain::{Cadence, EventKind, Light, PersonId, RequestKind, RequestState, State, Task};
use duban::persistence::views::task_list::{self, Sort};
use duban::persistence::{events, people, requests};
use duban::services::decisions::{advise, approve, reject};
use duban::services::directory::{PersonInput, update_person};
use duban::services::requests::{Asked, confirm, request, withdraw};
use duban::services::tasks::{NewTask, TaskPatch, create, edit};
use duban::services::{Error, steps};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    a_second_extension_needs_a_top_leader_too,
    a_long_extension_cut_short_needs_none,
    a_first_opinion_reaches_who_decides,
    approving_twice_decides_once_and_names_who_was_quicker,
    what_a_contact_asks_for_waits_for_the_head,
    the_heads_own_words_replace_what_was_drafted,
    a_stage_is_closed_and_the_task_goes_on,
    a_long_term_task_closes_stages_without_a_date,
    a_closure_without_its_evidence_is_refused,
    resuming_names_everything_that_is_wrong,
    only_an_extension_asked_in_time_moves_the_baseline,
    a_role_without_a_department_is_a_filter_of_its_own,
);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn extension(to: &str) -> Asked {
    Asked {
        reason: "The hall is not free before".into(),
        new_due_on: Some(day(to)),
        ..Asked::new(RequestKind::Extension)
    }
}

fn closure() -> Asked {
    Asked { result: Some("Published".into()), ..Asked::new(RequestKind::Closure) }
}

fn ask(college: &College, who: PersonId, task: &Task, asked: &Asked) -> duban::domain::RequestId {
    let version = college.task(task.id).version;
    college.as_person(who, |act| request(act, task.id, version, asked)).unwrap().1.id
}

fn state(college: &College, id: duban::domain::RequestId) -> RequestState {
    college.office.app.db.read(|conn| requests::find(conn, id)).unwrap().state
}

fn last_kind(college: &College, task: &Task) -> EventKind {
    let told = college.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    told.last().unwrap().fact.kind
}

/// Makes the leader who is in charge of nothing a top leader.
fn crown(college: &College) -> PersonId {
    let leader = college.office.app.db.read(|conn| people::find(conn, college.other_leader));
    let input = PersonInput { top_leader: true, ..PersonInput::of(&leader.unwrap()) };
    college
        .office
        .app
        .act_now(duban::domain::Actor::operator(), |act| {
            update_person(act, college.other_leader, &input)
        })
        .unwrap();
    college.other_leader
}

async fn a_second_extension_needs_a_top_leader_too(database: Database) {
    let college =
        College::with("2026-03-02", database, |settings| settings.decisions.top_leader = true);
    let top = crown(&college);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let first = ask(&college, college.head, &task, &extension("2026-03-27"));
    let early = college.as_person(top, |act| approve(act, first, None, "", None));
    assert!(matches!(early, Err(Error::Forbidden)), "the first is not a top leader's");
    college.as_person(college.leader, |act| approve(act, first, None, "", None)).unwrap();

    let second = ask(&college, college.head, &task, &extension("2026-04-03"));
    let to = Some(day("2026-04-02"));
    let waiting =
        college.as_person(college.leader, |act| approve(act, second, None, "Yes", to)).unwrap();

    assert_eq!(waiting.due_on, Some(day("2026-03-27")), "not moved yet");
    assert_eq!(last_kind(&college, &task), EventKind::RequestEndorsed);
    let again = college.as_person(college.office_head, |act| approve(act, second, None, "", None));
    assert!(matches!(again, Err(Error::Forbidden)), "{again:?}");
    let task = college.as_person(top, |act| approve(act, second, None, "", None)).unwrap();
    assert_eq!(task.due_on, to, "the date that those in charge agreed to");
    assert_eq!((task.extensions, state(&college, second)), (2, RequestState::Approved));
}

async fn a_long_extension_cut_short_needs_none(database: Database) {
    let college =
        College::with("2026-03-02", database, |settings| settings.decisions.top_leader = true);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let long = ask(&college, college.head, &task, &extension("2026-04-20"));

    let short = Some(day("2026-04-19"));
    let task = college.as_person(college.leader, |act| approve(act, long, None, "", short));

    assert_eq!(task.unwrap().due_on, short, "30 days");
}

async fn a_first_opinion_reaches_who_decides(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let asked = ask(&college, college.head, &task, &extension("2026-03-27"));
    let advice =
        |who, agrees, words| college.as_person(who, |act| advise(act, asked, None, agrees, words));

    assert!(matches!(advice(college.head, true, ""), Err(Error::Forbidden)));
    assert!(matches!(advice(college.clerk, false, " "), Err(Error::Invalid(_))), "says why not");
    advice(college.clerk, false, "The hall is free").unwrap();

    assert_eq!(last_kind(&college, &task), EventKind::OpinionGiven);
    let kept = college.office.app.db.read(|conn| requests::find(conn, asked)).unwrap();
    assert_eq!((kept.opinion_agrees, kept.state), (Some(false), RequestState::Open));
    let letters = college.letters();
    let told = letters.iter().filter(|letter| letter.body_text.contains("The hall is free"));
    let to: Vec<&str> = told.map(|letter| letter.to_name.as_str()).collect();
    assert_eq!(to, ["Vice President", "Office head"]);
    let first = letters.iter().find(|letter| letter.subject.starts_with("First opinion"));
    assert_eq!(first.map(|letter| letter.to_name.as_str()), Some("Clerk"));
    college.as_person(college.leader, |act| reject(act, asked, None, "As the clerk says")).unwrap();
    let late = advice(college.clerk, true, "");
    assert!(matches!(late, Err(Error::RequestSettled { .. })), "{late:?}");
}

async fn approving_twice_decides_once_and_names_who_was_quicker(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let asked = ask(&college, college.head, &task, &closure());
    college.as_person(college.leader, |act| approve(act, asked, None, "", None)).unwrap();

    let second = college.as_person(college.office_head, |act| approve(act, asked, None, "", None));

    let Err(Error::RequestSettled { state, by, at }) = second else { panic!("{second:?}") };
    assert_eq!((state, by.as_str()), (RequestState::Approved, "Vice President"));
    assert_eq!(at.to_string(), "2026-03-02 09:00:00", "as the clocks of the house show it");
}

async fn what_a_contact_asks_for_waits_for_the_head(database: Database) {
    let college =
        College::with("2026-03-02", database, |settings| settings.requests.head_confirms = true);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let drafted = ask(&college, college.contact, &task, &closure());

    assert_eq!(state(&college, drafted), RequestState::Drafted);
    let waiting = college.task(task.id);
    assert_eq!((waiting.state, waiting.open_request_id), (State::InProgress, None));
    let other = college.as_person(college.contact, |act| {
        request(act, task.id, waiting.version, &extension("2026-03-27"))
    });
    assert!(matches!(other, Err(Error::RequestOpen)), "one at a time: {other:?}");
    let own = college.as_person(college.contact, |act| confirm(act, drafted, None));
    assert!(matches!(own, Err(Error::Forbidden)), "{own:?}");
    let early = college.as_person(college.leader, |act| approve(act, drafted, None, "", None));
    assert!(matches!(early, Err(Error::Forbidden)), "{early:?}");

    college.office.turn_to("2026-03-04");
    let task = college.as_person(college.head, |act| confirm(act, drafted, None)).unwrap();

    assert_eq!(task.state, State::ClosureReview);
    let kept = college.office.app.db.read(|conn| requests::find(conn, drafted)).unwrap();
    assert_eq!(kept.requested_on, day("2026-03-04"), "the day on which the department asked");
    assert_eq!(kept.requested_by, Some(college.head));
    let twice = college.as_person(college.head, |act| confirm(act, drafted, None));
    assert!(matches!(twice, Err(Error::RequestSettled { .. })), "{twice:?}");
    let task = college.as_person(college.leader, |act| approve(act, drafted, None, "", None));
    assert_eq!(task.unwrap().closed_on, Some(day("2026-03-04")));
}

async fn the_heads_own_words_replace_what_was_drafted(database: Database) {
    let college =
        College::with("2026-03-02", database, |settings| settings.requests.head_confirms = true);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let drafted = ask(&college, college.contact, &task, &closure());

    let own = ask(&college, college.head, &task, &extension("2026-03-27"));

    assert_eq!(state(&college, drafted), RequestState::Withdrawn);
    assert_eq!(state(&college, own), RequestState::Open);
    college.as_person(college.head, |act| withdraw(act, own, None)).unwrap();
    let drafted = ask(&college, college.contact, &task, &closure());
    college.as_person(college.contact, |act| withdraw(act, drafted, None)).unwrap();
    assert_eq!(state(&college, drafted), RequestState::Withdrawn);
    assert_eq!(college.task(task.id).state, State::InProgress);
}

async fn a_stage_is_closed_and_the_task_goes_on(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Rewrite the rules", "2026-03-20");
    college.office.turn_to("2026-03-18");
    let stage = Asked {
        result: Some("The first part is adopted".into()),
        ..Asked::new(RequestKind::InterimClosure)
    };
    let asked = ask(&college, college.head, &task, &stage);
    assert_eq!(college.task(task.id).state, State::InProgress);
    college.office.turn_to("2026-03-25");
    assert_eq!(college.task(task.id).light(day("2026-03-25")), Light::DueSoon, "the clock stands");

    let undated = college.as_person(college.leader, |act| approve(act, asked, None, "", None));
    assert!(matches!(undated, Err(Error::Invalid(_))), "the next stage needs its date");
    let to = Some(day("2026-06-30"));
    let task = college.as_person(college.leader, |act| approve(act, asked, None, "", to)).unwrap();

    assert_eq!((task.state, task.due_on, task.baseline_due_on), (State::InProgress, to, to));
    assert_eq!((task.extensions, task.closed_on), (0, None), "no extension, and not closed");
    assert_eq!(task.original_due_on, Some(day("2026-03-20")));
}

async fn a_long_term_task_closes_stages_without_a_date(database: Database) {
    let college = College::on("2026-03-02", database);
    let new = NewTask {
        title: "Keep the campus safe".into(),
        lead_id: Some(college.academic),
        long_term: true,
        cadence: Cadence::Monthly,
        ..NewTask::default()
    };
    let draft = college.as_person(college.clerk, |act| create(act, new)).unwrap();
    let issued =
        college.as_person(college.clerk, |act| steps::issue(act, draft.id, draft.version)).unwrap();
    let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
    let task = college
        .as_person(college.head, |act| steps::acknowledge(act, issued.id, issued.version, &yes))
        .unwrap();
    let stage = Asked {
        result: Some("All gates are checked".into()),
        ..Asked::new(RequestKind::InterimClosure)
    };
    let asked = ask(&college, college.head, &task, &stage);

    let dated = Some(day("2026-06-30"));
    let refused = college.as_person(college.leader, |act| approve(act, asked, None, "", dated));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let task =
        college.as_person(college.leader, |act| approve(act, asked, None, "", None)).unwrap();

    assert_eq!((task.state, task.due_on), (State::InProgress, None));
}

async fn a_closure_without_its_evidence_is_refused(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let patch = TaskPatch { evidence_required: Some(true), ..TaskPatch::default() };
    let task =
        college.as_person(college.clerk, |act| edit(act, task.id, task.version, patch)).unwrap();

    let bare =
        college.as_person(college.head, |act| request(act, task.id, task.version, &closure()));
    let Err(Error::Invalid(faults)) = bare else { panic!("{bare:?}") };
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].field, "evidence");

    let proven = Asked { evidence: Some("Circular no. 7".into()), ..closure() };
    ask(&college, college.head, &task, &proven);
    assert_eq!(college.task(task.id).state, State::ClosureReview);
}

async fn resuming_names_everything_that_is_wrong(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let task = college
        .as_person(college.clerk, |act| steps::suspend(act, task.id, task.version, "Closed"))
        .unwrap();
    college.office.turn_to("2026-03-25");

    let resume =
        |to| college.as_person(college.clerk, |act| steps::resume(act, task.id, task.version, to));
    let Err(Error::Invalid(faults)) = resume(NaiveDate::from_ymd_opt(1800, 1, 1)) else { panic!() };
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["new_due_on: `1800-01-01` is not a date", "new_due_on: must be later than 2026-03-24"]
    );
    assert_eq!(resume(Some(day("2026-04-10"))).unwrap().due_on, Some(day("2026-04-10")));
}

async fn only_an_extension_asked_in_time_moves_the_baseline(database: Database) {
    let college = College::on("2026-03-02", database);
    let late = college.in_progress("Asked a day late", "2026-03-20");
    let on_time = college.in_progress("Asked on the day", "2026-03-20");
    college.office.turn_to("2026-03-20");
    let asked_on_time = ask(&college, college.head, &on_time, &extension("2026-03-30"));
    college.office.turn_to("2026-03-21");
    let asked_late = ask(&college, college.head, &late, &extension("2026-03-30"));
    assert_eq!(college.task(late.id).light(day("2026-03-23")), Light::Overdue, "the clock runs on");
    assert_ne!(college.task(on_time.id).light(day("2026-03-23")), Light::Overdue);

    let grant =
        |id| college.as_person(college.leader, |act| approve(act, id, None, "", None)).unwrap();
    let (on_time, late) = (grant(asked_on_time), grant(asked_late));

    assert_eq!(
        (on_time.due_on, on_time.baseline_due_on),
        (Some(day("2026-03-30")), on_time.due_on)
    );
    assert_eq!(late.due_on, Some(day("2026-03-30")));
    assert_eq!(late.baseline_due_on, Some(day("2026-03-20")));
}

async fn a_role_without_a_department_is_a_filter_of_its_own(database: Database) {
    let college = College::on("2026-03-02", database);
    let both = college.issued("With a supporter", "2026-03-20");
    let alone = NewTask {
        title: "Alone".into(),
        lead_id: Some(college.personnel),
        due_on: Some(day("2026-03-20")),
        ..NewTask::default()
    };
    let alone = college.as_person(college.clerk, |act| create(act, alone)).unwrap();
    let listed = |role| {
        let filter = duban::domain::TaskFilter { role: Some(role), ..Default::default() };
        let actor = college.actor(college.clerk);
        let today = college.office.app.today();
        let read = |conn: &mut duban::persistence::Conn| {
            task_list::page(conn, &actor, &filter, Sort::default(), None, 50, today)
        };
        let page = college.office.app.db.read(read).unwrap();
        page.items.iter().map(|line| line.task.id).collect::<Vec<_>>()
    };

    assert_eq!(listed(duban::domain::DepartmentPart::Support), [both.id]);
    assert_eq!(listed(duban::domain::DepartmentPart::Lead).len(), 2);
    assert!(listed(duban::domain::DepartmentPart::Lead).contains(&alone.id));
}
