//! From minutes to tasks: filed, found, reviewed, created, issued.

use chrono::NaiveDate;
use duban::app::{App, actor_of};
use duban::domain::{
    Actor, Department, DepartmentId, Directive, DirectiveId, Disposition, Fault, MeetingId, Person,
    PersonId, Preparation, Role, Source, State,
};
use duban::persistence::{self, departments, directives, meetings, people};
use duban::services::Error;
use duban::services::intake::{self, MeetingInput};
use duban::services::review::{self, Change};

use crate::databases::{Database, on_both};
use crate::office::Office;

on_both!(
    minutes_become_tasks_that_are_issued,
    all_tasks_are_created_or_none,
    what_cannot_be_filed_is_told_at_its_field,
    a_stale_version_changes_nothing,
    changed_minutes_keep_what_was_reviewed,
    a_directive_is_split_and_merged_again,
    a_confidential_meeting_is_not_there_for_others,
);

const MINUTES: &str = "会议纪要\n\n一、教学工作\n\n会议要求，教务处要于2026年9月30日前完成课程调整方案。\
    各部门务必加强教材建设，推进“课堂革命”，实施教育数字化。😀\n";

async fn minutes_become_tasks_that_are_issued(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let found = house.directives(meeting);
    assert!(found.len() >= 2, "{found:?}");
    for one in &found {
        let text: String = MINUTES.chars().skip(one.span.start).take(one.span.len()).collect();
        assert_eq!(text, one.quote);
        house.accept(one, "9.30");
    }

    let made = house.act(|act| review::create_tasks(act, meeting, true)).unwrap();

    assert_eq!(made.len(), found.len());
    assert!(made.iter().all(|task| task.state == State::AwaitingAcknowledgement));
    assert_eq!(made[0].due_on, NaiveDate::from_ymd_opt(2026, 9, 30));
    assert_eq!(made[0].directive_id, Some(found[0].id));
    assert_eq!(made[0].follower_id, house.clerk.id);
    // What has become a task is not made again, and stays accepted.
    assert!(house.act(|act| review::create_tasks(act, meeting, true)).unwrap().is_empty());
    let declined = house.act(|act| review::decide(act, found[0].id, None, Disposition::Declined));
    assert_eq!(faults(declined), [("disposition".to_owned(), Fault::HasTask)]);
}

async fn all_tasks_are_created_or_none(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let found = house.directives(meeting);
    house.accept(&found[0], "2026-09-30");
    // A date that does not exist is kept as typed, and stands in the way.
    let nobody = Preparation { due: "2026-09-31".to_owned(), ..Preparation::default() };
    let change = Change { preparation: Some(nobody), ..Change::default() };
    house.act(|act| review::change(act, found[1].id, change)).unwrap();
    house.act(|act| review::decide(act, found[1].id, None, Disposition::Accepted)).unwrap();

    let refused = faults(house.act(|act| review::create_tasks(act, meeting, true)));

    let named = format!("{}.due_on", found[1].id);
    assert_eq!(refused, [(named, Fault::NotADate("2026-09-31".to_owned()))]);
    let tasks = house.app().db.read(|conn| persistence::tasks::of_meeting(conn, meeting)).unwrap();
    assert!(tasks.is_empty());
    assert_eq!(house.directive(found[1].id).prepared().due, "2026-09-31");
}

async fn what_cannot_be_filed_is_told_at_its_field(database: Database) {
    let house = House::on(database);
    let file = |input: MeetingInput, text: &str| {
        let text = text.to_owned();
        house.act(move |act| intake::file(act, &input, &text))
    };
    let nothing =
        MeetingInput { title: " ".into(), body_id: Some(duban::domain::BodyId(99)), ..input() };
    assert_eq!(
        faults(file(nothing, "  \n")),
        [
            ("title".to_owned(), Fault::Missing),
            ("body_id".to_owned(), Fault::NoSuch),
            ("minutes".to_owned(), Fault::Missing),
        ]
    );
    assert_eq!(faults(file(input(), "要\0修门。")), [("minutes".to_owned(), Fault::Nul)]);
    let long = MeetingInput { title: "长".repeat(301), ..input() };
    assert_eq!(
        faults(file(long, "要修门。")),
        [("title".to_owned(), Fault::TooLong { most: 300 })]
    );
    let large = file(input(), &"要修门。".repeat(600_000));
    assert!(matches!(large, Err(Error::TooLarge { .. })), "{large:?}");
    assert!(file(MeetingInput { title: "会".repeat(300), ..input() }, "😀 要修门。\r\n").is_ok());
    let staff =
        house.app().act_now(house.head.clone(), |act| intake::file(act, &input(), "要修门。"));
    assert!(matches!(staff, Err(Error::Forbidden)), "{staff:?}");
}

