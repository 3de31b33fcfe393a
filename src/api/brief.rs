//! What became of what a meeting decided, over the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::At;
use super::call::{Answer, Call};
use super::query::{Asked, query};
use super::reference::{BodyRef, DepartmentRef, MeetingRef};
use crate::domain::{Light, MeetingId, Need, Outlook, RequestKind, State, TaskId};
use crate::persistence::views::brief::{self, Ask, Brief, Clause, Earlier, Standing};
use crate::services::intake;

/// A brief: clause by clause what became of what a meeting decided, what is left of the meetings
/// of the body before it, and what the next one is asked to settle.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Brief)]
pub struct BriefView {
    meeting: MeetingRef,
    body: Option<BodyRef>,
    /// The day of the figures.
    as_of: NaiveDate,
    /// What was accepted, in the order of the minutes.
    clauses: Vec<ClauseView>,
    /// Tasks of the meeting that rest on none of its clauses.
    others: Vec<BriefTask>,
    /// Earlier meetings of the body that have open tasks, the newest first.
    earlier: Vec<EarlierView>,
}

/// One directive that was accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = BriefClause)]
pub struct ClauseView {
    /// Its place in the minutes: `6`, or `6b` among several acts of one sentence.
    label: String,
    /// The minutes' own words.
    quote: String,
    /// None where it is not yet assigned.
    tasks: Vec<BriefTask>,
}

/// How a task stood on the day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BriefTask {
    id: TaskId,
    number: Option<String>,
    title: String,
    lead_department: DepartmentRef,
    supporting_departments: Vec<DepartmentRef>,
    due_on: Option<NaiveDate>,
    state: State,
    light: Light,
    /// Calendar days past the due date; 0 where it is not overdue.
    days_over: i64,
    percent: i32,
    last_report: Option<BriefReport>,
    /// What is asked of the meeting.
    asks: Vec<AskView>,
}

/// The lead's last report until the day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BriefReport {
    on: NaiveDate,
    outlook: Option<Outlook>,
    done: Option<String>,
    problem: Option<String>,
}

/// What is asked of the meeting about a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = BriefAsk)]
pub struct AskView {
    /// `decision` on a request, `unblock`, or `needs` of what others must give.
    kind: &'static str,
    /// The request that waits.
    request: Option<RequestKind>,
    /// The date that it asks for.
    new_due_on: Option<NaiveDate>,
    /// How many extensions there were before.
    extensions: Option<i32>,
    /// What others must give.
    needs: Vec<Need>,
    /// Why, in the words of the department.
    reason: String,
}

/// What is left of an earlier meeting.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EarlierMeeting)]
pub struct EarlierView {
    meeting: MeetingRef,
    /// How many counted tasks it gave rise to.
    all: usize,
    overdue: usize,
    /// Those that are open.
    open: Vec<BriefTask>,
}

query! {
    /// As of which day.
    BriefQuery {
        /// The day of the figures; today where nothing is said.
        as_of: NaiveDate,
    }
}

/// What became of what a meeting decided.
#[utoipa::path(
    get, path = "/meetings/{id}/brief", tag = "minutes", params(BriefQuery),
    responses((status = 200, body = BriefView))
)]
pub async fn show(call: Call, at: At<MeetingId>, asked: Asked<BriefQuery>) -> Answer {
    call.look(move |look| {
        let as_of = asked.query.as_of.unwrap_or(look.today);
        intake::meeting(look.conn, look.actor, at.0)?;
        Ok(BriefView::from(brief::of_meeting(look.conn, look.actor, at.0, as_of)?))
    })
    .await
}

impl From<Brief> for BriefView {
    fn from(brief: Brief) -> Self {
        let Brief { meeting, body, as_of, clauses, others, earlier } = brief;
        let task = |one: Standing| BriefTask::of(one, as_of);
        Self {
            meeting: MeetingRef { id: meeting.id, title: meeting.title, held_on: meeting.held_on },
            body: body.map(|body| BodyRef { id: body.id, name: body.name }),
            as_of,
            clauses: clauses
                .into_iter()
                .map(|Clause { label, quote, tasks }| ClauseView {
                    label,
                    quote,
                    tasks: tasks.into_iter().map(task).collect(),
                })
                .collect(),
            others: others.into_iter().map(task).collect(),
            earlier: earlier
                .into_iter()
                .map(|one| {
                    let overdue = one.overdue().count();
                    let Earlier { id, title, held_on, all, open } = one;
                    let meeting = MeetingRef { id, title, held_on };
                    let open = open.into_iter().map(task).collect();
                    EarlierView { meeting, all, overdue, open }
                })
                .collect(),
        }
    }
}

impl BriefTask {
    fn of(standing: Standing, as_of: NaiveDate) -> Self {
        let Standing { line, light, percent, report, asks } = standing;
        let supporters = line.supporters.into_iter();
        Self {
            id: line.task.id,
            number: line.task.number,
            title: line.task.title,
            lead_department: DepartmentRef { id: line.lead.id, name: line.lead.name },
            supporting_departments: supporters
                .map(|one| DepartmentRef { id: one.id, name: one.name })
                .collect(),
            due_on: line.marks.due_on,
            state: line.marks.state,
            light,
            days_over: if light == Light::Overdue { line.marks.days_over(as_of) } else { 0 },
            percent,
            last_report: report.map(|report| BriefReport {
                on: report.reported_on,
                outlook: report.outlook,
                done: report.done,
                problem: report.problem,
            }),
            asks: asks.into_iter().map(AskView::from).collect(),
        }
    }
}

impl From<Ask> for AskView {
    fn from(ask: Ask) -> Self {
        let plain = Self {
            kind: "unblock",
            request: None,
            new_due_on: None,
            extensions: None,
            needs: Vec::new(),
            reason: String::new(),
        };
        match ask {
            Ask::Decide(kind, new_due_on, reason, before) => Self {
                kind: "decision",
                request: Some(kind),
                new_due_on,
                extensions: Some(before),
                reason,
                ..plain
            },
            Ask::Unblock(reason) => Self { reason, ..plain },
            Ask::Give(needs, reason) => Self { kind: "needs", needs, reason, ..plain },
        }
    }
}
