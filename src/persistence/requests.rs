//! Requests as rows; the database itself sees to it that one is open on a task.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::requests;
use super::{Conn, Error};
use crate::domain::{PersonId, Request, RequestId, RequestKind, RequestState, TaskId};

/// The row of a request: its columns and the domain's fields are the same list.
macro_rules! request_row {
    ($($field:ident: $kind:ty,)*) => {
        #[derive(Queryable, Selectable, AsChangeset)]
        #[diesel(table_name = requests, treat_none_as_null = true)]
        struct RequestRow {
            id: RequestId,
            $($field: $kind,)*
        }

        impl From<RequestRow> for Request {
            fn from(row: RequestRow) -> Self {
                let RequestRow { id, $($field,)* } = row;
                Self { id, $($field,)* }
            }
        }

        impl From<&Request> for RequestRow {
            fn from(request: &Request) -> Self {
                let Request { id, $($field,)* } = request.clone();
                Self { id, $($field,)* }
            }
        }

        /// Keeps a new request; the id that it bears is not looked at.
        ///
        /// # Errors
        /// [`Error::Conflict`] where one is open on the task already.
        pub fn insert(conn: &mut Conn, request: &Request) -> Result<RequestId, Error> {
            let Request { id: _, $($field,)* } = request.clone();
            Ok(diesel::insert_into(requests::table)
                .values(($(requests::$field.eq($field),)*))
                .returning(requests::id)
                .get_result(conn)?)
        }
    };
}

request_row! {
    task_id: TaskId,
    kind: RequestKind,
    state: RequestState,
    reason: String,
    result: Option<String>,
    old_due_on: Option<NaiveDate>,
    new_due_on: Option<NaiveDate>,
    requested_by: Option<PersonId>,
    requested_by_name: String,
    requested_on: NaiveDate,
    requested_at: NaiveDateTime,
    decided_by: Option<PersonId>,
    decided_by_name: Option<String>,
    decided_on: Option<NaiveDate>,
    decided_at: Option<NaiveDateTime>,
    comment: Option<String>,
    granted_due_on: Option<NaiveDate>,
    percent: Option<i32>,
    evidence: Option<String>,
    opinion_agrees: Option<bool>,
    opinion: Option<String>,
    opinion_by_name: Option<String>,
    opinion_on: Option<NaiveDate>,
    endorsed_by_name: Option<String>,
    endorsed_on: Option<NaiveDate>,
    endorsed_due_on: Option<NaiveDate>,
    endorsement: Option<String>,
}

/// One request.
pub fn find(conn: &mut Conn, id: RequestId) -> Result<Request, Error> {
    let row: RequestRow = requests::table.find(id).select(RequestRow::as_select()).first(conn)?;
    Ok(row.into())
}

/// The requests with these ids, in no order.
pub fn find_all(conn: &mut Conn, ids: &[RequestId]) -> Result<Vec<Request>, Error> {
    let rows: Vec<RequestRow> = requests::table
        .filter(requests::id.eq_any(ids))
        .select(RequestRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Request::from).collect())
}

/// The requests on a task, the newest first.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Vec<Request>, Error> {
    let rows: Vec<RequestRow> = requests::table
        .filter(requests::task_id.eq(task))
        .order(requests::id.desc())
        .select(RequestRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Request::from).collect())
}

/// What waits for the head on a task.
pub fn drafted(conn: &mut Conn, task: TaskId) -> Result<Option<Request>, Error> {
    Ok(drafted_of(conn, &[task])?.pop())
}

/// What waits for the heads on these tasks.
pub fn drafted_of(conn: &mut Conn, tasks: &[TaskId]) -> Result<Vec<Request>, Error> {
    let rows: Vec<RequestRow> = requests::table
        .filter(requests::task_id.eq_any(tasks))
        .filter(requests::state.eq(RequestState::Drafted))
        .select(RequestRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Request::from).collect())
}

/// Keeps what was added to a request, or what became of it.
///
/// # Errors
/// [`Error::Stale`] where somebody else settled it first.
pub fn update(conn: &mut Conn, request: &Request) -> Result<(), Error> {
    let unsettled = requests::state.eq_any([RequestState::Open, RequestState::Drafted]);
    let open = requests::table.find(request.id).filter(unsettled);
    let changed = diesel::update(open).set(RequestRow::from(request)).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}
