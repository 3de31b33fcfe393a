//! Reports: what is demanded of them, what is asked about them, and whom a task waits for.

use duban::domain::{Cadence, Flag, LetterKind, ReportId, State, Task, TaskFilter, TaskId};
use duban::persistence::reports;
use duban::persistence::views::desk::desk;
use duban::persistence::views::my_department::MyDepartment;
use duban::persistence::views::task_list;
use duban::services::reports::{Told, report};
use duban::services::tasks::{TaskPatch, edit};
use duban::services::{Error, questions, steps};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    an_overdue_task_is_explained_and_asked_for_again_once_the_day_has_passed,
    less_than_before_needs_a_word,
    nothing_new_three_times_in_a_row_is_shown_to_the_clerk,
    a_department_sees_what_waits_for_it,
    a_question_comes_back_to_the_department_and_its_next_report_answers_it,
    a_question_about_a_share_goes_to_the_supporter,
    a_missed_report_is_a_flag_a_list_and_a_figure,
    a_task_that_is_taken_up_again_owes_no_report_of_the_time_before,
    a_handler_is_told,
);

fn words(text: &str) -> Told {
    Told { done: Some(text.into()), ..Told::default() }
}

fn explained(until: &str) -> Told {
    Told {
        delay_reason: Some("The hall is closed".into()),
        expected_on: Some(until.parse().unwrap()),
        ..Told::default()
    }
}

/// The fields that are found wrong.
#[track_caller]
fn wrong<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("nothing was found wrong: {other:?}"),
    }
}

impl College {
    fn tell(&self, task: TaskId, told: &Told) -> Result<Task, Error> {
        self.as_person(self.head, |act| report(act, task, None, told)).map(|(task, _)| task)
    }

    fn flagged(&self, flag: Flag) -> usize {
        let (viewer, today) = (self.actor(self.clerk), self.office.app.today());
        let filter = TaskFilter { flag: Some(flag), ..TaskFilter::default() };
        let app = &self.office.app;
        let count = app.db.read(|conn| task_list::count(conn, &viewer, &filter, today)).unwrap();
        usize::try_from(count).unwrap()
    }

    fn told_of(&self, kind: LetterKind) -> Vec<String> {
        let all = self.letters().into_iter();
        all.filter(|one| one.kind == kind).map(|one| one.to_name).collect()
    }
}

async fn an_overdue_task_is_explained_and_asked_for_again_once_the_day_has_passed(
    database: Database,
) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    college.office.turn_to("2026-03-23");
    assert_eq!(college.flagged(Flag::Unexplained), 1);

    college.tell(task.id, &words("Half")).unwrap();
    assert_eq!(college.flagged(Flag::Unexplained), 1, "a report without a reason explains nothing");
    assert_eq!(wrong(college.tell(task.id, &explained("2026-03-20"))), ["expected_on"]);
    college.tell(task.id, &explained("2026-03-25")).unwrap();
    assert_eq!(college.flagged(Flag::Unexplained), 0);
    let same = Told { no_change: true, ..Told::default() };
    college.office.turn_to("2026-03-25");
    college.tell(task.id, &same).unwrap();

    college.office.turn_to("2026-03-26");
    let today = college.office.app.today();
    assert!(college.task(task.id).must_explain(today));
    assert_eq!(college.flagged(Flag::Unexplained), 1);
    let silent = college.office.app.db.read(|conn| desk(conn, today)).unwrap().silent;
    assert_eq!(silent.len(), 1, "the clerk sees it again");
    let share = college.as_person(college.other_head, |act| {
        report(act, task.id, None, &words("Our part is done"))
    });
    assert!(share.is_ok(), "a supporter has nothing to explain");
}

async fn less_than_before_needs_a_word(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let percent = |percent| Told { percent: Some(percent), ..Told::default() };
    college.tell(task.id, &percent(70)).unwrap();

    assert_eq!(wrong(college.tell(task.id, &percent(40))), ["done"]);
    let said = Told { percent: Some(40), ..words("Two schools withdrew") };
    assert_eq!(college.tell(task.id, &said).unwrap().percent, 40);
}

async fn nothing_new_three_times_in_a_row_is_shown_to_the_clerk(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let same = Told { no_change: true, ..Told::default() };
    let today = college.office.app.today();
    let shown = || college.office.app.db.read(|conn| desk(conn, today)).unwrap().unchanged.len();

    college.tell(task.id, &same).unwrap();
    college.tell(task.id, &same).unwrap();
    assert_eq!(shown(), 0);
    college.tell(task.id, &same).unwrap();
    assert_eq!(shown(), 1);
    college.tell(task.id, &Told { no_change: true, ..words("The proofs came") }).unwrap();
    assert_eq!(shown(), 0, "words say that something has changed");
}

async fn a_department_sees_what_waits_for_it(database: Database) {
    let college = College::on("2026-03-02", database);
    let draft = college.draft("Publish the schedule", "2026-03-20");
    let alone = TaskPatch { supporters: Some(Vec::new()), ..TaskPatch::default() };
    let task = college
        .as_person(college.clerk, |act| {
            let task = edit(act, draft.id, draft.version, alone)?;
            steps::issue(act, task.id, task.version)
        })
        .unwrap();
    let waits = |person| {
        let (viewer, today) = (college.actor(person), college.office.app.today());
        college.office.app.db.read(|conn| MyDepartment::of(conn, &viewer, today)).unwrap().waited
    };
    assert!(waits(college.other_head).is_empty());

    let told = Told { waiting_on_department_id: Some(college.personnel), ..words("Nearly") };
    college.tell(task.id, &told).unwrap();
    assert_eq!(waits(college.other_head).len(), 1);
    assert!(waits(college.head).is_empty());
    college.tell(task.id, &Told { no_change: true, ..Told::default() }).unwrap();
    assert_eq!(waits(college.other_head).len(), 1, "nothing has changed");
    college.tell(task.id, &words("They answered")).unwrap();
    assert!(waits(college.other_head).is_empty());
    let own = Told { waiting_on_department_id: Some(college.academic), ..words("x") };
    assert_eq!(wrong(college.tell(task.id, &own)), ["waiting_on_department_id"]);
}

