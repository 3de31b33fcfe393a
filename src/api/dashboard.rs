//! The dashboard over the API: every count equals the total of the list with the same filter.

use actix_web::HttpRequest;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Answer, Call};
use super::query::{Asked, RoleParam, query};
use crate::domain::{BodyId, Counts, DepartmentId, MeetingId, Month, PersonId, ProgrammeId};
use crate::persistence::views::dashboard::{
    Board, DashboardFilter, Day, DepartmentFigures, MeetingFigures, ProgrammeFigures, Totals,
};

/// How things stand on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Dashboard)]
pub struct DashboardView {
    as_of: NaiveDate,
    totals: TotalsView,
    departments: Vec<DepartmentLine>,
    programmes: Vec<ProgrammeLine>,
    meetings: Vec<MeetingLine>,
    trend: Vec<MonthLine>,
}

/// Tasks by light, and what follows. Rates are fractions; null where nothing is due yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Counts)]
pub struct CountsView {
    all: i64,
    closed_on_time: i64,
    closed_late: i64,
    on_track: i64,
    due_soon: i64,
    overdue: i64,
    closed: i64,
    open: i64,
    due: i64,
    due_closed: i64,
    awaiting_acknowledgement: i64,
    awaiting_decision: i64,
    completion_rate: Option<f64>,
    due_completion_rate: Option<f64>,
    on_time_rate: Option<f64>,
}

/// The whole organisation, each task once.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Totals)]
pub struct TotalsView {
    #[serde(flatten)]
    counts: CountsView,
    closed_this_month: i64,
    median_days_to_close: Option<i64>,
    extensions_granted: i64,
    missed_reports: i64,
    long_term: i64,
}

/// A department with everything below it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DepartmentFigures)]
pub struct DepartmentLine {
    id: DepartmentId,
    name: String,
    lead: CountsView,
    support: CountsView,
}

/// A programme.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProgrammeFigures)]
pub struct ProgrammeLine {
    id: ProgrammeId,
    name: String,
    counts: CountsView,
}

/// A meeting.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MeetingFigures)]
pub struct MeetingLine {
    id: MeetingId,
    title: String,
    counts: CountsView,
}

/// A month.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Month)]
pub struct MonthLine {
    /// Year and month, `YYYY-MM`.
    month: String,
    opened: i64,
    closed: i64,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        Self {
            all: counts.all,
            closed_on_time: counts.closed_on_time,
            closed_late: counts.closed_late,
            on_track: counts.on_track,
            due_soon: counts.due_soon,
            overdue: counts.overdue,
            closed: counts.closed,
            open: counts.open,
            due: counts.due,
            due_closed: counts.due_closed,
            awaiting_acknowledgement: counts.awaiting_acknowledgement,
            awaiting_decision: counts.awaiting_decision,
            completion_rate: counts.completion().fraction(),
            due_completion_rate: counts.due_completion().fraction(),
            on_time_rate: counts.on_time().fraction(),
        }
    }
}

impl From<Totals> for TotalsView {
    fn from(totals: Totals) -> Self {
        Self {
            counts: totals.counts.into(),
            closed_this_month: totals.closed_this_month,
            median_days_to_close: totals.median_days_to_close,
            extensions_granted: totals.extensions_granted,
            missed_reports: totals.missed_reports,
            long_term: totals.long_term,
        }
    }
}

impl From<DepartmentFigures> for DepartmentLine {
    fn from(DepartmentFigures { id, name, lead, support }: DepartmentFigures) -> Self {
        Self { id, name, lead: lead.into(), support: support.into() }
    }
}

impl From<ProgrammeFigures> for ProgrammeLine {
    fn from(ProgrammeFigures { id, name, counts }: ProgrammeFigures) -> Self {
        Self { id, name, counts: counts.into() }
    }
}

impl From<MeetingFigures> for MeetingLine {
    fn from(MeetingFigures { id, title, counts, .. }: MeetingFigures) -> Self {
        Self { id, title, counts: counts.into() }
    }
}

impl From<Month> for MonthLine {
    fn from(month: Month) -> Self {
        let Month { first, opened, closed, .. } = month;
        Self { month: first.format("%Y-%m").to_string(), opened, closed }
    }
}

impl From<Board> for DashboardView {
    fn from(board: Board) -> Self {
        Self {
            as_of: board.as_of,
            totals: board.totals.into(),
            departments: board.departments.into_iter().map(DepartmentLine::from).collect(),
            programmes: board.programmes.into_iter().map(ProgrammeLine::from).collect(),
            meetings: board.meetings.into_iter().map(MeetingLine::from).collect(),
            trend: board.trend.into_iter().map(MonthLine::from).collect(),
        }
    }
}

query! {
    /// Of which day, and which tasks.
    DashboardQuery {
        /// Any past day; today where empty.
        as_of: NaiveDate,
        /// Issued on this day or later.
        from: NaiveDate,
        /// Issued on this day or earlier.
        to: NaiveDate,
        /// From meetings of this body.
        body_id: BodyId,
        /// From this meeting.
        meeting_id: MeetingId,
        programme_id: ProgrammeId,
        /// Of this department and everything below it.
        department_id: DepartmentId,
        /// What that department does: `lead` or `support`; either where empty.
        role: RoleParam,
        /// Of this leader in charge.
        leader_id: PersonId,
    }
}

/// How things stand on a day.
#[utoipa::path(
    get, path = "/dashboard", tag = "tasks", params(DashboardQuery),
    responses(
        (status = 200, body = DashboardView),
        (status = 304, description = "Nothing has changed since the `ETag` in `If-None-Match`"),
    )
)]
pub async fn show(request: HttpRequest, call: Call, asked: Asked<DashboardQuery>) -> Answer {
    let query = asked.query;
    call.look_again(&request, move |look| {
        let filter = DashboardFilter {
            as_of: query.as_of.unwrap_or(look.today),
            from: query.from,
            to: query.to,
            body_id: query.body_id,
            meeting_id: query.meeting_id,
            programme_id: query.programme_id,
            department_id: query.department_id,
            leader_id: query.leader_id,
            role: query.role.map(|role| role.0),
        };
        let day = Day::read(look.conn, look.actor, &filter)?;
        Ok(DashboardView::from(Board::of(look.conn, &day)?))
    })
    .await
}
