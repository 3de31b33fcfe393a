//! Tasks over the API: found, written down, changed.

use chrono::NaiveDate;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{
    AnyRequest, Asked, FlagParam, Lights, PageQuery, RoleParam, SortParam, States, query,
};
use super::recurrence::RecurrenceInput;
use super::task_view::TaskView;
use super::text::{Line, Prose};
use crate::app::Act;
use crate::domain::{
    BodyId, Cadence, DepartmentId, DirectiveId, Fault, Ground, InstructionId, MeetingId, PersonId,
    ProgrammeId, Recurrence, ReportOwed, Source, TaskFilter, TaskId, Urgency,
};
use crate::persistence;
use crate::persistence::views::task_list::{self, Position, Sort};
use crate::services::sight::Sight;
use crate::services::tasks::{self, NewTask, TaskPatch};
use crate::services::{Error, instructions, recurrences};

body! {
    /// A new task, as a draft.
    TaskInput needs lead_department_id unless parent_id, fan_out_department_ids; {
        title: Line,
        /// What will be there when it is done.
        requirement: Option<Prose>,
        /// Needed, but for a sub-task (the lead of its parent) and with `fan_out_department_ids`
        /// (the follower's department where empty).
        lead_department_id: Option<DepartmentId>,
        /// May lie in the past or on a holiday.
        due_on: Option<NaiveDate>,
        /// No due date, a cadence instead.
        long_term: Option<bool>,
        supporting_department_ids: Option<Vec<DepartmentId>>,
        handler_id: Option<PersonId>,
        /// Where it is not the lead department's leader in charge.
        leader_id: Option<PersonId>,
        /// Who watches it; the caller where empty.
        follower_id: Option<PersonId>,
        directive_id: Option<DirectiveId>,
        meeting_id: Option<MeetingId>,
        programme_id: Option<ProgrammeId>,
        /// Puts it below another task, as one department's part of it: that one is counted by its
        /// parts from now on. Two levels, and never changed afterwards.
        parent_id: Option<TaskId>,
        /// Writes down one part for each of these departments below the task.
        fan_out_department_ids: Option<Vec<DepartmentId>>,
        /// With `parent_id`: a share inside the parent's lead department, in hand at once, with a
        /// `handler_id` and due not after the parent. Where nothing is said, it is for the head and
        /// the contacts, and not for the office.
        sub_task: Option<bool>,
        urgency: Option<Urgency>,
        cadence: Option<Cadence>,
        /// Whether closure needs evidence.
        evidence_required: Option<bool>,
        /// How it repeats; one instance is open at a time.
        recurrence: Option<RecurrenceInput>,
        /// Where it comes from, where no minutes say it: an instruction, a document, a plan.
        source: Option<Source>,
        /// The day of that.
        source_on: Option<NaiveDate>,
        /// Its number, or the place in it.
        source_reference: Option<Line>,
        /// The words that the task rests on, as they stand.
        source_words: Option<Prose>,
        /// The instruction that it is made of: that is its source then.
        instruction_id: Option<InstructionId>,
    }
}

