//! A task rests, and is taken up again.

use chrono::NaiveDate;

use super::Error;
use crate::app::Act;
use crate::domain::{Step, Task};

/// The part of a suspension that a request and a direct step share.
pub(super) fn put_aside(act: &Act<'_>, task: &mut Task) -> Result<(), Error> {
    let before = task.state;
    task.take(Step::Suspend)?;
    task.state_before = Some(before);
    task.suspended_on = Some(act.today);
    Ok(())
}

/// The part of a resumption that a task and its sub-tasks share: due and baseline move by the
/// working days suspended.
pub(super) fn wake(
    act: &Act<'_>,
    task: &mut Task,
    new_due_on: Option<NaiveDate>,
) -> Result<(), Error> {
    task.take(Step::Resume)?;
    let since = task.suspended_on.take().unwrap_or(act.today);
    let days = act.calendar().working_days_between(since, act.today);
    let moved = |day| act.calendar().working_days_after(day, days);
    task.due_on = new_due_on.or(task.due_on.map(moved));
    task.baseline_due_on = task.baseline_due_on.map(moved);
    task.state_before = None;
    task.reports_from = task.reports_from.map(|_| act.today);
    Ok(())
}