async fn a_question_comes_back_to_the_department_and_its_next_report_answers_it(
    database: Database,
) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let ask = |about: Option<ReportId>, text: &str| {
        college.as_person(college.clerk, |act| questions::ask(act, task.id, None, about, text))
    };
    assert_eq!(wrong(ask(None, "Which courses?")), ["report_id"], "nothing was reported yet");
    college.tell(task.id, &words("Thirty courses are chosen")).unwrap();
    assert_eq!(wrong(ask(Some(ReportId(99)), " ")), ["text", "report_id"]);
    let refused = college
        .as_person(college.head, |act| questions::ask(act, task.id, None, None, "Which courses?"));
    assert!(matches!(refused, Err(Error::Forbidden)));

    ask(None, "Which courses?").unwrap();

    let asked = || {
        let (viewer, today) = (college.actor(college.head), college.office.app.today());
        college.office.app.db.read(|conn| MyDepartment::of(conn, &viewer, today)).unwrap().questions
    };
    assert_eq!(asked()[0].text, "Which courses?");
    let told = college.told_of(LetterKind::Questioned);
    assert_eq!(told.len(), 2, "head and contact: {told:?}");
    college.tell(task.id, &Told { no_change: true, ..Told::default() }).unwrap();
    assert_eq!(asked().len(), 1, "that is no answer");
    college.tell(task.id, &words("The list is attached")).unwrap();
    assert!(asked().is_empty());
}

async fn a_question_about_a_share_goes_to_the_supporter(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let (_, share) = college
        .as_person(college.other_head, |act| report(act, task.id, None, &words("Half")))
        .unwrap();
    college
        .as_person(college.clerk, |act| {
            questions::ask(act, task.id, None, Some(share.id), "Which half?")
        })
        .unwrap();

    assert_eq!(college.told_of(LetterKind::Questioned), ["Head of Personnel"]);
    college.tell(task.id, &words("Ours goes on")).unwrap();
    let open =
        |conn: &mut duban::persistence::Conn| duban::persistence::questions::open(conn, &[task.id]);
    assert_eq!(college.office.app.db.read(open).unwrap().len(), 1, "the lead was not asked");
    college
        .as_person(college.other_head, |act| report(act, task.id, None, &words("The first")))
        .unwrap();
    assert!(college.office.app.db.read(open).unwrap().is_empty());
    let all = college.office.app.db.read(|conn| reports::of_task(conn, task.id)).unwrap();
    assert_eq!(all.len(), 3);
}

async fn a_missed_report_is_a_flag_a_list_and_a_figure(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-05-29");
    let weekly = TaskPatch { cadence: Some(Cadence::Weekly), ..TaskPatch::default() };
    college.as_person(college.clerk, |act| edit(act, task.id, task.version, weekly)).unwrap();

    college.office.turn_to("2026-03-06"); // the Friday by which it is due
    assert_eq!(college.flagged(Flag::ReportMissed), 0);
    college.office.turn_to("2026-03-07");
    assert_eq!(college.flagged(Flag::ReportMissed), 1);
    let today = college.office.app.today();
    assert!(college.task(task.id).flags(today).contains(&Flag::ReportMissed));
    college.tell(task.id, &words("The proofs came")).unwrap();
    assert_eq!(college.flagged(Flag::ReportMissed), 0);
    college.office.turn_to("2026-03-13");
    assert_eq!(college.flagged(Flag::ReportMissed), 0, "Saturday's report answers the next Friday");
    college.office.turn_to("2026-03-21");
    assert_eq!(college.flagged(Flag::ReportMissed), 1);
}

async fn a_task_that_is_taken_up_again_owes_no_report_of_the_time_before(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-06-26");
    let weekly = TaskPatch { cadence: Some(Cadence::Weekly), ..TaskPatch::default() };
    let task = college
        .as_person(college.clerk, |act| {
            let task = edit(act, task.id, task.version, weekly)?;
            steps::suspend(act, task.id, task.version, "The building is closed")
        })
        .unwrap();
    college.office.turn_to("2026-04-01"); // a Wednesday
    let task = college
        .as_person(college.clerk, |act| steps::resume(act, task.id, task.version, None))
        .unwrap();

    assert_eq!(task.state, State::InProgress);
    assert_eq!(college.flagged(Flag::ReportMissed), 0);
    college.office.turn_to("2026-04-04");
    assert_eq!(college.flagged(Flag::ReportMissed), 1);
}

async fn a_handler_is_told(database: Database) {
    let college = College::on("2026-03-02", database);
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let to = |handler| TaskPatch { handler_id: Some(handler), ..TaskPatch::default() };

    let task = college
        .as_person(college.head, |act| edit(act, task.id, task.version, to(Some(college.contact))))
        .unwrap();
    assert_eq!(task.handler_id, Some(college.contact));
    assert_eq!(college.told_of(LetterKind::Delegated), ["Contact of Academic Affairs"]);
    let task = college
        .as_person(college.contact, |act| edit(act, task.id, task.version, to(None)))
        .unwrap();
    assert_eq!(task.handler_id, None);
    let stranger = college.as_person(college.other_head, |act| {
        edit(act, task.id, task.version, to(Some(college.head)))
    });
    assert!(matches!(stranger, Err(Error::Forbidden)));
}
