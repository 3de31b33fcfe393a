//! Leaders' instructions on tasks and meetings, what becomes of them, and what is new since a look.

use chrono::TimeDelta;
use duban::domain::{EventKind, MeetingId, PersonId, Role, TaskId};
use duban::persistence::views::my_department::MyDepartment;
use duban::persistence::{events, grounds, instructions as rows};
use duban::services::instructions::{on_meeting, on_task};
use duban::services::intake::{self, MeetingInput};
use duban::services::reports::{Told, report};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, steps};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::guest::settle;
use crate::office::Office;
use crate::tasks_cast::{Cast, cast, send};

on_both!(
    an_answer_is_wanted_until_the_next_report,
    an_instruction_on_a_meeting_reaches_its_tasks_and_those_who_lead_them,
    who_may_not_see_the_meeting_writes_nothing_on_it,
    an_instruction_becomes_a_task_on_the_spot,
    a_task_is_added_with_its_source_and_no_minutes,
    what_came_in_is_marked_until_the_next_visit,
);

impl College {
    fn meeting(&self, confidential: bool) -> MeetingId {
        let input = MeetingInput {
            title: "President’s Office, meeting 3".into(),
            body_id: None,
            held_on: "2026-03-02".parse().unwrap(),
            chair: None,
            source: duban::domain::Source::Meeting,
            confidential,
            reader_ids: std::collections::BTreeSet::new(),
        };
        let minutes = "The Academic Affairs Office shall publish the schedule by 30 June 2026.";
        self.as_person(self.clerk, |act| intake::file(act, &input, minutes)).unwrap().id
    }

    fn task_of(&self, meeting: MeetingId, title: &str) -> TaskId {
        let new = NewTask {
            title: title.into(),
            lead_id: Some(self.academic),
            meeting_id: Some(meeting),
            due_on: Some("2026-06-30".parse().unwrap()),
            ..NewTask::default()
        };
        let work = |act: &mut duban::app::Act<'_>| {
            let task = create(act, new)?;
            steps::issue(act, task.id, task.version)
        };
        self.as_person(self.clerk, work).unwrap().id
    }

    fn wanted(&self, who: PersonId, task: TaskId) -> Option<String> {
        let (viewer, today) = (self.actor(who), self.office.app.today());
        let read = |conn: &mut duban::persistence::Conn| MyDepartment::of(conn, &viewer, today);
        let mine = self.office.app.db.read(read).unwrap();
        let line = mine.led.into_iter().find(|line| line.task.id == task).unwrap();
        line.wanted.and_then(|one| one.answer_by).map(|day| day.to_string())
    }

    fn say_same(&self, task: TaskId) {
        let told = Told { no_change: true, ..Told::default() };
        self.as_person(self.head, |act| report(act, task, None, &told)).unwrap();
    }
}

async fn an_answer_is_wanted_until_the_next_report(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-06-26").id;
    college.say_same(task);
    college.office.pass(TimeDelta::minutes(5));
    let by = Some("2026-03-06".parse().unwrap());
    college.as_person(college.leader, |act| on_task(act, task, None, "Settle it", by)).unwrap();
    assert_eq!(college.wanted(college.head, task).as_deref(), Some("2026-03-06"));
    let text = college.letters().into_iter().last().unwrap().body_text;
    assert!(text.contains("6 March 2026"), "the letter says by when: {text}");

    college.office.pass(TimeDelta::minutes(5));
    college.say_same(task);
    assert_eq!(college.wanted(college.head, task), None, "any report answers");
    let past = Some("2026-03-01".parse().unwrap());
    let late = college.as_person(college.leader, |act| on_task(act, task, None, "Now", past));
    assert!(matches!(late, Err(Error::Invalid(_))), "nobody answers by yesterday");
}

