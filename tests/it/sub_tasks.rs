//! Sub-tasks: what a department makes of its own task, for its own people.

use duban::domain::{
    EventKind, Fault, LetterKind, Light, Nature, PersonId, RequestKind, Role, State,
    StructureRefused, Task, TaskFilter, TaskId,
};
use duban::persistence::tasks;
use duban::persistence::views::{task_lines, task_list};
use duban::services::directory::{PersonInput, create_person};
use duban::services::requests::{Asked, request};
use duban::services::tasks::{NewTask, TaskPatch, create, edit};
use duban::services::{Error, decisions, reminders as told, reports, steps, sub_tasks};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    a_contact_breaks_a_task_down_and_the_handler_has_it_at_once,
    what_does_not_fit_is_refused_at_the_field,
    a_sub_task_is_done_without_a_decision_and_rolls_up,
    sub_tasks_follow_their_task,
    closure_asks_about_open_sub_tasks,
    the_handler_is_reminded_and_nobody_outside,
);

struct Scene {
    college: College,
    handler: PersonId,
    task: Task,
}

fn scene(database: Database) -> Scene {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let department_id = Some(college.academic);
    let input = PersonInput {
        name: "Handler".into(),
        email: Some("handler@example.edu".into()),
        department_id,
        ..PersonInput::new(Role::Staff)
    };
    let handler = college.as_person(college.clerk, |act| create_person(act, &input)).unwrap().id;
    Scene { college, handler, task }
}

impl Scene {
    fn share(&self, title: &str, due_on: &str) -> NewTask {
        NewTask {
            title: title.into(),
            handler_id: Some(self.handler),
            parent_id: Some(self.task.id),
            due_on: Some(due_on.parse().unwrap()),
            ..NewTask::default()
        }
    }

    fn add(&self, title: &str) -> Task {
        let new = self.share(title, "2026-03-13");
        self.college.as_person(self.college.contact, |act| create(act, new)).unwrap()
    }

    fn whole(&self) -> Task {
        self.college.task(self.task.id)
    }

    fn finish(&self, by: PersonId, id: TaskId) -> Result<Task, Error> {
        let version = self.college.task(id).version;
        self.college.as_person(by, |act| sub_tasks::finish(act, id, version, "It is there"))
    }

    fn states(&self) -> Vec<State> {
        let all = self.college.office.app.db.read(|conn| tasks::children(conn, self.task.id));
        all.unwrap().into_iter().map(|task| task.state).collect()
    }

    fn count(&self, counted: bool) -> i64 {
        let college = &self.college;
        let (viewer, today) = (college.actor(college.clerk), college.office.app.today());
        let filter = TaskFilter { counted, ..TaskFilter::default() };
        let db = &college.office.app.db;
        db.read(|conn| task_list::count(conn, &viewer, &filter, today)).unwrap()
    }
}

async fn a_contact_breaks_a_task_down_and_the_handler_has_it_at_once(database: Database) {
    let scene = scene(database);
    let before = scene.college.letters().len();
    let share = scene.add("Collect the rooms");

    assert_eq!((share.nature(), share.state), (Nature::SubTask, State::InProgress));
    assert_eq!((share.lead_id, share.number_seq), (scene.college.academic, None));
    assert_eq!(share.light(scene.college.office.app.today()), Light::OnTrack);
    let letters = scene.college.letters().split_off(before);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].person_id, Some(scene.handler));

    // The task itself stays what it was, counted once.
    let whole = scene.whole();
    assert_eq!((whole.nature(), whole.state), (Nature::Whole, State::InProgress));
    assert!(whole.counted() && !share.counted());
    assert_eq!((scene.count(true), scene.count(false)), (1, 2));

    let college = &scene.college;
    let led = TaskFilter { leader_id: Some(college.leader), ..TaskFilter::default() };
    let (viewer, today) = (college.actor(college.leader), college.office.app.today());
    let db = &college.office.app.db;
    let portfolio = db.read(|conn| task_list::count(conn, &viewer, &led, today)).unwrap();
    assert_eq!(portfolio, 1, "a leader looks after the whole");

    let told = reports::Told { percent: Some(40), ..Default::default() };
    college.as_person(scene.handler, |act| reports::report(act, share.id, None, &told)).unwrap();
    assert_eq!(college.task(share.id).percent, 40);
    assert_eq!(scene.whole().percent, 0, "the department reports the whole itself");
}

