//! Questions: what the office asks about a report, and the department answers by its next one.

use serde_json::json;

use super::record::Note;
use super::steps::record_note;
use super::tasks::{TEXT, known};
use super::{Error, calls, sight};
use crate::app::Act;
use crate::domain::{
    Action, EventKind, Fault, Faults, Question, QuestionId, ReportId, State, Step, StepRefused,
    Task, TaskId,
};
use crate::persistence::{questions, reports};

/// Asks about a report on a task; about the lead's last one where none is named. It goes to the
/// department that reported, by letter at once.
pub fn ask(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    about: Option<ReportId>,
    text: &str,
) -> Result<Task, Error> {
    let mut seen = sight::open(act, id, Action::Question, version)?;
    if !seen.task.state.is_open() && seen.task.state != State::Suspended {
        return Err(StepRefused { state: seen.task.state, step: Step::Report }.into());
    }
    let mut faults = Faults::default();
    let text = faults.required("text", text, TEXT);
    let about = about.or(seen.task.last_report_id);
    let report = about.map(|about| known(reports::find(act.conn, about))).transpose()?.flatten();
    let report = report.filter(|report| report.task_id == seen.task.id);
    if report.is_none() {
        faults.add("report_id", about.map_or(Fault::Missing, |_| Fault::NoSuch));
    }
    faults.finish()?;
    let Some(report) = report else { return Err(Error::NOT_FOUND) };
    let question = Question {
        id: QuestionId(0),
        task_id: seen.task.id,
        report_id: report.id,
        department_id: report.department_id.unwrap_or(seen.task.lead_id),
        text,
        asked_by: act.actor.id,
        asked_by_name: act.actor.name.clone(),
        asked_on: act.today,
        asked_at: act.now,
        answer_id: None,
    };
    questions::insert(act.conn, &question)?;
    let said = json!({ "text": question.text, "reported_on": report.reported_on });
    let note = Note::report(&report).with_new(said);
    record_note(act, &mut seen, EventKind::Questioned, note)?;
    calls::questioned(act, &question)?;
    Ok(seen.task)
}
