//! What surrounds one task on its page: people by name, source, parts, history.

use std::collections::BTreeMap;

use crate::domain::{
    Attachment, Directive, Event, Ground, Instruction, InstructionId, Invitation, Meeting,
    MeetingId, Milestone, Person, PersonId, Piece, Pieces, Programme, Question, Repetition, Report,
    Request, Task, TaskId,
};
use crate::persistence::{
    Conn, Error, attachments, directives, events, grounds, instructions, invitations, meetings,
    milestones, people, programmes, questions, recurrences, reports, requests, tasks,
    urging_notices::{self, UrgingNotice},
};

/// Everything around one task.
#[derive(Debug)]
pub struct TaskSheet {
    /// Everybody, by id.
    pub people: BTreeMap<PersonId, Person>,
    /// The meeting that it comes from.
    pub meeting: Option<Meeting>,
    /// The act of the minutes that it comes from.
    pub directive: Option<Directive>,
    /// The programme that it belongs to.
    pub programme: Option<Programme>,
    /// The task that it is a part of.
    pub parent: Option<Task>,
    /// Its parts or sub-tasks.
    pub children: Vec<Task>,
    /// How the parts of that task stand, itself among them.
    pub siblings: Option<Pieces>,
    /// Its history, the oldest line first.
    pub events: Vec<Event>,
    /// All reports on it, the newest first.
    pub reports: Vec<Report>,
    /// What the office asked and no report has answered.
    pub questions: Vec<Question>,
    /// Departments that are asked to support it and have not answered.
    pub invitations: Vec<Invitation>,
    /// All requests on it, the newest first.
    pub requests: Vec<Request>,
    /// All files on it that everybody sees, the oldest first.
    pub files: Vec<Attachment>,
    /// Its milestones, in their order.
    pub milestones: Vec<Milestone>,
    /// How it repeats.
    pub repetition: Option<Repetition>,
    /// The instances before and after it.
    pub before_and_after: Vec<Task>,
    /// What it rests on, where no minutes say it.
    pub ground: Option<Ground>,
    /// Urging notices on it that were signed, the newest first.
    pub urging_notices: Vec<UrgingNotice>,
    /// Instructions on it or its meeting that want an answer by a day, answered or not.
    pub instructions: Vec<Instruction>,
    /// Instructions told of in its history that became tasks of their own.
    pub turned: Vec<InstructionId>,
}

impl TaskSheet {
    /// What surrounds `task`, which its reader was found to see.
    pub fn of(conn: &mut Conn, task: &Task) -> Result<Self, Error> {
        let everybody = people::all(conn)?;
        let repetition = recurrences::of_tasks(conn, &[task.id])?.remove(&task.id);
        let around = repetition.into_iter().flat_map(|one| [one.previous, one.next]).flatten();
        let around: Vec<TaskId> = around.collect();
        let meeting: Vec<MeetingId> = task.meeting_id.into_iter().collect();
        let mut wanting = instructions::to_be_answered(conn, &[task.id], &meeting)?;
        wanting.retain(|one| one.concerns(task));
        Ok(Self {
            people: everybody.into_iter().map(|person| (person.id, person)).collect(),
            meeting: task.meeting_id.map(|id| meetings::find(conn, id)).transpose()?,
            directive: task.directive_id.map(|id| directives::find(conn, id)).transpose()?,
            programme: task.programme_id.map(|id| programmes::find(conn, id)).transpose()?,
            parent: task.parent_id.map(|id| tasks::find(conn, id)).transpose()?,
            children: if task.parent_id.is_none() {
                tasks::children(conn, task.id)?
            } else {
                Vec::new()
            },
            siblings: task.parent_id.map(|id| pieces(conn, id)).transpose()?,
            events: events::of_task(conn, task.id)?,
            reports: reports::of_task(conn, task.id)?,
            invitations: invitations::open(conn, &[task.id])?,
            questions: questions::open(conn, &[task.id])?,
            requests: requests::of_task(conn, task.id)?,
            files: attachments::of_tasks(conn, &[task.id])?,
            milestones: milestones::of_task(conn, task.id)?,
            repetition,
            before_and_after: tasks::find_all(conn, &around)?,
            ground: grounds::of_task(conn, task.id)?,
            urging_notices: urging_notices::signed_of(conn, task.id)?,
            instructions: wanting,
            turned: grounds::turned(conn, task)?,
        })
    }

    /// How its parts or sub-tasks stand.
    pub fn pieces(&self) -> Pieces {
        let all: Vec<Piece> = self.children.iter().map(Task::piece).collect();
        Pieces::count(&all)
    }

    /// The last report of the lead.
    pub fn last_report(&self) -> Option<&Report> {
        self.reports.iter().find(|report| !report.as_support)
    }

    /// The person's name, where there is one.
    pub fn name_of(&self, person: Option<PersonId>) -> Option<&str> {
        let person = self.people.get(&person?)?;
        Some(&person.name)
    }
}

fn pieces(conn: &mut Conn, whole: TaskId) -> Result<Pieces, Error> {
    let all = tasks::pieces(conn, &[whole])?.remove(&whole).unwrap_or_default();
    Ok(Pieces::count(&all))
}
