//! A house of random tasks to count, and the dashboard of one that has none.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveDateTime};
use duban::domain::{
    BodyId, Cadence, Department, DepartmentId, Meeting, MeetingId, PersonId, ProgrammeId,
    RequestKind, Role, Source, State, Task, TaskId, Urgency,
};
use duban::persistence::{
    Conn, Error, bodies, departments, meetings, people, programmes, spans, tasks,
};

use crate::databases::{Database, on_both};
use crate::guest::{guest, settle};
use crate::office::Office;

on_both!(an_empty_house_is_not_a_house_of_failures, only_those_who_run_the_office_have_a_desk,);

pub const TODAY: &str = "2026-03-16";

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }

    pub fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon() -> NaiveDateTime {
    day("2025-01-01").and_hms_opt(12, 0, 0).unwrap()
}

/// What tasks are made of.
pub struct College {
    pub departments: Vec<DepartmentId>,
    pub programmes: Vec<ProgrammeId>,
    pub meetings: Vec<MeetingId>,
    pub leaders: Vec<PersonId>,
}

pub fn college(conn: &mut Conn, head: PersonId, leaders: Vec<PersonId>) -> Result<College, Error> {
    let mut departments = Vec::new();
    for index in 0..6_usize {
        // 0 over 1 and 2; 2 over 3; 4 and 5 alone.
        let parent = [None, Some(0), Some(0), Some(2), None, None][index];
        let department = Department {
            id: DepartmentId(0),
            name: format!("Office {index}"),
            name_en: None,
            aliases: Vec::new(),
            parent_id: parent.map(|parent: usize| departments[parent]),
            head_id: (index == 2).then_some(head),
            leader_id: leaders.get(index % 3).copied(),
            contact_ids: Vec::new(),
            position: 0,
            active: true,
        };
        departments.push(departments::insert(conn, &department)?);
    }
    let body: BodyId = bodies::insert(conn, "Office meeting")?;
    let mut meetings = Vec::new();
    for index in 0..4_u64 {
        let meeting = Meeting {
            id: MeetingId(0),
            title: format!("Meeting {index}"),
            body_id: (index % 2 == 0).then_some(body),
            held_on: day("2025-03-01") + Days::new(index * 60),
            chair: None,
            source: Source::Meeting,
            confidential: index == 3,
            reader_ids: BTreeSet::new(),
            version: 1,
            created_by: None,
            created_at: noon(),
            updated_at: noon(),
        };
        meetings.push(meetings::insert(conn, &meeting)?);
    }
    let programmes = ["Ten reforms", "New campus"]
        .into_iter()
        .map(|name| programmes::insert(conn, name))
        .collect::<Result<_, _>>()?;
    Ok(College { departments, programmes, meetings, leaders })
}

fn draft(dice: &mut Dice, college: &College) -> Task {
    Task {
        id: TaskId(0),
        number_year: None,
        number_seq: None,
        number: None,
        title: "Publish the schedule".to_owned(),
        requirement: String::new(),
        directive_id: None,
        meeting_id: (!dice.one_in(4)).then(|| dice.of(&college.meetings)),
        programme_id: dice.one_in(2).then(|| dice.of(&college.programmes)),
        parent_id: None,
        is_parent: dice.one_in(12),
        is_subtask: false,
        lead_id: dice.of(&college.departments),
        supporters: Vec::new(),
        handler_id: None,
        leader_id: None,
        follower_id: None,
        urgency: Urgency::Normal,
        cadence: dice.of(&[Cadence::None, Cadence::Weekly, Cadence::Weekly, Cadence::Monthly]),
        long_term: dice.one_in(12),
        evidence_required: false,
        original_due_on: None,
        due_on: None,
        baseline_due_on: None,
        percent: 0,
        state: State::Draft,
        state_before: None,
        suspended_on: None,
        issued_on: None,
        acknowledged_on: None,
        closed_on: None,
        extensions: 0,
        explained_on: None,
        expected_on: None,
        waiting_on_id: None,
        last_report_id: None,
        last_report_on: None,
        last_outlook: None,
        unchanged: 0,
        reports_from: None,
        open_request_id: None,
        soon_on: None,
        missed_on: None,
        stopped_on: None,
        version: 1,
        seq: 0,
        hash: None,
        created_by: None,
        created_at: noon(),
        updated_at: noon(),
    }
}

