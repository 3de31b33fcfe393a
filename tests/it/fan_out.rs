//! A directive for all departments: one part for each, and a whole that stands where they stand.

use duban::domain::{
    DepartmentId, DepartmentPart, EventKind, Fault, Light, Nature, PersonId, RequestKind, State,
    StructureRefused, Task, TaskFilter, TaskId,
};
use duban::persistence::tasks;
use duban::persistence::views::task_list;
use duban::services::directory::{DepartmentInput, create_department};
use duban::services::requests::{Asked, request};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, bulk, decisions, instructions, reports, steps, submissions};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    one_directive_becomes_a_part_for_each_department,
    the_whole_stands_where_its_parts_stand,
    what_is_done_to_the_whole_is_done_to_all_of_them_or_none,
    who_is_chosen_with_the_whole_is_urged_once,
    departments_do_not_act_on_the_whole,
    figures_count_the_parts_and_not_the_whole,
    a_part_may_come_later_and_nothing_has_three_levels,
    a_submission_takes_the_parts_along,
    a_head_sees_their_own_part_alone,
);

impl College {
    /// A draft that is spread over both departments.
    fn spread(&self, title: &str) -> Task {
        let new = NewTask {
            title: title.into(),
            due_on: Some("2026-03-20".parse().unwrap()),
            fan_out: vec![self.academic, self.personnel],
            ..NewTask::default()
        };
        self.as_person(self.clerk, |act| create(act, new)).unwrap()
    }

    fn parts(&self, whole: TaskId) -> Vec<Task> {
        self.office.app.db.read(|conn| tasks::children(conn, whole)).unwrap()
    }

    fn issue(&self, id: TaskId) -> Result<Task, Error> {
        let version = self.task(id).version;
        self.as_person(self.clerk, |act| steps::issue(act, id, version))
    }

    fn take_on(&self, head: PersonId, id: TaskId) -> Result<Task, Error> {
        let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
        let version = self.task(id).version;
        self.as_person(head, |act| steps::acknowledge(act, id, version, &yes))
    }

    fn carry_through(&self, head: PersonId, id: TaskId) -> Task {
        let asked = Asked { result: Some("It is done".into()), ..Asked::new(RequestKind::Closure) };
        let version = self.task(id).version;
        let (_, made) = self.as_person(head, |act| request(act, id, version, &asked)).unwrap();
        self.as_person(self.office_head, |act| decisions::approve(act, made.id, None, "", None))
            .unwrap()
    }

    fn counted(&self, filter: &TaskFilter) -> i64 {
        let (viewer, today) = (self.actor(self.clerk), self.office.app.today());
        let db = &self.office.app.db;
        db.read(|conn| task_list::count(conn, &viewer, filter, today)).unwrap()
    }
}

async fn one_directive_becomes_a_part_for_each_department(database: Database) {
    let college = College::on("2026-03-02", database);
    let whole = college.spread("Check the fire doors");
    let parts = college.parts(whole.id);

    assert_eq!((whole.nature(), whole.state), (Nature::FanOut, State::Draft));
    let leads: Vec<DepartmentId> = parts.iter().map(|part| part.lead_id).collect();
    assert_eq!(leads, [college.academic, college.personnel]);
    for part in &parts {
        assert_eq!((part.nature(), part.title.as_str()), (Nature::Part, "Check the fire doors"));
        assert_eq!(part.due_on, whole.due_on);
    }

    let before = college.letters().len();
    let whole = college.issue(whole.id).unwrap();
    let numbers: Vec<_> = std::iter::once(&whole)
        .chain(&college.parts(whole.id))
        .map(|task| (task.number_seq, task.state))
        .collect();
    let out = State::AwaitingAcknowledgement;
    assert_eq!(numbers, [(Some(1), out), (Some(2), out), (Some(3), out)]);
    let letters = college.letters().split_off(before);
    assert!(letters.iter().all(|letter| letter.task_id != Some(whole.id)));
    assert_eq!(letters.len(), 3, "two heads and a contact: {letters:?}");
}

