//! What the office asks about reports, as rows.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::questions;
use super::{Conn, Error};
use crate::domain::{DepartmentId, PersonId, Question, QuestionId, ReportId, TaskId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = questions)]
struct QuestionRow {
    id: QuestionId,
    task_id: TaskId,
    report_id: ReportId,
    department_id: DepartmentId,
    text: String,
    asked_by: Option<PersonId>,
    asked_by_name: String,
    asked_on: NaiveDate,
    asked_at: NaiveDateTime,
    answer_id: Option<ReportId>,
}

impl From<QuestionRow> for Question {
    fn from(row: QuestionRow) -> Self {
        let QuestionRow {
            id,
            task_id,
            report_id,
            department_id,
            text,
            asked_by,
            asked_by_name,
            asked_on,
            asked_at,
            answer_id,
        } = row;
        Self {
            id,
            task_id,
            report_id,
            department_id,
            text,
            asked_by,
            asked_by_name,
            asked_on,
            asked_at,
            answer_id,
        }
    }
}

/// Keeps a new question; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, question: &Question) -> Result<QuestionId, Error> {
    Ok(diesel::insert_into(questions::table)
        .values((
            questions::task_id.eq(question.task_id),
            questions::report_id.eq(question.report_id),
            questions::department_id.eq(question.department_id),
            questions::text.eq(&question.text),
            questions::asked_by.eq(question.asked_by),
            questions::asked_by_name.eq(&question.asked_by_name),
            questions::asked_on.eq(question.asked_on),
            questions::asked_at.eq(question.asked_at),
        ))
        .returning(questions::id)
        .get_result(conn)?)
}

/// The questions on these tasks that no report has answered, the oldest first.
pub fn open(conn: &mut Conn, tasks: &[TaskId]) -> Result<Vec<Question>, Error> {
    let rows: Vec<QuestionRow> = questions::table
        .filter(questions::task_id.eq_any(tasks))
        .filter(questions::answer_id.is_null())
        .order(questions::id)
        .select(QuestionRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Question::from).collect())
}

/// Notes that `answer` answers what `department` was asked on the task.
pub fn answer(
    conn: &mut Conn,
    task: TaskId,
    department: DepartmentId,
    answer: ReportId,
) -> Result<(), Error> {
    let asked = questions::table
        .filter(questions::task_id.eq(task))
        .filter(questions::department_id.eq(department))
        .filter(questions::answer_id.is_null());
    diesel::update(asked).set(questions::answer_id.eq(answer)).execute(conn)?;
    Ok(())
}
