//! Who works on a task, and how that changes: support, deputies, handing over, merging.

use std::collections::BTreeMap;

use crate::college::College;
use crate::databases::{Database, on_both};
use duban::domain::{
    DepartmentPart, EventKind, Holding, InvitationId, Light, PersonId, RequestKind, Role, State,
    Task, TaskFilter, TaskId,
};
use duban::persistence::views::my_department::MyDepartment;
use duban::persistence::views::task_list;
use duban::persistence::{departments, events, invitations, people};
use duban::services::directory::{
    DepartmentInput, PersonInput, create_department, create_person, end_deputy, merge_departments,
    name_deputy, update_person,
};
use duban::services::handover::{Plan, hand_over};
use duban::services::requests::{Asked, request};
use duban::services::tasks::{TaskPatch, edit};
use duban::services::{Error, decisions, invitations as support, reports, steps};

on_both!(
    a_department_is_asked_to_support_and_accepts,
    who_is_asked_may_decline_with_a_reason_and_the_office_may_decide,
    only_another_department_in_use_is_asked_and_only_once,
    a_deputy_does_what_the_principal_may_and_history_names_both,
    a_deputy_of_a_deputy_is_nobodys,
    everything_is_handed_over_before_an_account_is_closed,
    a_handover_that_is_wrong_changes_nothing,
    a_merged_department_moves_and_the_past_stays,
);

fn alone(college: &College, title: &str) -> Task {
    let draft = college.draft(title, "2026-03-20");
    let patch = TaskPatch { supporters: Some(Vec::new()), ..TaskPatch::default() };
    let task = college
        .as_person(college.clerk, |act| {
            let task = edit(act, draft.id, draft.version, patch)?;
            steps::issue(act, task.id, task.version)
        })
        .unwrap();
    let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
    college
        .as_person(college.head, |act| steps::acknowledge(act, task.id, task.version, &yes))
        .unwrap()
}

impl College {
    fn invite(&self, by: PersonId, task: TaskId) -> Result<Task, Error> {
        let to = self.personnel;
        self.as_person(by, |act| support::invite(act, task, None, to, Some("Name two people")))
    }

    fn invitation(&self, task: TaskId) -> InvitationId {
        self.office.app.db.read(|conn| invitations::open(conn, &[task])).unwrap()[0].id
    }

    fn last_event(&self, task: TaskId) -> (EventKind, String, Option<String>) {
        let all = self.office.app.db.read(|conn| events::of_task(conn, task)).unwrap();
        let fact = all.into_iter().last().unwrap().fact;
        (fact.kind, fact.actor_name, fact.on_behalf_of_name)
    }

    fn sees(&self, person: PersonId, task: TaskId) -> bool {
        let (viewer, today) = (self.actor(person), self.office.app.today());
        let filter = TaskFilter::default();
        let page = |conn: &mut duban::persistence::Conn| {
            task_list::page(conn, &viewer, &filter, task_list::Sort::default(), None, 50, today)
        };
        let found = self.office.app.db.read(page).unwrap().items;
        found.iter().any(|line| line.task.id == task)
    }

    fn person(&self, name: &str, role: Role) -> PersonId {
        let input = PersonInput { name: name.into(), ..PersonInput::new(role) };
        self.as_person(self.clerk, |act| create_person(act, &input)).unwrap().id
    }
}

#[track_caller]
fn wrong<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("nothing was found wrong: {other:?}"),
    }
}

async fn a_department_is_asked_to_support_and_accepts(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = alone(&college, "Publish the schedule");
    assert!(!college.sees(college.other_head, task.id));

    college.invite(college.head, task.id).unwrap();
    assert!(college.sees(college.other_head, task.id), "who is asked sees what for");
    assert_eq!(college.last_event(task.id).0, EventKind::Invited);
    let (viewer, today) = (college.actor(college.other_head), college.office.app.today());
    let mine = |conn: &mut duban::persistence::Conn| MyDepartment::of(conn, &viewer, today);
    assert_eq!(college.office.app.db.read(mine).unwrap().invited.len(), 1);

    let id = college.invitation(task.id);
    let lead = college.as_person(college.head, |act| support::accept(act, id, None, None));
    assert!(matches!(lead, Err(Error::Forbidden)), "who asks does not answer");
    let task =
        college.as_person(college.other_head, |act| support::accept(act, id, None, None)).unwrap();
    assert_eq!(task.supporters, [college.personnel]);
    assert_eq!(college.last_event(task.id).0, EventKind::InvitationAccepted);
    let share = reports::Told { done: Some("Two are named".into()), ..Default::default() };
    let (_, kept) = college
        .as_person(college.other_head, |act| reports::report(act, task.id, None, &share))
        .unwrap();
    assert!(kept.as_support);
}

