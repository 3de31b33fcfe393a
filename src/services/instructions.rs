//! Leaders' instructions 批示: written on a task or on a meeting, in the history, sent at once.

use chrono::NaiveDate;
use serde_json::json;

use super::calls::Hearers;
use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, calls, fan_out, intake};
use crate::app::Act;
use crate::domain::{
    Action, Actor, DecisionRules, EventKind, Fault, Faults, Ground, Instruction, InstructionId,
    MeetingId, Source, State, Task, TaskId, may_instruct,
};
use crate::persistence::{Conn, instructions, tasks};

/// Writes an instruction on a task: to those in the lead and to the clerk.
pub fn on_task(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    text: &str,
    answer_by: Option<NaiveDate>,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Instruct, version)?;
    let mut instruction = written(act, text, answer_by)?;
    instruction.task_id = Some(id);
    instruction.id = instructions::insert(act.conn, &instruction)?;
    if seen.task.is_parent {
        fan_out::instruct(act, &mut seen, &instruction)?;
    } else {
        record(act, &mut seen, &instruction, None)?;
        calls::instructed_on_task(act, id, &instruction, Hearers::All)?;
    }
    Ok(seen.task)
}

/// Writes an instruction on a meeting: it stands in the history of every task of it that is not
/// done, and goes to those in the lead of them and to the clerks.
pub fn on_meeting(
    act: &mut Act<'_>,
    id: MeetingId,
    text: &str,
    answer_by: Option<NaiveDate>,
) -> Result<Instruction, Error> {
    let meeting = intake::meeting(act.conn, &act.actor.clone(), id)?;
    if !may_instruct(&act.actor) {
        return Err(Error::Forbidden);
    }
    let mut instruction = written(act, text, answer_by)?;
    instruction.meeting_id = Some(id);
    instruction.id = instructions::insert(act.conn, &instruction)?;
    let mut told = Vec::new();
    for task in tasks::of_meeting(act.conn, id)? {
        if task.state.is_open() || task.state == State::Suspended {
            tasks::hold(act.conn, task.id)?;
            let operator = Actor::operator();
            let mut seen = Sight::of(act.conn, &operator, task.id, act.rules())?;
            record(act, &mut seen, &instruction, Some(&meeting.title))?;
            told.push(task.id);
        }
    }
    calls::instructed(act, &meeting, &instruction, &told)?;
    Ok(instruction)
}

/// An instruction as `actor` may see it: with its task, or its meeting.
pub fn look(
    conn: &mut Conn,
    actor: &Actor,
    id: InstructionId,
    rules: DecisionRules,
) -> Result<(Instruction, Option<Sight>), Error> {
    let instruction = instructions::find(conn, id)?;
    let sight = match instruction.task_id {
        Some(task) => Some(Sight::of(conn, actor, task, rules)?),
        None => None,
    };
    if let Some(meeting) = instruction.meeting_id {
        intake::meeting(conn, actor, meeting)?;
    }
    Ok((instruction, sight))
}

/// What a task that is made of the instruction rests on.
pub fn ground_of(instruction: &Instruction) -> Ground {
    Ground {
        source: Source::Instruction,
        dated_on: Some(instruction.given_on),
        reference: Some(instruction.given_by_name.clone()),
        words: Some(instruction.text.clone()),
        instruction_id: Some(instruction.id),
    }
}

fn written(act: &Act<'_>, text: &str, answer_by: Option<NaiveDate>) -> Result<Instruction, Error> {
    let mut faults = Faults::default();
    let text = faults.required("text", text, TEXT);
    faults.day("answer_by", answer_by);
    if answer_by.is_some_and(|day| day < act.today) {
        let before = act.today.pred_opt().unwrap_or(act.today);
        faults.add("answer_by", Fault::NotLater(before));
    }
    faults.finish()?;
    Ok(Instruction {
        id: InstructionId(0),
        task_id: None,
        meeting_id: None,
        text,
        answer_by,
        given_by: act.actor.id,
        given_by_name: act.actor.name.clone(),
        given_on: act.today,
        given_at: act.now,
    })
}

/// Writes an instruction into the history of a task.
pub(super) fn record(
    act: &mut Act<'_>,
    seen: &mut Sight,
    instruction: &Instruction,
    meeting: Option<&str>,
) -> Result<(), Error> {
    let mut said = json!({ "text": instruction.text, "instruction": instruction.id });
    if let Some(day) = instruction.answer_by {
        said["answer_by"] = json!(day);
    }
    if let Some(title) = meeting {
        said["meeting"] = json!(title);
    }
    record_note(act, seen, EventKind::Instructed, Note::new(said))?;
    Ok(())
}
