//! What the history is verified against: the last seal that each task remembers, and the numbers
//! that were given.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::{reports, requests, task_numbers, tasks};
use super::tasks::EVERY_TASK;
use super::{Conn, Error};
use crate::domain::{ReportId, RequestId, TaskId};

/// What a task remembers of its history.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Remembered {
    /// Which task.
    pub id: TaskId,
    /// Its number, as year and place.
    pub number_year: Option<i32>,
    /// The place in that year.
    pub number_seq: Option<i32>,
    /// The last place in its history.
    pub seq: i64,
    /// The last seal in its history.
    pub hash: Option<String>,
}

/// What every task remembers, by its id.
pub fn remembered(conn: &mut Conn) -> Result<Vec<Remembered>, Error> {
    Ok(tasks::table
        .order(tasks::id)
        .select((tasks::id, tasks::number_year, tasks::number_seq, tasks::seq, tasks::hash))
        .load(conn)?)
}

/// The last number that was given in each year.
pub fn last_numbers(conn: &mut Conn) -> Result<BTreeMap<i32, i32>, Error> {
    let rows: Vec<(i32, i32)> = task_numbers::table
        .filter(task_numbers::year.ne(EVERY_TASK))
        .select((task_numbers::year, task_numbers::last))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many tasks were ever written down.
pub fn tasks_ever(conn: &mut Conn) -> Result<usize, Error> {
    let count: Option<i32> =
        task_numbers::table.find(EVERY_TASK).select(task_numbers::last).first(conn).optional()?;
    Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or_default())
}

/// Every report.
pub fn report_ids(conn: &mut Conn) -> Result<Vec<ReportId>, Error> {
    Ok(reports::table.order(reports::id).select(reports::id).load(conn)?)
}

/// Every request.
pub fn request_ids(conn: &mut Conn) -> Result<Vec<RequestId>, Error> {
    Ok(requests::table.order(requests::id).select(requests::id).load(conn)?)
}
