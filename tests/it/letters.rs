//! Who hears of what, once, in which words.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use duban::app::actor_of;
use duban::domain::{
    Actor, Department, DepartmentId, LetterKind, LetterState, Person, PersonId, RequestKind, Role,
    Task,
};
use duban::persistence::outbox::{self, KeptLetter, LetterFilter};
use duban::persistence::{Error as Storage, departments, people};
use duban::services::requests::{self, Asked};
use duban::services::steps::{self, Acknowledgement};
use duban::services::tasks::{self, NewTask};
use duban::services::{Error, decisions, delivery, reminders};

use crate::databases::{Database, on_both};
use crate::office::Office;

on_both!(
    a_task_that_is_issued_is_told_to_those_who_answer_for_it,
    who_acts_gets_no_letter_about_it,
    a_request_goes_to_those_who_may_decide_it_and_back,
    a_word_on_a_task_goes_to_those_who_work_on_it,
    a_recalled_task_is_not_told_any_more,
    a_reminder_goes_out_once_however_often_the_pass_runs,
    what_was_missed_while_the_house_was_closed_is_told_once,
    nothing_is_told_on_a_weekend_or_while_the_clock_stands_still,
    a_digest_whose_tasks_are_closed_is_skipped,
);

async fn a_task_that_is_issued_is_told_to_those_who_answer_for_it(database: Database) {
    let college = College::on("2026-03-06", database);
    college.issue("2026-06-30");

    assert_eq!(college.told(LetterKind::Issued), ["contact", "handler", "head"]);
    let letter = college.letter(LetterKind::Issued, "head");
    assert_eq!(
        letter.subject,
        "Task for Academic Affairs, due 30 June: 2026-001 Publish the <list> & annexes"
    );
    assert!(letter.body_text.contains("If it is not acknowledged by 11 March, this also goes to"));
    assert!(letter.body_html.contains("Publish the &#60;list&#62; &#38; annexes"));
    let chinese = college.letter(LetterKind::Issued, "contact");
    assert!(chinese.subject.starts_with("【督办交办】"), "{}", chinese.subject);
}

async fn who_acts_gets_no_letter_about_it(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issue("2026-06-30");
    let returned = college
        .act("head", |act| steps::send_back(act, task.id, task.version, "not ours\r\nBcc: x@y"));
    returned.unwrap();

    assert_eq!(college.told(LetterKind::Returned), ["clerk"]);
    assert!(
        college.letter(LetterKind::Returned, "clerk").body_text.contains("“not ours Bcc: x@y”")
    );
}

async fn a_request_goes_to_those_who_may_decide_it_and_back(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.acknowledged("2026-06-30");
    let asked =
        Asked { result: Some("The list is public".to_owned()), ..Asked::new(RequestKind::Closure) };
    let (task, request) =
        college.act("head", |act| requests::request(act, task.id, task.version, &asked)).unwrap();

    assert_eq!(college.told(LetterKind::RequestToDecide), ["clerk", "leader", "office"]);

    let comment = "Attach the list";
    college
        .act("leader", |act| decisions::reject(act, request.id, Some(task.version), comment))
        .unwrap();

    assert_eq!(college.told(LetterKind::Decided), ["head"]);
    let letter = college.letter(LetterKind::Decided, "head");
    assert!(letter.subject.starts_with("Sent back: 2026-001"), "{}", letter.subject);
    assert!(letter.body_text.contains("Comment: “Attach the list”"));
    // Nothing is left to decide, so the letters that asked for it do not leave any more.
    let counts = delivery::deliver_due(&college.office.app).unwrap();
    assert_eq!((counts.sent, counts.skipped), (4, 3));
}

