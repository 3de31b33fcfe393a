//! What the address of the dashboard asks for: a period, a body, a department, a day.

use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::domain::{DepartmentId, DepartmentPart, day_from};
use crate::http::FormErrors;
use crate::i18n::Lang;
use crate::persistence::views::dashboard::DashboardFilter;

/// The fields of the filter form, as they came.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) period: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) to: String,
    #[serde(default)]
    pub(super) as_of: String,
    #[serde(default)]
    pub(super) body_id: String,
    #[serde(default)]
    pub(super) meeting_id: String,
    #[serde(default)]
    pub(super) programme_id: String,
    #[serde(default)]
    pub(super) department_id: String,
    #[serde(default)]
    pub(super) leader_id: String,
    #[serde(default)]
    pub(super) by: String,
    /// What was just done.
    #[serde(default)]
    pub(super) done: String,
}

/// A term: its first and its last day.
type Term = (NaiveDate, NaiveDate);

/// A span of days by which tasks were issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    All,
    Month,
    Quarter,
    HalfYear,
    Year,
    Term,
    Custom,
}

impl Period {
    pub(super) const ALL: [Self; 7] = [
        Self::All,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
        Self::Term,
        Self::Custom,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::Term => "term",
            Self::Custom => "custom",
        }
    }

    pub(super) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::All => lang.dashboard_period_all(),
            Self::Month => lang.dashboard_period_month(),
            Self::Quarter => lang.dashboard_period_quarter(),
            Self::HalfYear => lang.dashboard_period_half_year(),
            Self::Year => lang.dashboard_period_year(),
            Self::Term => lang.dashboard_period_term(),
            Self::Custom => lang.dashboard_period_custom(),
        }
    }

    /// How many months it has, where it is a period of the calendar.
    fn months(self) -> Option<u32> {
        match self {
            Self::All | Self::Term | Self::Custom => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
        }
    }

    /// The first day of the period around `day`, and the last one where it is not the day itself
    /// that ends it: after a term comes a vacation, in which the term is still the last one.
    fn span(self, day: NaiveDate, terms: &[Term]) -> (Option<NaiveDate>, Option<NaiveDate>) {
        if self == Self::Term {
            return begun(day, terms).last().map(|(from, to)| (*from, *to)).unzip();
        }
        let first =
            |months| NaiveDate::from_ymd_opt(day.year(), day.month0() / months * months + 1, 1);
        (self.months().and_then(first), None)
    }
}

/// The terms that have begun by `day`, in order.
fn begun(day: NaiveDate, terms: &[Term]) -> impl Iterator<Item = &Term> {
    terms.iter().filter(move |(from, _)| *from <= day)
}

impl Asked {
    /// The period that was chosen; two dates without a choice are a choice of their own.
    pub(super) fn period(&self) -> Period {
        let dated = !self.from.trim().is_empty() || !self.to.trim().is_empty();
        let chosen = Period::ALL.into_iter().find(|period| period.word() == self.period);
        chosen.unwrap_or(if dated { Period::Custom } else { Period::All })
    }

    /// The filter that it means on `today`. What cannot be read is noted and left out.
    pub(super) fn filter(
        &self,
        lang: Lang,
        today: NaiveDate,
        terms: &[Term],
        errors: &mut FormErrors,
    ) -> DashboardFilter {
        let mut day = |field: &str, text: &str| {
            let text = text.trim();
            let parsed = day_from(text);
            let refused = |_| lang.dashboard_bad_date(text);
            if text.is_empty() { None } else { errors.check(field, parsed.map_err(refused)) }
        };
        let as_of = day("as_of", &self.as_of).unwrap_or(today).min(today);
        let (mut from, mut to) = self.period().span(as_of, terms);
        if self.period() == Period::Custom {
            from = day("from", &self.from);
            to = day("to", &self.to);
        }
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.add("to", lang.dashboard_bad_span());
            to = None;
        }
        DashboardFilter {
            as_of,
            from,
            to,
            body_id: id(&self.body_id),
            meeting_id: id(&self.meeting_id),
            programme_id: id(&self.programme_id),
            department_id: id(&self.department_id),
            role: id::<DepartmentId>(&self.department_id).map(|_| DepartmentPart::Lead),
            leader_id: id(&self.leader_id),
        }
    }

    /// The same days of the period before; `None` where there is nothing to compare with.
    pub(super) fn before(
        &self,
        filter: &DashboardFilter,
        terms: &[Term],
    ) -> Option<DashboardFilter> {
        let from = filter.from?;
        let (start, last) = match (self.period(), self.period().months()) {
            (Period::Term, _) => *begun(from.pred_opt()?, terms).last()?,
            (_, Some(months)) => (from.checked_sub_months(Months::new(months))?, from.pred_opt()?),
            (_, None) => {
                let days = (filter.to.unwrap_or(filter.as_of) - from) + TimeDelta::days(1);
                (from - days, from.pred_opt()?)
            }
        };
        let shifted = |day: NaiveDate| (start + (day - from)).min(last);
        Some(DashboardFilter {
            as_of: shifted(filter.as_of),
            from: Some(start),
            to: Some(filter.to.map_or(last, shifted)),
            ..filter.clone()
        })
    }

    /// What was asked, as the query of an address that asks it again.
    pub(super) fn query(&self) -> String {
        let fields = [
            ("period", &self.period),
            ("from", &self.from),
            ("to", &self.to),
            ("as_of", &self.as_of),
            ("body_id", &self.body_id),
            ("meeting_id", &self.meeting_id),
            ("programme_id", &self.programme_id),
            ("department_id", &self.department_id),
            ("leader_id", &self.leader_id),
            ("by", &self.by),
        ];
        let asked = fields.into_iter().filter(|(_, value)| !value.is_empty());
        Serializer::new(String::new()).extend_pairs(asked).finish()
    }

    /// The same without a day of the past: what somebody may want to begin with every day.
    pub(super) fn start(&self) -> String {
        Self { as_of: String::new(), ..self.clone() }.query()
    }

    /// The address of this page with another tab.
    pub(super) fn with_tab(&self, tab: &str) -> String {
        format!("/dashboard?{}#by", Self { by: tab.to_owned(), ..self.clone() }.query())
    }
}

