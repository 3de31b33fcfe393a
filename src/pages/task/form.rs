//! The fields of a task as a form, and a form read back as a task.

use super::ground::{ground, ground_fields, recurrence_fields, repeats, words_field};
use crate::app::App;
use crate::domain::{
    Cadence, DepartmentId, InstructionId, MeetingId, Named, Person, PersonId, Programme,
    ProgrammeId, Repetition, Role, State, Task, Tree, Urgency,
};
use crate::http::{Failure, Posted, SignedIn};
use crate::i18n::Lang;
use crate::pages::deed::{Choice, Control, Deed, Field};
use crate::pages::reading::Reading;
use crate::persistence::views::meeting_list::{self, ListedMeeting, MeetingFilter};
use crate::persistence::{self, departments, people, programmes};
use crate::services::Error;
use crate::services::tasks::{NewTask, TaskPatch};

/// How many meetings are offered, the latest first.
const MEETINGS: i64 = 200;

/// What a task can be given.
pub struct Directory {
    tree: Tree,
    people: Vec<Person>,
    programmes: Vec<Programme>,
    meetings: Vec<ListedMeeting>,
}

impl Directory {
    /// Reads what the visitor may choose from.
    pub async fn read(app: &App, signed: &SignedIn) -> Result<Self, Failure> {
        let viewer = signed.actor.clone();
        let read = app.read(move |conn| {
            let filter = MeetingFilter::default();
            Ok::<_, persistence::Error>(Self {
                tree: departments::tree(conn)?,
                people: people::all(conn)?,
                programmes: programmes::all(conn)?,
                meetings: meeting_list::page(conn, &viewer, &filter, 0, MEETINGS)?,
            })
        });
        Ok(read.await?)
    }

    fn departments(&self, chosen: &[DepartmentId]) -> impl Iterator<Item = Choice> {
        let offered = self.tree.iter().filter(|one| one.active || chosen.contains(&one.id));
        offered.map(|one| Choice::new(one.id, one.name.as_str()).when(chosen.contains(&one.id)))
    }

    fn people(
        &self,
        chosen: Option<PersonId>,
        fit: impl Fn(&Person) -> bool,
    ) -> impl Iterator<Item = Choice> {
        let offered = self
            .people
            .iter()
            .filter(move |person| person.active && fit(person) || Some(person.id) == chosen);
        offered.map(move |person| {
            Choice::new(person.id, person.name.as_str()).when(Some(person.id) == chosen)
        })
    }
}

/// A group of fields under one heading.
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its parts.
    pub parts: Vec<SectionPart>,
}

/// Fields that stand side by side, or one below the other.
pub struct SectionPart {
    /// Whether they stand side by side.
    pub grid: bool,
    from: usize,
    to: usize,
}

impl SectionPart {
    /// Its fields among those of the whole form.
    pub fn of<'a>(&self, whole: &'a Deed) -> &'a [Field] {
        whole.fields.get(self.from..self.to).unwrap_or_default()
    }
}

fn choice(none: &str, choices: impl Iterator<Item = Choice>) -> Control {
    let choices: Vec<Choice> = choices.collect();
    let chosen = choices.iter().any(|choice| choice.chosen);
    let first = Choice::new("", none).when(!chosen);
    Control::Choice(std::iter::once(first).chain(choices).collect())
}

/// The form of `task`, or of a new one. What is fixed at issue is not in the form of a task that
/// was issued.
pub fn task_form(
    lang: Lang,
    deed: Deed,
    directory: &Directory,
    task: Option<&Task>,
    repetition: Option<&Repetition>,
) -> (Deed, Vec<Section>) {
    if let Some(own) = task.filter(|task| task.is_subtask) {
        return sub_task_form(lang, deed, directory, own);
    }
    let draft = task.is_none_or(|task| task.state == State::Draft);
    let mut sections = Vec::new();
    let mut deed = deed;
    let part = |deed: &Deed, grid: bool, from: &mut usize| {
        let to = deed.fields.len();
        SectionPart { grid, from: std::mem::replace(from, to), to }
    };
    let mut from = 0;
    if task.is_none() {
        deed = ground_fields(lang, deed).field(meeting(lang, directory));
        let place = part(&deed, true, &mut from);
        deed = deed.field(words_field(lang));
        let parts = vec![place, part(&deed, false, &mut from)];
        sections.push(Section { title: lang.task_where_from(), parts });
    }
    deed = what(lang, deed, task);
    let words = part(&deed, false, &mut from);
    deed = marks(lang, deed, directory, task);
    let parts = vec![words, part(&deed, true, &mut from)];
    sections.push(Section { title: lang.task_what_asked(), parts });
    deed = who(lang, deed, directory, task, draft);
    let names = part(&deed, true, &mut from);
    deed = others(lang, deed, directory, task, draft);
    let mut parts = vec![names, part(&deed, false, &mut from)];
    if repeats(task) {
        deed = recurrence_fields(lang, deed, repetition);
        parts.push(part(&deed, true, &mut from));
    }
    sections.push(Section { title: lang.task_who_when(), parts });
    (deed, sections)
}

