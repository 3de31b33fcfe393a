//! What tasks rest on where no minutes say it, as rows.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{grounds, instructions};
use super::{Conn, Error};
use crate::domain::{Ground, InstructionId, Source, Task, TaskId};

type Row =
    (TaskId, Source, Option<NaiveDate>, Option<String>, Option<String>, Option<InstructionId>);

fn from_row((_, source, dated_on, reference, words, instruction_id): Row) -> Ground {
    Ground { source, dated_on, reference, words, instruction_id }
}

/// Keeps what a new task rests on.
pub fn insert(conn: &mut Conn, task: TaskId, ground: &Ground) -> Result<(), Error> {
    diesel::insert_into(grounds::table)
        .values((
            grounds::task_id.eq(task),
            grounds::source.eq(ground.source),
            grounds::dated_on.eq(ground.dated_on),
            grounds::reference.eq(&ground.reference),
            grounds::words.eq(&ground.words),
            grounds::instruction_id.eq(ground.instruction_id),
        ))
        .execute(conn)?;
    Ok(())
}

/// What a task rests on, where it was said.
pub fn of_task(conn: &mut Conn, task: TaskId) -> Result<Option<Ground>, Error> {
    let row: Option<Row> = grounds::table.find(task).first(conn).optional()?;
    Ok(row.map(from_row))
}

/// The sources of these tasks; those that rest on minutes alone are left out.
pub fn sources(conn: &mut Conn, tasks: &[TaskId]) -> Result<Vec<(TaskId, Source)>, Error> {
    Ok(grounds::table
        .filter(grounds::task_id.eq_any(tasks))
        .select((grounds::task_id, grounds::source))
        .load(conn)?)
}

/// The instructions on `task`, or on its meeting, that tasks were made of.
pub fn turned(conn: &mut Conn, task: &Task) -> Result<Vec<InstructionId>, Error> {
    let of_task = instructions::task_id.eq(task.id);
    let of_whole = instructions::task_id.eq(task.parent_id);
    let of_meeting = instructions::meeting_id.eq(task.meeting_id);
    Ok(grounds::table
        .inner_join(instructions::table)
        .filter(of_task.or(of_whole).or(of_meeting).assume_not_null())
        .select(instructions::id)
        .distinct()
        .load(conn)?)
}

/// The tasks that were made of these instructions, each with its instruction.
pub fn made_of(
    conn: &mut Conn,
    instructions: &[InstructionId],
) -> Result<Vec<(InstructionId, TaskId)>, Error> {
    Ok(grounds::table
        .filter(grounds::instruction_id.eq_any(instructions))
        .order(grounds::task_id)
        .select((grounds::instruction_id.assume_not_null(), grounds::task_id))
        .load(conn)?)
}
