//! Tasks with the names that a reader needs, in a fixed number of queries however many they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::{
    Attachment, DepartmentId, DirectiveId, Flag, Instruction, Invitation, Marks, MeetingId,
    Milestone, PersonId, Pieces, ProgrammeId, Repetition, Report, ReportId, Request, RequestId,
    Source, Task, TaskId, flags, next_milestone,
};
use crate::persistence::schema::{
    bodies, directives, meetings, people, programmes, tasks as task_table,
};
use crate::persistence::{
    Conn, Error, attachments, departments, grounds, instructions, invitations, milestones,
    recurrences, reports, requests, tasks,
};

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ref<Id> {
    /// Its identity.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// The meeting that a task comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRef {
    /// Its identity.
    pub id: MeetingId,
    /// What it is called.
    pub title: String,
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// What it stands for.
    pub source: Source,
    /// The body that held it.
    pub body: Option<String>,
}

/// The act of the minutes that a task comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectiveRef {
    /// Its identity.
    pub id: DirectiveId,
    /// The minutes' own words.
    pub quote: String,
}

/// A task as a list, a sheet or a letter shows it.
#[derive(Debug, Clone)]
pub struct TaskLine {
    /// The task as it stands now.
    pub task: Task,
    /// What its light was judged by on the day that was asked for.
    pub marks: Marks,
    /// Lead department.
    pub lead: Ref<DepartmentId>,
    /// Supporting departments.
    pub supporters: Vec<Ref<DepartmentId>>,
    /// Head of the lead department.
    pub responsible: Option<Ref<PersonId>>,
    /// Who does it.
    pub handler: Option<Ref<PersonId>>,
    /// The leader in charge, its own or the department's.
    pub leader: Option<Ref<PersonId>>,
    /// The clerk who watches it.
    pub follower: Option<Ref<PersonId>>,
    /// Where it comes from.
    pub meeting: Option<MeetingRef>,
    /// The words that it comes from.
    pub directive: Option<DirectiveRef>,
    /// The programme that it belongs to.
    pub programme: Option<Ref<ProgrammeId>>,
    /// The request that waits for its decision.
    pub request: Option<Request>,
    /// The lead's last report.
    pub report: Option<Report>,
    /// Departments that are asked to support it and have not answered.
    pub invitations: Vec<Invitation>,
    /// Its files, the oldest first.
    pub files: Vec<Attachment>,
    /// The next milestone that is not reached.
    pub milestone: Option<Milestone>,
    /// How it repeats.
    pub repetition: Option<Repetition>,
    /// Where it comes from, if it comes from anywhere.
    pub source: Option<Source>,
    /// The instruction that wants an answer soonest.
    pub wanted: Option<Instruction>,
    /// The task that it is a part or a sub-task of, by its number or title.
    pub whole: Option<Ref<TaskId>>,
    /// How its own parts or sub-tasks stand.
    pub pieces: Option<Pieces>,
}

impl TaskLine {
    /// Its flags on `day`, as its marks of that day have them.
    pub fn flags(&self, day: NaiveDate) -> Vec<Flag> {
        flags(&self.marks, &self.task.circumstances(), day)
    }
}

/// One task, as it stands now.
pub fn line(conn: &mut Conn, id: TaskId) -> Result<TaskLine, Error> {
    let marks = tasks::find(conn, id)?.marks();
    lines(conn, vec![(id, marks)])?.pop().ok_or(Error::NotFound)
}

