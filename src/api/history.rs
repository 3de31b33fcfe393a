//! What happened to a task, and what was reported on it.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::attachments::AttachmentView;
use super::body::At;
use super::call::{Answer, Call, Look};
use super::error::Problem;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::reference::Instant;
use crate::domain::{
    Attachment, DepartmentId, Event, EventId, EventKind, Fact, Outlook, PersonId, Report, ReportId,
    TaskId,
};
use crate::persistence::{attachments, events, reports};
use crate::services::sight::Sight;

/// A line of a task's history: written once, never changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    id: EventId,
    /// Its place in the history of its task, from 1.
    seq: i64,
    /// When it happened.
    occurred_at: Instant,
    /// When it was written down.
    recorded_at: Instant,
    actor: ActorRef,
    /// For whom a deputy acted.
    on_behalf_of: Option<ActorRef>,
    kind: EventKind,
    /// What stood there before.
    old: Option<Value>,
    /// What stands there now.
    new: Option<Value>,
    /// Covers every field and the event before.
    hash: String,
}

/// Somebody, by the name that they had then.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorRef {
    /// Null for the operator at the command line.
    pub(super) id: Option<PersonId>,
    pub(super) name: String,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let Event { id, fact, hash } = event;
        let Fact { seq, occurred_at, recorded_at, actor_id, actor_name, kind, .. } = fact;
        let json = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
        let on_behalf_of =
            fact.on_behalf_of_name.map(|name| ActorRef { id: fact.on_behalf_of_id, name });
        Self {
            id,
            seq,
            occurred_at: Instant(occurred_at),
            recorded_at: Instant(recorded_at),
            actor: ActorRef { id: actor_id, name: actor_name },
            on_behalf_of,
            kind,
            old: fact.old.map(json),
            new: fact.new.map(json),
            hash,
        }
    }
}

/// What a department said of a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportView {
    id: ReportId,
    task_id: TaskId,
    /// For which department.
    department_id: Option<DepartmentId>,
    /// Whether it speaks of a supporter's share only.
    as_support: bool,
    reporter: ActorRef,
    /// The day of the report.
    on: NaiveDate,
    reported_at: Instant,
    outlook: Option<Outlook>,
    done: Option<String>,
    no_change: bool,
    problem: Option<String>,
    next: Option<String>,
    percent: Option<i32>,
    delay_reason: Option<String>,
    expected_on: Option<NaiveDate>,
    needs: Option<String>,
    waiting_on_department_id: Option<DepartmentId>,
    /// What came with it.
    attachments: Vec<AttachmentView>,
}

impl ReportView {
    fn of(report: Report, files: &[Attachment]) -> Self {
        let own = files.iter().filter(|file| file.report_id == Some(report.id));
        Self {
            attachments: own.cloned().map(AttachmentView::from).collect(),
            id: report.id,
            task_id: report.task_id,
            department_id: report.department_id,
            as_support: report.as_support,
            reporter: ActorRef { id: report.reported_by, name: report.reported_by_name },
            on: report.reported_on,
            reported_at: Instant(report.reported_at),
            outlook: report.outlook,
            done: report.done,
            no_change: report.no_change,
            problem: report.problem,
            next: report.next,
            percent: report.percent,
            delay_reason: report.delay_reason,
            expected_on: report.expected_on,
            needs: report.needs,
            waiting_on_department_id: report.waiting_on_department_id,
        }
    }
}

/// The history of a task, the oldest first.
#[utoipa::path(
    get, path = "/tasks/{id}/events", tag = "tasks", params(PageQuery),
    responses((status = 200, body = List<EventView>))
)]
pub async fn list_events(call: Call, at: At<TaskId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        check_seen(look, at.0)?;
        let found = events::of_task(look.conn, at.0)?;
        let shown = found.into_iter().map(EventView::from).collect();
        paging.page(&look.app.secret, shown, |one: &EventView| one.seq)
    })
    .await
}

/// The reports on a task, the oldest first.
#[utoipa::path(
    get, path = "/tasks/{id}/reports", tag = "tasks", params(PageQuery),
    responses((status = 200, body = List<ReportView>))
)]
pub async fn list_reports(call: Call, at: At<TaskId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        check_seen(look, at.0)?;
        let mut found = reports::of_task(look.conn, at.0)?;
        found.sort_by_key(|one| one.id);
        let files = attachments::of_tasks(look.conn, &[at.0])?;
        let shown = found.into_iter().map(|one| ReportView::of(one, &files)).collect();
        paging.page(&look.app.secret, shown, |one: &ReportView| one.id.0)
    })
    .await
}

pub(super) fn check_seen(look: &mut Look<'_>, id: TaskId) -> Result<(), Problem> {
    let rules = look.app.settings.rules();
    Sight::of(look.conn, look.actor, id, rules)?;
    Ok(())
}