async fn an_instruction_on_a_meeting_reaches_its_tasks_and_those_who_lead_them(database: Database) {
    let college = College::on("2026-03-02", database);
    let meeting = college.meeting(false);
    let tasks = [college.task_of(meeting, "Publish it"), college.task_of(meeting, "Explain it")];
    college.office.pass(TimeDelta::minutes(5));
    let before = college.letters().len();
    let by = Some("2026-03-13".parse().unwrap());
    let refused = college.as_person(college.clerk, |act| on_meeting(act, meeting, "So", None));
    assert!(matches!(refused, Err(Error::Forbidden)));
    college.as_person(college.leader, |act| on_meeting(act, meeting, "By Friday", by)).unwrap();

    for task in tasks {
        let all = college.office.app.db.read(|conn| events::of_task(conn, task)).unwrap();
        assert_eq!(all.last().unwrap().fact.kind, EventKind::Instructed);
        assert_eq!(college.wanted(college.head, task).as_deref(), Some("2026-03-13"));
    }
    let sent: Vec<String> =
        college.letters().split_off(before).into_iter().map(|one| one.to_name).collect();
    let mut once = sent.clone();
    once.sort();
    once.dedup();
    assert_eq!(sent.len(), once.len(), "one letter each, however many tasks: {sent:?}");
    for name in ["Clerk", "Head of Academic Affairs", "Contact of Academic Affairs"] {
        assert!(sent.iter().any(|one| one == name), "{name} in {sent:?}");
    }
    college.office.pass(TimeDelta::minutes(5));
    college.say_same(tasks[0]);
    assert_eq!(college.wanted(college.head, tasks[0]), None);
    assert!(college.wanted(college.head, tasks[1]).is_some());
    let later = college.task_of(meeting, "A later one");
    assert_eq!(college.wanted(college.head, later), None, "it was not there");
}

async fn who_may_not_see_the_meeting_writes_nothing_on_it(database: Database) {
    let college = College::on("2026-03-02", database);
    let meeting = college.meeting(true);
    college.task_of(meeting, "Publish it");
    let stranger =
        college.as_person(college.other_leader, |act| on_meeting(act, meeting, "So", None));
    assert!(matches!(stranger, Err(Error::Storage(duban::persistence::Error::NotFound))));
    college.as_person(college.leader, |act| on_meeting(act, meeting, "So", None)).unwrap();
}

fn house(database: Database) -> Cast {
    let cast = cast(Office::on("2026-03-02", database));
    settle(&cast.office.app, "other@example.edu", Role::Leader);
    cast
}

