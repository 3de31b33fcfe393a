//! What a filter and a viewer mean in SQL: the one place where a task is let into a list or a
//! figure, in the words of `domain/light.rs` and `domain/permission.rs`.

use chrono::{NaiveDate, TimeDelta};
use diesel::Connection;
use diesel::dsl::{InnerJoinQuerySource, exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

use crate::domain::{
    Actor, DepartmentId, DepartmentPart, Flag, InvitationState, Light, OpenRequest, Outlook,
    PersonId, ReportOwed, State, TaskFilter, Tree,
};
use crate::persistence::schema::{
    invitations, meeting_readers, meetings, supporter_spans, task_spans, task_supporters, tasks,
};
use crate::persistence::{Conn, search};

type Backend = <Conn as Connection>::Backend;

/// What the conditions are about: how a task stood, joined with the task.
pub(super) type Source = InnerJoinQuerySource<task_spans::table, tasks::table>;

/// One condition.
pub(super) type Condition = Box<dyn BoxableExpression<Source, Backend, SqlType = Nullable<Bool>>>;

const OPEN: [State; 3] = [State::AwaitingAcknowledgement, State::InProgress, State::ClosureReview];

/// Everything that a task must fulfil to be shown to `viewer` under `filter`, as of `day`.
pub(super) fn conditions(
    conn: &Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    tree: &Tree,
    day: NaiveDate,
) -> Vec<Condition> {
    let mut all: Vec<Condition> = vec![
        Box::new(task_spans::from_day.le(day).nullable()),
        Box::new(task_spans::to_day.gt(day).nullable()),
    ];
    all.extend(visible_to(viewer));
    all.extend(parties(filter, tree, day));
    all.extend(dates(filter));
    if !filter.ids.is_empty() {
        all.push(Box::new(tasks::id.eq_any(filter.ids.clone()).nullable()));
    }
    if !filter.states.is_empty() {
        all.push(Box::new(task_spans::state.eq_any(filter.states.clone()).nullable()));
    }
    if !filter.lights.is_empty() {
        all.extend(filter.lights.iter().map(|light| lit(*light, day)).reduce(either));
    }
    if let Some(parent) = filter.parent_id {
        all.push(Box::new(tasks::parent_id.eq(parent)));
    }
    if let Some(flag) = filter.flag {
        all.push(flagged(flag, day));
    }
    if filter.counted {
        all.push(Box::new(task_spans::counted.eq(true).nullable()));
    }
    if filter.open {
        all.push(Box::new(task_spans::state.eq_any(OPEN).nullable()));
    }
    if let Some(long_term) = filter.long_term {
        all.push(Box::new(task_spans::long_term.eq(long_term).nullable()));
    }
    if let Some(urgency) = filter.urgency {
        all.push(Box::new(tasks::urgency.eq(urgency).nullable()));
    }
    match filter.open_request {
        Some(OpenRequest::Any) => {
            all.push(Box::new(task_spans::open_request.is_not_null().nullable()));
        }
        Some(OpenRequest::Kind(kind)) => all.push(Box::new(task_spans::open_request.eq(kind))),
        None => {}
    }
    if let Some(cadence) = filter.cadence {
        all.push(Box::new(task_spans::cadence.eq(cadence).nullable()));
    }
    if let Some(report) = filter.report {
        all.push(owing(report, filter.report_from.unwrap_or(day), day));
    }
    all.extend(filter.q.as_deref().map(|words| found_by(conn, words)));
    all
}

/// Found by what somebody typed. What has neither letter nor digit finds nothing.
fn found_by(conn: &Conn, typed: &str) -> Condition {
    let rows = search::rows(conn);
    match search::question(conn, typed) {
        Some(question) => Box::new(
            sql::<Nullable<Bool>>(&format!("tasks.id IN ({rows}"))
                .bind::<Text, _>(question)
                .sql("))"),
        ),
        None => Box::new(sql::<Nullable<Bool>>("1 = 0")),
    }
}

fn either(one: Condition, other: Condition) -> Condition {
    Box::new(one.or(other))
}

fn both(one: Condition, other: Condition) -> Condition {
    Box::new(one.and(other))
}

/// The light, as [`crate::domain::Marks::light`] judges it.
fn lit(light: Light, day: NaiveDate) -> Condition {
    let closed = || task_spans::state.eq(State::Closed).nullable();
    let late = || task_spans::closed_on.gt(task_spans::baseline_due_on);
    let judged: Condition = match light {
        Light::None => {
            return Box::new(
                task_spans::state
                    .eq_any([State::Draft, State::Suspended, State::Cancelled])
                    .or(task_spans::is_parent.eq(true))
                    .nullable(),
            );
        }
        Light::ClosedLate => Box::new(closed().and(late())),
        Light::ClosedOnTime => Box::new(
            closed().and(
                task_spans::baseline_due_on
                    .is_null()
                    .nullable()
                    .or(task_spans::closed_on.is_null().nullable())
                    .or(task_spans::closed_on.le(task_spans::baseline_due_on)),
            ),
        ),
        Light::Overdue => both(is_open(), overdue(day)),
        Light::DueSoon => both(is_open(), both(not_overdue(day), soon_or_missed(day))),
        Light::OnTrack => {
            both(is_open(), both(not_overdue(day), both(reached_not_soon(day), not_missed(day))))
        }
    };
    both(Box::new(task_spans::is_parent.eq(false).nullable()), judged)
}

fn is_open() -> Condition {
    Box::new(task_spans::state.eq_any(OPEN).nullable())
}

/// Whether `column` lies before the day as of which the task is judged: today, or the day on
/// which the clock was stopped.
macro_rules! before_judged {
    ($column:expr, $operator:ident, $day:expr) => {{
        let stopped =
            task_spans::stopped_on.is_null().or(task_spans::stopped_on.gt($day).assume_not_null());
        let running = stopped.nullable().and($column.$operator($day));
        let standing =
            task_spans::stopped_on.le($day).and($column.$operator(task_spans::stopped_on));
        Box::new(running.or(standing)) as Condition
    }};
}

fn overdue(day: NaiveDate) -> Condition {
    before_judged!(task_spans::due_on, lt, day)
}

fn not_overdue(day: NaiveDate) -> Condition {
    either(
        Box::new(task_spans::due_on.is_null().nullable()),
        before_judged!(task_spans::due_on, ge, day),
    )
}

fn missed(day: NaiveDate) -> Condition {
    before_judged!(task_spans::missed_on, le, day)
}

fn not_missed(day: NaiveDate) -> Condition {
    either(
        Box::new(task_spans::missed_on.is_null().nullable()),
        before_judged!(task_spans::missed_on, gt, day),
    )
}

fn soon_or_missed(day: NaiveDate) -> Condition {
    either(before_judged!(task_spans::soon_on, le, day), missed(day))
}

fn reached_not_soon(day: NaiveDate) -> Condition {
    either(
        Box::new(task_spans::soon_on.is_null().nullable()),
        before_judged!(task_spans::soon_on, gt, day),
    )
}

/// The flag, as [`crate::domain::flags`] sets it.
fn flagged(flag: Flag, day: NaiveDate) -> Condition {
    match flag {
        Flag::DueSoon => lit(Light::DueSoon, day),
        Flag::Overdue => lit(Light::Overdue, day),
        Flag::ReportMissed => both(is_open(), missed(day)),
        Flag::Extended => Box::new(task_spans::extensions.gt(0).nullable()),
        Flag::Blocked => both(is_open(), Box::new(task_spans::outlook.eq(Outlook::Blocked))),
        Flag::AwaitingDecision => Box::new(task_spans::open_request.is_not_null().nullable()),
        Flag::Unexplained => both(
            lit(Light::Overdue, day),
            either(
                Box::new(
                    task_spans::explained_on
                        .is_null()
                        .nullable()
                        .or(task_spans::explained_on.le(task_spans::due_on)),
                ),
                before_judged!(task_spans::expected_on, lt, day),
            ),
        ),
    }
}

/// Of which a report was due by `day`, as [`ReportOwed::of_expected`] judges it.
fn owing(report: ReportOwed, from: NaiveDate, day: NaiveDate) -> Condition {
    let late = task_spans::missed_on.le(day.succ_opt().unwrap_or(day));
    let came = || {
        task_spans::last_report_on.between(from, day).and(
            task_spans::missed_on
                .is_null()
                .nullable()
                .or(task_spans::missed_on.gt(day + TimeDelta::days(1))),
        )
    };
    let owing: Condition = match report {
        ReportOwed::Missed => Box::new(late),
        ReportOwed::Received => Box::new(came()),
        ReportOwed::Expected => Box::new(late.or(came())),
    };
    let asked = task_spans::counted
        .eq(true)
        .or(task_spans::long_term.eq(true))
        .and(task_spans::state.eq_any([State::InProgress, State::ClosureReview]))
        .and(task_spans::stopped_on.is_null().or(task_spans::stopped_on.gt(day).assume_not_null()));
    both(Box::new(asked.nullable()), owing)
}

fn dates(filter: &TaskFilter) -> Vec<Condition> {
    macro_rules! bound {
        ($value:expr, $column:expr, $operator:ident) => {
            $value.map(|day| Box::new($column.$operator(day)) as Condition)
        };
    }

    [
        bound!(filter.due_from, task_spans::due_on, ge),
        bound!(filter.due_to, task_spans::due_on, le),
        bound!(filter.baseline_to, task_spans::baseline_due_on, le),
        bound!(filter.issued_from, task_spans::issued_on, ge),
        bound!(filter.issued_to, task_spans::issued_on, le),
        bound!(filter.closed_from, task_spans::closed_on, ge),
        bound!(filter.closed_to, task_spans::closed_on, le),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn parties(filter: &TaskFilter, tree: &Tree, day: NaiveDate) -> Vec<Condition> {
    let mut all: Vec<Condition> = Vec::new();
    // Every task has a lead; some have nobody who supports.
    if filter.department_id.is_none() && filter.role == Some(DepartmentPart::Support) {
        all.push(Box::new(exists(support_on(day)).nullable()));
    }
    if let Some(department) = filter.department_id {
        let within: Vec<DepartmentId> = tree.subtree(department).into_iter().collect();
        let leads: Condition = Box::new(task_spans::lead_id.eq_any(within.clone()).nullable());
        let supports = Box::new(
            exists(support_on(day).filter(supporter_spans::department_id.eq_any(within)))
                .nullable(),
        );
        all.push(match filter.role {
            Some(DepartmentPart::Lead) => leads,
            Some(DepartmentPart::Support) => supports,
            None => either(leads, supports),
        });
    }
    if let Some(department) = filter.waiting_on_department_id {
        let within: Vec<DepartmentId> = tree.subtree(department).into_iter().collect();
        all.push(Box::new(tasks::waiting_on_id.eq_any(within)));
    }
    if let Some(person) = filter.handler_id {
        all.push(Box::new(tasks::handler_id.eq(person)));
    }
    if let Some(person) = filter.leader_id {
        all.push(Box::new(task_spans::leader_id.eq(person)));
    }
    match filter.led {
        Some(true) => all.push(Box::new(task_spans::leader_id.is_not_null().nullable())),
        Some(false) => all.push(Box::new(task_spans::leader_id.is_null().nullable())),
        None => {}
    }
    if let Some(programme) = filter.programme_id {
        all.push(Box::new(task_spans::programme_id.eq(programme)));
    }
    if let Some(meeting) = filter.meeting_id {
        all.push(Box::new(tasks::meeting_id.eq(meeting)));
    }
    if let Some(body) = filter.body_id {
        let of_body =
            meetings::table.filter(meetings::body_id.eq(body)).select(meetings::id.nullable());
        all.push(Box::new(tasks::meeting_id.eq_any(of_body)));
    }
    all
}

/// Who supported the task on `day`.
#[diesel::dsl::auto_type(no_type_alias)]
fn support_on(day: NaiveDate) -> _ {
    supporter_spans::table
        .filter(supporter_spans::task_id.eq(tasks::id))
        .filter(supporter_spans::from_day.le(day))
        .filter(supporter_spans::to_day.gt(day))
}

pub(super) fn supported_by(departments: Vec<DepartmentId>) -> Condition {
    let row = task_supporters::table
        .filter(task_supporters::task_id.eq(tasks::id))
        .filter(task_supporters::department_id.eq_any(departments));
    Box::new(exists(row).nullable())
}

/// What `viewer` may see; `None` where that is everything.
pub(super) fn visible_to(viewer: &Actor) -> Option<Condition> {
    if viewer.runs_office() {
        return None;
    }
    let departments: Vec<DepartmentId> =
        viewer.holds.iter().copied().chain(viewer.department_id).collect();
    let led: Vec<DepartmentId> = viewer.leads.iter().copied().collect();
    let selves: Vec<PersonId> = viewer.principals.keys().copied().chain(viewer.id).collect();
    let me = viewer.id;

    let concerned = [
        Box::new(tasks::lead_id.eq_any(departments.clone()).nullable()) as Condition,
        supported_by(departments.clone()),
        Box::new(tasks::handler_id.eq_any(selves.clone())),
        Box::new(tasks::leader_id.eq_any(selves)),
        invited(viewer.holds.iter().copied().collect()),
        Box::new(tasks::leader_id.is_null().nullable().and(tasks::lead_id.eq_any(led))),
        named_reader(me),
        both(Box::new(tasks::waiting_on_id.eq_any(departments)), not_confidential()),
    ];
    let concerned = concerned.into_iter().reduce(either)?;
    let seen = if viewer.reads_all() { either(concerned, not_confidential()) } else { concerned };
    let issued: Condition = Box::new(task_spans::state.ne(State::Draft).nullable());
    Some(both(issued, seen))
}

/// Asked to support, and not answered yet.
fn invited(departments: Vec<DepartmentId>) -> Condition {
    let open = invitations::table
        .filter(invitations::task_id.eq(tasks::id))
        .filter(invitations::state.eq(InvitationState::Open))
        .filter(invitations::department_id.eq_any(departments));
    Box::new(exists(open).nullable())
}

fn not_confidential() -> Condition {
    let confidential = meetings::table
        .filter(meetings::confidential.eq(true))
        .filter(meetings::id.nullable().eq(tasks::meeting_id));
    Box::new(not(exists(confidential)).nullable())
}

/// Named as a reader of the confidential meeting that the task comes from.
fn named_reader(me: Option<PersonId>) -> Condition {
    let named = meeting_readers::table
        .inner_join(meetings::table)
        .filter(meetings::confidential.eq(true))
        .filter(meeting_readers::meeting_id.nullable().eq(tasks::meeting_id))
        .filter(meeting_readers::person_id.nullable().eq(me));
    Box::new(exists(named).nullable())
}