async fn a_word_on_a_task_goes_to_those_who_work_on_it(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.acknowledged("2026-06-30");

    college.act("clerk", |act| steps::urge(act, task.id, None, "Please hurry <now>")).unwrap();
    college
        .act("leader", |act| {
            duban::services::instructions::on_task(act, task.id, None, "Publish it first", None)
        })
        .unwrap();

    assert_eq!(college.told(LetterKind::Urged), ["contact", "handler", "head"]);
    assert_eq!(college.told(LetterKind::Instructed), ["clerk", "contact", "handler", "head"]);
    let urged = college.letter(LetterKind::Urged, "head");
    assert!(urged.subject.starts_with("Urged: 2026-001"), "{}", urged.subject);
    assert!(urged.body_text.contains("“Please hurry <now>”"), "{}", urged.body_text);
    assert!(urged.body_html.contains("Please hurry &#60;now&#62;"));
    let chinese = college.letter(LetterKind::Instructed, "contact");
    assert!(chinese.subject.starts_with("【批示】"), "{}", chinese.subject);
}

async fn a_recalled_task_is_not_told_any_more(database: Database) {
    let college = College::on("2026-03-06", database);
    let task = college.issue("2026-06-30");
    college.act("clerk", |act| steps::recall(act, task.id, task.version, "a mistake")).unwrap();

    let counts = delivery::deliver_due(&college.office.app).unwrap();

    assert_eq!((counts.sent, counts.skipped), (0, 3));
}

async fn a_reminder_goes_out_once_however_often_the_pass_runs(database: Database) {
    let college = College::on("2026-03-02", database);
    college.acknowledged("2026-03-13");

    college.office.turn_to("2026-03-06"); // five working days before

    assert_eq!(college.remind(), 2);
    assert_eq!(college.remind(), 0);
    assert_eq!(college.told(LetterKind::Digest), ["handler", "head"]);
    let letter = college.letter(LetterKind::Digest, "head");
    assert_eq!(letter.subject, "Academic Affairs: 1 task");
    assert!(letter.body_text.contains("[7 days left] 2026-001"), "{}", letter.body_text);
}

async fn what_was_missed_while_the_house_was_closed_is_told_once(database: Database) {
    let college = College::on("2026-03-02", database);
    college.acknowledged("2026-03-13");
    college.office.turn_to("2026-03-05");
    assert_eq!(college.remind(), 0);

    college.office.turn_to("2026-03-18"); // three working days after; nothing was told since

    assert_eq!(college.remind(), 4, "head, handler, contact and the leader in charge");
    let letter = college.letter(LetterKind::Digest, "head");
    assert_eq!(letter.subject, "Academic Affairs: 1 task, 1 overdue");
    assert!(letter.body_text.contains("[5 days over] 2026-001"), "{}", letter.body_text);
    assert!(letter.body_text.contains("still overdue on 27 March, this also goes to the office"));
}

async fn nothing_is_told_on_a_weekend_or_while_the_clock_stands_still(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.acknowledged("2026-03-13");
    let asked = Asked {
        reason: "the test is not done".to_owned(),
        new_due_on: Some("2026-04-30".parse().unwrap()),
        ..Asked::new(RequestKind::Extension)
    };
    college.act("head", |act| requests::request(act, task.id, task.version, &asked)).unwrap();

    for day in ["2026-03-13", "2026-03-14", "2026-03-15", "2026-03-18"] {
        college.office.turn_to(day);
        assert_eq!(college.remind(), 0, "{day}");
    }
}

async fn a_digest_whose_tasks_are_closed_is_skipped(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.acknowledged("2026-03-13");
    delivery::deliver_due(&college.office.app).unwrap();
    college.office.turn_to("2026-03-06");
    college.remind();
    college.act("clerk", |act| steps::cancel(act, task.id, task.version, "overtaken")).unwrap();

    let counts = delivery::deliver_due(&college.office.app).unwrap();

    assert_eq!((counts.sent, counts.skipped), (0, 2));
    assert_eq!(college.letter(LetterKind::Digest, "head").state, LetterState::Skipped);
}