/// An id from a choice; the empty choice, and what is no id, mean all.
fn id<T: FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn terms() -> Vec<Term> {
        [("2022-09-01", "2023-01-13"), ("2023-02-13", "2023-07-07"), ("2023-08-28", "2024-01-12")]
            .map(|(from, to)| (day(from), day(to)))
            .into()
    }

    fn asked(period: &str) -> Asked {
        Asked { period: period.to_owned(), ..Asked::default() }
    }

    fn filter(asked: &Asked) -> DashboardFilter {
        asked.filter(Lang::En, day("2023-06-16"), &terms(), &mut FormErrors::default())
    }

    #[test]
    fn a_half_year_is_compared_with_the_same_days_of_the_one_before() {
        let asked = asked("half_year");
        let filter = filter(&asked);
        assert_eq!(filter.from, Some(day("2023-01-01")));

        let before = asked.before(&filter, &terms()).unwrap();

        assert_eq!((before.from, before.as_of), (Some(day("2022-07-01")), day("2022-12-14")));
        assert_eq!((before.as_of - before.from.unwrap()).num_days() + 1, 167);
    }

    #[test]
    fn the_days_before_end_with_their_own_period() {
        let asked = Asked { as_of: "2023-05-31".to_owned(), ..asked("month") };
        let before = asked.before(&filter(&asked), &terms()).unwrap();
        assert_eq!((before.from, before.as_of), (Some(day("2023-04-01")), day("2023-04-30")));
    }

    #[test]
    fn two_dates_are_compared_with_as_many_days_before_them() {
        let asked = Asked {
            from: "2023-06-01".to_owned(),
            to: "2023-06-10".to_owned(),
            ..Asked::default()
        };
        let before = asked.before(&filter(&asked), &terms()).unwrap();
        assert_eq!((before.from, before.to), (Some(day("2023-05-22")), Some(day("2023-05-31"))));
    }

    #[test]
    fn a_term_is_compared_with_the_same_days_of_the_one_before() {
        let asked = asked("term");
        let filter = filter(&asked);
        assert_eq!((filter.from, filter.to), (Some(day("2023-02-13")), Some(day("2023-07-07"))));

        let before = asked.before(&filter, &terms()).unwrap();

        assert_eq!((before.from, before.as_of), (Some(day("2022-09-01")), day("2023-01-02")));
        assert_eq!(before.to, Some(day("2023-01-13")));
        let first = Asked { as_of: "2022-10-01".to_owned(), ..asked };
        let filter =
            first.filter(Lang::En, day("2023-06-16"), &terms(), &mut FormErrors::default());
        assert_eq!(first.before(&filter, &terms()), None);
    }

    #[test]
    fn in_a_vacation_the_term_that_has_ended_is_this_one() {
        let asked = Asked { as_of: "2023-02-01".to_owned(), ..asked("term") };
        let filter = filter(&asked);
        assert_eq!((filter.from, filter.to), (Some(day("2022-09-01")), Some(day("2023-01-13"))));
    }

    #[test]
    fn a_start_forgets_the_day_and_keeps_the_rest() {
        let asked = Asked {
            as_of: "2023-06-10".to_owned(),
            leader_id: "7".to_owned(),
            by: "meeting".to_owned(),
            ..asked("term")
        };
        assert_eq!(asked.start(), "period=term&leader_id=7&by=meeting");
        assert_eq!(Asked::default().start(), "");
    }

    #[test]
    fn nothing_is_compared_with_nothing() {
        assert_eq!(asked("all").before(&filter(&asked("all")), &terms()), None);
    }

    #[test]
    fn a_date_that_is_none_is_named_and_left_out() {
        let asked = Asked { as_of: "2023-02-31".to_owned(), ..Asked::default() };
        let mut errors = FormErrors::default();
        let filter = asked.filter(Lang::En, day("2023-06-16"), &[], &mut errors);
        assert_eq!(filter.as_of, day("2023-06-16"));
        let expected = "`2023-02-31` is not a date: write it as 2023-06-16";
        assert_eq!(errors.of("as_of"), Some(expected));
    }

    #[test]
    fn a_day_to_come_is_today() {
        let asked = Asked { as_of: "2030-01-01".to_owned(), ..Asked::default() };
        assert_eq!(filter(&asked).as_of, day("2023-06-16"));
    }
}
