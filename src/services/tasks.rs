//! Writing tasks down, and changing what they say.

mod origin;
mod said;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use self::origin::{grounded, source};
use self::said::fields;
use super::directory::learn_names;
use super::record::{Note, difference, keep};
use super::{Error, calls, fan_out, sight, sub_tasks};
use crate::app::Act;
use crate::domain::{
    Action, Cadence, DepartmentId, DirectiveId, EventKind, Fault, Faults, Ground, MeetingId,
    PersonId, ProgrammeId, Report, State, Task, TaskId, Tree, Urgency,
};
use crate::persistence::{self, departments, directives, grounds, people, programmes, tasks};

/// The longest title, in characters.
pub const TITLE: usize = 300;
/// The longest text, in characters.
pub const TEXT: usize = 20_000;

/// A task to be written down as a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `Task`")]
pub struct NewTask {
    pub title: String,
    pub requirement: String,
    pub lead_id: Option<DepartmentId>,
    pub supporters: Vec<DepartmentId>,
    pub due_on: Option<NaiveDate>,
    pub long_term: bool,
    pub handler_id: Option<PersonId>,
    pub leader_id: Option<PersonId>,
    pub follower_id: Option<PersonId>,
    pub directive_id: Option<DirectiveId>,
    pub meeting_id: Option<MeetingId>,
    pub programme_id: Option<ProgrammeId>,
    pub parent_id: Option<TaskId>,
    /// One part for each of these departments.
    pub fan_out: Vec<DepartmentId>,
    /// Whether it is a share inside the department of its parent; where nothing is said, it is for
    /// whoever may write down nothing else.
    pub sub_task: Option<bool>,
    pub urgency: Urgency,
    pub cadence: Cadence,
    pub evidence_required: bool,
    /// What it rests on, where no minutes say it.
    pub ground: Option<Ground>,
    /// The number of the instance that it follows.
    pub follows: Option<String>,
}

impl Default for NewTask {
    fn default() -> Self {
        Self {
            title: String::new(),
            requirement: String::new(),
            lead_id: None,
            supporters: Vec::new(),
            due_on: None,
            long_term: false,
            handler_id: None,
            leader_id: None,
            follower_id: None,
            directive_id: None,
            meeting_id: None,
            programme_id: None,
            parent_id: None,
            fan_out: Vec::new(),
            sub_task: None,
            urgency: Urgency::Normal,
            cadence: Cadence::None,
            evidence_required: false,
            ground: None,
            follows: None,
        }
    }
}

/// What is to be changed; an unset field stays as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of `Task`")]
pub struct TaskPatch {
    pub title: Option<String>,
    pub requirement: Option<String>,
    pub lead_id: Option<DepartmentId>,
    pub supporters: Option<Vec<DepartmentId>>,
    pub due_on: Option<Option<NaiveDate>>,
    pub long_term: Option<bool>,
    pub handler_id: Option<Option<PersonId>>,
    pub leader_id: Option<Option<PersonId>>,
    pub follower_id: Option<Option<PersonId>>,
    pub programme_id: Option<Option<ProgrammeId>>,
    pub urgency: Option<Urgency>,
    pub cadence: Option<Cadence>,
    pub evidence_required: Option<bool>,
}

/// Writes a task down as a draft, with its parts where it is for several departments; or a sub-task,
/// which is in hand at once.
pub fn create(act: &mut Act<'_>, new: NewTask) -> Result<Task, Error> {
    let office = act.actor.runs_office();
    if new.sub_task.unwrap_or(!office && new.parent_id.is_some()) {
        return sub_tasks::create(act, new);
    }
    if !office {
        return Err(Error::Forbidden);
    }
    if !new.fan_out.is_empty() {
        return fan_out::create(act, &new);
    }
    let task = write(act, new)?;
    // The parts of one directive for many are no choice for its names.
    if let Some(id) = task.directive_id.filter(|_| task.parent_id.is_none()) {
        let directive = directives::find(act.conn, id)?;
        learn_names(act, &directive, Some(task.lead_id), &task.supporters)?;
    }
    Ok(task)
}

/// Writes one task down as a draft.
pub(super) fn write(act: &mut Act<'_>, new: NewTask) -> Result<Task, Error> {
    insert(act, new, |_, _| Ok(()))
}

/// What a new task begins with, where that is not plainly that it was written down.
pub(super) struct Beginning {
    /// What its history begins with.
    pub(super) kind: EventKind,
    /// What is said beside the fields.
    pub(super) said: Map<String, Value>,
    /// The report that it brings.
    pub(super) report: Option<Report>,
}

