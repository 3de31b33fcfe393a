//! Reports as rows: written once.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::reports;
use super::{Conn, Error};
use crate::domain::{DepartmentId, Outlook, PersonId, Report, ReportId, TaskId};

/// The row of a report: its columns and the domain's fields are the same list.
macro_rules! report_row {
    ($($field:ident: $kind:ty,)*) => {
        #[derive(Queryable, Selectable)]
        #[diesel(table_name = reports)]
        struct ReportRow {
            id: ReportId,
            $($field: $kind,)*
        }

        impl From<ReportRow> for Report {
            fn from(row: ReportRow) -> Self {
                let ReportRow { id, $($field,)* } = row;
                Self { id, $($field,)* }
            }
        }

        /// Keeps a new report; the id that it bears is not looked at.
        pub fn insert(conn: &mut Conn, report: &Report) -> Result<ReportId, Error> {
            let Report { id: _, $($field,)* } = report.clone();
            Ok(diesel::insert_into(reports::table)
                .values(($(reports::$field.eq($field),)*))
                .returning(reports::id)
                .get_result(conn)?)
        }
    };
}

report_row! {
    task_id: TaskId,
    department_id: Option<DepartmentId>,
    as_support: bool,
    reported_by: Option<PersonId>,
    reported_by_name: String,
    reported_on: NaiveDate,
    reported_at: NaiveDateTime,
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
}

/// One report.
pub fn find(conn: &mut Conn, id: ReportId) -> Result<Report, Error> {
    let row: ReportRow = reports::table.find(id).select(ReportRow::as_select()).first(conn)?;
    Ok(row.into())
}

/// The reports with these ids, in no order.
pub fn find_all(conn: &mut Conn, ids: &[ReportId]) -> Result<Vec<Report>, Error> {
    let rows: Vec<ReportRow> =
        reports::table.filter(reports::id.eq_any(ids)).select(ReportRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Report::from).collect())
}

/// The reports on a task, the newest first.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Vec<Report>, Error> {
    let rows: Vec<ReportRow> = reports::table
        .filter(reports::task_id.eq(task))
        .order(reports::id.desc())
        .select(ReportRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Report::from).collect())
}
