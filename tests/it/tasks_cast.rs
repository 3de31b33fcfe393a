//! A small college for the journeys of tasks: three departments, their heads, and the office.

use duban::domain::{Actor, Department, DepartmentId, Role, Task, TaskId};
use duban::persistence::tasks;
use duban::services::directory::{self, DepartmentInput, PersonInput};
use duban::services::tasks::NewTask;
use duban::services::{steps, tasks as task_services};

use crate::guest::{Answer, Guest, guest, settle};
use crate::office::Office;

/// The college.
pub struct Cast {
    pub office: Office,
    pub lead: Department,
    pub support: Department,
}

/// Opens the college on `day` in `office`.
pub fn cast(office: Office) -> Cast {
    let app = &office.app;
    settle(app, "clerk@example.edu", Role::Clerk);
    settle(app, "office@example.edu", Role::OfficeHead);
    let leader = settle(app, "leader@example.edu", Role::Leader);
    settle(app, "observer@example.edu", Role::Observer);
    settle(app, "admin@example.edu", Role::Admin);
    let department = |name: &str, head: &str| {
        let head = settle(app, head, Role::Staff);
        let input = DepartmentInput {
            name: name.to_owned(),
            head_id: Some(head.id),
            leader_id: Some(leader.id),
            ..DepartmentInput::default()
        };
        app.act_now(Actor::operator(), |act| {
            let made = directory::create_department(act, &input)?;
            let member = PersonInput { department_id: Some(made.id), ..PersonInput::of(&head) };
            directory::update_person(act, head.id, &member)?;
            Ok::<_, duban::services::Error>(made)
        })
        .unwrap()
    };
    let lead = department("Academic Affairs Office", "head@example.edu");
    let support = department("Personnel Office", "support@example.edu");
    department("Logistics Office", "stranger@example.edu");
    Cast { office, lead, support }
}

impl Cast {
    /// A draft of the lead department, due on `due`.
    pub fn draft(&self, title: &str, due: &str) -> Task {
        let new = NewTask {
            title: title.to_owned(),
            requirement: "The list is published".to_owned(),
            lead_id: Some(self.lead.id),
            supporters: vec![self.support.id],
            due_on: Some(due.parse().unwrap()),
            ..NewTask::default()
        };
        self.office.app.act_now(Actor::operator(), |act| task_services::create(act, new)).unwrap()
    }

    /// A task that was issued to the lead department.
    pub fn issued(&self, title: &str, due: &str) -> Task {
        let draft = self.draft(title, due);
        self.office
            .app
            .act_now(Actor::operator(), |act| steps::issue(act, draft.id, draft.version))
            .unwrap()
    }

    /// A task that the lead department works on.
    pub fn running(&self, title: &str, due: &str) -> Task {
        let issued = self.issued(title, due);
        let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
        self.office
            .app
            .act_now(Actor::operator(), |act| {
                steps::acknowledge(act, issued.id, issued.version, &yes)
            })
            .unwrap()
    }

    /// The task as it stands.
    pub fn task(&self, id: TaskId) -> Task {
        self.office.app.db.read(|conn| tasks::find(conn, id)).unwrap()
    }

    /// Somebody of the college in front of a browser.
    pub async fn guest(&self, name: &str) -> Guest {
        let mut guest = guest(&self.office.app).await;
        guest.enter(&format!("{name}@example.edu")).await;
        guest
    }

    /// The id of the lead department, as a form sends it.
    pub fn lead_id(&self) -> String {
        let DepartmentId(id) = self.lead.id;
        id.to_string()
    }
}

/// Sends the form of `page` to `path`, with the version that the page showed.
pub async fn send(guest: &mut Guest, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
    let (version, seen) = (page.hidden("version"), page.hidden("seen"));
    let hidden = [("version", version.as_str()), ("seen", seen.as_str())];
    let all: Vec<_> = hidden.iter().chain(fields).copied().collect();
    guest.post(page, path, &all).await
}