/// Writes one task down as `begin` has left it.
pub(super) fn insert(
    act: &mut Act<'_>,
    new: NewTask,
    begin: impl FnOnce(&mut Act<'_>, &mut Task) -> Result<(), Error>,
) -> Result<Task, Error> {
    insert_as(act, new, begin, |_, _| {
        Ok(Beginning { kind: EventKind::Created, said: Map::new(), report: None })
    })
}

/// Writes one task down as `begin` has left it; once it has its id, `follow` says what its history
/// begins with.
pub(super) fn insert_as(
    act: &mut Act<'_>,
    new: NewTask,
    begin: impl FnOnce(&mut Act<'_>, &mut Task) -> Result<(), Error>,
    follow: impl FnOnce(&mut Act<'_>, &mut Task) -> Result<Beginning, Error>,
) -> Result<Task, Error> {
    let tree = departments::tree(act.conn)?;
    let mut faults = Faults::default();
    let meeting_id = source(act, &new, &mut faults)?;
    let ground = new.ground.as_ref().map(|ground| grounded(ground, &mut faults));
    let is_subtask = new.sub_task == Some(true);
    if let Some(parent) = new.parent_id.filter(|_| !is_subtask) {
        fan_out::check_parent(act, parent, &mut faults)?;
    }
    let lead_id = new.lead_id.unwrap_or(DepartmentId(0));
    if new.lead_id.is_none() {
        faults.add("lead_department_id", Fault::Missing);
    }
    let mut task = Task {
        id: TaskId(0),
        number_year: None,
        number_seq: None,
        number: None,
        title: new.title,
        requirement: new.requirement,
        directive_id: new.directive_id,
        meeting_id,
        programme_id: new.programme_id,
        parent_id: new.parent_id,
        is_parent: false,
        is_subtask,
        lead_id,
        supporters: new.supporters,
        handler_id: new.handler_id,
        leader_id: new.leader_id,
        follower_id: new.follower_id.or(act.actor.id),
        urgency: new.urgency,
        cadence: new.cadence,
        long_term: new.long_term,
        evidence_required: new.evidence_required,
        original_due_on: None,
        due_on: act.settled("due_on", new.due_on, &mut faults),
        baseline_due_on: None,
        percent: 0,
        state: State::Draft,
        state_before: None,
        suspended_on: None,
        issued_on: None,
        acknowledged_on: None,
        closed_on: None,
        extensions: 0,
        explained_on: None,
        expected_on: None,
        waiting_on_id: None,
        last_report_id: None,
        last_report_on: None,
        last_outlook: None,
        unchanged: 0,
        reports_from: None,
        open_request_id: None,
        soon_on: None,
        missed_on: None,
        stopped_on: None,
        version: 0,
        seq: 0,
        hash: None,
        created_by: act.actor.id,
        created_at: act.now,
        updated_at: act.now,
    };
    check(act, &mut task, None, &tree, &mut faults)?;
    faults.finish()?;
    begin(act, &mut task)?;
    task.id = tasks::insert(act.conn, &task)?;
    let mut said = fields(&task);
    if let Some(ground) = &ground {
        grounds::insert(act.conn, task.id, ground)?;
        said.insert("source".to_owned(), json!(ground.source));
        said.insert("instruction".to_owned(), json!(ground.instruction_id));
    }
    said.extend(new.follows.map(|number| ("follows".to_owned(), json!(number))));
    let beginning = follow(act, &mut task)?;
    said.extend(beginning.said);
    let note = beginning.report.as_ref().map_or_else(Note::default, Note::report);
    let note = note.with_new(Value::Object(said));
    keep(act, &mut task, &tree, None, beginning.kind, note)?;
    Ok(task)
}

/// Changes what a task says. Naming the handler is the lead department's own affair; the rest
/// is the office's.
pub fn edit(act: &mut Act<'_>, id: TaskId, version: i64, patch: TaskPatch) -> Result<Task, Error> {
    let delegates = patch == TaskPatch { handler_id: patch.handler_id, ..TaskPatch::default() };
    let action = if delegates { Action::Delegate } else { Action::Edit };
    let seen = sight::open(act, id, action, Some(version))?;
    let (before, mut task) = (seen.task.clone(), seen.task.clone());
    let mut faults = Faults::default();
    apply(&mut task, patch);
    if task.due_on != before.due_on {
        task.due_on = act.settled("due_on", task.due_on, &mut faults);
    }
    let whole = sub_tasks::whole_of(act, &seen)?;
    if let Some(whole) = &whole {
        // The department sets its own dates.
        task.baseline_due_on = task.due_on;
        sub_tasks::check(act, whole, &seen.tree, (task.handler_id, task.due_on), &mut faults)?;
        faults.unwanted("supporting_department_ids", !task.supporters.is_empty());
    }
    if before.state != State::Draft {
        for (field, changed) in [
            ("lead_department_id", task.lead_id != before.lead_id),
            ("due_on", whole.is_none() && task.due_on != before.due_on),
            ("long_term", task.long_term != before.long_term),
        ] {
            if changed {
                faults.add(field, Fault::Issued);
            }
        }
    }
    if matches!(before.state, State::Closed | State::Cancelled) {
        faults.add("version", Fault::Issued);
    }
    check(act, &mut task, Some(&before), &seen.tree, &mut faults)?;
    faults.finish()?;
    let (old, new) = difference(&fields(&before), &fields(&task));
    if new.is_empty() {
        return Ok(before);
    }
    let said = Note::change(Value::Object(old), Value::Object(new));
    let open = seen.request.map(|request| request.kind);
    keep(act, &mut task, &seen.tree, open, EventKind::Edited, said)?;
    let named = task.handler_id.filter(|named| before.handler_id != Some(*named));
    if let Some(handler) = named.filter(|_| task.state.is_open()) {
        calls::delegated(act, id, handler)?;
    }
    Ok(task)
}

fn apply(task: &mut Task, patch: TaskPatch) {
    fn set<T>(field: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *field = value;
        }
    }

    let TaskPatch {
        title,
        requirement,
        lead_id,
        supporters,
        due_on,
        long_term,
        handler_id,
        leader_id,
        follower_id,
        programme_id,
        urgency,
        cadence,
        evidence_required,
    } = patch;
    set(&mut task.title, title);
    set(&mut task.requirement, requirement);
    set(&mut task.lead_id, lead_id);
    set(&mut task.supporters, supporters);
    set(&mut task.due_on, due_on);
    set(&mut task.long_term, long_term);
    set(&mut task.handler_id, handler_id);
    set(&mut task.leader_id, leader_id);
    set(&mut task.follower_id, follower_id);
    set(&mut task.programme_id, programme_id);
    set(&mut task.urgency, urgency);
    set(&mut task.cadence, cadence);
    set(&mut task.evidence_required, evidence_required);
}

/// Checks everything that a task says, whether it is new or changed. Only what differs from
/// `before` must still be in use.
fn check(
    act: &mut Act<'_>,
    task: &mut Task,
    before: Option<&Task>,
    tree: &Tree,
    faults: &mut Faults,
) -> Result<(), Error> {
    task.title = faults.required("title", &task.title, TITLE);
    task.requirement = faults.text("requirement", &task.requirement, TEXT);
    task.supporters.sort_unstable();
    task.supporters.dedup();
    if task.lead_id != DepartmentId(0) && before.is_none_or(|was| was.lead_id != task.lead_id) {
        department(tree, task.lead_id, "lead_department_id", faults);
    }
    for supporter in &task.supporters {
        if *supporter == task.lead_id {
            faults.add("supporting_department_ids", Fault::Unwanted);
        } else if before.is_none_or(|was| !was.supporters.contains(supporter)) {
            department(tree, *supporter, "supporting_department_ids", faults);
        }
    }
    for (field, now, was) in [
        ("handler_id", task.handler_id, before.and_then(|was| was.handler_id)),
        ("leader_id", task.leader_id, before.and_then(|was| was.leader_id)),
        ("follower_id", task.follower_id, before.and_then(|was| was.follower_id)),
    ] {
        if let Some(id) = now.filter(|id| was != Some(*id)) {
            match people::find_held(act.conn, id) {
                Ok(person) if person.active => {}
                Ok(person) => faults.add(field, Fault::Inactive(person.name)),
                Err(persistence::Error::NotFound) => faults.add(field, Fault::NoSuch),
                Err(error) => return Err(error.into()),
            }
        }
    }
    let programme = task
        .programme_id
        .filter(|id| before.and_then(|was| was.programme_id).is_none_or(|was| was != *id));
    if let Some(id) = programme {
        match known(programmes::find(act.conn, id))? {
            None => faults.add("programme_id", Fault::NoSuch),
            Some(found) if !found.active => {
                faults.add("programme_id", Fault::Inactive(found.name));
            }
            Some(_) => {}
        }
    }
    faults.day("due_on", task.due_on);
    if task.long_term && task.due_on.is_some() {
        faults.add("due_on", Fault::Unwanted);
    }
    Ok(())
}

/// Notes a department that is not in use.
pub(super) fn department(tree: &Tree, id: DepartmentId, field: &str, faults: &mut Faults) {
    match tree.get(id) {
        None => faults.add(field, Fault::NoSuch),
        Some(found) if !found.active => faults.add(field, Fault::Inactive(found.name.clone())),
        Some(_) => {}
    }
}

/// `None` where there is no such row.
pub(super) fn known<T>(found: Result<T, persistence::Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(persistence::Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
