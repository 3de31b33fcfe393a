//! Tasks that repeat: one instance at a time, written down by the house itself.

use duban::domain::{Actor, EventKind, Recurrence, RequestKind, Rhythm, State, Task, TaskId};
use duban::persistence::{events, recurrences as rows, tasks};
use duban::services::decisions::approve;
use duban::services::recurrences::{renew, set};
use duban::services::requests::{Asked, request};
use duban::services::{Error, audit, steps};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{cast, send};

on_both!(
    the_next_one_comes_when_the_last_one_is_over,
    what_is_not_over_is_not_followed,
    months_without_a_pass_do_not_pile_up,
    it_ends_by_its_date_or_when_it_is_switched_off,
    two_instances_are_never_open_at_once,
    where_somebody_signs_the_next_one_waits_for_the_signature,
    only_a_dated_task_repeats,
    the_form_says_how_a_task_repeats,
);

const MONTHLY: Recurrence = Recurrence { rhythm: Rhythm::Monthly, day: 25, ends_on: None };

impl College {
    fn repeating(&self, recurrence: Option<Recurrence>) -> Task {
        let task = self.in_progress("Inspect the laboratories", "2026-03-25");
        self.as_person(self.clerk, |act| set(act, task.id, None, recurrence)).unwrap()
    }

    fn pass(&self) -> usize {
        self.office.app.act_now(Actor::operator(), renew).unwrap()
    }

    fn close(&self, task: TaskId) {
        let version = self.task(task).version;
        let asked = Asked { result: Some("Done".into()), ..Asked::new(RequestKind::Closure) };
        let made = self.as_person(self.head, |act| request(act, task, version, &asked)).unwrap().1;
        self.as_person(self.clerk, |act| approve(act, made.id, None, "", None)).unwrap();
    }

    fn next_of(&self, task: TaskId) -> Task {
        let read = |conn: &mut duban::persistence::Conn| {
            let found = rows::of_tasks(conn, &[task])?;
            tasks::find(conn, found[&task].next.unwrap())
        };
        self.office.app.db.read(read).unwrap()
    }

    fn take(&self, task: &Task) {
        let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
        let work =
            |act: &mut duban::app::Act<'_>| steps::acknowledge(act, task.id, task.version, &yes);
        self.as_person(self.head, work).unwrap();
    }
}

async fn the_next_one_comes_when_the_last_one_is_over(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.repeating(Some(MONTHLY));
    college.office.turn_to("2026-03-20");
    college.close(task.id);
    assert_eq!(college.pass(), 0, "its period is not over");
    college.office.turn_to("2026-03-26");
    assert_eq!(college.pass(), 1);
    assert_eq!(college.pass(), 0, "once");

    let next = college.next_of(task.id);
    assert_eq!(next.state, State::AwaitingAcknowledgement);
    assert_ne!(next.number, task.number);
    assert!(next.number.is_some());
    assert_eq!(next.due_on, Some("2026-04-24".parse().unwrap()), "the 25th is a Saturday");
    assert_eq!((next.lead_id, &next.supporters), (task.lead_id, &task.supporters));
    let told = college.letters().into_iter().filter(|one| one.task_id == Some(next.id));
    assert!(told.count() > 0, "it goes out as any task does");
    let all = college.office.app.db.read(|conn| events::of_task(conn, task.id)).unwrap();
    assert_eq!(all.last().unwrap().fact.kind, EventKind::Repeated);
    let first = college.office.app.db.read(|conn| events::of_task(conn, next.id)).unwrap();
    let said = first[0].fact.new.clone().unwrap();
    assert!(said.contains(task.number.as_deref().unwrap()), "{said}");
    let found = college.office.app.db.read(audit::verify).unwrap();
    assert!(found.findings.is_empty(), "{found:?}");
}

async fn what_is_not_over_is_not_followed(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.repeating(Some(MONTHLY));
    college.office.turn_to("2026-05-06");
    assert_eq!(college.pass(), 0, "it is late, and still open");
    college.close(task.id);
    assert_eq!(college.pass(), 1, "closed late, it is followed at once");
    assert_eq!(college.next_of(task.id).due_on, Some("2026-05-25".parse().unwrap()));
}

async fn months_without_a_pass_do_not_pile_up(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.repeating(Some(MONTHLY));
    college.close(task.id);
    college.office.turn_to("2026-09-01");
    assert_eq!(college.pass(), 1);
    assert_eq!(college.pass(), 0);
    assert_eq!(college.next_of(task.id).due_on, Some("2026-09-25".parse().unwrap()));
}

