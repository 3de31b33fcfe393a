//! What hangs on one person, before they leave.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::{Department, Holding, PersonId, RequestState, State, Task, TaskId, Tree};
use crate::persistence::deputies::{self, Deputy};
use crate::persistence::schema::{requests, tasks};
use crate::persistence::{Conn, Error, departments, tasks as task_rows};

/// States in which a task still holds somebody.
const HOLDING: [State; 5] = [
    State::Draft,
    State::AwaitingAcknowledgement,
    State::InProgress,
    State::ClosureReview,
    State::Suspended,
];

/// What one person holds.
#[derive(Debug, Clone)]
pub struct Holdings {
    /// All departments.
    pub tree: Tree,
    /// Posts in departments that are in use.
    pub posts: Vec<(Holding, Department)>,
    /// Parts in tasks that are not done, by their dates.
    pub parts: Vec<(Holding, Task)>,
    /// Tasks that are not done and for which they answer by a post, as head or leader in charge.
    pub answered: Vec<Task>,
    /// Who stands in for them, and for whom they stand in, today or later.
    pub deputies: Vec<Deputy>,
    /// How many of their requests wait for a decision.
    pub requests: i64,
}

impl Holdings {
    /// What `person` holds on `today`.
    pub fn of(conn: &mut Conn, person: PersonId, today: NaiveDate) -> Result<Self, Error> {
        let tree = departments::tree(conn)?;
        let posts = posts(&tree, person);
        let named = tasks::handler_id
            .eq(person)
            .or(tasks::follower_id.eq(person))
            .or(tasks::leader_id.eq(person));
        let ids: Vec<TaskId> = tasks::table
            .filter(tasks::state.eq_any(HOLDING))
            .filter(named)
            .order((tasks::due_on, tasks::id))
            .select(tasks::id)
            .load(conn)?;
        let found = task_rows::find_all(conn, &ids)?;
        let parts = found.iter().flat_map(|task| parts(task, person)).collect();
        let headed = tree.headed_by(person);
        let led = tree.led_by(person);
        let both: Vec<_> = headed.union(&led).copied().collect();
        let ids: Vec<TaskId> = tasks::table
            .filter(tasks::state.eq_any(HOLDING))
            .filter(tasks::lead_id.eq_any(both))
            .order((tasks::due_on, tasks::id))
            .select(tasks::id)
            .load(conn)?;
        let mut answered = task_rows::find_all(conn, &ids)?;
        // A task with a leader of its own is not the department's leader's.
        answered.retain(|task| headed.contains(&task.lead_id) || task.leader_id.is_none());
        let requests = requests::table
            .filter(requests::requested_by.eq(person))
            .filter(requests::state.eq(RequestState::Open))
            .count()
            .get_result(conn)?;
        let deputies = deputies::around(conn, person, today)?;
        Ok(Self { tree, posts, parts, answered, deputies, requests })
    }

    /// How many tasks that are not done hold them, in whatever part.
    pub fn tasks(&self) -> usize {
        let parts = self.parts.iter().map(|(_, task)| task.id);
        parts.chain(self.answered.iter().map(|task| task.id)).collect::<BTreeSet<_>>().len()
    }

    /// Whether nothing hangs on them.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty() && self.parts.is_empty() && self.deputies.is_empty()
    }
}

fn posts(tree: &Tree, person: PersonId) -> Vec<(Holding, Department)> {
    let of_one = |one: &Department| {
        let head = (one.head_id == Some(person)).then_some(Holding::Head(one.id));
        let contact = one.contact_ids.contains(&person).then_some(Holding::Contact(one.id));
        let leads = (one.leader_id == Some(person)).then_some(Holding::InCharge(one.id));
        [head, contact, leads].into_iter().flatten().map(|post| (post, one.clone())).collect()
    };
    let active = tree.iter().filter(|one| one.active);
    active.flat_map(|one| -> Vec<(Holding, Department)> { of_one(one) }).collect()
}

fn parts(task: &Task, person: PersonId) -> Vec<(Holding, Task)> {
    let handler = (task.handler_id == Some(person)).then_some(Holding::Handler(task.id));
    let follower = (task.follower_id == Some(person)).then_some(Holding::Follower(task.id));
    let leader = (task.leader_id == Some(person)).then_some(Holding::Leader(task.id));
    [handler, follower, leader].into_iter().flatten().map(|part| (part, task.clone())).collect()
}
