//! Reports 进展反馈, and what the office asks about them.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::named::{Named, named};
use super::{DepartmentId, PersonId, QuestionId, ReportId, TaskId};

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

named! {
    /// 需协调的事项: what others must give.
    Need, "a need" {
        /// 协调.
        Coordination = "coordination",
        /// 经费.
        Funds = "funds",
        /// 决策.
        Decision = "decision",
    }
}

impl Need {
    /// The needs as a report keeps them.
    pub fn written(needs: &[Self]) -> Option<String> {
        let words: Vec<&str> = needs.iter().map(|need| need.word()).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// The needs that `text` names; `None` where it says something in words of its own.
    pub fn read(text: &str) -> Option<Vec<Self>> {
        text.split(',').map(|word| Self::from_word(word.trim()).ok()).collect()
    }
}

/// After so many reports in a row that nothing has changed, the clerk is shown the task.
pub const UNCHANGED_TOO_OFTEN: i32 = 3;

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
    /// 需协调的事项: the words of [`Need`], parted by commas, or a text.
    pub needs: Option<String>,
    /// The department that it waits for.
    pub waiting_on_department_id: Option<DepartmentId>,
}

impl Report {
    /// Whether it says anything in words.
    pub fn has_words(&self) -> bool {
        let texts = [&self.done, &self.problem, &self.next, &self.delay_reason, &self.needs];
        texts.into_iter().any(Option::is_some)
    }
}

/// What the office asks about a report. The department's next report in words answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its identity.
    pub id: QuestionId,
    /// The task.
    pub task_id: TaskId,
    /// The report that it is about.
    pub report_id: ReportId,
    /// The department that reported, and is asked.
    pub department_id: DepartmentId,
    /// What is asked.
    pub text: String,
    /// Who asks.
    pub asked_by: Option<PersonId>,
    /// Their name as it was then.
    pub asked_by_name: String,
    /// On which day.
    pub asked_on: NaiveDate,
    /// When, in UTC.
    pub asked_at: NaiveDateTime,
    /// The report that answered it.
    pub answer_id: Option<ReportId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_kept_as_words_that_either_language_can_read() {
        let kept = Need::written(&[Need::Funds, Need::Decision]).unwrap();
        assert_eq!(kept, "funds, decision");
        assert_eq!(Need::read(&kept), Some(vec![Need::Funds, Need::Decision]));
        assert_eq!(Need::read("three more teachers"), None);
        assert_eq!(Need::written(&[]), None);
    }
}