body! {
    /// What changes about a task; null empties a field. Lead department and dates of an issued
    /// task have steps of their own.
    TaskChange {
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
    changes {
        title: Line,
        requirement: Prose,
        lead_department_id: DepartmentId,
        due_on: Option<NaiveDate>,
        long_term: bool,
        supporting_department_ids: Vec<DepartmentId>,
        handler_id: Option<PersonId>,
        leader_id: Option<PersonId>,
        follower_id: Option<PersonId>,
        programme_id: Option<ProgrammeId>,
        urgency: Urgency,
        cadence: Cadence,
        evidence_required: bool,
        /// How it repeats from now on; null ends it.
        recurrence: Option<RecurrenceInput>,
    }
}

query! {
    /// Which tasks, in which order.
    TaskQuery {
        /// In one of these states.
        state: States,
        /// With one of these lights.
        light: Lights,
        /// With this flag.
        flag: FlagParam,
        /// The parts or sub-tasks of this task.
        parent_id: TaskId,
        /// Only those that figures count: no drafts, suspended, cancelled, long-term, nor what is
        /// spread over departments (its parts are counted) and sub-tasks (their task is).
        counted: bool,
        /// Only those that are awaiting acknowledgement, in progress or under closure review.
        open: bool,
        /// Only long-term tasks, or none of them.
        long_term: bool,
        /// Of this department and everything below it.
        department_id: DepartmentId,
        /// What that department does: `lead` or `support`; either where empty.
        role: RoleParam,
        /// Whose lead says that it waits for this department or one below it.
        waiting_on_department_id: DepartmentId,
        handler_id: PersonId,
        /// Of this leader in charge.
        leader_id: PersonId,
        /// Those with a leader in charge, or those without one.
        led: bool,
        programme_id: ProgrammeId,
        meeting_id: MeetingId,
        /// From meetings of this body.
        body_id: BodyId,
        /// Of this urgency: `normal`, `urgent` or `critical`.
        urgency: Urgency,
        /// With an open request: `any`, or of this kind.
        open_request: AnyRequest,
        /// Of whose report due by `as_of`: `expected`, `received` or `missed`. Long-term tasks are
        /// among them; what waits for a decision on that day is not.
        report: ReportOwed,
        /// The first day of the period that this report was for; else the day itself.
        report_from: NaiveDate,
        /// With this cadence.
        cadence: Cadence,
        due_from: NaiveDate,
        due_to: NaiveDate,
        issued_from: NaiveDate,
        issued_to: NaiveDate,
        closed_from: NaiveDate,
        closed_to: NaiveDate,
        /// Whose date that on-time is judged by is not later.
        baseline_to: NaiveDate,
        /// As they stood on this day.
        as_of: NaiveDate,
        /// Words of the title, the requirement or the number.
        q: String,
        /// `due_on`, `number` or `updated_at`, with `-` for descending.
        sort: SortParam,
    }
}

impl TaskQuery {
    /// Which tasks are asked for.
    pub fn filter(&self) -> TaskFilter {
        TaskFilter {
            ids: Vec::new(),
            parent_id: self.parent_id,
            states: self.state.clone().map(|several| several.0).unwrap_or_default(),
            lights: self.light.clone().map(|several| several.0).unwrap_or_default(),
            flag: self.flag.map(|flag| flag.0),
            counted: self.counted.unwrap_or_default(),
            open: self.open.unwrap_or_default(),
            long_term: self.long_term,
            department_id: self.department_id,
            role: self.role.map(|role| role.0),
            waiting_on_department_id: self.waiting_on_department_id,
            handler_id: self.handler_id,
            leader_id: self.leader_id,
            led: self.led,
            programme_id: self.programme_id,
            meeting_id: self.meeting_id,
            body_id: self.body_id,
            urgency: self.urgency,
            open_request: self.open_request.map(|request| request.0),
            report: self.report,
            report_from: self.report_from,
            cadence: self.cadence,
            due_from: self.due_from,
            due_to: self.due_to,
            issued_from: self.issued_from,
            issued_to: self.issued_to,
            closed_from: self.closed_from,
            closed_to: self.closed_to,
            baseline_to: self.baseline_to,
            as_of: self.as_of,
            q: self.q.clone(),
        }
    }

    /// In which order.
    pub fn sort(&self) -> Sort {
        self.sort.map(|sort| sort.0).unwrap_or_default()
    }
}

/// Tasks that the caller may see.
#[utoipa::path(
    get, path = "/tasks", tag = "tasks", params(TaskQuery, PageQuery),
    responses((status = 200, body = List<TaskView>))
)]
pub async fn list(call: Call, asked: Asked<(TaskQuery, PageQuery)>) -> Answer {
    let Asked { query: (query, PageQuery { limit, cursor }), question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let filter = query.filter();
        let sort = query.sort();
        let place = paging.place(&look.app.secret)?;
        let after = place.as_deref().and_then(|place| place.rsplit_once('/'));
        let after = after
            .and_then(|(key, id)| Some(Position { key: key.to_owned(), id: id.parse().ok()? }));
        let limit = i64::try_from(paging.limit()).unwrap_or(i64::MAX);
        let (actor, today) = (look.actor, look.today);
        let page = task_list::page(look.conn, actor, &filter, sort, after.as_ref(), limit, today)?;
        let day = filter.as_of.unwrap_or(today);
        let next = page.next.map(|Position { key, id }| format!("{key}/{id}"));
        Ok(List {
            items: page.items.into_iter().map(|line| TaskView::of(line, day)).collect(),
            total: page.total,
            next_cursor: next.map(|place| paging.cursor(&look.app.secret, &place)),
        })
    })
    .await
}