async fn who_is_asked_may_decline_with_a_reason_and_the_office_may_decide(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = alone(&college, "Publish the schedule");
    college.invite(college.head, task.id).unwrap();
    let id = college.invitation(task.id);
    let decline = |reason: &str| {
        college.as_person(college.other_head, |act| support::decline(act, id, None, reason))
    };

    assert_eq!(wrong(decline(" ")), ["reason"]);
    assert!(decline("Nobody is free").unwrap().supporters.is_empty());
    assert!(!college.sees(college.other_head, task.id));
    let twice = college.as_person(college.clerk, |act| support::accept(act, id, None, None));
    assert!(twice.is_err(), "it was answered");

    college.invite(college.contact, task.id).unwrap();
    let again = college.invitation(task.id);
    let task = college
        .as_person(college.clerk, |act| support::accept(act, again, None, Some("Needed")))
        .unwrap();
    assert_eq!(task.supporters, [college.personnel]);
}

async fn only_another_department_in_use_is_asked_and_only_once(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = alone(&college, "Publish the schedule");
    let ask =
        |to| college.as_person(college.head, |act| support::invite(act, task.id, None, to, None));

    assert_eq!(wrong(ask(college.academic)), ["department_id"]);
    let stranger = college.invite(college.other_head, task.id);
    assert!(matches!(stranger, Err(Error::Storage(duban::persistence::Error::NotFound))));
    ask(college.personnel).unwrap();
    assert_eq!(wrong(ask(college.personnel)), ["department_id"]);
}

async fn a_deputy_does_what_the_principal_may_and_history_names_both(database: Database) {
    let college = College::on("2026-03-02", database);
    let deputy = college.person("Deputy", Role::Staff);
    let task = alone(&college, "Publish the schedule");
    assert!(!college.sees(deputy, task.id));
    let (from, to) = ("2026-03-02".parse().unwrap(), "2026-03-06".parse().unwrap());
    for principal in [college.head, college.leader] {
        college.as_person(principal, |act| name_deputy(act, principal, deputy, from, to)).unwrap();
    }
    let told = reports::Told { done: Some("Proofs read".into()), ..Default::default() };
    college.as_person(deputy, |act| reports::report(act, task.id, None, &told)).unwrap();
    let named = college.last_event(task.id);
    assert_eq!(
        (named.1.as_str(), named.2.as_deref()),
        ("Deputy", Some("Head of Academic Affairs"))
    );

    let task = college.task(task.id);
    let asked = Asked {
        kind: RequestKind::Closure,
        reason: String::new(),
        new_due_on: None,
        result: Some("Published".into()),
        evidence: None,
        percent: None,
        files: duban::services::enclosures::Chosen::default(),
        ends_sub_tasks: false,
    };
    let (_, asked) = college
        .as_person(college.contact, |act| request(act, task.id, task.version, &asked))
        .unwrap();
    let task = college
        .as_person(deputy, |act| decisions::approve(act, asked.id, None, "Good", None))
        .unwrap();
    assert_eq!(task.state, State::Closed, "a leader's deputy decides in the leader's place");

    college.office.turn_to("2026-03-09");
    assert!(!college.sees(deputy, task.id), "the time is over");
}

async fn a_deputy_of_a_deputy_is_nobodys(database: Database) {
    let college = College::on("2026-03-02", database);
    let first = college.person("First", Role::Staff);
    let second = college.person("Second", Role::Staff);
    let task = alone(&college, "Publish the schedule");
    let (from, to) = ("2026-03-02".parse().unwrap(), "2026-03-06".parse().unwrap());
    let mut rows = Vec::new();
    for (principal, deputy) in [(college.head, first), (first, second)] {
        let kept = college
            .as_person(principal, |act| name_deputy(act, principal, deputy, from, to))
            .unwrap();
        rows.push(kept.id);
    }

    assert!(college.sees(first, task.id));
    assert!(!college.sees(second, task.id));
    let other = college.as_person(second, |act| end_deputy(act, college.head, rows[0]));
    assert!(matches!(other, Err(Error::Forbidden)));
    college.as_person(college.head, |act| end_deputy(act, college.head, rows[0])).unwrap();
    assert!(!college.sees(first, task.id));
}

