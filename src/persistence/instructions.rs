//! Leaders' instructions 批示 as rows: written once.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::schema::instructions;
use super::{Conn, Error};
use crate::domain::{Instruction, InstructionId, MeetingId, PersonId, TaskId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = instructions)]
struct InstructionRow {
    id: InstructionId,
    task_id: Option<TaskId>,
    meeting_id: Option<MeetingId>,
    text: String,
    answer_by: Option<NaiveDate>,
    given_by: Option<PersonId>,
    given_by_name: String,
    given_on: NaiveDate,
    given_at: NaiveDateTime,
}

impl From<InstructionRow> for Instruction {
    fn from(row: InstructionRow) -> Self {
        let InstructionRow {
            id,
            task_id,
            meeting_id,
            text,
            answer_by,
            given_by,
            given_by_name,
            given_on,
            given_at,
        } = row;
        Self {
            id,
            task_id,
            meeting_id,
            text,
            answer_by,
            given_by,
            given_by_name,
            given_on,
            given_at,
        }
    }
}

/// Keeps a new instruction; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, instruction: &Instruction) -> Result<InstructionId, Error> {
    Ok(diesel::insert_into(instructions::table)
        .values((
            instructions::task_id.eq(instruction.task_id),
            instructions::meeting_id.eq(instruction.meeting_id),
            instructions::text.eq(&instruction.text),
            instructions::answer_by.eq(instruction.answer_by),
            instructions::given_by.eq(instruction.given_by),
            instructions::given_by_name.eq(&instruction.given_by_name),
            instructions::given_on.eq(instruction.given_on),
            instructions::given_at.eq(instruction.given_at),
        ))
        .returning(instructions::id)
        .get_result(conn)?)
}

/// One instruction.
pub fn find(conn: &mut Conn, id: InstructionId) -> Result<Instruction, Error> {
    let row: InstructionRow =
        instructions::table.find(id).select(InstructionRow::as_select()).first(conn)?;
    Ok(row.into())
}

/// What was written on a meeting itself, the newest first.
pub fn of_meeting(conn: &mut Conn, meeting: MeetingId) -> Result<Vec<Instruction>, Error> {
    let rows: Vec<InstructionRow> = instructions::table
        .filter(instructions::meeting_id.eq(meeting))
        .order(instructions::id.desc())
        .select(InstructionRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Instruction::from).collect())
}

/// What was written on these tasks, or on these meetings, to be answered by a day; the one that
/// is wanted first at the head.
pub fn to_be_answered(
    conn: &mut Conn,
    tasks: &[TaskId],
    meetings: &[MeetingId],
) -> Result<Vec<Instruction>, Error> {
    let rows: Vec<InstructionRow> = instructions::table
        .filter(instructions::answer_by.is_not_null())
        .filter(instructions::task_id.eq_any(tasks).or(instructions::meeting_id.eq_any(meetings)))
        .order((instructions::answer_by, instructions::id))
        .select(InstructionRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Instruction::from).collect())
}

/// The last `most` that `person` wrote, the newest first.
pub fn of_person(conn: &mut Conn, person: PersonId, most: i64) -> Result<Vec<Instruction>, Error> {
    let rows: Vec<InstructionRow> = instructions::table
        .filter(instructions::given_by.eq(person))
        .order(instructions::id.desc())
        .limit(most)
        .select(InstructionRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Instruction::from).collect())
}
