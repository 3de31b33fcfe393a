//! Who may do what (DESIGN.md, section 8): one policy for page, API and template.

use super::{
    Actor, Approval, Ask, DecisionRules, DepartmentId, Nature, PersonId, RequestKind, Role, State,
    Step, SubmissionId, Urgency,
};

/// What the policy needs to know of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFacts {
    /// What it is among others.
    pub nature: Nature,
    /// Where it stands.
    pub state: State,
    /// The lead department.
    pub lead: DepartmentId,
    /// Supporting departments.
    pub supporters: Vec<DepartmentId>,
    /// Who does it.
    pub handler: Option<PersonId>,
    /// The leader in charge of this task, its own or from the lead department.
    pub leader: Option<PersonId>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The department that its lead says it waits for.
    pub waiting_on: Option<DepartmentId>,
    /// Departments that are asked to support it and have not answered.
    pub invited: Vec<DepartmentId>,
    /// Whether it comes from a confidential meeting.
    pub confidential: bool,
    /// Readers named for that meeting.
    pub readers: Vec<PersonId>,
    /// The open request.
    pub open_request: Option<Ask>,
    /// What a contact or handler wrote down for the head to confirm, and who.
    pub drafted: Option<(RequestKind, Option<PersonId>)>,
    /// The submission in which a draft waits for a signature.
    pub submission: Option<SubmissionId>,
}

/// What an actor is to a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts")]
pub struct Relation {
    /// Head, contact or deputy of the lead department.
    pub lead: bool,
    /// Head of the lead department, or the head's deputy.
    pub head: bool,
    /// Head, contact or deputy of a supporting department.
    pub support: bool,
    /// Does it.
    pub handler: bool,
    /// Belongs to the lead or a supporting department.
    pub member: bool,
    /// Head, contact or deputy of a department that is asked to support it.
    pub invited: bool,
    /// Head, contact, deputy or member of the department that it waits for.
    pub waited_for: bool,
    /// Leader in charge of it.
    pub in_charge: bool,
    /// Named as a reader of its confidential meeting.
    pub reader: bool,
}

impl Relation {
    /// What `actor` is to `task`.
    pub fn of(actor: &Actor, task: &TaskFacts) -> Self {
        let holds = |id: &DepartmentId| actor.holds.contains(id);
        let member = |id: &DepartmentId| actor.department_id == Some(*id);
        Self {
            lead: holds(&task.lead),
            head: actor.heads.contains(&task.lead),
            support: task.supporters.iter().any(holds),
            handler: actor.speaks_for(task.handler),
            member: member(&task.lead) || task.supporters.iter().any(member),
            invited: task.invited.iter().any(holds),
            waited_for: task.waiting_on.is_some_and(|id| holds(&id) || member(&id)),
            in_charge: actor.speaks_for(task.leader),
            reader: actor.id.is_some_and(|id| task.readers.contains(&id)),
        }
    }

    fn party(self) -> bool {
        self.lead || self.support || self.handler || self.member || self.invited
    }
}

/// What one may want to do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See it.
    See,
    /// Change what it says.
    Edit,
    /// Name who does it 经办人.
    Delegate,
    /// 交办, with one's own hand.
    Issue,
    /// Lay a draft before who signs.
    Submit,
    /// Take back.
    Recall,
    /// 签收.
    Acknowledge,
    /// 退办.
    Return,
    /// 进展反馈.
    Report,
    /// Add a file.
    Attach,
    /// Set, change and tick milestones.
    Milestones,
    /// Ask for something.
    Request(RequestKind),
    /// Confirm or discard what a contact or handler wrote down.
    Confirm,
    /// 初审.
    Advise,
    /// Approve or reject the open request.
    Decide,
    /// Take one's request back.
    Withdraw,
    /// 商请配合: ask a department to support.
    Invite,
    /// Accept or decline that.
    AnswerInvitation,
    /// Ask about a report.
    Question,
    /// 批示.
    Instruct,
    /// 催办.
    Urge,
    /// 中止, directly.
    Suspend,
    /// 恢复办理.
    Resume,
    /// 撤销, directly.
    Cancel,
    /// 转办.
    Transfer,
    /// 重新交办.
    Reopen,
    /// Break it down into sub-tasks 分解事项.
    BreakDown,
    /// Say that a sub-task is done.
    Finish,
}

