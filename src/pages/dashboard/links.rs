//! Doors: every figure's way to the ledger, with the filter that counted it.

use std::fmt::Display;

use chrono::NaiveDate;
use url::form_urlencoded::Serializer;

use crate::domain::{DepartmentId, Month};
use crate::persistence::views::dashboard::DashboardFilter;

/// Makes addresses of the ledger out of the dashboard's own filter.
#[derive(Debug, Clone)]
pub(super) struct Doors {
    /// What every address has in common, but for the department.
    base: Vec<(&'static str, String)>,
    department: Option<DepartmentId>,
    as_of: NaiveDate,
    issued: (Option<NaiveDate>, Option<NaiveDate>),
}

impl Doors {
    /// The doors of a page with `filter`, opened on `today`.
    pub(super) fn new(filter: &DashboardFilter, today: NaiveDate) -> Self {
        let mut base = Vec::new();
        let mut add = |name, value: Option<&dyn Display>| {
            base.extend(value.map(|value| (name, value.to_string())));
        };
        add("body_id", filter.body_id.as_ref().map(|id| id as &dyn Display));
        add("programme_id", filter.programme_id.as_ref().map(|id| id as &dyn Display));
        add("leader_id", filter.leader_id.as_ref().map(|id| id as &dyn Display));
        let past = Some(filter.as_of).filter(|day| *day != today);
        add("as_of", past.as_ref().map(|day| day as &dyn Display));
        Self {
            base,
            department: filter.department_id,
            as_of: filter.as_of,
            issued: (filter.from, filter.to),
        }
    }

    /// All that is counted and fits `more`.
    pub(super) fn counted(&self, more: &[(&str, &str)]) -> String {
        self.address(true, self.department.map(|id| (id, "lead")), self.issued, more)
    }

    /// The long-term tasks, which are counted apart.
    pub(super) fn long_term(&self) -> String {
        let department = self.department.map(|id| (id, "lead"));
        self.address(false, department, self.issued, &[("long_term", "true")])
    }

    /// Those due by the day that fit `more`.
    pub(super) fn due(&self, more: &[(&str, &str)]) -> String {
        let as_of = self.as_of.to_string();
        self.counted(&[&[("baseline_to", as_of.as_str())], more].concat())
    }

    /// Those that fall due from the day itself up to and with `to`.
    pub(super) fn due_until(&self, to: NaiveDate) -> String {
        let (from, to) = (self.as_of.to_string(), to.to_string());
        self.counted(&[("open", "true"), ("due_from", &from), ("due_to", &to)])
    }

    /// Those of one department, as `role`, that fit `more`.
    pub(super) fn department(&self, id: DepartmentId, role: &str, more: &[(&str, &str)]) -> String {
        self.address(true, Some((id, role)), self.issued, more)
    }

    /// Those closed in a month up to the day.
    pub(super) fn closed_in(&self, month: &Month) -> String {
        let (from, to) = (month.first.to_string(), month.last().min(self.as_of).to_string());
        self.counted(&[("state", "closed"), ("closed_from", &from), ("closed_to", &to)])
    }

    /// Those issued in a month up to the day.
    pub(super) fn opened_in(&self, month: &Month) -> String {
        let (from, to) = self.issued;
        let from = from.map_or(month.first, |from| from.max(month.first));
        let to = to.map_or(month.last(), |to| to.min(month.last()));
        let department = self.department.map(|id| (id, "lead"));
        self.address(true, department, (Some(from), Some(to)), &[])
    }

    fn address(
        &self,
        counted: bool,
        department: Option<(DepartmentId, &str)>,
        issued: (Option<NaiveDate>, Option<NaiveDate>),
        more: &[(&str, &str)],
    ) -> String {
        let mut query = Serializer::new(String::new());
        if counted {
            query.append_pair("counted", "true");
        }
        query.extend_pairs(more);
        if let Some((id, role)) = department {
            query.append_pair("department_id", &id.to_string()).append_pair("role", role);
        }
        for (name, day) in [("issued_from", issued.0), ("issued_to", issued.1)] {
            if let Some(day) = day {
                query.append_pair(name, &day.to_string());
            }
        }
        // A row of the page's own programme narrows by it once.
        let named = |name| more.iter().any(|(other, _)| *other == name);
        query.extend_pairs(self.base.iter().filter(|(name, _)| !named(*name)));
        format!("/ledger?{}", query.finish())
    }
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
            ..DashboardFilter::on(day("2023-06-16"))
        }
    }

    #[test]
    fn a_door_keeps_the_filter_of_the_page() {
        let doors = Doors::new(&filter(), day("2023-06-20"));
        assert_eq!(
            doors.counted(&[("light", "overdue")]),
            "/ledger?counted=true&light=overdue&department_id=7&role=lead\
             &issued_from=2023-01-10&body_id=3&as_of=2023-06-16"
        );
        assert_eq!(
            doors.department(DepartmentId(9), "support", &[]),
            "/ledger?counted=true&department_id=9&role=support&issued_from=2023-01-10\
             &body_id=3&as_of=2023-06-16"
        );
    }

    #[test]
    fn a_month_opens_within_the_period() {
        let doors = Doors::new(&filter(), day("2023-06-16"));
        let month = |first: &str| Month { first: day(first), opened: 1, closed: 1 };
        let opened = doors.opened_in(&month("2023-01-01"));
        assert!(opened.contains("issued_from=2023-01-10&issued_to=2023-01-31"), "{opened}");
        let closed = doors.closed_in(&month("2023-06-01"));
        assert!(closed.contains("closed_from=2023-06-01&closed_to=2023-06-16"), "{closed}");
        assert!(!closed.contains("as_of"), "{closed}");
    }
}
