//! A small college for tests: two departments with heads, the people of the office, a leader.

use duban::app::{Act, actor_of};
use duban::domain::{Actor, DepartmentId, EventKind, PersonId, Role, Task, TaskId};
use duban::persistence::outbox::{self, KeptLetter, LetterFilter};
use duban::persistence::{events, tasks};
use duban::services::directory::{DepartmentInput, PersonInput, create_department, create_person};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, steps};
use duban::settings::Settings;

use crate::databases::Database;
use crate::office::Office;

/// The people and departments of the college, by what they are.
pub struct College {
    pub office: Office,
    pub clerk: PersonId,
    pub office_head: PersonId,
    /// In charge of Academic Affairs.
    pub leader: PersonId,
    /// In charge of nothing.
    pub other_leader: PersonId,
    pub observer: PersonId,
    pub head: PersonId,
    pub contact: PersonId,
    pub other_head: PersonId,
    /// Academic Affairs, with `head` and `contact`.
    pub academic: DepartmentId,
    /// Personnel, with `other_head`.
    pub personnel: DepartmentId,
}

impl College {
    /// The college on the morning of `day`.
    pub fn on(day: &str, database: Database) -> Self {
        Self::in_office(Office::on(day, database))
    }

    /// The college on the morning of `day`, with settings of its own.
    pub fn with(day: &str, database: Database, decide: impl FnOnce(&mut Settings)) -> Self {
        Self::in_office(Office::with(day, database, decide))
    }

    fn in_office(office: Office) -> Self {
        office
            .app
            .clone()
            .act_now(Actor::operator(), |act| {
                let clerk = person(act, "Clerk", Role::Clerk)?;
                let office_head = person(act, "Office head", Role::OfficeHead)?;
                let leader = person(act, "Vice President", Role::Leader)?;
                let other_leader = person(act, "Other leader", Role::Leader)?;
                let observer = person(act, "Observer", Role::Observer)?;
                let head = person(act, "Head of Academic Affairs", Role::Staff)?;
                let contact = person(act, "Contact of Academic Affairs", Role::Staff)?;
                let other_head = person(act, "Head of Personnel", Role::Staff)?;
                let academic = DepartmentInput {
                    name: "Academic Affairs Office".into(),
                    head_id: Some(head),
                    contact_ids: vec![contact],
                    leader_id: Some(leader),
                    ..DepartmentInput::default()
                };
                let personnel = DepartmentInput {
                    name: "Personnel Office".into(),
                    head_id: Some(other_head),
                    ..DepartmentInput::default()
                };
                let academic = create_department(act, &academic)?.id;
                let personnel = create_department(act, &personnel)?.id;
                Ok::<_, Error>(Self {
                    office,
                    clerk,
                    office_head,
                    leader,
                    other_leader,
                    observer,
                    head,
                    contact,
                    other_head,
                    academic,
                    personnel,
                })
            })
            .unwrap()
    }

    /// Lets `person` do something, as of now.
    pub fn as_person<T>(
        &self,
        person: PersonId,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.office.app.act_now(self.actor(person), work)
    }

    /// What `person` may do today.
    pub fn actor(&self, person: PersonId) -> Actor {
        let today = self.office.app.today();
        self.office.app.db.read(|conn| actor_of(conn, person, today)).unwrap()
    }

    /// A draft for Academic Affairs with Personnel in support.
    pub fn draft(&self, title: &str, due_on: &str) -> Task {
        let new = NewTask {
            title: title.into(),
            lead_id: Some(self.academic),
            supporters: vec![self.personnel],
            due_on: Some(due_on.parse().unwrap()),
            ..NewTask::default()
        };
        self.as_person(self.clerk, |act| create(act, new)).unwrap()
    }

    /// A task of Academic Affairs that waits for its acknowledgement.
    pub fn issued(&self, title: &str, due_on: &str) -> Task {
        let draft = self.draft(title, due_on);
        self.as_person(self.clerk, |act| steps::issue(act, draft.id, draft.version)).unwrap()
    }

    /// A task of Academic Affairs that is being worked on.
    pub fn in_progress(&self, title: &str, due_on: &str) -> Task {
        let issued = self.issued(title, due_on);
        let answer = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
        self.as_person(self.head, |act| steps::acknowledge(act, issued.id, issued.version, &answer))
            .unwrap()
    }

    /// Every letter, the oldest first.
    pub fn letters(&self) -> Vec<KeptLetter> {
        let all = LetterFilter { limit: 1_000, ..LetterFilter::default() };
        let mut kept = self.office.app.db.read(|conn| outbox::list(conn, &all)).unwrap();
        kept.reverse();
        kept
    }

    /// The task as it stands.
    pub fn task(&self, id: TaskId) -> Task {
        self.office.app.db.read(|conn| tasks::find(conn, id)).unwrap()
    }

    /// What has happened to the task, the oldest first.
    pub fn kinds(&self, task: TaskId) -> Vec<EventKind> {
        let all = self.office.app.db.read(|conn| events::of_task(conn, task)).unwrap();
        all.into_iter().map(|event| event.fact.kind).collect()
    }
}

fn person(act: &mut Act<'_>, name: &str, role: Role) -> Result<PersonId, Error> {
    let address = format!("{}@example.edu", name.to_lowercase().replace(' ', "."));
    let input = PersonInput { name: name.into(), email: Some(address), ..PersonInput::new(role) };
    Ok(create_person(act, &input)?.id)
}