async fn it_ends_by_its_date_or_when_it_is_switched_off(database: Database) {
    let college = College::on("2026-03-02", database);
    let end = Some("2026-04-23".parse().unwrap());
    let ending = Recurrence { ends_on: end, ..MONTHLY };
    let task = college.repeating(Some(ending));
    college.close(task.id);
    college.office.turn_to("2026-04-01");
    assert_eq!(college.pass(), 0, "the next one would be due after its end");

    let other = college.in_progress("Count the books", "2026-04-25");
    let after = Recurrence { rhythm: Rhythm::AfterClose, day: 5, ends_on: None };
    college.as_person(college.clerk, |act| set(act, other.id, None, Some(after))).unwrap();
    college.close(other.id);
    assert_eq!(college.pass(), 1);
    let second = college.next_of(other.id);
    assert_eq!(second.due_on, Some("2026-04-08".parse().unwrap()));
    college.as_person(college.clerk, |act| set(act, second.id, None, None)).unwrap();
    college.take(&college.task(second.id));
    college.close(second.id);
    assert_eq!(college.pass(), 0, "switched off on any instance");
}

async fn two_instances_are_never_open_at_once(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.repeating(Some(MONTHLY));
    college.close(task.id);
    college.office.turn_to("2026-03-26");
    assert_eq!(college.pass(), 1);
    let version = college.task(task.id).version;
    let due = Some("2026-05-05".parse().unwrap());
    let reopen = |version| {
        college.as_person(college.clerk, |act| {
            steps::reopen(act, task.id, version, "Not complete", due)
        })
    };
    let refused = reopen(version);
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let next = college.next_of(task.id);
    college
        .as_person(college.clerk, |act| steps::cancel(act, next.id, next.version, "Not needed"))
        .unwrap();
    reopen(version).unwrap();
}

async fn where_somebody_signs_the_next_one_waits_for_the_signature(database: Database) {
    let college = College::with("2026-03-02", database, |settings| {
        settings.issue.approval = duban::domain::Approval::OfficeHead;
    });
    let draft = college.draft("Inspect the laboratories", "2026-03-25");
    let task = college
        .as_person(college.office_head, |act| steps::issue(act, draft.id, draft.version))
        .unwrap();
    college.take(&task);
    college.as_person(college.clerk, |act| set(act, task.id, None, Some(MONTHLY))).unwrap();
    college.close(task.id);
    college.office.turn_to("2026-03-26");
    assert_eq!(college.pass(), 1);
    let next = college.next_of(task.id);
    assert_eq!(next.state, State::Draft);
    let waits = college.office.app.db.read(duban::persistence::submissions::open).unwrap();
    assert!(waits.iter().any(|one| one.tasks.contains(&next.id)));
    assert_eq!(college.pass(), 0, "a draft is an instance too");
}

async fn only_a_dated_task_repeats(database: Database) {
    let college = College::on("2026-03-02", database);
    let lasting = duban::services::tasks::NewTask {
        title: "Keep the campus clean".into(),
        lead_id: Some(college.academic),
        long_term: true,
        cadence: duban::domain::Cadence::Monthly,
        ..Default::default()
    };
    let task = college
        .as_person(college.clerk, |act| duban::services::tasks::create(act, lasting))
        .unwrap();
    let refused = college.as_person(college.clerk, |act| set(act, task.id, None, Some(MONTHLY)));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let dated = college.in_progress("Inspect", "2026-03-25");
    let odd = Recurrence { day: 40, ..MONTHLY };
    let refused = college.as_person(college.clerk, |act| set(act, dated.id, None, Some(odd)));
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let mine = college.as_person(college.head, |act| set(act, dated.id, None, Some(MONTHLY)));
    assert!(matches!(mine, Err(Error::Forbidden)));
}

async fn the_form_says_how_a_task_repeats(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let mut clerk = cast.guest("clerk").await;
    let form = clerk.get("/tasks/new").await;
    let lead = cast.lead_id();
    let fields = [
        ("title", "Inspect the laboratories"),
        ("lead_department_id", lead.as_str()),
        ("due_on", "2026-03-25"),
        ("rhythm", "quarterly"),
        ("day", "25"),
        ("issue", "yes"),
    ];
    let odd: Vec<_> =
        fields.iter().map(|(n, v)| if *n == "day" { (*n, "45") } else { (*n, *v) }).collect();
    let refused = clerk.post(&form, "/tasks/new", &odd).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["task-day"]));
    let made = clerk.post(&form, "/tasks/new", &fields).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let here = made.place().split('?').next().unwrap().to_owned();
    let page = clerk.get(&here).await;
    assert!(page.html.contains("every quarter on day 25 of its last month"), "{}", page.html);
    assert!(page.html.contains("next due 25 Jun 2026"), "{}", page.html);

    let edit = format!("{here}/edit");
    let form = clerk.get(&edit).await;
    assert!(form.html.contains("value=\"quarterly\" selected"));
    let fields = [("title", "Inspect the laboratories"), ("rhythm", ""), ("urgency", "normal")];
    let saved = send(&mut clerk, &form, &edit, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    assert!(clerk.get(&here).await.html.contains("switched off"));
}