async fn what_does_not_fit_is_refused_at_the_field(database: Database) {
    let scene = scene(database);
    let college = &scene.college;
    let why = |by: PersonId, new: NewTask| match college.as_person(by, |act| create(act, new)) {
        Err(Error::Invalid(faults)) => (faults[0].field.clone(), faults[0].fault.clone()),
        other => panic!("nothing was found wrong: {other:?}"),
    };
    let due = "2026-03-20".parse().unwrap();
    let late = scene.share("Too late", "2026-03-21");
    assert_eq!(why(college.head, late), ("due_on".into(), Fault::AfterWhole(due)));
    let stranger = NewTask {
        handler_id: Some(college.other_head),
        ..scene.share("For somebody else", "2026-03-13")
    };
    let name = "Academic Affairs Office".to_owned();
    assert_eq!(why(college.head, stranger), ("handler_id".into(), Fault::NotOfDepartment(name)));
    let nobody = NewTask { handler_id: None, ..scene.share("For nobody", "2026-03-13") };
    assert_eq!(why(college.head, nobody), ("handler_id".into(), Fault::Missing));

    let share = scene.add("Collect the rooms");
    let deeper = NewTask { parent_id: Some(share.id), ..scene.share("Deeper", "2026-03-13") };
    let too_deep = Fault::Structure(StructureRefused::TooDeep);
    assert_eq!(why(college.head, deeper), ("parent_id".into(), too_deep));
    // What is broken down can no longer be spread over departments.
    let part = NewTask {
        lead_id: Some(college.personnel),
        sub_task: Some(false),
        handler_id: None,
        ..scene.share("For others", "2026-03-13")
    };
    let under_way = Fault::Structure(StructureRefused::UnderWay);
    assert_eq!(why(college.clerk, part), ("parent_id".into(), under_way));

    // Neither the office nor another department breaks it down.
    for other in [college.clerk, college.leader] {
        let new = NewTask { sub_task: Some(true), ..scene.share("Not mine", "2026-03-13") };
        let refused = college.as_person(other, |act| create(act, new)).unwrap_err();
        assert!(matches!(refused, Error::Forbidden), "{refused}");
    }
    // Nobody outside decides about one.
    let asked = Asked { result: Some("Done".into()), ..Asked::new(RequestKind::Closure) };
    let refused = college
        .as_person(college.head, |act| request(act, share.id, share.version, &asked))
        .unwrap_err();
    assert!(matches!(refused, Error::Structure(StructureRefused::Inside)), "{refused}");
    let refused = scene.finish(college.head, scene.task.id).unwrap_err();
    assert!(matches!(refused, Error::Structure(StructureRefused::NotASubTask)), "{refused}");

    let version = college.task(share.id).version;
    let patch =
        TaskPatch { due_on: Some(Some("2026-03-27".parse().unwrap())), ..TaskPatch::default() };
    let moved = college.as_person(college.head, |act| edit(act, share.id, version, patch));
    assert!(matches!(moved, Err(Error::Invalid(_))), "not after the whole either: {moved:?}");
    let patch = TaskPatch { due_on: Some(Some(due)), ..TaskPatch::default() };
    let moved = college.as_person(college.head, |act| edit(act, share.id, version, patch)).unwrap();
    assert_eq!((moved.due_on, moved.baseline_due_on), (Some(due), Some(due)));
}

async fn a_sub_task_is_done_without_a_decision_and_rolls_up(database: Database) {
    let scene = scene(database);
    let college = &scene.college;
    let (one, other) = (scene.add("Collect the rooms"), scene.add("Ask the teachers"));
    let refused = scene.finish(college.other_head, one.id).unwrap_err();
    assert!(matches!(refused, Error::Forbidden | Error::Storage(_)), "{refused}");

    let done = scene.finish(scene.handler, one.id).unwrap();
    assert_eq!((done.state, done.percent), (State::Closed, 100));
    assert_eq!(done.closed_on, Some("2026-03-02".parse().unwrap()));
    let line = |conn: &mut duban::persistence::Conn| task_lines::line(conn, scene.task.id);
    let pieces = college.office.app.db.read(line).unwrap().pieces.unwrap();
    assert_eq!((pieces.closed, pieces.of, pieces.percent), (1, 2, 50));

    let version = college.task(one.id).version;
    let due = Some("2026-03-18".parse().unwrap());
    let again = college
        .as_person(college.head, |act| steps::reopen(act, one.id, version, "One is missing", due))
        .unwrap();
    assert_eq!(again.state, State::InProgress);
    let version = college.task(other.id).version;
    let gone = college
        .as_person(college.contact, |act| steps::cancel(act, other.id, version, "Not needed"))
        .unwrap();
    assert_eq!(gone.state, State::Cancelled);
}