async fn an_instruction_becomes_a_task_on_the_spot(database: Database) {
    let cast = house(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let here = format!("/tasks/{}", task.id);
    let mut leader = cast.guest("leader").await;
    let page = leader.get(&here).await;
    let words = "Train the teachers as well. No later than May.";
    let fields = [("text", words), ("answer_by", "2026-05-29")];
    let sent = send(&mut leader, &page, &format!("{here}/instruct"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    assert!(!leader.get(&here).await.html.contains("Turn into a task"), "the office does that");

    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get(&here).await;
    assert!(page.html.contains("Answer wanted by 29 May"), "{}", page.html);
    let place = page.html.split("/tasks/new?instruction=").nth(1).unwrap();
    let path = format!("/tasks/new?instruction={}", place.split('"').next().unwrap());
    let form = clerk.get(&path).await;
    for part in [words, "value=\"2026-05-29\"", "value=\"instruction\" selected", &path] {
        assert!(form.html.contains(part), "no {part} in {}", form.html);
    }
    let lead = cast.lead_id();
    let fields = [
        ("title", "Train the teachers"),
        ("lead_department_id", lead.as_str()),
        ("due_on", "2026-05-29"),
        ("source_on", "2026-03-02"),
        ("source_words", words),
    ];
    let made = clerk.post(&form, &path, &fields).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let page = clerk.get(made.place()).await;
    assert!(page.html.contains("<dt>Instruction</dt>") || page.html.contains("nstruction"));
    assert!(page.html.contains(words));
    let made = cast.office.app.db.read(|conn| {
        let all = rows::of_person(conn, PersonId(0), 1);
        assert!(all?.is_empty());
        let one = rows::to_be_answered(conn, &[task.id], &[])?.remove(0);
        grounds::made_of(conn, &[one.id])
    });
    assert_eq!(made.unwrap().len(), 1);
    let mut head = cast.guest("head").await;
    assert_eq!(head.get(&path).await.status, 403);
}

async fn a_task_is_added_with_its_source_and_no_minutes(database: Database) {
    let cast = house(database);
    let mut clerk = cast.guest("clerk").await;
    let form = clerk.get("/tasks/new").await;
    let lead = cast.lead_id();
    let fields = [
        ("source", "document"),
        ("source_on", "2026-02-27"),
        ("source_reference", "教发〔2026〕3号"),
        ("source_words", "各校须于五月底前完成自查"),
        ("title", "Check the laboratories"),
        ("lead_department_id", lead.as_str()),
        ("due_on", "2026-05-29"),
        ("issue", "yes"),
    ];
    let made = clerk.post(&form, "/tasks/new", &fields).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let page = clerk.get(made.place()).await;
    for part in ["<dt>Document</dt>", "教发〔2026〕3号", "各校须于五月底前完成自查"]
    {
        assert!(page.html.contains(part), "no {part} in {}", page.html);
    }
}

async fn what_came_in_is_marked_until_the_next_visit(database: Database) {
    let cast = house(database);
    let task = cast.running("Publish the list", "2026-06-19");
    let mut leader = cast.guest("leader").await;
    let mut head = cast.guest("head").await;
    let here = format!("/tasks/{}", task.id);
    let new = "class=\"newdot\"";
    // What others wrote in the last two minutes may still be on its way, and is shown again.
    cast.office.pass(TimeDelta::minutes(3));
    leader.get("/portfolio").await;
    cast.office.pass(TimeDelta::hours(2));
    let quiet = leader.get("/portfolio").await;
    assert!(!quiet.html.contains(new), "{}", quiet.html);

    cast.office.pass(TimeDelta::hours(2));
    let page = head.get(&here).await;
    let fields = [("done", "The proofs are read"), ("percent", "40"), ("outlook", "on_time")];
    assert_eq!(send(&mut head, &page, &format!("{here}/report"), &fields).await.status, 303);
    cast.office.pass(TimeDelta::minutes(3));
    for _ in 0..2 {
        let told = leader.get("/portfolio").await;
        assert!(told.html.contains(new), "a reload takes no mark away");
        assert!(told.html.contains("1 changed since you looked on 2 Mar"), "{}", told.html);
    }
    let mut other = cast.guest("other").await;
    other.get("/portfolio").await;
    cast.office.pass(TimeDelta::hours(1));
    assert!(!leader.get("/portfolio").await.html.contains(new), "looking marked it read");

    let page = leader.get("/portfolio").await;
    let id = task.id.to_string();
    let fields = [("task", id.as_str()), ("text", "Publish it"), ("answer_by", "2026-03-09")];
    assert_eq!(leader.post(&page, "/portfolio/instruct", &fields).await.status, 303);
    cast.office.pass(TimeDelta::hours(1));
    let page = leader.get("/portfolio").await;
    assert!(!page.html.contains(new), "nothing of one's own is new");
    assert!(page.html.contains("none yet; wanted by 9 Mar"), "{}", page.html);
    let page = head.get(&here).await;
    let fields = [("done", "It is at the printer"), ("percent", "60"), ("outlook", "on_time")];
    send(&mut head, &page, &format!("{here}/report"), &fields).await;
    cast.office.pass(TimeDelta::hours(1));
    let page = leader.get("/portfolio").await;
    assert!(page.html.contains("It is at the printer") && page.html.contains(new));
}
