//! A house with minutes to review: a clerk, a colleague, a department with its head.

use chrono::NaiveDate;
use duban::app::{Act, App, actor_of};
use duban::domain::{
    Actor, Department, DepartmentId, Directive, DirectiveId, Disposition, Fault, MeetingId, Person,
    PersonId, Preparation, Role, Source,
};
use duban::persistence::{self, departments, directives, meetings, people};
use duban::services::Error;
use duban::services::intake::{self, MeetingInput, Revised};
use duban::services::review::{self, Change};

use crate::databases::Database;
use crate::office::Office;

/// Two sentences that ask for something; the second holds three acts.
pub const MINUTES: &str = "会议纪要\n\n一、教学工作\n\n会议要求，教务处要于2026年9月30日前完成课程调整方案。\
    各部门务必加强教材建设，推进“课堂革命”，实施教育数字化。😀\n";

/// A clerk, and a department with its head.
pub struct House {
    pub office: Office,
    pub clerk: Actor,
    pub colleague: Actor,
    pub head: Actor,
    pub department: DepartmentId,
}

impl House {
    pub fn on(database: Database) -> Self {
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
        let (clerk, colleague, head, department) = office
            .app
            .db
            .write(|conn| {
                let clerk = people::insert(conn, &person("Clerk", Role::Clerk), now)?;
                let colleague = people::insert(conn, &person("Colleague", Role::Clerk), now)?;
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
                Ok::<_, persistence::Error>((
                    actor_of(conn, clerk, today)?,
                    actor_of(conn, colleague, today)?,
                    actor_of(conn, head, today)?,
                    department,
                ))
            })
            .unwrap();
        Self { office, clerk, colleague, head, department }
    }

    pub fn app(&self) -> &App {
        &self.office.app
    }

    pub fn act<T>(&self, work: impl FnOnce(&mut Act<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.app().act_now(self.clerk.clone(), work)
    }

    /// What the second clerk does.
    pub fn act_beside<T>(
        &self,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.app().act_now(self.colleague.clone(), work)
    }

    pub fn file(&self, minutes: &str) -> MeetingId {
        self.act(|act| intake::file(act, &input(), minutes)).unwrap().id
    }

    pub fn revise(&self, id: MeetingId, minutes: &str) -> Option<Revised> {
        let meeting = self.app().db.read(|conn| meetings::find(conn, id)).unwrap();
        let same = MeetingInput::of(&meeting);
        self.act(|act| intake::change(act, id, meeting.version, &same, Some(minutes))).unwrap().1
    }

    pub fn directives(&self, meeting: MeetingId) -> Vec<Directive> {
        self.app().db.read(|conn| directives::of_meeting(conn, meeting)).unwrap()
    }

    pub fn directive(&self, id: DirectiveId) -> Directive {
        self.app().db.read(|conn| directives::find(conn, id)).unwrap()
    }

    pub fn neighbour_of(&self, meeting: MeetingId, id: DirectiveId) -> DirectiveId {
        let all = self.directives(meeting);
        let here = all.iter().position(|one| one.id == id).unwrap();
        all[here + 1].id
    }

    /// Accepts a candidate, with the department in the lead and a due date as typed.
    pub fn accept(&self, directive: &Directive, due: &str) {
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

/// A meeting that anybody may see.
pub fn input() -> MeetingInput {
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

/// What an act was refused for, by field.
#[track_caller]
pub fn faults<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<(String, Fault)> {
    match outcome {
        Err(Error::Invalid(faults)) => {
            faults.into_iter().map(|one| (one.field, one.fault)).collect()
        }
        other => panic!("not refused at a field: {other:?}"),
    }
}
