//! What the ladder puts on the desk: the urging notice 督办催办单 to sign, and the call to make.

use chrono::{Datelike as _, NaiveDate};
use serde_json::{Value, json};

use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, calls, notices};
use crate::app::Act;
use crate::domain::{
    Action, Actor, DecisionRules, Event, EventKind, Faults, Particulars, PersonId, Task, TaskId,
    Urging, WorkCalendar,
};
use crate::mail::Call;
use crate::persistence::urging_notices::{self, UrgingNotice};
use crate::persistence::{Conn, events, reports};

/// Within how many working days of its signature an urging notice wants its answer.
pub const REPLY_WITHIN: u32 = 3;

/// Signs an urging notice: it gets its number and goes to those who work on the task.
pub fn sign(act: &mut Act<'_>, id: i64) -> Result<Task, Error> {
    let notice = held(act, id)?;
    let mut seen = sight::open(act, notice.task_id, Action::Urge, None)?;
    let year = act.today.year();
    let reply_by = act.calendar().working_days_after(act.today, REPLY_WITHIN);
    let number = urging_notices::sign(act.conn, id, year, reply_by, act.now)?;
    let pattern = &act.app.settings.papers.urging_number;
    let number = pattern.number(year, number.ok_or(Error::STALE)?);
    let mut said = json!({ "notice": number, "reply_by": reply_by });
    let (by, clerk) = (act.actor.name.clone(), act.actor.id);
    let notice = UrgingNotice { reply_by, ..notice };
    let text = urging_paper(act.conn, &seen, &notice, (clerk, Some(by)), act.today)?;
    said["paper"] = json!(text);
    record_note(act, &mut seen, EventKind::UrgingNoticeSent, Note::new(said))?;
    calls::called(act, notice.task_id, Call::UrgingNotice(reply_by), &number)?;
    Ok(seen.task)
}

/// An urging notice on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgingPaper {
    /// The task.
    pub task: TaskId,
    /// Its number; none before it is signed.
    pub number: Option<String>,
    /// Who and what.
    pub text: Particulars,
    /// How late, and what is wanted.
    pub urging: Urging,
}

/// The paper of an urging notice: as it was signed, or as it would be signed today. Drafts are for
/// those who sign; one that was set aside has no paper.
pub fn paper(
    conn: &mut Conn,
    viewer: &Actor,
    id: i64,
    rules: DecisionRules,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> Result<UrgingPaper, Error> {
    let notice = urging_notices::find(conn, id)?;
    let seen = Sight::of(conn, viewer, notice.task_id, rules)?;
    if !notice.signed {
        if !viewer.runs_office() || notice.settled_at.is_some() {
            return Err(Error::NOT_FOUND);
        }
        let reply_by = calendar.working_days_after(today, REPLY_WITHIN);
        let notice = UrgingNotice { reply_by, ..notice };
        let (text, urging) = urging_paper(conn, &seen, &notice, (viewer.id, None), today)?;
        return Ok(UrgingPaper { task: seen.task.id, number: None, text, urging });
    }
    let events = events::of_task(conn, notice.task_id)?;
    let mut sent = events.iter().filter(|one| one.fact.kind == EventKind::UrgingNoticeSent);
    let said = sent.find_map(|one| kept(one, &notice));
    let (number, (text, urging)) = if let Some(said) = said {
        said
    } else {
        // Signed before papers were kept: with the names of today.
        let numbers = notice.year.zip(notice.number);
        let number = numbers.map(|(year, n)| format!("{year}-{n}")).unwrap_or_default();
        (number, urging_paper(conn, &seen, &notice, (viewer.id, None), today)?)
    };
    Ok(UrgingPaper { task: seen.task.id, number: Some(number), text, urging })
}

/// What the history keeps of `notice`, which a task may have had for one date only.
fn kept(event: &Event, notice: &UrgingNotice) -> Option<(String, (Particulars, Urging))> {
    let said: Value = serde_json::from_str(event.fact.new.as_deref()?).ok()?;
    let paper: (Particulars, Urging) = serde_json::from_value(said.get("paper")?.clone()).ok()?;
    let number = said.get("notice")?.as_str()?.to_owned();
    (paper.1.due_on == notice.due_on).then_some((number, paper))
}

fn urging_paper(
    conn: &mut Conn,
    seen: &Sight,
    notice: &UrgingNotice,
    (clerk, signed_by): (Option<PersonId>, Option<String>),
    today: NaiveDate,
) -> Result<(Particulars, Urging), Error> {
    let task = &seen.task;
    let text = notices::particulars(conn, &seen.tree, task, clerk, signed_by)?;
    let report = task.last_report_id.map(|id| reports::find(conn, id)).transpose()?;
    let reported_on = report.as_ref().map(|report| report.reported_on);
    let (done, delay_reason) = report.map(|one| (one.done, one.delay_reason)).unwrap_or_default();
    let urging = Urging {
        task_number: task.number.clone(),
        issued_on: task.issued_on,
        reported_on,
        percent: task.percent,
        done,
        delay_reason,
        expected_on: task.expected_on,
        due_on: notice.due_on,
        dated_on: today,
        reply_by: notice.reply_by,
    };
    Ok((text, urging))
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
