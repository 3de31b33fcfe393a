//! Reports 进展反馈: what they say, and by when the next one is due.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, Weekday};
use serde::Serialize;

use super::named::named;
use super::{Cadence, DepartmentId, PersonId, ReportId, TaskId, WorkCalendar};

named! {
    /// Outlook: will it be done in time?
    Outlook, "an outlook" {
        /// 能按期完成.
        OnTime = "on_time",
        /// 有风险.
        AtRisk = "at_risk",
        /// 受阻.
        Blocked = "blocked",
    }
}

/// What a department says of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its identity.
    pub id: ReportId,
    /// What it is about.
    pub task_id: TaskId,
    /// For which department.
    pub department_id: Option<DepartmentId>,
    /// Whether it speaks of a supporter's share only.
    pub as_support: bool,
    /// Who reported.
    pub reported_by: Option<PersonId>,
    /// Their name as it was then.
    pub reported_by_name: String,
    /// On which day.
    pub reported_on: NaiveDate,
    /// When, in UTC.
    pub reported_at: NaiveDateTime,
    /// Will it be done in time?
    pub outlook: Option<Outlook>,
    /// What was done.
    pub done: Option<String>,
    /// Nothing has changed since the last one.
    pub no_change: bool,
    /// What stands in the way.
    pub problem: Option<String>,
    /// What comes next.
    pub next: Option<String>,
    /// How much is done, 0 to 100.
    pub percent: Option<i32>,
    /// 逾期原因: why it is late.
    pub delay_reason: Option<String>,
    /// 预计完成日期: when it is expected to be done.
    pub expected_on: Option<NaiveDate>,
    /// 需协调的事项: what others must give.
    pub needs: Option<String>,
    /// The department that it waits for.
    pub waiting_on_department_id: Option<DepartmentId>,
}

/// One reporting period: from its first day to the day by which its report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day. A report on any day from here on answers it.
    pub from: NaiveDate,
    /// The day by which the report is due, moved to the previous working day.
    pub due_on: NaiveDate,
}

impl Cadence {
    /// The period whose report covers `day`; `None` where no report is ever due.
    ///
    /// Termly periods need the terms of a calendar; without them none is due.
    pub fn period_of(self, day: NaiveDate, calendar: &WorkCalendar) -> Option<Period> {
        let (from, common) = self.common_day(day)?;
        Some(Period { from, due_on: calendar.on_or_before(common).max(from) })
    }

    /// First and common day of the period around `day`; the latter is also its last.
    fn common_day(self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::None | Self::Termly => None,
            Self::Daily => Some((day, day)),
            Self::Weekly => {
                let since_saturday = u64::from(day.weekday().days_since(Weekday::Sat));
                let from = day - Days::new(since_saturday);
                Some((from, from + Days::new(6)))
            }
            Self::HalfMonthly => {
                let tenth = day.with_day(10)?;
                let twenty_fifth = day.with_day(25)?;
                Some(match day.day() {
                    ..=10 => (twenty_fifth - Months::new(1) + Days::new(1), tenth),
                    11..=25 => (tenth + Days::new(1), twenty_fifth),
                    _ => (twenty_fifth + Days::new(1), tenth + Months::new(1)),
                })
            }
            Self::Monthly => {
                let common = day.with_day(25)?;
                let common = if day > common { common + Months::new(1) } else { common };
                Some((common - Months::new(1) + Days::new(1), common))
            }
            Self::Quarterly => {
                let first_month = (day.month0() / 3) * 3 + 1;
                let common = NaiveDate::from_ymd_opt(day.year(), first_month + 2, 25)?;
                let common = if day > common { common + Months::new(3) } else { common };
                Some((common - Months::new(3) + Days::new(1), common))
            }
        }
    }

    /// The day by which the next report is due, seen from the day on which the last one came
    /// in, or on which the department took the task: the end of the first period that begins
    /// after it, or of the same one where nothing was reported yet.
    pub fn next_due(
        self,
        acknowledged_on: NaiveDate,
        last_report_on: Option<NaiveDate>,
        calendar: &WorkCalendar,
    ) -> Option<NaiveDate> {
        let (_, seen) = self.common_day(last_report_on.unwrap_or(acknowledged_on))?;
        let mut period = match last_report_on {
            Some(_) => self.period_of(seen + Days::new(1), calendar)?,
            None => self.period_of(acknowledged_on, calendar)?,
        };
        // A weekend or a holiday may hold a whole daily period: nothing is asked for on it, nor
        // on the very day on which the task was taken.
        while self == Self::Daily
            && (!calendar.is_working_day(period.from) || period.from == acknowledged_on)
        {
            period = self.period_of(period.from + Days::new(1), calendar)?;
        }
        if period.due_on < acknowledged_on {
            let (_, last) = self.common_day(acknowledged_on)?;
            period = self.period_of(last + Days::new(1), calendar)?;
        }
        Some(period.due_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn due(cadence: Cadence, taken: &str, last: Option<&str>, expected: &str) {
        let calendar = WorkCalendar::default();
        let found = cadence.next_due(day(taken), last.map(day), &calendar);
        assert_eq!(found, Some(day(expected)), "{cadence}");
    }

    #[test]
    fn a_report_is_due_by_the_common_day_of_its_period() {
        due(Cadence::Weekly, "2023-06-14", None, "2023-06-16");
        due(Cadence::HalfMonthly, "2023-06-01", None, "2023-06-09"); // the 10th is a Saturday
        due(Cadence::HalfMonthly, "2023-06-12", None, "2023-06-23"); // the 25th is a Sunday
        due(Cadence::Monthly, "2023-05-02", None, "2023-05-25");
        due(Cadence::Quarterly, "2023-04-03", None, "2023-06-23");
        due(Cadence::Daily, "2023-06-16", None, "2023-06-19"); // taken on a Friday
    }

    #[test]
    fn any_report_in_the_period_answers_it() {
        due(Cadence::Weekly, "2023-06-01", Some("2023-06-14"), "2023-06-23");
        due(Cadence::Monthly, "2023-05-02", Some("2023-05-04"), "2023-06-23");
        due(Cadence::HalfMonthly, "2023-05-02", Some("2023-05-26"), "2023-06-23");
        due(Cadence::Daily, "2023-06-01", Some("2023-06-16"), "2023-06-19");
    }

    #[test]
    fn a_day_after_the_common_day_belongs_to_the_next_period() {
        due(Cadence::Monthly, "2023-05-26", None, "2023-06-23");
        due(Cadence::HalfMonthly, "2023-12-28", None, "2024-01-10");
    }

    #[test]
    fn nothing_is_due_without_a_cadence() {
        let calendar = WorkCalendar::default();
        assert_eq!(Cadence::None.next_due(day("2023-06-01"), None, &calendar), None);
        assert_eq!(Cadence::Termly.next_due(day("2023-06-01"), None, &calendar), None);
    }
}
