//! The days on which the lights of open tasks turn: worked out anew when the calendar changes.

use diesel::prelude::*;

use super::schema::tasks;
use super::{Conn, Error};
use crate::domain::{State, Task, TaskId};

/// Every task whose light hangs on the calendar.
pub fn with_marks(conn: &mut Conn) -> Result<Vec<TaskId>, Error> {
    let over = [State::Draft, State::Closed, State::Cancelled];
    Ok(tasks::table
        .filter(diesel::dsl::not(tasks::state.eq_any(over)))
        .select(tasks::id)
        .order(tasks::id)
        .load(conn)?)
}

/// Keeps the days of one task. They follow from the calendar, so that nobody's look at the task
/// becomes stale.
pub fn set(conn: &mut Conn, task: &Task) -> Result<(), Error> {
    diesel::update(tasks::table.find(task.id))
        .set((tasks::soon_on.eq(task.soon_on), tasks::missed_on.eq(task.missed_on)))
        .execute(conn)?;
    Ok(())
}
