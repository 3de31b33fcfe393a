//! What has come in since the reader last looked, and what became of their own instructions.

use chrono::NaiveDate;

use super::Look;
use crate::domain::{TaskFilter, TaskId};
use crate::pages::dashboard::ledger;
use crate::persistence::views::portfolio::Instructed;

/// One of the reader's own instructions, and its answer.
pub(super) struct InstructedRow {
    pub task: i64,
    pub title: String,
    pub text: String,
    pub day: String,
    pub answer: Option<String>,
    pub waits: String,
    pub over: bool,
    pub new: bool,
}

impl Look<'_> {
    /// How many tasks have news since the visit before.
    pub(super) fn news(
        &self,
        news: &[TaskId],
        before: Option<NaiveDate>,
    ) -> Option<(String, String)> {
        let day = before.map(|day| self.lang.date_near(day, self.signed.today));
        let words = match (news.len(), day) {
            (0, None) => return None,
            (0, Some(day)) => return Some((self.lang.portfolio_news_none(day), String::new())),
            (1, Some(day)) => self.lang.portfolio_news_one(day),
            (count, Some(day)) => self.lang.portfolio_news(count, day),
            (count, None) => self.lang.portfolio_news_first(count),
        };
        let rows = TaskFilter { ids: news.to_vec(), ..TaskFilter::default() };
        Some((words, ledger(&rows)))
    }

    /// An instruction; its mark is that of the task, as far as it is answered.
    pub(super) fn instructed(&self, one: &Instructed, news: &[TaskId]) -> InstructedRow {
        let (lang, today) = (self.lang, self.signed.today);
        let near = |day| lang.date_near(day, today);
        let answer = one.answer.as_ref().map(|report| {
            let words = report.done.as_deref().or(report.problem.as_deref());
            let words = words.or(report.delay_reason.as_deref());
            match words {
                Some(words) => lang.instruction_answered(near(report.reported_on), words),
                None => lang.instruction_answered_plain(near(report.reported_on)),
            }
        });
        let by = one.instruction.answer_by;
        InstructedRow {
            task: one.line.task.id.0,
            title: one.line.task.title.clone(),
            text: one.instruction.text.clone(),
            day: near(one.instruction.given_on),
            waits: match by {
                Some(day) if day < today => lang.instruction_waits_over(near(day)),
                Some(day) => lang.instruction_waits_by(near(day)),
                None => lang.instruction_waits().to_owned(),
            },
            over: answer.is_none() && by.is_some_and(|day| day < today),
            new: answer.is_some() && news.contains(&one.line.task.id),
            answer,
        }
    }
}