/// What a department may change of a sub-task of its own.
fn sub_task_form(
    lang: Lang,
    deed: Deed,
    directory: &Directory,
    task: &Task,
) -> (Deed, Vec<Section>) {
    let within = directory.tree.subtree(task.lead_id);
    let own = |person: &Person| person.department_id.is_some_and(|id| within.contains(&id));
    let handlers = choice(lang.task_choose(), directory.people(task.handler_id, own));
    let due = task.due_on.map(|due| due.to_string()).unwrap_or_default();
    let deed = deed
        .field(Field::new("title", lang.task_title(), Control::Line).value(&task.title))
        .field(
            Field::new("requirement", lang.task_requirement(), Control::Text(2))
                .value(&task.requirement),
        )
        .field(Field::new("handler_id", lang.task_handler(), handlers))
        .field(Field::new("due_on", lang.task_due(), Control::Date).value(due));
    let to = deed.fields.len();
    let parts = vec![SectionPart { grid: false, from: 0, to }];
    (deed, vec![Section { title: lang.task_what_asked(), parts }])
}

fn meeting(lang: Lang, directory: &Directory) -> Field {
    let meetings = directory.meetings.iter().map(|meeting| {
        let label = lang.task_meeting_on(&meeting.title, lang.date(meeting.held_on));
        Choice::new(meeting.id, label)
    });
    let control = choice(lang.task_no_meeting(), meetings);
    Field::new("meeting_id", lang.task_meeting(), control)
}

fn what(lang: Lang, deed: Deed, task: Option<&Task>) -> Deed {
    let title = task.map_or("", |task| task.title.as_str());
    let requirement = task.map_or("", |task| task.requirement.as_str());
    let evidence = task.is_some_and(|task| task.evidence_required);
    deed.field(Field::new("title", lang.task_title(), Control::Line).value(title))
        .field(
            Field::new("requirement", lang.task_requirement(), Control::Text(2))
                .hint(lang.task_requirement_hint())
                .value(requirement),
        )
        .field(tick("evidence_required", lang.task_evidence_check(), evidence))
}

fn marks(lang: Lang, deed: Deed, directory: &Directory, task: Option<&Task>) -> Deed {
    let urgency = task.map_or(Urgency::Normal, |task| task.urgency);
    let cadence = task.map_or(Cadence::None, |task| task.cadence);
    let programme = task.and_then(|task| task.programme_id);
    let urgencies =
        Urgency::ALL.iter().map(|one| Choice::new(one, lang.urgency(one)).when(*one == urgency));
    let cadences =
        Cadence::ALL.iter().map(|one| Choice::new(one, lang.cadence(one)).when(*one == cadence));
    let programmes = directory
        .programmes
        .iter()
        .filter(|one| one.active || Some(one.id) == programme)
        .map(|one| Choice::new(one.id, one.name.as_str()).when(Some(one.id) == programme));
    let programmes = choice(lang.task_none(), programmes);
    deed.field(Field::new("urgency", lang.task_urgency(), Control::Choice(urgencies.collect())))
        .field(Field::new("programme_id", lang.task_programme(), programmes))
        .field(Field::new("cadence", lang.task_reports(), Control::Choice(cadences.collect())))
}

fn tick(name: &'static str, label: &str, ticked: bool) -> Field {
    Field::new(name, label, Control::Tick).value(if ticked { "yes" } else { "" })
}

fn who(lang: Lang, deed: Deed, directory: &Directory, task: Option<&Task>, draft: bool) -> Deed {
    let leader = task.and_then(|task| task.leader_id);
    let handler = task.and_then(|task| task.handler_id);
    let follower = task.and_then(|task| task.follower_id);
    let mut deed = deed;
    if draft {
        let lead: Vec<DepartmentId> = task.map(|task| task.lead_id).into_iter().collect();
        let leads = choice(lang.task_choose(), directory.departments(&lead));
        let mut lead = Field::new("lead_department_id", lang.task_lead_department(), leads);
        if task.is_none() {
            lead = lead.hint(lang.structure_lead_hint());
        }
        deed = deed.field(lead);
    }
    let leaders = directory.people(leader, |person| person.role == Role::Leader);
    let leaders = choice(lang.task_by_lead(), leaders);
    let handlers = choice(lang.task_nobody(), directory.people(handler, |_anybody| true));
    let clerks = directory.people(follower, |person| person.role.runs_office());
    let clerks = choice(lang.task_none(), clerks);
    deed = deed
        .field(Field::new("leader_id", lang.task_leader(), leaders))
        .field(Field::new("handler_id", lang.task_handler(), handlers))
        .field(Field::new("follower_id", lang.task_follower(), clerks));
    if !draft {
        return deed;
    }
    let due = task.and_then(|task| task.due_on).map(|due| due.to_string()).unwrap_or_default();
    let date = Field::new("due_on", lang.task_due(), Control::Date).hint(lang.task_due_hint());
    deed.field(date.value(due))
}

