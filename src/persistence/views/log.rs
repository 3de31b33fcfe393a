//! The whole history: every line of every task, the newest first, filtered, a page at a time.

use chrono::NaiveDateTime;
use diesel::Connection;
use diesel::dsl::{InnerJoinQuerySource, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

use super::meeting_list::containing;
use crate::domain::{Event, EventId, EventKind, PersonId, Report, ReportId, Request, RequestId};
use crate::persistence::events::EventRow;
use crate::persistence::schema::{events, tasks};
use crate::persistence::{Conn, Error, reports, requests};

/// Which lines. Every field that is unset shows more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Who did it, or for whom.
    pub person: Option<PersonId>,
    /// What happened.
    pub kind: Option<EventKind>,
    /// The task's number, or words of its title.
    pub task: Option<String>,
    /// Not before this instant.
    pub from: Option<NaiveDateTime>,
    /// Before this instant.
    pub until: Option<NaiveDateTime>,
    /// Words of what was said, done or changed.
    pub text: Option<String>,
}

/// One line, with the task that it is about.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// What happened.
    pub event: Event,
    /// The task's number; `None` for a draft.
    pub number: Option<String>,
    /// What is to be done.
    pub title: String,
}

/// Lines, with the reports and requests that they name.
#[derive(Debug, Clone, Default)]
pub struct LogPage {
    /// The newest first.
    pub lines: Vec<LogLine>,
    /// Reports that they name.
    pub reports: Vec<Report>,
    /// Requests that they name.
    pub requests: Vec<Request>,
}

type Backend = <Conn as Connection>::Backend;
type Source = InnerJoinQuerySource<events::table, tasks::table>;
type Condition = Box<dyn BoxableExpression<Source, Backend, SqlType = Nullable<Bool>>>;

/// Up to `limit` lines under `filter`, those older than `before`.
pub fn page(
    conn: &mut Conn,
    filter: &LogFilter,
    before: Option<EventId>,
    limit: i64,
) -> Result<LogPage, Error> {
    let mut query = events::table.inner_join(tasks::table).into_boxed();
    for condition in conditions(filter) {
        query = query.filter(condition);
    }
    if let Some(before) = before {
        query = query.filter(events::id.lt(before));
    }
    let rows: Vec<(EventRow, Option<String>, String)> = query
        .order(events::id.desc())
        .limit(limit)
        .select((EventRow::as_select(), tasks::number, tasks::title))
        .load(conn)?;
    let lines: Vec<LogLine> = rows
        .into_iter()
        .map(|(row, number, title)| LogLine { event: row.into(), number, title })
        .collect();
    let told: Vec<ReportId> = lines.iter().filter_map(|one| one.event.fact.report_id).collect();
    let asked: Vec<RequestId> = lines.iter().filter_map(|one| one.event.fact.request_id).collect();
    Ok(LogPage {
        reports: reports::find_all(conn, &told)?,
        requests: requests::find_all(conn, &asked)?,
        lines,
    })
}

/// How many lines there are under `filter`.
pub fn count(conn: &mut Conn, filter: &LogFilter) -> Result<i64, Error> {
    let mut query = events::table.inner_join(tasks::table).into_boxed();
    for condition in conditions(filter) {
        query = query.filter(condition);
    }
    Ok(query.count().get_result(conn)?)
}

fn conditions(filter: &LogFilter) -> Vec<Condition> {
    let mut all: Vec<Condition> = Vec::new();
    if let Some(person) = filter.person {
        all.push(Box::new(events::actor_id.eq(person).or(events::on_behalf_of_id.eq(person))));
    }
    if let Some(kind) = filter.kind {
        all.push(Box::new(events::kind.eq(kind).nullable()));
    }
    if let Some(from) = filter.from {
        all.push(Box::new(events::occurred_at.ge(from).nullable()));
    }
    if let Some(until) = filter.until {
        all.push(Box::new(events::occurred_at.lt(until).nullable()));
    }
    if let Some(task) = &filter.task {
        all.push(Box::new(
            sql::<Nullable<Bool>>("LOWER(COALESCE(tasks.number, '') || ' ' || tasks.title) LIKE ")
                .bind::<Text, _>(containing(task))
                .sql(" ESCAPE '!'"),
        ));
    }
    if let Some(text) = &filter.text {
        all.push(saying(text));
    }
    all
}

/// What was changed, who did it, and what the report or the request says.
fn saying(text: &str) -> Condition {
    let pattern = containing(text);
    Box::new(
        sql::<Nullable<Bool>>(
            "(LOWER(COALESCE(events.old, '') || ' ' || COALESCE(events.new, '') || ' ' \
             || events.actor_name) LIKE ",
        )
        .bind::<Text, _>(pattern.clone())
        .sql(
            " ESCAPE '!' OR EXISTS (SELECT 1 FROM reports WHERE reports.id = events.report_id \
             AND LOWER(COALESCE(reports.done, '') || ' ' || COALESCE(reports.problem, '') || ' ' \
             || COALESCE(reports.next, '') || ' ' || COALESCE(reports.delay_reason, '')) LIKE ",
        )
        .bind::<Text, _>(pattern.clone())
        .sql(
            " ESCAPE '!') OR EXISTS (SELECT 1 FROM requests \
             WHERE requests.id = events.request_id AND LOWER(requests.reason || ' ' \
             || COALESCE(requests.result, '') || ' ' || COALESCE(requests.comment, '')) LIKE ",
        )
        .bind::<Text, _>(pattern)
        .sql(" ESCAPE '!'))"),
    )
}
