//! Reports: what a department says of a task, however late it is.

use chrono::NaiveDate;
use serde_json::json;

use super::enclosures::{self, Chosen, With};
use super::record::Note;
use super::sight::{self, Sight};
use super::steps::record_note;
use super::tasks::TEXT;
use super::{Error, milestones};
use crate::app::Act;
use crate::domain::{
    Action, DepartmentId, EventKind, Fault, Faults, MilestoneId, Outlook, Relation, Report,
    ReportId, Role, Step, Task, TaskId,
};
use crate::persistence::{questions, reports};

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
    pub files: Chosen,
    pub milestone_ids: Vec<MilestoneId>,
}

/// Keeps a report on a task. The lead's moves the task's percentage and outlook; a supporter's
/// speaks of its own share. In words, either answers what the office asked about the last one.
pub fn report(
    act: &mut Act<'_>,
    id: TaskId,
    version: Option<i64>,
    told: &Told,
) -> Result<(Task, Report), Error> {
    let mut seen = sight::open(act, id, Action::Report, version)?;
    seen.task.take(Step::Report)?;
    let (department_id, as_support) = speaks_for(act, &seen);
    let told = check(act, &seen, told, as_support)?;
    if as_support && !told.milestone_ids.is_empty() {
        return Err(Error::invalid("milestone_ids", Fault::Unwanted));
    }
    let reached = milestones::named(act, id, &told.milestone_ids)?;
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
    enclosures::enclose(act, seen.task.id, &told.files, With::Report(report.id))?;
    if report.has_words() {
        questions::answer(act.conn, seen.task.id, department_id, report.id)?;
    }
    let old = json!({ "percent": seen.task.percent });
    if !as_support {
        seen.task.hear(&report);
    }
    let said = json!({ "outlook": report.outlook, "percent": seen.task.percent });
    let note = Note::report(&report).with_old(old).with_new(said);
    record_note(act, &mut seen, EventKind::Reported, note)?;
    milestones::tick(act, &mut seen, reached)?;
    Ok((seen.task, report))
}

/// Checks what is told. Only the lead has to explain what is late, and why less is done than it
/// said before.
fn check(act: &mut Act<'_>, seen: &Sight, told: &Told, as_support: bool) -> Result<Told, Error> {
    let today = act.today;
    let mut faults = Faults::default();
    let mut text = |field, text: &Option<String>| faults.optional(field, text.as_deref(), TEXT);
    let done = text("done", &told.done);
    let problem = text("problem", &told.problem);
    let next = text("next", &told.next);
    let delay_reason = text("delay_reason", &told.delay_reason);
    let needs = text("needs", &told.needs);
    // A late task never keeps anybody from reporting: what is not explained stays marked so.
    match told.expected_on {
        Some(day) if day < today => {
            faults.add("expected_on", Fault::NotLater(today.pred_opt().unwrap_or(today)));
        }
        day => faults.day("expected_on", day),
    }
    let words = [&done, &problem, &next, &delay_reason, &needs].into_iter().any(Option::is_some);
    match told.percent {
        Some(percent) if !(0..=100).contains(&percent) => {
            faults.add("percent", Fault::NotInRange { least: 0, most: 100 });
        }
        Some(percent) if !as_support && percent < seen.task.percent && !words => {
            faults.add("done", Fault::LessDone(seen.task.percent));
        }
        _ => {}
    }
    if let Some(id) = told.waiting_on_department_id {
        match seen.tree.get(id) {
            None => faults.add("waiting_on_department_id", Fault::NoSuch),
            Some(_) if id == seen.task.lead_id => {
                faults.add("waiting_on_department_id", Fault::Unwanted);
            }
            Some(found) if !found.active && seen.task.waiting_on_id != Some(id) => {
                faults.add("waiting_on_department_id", Fault::Inactive(found.name.clone()));
            }
            Some(_) => {}
        }
    }
    let figures = told.percent.is_some() || told.outlook.is_some();
    let brought = told.files.count() > 0 || !told.milestone_ids.is_empty();
    if !words && !brought && !told.no_change && !figures {
        faults.add("done", Fault::Missing);
    }
    enclosures::check(act, &seen.task, &told.files, &mut faults)?;
    faults.finish()?;
    // Who says what has changed does not mean that nothing has.
    let no_change = told.no_change && done.is_none() && problem.is_none() && next.is_none();
    Ok(Told { done, no_change, problem, next, delay_reason, needs, ..told.clone() })
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