async fn the_whole_stands_where_its_parts_stand(database: Database) {
    let college = College::on("2026-03-02", database);
    let whole = college.spread("Check the fire doors").id;
    college.issue(whole).unwrap();
    let [one, other] = college.parts(whole).try_into().unwrap();
    college.take_on(college.head, one.id).unwrap();
    assert_eq!(college.task(whole).state, State::InProgress);
    college.take_on(college.other_head, other.id).unwrap();
    college.carry_through(college.head, one.id);
    let stands = college.task(whole);
    assert_eq!((stands.state, stands.percent, stands.closed_on), (State::InProgress, 50, None));

    college.carry_through(college.other_head, other.id);
    let closed = college.task(whole);
    assert_eq!((closed.state, closed.percent), (State::Closed, 100));
    assert_eq!(closed.closed_on, Some("2026-03-02".parse().unwrap()));
    assert_eq!(closed.light(college.office.app.today()), Light::None);
    assert_eq!(college.kinds(whole).last(), Some(&EventKind::PartsMoved));

    let part = college.task(one.id);
    let due = Some("2026-04-20".parse().unwrap());
    college
        .as_person(college.clerk, |act| steps::reopen(act, one.id, part.version, "Not all", due))
        .unwrap();
    let open = college.task(whole);
    assert_eq!((open.state, open.percent, open.closed_on), (State::InProgress, 50, None));

    let part = college.task(one.id);
    college
        .as_person(college.clerk, |act| steps::cancel(act, one.id, part.version, "No longer"))
        .unwrap();
    assert_eq!(college.task(whole).state, State::Closed, "what is cancelled is not waited for");
}

async fn what_is_done_to_the_whole_is_done_to_all_of_them_or_none(database: Database) {
    let college = College::on("2026-03-02", database);
    let whole = college.spread("Check the fire doors").id;

    // One department has no head: nobody's part goes out, and the department is named.
    let headless = DepartmentInput { name: "Archive".into(), ..DepartmentInput::default() };
    let archive =
        college.as_person(college.clerk, |act| create_department(act, &headless)).unwrap().id;
    let new = NewTask {
        title: "Check the fire doors".into(),
        lead_id: Some(archive),
        due_on: Some("2026-03-20".parse().unwrap()),
        parent_id: Some(whole),
        ..NewTask::default()
    };
    let extra = college.as_person(college.clerk, |act| create(act, new)).unwrap();
    let refused = college.issue(whole).unwrap_err();
    assert!(refused.to_string().starts_with("Archive: "), "{refused}");
    assert!(college.parts(whole).iter().all(|part| part.state == State::Draft));
    assert_eq!(college.task(whole).number, None);
    college
        .as_person(college.clerk, |act| steps::cancel(act, extra.id, extra.version, "Nobody there"))
        .unwrap();
    college.issue(whole).unwrap();

    // One has acknowledged: nothing is recalled.
    let [one, other, _] = college.parts(whole).try_into().unwrap();
    let version = college.task(whole).version;
    let recalled = college
        .as_person(college.clerk, |act| steps::recall(act, whole, version, "Wrong date"))
        .unwrap();
    assert_eq!(recalled.state, State::Draft);
    assert!(recalled.number.is_some() && recalled.original_due_on.is_none());
    college.issue(whole).unwrap();
    college.take_on(college.head, one.id).unwrap();
    let version = college.task(whole).version;
    let refused = college
        .as_person(college.clerk, |act| steps::recall(act, whole, version, "Wrong date"))
        .unwrap_err();
    assert!(refused.to_string().starts_with("Academic Affairs Office: "), "{refused}");
    assert_eq!(college.task(other.id).state, State::AwaitingAcknowledgement);

    // Urging and a leader's word reach everybody who has not closed.
    let before = college.letters().len();
    college.as_person(college.clerk, |act| steps::urge(act, whole, None, "Please hurry")).unwrap();
    college
        .as_person(college.leader, |act| instructions::on_task(act, whole, None, "By Friday", None))
        .unwrap();
    for part in [one.id, other.id] {
        let kinds = college.kinds(part);
        assert!(kinds.ends_with(&[EventKind::Urged, EventKind::Instructed]), "{kinds:?}");
    }
    let to_clerk = college.letters().split_off(before);
    let clerk = to_clerk.iter().filter(|letter| letter.task_id == Some(whole)).count();
    assert_eq!(clerk, 1, "the clerk reads it once");

    let version = college.task(whole).version;
    let gone = college
        .as_person(college.clerk, |act| steps::cancel(act, whole, version, "Overtaken"))
        .unwrap();
    assert_eq!(gone.state, State::Cancelled);
    assert!(college.parts(whole).iter().all(|part| part.state == State::Cancelled));
}

