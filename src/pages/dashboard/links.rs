//! Doors: every figure's way to the ledger, with the filter that counted it.

use chrono::NaiveDate;
use url::form_urlencoded::Serializer;

use crate::domain::{
    DepartmentId, DepartmentPart, Flag, Light, Month, OpenRequest, State, TaskFilter,
};
use crate::persistence::views::dashboard::DashboardFilter;

/// The address of the ledger that lists what `filter` counts.
pub fn ledger(filter: &TaskFilter) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(filter.pairs());
    format!("/ledger?{}", query.finish())
}

/// The filters behind the figures of one page.
#[derive(Debug, Clone)]
pub struct Doors {
    /// All that is counted on the page.
    counted: TaskFilter,
    as_of: NaiveDate,
}

impl Doors {
    /// The doors of a page with `filter`, opened on `today`.
    pub fn new(filter: &DashboardFilter, today: NaiveDate) -> Self {
        let tasks = filter.tasks();
        // Today's list stays today's, whenever it is opened again.
        let as_of = tasks.as_of.filter(|day| *day != today);
        let counted = TaskFilter { counted: true, as_of, ..tasks };
        Self { counted, as_of: filter.as_of }
    }

    /// All that is counted.
    pub fn counted(&self) -> TaskFilter {
        self.counted.clone()
    }

    /// The long-term tasks, which are counted apart.
    pub(super) fn long_term(&self) -> TaskFilter {
        TaskFilter {
            counted: false,
            long_term: Some(true),
            states: State::COUNTING.to_vec(),
            ..self.counted()
        }
    }

    /// Those due by the day.
    pub(super) fn due(&self) -> TaskFilter {
        TaskFilter { baseline_to: Some(self.as_of), ..self.counted() }
    }

    /// Those that fall due from the day itself up to and with `to`.
    pub(super) fn due_until(&self, to: NaiveDate) -> TaskFilter {
        let (due_from, due_to) = (Some(self.as_of), Some(to));
        TaskFilter { open: true, due_from, due_to, ..self.counted() }
    }

    /// Those of one department, as `part`.
    pub fn department(&self, id: DepartmentId, part: DepartmentPart) -> TaskFilter {
        TaskFilter { department_id: Some(id), role: Some(part), ..self.counted() }
    }

    /// Those closed in a month up to the day.
    pub(super) fn closed_in(&self, month: &Month) -> TaskFilter {
        let (closed_from, closed_to) = (Some(month.first), Some(month.last().min(self.as_of)));
        TaskFilter { closed_from, closed_to, ..closed(self.counted()) }
    }

    /// Those issued in a month, within the period of the page.
    pub(super) fn opened_in(&self, month: &Month) -> TaskFilter {
        let (from, to) = (self.counted.issued_from, self.counted.issued_to);
        let issued_from = Some(from.map_or(month.first, |from| from.max(month.first)));
        let issued_to = Some(to.map_or(month.last(), |to| to.min(month.last())));
        TaskFilter { issued_from, issued_to, ..self.counted() }
    }
}

/// The closed ones of `filter`.
pub(super) fn closed(filter: TaskFilter) -> TaskFilter {
    TaskFilter { states: vec![State::Closed], ..filter }
}

/// The open ones of `filter`.
pub(super) fn open(filter: TaskFilter) -> TaskFilter {
    TaskFilter { open: true, ..filter }
}

/// Those of `filter` with one of `lights`.
pub(super) fn lit(filter: TaskFilter, lights: &[Light]) -> TaskFilter {
    TaskFilter { lights: lights.to_vec(), ..filter }
}

/// Those of `filter` with a flag.
pub(super) fn flagged(filter: TaskFilter, flag: Flag) -> TaskFilter {
    TaskFilter { flag: Some(flag), ..filter }
}

/// Those of `filter` that are not acknowledged.
pub(super) fn unacknowledged(filter: TaskFilter) -> TaskFilter {
    TaskFilter { states: vec![State::AwaitingAcknowledgement], ..filter }
}

/// Those of `filter` with a request that is not decided.
pub(super) fn asked(filter: TaskFilter) -> TaskFilter {
    TaskFilter { open_request: Some(OpenRequest::Any), ..filter }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::BodyId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn filter() -> DashboardFilter {
        DashboardFilter {
            from: Some(day("2023-01-10")),
            body_id: Some(BodyId(3)),
            department_id: Some(DepartmentId(7)),
            role: Some(DepartmentPart::Lead),
            ..DashboardFilter::on(day("2023-06-16"))
        }
    }

    #[test]
    fn a_door_keeps_the_filter_of_the_page() {
        let doors = Doors::new(&filter(), day("2023-06-20"));
        assert_eq!(
            ledger(&lit(doors.counted(), &[Light::Overdue])),
            "/ledger?light=overdue&counted=true&department_id=7&role=lead&body_id=3\
             &issued_from=2023-01-10&as_of=2023-06-16"
        );
        let support = doors.department(DepartmentId(9), DepartmentPart::Support);
        assert_eq!(
            (support.department_id, support.as_of),
            (Some(DepartmentId(9)), doors.counted.as_of)
        );
    }

    #[test]
    fn a_month_opens_within_the_period() {
        let doors = Doors::new(&filter(), day("2023-06-16"));
        let month = |first: &str| Month { first: day(first), opened: 1, closed: 1 };
        let opened = doors.opened_in(&month("2023-01-01"));
        let span = (opened.issued_from, opened.issued_to);
        assert_eq!(span, (Some(day("2023-01-10")), Some(day("2023-01-31"))));
        let closed = doors.closed_in(&month("2023-06-01"));
        assert_eq!((closed.closed_to, closed.as_of), (Some(day("2023-06-16")), None));
    }
}
