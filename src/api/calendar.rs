//! The working calendar over the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Posted;
use super::call::{Answer, Call, Made};
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::text::Line;
use crate::domain::{CalendarEntry, DayKind};
use crate::persistence::calendar;
use crate::services::working_calendar;

/// What the calendar says of some days in a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CalendarDays)]
pub struct DaysView {
    id: i64,
    /// The first day.
    on: NaiveDate,
    /// The last day.
    until: NaiveDate,
    kind: DayKind,
    name: String,
    /// Who says so.
    source: Option<String>,
}

body! {
    /// Some days in a row.
    NewDays {
        /// The first day.
        on: NaiveDate,
        /// The last day; without it the first alone.
        until: Option<NaiveDate>,
        /// What they are.
        kind: DayKind,
        /// What they are called; without it as their kind.
        name: Option<Line>,
        /// Who says so.
        source: Option<Line>,
    }
}

impl From<CalendarEntry> for DaysView {
    fn from(entry: CalendarEntry) -> Self {
        let CalendarEntry { id, kind, name, from, to, source } = entry;
        Self { id, on: from, until: to, kind, name, source }
    }
}

/// Everything that is entered, in the order in which it was.
#[utoipa::path(
    get, path = "/calendar-days", tag = "mail", params(PageQuery),
    responses((status = 200, body = List<DaysView>))
)]
pub async fn list(call: Call, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let mut all: Vec<DaysView> =
            calendar::entries(look.conn)?.into_iter().map(DaysView::from).collect();
        all.sort_by_key(|one| one.id);
        paging.page(&look.app.secret, all, |one| one.id)
    })
    .await
}

/// Enters some days; for the office. What is entered already is not entered twice.
#[utoipa::path(
    post, path = "/calendar-days", tag = "mail", request_body = NewDays,
    responses((status = 201, body = DaysView))
)]
pub async fn add(call: Call, posted: Posted<NewDays>) -> Answer {
    call.act(Made::Unaddressed, posted, |act, new| {
        let NewDays { on, until, kind, name, source } = new;
        let entry = CalendarEntry {
            id: 0,
            kind,
            name: name.map_or_else(|| kind.to_string(), |name| name.0),
            from: on,
            to: until.unwrap_or(on),
            source: source.map(|line| line.0),
        };
        Ok(DaysView::from(working_calendar::add(act, entry)?))
    })
    .await
}
