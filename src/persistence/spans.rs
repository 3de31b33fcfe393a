//! How a task stood, span by span, so that any past day is answered by one query.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::task_spans;
use super::{Conn, Error};
use crate::domain::{PersonId, RequestKind, Task};

/// The end of a span that has not ended.
pub const OPEN_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();

/// Writes down how `task` stands from `today` on. `leader` is the one in charge of it, its own
/// or its department's.
pub fn write(
    conn: &mut Conn,
    task: &Task,
    leader: Option<PersonId>,
    open_request: Option<RequestKind>,
    today: NaiveDate,
) -> Result<(), Error> {
    // What was written earlier today is replaced; what began before today ends with yesterday.
    diesel::delete(
        task_spans::table
            .filter(task_spans::task_id.eq(task.id))
            .filter(task_spans::from_day.ge(today)),
    )
    .execute(conn)?;
    diesel::update(
        task_spans::table
            .filter(task_spans::task_id.eq(task.id))
            .filter(task_spans::to_day.gt(today)),
    )
    .set(task_spans::to_day.eq(today))
    .execute(conn)?;
    diesel::insert_into(task_spans::table)
        .values((
            task_spans::task_id.eq(task.id),
            task_spans::from_day.eq(today),
            task_spans::to_day.eq(OPEN_END),
            task_spans::state.eq(task.state),
            task_spans::lead_id.eq(task.lead_id),
            task_spans::leader_id.eq(leader),
            task_spans::programme_id.eq(task.programme_id),
            task_spans::issued_on.eq(task.issued_on),
            task_spans::due_on.eq(task.due_on),
            task_spans::baseline_due_on.eq(task.baseline_due_on),
            task_spans::closed_on.eq(task.closed_on),
            task_spans::soon_on.eq(task.soon_on),
            task_spans::missed_on.eq(task.missed_on),
            task_spans::stopped_on.eq(task.stopped_on),
            task_spans::percent.eq(task.percent),
            task_spans::last_report_on.eq(task.last_report_on),
            task_spans::extensions.eq(task.extensions),
            task_spans::open_request.eq(open_request),
            task_spans::outlook.eq(task.last_outlook),
            task_spans::explained_on.eq(task.explained_on),
            task_spans::expected_on.eq(task.expected_on),
            task_spans::counted.eq(task.counted()),
            task_spans::long_term.eq(task.long_term && task.nature().counts()),
            task_spans::is_parent.eq(task.is_parent),
        ))
        .execute(conn)?;
    Ok(())
}
