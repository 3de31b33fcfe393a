//! How the tasks of one meeting stand.

use chrono::NaiveDate;

use crate::domain::{Actor, Light, MeetingId, State, TaskFilter};
use crate::pages::{Bar, mark};
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::views::task_list::{self, Sort};
use crate::persistence::{Conn, Error};

/// More tasks than any meeting has.
const MOST: i64 = 500;

/// How the tasks of one meeting stand; parents, drafts and what does not count are left out.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    pub all: i64,
    pub overdue: i64,
    pub due: i64,
    pub closed_of_due: i64,
    pub bar: Bar,
    /// Each light with its count, where there is any.
    pub lights: Vec<(Light, i64)>,
}

impl Standing {
    /// Counts `lines` as of `today`.
    pub fn of(lines: &[TaskLine], today: NaiveDate) -> Self {
        let counted: Vec<_> = lines.iter().filter(|line| line.task.counted()).collect();
        let order = [
            Light::ClosedOnTime,
            Light::ClosedLate,
            Light::OnTrack,
            Light::DueSoon,
            Light::Overdue,
        ];
        let count = |light| {
            let of_light = counted.iter().filter(|line| line.marks.light(today) == light);
            i64::try_from(of_light.count()).unwrap_or(i64::MAX)
        };
        let lights: Vec<_> = order.map(|light| (light, count(light))).into();
        let due = counted
            .iter()
            .filter(|line| line.marks.baseline_due_on.is_some_and(|due| due <= today));
        let closed = due.clone().filter(|line| line.marks.state == State::Closed);
        Self {
            all: i64::try_from(counted.len()).unwrap_or(i64::MAX),
            overdue: count(Light::Overdue),
            due: i64::try_from(due.clone().count()).unwrap_or(i64::MAX),
            closed_of_due: i64::try_from(closed.count()).unwrap_or(i64::MAX),
            bar: Bar::of(lights.iter().map(|(light, count)| (mark(light), *count))),
            lights: lights.into_iter().filter(|(_, count)| *count > 0).collect(),
        }
    }
}

/// The tasks of a meeting that `viewer` may see, by number.
pub fn tasks(
    conn: &mut Conn,
    viewer: &Actor,
    meeting: MeetingId,
    today: NaiveDate,
) -> Result<Vec<TaskLine>, Error> {
    let filter = TaskFilter { meeting_id: Some(meeting), ..TaskFilter::default() };
    let sort = Sort { by: task_list::SortKey::Number, descending: false };
    let mut found = task_list::page(conn, viewer, &filter, sort, None, MOST, today)?.items;
    // How a department divides its work is not the meeting's business.
    found.retain(|line| !line.task.is_subtask);
    Ok(found)
}