async fn sub_tasks_follow_their_task(database: Database) {
    let scene = scene(database);
    let college = &scene.college;
    let (one, _) = (scene.add("Collect the rooms"), scene.add("Ask the teachers"));
    scene.finish(scene.handler, one.id).unwrap();

    let id = scene.task.id;
    let version = scene.whole().version;
    college.as_person(college.clerk, |act| steps::suspend(act, id, version, "Wait")).unwrap();
    assert_eq!(scene.states(), [State::Closed, State::Suspended]);
    college.office.turn_to("2026-03-04");
    let version = scene.whole().version;
    college.as_person(college.clerk, |act| steps::resume(act, id, version, None)).unwrap();
    assert_eq!(scene.states(), [State::Closed, State::InProgress]);
    let moved = college.office.app.db.read(|conn| tasks::children(conn, id)).unwrap()[1].due_on;
    assert_eq!(moved, Some("2026-03-17".parse().unwrap()), "two working days later");

    let version = scene.whole().version;
    let to = college.personnel;
    college
        .as_person(college.clerk, |act| steps::transfer(act, id, version, to, "Theirs"))
        .unwrap();
    assert_eq!(scene.states(), [State::Closed, State::Cancelled]);
}

async fn closure_asks_about_open_sub_tasks(database: Database) {
    let scene = scene(database);
    let college = &scene.college;
    let share = scene.add("Collect the rooms");
    let id = scene.task.id;
    let asked = Asked { result: Some("Done".into()), ..Asked::new(RequestKind::Closure) };
    let version = scene.whole().version;
    let refused = college.as_person(college.head, |act| request(act, id, version, &asked));
    match refused {
        Err(Error::Invalid(faults)) => {
            assert_eq!(faults[0].field, "ends_sub_tasks");
            assert_eq!(faults[0].fault, Fault::SubTasksOpen(1));
        }
        other => panic!("closure was asked for with an open sub-task: {other:?}"),
    }
    let asked = Asked { ends_sub_tasks: true, ..asked };
    let (_, made) =
        college.as_person(college.head, |act| request(act, id, version, &asked)).unwrap();
    assert_eq!(college.task(share.id).state, State::InProgress, "until it is decided");
    college
        .as_person(college.office_head, |act| decisions::approve(act, made.id, None, "", None))
        .unwrap();
    assert_eq!(college.task(share.id).state, State::Cancelled);
}

async fn the_handler_is_reminded_and_nobody_outside(database: Database) {
    let scene = scene(database);
    let college = &scene.college;
    let share = scene.add("Collect the rooms");
    for day in 3..=31 {
        college.office.turn_to(&format!("2026-03-{day:02}"));
        college.office.app.act_now(duban::domain::Actor::operator(), told::write_due).unwrap();
    }
    let of = |title: &str| -> Vec<PersonId> {
        let letters = college.letters().into_iter();
        let told =
            letters.filter(|one| one.kind == LetterKind::Digest && one.body_text.contains(title));
        let mut all: Vec<PersonId> = told.filter_map(|one| one.person_id).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let mut own = vec![college.head, college.contact, scene.handler];
    own.sort_unstable();
    assert_eq!(of(&share.title), own, "neither the leader nor the office");
    assert!(of("Publish the schedule").contains(&college.leader));
    let kinds = |id| {
        let all = college.office.app.db.read(|conn| duban::persistence::events::of_task(conn, id));
        all.unwrap().last().unwrap().fact.kind
    };
    assert_eq!(kinds(scene.task.id), EventKind::PartsMoved);
}