fn others(lang: Lang, deed: Deed, directory: &Directory, task: Option<&Task>, draft: bool) -> Deed {
    let long_term = task.is_some_and(|task| task.long_term);
    let supporters = task.map_or(&[][..], |task| &task.supporters);
    let all = Control::Checks(directory.departments(supporters).collect());
    let label = lang.task_supporting_departments();
    let mut deed = deed.field(Field::new("supporting_department_ids", label, all));
    if task.is_none() {
        let every = Control::Checks(directory.departments(&[]).collect());
        let spread = Field::new("fan_out_department_ids", lang.structure_fan_out(), every);
        deed = deed.field(spread.hint(lang.structure_fan_out_hint()));
    }
    if draft { deed.field(tick("long_term", lang.task_long_term_check(), long_term)) } else { deed }
}

fn supporters(posted: &Posted) -> Vec<DepartmentId> {
    departments_in(posted, "supporting_department_ids")
}

fn departments_in(posted: &Posted, name: &str) -> Vec<DepartmentId> {
    let chosen = posted.all(name);
    chosen.filter_map(|id| id.parse().ok()).map(DepartmentId).collect()
}

/// A new task as its form says it.
pub fn written(posted: &Posted, made_of: Option<InstructionId>) -> Result<NewTask, Error> {
    let mut form = Reading::of(posted);
    let new = NewTask {
        title: posted.text("title").to_owned(),
        requirement: posted.text("requirement").to_owned(),
        lead_id: form.id("lead_department_id", DepartmentId),
        supporters: supporters(posted),
        fan_out: departments_in(posted, "fan_out_department_ids"),
        due_on: form.date("due_on"),
        long_term: posted.ticked("long_term"),
        handler_id: form.id("handler_id", PersonId),
        leader_id: form.id("leader_id", PersonId),
        follower_id: form.id("follower_id", PersonId),
        meeting_id: form.id("meeting_id", MeetingId),
        programme_id: form.id("programme_id", ProgrammeId),
        urgency: form.choice("urgency").unwrap_or(Urgency::Normal),
        cadence: form.choice("cadence").unwrap_or(Cadence::None),
        evidence_required: posted.ticked("evidence_required"),
        ground: ground(posted, made_of)?,
        ..NewTask::default()
    };
    form.finish()?;
    Ok(new)
}

/// What the form changes of `task`, and the version that its reader saw.
pub fn patch(posted: &Posted, task: &Task) -> Result<(i64, TaskPatch), Error> {
    let mut form = Reading::of(posted);
    let version = form.version()?;
    if task.is_subtask {
        let patch = TaskPatch {
            title: Some(posted.text("title").to_owned()),
            requirement: Some(posted.text("requirement").to_owned()),
            handler_id: Some(form.id("handler_id", PersonId)),
            due_on: Some(form.date("due_on")),
            ..TaskPatch::default()
        };
        form.finish()?;
        return Ok((version, patch));
    }
    let draft = task.state == State::Draft && posted.ticked("lead_department_id");
    let mut patch = TaskPatch {
        title: Some(posted.text("title").to_owned()),
        requirement: Some(posted.text("requirement").to_owned()),
        supporters: Some(supporters(posted)),
        handler_id: Some(form.id("handler_id", PersonId)),
        leader_id: Some(form.id("leader_id", PersonId)),
        follower_id: Some(form.id("follower_id", PersonId)),
        programme_id: Some(form.id("programme_id", ProgrammeId)),
        urgency: form.choice("urgency"),
        cadence: form.choice("cadence"),
        evidence_required: Some(posted.ticked("evidence_required")),
        ..TaskPatch::default()
    };
    if draft {
        patch.lead_id = form.id("lead_department_id", DepartmentId);
        patch.due_on = Some(form.date("due_on"));
        patch.long_term = Some(posted.ticked("long_term"));
    }
    form.finish()?;
    Ok((version, patch))
}
