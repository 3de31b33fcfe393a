//! What letters tell: a task with its meeting, a request, the last thing that happened.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::{
    Cadence, DepartmentId, EventId, PersonId, RequestId, RequestKind, RequestState, State, TaskId,
    Urgency,
};
use crate::persistence::schema::{events, meetings, requests, task_supporters, tasks};
use crate::persistence::{Conn, Error};

/// A task as letters tell it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(base_query = tasks::table.left_join(meetings::table))]
pub struct MailedTask {
    /// Its identity.
    #[diesel(select_expression = tasks::id)]
    pub id: TaskId,
    /// Its number.
    #[diesel(select_expression = tasks::number)]
    pub number: Option<String>,
    /// Its title.
    #[diesel(select_expression = tasks::title)]
    pub title: String,
    /// 办理要求（完成标志）.
    #[diesel(select_expression = tasks::requirement)]
    pub requirement: String,
    /// Where it stands.
    #[diesel(select_expression = tasks::state)]
    pub state: State,
    /// Whether it is its department's own affair.
    #[diesel(select_expression = tasks::is_subtask)]
    pub is_subtask: bool,
    /// How urgent it is.
    #[diesel(select_expression = tasks::urgency)]
    pub urgency: Urgency,
    /// Its lead department.
    #[diesel(select_expression = tasks::lead_id)]
    pub lead_id: DepartmentId,
    /// Who does it.
    #[diesel(select_expression = tasks::handler_id)]
    pub handler_id: Option<PersonId>,
    /// Its own leader in charge.
    #[diesel(select_expression = tasks::leader_id)]
    pub leader_id: Option<PersonId>,
    /// 督办人.
    #[diesel(select_expression = tasks::follower_id)]
    pub follower_id: Option<PersonId>,
    /// The date that the department works to.
    #[diesel(select_expression = tasks::due_on)]
    pub due_on: Option<NaiveDate>,
    /// The date as first issued.
    #[diesel(select_expression = tasks::original_due_on)]
    pub original_due_on: Option<NaiveDate>,
    /// When it was issued.
    #[diesel(select_expression = tasks::issued_on)]
    pub issued_on: Option<NaiveDate>,
    /// When it was closed.
    #[diesel(select_expression = tasks::closed_on)]
    pub closed_on: Option<NaiveDate>,
    /// Since when its clock stands still.
    #[diesel(select_expression = tasks::stopped_on)]
    pub stopped_on: Option<NaiveDate>,
    /// How often a report is due.
    #[diesel(select_expression = tasks::cadence)]
    pub cadence: Cadence,
    /// Since when its lead owes reports.
    #[diesel(select_expression = tasks::reports_from)]
    pub reports_from: Option<NaiveDate>,
    /// When the lead reported last.
    #[diesel(select_expression = tasks::last_report_on)]
    pub last_report_on: Option<NaiveDate>,
    /// How far it has come.
    #[diesel(select_expression = tasks::percent)]
    pub percent: i32,
    /// The meeting that decided it, and when it was held.
    #[diesel(select_expression = (meetings::title, meetings::held_on).nullable())]
    pub meeting: Option<(String, NaiveDate)>,
}

/// A request as letters tell it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = requests)]
pub struct MailedRequest {
    /// Its task.
    pub task_id: TaskId,
    /// What is asked for.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// Why.
    pub reason: String,
    /// What was achieved.
    pub result: Option<String>,
    /// The date asked for.
    pub new_due_on: Option<NaiveDate>,
    /// Who asks.
    pub requested_by: Option<PersonId>,
    /// Their name.
    pub requested_by_name: String,
    /// The name of who decided.
    pub decided_by_name: Option<String>,
    /// What they wrote.
    pub comment: Option<String>,
}

/// One task.
pub fn task(conn: &mut Conn, id: TaskId) -> Result<MailedTask, Error> {
    Ok(MailedTask::query().filter(tasks::id.eq(id)).first(conn)?)
}

/// One request.
pub fn request(conn: &mut Conn, id: RequestId) -> Result<MailedRequest, Error> {
    Ok(MailedRequest::query().filter(requests::id.eq(id)).first(conn)?)
}

/// Every task of which somebody may have to be reminded.
pub fn watched(conn: &mut Conn) -> Result<Vec<MailedTask>, Error> {
    let open = MailedTask::query()
        .filter(tasks::state.eq_any([State::AwaitingAcknowledgement, State::InProgress]))
        .filter(tasks::stopped_on.is_null())
        .filter(tasks::is_parent.eq(false));
    Ok(open.order(tasks::id).load(conn)?)
}

/// The departments that support a task.
pub fn supporters(conn: &mut Conn, id: TaskId) -> Result<Vec<DepartmentId>, Error> {
    let rows = task_supporters::table.filter(task_supporters::task_id.eq(id));
    Ok(rows.select(task_supporters::department_id).load(conn)?)
}

/// Those of `ids` that come from a confidential meeting.
pub fn confidential(conn: &mut Conn, ids: &[TaskId]) -> Result<BTreeSet<TaskId>, Error> {
    let secret = tasks::table
        .inner_join(meetings::table)
        .filter(tasks::id.eq_any(ids))
        .filter(meetings::confidential.eq(true));
    let found: Vec<TaskId> = secret.select(tasks::id).load(conn)?;
    Ok(found.into_iter().collect())
}

/// The last thing that happened to a task: what a letter written now is caused by.
pub fn last_event(conn: &mut Conn, id: TaskId) -> Result<EventId, Error> {
    let history = events::table.filter(events::task_id.eq(id)).order(events::seq.desc());
    Ok(history.select(events::id).first(conn)?)
}

/// Whether a request on the task waits for its decision, or for the head.
pub fn request_open(conn: &mut Conn, id: TaskId) -> Result<bool, Error> {
    let open = requests::table
        .filter(requests::task_id.eq(id))
        .filter(requests::state.eq_any([RequestState::Open, RequestState::Drafted]));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}
