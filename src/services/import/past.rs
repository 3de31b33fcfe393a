//! A task taken over from another ledger: its state and its past dates as they are, one event.

use chrono::{Datelike as _, NaiveDate};
use serde_json::{Map, Value, json};

use crate::app::Act;
use crate::domain::{
    Cadence, EventKind, Fault, Faults, Report, ReportId, State, Step, Task, TaskId,
};
use crate::persistence::{departments, imports, people, reports, tasks as rows};
use crate::services::Error;
use crate::services::tasks::{self, Beginning, NewTask, TEXT};

/// What is taken over beside what a draft says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Past {
    pub(super) state: Option<State>,
    pub(super) issued_on: Option<NaiveDate>,
    pub(super) original_due_on: Option<NaiveDate>,
    pub(super) closed_on: Option<NaiveDate>,
    pub(super) percent: Option<i32>,
    /// Year, place and how it is written.
    pub(super) number: Option<(i32, i32, String)>,
    pub(super) done: Option<String>,
    pub(super) problem: Option<String>,
}

/// Writes a task down as it stood elsewhere. It is refused where no step of ours could have
/// brought it there: an open one needs a head to answer for it, an issued one a date or a cadence.
pub(super) fn take_over(act: &mut Act<'_>, new: NewTask, past: &Past) -> Result<Task, Error> {
    tasks::insert_as(
        act,
        new,
        |act, task| begin(act, task, past),
        |act, task| follow(act, task, past),
    )
}

/// The steps that lead to a state.
fn way(state: State) -> &'static [Step] {
    match state {
        State::Draft => &[],
        State::AwaitingAcknowledgement => &[Step::Issue],
        State::InProgress => &[Step::Issue, Step::Acknowledge],
        State::ClosureReview => &[Step::Issue, Step::Acknowledge, Step::RequestClosure],
        State::Closed => {
            &[Step::Issue, Step::Acknowledge, Step::RequestClosure, Step::ApproveClosure]
        }
        State::Suspended => &[Step::Issue, Step::Acknowledge, Step::Suspend],
        State::Cancelled => &[Step::Cancel],
    }
}

fn begin(act: &mut Act<'_>, task: &mut Task, past: &Past) -> Result<(), Error> {
    let state = past.state.unwrap_or(State::Draft);
    let mut faults = Faults::default();
    let issued = !matches!(state, State::Draft | State::Cancelled);
    if issued && task.due_on.is_none() && !(task.long_term && task.cadence != Cadence::None) {
        faults.add("due_on", Fault::NoDueDate);
    }
    if state.is_open() {
        let tree = departments::tree(act.conn)?;
        let head = tree.head(task.lead_id).map(|head| people::find_held(act.conn, head));
        if head.transpose()?.is_none_or(|head| !head.active) {
            faults.add("lead_department_id", Fault::NoHead(tree.name(task.lead_id).to_owned()));
        }
    }
    for (field, day) in [("issued_on", past.issued_on), ("closed_on", past.closed_on)] {
        faults.day(field, day);
        if day.is_some_and(|day| day > act.today) {
            faults.add(field, Fault::InFuture);
        }
    }
    faults.day("original_due_on", past.original_due_on);
    if let Some((year, place, text)) = &past.number
        && imports::number_taken(act.conn, *year, *place)?
    {
        faults.add("number", Fault::Taken(text.clone()));
    }
    faults.finish()?;
    for step in way(state) {
        if *step == Step::Suspend {
            task.state_before = Some(task.state);
            task.suspended_on = Some(act.today);
        }
        task.take(*step)?;
    }
    task.percent = past.percent.unwrap_or(if state == State::Closed { 100 } else { 0 });
    if issued {
        let on = past.issued_on.unwrap_or(act.today);
        task.set_deadline(on);
        task.original_due_on = past.original_due_on.or(task.due_on).filter(|_| !task.long_term);
        let acknowledged = state != State::AwaitingAcknowledgement;
        task.acknowledged_on = acknowledged.then_some(on);
        task.reports_from = (state == State::InProgress).then_some(act.today);
    }
    if state == State::Closed {
        task.closed_on = Some(past.closed_on.unwrap_or(act.today));
    }
    Ok(())
}

fn follow(act: &mut Act<'_>, task: &mut Task, past: &Past) -> Result<Beginning, Error> {
    let mut said = Map::new();
    number(act, task, past, &mut said)?;
    let mut faults = Faults::default();
    let done = faults.optional("progress", past.done.as_deref(), TEXT);
    let problem = faults.optional("problem", past.problem.as_deref(), TEXT);
    faults.finish()?;
    let report =
        (done.is_some() || problem.is_some()).then(|| first_report(act, task, done, problem));
    let report = match report {
        Some(mut report) => {
            report.id = reports::insert(act.conn, &report)?;
            task.hear(&report);
            Some(report)
        }
        None => None,
    };
    for (key, value) in [
        ("state", json!(task.state)),
        ("percent", json!(task.percent)),
        ("issued_on", json!(task.issued_on)),
        ("original_due_on", json!(task.original_due_on)),
        ("closed_on", json!(task.closed_on)),
    ] {
        said.insert(key.to_owned(), value);
    }
    Ok(Beginning { kind: EventKind::Imported, said, report })
}

/// Gives the number that it had, or the next one of the year of its issue.
fn number(
    act: &mut Act<'_>,
    task: &mut Task,
    past: &Past,
    said: &mut Map<String, Value>,
) -> Result<(), Error> {
    match &past.number {
        Some((year, place, text)) => {
            if let Some(before) = imports::count_past(act.conn, *year, *place)? {
                said.insert("counter_before".to_owned(), json!(before));
            }
            (task.number_year, task.number_seq) = (Some(*year), Some(*place));
            task.number = Some(text.clone());
        }
        None if matches!(task.state, State::Draft | State::Cancelled) => return Ok(()),
        None => {
            let year = task.issued_on.unwrap_or(act.today).year();
            let place = rows::next_number(act.conn, year)?;
            (task.number_year, task.number_seq) = (Some(year), Some(place));
            task.number = Some(act.app.settings.tasks.number.number(year, place));
        }
    }
    said.insert("number".to_owned(), json!(task.number));
    said.insert("number_year".to_owned(), json!(task.number_year));
    said.insert("number_seq".to_owned(), json!(task.number_seq));
    Ok(())
}

fn first_report(
    act: &Act<'_>,
    task: &Task,
    done: Option<String>,
    problem: Option<String>,
) -> Report {
    Report {
        id: ReportId(0),
        task_id: TaskId(task.id.0),
        department_id: Some(task.lead_id),
        as_support: false,
        reported_by: act.actor.id,
        reported_by_name: act.actor.name.clone(),
        reported_on: act.today,
        reported_at: act.now,
        outlook: None,
        done,
        no_change: false,
        problem,
        next: None,
        percent: Some(task.percent),
        delay_reason: None,
        expected_on: None,
        needs: None,
        waiting_on_department_id: None,
    }
}