async fn who_is_chosen_with_the_whole_is_urged_once(database: Database) {
    let college = College::on("2026-03-02", database);
    let whole = college.spread("Check the fire doors");
    college.issue(whole.id).unwrap();
    let parts = college.parts(whole.id);
    let other = college.issued("Publish the list", "2026-03-20");
    let ids: Vec<TaskId> =
        [parts[0].id, whole.id, other.id].into_iter().chain([parts[1].id]).collect();
    let deed = bulk::Deed::Urge { note: "Please answer".to_owned() };

    let rows = college.as_person(college.clerk, |act| bulk::run(act, &ids, &deed, false)).unwrap();

    assert!(rows.iter().all(|row| row.outcome.is_ok() && !row.is_unchanged()), "{rows:?}");
    for id in ids {
        let urged = college.kinds(id).into_iter().filter(|kind| *kind == EventKind::Urged);
        assert_eq!(urged.count(), 1, "{id}");
    }
}

async fn departments_do_not_act_on_the_whole(database: Database) {
    let college = College::on("2026-03-02", database);
    let new = NewTask {
        title: "Check the fire doors".into(),
        lead_id: Some(college.academic),
        due_on: Some("2026-03-20".parse().unwrap()),
        fan_out: vec![college.academic, college.personnel],
        ..NewTask::default()
    };
    let whole = college.as_person(college.clerk, |act| create(act, new)).unwrap().id;
    college.issue(whole).unwrap();

    let told = reports::Told { done: Some("Half".into()), ..Default::default() };
    let closure = Asked { result: Some("Done".into()), ..Asked::new(RequestKind::Closure) };
    let version = college.task(whole).version;
    let refused = [
        college.take_on(college.head, whole).unwrap_err(),
        college
            .as_person(college.head, |act| reports::report(act, whole, None, &told))
            .unwrap_err(),
        college.as_person(college.head, |act| request(act, whole, version, &closure)).unwrap_err(),
    ];
    for error in refused {
        assert!(
            matches!(error, Error::Structure(StructureRefused::SpreadOut)),
            "the head of the department that leads the whole: {error}"
        );
    }
}

async fn figures_count_the_parts_and_not_the_whole(database: Database) {
    let college = College::on("2026-03-02", database);
    let whole = college.spread("Check the fire doors").id;
    college.issue(whole).unwrap();
    let counted = TaskFilter { counted: true, ..TaskFilter::default() };
    assert_eq!(college.counted(&counted.clone()), 2);
    assert_eq!(college.counted(&TaskFilter::default()), 3);
    let unlit = TaskFilter { lights: vec![Light::None], ..TaskFilter::default() };
    assert_eq!(college.counted(&unlit), 1);
    for light in [Light::OnTrack, Light::DueSoon, Light::Overdue] {
        let lit = TaskFilter { lights: vec![light], ..TaskFilter::default() };
        let all = TaskFilter { counted: true, ..lit.clone() };
        assert_eq!(college.counted(&lit), college.counted(&all), "{light}");
    }
    let below = TaskFilter { parent_id: Some(whole), ..TaskFilter::default() };
    assert_eq!(college.counted(&below), 2);

    // As it is overdue, only the parts are.
    college.office.turn_to("2026-03-25");
    let late = TaskFilter { lights: vec![Light::Overdue], ..TaskFilter::default() };
    assert_eq!(college.counted(&late), 2);
    let led = TaskFilter {
        department_id: Some(college.academic),
        role: Some(DepartmentPart::Lead),
        ..counted
    };
    assert_eq!(college.counted(&led), 1);
}