async fn everything_is_handed_over_before_an_account_is_closed(database: Database) {
    let college = College::on("2026-03-02", database);
    let next = college.person("Successor", Role::Staff);
    let task = alone(&college, "Publish the schedule");
    let to_head = TaskPatch { handler_id: Some(Some(college.head)), ..TaskPatch::default() };
    college.as_person(college.clerk, |act| edit(act, task.id, task.version, to_head)).unwrap();
    let gone = |act: &mut duban::app::Act<'_>| {
        let head = people::find(act.conn, college.head)?;
        update_person(act, college.head, &PersonInput { active: false, ..PersonInput::of(&head) })
    };
    assert_eq!(wrong(college.as_person(college.clerk, gone)), ["active"]);

    let plan = Plan {
        all_to: Some(next),
        rows: BTreeMap::from([(Holding::Handler(task.id), Some(college.contact))]),
        deactivate: true,
    };
    let count =
        college.as_person(college.clerk, |act| hand_over(act, college.head, &plan)).unwrap();

    assert_eq!(count, 2, "head of the department, handler of the task");
    let after = college.task(task.id);
    assert_eq!(after.handler_id, Some(college.contact));
    assert_eq!(after.due_on, task.due_on);
    let tree = college.office.app.db.read(departments::tree).unwrap();
    assert_eq!(tree.head(college.academic), Some(next));
    assert_eq!(college.last_event(task.id).0, EventKind::HandedOver);
    let head = college.office.app.db.read(|conn| people::find(conn, college.head)).unwrap();
    assert!(!head.active);
    let told = reports::Told { done: Some("Goes on".into()), ..Default::default() };
    college.as_person(next, |act| reports::report(act, task.id, None, &told)).unwrap();
}

async fn a_handover_that_is_wrong_changes_nothing(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = alone(&college, "Publish the schedule");
    let hand =
        |plan: &Plan| college.as_person(college.clerk, |act| hand_over(act, college.head, plan));

    assert_eq!(wrong(hand(&Plan::default())), ["all_to"]);
    let key = Holding::Head(college.academic);
    let nobody = Plan { rows: BTreeMap::from([(key, None)]), ..Plan::default() };
    assert_eq!(wrong(hand(&nobody)), [key.to_string()], "somebody must answer for the task");
    let own = Plan { all_to: Some(college.head), ..Plan::default() };
    assert_eq!(wrong(hand(&own)), [key.to_string()]);
    let staff =
        college.as_person(college.contact, |act| hand_over(act, college.head, &Plan::default()));
    assert!(matches!(staff, Err(Error::Forbidden)));
    let tree = college.office.app.db.read(departments::tree).unwrap();
    assert_eq!(tree.head(college.academic), Some(college.head));
    assert_eq!(college.last_event(task.id).0, EventKind::Acknowledged);
}

async fn a_merged_department_moves_and_the_past_stays(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = alone(&college, "Publish the schedule");
    let below = DepartmentInput {
        name: "Registry".into(),
        parent_id: Some(college.academic),
        ..DepartmentInput::default()
    };
    let below = college.as_person(college.clerk, |act| create_department(act, &below)).unwrap();
    college.office.turn_to("2026-03-10");
    let into_below =
        college.as_person(college.clerk, |act| merge_departments(act, college.academic, below.id));
    assert_eq!(wrong(into_below), ["into_id"]);

    college
        .as_person(college.clerk, |act| merge_departments(act, college.academic, college.personnel))
        .unwrap();

    let tree = college.office.app.db.read(departments::tree).unwrap();
    let (old, new) = (tree.get(college.academic).unwrap(), tree.get(college.personnel).unwrap());
    assert!(!old.active);
    assert!(new.aliases.contains(&"Academic Affairs Office".to_owned()));
    assert!(new.contact_ids.contains(&college.contact));
    assert_eq!(tree.get(below.id).unwrap().parent_id, Some(college.personnel));
    assert_eq!(college.task(task.id).lead_id, college.personnel);
    assert_eq!(college.last_event(task.id).0, EventKind::DepartmentMerged);
    let led = |department, as_of: &str| {
        let filter = TaskFilter {
            department_id: Some(department),
            role: Some(DepartmentPart::Lead),
            lights: vec![Light::OnTrack, Light::DueSoon],
            as_of: Some(as_of.parse().unwrap()),
            ..TaskFilter::default()
        };
        let (viewer, today) = (college.actor(college.clerk), college.office.app.today());
        let app = &college.office.app;
        app.db.read(|conn| task_list::count(conn, &viewer, &filter, today)).unwrap()
    };
    assert_eq!((led(college.academic, "2026-03-05"), led(college.personnel, "2026-03-05")), (1, 0));
    assert_eq!((led(college.academic, "2026-03-10"), led(college.personnel, "2026-03-10")), (0, 1));
}
