//! Milestones of a task: set, ticked while reporting, changed, and never a light of their own.

use duban::domain::{EventKind, Light, MilestoneId, PersonId, Task, TaskId};
use duban::persistence::milestones;
use duban::persistence::views::my_department::MyDepartment;
use duban::services::milestones::{MilestonePatch, add, change};
use duban::services::reports::{Told, report};
use duban::services::{Error, audit, steps};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast, send};

on_both!(
    the_department_plans_its_way_and_ticks_it_while_reporting,
    who_may_set_milestones_is_said_in_one_place,
    an_overdue_milestone_changes_no_light,
    of_two_who_change_one_the_second_is_told,
    milestones_are_set_and_ticked_on_the_page,
);

impl College {
    fn milestone(&self, by: PersonId, task: TaskId, name: &str, due: &str) -> MilestoneId {
        let due = Some(due.parse().unwrap());
        self.as_person(by, |act| add(act, task, None, name, due, None)).unwrap().id
    }

    fn milestones(&self, task: TaskId) -> Vec<(String, bool)> {
        let all = self.office.app.db.read(|conn| milestones::of_task(conn, task)).unwrap();
        all.into_iter().map(|one| (one.name, one.done_on.is_some())).collect()
    }
}

async fn the_department_plans_its_way_and_ticks_it_while_reporting(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-06-26");
    let second = college.milestone(college.head, task.id, "Draft with the schools", "2026-05-08");
    let first = college.milestone(college.contact, task.id, "Survey sent", "2026-04-10");
    let named = |done: [bool; 2]| {
        let names = ["Survey sent", "Draft with the schools"];
        names.into_iter().map(str::to_owned).zip(done).collect::<Vec<_>>()
    };
    assert_eq!(college.milestones(task.id), named([false, false]), "in the order of their dates");

    let (viewer, today) = (college.actor(college.head), college.office.app.today());
    let mine = college.office.app.db.read(|conn| MyDepartment::of(conn, &viewer, today)).unwrap();
    let line = mine.led.iter().find(|line| line.task.id == task.id).unwrap();
    assert_eq!(line.milestone.as_ref().map(|one| one.id), Some(first));

    let told = Told { milestone_ids: vec![first], percent: Some(20), ..Told::default() };
    college.as_person(college.head, |act| report(act, task.id, None, &told)).unwrap();
    assert_eq!(college.milestones(task.id), named([true, false]));
    assert_eq!(college.kinds(task.id).last(), Some(&EventKind::MilestoneDone));

    let odd = Told { milestone_ids: vec![MilestoneId(9_999)], ..told };
    let refused = college.as_person(college.head, |act| report(act, task.id, None, &odd));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");

    let open = MilestonePatch { done_on: Some(None), ..MilestonePatch::default() };
    college.as_person(college.clerk, |act| change(act, first, None, open)).unwrap();
    let off = MilestonePatch { removed: true, ..MilestonePatch::default() };
    college.as_person(college.clerk, |act| change(act, second, None, off)).unwrap();
    assert_eq!(college.milestones(task.id), [("Survey sent".to_owned(), false)]);
    let kinds = college.kinds(task.id);
    let last = kinds.iter().rev().take(2).rev().copied().collect::<Vec<_>>();
    assert_eq!(last, [EventKind::MilestoneReopened, EventKind::MilestoneRemoved]);
    let found = college.office.app.db.read(audit::verify).unwrap();
    assert!(found.findings.is_empty(), "{found:?}");
}

async fn who_may_set_milestones_is_said_in_one_place(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.issued("Publish the schedule", "2026-06-26");
    let set = |who, task: &Task| {
        let due = Some("2026-04-10".parse().unwrap());
        college.as_person(who, |act| add(act, task.id, None, "Survey", due, None)).map(drop)
    };
    assert!(matches!(set(college.head, &task), Err(Error::Forbidden)), "not before it is taken");
    set(college.clerk, &task).unwrap();
    let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
    let version = college.task(task.id).version;
    college.as_person(college.head, |act| steps::acknowledge(act, task.id, version, &yes)).unwrap();
    set(college.head, &task).unwrap();
    for who in [college.other_head, college.leader, college.observer] {
        assert!(matches!(set(who, &task), Err(Error::Forbidden)));
    }
    let share = Told {
        done: Some("Our part".into()),
        milestone_ids: vec![MilestoneId(1)],
        ..Told::default()
    };
    let support = college.as_person(college.other_head, |act| report(act, task.id, None, &share));
    assert!(matches!(support, Err(Error::Invalid(_))), "the way is the lead's");
}

async fn an_overdue_milestone_changes_no_light(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-06-26");
    college.milestone(college.head, task.id, "Survey sent", "2026-03-06");
    college.office.turn_to("2026-03-20");
    let today = college.office.app.today();
    assert_eq!(college.task(task.id).light(today), Light::OnTrack);
    let all = college.office.app.db.read(|conn| milestones::of_task(conn, task.id)).unwrap();
    assert!(all[0].is_overdue(today));
}

async fn of_two_who_change_one_the_second_is_told(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-06-26");
    let id = college.milestone(college.head, task.id, "Survey sent", "2026-03-06");
    let rename = |name: &str| MilestonePatch { name: Some(name.into()), ..Default::default() };
    let seen = Some(1);
    college.as_person(college.clerk, |act| change(act, id, seen, rename("Survey back"))).unwrap();
    let late = college.as_person(college.head, |act| change(act, id, seen, rename("Survey")));
    assert!(matches!(late, Err(Error::Storage(duban::persistence::Error::Stale))));
    let future = MilestonePatch {
        done_on: Some(Some("2026-03-03".parse().unwrap())),
        ..MilestonePatch::default()
    };
    let refused = college.as_person(college.clerk, |act| change(act, id, None, future));
    assert!(matches!(refused, Err(Error::Invalid(_))), "nothing is reached tomorrow");
}

async fn milestones_are_set_and_ticked_on_the_page(database: Database) {
    let cast: Cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("Publish the list", "2026-06-19");
    let here = format!("/tasks/{}", task.id);
    let mut head = cast.guest("head").await;

    let page = head.get(&here).await;
    let add = format!("{here}/milestone");
    let empty = send(&mut head, &page, &add, &[("name", ""), ("due_on", "2026-04-31")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.html.contains("2026-04-31"), "what was typed is still there");
    let fields = [("name", "Survey sent"), ("due_on", "2026-04-10")];
    assert_eq!(send(&mut head, &page, &add, &fields).await.status, 303);

    let page = head.get(&here).await;
    assert!(page.html.contains("Milestone set: Survey sent, due 10 Apr"), "{}", page.html);
    assert!(page.html.contains("0 of 1 reached"));
    let mine = head.get("/my-department").await;
    assert!(mine.html.contains("Survey sent by 10 Apr"), "{}", mine.html);

    let id = cast.office.app.db.read(|conn| milestones::of_task(conn, task.id)).unwrap()[0].id;
    let tick = format!("{here}/milestone-{id}");
    let fields = [("milestone_version", "1"), ("reached", "yes")];
    assert_eq!(send(&mut head, &page, &tick, &fields).await.status, 303);
    let page = head.get(&here).await;
    assert!(page.html.contains("1 of 1 reached"), "{}", page.html);

    let mut stranger = cast.guest("support").await;
    assert!(!stranger.get(&here).await.html.contains("Set a milestone"));
    let page = stranger.get(&here).await;
    assert_eq!(send(&mut stranger, &page, &add, &fields).await.status, 403);
}
