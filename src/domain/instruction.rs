//! Leaders' instructions 批示: words on a task or on a meeting, perhaps to be answered by a day.

use chrono::{NaiveDate, NaiveDateTime};

use super::{InstructionId, MeetingId, PersonId, Report, Source, Task, TaskId};

/// What a leader wrote, on a task or on a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// Its identity.
    pub id: InstructionId,
    /// The task that it was written on.
    pub task_id: Option<TaskId>,
    /// The meeting that it was written on.
    pub meeting_id: Option<MeetingId>,
    /// The words.
    pub text: String,
    /// By when an answer is wanted.
    pub answer_by: Option<NaiveDate>,
    /// Who wrote it.
    pub given_by: Option<PersonId>,
    /// Their name as it was then.
    pub given_by_name: String,
    /// On which day.
    pub given_on: NaiveDate,
    /// When, in UTC.
    pub given_at: NaiveDateTime,
}

impl Instruction {
    /// Whether it concerns `task`: written on it, or on its meeting when it was there already and
    /// not a draft.
    pub fn concerns(&self, task: &Task) -> bool {
        let there = task.created_at <= self.given_at && task.state.is_open();
        self.task_id == Some(task.id)
            || there && self.meeting_id.is_some() && self.meeting_id == task.meeting_id
    }

    /// Whether `last`, the lead's last report on the task, came after it: any report answers.
    pub fn is_answered_by(&self, last: Option<&Report>) -> bool {
        last.is_some_and(|last| last.reported_at > self.given_at)
    }

    /// The day by which the department is to answer, as long as it has not.
    pub fn wanted_by(&self, last: Option<&Report>) -> Option<NaiveDate> {
        self.answer_by.filter(|_| !self.is_answered_by(last))
    }
}

/// What a task rests on 督办依据 where no minutes say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// An instruction, a document or an annual plan.
    pub source: Source,
    /// Its day.
    pub dated_on: Option<NaiveDate>,
    /// Its number, or the place in it.
    pub reference: Option<String>,
    /// The words that it rests on, as they stand.
    pub words: Option<String>,
    /// The instruction that it was made of.
    pub instruction_id: Option<InstructionId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReportId;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn report(at: NaiveDateTime) -> Report {
        Report {
            id: ReportId(1),
            task_id: TaskId(1),
            department_id: None,
            as_support: false,
            reported_by: None,
            reported_by_name: "Head".into(),
            reported_on: at.date(),
            reported_at: at,
            outlook: None,
            done: None,
            no_change: true,
            problem: None,
            next: None,
            percent: None,
            delay_reason: None,
            expected_on: None,
            needs: None,
            waiting_on_department_id: None,
        }
    }

    #[test]
    fn an_answer_is_wanted_until_the_next_report() {
        let given_at = at("2026-03-09T09:00:00");
        let instruction = Instruction {
            id: InstructionId(1),
            task_id: Some(TaskId(1)),
            meeting_id: None,
            text: "Settle it".into(),
            answer_by: Some(given_at.date()),
            given_by: None,
            given_by_name: "Vice President".into(),
            given_on: given_at.date(),
            given_at,
        };
        let earlier = report(at("2026-03-09T08:00:00"));
        let later = report(at("2026-03-09T10:00:00"));
        assert_eq!(instruction.wanted_by(None), Some(given_at.date()));
        assert_eq!(instruction.wanted_by(Some(&earlier)), Some(given_at.date()));
        assert_eq!(instruction.wanted_by(Some(&later)), None);
        let plain = Instruction { answer_by: None, ..instruction };
        assert_eq!(plain.wanted_by(None), None, "nobody waits for an answer");
    }
}