/// Writes a task down as a draft, with its parts where it is for several departments; a sub-task
/// is in hand at once.
#[utoipa::path(
    post, path = "/tasks", tag = "tasks", request_body = TaskInput,
    responses((status = 201, body = TaskView))
)]
pub async fn create(call: Call, posted: Posted<TaskInput>) -> Answer {
    call.act(Made::At("/api/v1/tasks"), posted, |act, new| {
        let recurrence = new.recurrence.map(Recurrence::from);
        let ground = ground(act, &new)?;
        let new = NewTask {
            title: new.title.0,
            requirement: new.requirement.unwrap_or_default().0,
            lead_id: new.lead_department_id,
            supporters: new.supporting_department_ids.unwrap_or_default(),
            due_on: new.due_on,
            long_term: new.long_term.unwrap_or_default(),
            handler_id: new.handler_id,
            leader_id: new.leader_id,
            follower_id: new.follower_id,
            directive_id: new.directive_id,
            meeting_id: new.meeting_id,
            programme_id: new.programme_id,
            parent_id: new.parent_id,
            fan_out: new.fan_out_department_ids.unwrap_or_default(),
            sub_task: new.sub_task,
            urgency: new.urgency.unwrap_or(Urgency::Normal),
            cadence: new.cadence.unwrap_or(Cadence::None),
            evidence_required: new.evidence_required.unwrap_or_default(),
            ground,
            follows: None,
        };
        let mut task = tasks::create(act, new)?;
        if recurrence.is_some() {
            task = recurrences::set(act, task.id, None, recurrence)?;
        }
        TaskView::after(act, &task)
    })
    .await
}

/// What a new task rests on, where that is said.
fn ground(act: &mut Act<'_>, new: &TaskInput) -> Result<Option<Ground>, Problem> {
    let mut ground = match new.instruction_id {
        Some(id) => {
            let rules = act.rules();
            let found = instructions::look(act.conn, &act.actor.clone(), id, rules);
            let (found, _) = known(found, "instruction_id")?;
            instructions::ground_of(&found)
        }
        None => match new.source {
            Some(source) if source != Source::Meeting => Ground {
                source,
                dated_on: None,
                reference: None,
                words: None,
                instruction_id: None,
            },
            _ => return Ok(None),
        },
    };
    ground.dated_on = new.source_on.or(ground.dated_on);
    ground.reference = new.source_reference.clone().map(|line| line.0).or(ground.reference);
    ground.words = new.source_words.clone().map(|text| text.0).or(ground.words);
    Ok(Some(ground))
}

/// What an id in the body names, or that it names nothing.
fn known<T>(found: Result<T, Error>, field: &str) -> Result<T, Error> {
    found.map_err(|error| match error {
        Error::Storage(persistence::Error::NotFound) => Error::invalid(field, Fault::NoSuch),
        other => other,
    })
}

/// One task.
#[utoipa::path(
    get, path = "/tasks/{id}", tag = "tasks", responses((status = 200, body = TaskView))
)]
pub async fn show(call: Call, at: At<TaskId>) -> Answer {
    call.look(move |look| {
        let rules = look.app.settings.rules();
        Sight::of(look.conn, look.actor, at.0, rules)?;
        TaskView::now(look.conn, at.0, look.today)
    })
    .await
}

/// Changes what a task says.
#[utoipa::path(
    patch, path = "/tasks/{id}", tag = "tasks", request_body = TaskChange,
    responses((status = 200, body = TaskView))
)]
pub async fn change(call: Call, at: At<TaskId>, posted: Posted<TaskChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| -> Result<TaskView, Problem> {
        let patch = TaskPatch {
            title: change.title.0.map(|line| line.0),
            requirement: change.requirement.0.map(|text| text.0),
            lead_id: change.lead_department_id.0,
            supporters: change.supporting_department_ids.0,
            due_on: change.due_on.0,
            long_term: change.long_term.0,
            handler_id: change.handler_id.0,
            leader_id: change.leader_id.0,
            follower_id: change.follower_id.0,
            programme_id: change.programme_id.0,
            urgency: change.urgency.0,
            cadence: change.cadence.0,
            evidence_required: change.evidence_required.0,
        };
        let Some(recurrence) = change.recurrence.0 else {
            let task = tasks::edit(act, at.0, change.version, patch)?;
            return TaskView::after(act, &task);
        };
        // What else is changed is changed first; the version seen is good for both.
        let version = if patch == TaskPatch::default() {
            change.version
        } else {
            tasks::edit(act, at.0, change.version, patch)?.version
        };
        let recurrence = recurrence.map(Recurrence::from);
        let task = recurrences::set(act, at.0, Some(version), recurrence)?;
        TaskView::after(act, &task)
    })
    .await
}