async fn a_stale_version_changes_nothing(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let seen = house.directives(meeting).remove(0);
    house
        .act(|act| review::decide(act, seen.id, Some(seen.version), Disposition::Accepted))
        .unwrap();

    let second =
        house.act(|act| review::decide(act, seen.id, Some(seen.version), Disposition::Declined));

    assert!(matches!(second, Err(Error::Storage(persistence::Error::Stale))), "{second:?}");
    assert_eq!(house.directive(seen.id).disposition, Disposition::Accepted);
}

async fn changed_minutes_keep_what_was_reviewed(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let before = house.directives(meeting);
    house.accept(&before[0], "2026-09-30");
    let kept = house.directive(before[0].id);

    let text =
        MINUTES.replace("一、教学工作", "一、教学工作（修订）").replace("推进“课堂革命”，", "");
    house.revise(meeting, &text);

    let after = house.directives(meeting);
    let again = house.directive(kept.id);
    assert_eq!((again.quote.as_str(), again.anchored), (kept.quote.as_str(), true));
    assert_eq!(again.span.start, kept.span.start + 4);
    assert_eq!((again.disposition, again.preparation), (kept.disposition, kept.preparation));
    // What nobody had touched was found anew, with the changed words.
    assert!(after.iter().all(|one| one.id == kept.id || !before.iter().any(|b| b.id == one.id)));
    assert!(!after.iter().any(|one| one.quote.contains("课堂革命")));

    house.revise(meeting, "会议要求，总务处要修门。");

    let lost = house.directive(kept.id);
    assert_eq!((lost.anchored, lost.quote), (false, again.quote));
    assert_eq!(
        house.app().db.read(|conn| meetings::minutes_of(conn, meeting)).unwrap().revision,
        3
    );
}

async fn a_directive_is_split_and_merged_again(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let at = MINUTES.find("加强教材").unwrap();
    let start = MINUTES[..at].chars().count();
    let text = "加强教材建设，推进“课堂革命”";
    let added = house.act(|act| review::add(act, meeting, start..start + 15)).unwrap();
    assert_eq!(added.quote, text);

    let cut = added.span.start + 7;
    let parts = house.act(|act| review::split(act, added.id, None, &[cut])).unwrap();
    let quotes: Vec<_> = parts.iter().map(|part| part.quote.as_str()).collect();
    assert_eq!(quotes, ["加强教材建设", "推进“课堂革命”"]);
    assert_eq!(parts[0].id, added.id);

    let outside = house.act(|act| review::split(act, added.id, None, &[0]));
    assert_eq!(faults(outside), [("at".to_owned(), Fault::NotAPassage)]);
    let nowhere = house.act(|act| review::add(act, meeting, 5..100_000));
    assert_eq!(faults(nowhere), [("start".to_owned(), Fault::NotAPassage)]);

    let with = house.neighbour_of(meeting, parts[0].id);
    let merged = house.act(|act| review::merge(act, parts[0].id, None, with)).unwrap();
    assert!(merged.quote.contains("加强教材建设"), "{merged:?}");
    assert!(house.directives(meeting).iter().all(|one| one.id != with));
}

async fn a_confidential_meeting_is_not_there_for_others(database: Database) {
    let house = House::on(database);
    let secret = MeetingInput { confidential: true, ..input() };
    let meeting = house.act(|act| intake::file(act, &secret, MINUTES)).unwrap().id;
    let seen_by = |actor: &Actor| {
        let actor = actor.clone();
        house.app().db.read(move |conn| intake::meeting(conn, &actor, meeting))
    };
    assert!(seen_by(&house.clerk).is_ok());
    assert!(matches!(seen_by(&house.head), Err(Error::Storage(persistence::Error::NotFound))));

    for one in house.directives(meeting) {
        house.accept(&one, "2026-09-30");
    }
    house.act(|act| review::create_tasks(act, meeting, true)).unwrap();

    // A party to its tasks sees it.
    assert!(seen_by(&house.head).is_ok());
    let head = house.head.clone();
    let listed = house.app().db.read(move |conn| {
        persistence::views::meeting_list::count(
            conn,
            &head,
            &persistence::views::meeting_list::MeetingFilter::default(),
        )
    });
    assert_eq!(listed.unwrap(), 1);
}