/// What the policy says, the kindest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Go ahead.
    Allowed,
    /// Seen, but not theirs to do: 403.
    Refused,
    /// Not even seen: 404.
    Hidden,
}

/// May `actor` do this to `task`, in one of the roles in which they may act? Says nothing of the
/// task's state: that is the lifecycle's.
pub fn may(actor: &Actor, action: Action, task: &TaskFacts, rules: DecisionRules) -> Verdict {
    if actor.principals.is_empty() {
        return may_alone(actor, action, task, rules);
    }
    let verdicts = actor.hats().map(|hat| may_alone(&actor.wearing(hat), action, task, rules));
    verdicts.min().unwrap_or(Verdict::Hidden)
}

fn may_alone(actor: &Actor, action: Action, task: &TaskFacts, rules: DecisionRules) -> Verdict {
    let relation = Relation::of(actor, task);
    if !sees(actor, relation, task) {
        return Verdict::Hidden;
    }
    let office = actor.role.runs_office();
    let leader = actor.role == Role::Leader;
    let observer = actor.role == Role::Observer;
    let admin = actor.role == Role::Admin;
    let allowed = match action {
        Action::See => true,
        _ if observer => false,
        // A sub-task is the affair of the department that made it.
        Action::Edit | Action::Cancel | Action::Reopen | Action::Urge
            if task.nature == Nature::SubTask =>
        {
            office || relation.lead
        }
        Action::BreakDown => relation.lead || admin,
        Action::Finish => relation.lead || relation.handler || admin,
        Action::Issue => rules.approval.lets_issue(actor.role),
        Action::Submit => office && rules.approval != Approval::None,
        Action::Edit
        | Action::Recall
        | Action::Question
        | Action::Suspend
        | Action::Resume
        | Action::Cancel
        | Action::Transfer => office,
        Action::Reopen => office || leader,
        Action::Instruct => leader || admin,
        Action::Urge => office || leader,
        Action::Delegate => office || relation.lead,
        // To a confidential task nobody but the office lets others in.
        Action::Invite => office || relation.lead && !task.confidential,
        Action::AnswerInvitation => office || relation.invited,
        Action::Acknowledge | Action::Return => relation.lead || admin,
        // A handler may write one down where the head confirms it.
        Action::Request(_) => relation.lead || admin || rules.head_confirms && relation.handler,
        Action::Confirm => relation.head || admin,
        Action::Advise => advises(actor, task),
        Action::Report => relation.lead || relation.support || relation.handler || admin,
        Action::Attach => office || relation.lead || relation.support || relation.handler,
        Action::Milestones => office || relation.lead && task.state == State::InProgress,
        Action::Withdraw => {
            let asked = task.open_request.map(|ask| ask.by);
            let asked = asked.or(task.drafted.map(|(_, by)| by));
            asked.is_some_and(|by| actor.is(by)) || relation.lead || admin
        }
        Action::Decide => decides(actor, relation, task, rules),
    };
    if allowed { Verdict::Allowed } else { Verdict::Refused }
}

