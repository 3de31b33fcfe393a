//! Milestones: the days on the way at which something must stand.

use chrono::NaiveDate;

use super::{MilestoneId, TaskId};

/// One milestone of a task. One that is overdue is marked; the task's light stays its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its identity.
    pub id: MilestoneId,
    /// Whose it is.
    pub task_id: TaskId,
    /// Its place among them, from 1.
    pub position: i32,
    /// What stands by then.
    pub name: String,
    /// By when.
    pub due_on: NaiveDate,
    /// When it was reached.
    pub done_on: Option<NaiveDate>,
    /// Whether it was taken off the list; what was promised stays in the history.
    pub removed: bool,
    /// Counts changes; a change names the version that it saw.
    pub version: i64,
}

impl Milestone {
    /// Whether it was not reached in time.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.done_on.is_none() && self.due_on < today
    }

    /// Whether it was reached, and late.
    pub fn was_late(&self) -> bool {
        self.done_on.is_some_and(|done| done > self.due_on)
    }
}

/// The first in order that is not reached.
pub fn next_milestone(all: &[Milestone]) -> Option<&Milestone> {
    all.iter().find(|one| one.done_on.is_none())
}

/// The place that a new milestone takes by its date: after all that are due by then.
pub fn place_by_date(all: &[Milestone], due_on: NaiveDate) -> i32 {
    let before = all.iter().rposition(|one| one.due_on <= due_on).map_or(0, |at| at + 1);
    i32::try_from(before + 1).unwrap_or(i32::MAX)
}

/// Puts `one` at `place` (from 1) among the others, which close up; all are numbered anew.
pub fn in_order(mut all: Vec<Milestone>, one: Milestone, place: i32) -> Vec<Milestone> {
    all.retain(|other| other.id != one.id);
    let at = usize::try_from(place.max(1) - 1).unwrap_or_default().min(all.len());
    all.insert(at, one);
    for (place, one) in (1..).zip(&mut all) {
        one.position = place;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn milestone(id: i64, due: &str, done: Option<&str>) -> Milestone {
        Milestone {
            id: MilestoneId(id),
            task_id: TaskId(1),
            position: i32::try_from(id).unwrap(),
            name: format!("Stage {id}"),
            due_on: day(due),
            done_on: done.map(day),
            removed: false,
            version: 1,
        }
    }

    #[test]
    fn due_on_the_day_is_in_time_and_what_is_reached_is_never_overdue() {
        let open = milestone(1, "2026-03-09", None);
        assert!(!open.is_overdue(day("2026-03-09")));
        assert!(open.is_overdue(day("2026-03-10")));
        let late = milestone(1, "2026-03-09", Some("2026-03-12"));
        assert!(!late.is_overdue(day("2026-03-20")) && late.was_late());
        assert!(!milestone(1, "2026-03-09", Some("2026-03-09")).was_late());
    }

    #[test]
    fn the_next_one_is_the_first_in_order_that_is_open() {
        let all = [
            milestone(1, "2026-03-09", Some("2026-03-09")),
            milestone(2, "2026-05-01", None),
            milestone(3, "2026-04-01", None),
        ];
        assert_eq!(next_milestone(&all).map(|one| one.id), Some(MilestoneId(2)));
        assert_eq!(next_milestone(&all[..1]), None);
    }

    #[test]
    fn a_new_one_goes_where_its_date_puts_it() {
        let all = [milestone(1, "2026-03-09", None), milestone(2, "2026-05-01", None)];
        assert_eq!(place_by_date(&[], day("2026-01-01")), 1);
        assert_eq!(place_by_date(&all, day("2026-01-01")), 1);
        assert_eq!(place_by_date(&all, day("2026-03-09")), 2);
        assert_eq!(place_by_date(&all, day("2026-06-01")), 3);
    }

    #[test]
    fn moving_one_numbers_all_anew() {
        let all: Vec<_> = (1..=3).map(|id| milestone(id, "2026-03-09", None)).collect();
        let ids = |all: Vec<Milestone>| -> Vec<(i64, i32)> {
            all.into_iter().map(|one| (one.id.0, one.position)).collect()
        };
        let third = all[2].clone();
        assert_eq!(ids(in_order(all.clone(), third.clone(), 1)), [(3, 1), (1, 2), (2, 3)]);
        assert_eq!(ids(in_order(all.clone(), third.clone(), 99)), [(1, 1), (2, 2), (3, 3)]);
        assert_eq!(ids(in_order(all, third, -4)), [(3, 1), (1, 2), (2, 3)]);
    }
}