/// The tasks of `found`, in its order.
pub fn lines(conn: &mut Conn, found: Vec<(TaskId, Marks)>) -> Result<Vec<TaskLine>, Error> {
    let ids: Vec<TaskId> = found.iter().map(|(id, _)| *id).collect();
    let listed = tasks::find_all(conn, &ids)?;
    let tree = departments::tree(conn)?;
    let leader = |task: &Task| task.leader_id.or_else(|| tree.leader(task.lead_id));

    let somebody = listed.iter().flat_map(|task| {
        [task.handler_id, leader(task), task.follower_id, tree.head(task.lead_id)]
    });
    let names = names_of(conn, somebody.flatten().collect())?;
    let meetings = meetings_of(conn, listed.iter().filter_map(|task| task.meeting_id).collect())?;
    let quotes = quotes_of(conn, listed.iter().filter_map(|task| task.directive_id).collect())?;
    let programmes =
        programmes_of(conn, listed.iter().filter_map(|task| task.programme_id).collect())?;
    let open: Vec<RequestId> = listed.iter().filter_map(|task| task.open_request_id).collect();
    let mut open: BTreeMap<RequestId, Request> =
        requests::find_all(conn, &open)?.into_iter().map(|one| (one.id, one)).collect();
    let last: Vec<ReportId> = listed.iter().filter_map(|task| task.last_report_id).collect();
    let mut last: BTreeMap<ReportId, Report> =
        reports::find_all(conn, &last)?.into_iter().map(|one| (one.id, one)).collect();

    let milestones = milestones::of_tasks(conn, &ids)?;
    let milestone = |id: TaskId| milestones.get(&id).and_then(|all| next_milestone(all)).cloned();
    let repetitions = recurrences::of_tasks(conn, &ids)?;
    let grounds: BTreeMap<TaskId, Source> = grounds::sources(conn, &ids)?.into_iter().collect();
    let source = |task: &Task| {
        let meeting = task.meeting_id.and_then(|id| meetings.get(&id));
        grounds.get(&task.id).copied().or(meeting.map(|meeting| meeting.source))
    };
    let of: Vec<MeetingId> = meetings.keys().copied().collect();
    let instructions = instructions::to_be_answered(conn, &ids, &of)?;
    let wanted = |task: &Task| {
        let last = task.last_report_id.and_then(|id| last.get(&id));
        instructions.iter().find(|one| one.concerns(task) && one.wanted_by(last).is_some())
    };
    let wanted: BTreeMap<TaskId, Instruction> =
        listed.iter().filter_map(|task| Some((task.id, wanted(task)?.clone()))).collect();

    let asked = invitations::open(conn, &ids)?;
    let asked = |id: TaskId| asked.iter().filter(|one| one.task_id == id).cloned().collect();

    let mut files: BTreeMap<TaskId, Vec<Attachment>> = BTreeMap::new();
    for file in attachments::of_tasks(conn, &ids)? {
        if let Some(task) = file.task_id {
            files.entry(task).or_default().push(file);
        }
    }
    let wholes = wholes_of(conn, listed.iter().filter_map(|task| task.parent_id).collect())?;
    let pieces = tasks::pieces(conn, &ids)?;

    let person =
        |id: Option<PersonId>| id.and_then(|id| Some(Ref { id, name: names.get(&id)?.clone() }));
    let department = |id: DepartmentId| Ref { id, name: tree.name(id).to_owned() };
    let mut marks: BTreeMap<TaskId, Marks> = found.into_iter().collect();
    Ok(listed
        .into_iter()
        .map(|task| TaskLine {
            marks: marks.remove(&task.id).unwrap_or_else(|| task.marks()),
            lead: department(task.lead_id),
            supporters: task.supporters.iter().map(|id| department(*id)).collect(),
            responsible: person(tree.head(task.lead_id)),
            handler: person(task.handler_id),
            leader: person(leader(&task)),
            follower: person(task.follower_id),
            meeting: task.meeting_id.and_then(|id| meetings.get(&id).cloned()),
            directive: task.directive_id.and_then(|id| quotes.get(&id).cloned()),
            programme: task.programme_id.and_then(|id| programmes.get(&id).cloned()),
            request: task.open_request_id.and_then(|id| open.remove(&id)),
            report: task.last_report_id.and_then(|id| last.remove(&id)),
            invitations: asked(task.id),
            files: files.remove(&task.id).unwrap_or_default(),
            milestone: milestone(task.id),
            repetition: repetitions.get(&task.id).copied(),
            source: source(&task),
            wanted: wanted.get(&task.id).cloned(),
            whole: task.parent_id.and_then(|id| wholes.get(&id).cloned()),
            pieces: pieces.get(&task.id).map(|all| Pieces::count(all)),
            task,
        })
        .collect())
}

fn names_of(conn: &mut Conn, ids: BTreeSet<PersonId>) -> Result<BTreeMap<PersonId, String>, Error> {
    let rows: Vec<(PersonId, String)> = people::table
        .filter(people::id.eq_any(ids.into_iter().collect::<Vec<_>>()))
        .select((people::id, people::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

fn meetings_of(
    conn: &mut Conn,
    ids: BTreeSet<MeetingId>,
) -> Result<BTreeMap<MeetingId, MeetingRef>, Error> {
    let rows: Vec<(MeetingId, String, NaiveDate, Source, Option<String>)> = meetings::table
        .left_join(bodies::table)
        .filter(meetings::id.eq_any(ids.into_iter().collect::<Vec<_>>()))
        .select((
            meetings::id,
            meetings::title,
            meetings::held_on,
            meetings::source,
            bodies::name.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, title, held_on, source, body)| {
            (id, MeetingRef { id, title, held_on, source, body })
        })
        .collect())
}

fn wholes_of(
    conn: &mut Conn,
    ids: BTreeSet<TaskId>,
) -> Result<BTreeMap<TaskId, Ref<TaskId>>, Error> {
    let rows: Vec<(TaskId, Option<String>, String)> = task_table::table
        .filter(task_table::id.eq_any(ids.into_iter().collect::<Vec<_>>()))
        .select((task_table::id, task_table::number, task_table::title))
        .load(conn)?;
    let named = |(id, number, title): (TaskId, Option<String>, String)| {
        (id, Ref { id, name: number.unwrap_or(title) })
    };
    Ok(rows.into_iter().map(named).collect())
}

fn quotes_of(
    conn: &mut Conn,
    ids: BTreeSet<DirectiveId>,
) -> Result<BTreeMap<DirectiveId, DirectiveRef>, Error> {
    let rows: Vec<(DirectiveId, String)> = directives::table
        .filter(directives::id.eq_any(ids.into_iter().collect::<Vec<_>>()))
        .select((directives::id, directives::quote))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, quote)| (id, DirectiveRef { id, quote })).collect())
}

fn programmes_of(
    conn: &mut Conn,
    ids: BTreeSet<ProgrammeId>,
) -> Result<BTreeMap<ProgrammeId, Ref<ProgrammeId>>, Error> {
    let rows: Vec<(ProgrammeId, String)> = programmes::table
        .filter(programmes::id.eq_any(ids.into_iter().collect::<Vec<_>>()))
        .select((programmes::id, programmes::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (id, Ref { id, name })).collect())
}