/// Whether `action` can be offered: it is allowed, and the state has room for it.
pub fn offered(actor: &Actor, action: Action, task: &TaskFacts, rules: DecisionRules) -> bool {
    let idle = task.open_request.is_none() && task.drafted.is_none();
    let fits = |step| task.state.after(step, None).is_ok();
    let fitting = match action {
        _ if task.nature.check(action).is_err() => false,
        Action::See => true,
        Action::Edit | Action::Milestones => {
            !matches!(task.state, State::Closed | State::Cancelled)
        }
        Action::Delegate | Action::Urge => task.state.is_open(),
        Action::AnswerInvitation => !task.invited.is_empty(),
        Action::Question | Action::Instruct | Action::Invite => {
            task.state.is_open() || task.state == State::Suspended
        }
        Action::Issue => fits(Step::Issue),
        Action::Submit => {
            let mut hats = actor.hats();
            let signed_by_others = !hats.any(|(role, _)| rules.approval.lets_issue(role));
            fits(Step::Issue) && task.submission.is_none() && signed_by_others
        }
        Action::Recall => fits(Step::Recall),
        Action::Acknowledge => fits(Step::Acknowledge),
        Action::Return => fits(Step::Return),
        Action::Report => fits(Step::Report),
        Action::Attach => fits(Step::Attach),
        Action::Request(RequestKind::Extension) => idle && fits(Step::RequestExtension),
        Action::Request(RequestKind::Closure) => idle && fits(Step::RequestClosure),
        Action::Request(RequestKind::InterimClosure) => idle && fits(Step::CloseStage),
        Action::Request(RequestKind::Suspension) => idle && fits(Step::Suspend),
        Action::Request(RequestKind::Cancellation) => idle && fits(Step::Cancel),
        Action::Confirm => task.drafted.is_some(),
        Action::Advise | Action::Decide => task.open_request.is_some(),
        Action::Withdraw => !idle,
        Action::Suspend => fits(Step::Suspend),
        Action::Resume => fits(Step::Resume),
        Action::Cancel => fits(Step::Cancel),
        Action::Transfer => fits(Step::Transfer),
        Action::Reopen => fits(Step::Reopen),
        Action::BreakDown | Action::Finish => task.state == State::InProgress,
    };
    fitting && may(actor, action, task, rules) == Verdict::Allowed
}

/// Whether `actor` writes instructions 批示 on what they may see, as on a meeting.
pub fn may_instruct(actor: &Actor) -> bool {
    actor.hats().any(|(role, _)| matches!(role, Role::Leader | Role::Admin))
}

fn sees(actor: &Actor, relation: Relation, task: &TaskFacts) -> bool {
    if actor.role.runs_office() {
        return true;
    }
    if task.state == State::Draft {
        return false;
    }
    if task.confidential {
        return relation.party() || relation.in_charge || relation.reader;
    }
    actor.reads_all() || relation.party() || relation.in_charge || relation.waited_for
}

/// 初审 is the clerk's; nobody advises on their own.
fn advises(actor: &Actor, task: &TaskFacts) -> bool {
    let own = task.open_request.is_some_and(|ask| actor.speaks_for(ask.by));
    matches!(actor.role, Role::Clerk | Role::Admin) && !own
}

fn decides(actor: &Actor, relation: Relation, task: &TaskFacts, rules: DecisionRules) -> bool {
    if actor.role == Role::Admin {
        return true;
    }
    let Some(ask) = task.open_request else {
        return actor.role == Role::OfficeHead || actor.role == Role::Leader && relation.in_charge;
    };
    // Nobody decides their own, and no deputy that of whom they act for.
    if actor.speaks_for(ask.by) {
        return false;
    }
    let top = actor.role == Role::Leader && actor.top_leader;
    if top && rules.top_leader && ask.far || ask.endorsed {
        return top;
    }
    match actor.role {
        Role::OfficeHead => true,
        Role::Leader => relation.in_charge,
        Role::Clerk => {
            ask.kind == RequestKind::Closure && task.urgency == Urgency::Normal && rules.clerk
        }
        Role::Admin | Role::Staff | Role::Observer => false,
    }
}

/// Whether `actor` may sign a submission of `drafts`: all of them, or nothing.
pub fn may_sign(actor: &Actor, drafts: &[TaskFacts], rules: DecisionRules) -> bool {
    actor.hats().any(|hat| signs_alone(&actor.wearing(hat), drafts, rules))
}

fn signs_alone(actor: &Actor, drafts: &[TaskFacts], rules: DecisionRules) -> bool {
    let signs = |draft: &TaskFacts| {
        let relation = Relation::of(actor, draft);
        relation.in_charge || actor.top_leader && (!draft.confidential || relation.reader)
    };
    match rules.approval {
        _ if actor.role == Role::Admin => true,
        Approval::None => actor.role.runs_office(),
        Approval::OfficeHead => actor.role == Role::OfficeHead,
        Approval::Leader => actor.role == Role::Leader && drafts.iter().all(signs),
    }
}

#[cfg(test)]
mod tests;
