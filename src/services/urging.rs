//! What the ladder puts on the desk: the urging notice 督办催办单 to sign, and the call to make.

use chrono::Datelike as _;
use serde_json::json;

use super::record::Note;
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, calls, sight};
use crate::app::Act;
use crate::domain::{Action, EventKind, Faults, Task, TaskId};
use crate::mail::Call;
use crate::persistence::urging_notices::{self, UrgingNotice};

/// Within how many working days of its signature an urging notice wants its answer.
pub const REPLY_WITHIN: u32 = 3;

/// Signs an urging notice: it gets its number and goes to those who work on the task.
pub fn sign(act: &mut Act<'_>, id: i64) -> Result<Task, Error> {
    let notice = held(act, id)?;
    let mut seen = sight::open(act, notice.task_id, Action::Urge, None)?;
    let year = act.today.year();
    let reply_by = act.calendar().working_days_after(act.today, REPLY_WITHIN);
    let number = urging_notices::sign(act.conn, id, year, reply_by, act.now)?;
    let number = format!("{year}-{}", number.ok_or(Error::STALE)?);
    let said = json!({ "notice": number, "reply_by": reply_by });
    record_note(act, &mut seen, EventKind::UrgingNoticeSent, Note::new(said))?;
    calls::called(act, notice.task_id, Call::UrgingNotice(reply_by), &number)?;
    Ok(seen.task)
}

/// Sets an urging notice aside: it is not sent, and not drafted again for the same date.
pub fn set_aside(act: &mut Act<'_>, id: i64) -> Result<(), Error> {
    let notice = held(act, id)?;
    sight::open(act, notice.task_id, Action::Urge, None)?;
    let done = urging_notices::set_aside(act.conn, id, act.now)?;
    if done { Ok(()) } else { Err(Error::STALE) }
}

/// Somebody of the office called about a task, and notes what was said.
pub fn note_call(act: &mut Act<'_>, id: TaskId, note: &str) -> Result<Task, Error> {
    allowed(act)?;
    let mut seen = sight::open(act, id, Action::Urge, None)?;
    let mut faults = Faults::default();
    let note = faults.required("note", note, TEXT);
    faults.finish()?;
    record_note(act, &mut seen, EventKind::Called, Note::new(json!({ "note": note })))?;
    Ok(seen.task)
}

/// The notice, if it still waits and what it says still holds.
fn held(act: &mut Act<'_>, id: i64) -> Result<UrgingNotice, Error> {
    allowed(act)?;
    let notice = urging_notices::find(act.conn, id)?;
    let waits = urging_notices::waiting_of(act.conn, notice.task_id)?;
    waits.filter(|one| one.id == id).ok_or(Error::STALE)
}

fn allowed(act: &Act<'_>) -> Result<(), Error> {
    if act.actor.runs_office() { Ok(()) } else { Err(Error::Forbidden) }
}
