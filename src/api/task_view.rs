//! A task as the API shows it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::attachments::AttachmentView;
use super::error::Problem;
use super::milestones::MilestoneView;
use super::recurrence::RecurrenceView;
use super::reference::{DepartmentRef, DirectiveRef, Instant, MeetingRef, PersonRef, ProgrammeRef};
use crate::app::Act;
use crate::domain::{
    Cadence, DepartmentId, Flag, Invitation, InvitationId, Light, Nature, Outlook, PersonId,
    Pieces, Report, Request, RequestId, RequestKind, Source, State, Task, TaskId, Urgency, flags,
};
use crate::persistence::Conn;
use crate::persistence::views::task_lines::{self, Ref, TaskLine};

/// The tracked unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Task)]
pub struct TaskView {
    id: TaskId,
    /// Given at issue; without gaps in a year.
    number: Option<String>,
    title: String,
    requirement: String,
    state: State,
    light: Light,
    flags: Vec<Flag>,
    percent: i32,
    urgency: Urgency,
    cadence: Cadence,
    long_term: bool,
    evidence_required: bool,
    /// Frozen at issue.
    original_due_on: Option<NaiveDate>,
    /// What the department works to.
    due_on: Option<NaiveDate>,
    /// What on-time is judged by.
    baseline_due_on: Option<NaiveDate>,
    issued_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    lead_department: DepartmentRef,
    supporting_departments: Vec<DepartmentRef>,
    /// The head of the lead department.
    responsible: Option<PersonRef>,
    handler: Option<PersonRef>,
    /// The leader in charge, its own or the lead department's.
    leader: Option<PersonRef>,
    /// The clerk who watches it.
    follower: Option<PersonRef>,
    meeting: Option<MeetingRef>,
    directive: Option<DirectiveRef>,
    programme: Option<ProgrammeRef>,
    parent_id: Option<TaskId>,
    nature: Nature,
    /// How its parts or sub-tasks stand; null where it has none.
    children: Option<ChildrenView>,
    open_request: Option<OpenRequestView>,
    last_report: Option<LastReport>,
    /// Departments that are asked to support it and have not answered.
    invitations: Vec<InvitationView>,
    /// Its files, those of reports and requests among them, the oldest first.
    attachments: Vec<AttachmentView>,
    /// Where it comes from, if it comes from anywhere.
    source: Option<Source>,
    /// The next milestone that is not reached.
    next_milestone: Option<MilestoneView>,
    recurrence: Option<RecurrenceView>,
    /// By when a leader wants an answer: the lead's next report.
    answer_by: Option<NaiveDate>,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

/// How the parts or sub-tasks of a task stand; what is cancelled is left out.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Children)]
pub struct ChildrenView {
    closed: usize,
    total: usize,
    /// The average of their percentages.
    percent: i32,
}

impl From<Pieces> for ChildrenView {
    fn from(Pieces { closed, of, percent }: Pieces) -> Self {
        Self { closed, total: of, percent }
    }
}

/// The request that waits for its decision.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OpenRequest)]
pub struct OpenRequestView {
    id: RequestId,
    kind: RequestKind,
    reason: String,
    new_due_on: Option<NaiveDate>,
    result: Option<String>,
    /// For a closure: what proves it, in words.
    evidence: Option<String>,
    /// What came with it.
    attachments: Vec<AttachmentView>,
}

/// A department that is asked to support and has not answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationView {
    id: InvitationId,
    department_id: DepartmentId,
    text: Option<String>,
    invited_on: NaiveDate,
}

impl From<Invitation> for InvitationView {
    fn from(one: Invitation) -> Self {
        let Invitation { id, department_id, text, invited_on, .. } = one;
        Self { id, department_id, text, invited_on }
    }
}

/// What the lead department said last.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastReport {
    on: NaiveDate,
    outlook: Option<Outlook>,
    percent: Option<i32>,
    done: Option<String>,
}

fn person(one: Ref<PersonId>) -> PersonRef {
    PersonRef { id: one.id, name: one.name }
}

impl TaskView {
    /// `line` as it stood on `day`.
    pub fn of(line: TaskLine, day: NaiveDate) -> Self {
        let TaskLine {
            task,
            marks,
            lead,
            supporters,
            responsible,
            handler,
            leader,
            follower,
            meeting,
            directive,
            programme,
            request,
            report,
            invitations,
            files,
            milestone,
            repetition,
            source,
            wanted,
            whole: _,
            pieces,
        } = line;
        let files: Vec<AttachmentView> = files.into_iter().map(AttachmentView::from).collect();
        let nature = task.nature();
        let flags = flags(&marks, &task.circumstances(), day);
        let Task { id, number, title, requirement, percent, urgency, cadence, .. } = task;
        Self {
            id,
            number,
            title,
            requirement,
            state: marks.state,
            light: marks.light(day),
            flags,
            percent,
            urgency,
            cadence,
            long_term: task.long_term,
            evidence_required: task.evidence_required,
            original_due_on: task.original_due_on,
            due_on: marks.due_on,
            baseline_due_on: marks.baseline_due_on,
            issued_on: task.issued_on,
            closed_on: marks.closed_on,
            lead_department: DepartmentRef { id: lead.id, name: lead.name },
            supporting_departments: supporters
                .into_iter()
                .map(|one| DepartmentRef { id: one.id, name: one.name })
                .collect(),
            responsible: responsible.map(person),
            handler: handler.map(person),
            leader: leader.map(person),
            follower: follower.map(person),
            meeting: meeting.map(|one| MeetingRef {
                id: one.id,
                title: one.title,
                held_on: one.held_on,
            }),
            directive: directive.map(|one| DirectiveRef { id: one.id, quote: one.quote }),
            programme: programme.map(|one| ProgrammeRef { id: one.id, name: one.name }),
            parent_id: task.parent_id,
            nature,
            children: pieces.map(ChildrenView::from),
            open_request: request.map(|request| OpenRequestView::of(request, &files)),
            last_report: report.map(LastReport::from),
            invitations: invitations.into_iter().map(InvitationView::from).collect(),
            attachments: files,
            source,
            next_milestone: milestone.map(MilestoneView::from),
            recurrence: repetition.map(RecurrenceView::from),
            answer_by: wanted.and_then(|one| one.answer_by),
            version: task.version,
            created_at: Instant(task.created_at),
            updated_at: Instant(task.updated_at),
        }
    }

    /// The task as it stands now.
    pub fn now(conn: &mut Conn, id: TaskId, today: NaiveDate) -> Result<Self, Problem> {
        Ok(Self::of(task_lines::line(conn, id)?, today))
    }

    /// The task as a step has left it, even where that took it out of the actor's sight.
    pub fn after(act: &mut Act<'_>, task: &Task) -> Result<Self, Problem> {
        Self::now(act.conn, task.id, act.today)
    }
}

impl OpenRequestView {
    fn of(request: Request, files: &[AttachmentView]) -> Self {
        let Request { id, kind, reason, new_due_on, result, evidence, .. } = request;
        let own = files.iter().filter(|file| file.came_with(id));
        let attachments = own.cloned().collect();
        Self { id, kind, reason, new_due_on, result, evidence, attachments }
    }
}

impl From<Report> for LastReport {
    fn from(report: Report) -> Self {
        let Report { reported_on, outlook, percent, done, .. } = report;
        Self { on: reported_on, outlook, percent, done }
    }
}
