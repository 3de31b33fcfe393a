//! Doors: every figure's way to the ledger, with the filter that counted it.

use chrono::NaiveDate;

use crate::domain::{
    Age, Counts, DepartmentId, DepartmentPart, Flag, Light, Month, OpenRequest, PersonId,
    RequestKind, State, TaskFilter,
};
use crate::pages::{Figure, Tally};
use crate::persistence::views::dashboard::DashboardFilter;

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

    /// Those of the long-term tasks whose report is missed.
    pub(super) fn long_term_missed(&self) -> TaskFilter {
        TaskFilter { flag: Some(Flag::ReportMissed), ..self.long_term() }
    }

    /// `counts` of all that is counted, as figures.
    pub fn tally(&self, counts: &Counts) -> Tally {
        self.tally_of(counts, self.counted())
    }

    /// `counts` of what `filter` lists, as figures.
    pub fn tally_of(&self, counts: &Counts, filter: TaskFilter) -> Tally {
        Tally::new(*counts, filter, self.as_of)
    }

    /// Those that fall due from the day itself up to and with `to`.
    pub(super) fn due_until(&self, to: NaiveDate) -> TaskFilter {
        self.due_between(self.as_of, to)
    }

    /// Those that fall due from `from` up to and with `to`.
    pub(super) fn due_between(&self, from: NaiveDate, to: NaiveDate) -> TaskFilter {
        TaskFilter { open: true, due_from: Some(from), due_to: Some(to), ..self.counted() }
    }

    /// Overdue ones, by the days since they were due.
    pub(super) fn over(&self, age: Age) -> TaskFilter {
        let (due_from, due_to) = age.days(self.as_of);
        TaskFilter {
            lights: vec![Light::Overdue],
            due_from,
            due_to: Some(due_to),
            ..self.counted()
        }
    }

    /// Open ones, by the days since they were issued.
    pub(super) fn open_for(&self, age: Age) -> TaskFilter {
        let (from, to) = age.days(self.as_of);
        TaskFilter { open: true, ..self.issued(from, to) }
    }

    /// Those that wait for the decision of a leader; of `None` those without a leader in charge.
    pub(super) fn decided_by(&self, leader: Option<PersonId>) -> TaskFilter {
        let led = leader.is_none().then_some(false);
        let asked = TaskFilter { open_request: Some(OpenRequest::Any), led, ..self.counted() };
        TaskFilter { leader_id: leader.or(asked.leader_id), ..asked }
    }

    /// Those of `filter` that wait for a decision on one kind of request.
    pub(super) fn asked(kind: RequestKind, filter: TaskFilter) -> TaskFilter {
        TaskFilter { open_request: Some(OpenRequest::Kind(kind)), ..filter }
    }

    /// Those of one department, as `part`.
    pub fn department(&self, id: DepartmentId, part: DepartmentPart) -> TaskFilter {
        TaskFilter { department_id: Some(id), role: Some(part), ..self.counted() }
    }

    /// What was closed in a month, up to the day.
    pub(super) fn closed_in(&self, month: &Month) -> Figure {
        let (closed_from, closed_to) = (Some(month.first), Some(month.last().min(self.as_of)));
        let states = vec![State::Closed];
        let filter = TaskFilter { states, closed_from, closed_to, ..self.counted() };
        Figure::new(month.closed, &filter)
    }

    /// What was issued in a month, within the period of the page.
    pub(super) fn opened_in(&self, month: &Month) -> Figure {
        Figure::new(month.opened, &self.issued(Some(month.first), month.last()))
    }

    /// Those issued between two days, within the period of the page.
    fn issued(&self, first: Option<NaiveDate>, last: NaiveDate) -> TaskFilter {
        let (from, to) = (self.counted.issued_from, self.counted.issued_to);
        let issued_from = first.into_iter().chain(from).max();
        let issued_to = Some(to.map_or(last, |to| to.min(last)));
        TaskFilter { issued_from, issued_to, ..self.counted() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{BodyId, Measure};
    use crate::pages::ledger;

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
        let overdue = Counts { overdue: 1, ..Counts::default() };
        assert_eq!(
            doors.tally(&overdue).figure(Measure::Lit(Light::Overdue)).href,
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
        let (first, last) = (day("2023-01-01"), day("2023-01-31"));
        let opened = doors.issued(Some(first), last);
        let span = (opened.issued_from, opened.issued_to);
        assert_eq!(span, (Some(day("2023-01-10")), Some(last)));
        let month = Month { first: day("2023-06-01"), opened: 1, closed: 1 };
        let closed = doors.closed_in(&month).href;
        assert!(closed.ends_with("&closed_from=2023-06-01&closed_to=2023-06-16"), "{closed}");
    }

    #[test]
    fn what_waits_for_nobody_in_charge_is_a_list_too() {
        let doors = Doors::new(&DashboardFilter::on(day("2023-06-16")), day("2023-06-16"));
        let waits = ledger(&doors.decided_by(None));
        assert_eq!(waits, "/ledger?counted=true&led=false&open_request=any");
        let waits = ledger(&doors.decided_by(Some(PersonId(7))));
        assert_eq!(waits, "/ledger?counted=true&leader_id=7&open_request=any");
    }
}
