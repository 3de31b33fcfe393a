//! A task as somebody sees it: with what the policy needs to know, and what it then allows.

use crate::app::Act;
use crate::domain::{
    Action, Actor, Ask, DecisionRules, PersonId, Request, RequestId, RequestKind, State, Task,
    TaskFacts, TaskId, Tree, Verdict, may, offered,
};
use crate::persistence::{
    self, Conn, departments, invitations, meetings, requests, submissions, tasks,
};

use super::Error;

/// A task with its surroundings, as one person sees it.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The task.
    pub task: Task,
    /// What the policy needs to know of it.
    pub facts: TaskFacts,
    /// The departments.
    pub tree: Tree,
    /// The request that waits for its decision.
    pub request: Option<Request>,
    /// The request that waits for the head of the department.
    pub drafted: Option<Request>,
}

impl Sight {
    /// Looks at a task.
    ///
    /// # Errors
    /// [`Error::NOT_FOUND`] where it is not there, or not theirs to see.
    pub fn of(
        conn: &mut Conn,
        actor: &Actor,
        id: TaskId,
        rules: DecisionRules,
    ) -> Result<Self, Error> {
        let task = tasks::find(conn, id)?;
        let tree = departments::tree(conn)?;
        let sight = Self::around(conn, task, tree)?;
        sight.demand(actor, Action::See, rules)?;
        Ok(sight)
    }

    /// Looks at the task that a request is about.
    pub fn of_request(
        conn: &mut Conn,
        actor: &Actor,
        id: RequestId,
        rules: DecisionRules,
    ) -> Result<(Self, Request), Error> {
        let request = requests::find(conn, id)?;
        let sight = Self::of(conn, actor, request.task_id, rules)?;
        Ok((sight, request))
    }

    fn around(conn: &mut Conn, task: Task, tree: Tree) -> Result<Self, persistence::Error> {
        let request = task.open_request_id.map(|id| requests::find(conn, id)).transpose()?;
        let drafted = requests::drafted(conn, task.id)?;
        let draft = task.state == State::Draft;
        let submission = if draft { submissions::of_task(conn, task.id)? } else { None };
        let meeting = task.meeting_id.map(|id| meetings::find(conn, id)).transpose()?;
        let secret = meeting.filter(|meeting| meeting.confidential);
        let invited = invitations::open(conn, &[task.id])?;
        let facts = TaskFacts {
            nature: task.nature(),
            state: task.state,
            lead: task.lead_id,
            supporters: task.supporters.clone(),
            handler: task.handler_id,
            leader: task.leader_id.or_else(|| tree.leader(task.lead_id)),
            urgency: task.urgency,
            waiting_on: task.waiting_on_id,
            invited: invited.into_iter().map(|one| one.department_id).collect(),
            confidential: secret.is_some(),
            readers: secret.map(|meeting| meeting.reader_ids).into_iter().flatten().collect(),
            open_request: request.as_ref().map(|request| Ask::of(request, task.extensions)),
            drafted: drafted.as_ref().map(|request| (request.kind, request.requested_by)),
            submission,
        };
        Ok(Self { task, facts, tree, request, drafted })
    }

    /// Refuses what the policy does not allow.
    pub fn demand(&self, actor: &Actor, action: Action, rules: DecisionRules) -> Result<(), Error> {
        match may(actor, action, &self.facts, rules) {
            Verdict::Allowed => Ok(()),
            Verdict::Refused => Err(Error::Forbidden),
            Verdict::Hidden => Err(Error::NOT_FOUND),
        }
    }

    /// Whether `action` can be offered to `actor`: it is allowed and the state has room for it.
    pub fn offers(&self, actor: &Actor, action: Action, rules: DecisionRules) -> bool {
        offered(actor, action, &self.facts, rules)
    }

    /// The leader in charge, the task's own or the lead department's.
    pub fn leader(&self) -> Option<PersonId> {
        self.facts.leader
    }

    /// The responsible person 责任人: the head of the lead department.
    pub fn responsible(&self) -> Option<PersonId> {
        self.tree.head(self.task.lead_id)
    }
}

/// Takes a task in hand that `action` is allowed on, whatever its state and place.
pub(super) fn look(act: &mut Act<'_>, id: TaskId, action: Action) -> Result<Sight, Error> {
    let rules = act.rules();
    tasks::hold(act.conn, id)?;
    let sight = Sight::of(act.conn, &act.actor, id, rules)?;
    sight.demand(&act.actor, action, rules)?;
    Ok(sight)
}

/// Opens a task for an act: seen, allowed, and of the version that the caller saw.
pub(super) fn open(
    act: &mut Act<'_>,
    id: TaskId,
    action: Action,
    version: Option<i64>,
) -> Result<Sight, Error> {
    let sight = look(act, id, action)?;
    sight.task.nature().check(action)?;
    if version.is_some_and(|seen| seen != sight.task.version) {
        return Err(Error::STALE);
    }
    Ok(sight)
}

/// The kind of the request that waits on `task`.
pub(super) fn open_request(
    conn: &mut Conn,
    task: &Task,
) -> Result<Option<RequestKind>, persistence::Error> {
    Ok(task.open_request_id.map(|id| requests::find(conn, id)).transpose()?.map(|one| one.kind))
}
