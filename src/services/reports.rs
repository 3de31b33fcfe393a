//! Reports: what a department says of a task, however late it is.

use chrono::NaiveDate;
use serde_json::json;

use super::Error;
use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TEXT;
use crate::app::Act;
use crate::domain::{
    Action, DepartmentId, EventKind, Fault, Faults, Outlook, Relation, Report, ReportId, Role,
    Step, Task, TaskId,
};
use crate::persistence::reports;

/// What is reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `Report`")]
pub struct Told {
    pub outlook: Option<Outlook>,
    pub done: Option<String>,
    pub no_change: bool,
    pub problem: Option<String>,
    pub next: Option<String>,
    pub percent: Option<i32>,
    pub delay_reason: Option<String>,
    pub expected_on: Option<NaiveDate>,
    pub needs: Option<String>,
    pub waiting_on_department_id: Option<DepartmentId>,
}

/// Keeps a report on a task. The lead's moves the task's percentage and outlook; a supporter's
/// speaks of its own share.
pub fn report(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    told: &Told,
) -> Result<(Task, Report), Error> {
    let mut seen = sight::open(act, id, Action::Report, version)?;
    seen.task.take(Step::Report)?;
    let told = check(&seen, told)?;
    let (department_id, as_support) = speaks_for(act, &seen);
    let mut report = Report {
        id: ReportId(0),
        task_id: seen.task.id,
        department_id: Some(department_id),
        as_support,
        reported_by: act.actor.id,
        reported_by_name: act.actor.name.clone(),
        reported_on: act.today,
        reported_at: act.now,
        outlook: told.outlook,
        done: told.done,
        no_change: told.no_change,
        problem: told.problem,
        next: told.next,
        percent: told.percent,
        delay_reason: told.delay_reason,
        expected_on: told.expected_on,
        needs: told.needs,
        waiting_on_department_id: told.waiting_on_department_id,
    };
    report.id = reports::insert(act.conn, &report)?;
    let old = json!({ "percent": seen.task.percent });
    if !as_support {
        seen.task.last_report_id = Some(report.id);
        seen.task.last_report_on = Some(report.reported_on);
        seen.task.last_outlook = report.outlook.or(seen.task.last_outlook);
        seen.task.percent = report.percent.unwrap_or(seen.task.percent);
        if report.delay_reason.is_some() {
            seen.task.explained_on = Some(act.today);
        }
    }
    let said = json!({ "outlook": report.outlook, "percent": seen.task.percent });
    let note = Note::report(&report).with_old(old).with_new(said);
    record_note(act, &mut seen, EventKind::Reported, note)?;
    Ok((seen.task, report))
}

fn check(seen: &Sight, told: &Told) -> Result<Told, Error> {
    let mut faults = Faults::default();
    let mut text = |field, text: &Option<String>| faults.optional(field, text.as_deref(), TEXT);
    let done = text("done", &told.done);
    let problem = text("problem", &told.problem);
    let next = text("next", &told.next);
    let delay_reason = text("delay_reason", &told.delay_reason);
    let needs = text("needs", &told.needs);
    if told.percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        faults.add("percent", Fault::NotInRange { least: 0, most: 100 });
    }
    faults.day("expected_on", told.expected_on);
    if told.waiting_on_department_id.is_some_and(|id| seen.tree.get(id).is_none()) {
        faults.add("waiting_on_department_id", Fault::NoSuch);
    }
    let words = [&done, &problem, &next, &delay_reason, &needs].into_iter().any(Option::is_some);
    if !words && !told.no_change && told.percent.is_none() && told.outlook.is_none() {
        faults.add("done", Fault::Missing);
    }
    faults.finish()?;
    Ok(Told { done, problem, next, delay_reason, needs, ..*told })
}

/// For which department the actor speaks, and whether that only supports.
fn speaks_for(act: &Act<'_>, seen: &Sight) -> (DepartmentId, bool) {
    let relation = Relation::of(&act.actor, &seen.facts);
    if relation.lead || relation.handler || act.actor.role == Role::Admin {
        return (seen.task.lead_id, false);
    }
    let held = seen.task.supporters.iter().find(|id| act.actor.holds.contains(id));
    held.map_or((seen.task.lead_id, false), |supporter| (*supporter, true))
}