/// A department with everybody around it; people are called by what they are.
struct College {
    office: Office,
    lead: DepartmentId,
}

impl College {
    fn on(day: &str, database: Database) -> Self {
        let office = Office::on(day, database);
        let entered = office.app.act_now(Actor::operator(), |act| {
            let mut enter = |name: &str, role, locale: &str| {
                people::insert(act.conn, &person(name, role, locale), act.now)
            };
            let head = enter("head", Role::Staff, "en")?;
            enter("handler", Role::Staff, "en")?;
            let contact = enter("contact", Role::Staff, "zh-CN")?;
            let leader = enter("leader", Role::Leader, "en")?;
            enter("office", Role::OfficeHead, "en")?;
            enter("clerk", Role::Clerk, "en")?;
            let department = Department {
                id: DepartmentId(0),
                name: "Academic Affairs".to_owned(),
                name_en: None,
                aliases: Vec::new(),
                parent_id: None,
                head_id: Some(head),
                leader_id: Some(leader),
                contact_ids: vec![contact],
                position: 0,
                active: true,
            };
            departments::insert(act.conn, &department)
        });
        Self { office, lead: Result::<_, Storage>::unwrap(entered) }
    }

    fn id_of(&self, name: &str) -> PersonId {
        let all = self.office.app.db.read(people::all).unwrap();
        all.into_iter().find(|person| person.name == name).unwrap().id
    }

    fn act<T>(
        &self,
        name: &str,
        work: impl FnOnce(&mut duban::app::Act<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (id, today) = (self.id_of(name), self.office.app.today());
        let actor = self.office.app.db.read(|conn| actor_of(conn, id, today)).unwrap();
        self.office.app.act_now(actor, work)
    }

    fn issue(&self, due_on: &str) -> Task {
        let due_on: NaiveDate = due_on.parse().unwrap();
        let new = NewTask {
            title: "Publish the <list> & annexes".to_owned(),
            lead_id: Some(self.lead),
            due_on: Some(due_on),
            handler_id: Some(self.id_of("handler")),
            ..NewTask::default()
        };
        self.act("clerk", |act| {
            let task = tasks::create(act, new)?;
            steps::issue(act, task.id, task.version)
        })
        .unwrap()
    }

    fn acknowledged(&self, due_on: &str) -> Task {
        let task = self.issue(due_on);
        let yes = Acknowledgement { can_meet_date: true, ..Acknowledgement::default() };
        self.act("head", |act| steps::acknowledge(act, task.id, task.version, &yes)).unwrap()
    }

    fn remind(&self) -> usize {
        self.office.app.act_now(Actor::operator(), reminders::write_due).unwrap()
    }

    fn letters(&self, kind: LetterKind) -> Vec<KeptLetter> {
        let all = LetterFilter { limit: 100, ..LetterFilter::default() };
        let kept: Result<_, Storage> = self.office.app.db.read(|conn| outbox::list(conn, &all));
        kept.unwrap().into_iter().filter(|letter| letter.kind == kind).collect()
    }

    /// Who has been told, by name and in its order; nobody twice.
    fn told(&self, kind: LetterKind) -> Vec<String> {
        let letters = self.letters(kind);
        let names: BTreeSet<String> = letters.iter().map(|one| one.to_name.clone()).collect();
        assert_eq!(names.len(), letters.len());
        names.into_iter().collect()
    }

    fn letter(&self, kind: LetterKind, name: &str) -> KeptLetter {
        self.letters(kind).into_iter().find(|letter| letter.to_name == name).unwrap()
    }
}

fn person(name: &str, role: Role, locale: &str) -> Person {
    Person {
        id: PersonId(0),
        name: name.to_owned(),
        title: None,
        email: Some(format!("{name}@example.edu").parse().unwrap()),
        employee_no: None,
        phone: None,
        role,
        top_leader: false,
        department_id: None,
        locale: Some(locale.to_owned()),
        active: true,
    }
}