/// A task with a past: a few changes on a few days, each kept as a span.
pub fn live(conn: &mut Conn, dice: &mut Dice, college: &College) -> Result<(), Error> {
    let mut task = draft(dice, college);
    for _ in 0..dice.below(3) {
        let supporter = dice.of(&college.departments);
        if supporter != task.lead_id && !task.supporters.contains(&supporter) {
            task.supporters.push(supporter);
        }
    }
    task.supporters.sort();
    task.id = tasks::insert(conn, &task)?;
    let leader = dice.one_in(2).then(|| dice.of(&college.leaders));
    let mut today = day("2025-03-10") + Days::new(dice.below(340));
    for _ in 0..=dice.below(5) {
        let request = change(&mut task, dice, college, today);
        spans::write(conn, &task, leader, request, today)?;
        // Nothing has happened yet that the readers could not know.
        today = (today + Days::new(dice.below(40))).min(day(TODAY));
    }
    tasks::update(conn, &mut task)
}

fn change(
    task: &mut Task,
    dice: &mut Dice,
    college: &College,
    today: NaiveDate,
) -> Option<RequestKind> {
    let near = |dice: &mut Dice| Some(today + Days::new(dice.below(90)) - Days::new(30));
    task.issued_on = task.issued_on.or(Some(today));
    task.due_on = if task.long_term { None } else { near(dice) };
    task.baseline_due_on = task.due_on.map(|due| due - Days::new(dice.below(2) * 7));
    task.soon_on = task.due_on.map(|due| due - Days::new(14));
    task.missed_on = if dice.one_in(3) { near(dice) } else { None };
    task.last_report_on = if dice.one_in(2) { near(dice) } else { task.last_report_on };
    task.stopped_on = dice.one_in(5).then_some(today);
    task.extensions += i32::from(dice.one_in(3));
    task.original_due_on = task.original_due_on.or(task.due_on);
    task.state = dice.of(&[
        State::Draft,
        State::AwaitingAcknowledgement,
        State::InProgress,
        State::InProgress,
        State::ClosureReview,
        State::Closed,
        State::Closed,
        State::Suspended,
        State::Cancelled,
    ]);
    task.closed_on = (task.state == State::Closed).then_some(today);
    if dice.one_in(6) {
        task.lead_id = dice.of(&college.departments);
        task.supporters.retain(|supporter| *supporter != task.lead_id);
    }
    if dice.one_in(4) {
        let supporter = dice.of(&college.departments);
        task.supporters.retain(|one| *one != supporter);
        if supporter != task.lead_id && dice.one_in(2) {
            task.supporters.push(supporter);
            task.supporters.sort();
        }
    }
    (task.state.is_open() && dice.one_in(3))
        .then(|| dice.of(&[RequestKind::Extension, RequestKind::Closure]))
}

async fn an_empty_house_is_not_a_house_of_failures(database: Database) {
    let office = Office::on(TODAY, database);
    settle(&office.app, "leader@example.edu", Role::Leader);
    let mut leader = guest(&office.app).await;
    leader.enter("leader@example.edu").await;

    let page = leader.get("/dashboard").await;

    assert!(page.html.contains("No task has been issued yet"), "{}", page.html);
    assert!(!page.html.contains("0.0%"), "{}", page.html);
    let bad = leader.get("/dashboard?as_of=2026-09-31").await;
    assert_eq!(bad.wrong(), ["as_of"]);
}

async fn only_those_who_run_the_office_have_a_desk(database: Database) {
    let office = Office::on(TODAY, database);
    for (name, role, status) in
        [("clerk", Role::Clerk, 200), ("head", Role::OfficeHead, 200), ("staff", Role::Staff, 403)]
    {
        let email = format!("{name}@example.edu");
        let person = settle(&office.app, &email, role);
        assert!(office.app.db.read(|conn| people::find(conn, person.id)).is_ok());
        let mut browser = guest(&office.app).await;
        browser.enter(&email).await;
        assert_eq!(browser.get("/desk").await.status, status, "{name}");
    }
}