async fn a_part_may_come_later_and_nothing_has_three_levels(database: Database) {
    let college = College::on("2026-03-02", database);
    let below = |parent: TaskId, lead: DepartmentId| NewTask {
        title: "Check the fire doors".into(),
        lead_id: Some(lead),
        due_on: Some("2026-03-20".parse().unwrap()),
        parent_id: Some(parent),
        ..NewTask::default()
    };
    let put =
        |parent, lead| college.as_person(college.clerk, |act| create(act, below(parent, lead)));
    let why = |outcome: Result<Task, Error>| match outcome {
        Err(Error::Invalid(faults)) => (faults[0].field.clone(), faults[0].fault.clone()),
        other => panic!("nothing was found wrong: {other:?}"),
    };
    let at_parent = |why| ("parent_id".to_owned(), Fault::Structure(why));

    let draft = college.draft("Check the fire doors", "2026-03-20");
    let part = put(draft.id, college.personnel).unwrap();
    assert_eq!(college.task(draft.id).nature(), Nature::FanOut);
    let issued = college.issue(part.id).unwrap();
    let whole = college.task(draft.id);
    assert_eq!((issued.number_seq, whole.number_seq), (Some(1), Some(2)), "both have numbers");
    put(draft.id, college.academic).unwrap();
    assert_eq!(college.parts(draft.id).len(), 2);

    assert_eq!(why(put(part.id, college.academic)), at_parent(StructureRefused::TooDeep));
    let working = college.in_progress("Mend the gate", "2026-03-20");
    assert_eq!(why(put(working.id, college.personnel)), at_parent(StructureRefused::UnderWay));
    let closed = college.carry_through(college.head, working.id);
    assert_eq!(why(put(closed.id, college.personnel)), at_parent(StructureRefused::Over));
    assert_eq!(why(put(TaskId(999), college.personnel)), ("parent_id".to_owned(), Fault::NoSuch));
    let gone = NewTask {
        fan_out: vec![DepartmentId(99)],
        lead_id: None,
        parent_id: None,
        ..below(draft.id, college.academic)
    };
    let refused = why(college.as_person(college.clerk, |act| create(act, gone)));
    assert_eq!(refused.0, "fan_out_department_ids");
}

async fn a_submission_takes_the_parts_along(database: Database) {
    let college = College::with("2026-03-02", database, |settings| {
        settings.issue.approval = duban::domain::Approval::OfficeHead;
    });
    let whole = college.spread("Check the fire doors").id;
    let batch =
        college.as_person(college.clerk, |act| submissions::submit(act, &[whole], "")).unwrap();
    assert_eq!(batch.tasks.len(), 3);
    college.as_person(college.office_head, |act| submissions::sign(act, batch.id, None)).unwrap();
    let all = [vec![college.task(whole)], college.parts(whole)].concat();
    let seqs: Vec<_> = all.iter().map(|task| (task.number_seq, task.state)).collect();
    let out = State::AwaitingAcknowledgement;
    assert_eq!(seqs, [(Some(1), out), (Some(2), out), (Some(3), out)]);
}

async fn a_head_sees_their_own_part_alone(database: Database) {
    let college = College::on("2026-03-02", database);
    // The office has a department of its own, which watches over what is for all.
    let office = DepartmentInput {
        name: "Party and Administration Office".into(),
        head_id: Some(college.office_head),
        ..DepartmentInput::default()
    };
    let office =
        college.as_person(college.clerk, |act| create_department(act, &office)).unwrap().id;
    let new = NewTask {
        title: "Check the fire doors".into(),
        lead_id: Some(office),
        due_on: Some("2026-03-20".parse().unwrap()),
        fan_out: vec![college.academic, college.personnel],
        ..NewTask::default()
    };
    let whole = college.as_person(college.clerk, |act| create(act, new)).unwrap().id;
    college.issue(whole).unwrap();
    let [one, other] = college.parts(whole).try_into().unwrap();

    let (viewer, today) = (college.actor(college.head), college.office.app.today());
    let list = |conn: &mut duban::persistence::Conn| {
        let filter = TaskFilter::default();
        task_list::page(conn, &viewer, &filter, task_list::Sort::default(), None, 50, today)
    };
    let seen = college.office.app.db.read(list).unwrap().items;
    let ids: Vec<TaskId> = seen.iter().map(|line| line.task.id).collect();
    assert_eq!(ids, [one.id], "not {} of the other, and not the whole", other.id);
    assert_eq!(seen[0].whole.as_ref().map(|whole| whole.name.as_str()), Some("2026-001"));

    let both = [one.id, whole];
    let cancelled = college
        .as_person(college.clerk, |act| {
            bulk::run(act, &both, &bulk::Deed::Cancel { reason: "Overtaken".into() }, false)
        })
        .unwrap();
    assert_eq!(cancelled.len(), 2);
    assert_eq!(college.task(whole).state, State::Cancelled);
}