/// A clerk, and a department with its head.
struct House {
    office: Office,
    clerk: Actor,
    head: Actor,
    department: DepartmentId,
}

impl House {
    fn on(database: Database) -> Self {
        let office = Office::on("2026-03-06", database);
        let person = |name: &str, role| Person {
            id: PersonId(0),
            name: name.into(),
            title: None,
            email: None,
            employee_no: None,
            phone: None,
            role,
            top_leader: false,
            department_id: None,
            locale: None,
            active: true,
        };
        let (now, today) = (office.app.clock.now(), office.app.today());
        let (clerk, head, department) = office
            .app
            .db
            .write(|conn| {
                let clerk = people::insert(conn, &person("Clerk", Role::Clerk), now)?;
                let head = people::insert(conn, &person("Head", Role::Staff), now)?;
                let department = Department {
                    id: DepartmentId(0),
                    name: "教务处".into(),
                    name_en: None,
                    aliases: Vec::new(),
                    parent_id: None,
                    head_id: Some(head),
                    leader_id: None,
                    contact_ids: Vec::new(),
                    position: 0,
                    active: true,
                };
                let department = departments::insert(conn, &department)?;
                let clerk = actor_of(conn, clerk, today)?;
                Ok::<_, persistence::Error>((clerk, actor_of(conn, head, today)?, department))
            })
            .unwrap();
        Self { office, clerk, head, department }
    }

    fn app(&self) -> &App {
        &self.office.app
    }

    fn act<T>(
        &self,
        work: impl FnOnce(&mut duban::app::Act<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.app().act_now(self.clerk.clone(), work)
    }

    fn file(&self, minutes: &str) -> MeetingId {
        self.act(|act| intake::file(act, &input(), minutes)).unwrap().id
    }

    fn revise(&self, id: MeetingId, minutes: &str) {
        let meeting = self.app().db.read(|conn| meetings::find(conn, id)).unwrap();
        let same = MeetingInput::of(&meeting);
        self.act(|act| intake::change(act, id, meeting.version, &same, Some(minutes))).unwrap();
    }

    fn directives(&self, meeting: MeetingId) -> Vec<Directive> {
        self.app().db.read(|conn| directives::of_meeting(conn, meeting)).unwrap()
    }

    fn directive(&self, id: DirectiveId) -> Directive {
        self.app().db.read(|conn| directives::find(conn, id)).unwrap()
    }

    fn neighbour_of(&self, meeting: MeetingId, id: DirectiveId) -> DirectiveId {
        let all = self.directives(meeting);
        let here = all.iter().position(|one| one.id == id).unwrap();
        all[here + 1].id
    }

    /// Accepts a candidate, with the department in the lead and a due date as typed.
    fn accept(&self, directive: &Directive, due: &str) {
        let preparation = Preparation {
            lead: Some(self.department),
            supporters: Vec::new(),
            due: due.to_owned(),
            requirement: "the plan is issued".to_owned(),
            ..directive.prepared()
        };
        let change = Change {
            version: Some(directive.version),
            disposition: Some(Disposition::Accepted),
            preparation: Some(preparation),
            ..Change::default()
        };
        self.act(|act| review::change(act, directive.id, change)).unwrap();
    }
}

fn input() -> MeetingInput {
    MeetingInput {
        title: "院长办公会第3次会议".into(),
        body_id: None,
        held_on: NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(),
        chair: Some("院长".into()),
        source: Source::Meeting,
        confidential: false,
        reader_ids: std::collections::BTreeSet::default(),
    }
}

fn faults<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<(String, Fault)> {
    match outcome {
        Err(Error::Invalid(faults)) => {
            faults.into_iter().map(|one| (one.field, one.fault)).collect()
        }
        other => panic!("not refused at a field: {other:?}"),
    }
}
