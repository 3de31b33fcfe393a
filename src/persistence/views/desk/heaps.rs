//! The clerk's desk: what waits for a hand, in heaps, each with what its next step needs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::beside::{Undelivered, Unreviewed, undelivered, unreviewed};
use crate::domain::{
    Ask, DepartmentId, EventKind, Marks, MeetingId, PersonId, Request, RequestId, RequestState,
    State, Submission, TaskId, Tree, UNCHANGED_TOO_OFTEN, Urgency,
};
use crate::persistence::bounces::{Unreached, unreached};
use crate::persistence::schema::{
    events, meetings, people, requests as request_table, submission_tasks, tasks,
};
use crate::persistence::{Conn, Error, departments, requests as request_rows, submissions};

/// States in which somebody owes something.
const OPEN: [State; 3] = [State::AwaitingAcknowledgement, State::InProgress, State::ClosureReview];

/// Someone to call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Callee {
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
    /// Whether they can act.
    pub active: bool,
}

/// What every row of a task says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskTask {
    /// Which task.
    pub id: TaskId,
    /// What a step from here must have seen.
    pub version: i64,
    /// The last place in its history.
    pub seq: i64,
    /// Its number.
    pub number: Option<String>,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// Who is responsible.
    pub head: Callee,
    /// State and dates.
    pub marks: Marks,
    /// How far it is.
    pub percent: i32,
    /// When it was issued.
    pub issued_on: Option<NaiveDate>,
    /// When it was last reported on.
    pub last_report_on: Option<NaiveDate>,
}

/// A task that was not issued yet, or came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The task.
    pub task: DeskTask,
    /// The meeting that it comes from.
    pub meeting: Option<(String, NaiveDate)>,
    /// Whether it says when it is done.
    pub has_requirement: bool,
    /// Whether everything is there that issuing needs.
    pub complete: bool,
    /// Who sent it back, and why.
    pub returned: Option<CameBack>,
}

impl Draft {
    /// Whether its department sent it back: somebody else should lead it.
    pub fn is_to_mend(&self) -> bool {
        self.returned.as_ref().is_some_and(|back| !back.unsigned)
    }
}

/// How a draft came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameBack {
    /// Who sent it back.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whether it came back unsigned, and not from its department.
    pub unsigned: bool,
}

/// A request that waits for its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is asked for.
    pub request: Request,
    /// The task.
    pub task: DeskTask,
    /// How often its date was moved.
    pub extensions: i32,
    /// For the policy: what is asked for.
    pub ask: Ask,
    /// For the policy: whether the task comes from a confidential meeting.
    pub confidential: bool,
    /// For the policy: how urgent the task is.
    pub urgency: Urgency,
    /// For the policy: its lead department.
    pub lead: DepartmentId,
    /// For the policy: its leader in charge.
    pub leader: Option<PersonId>,
}

/// Drafts that wait for a signature together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The batch.
    pub submission: Submission,
    /// The titles of its drafts.
    pub titles: Vec<String>,
}

/// Everything on the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// To issue; what came back stands first.
    pub drafts: Vec<Draft>,
    /// Waiting for a signature, the oldest first.
    pub submitted: Vec<Submitted>,
    /// Not acknowledged, the longest waiting first.
    pub unacknowledged: Vec<DeskTask>,
    /// Overdue without explanation, the longest first.
    pub silent: Vec<DeskTask>,
    /// Of which nothing new was reported again and again, the longest first.
    pub unchanged: Vec<DeskTask>,
    /// Requests, the oldest first.
    pub requests: Vec<Asked>,
    /// Reviews to finish, the newest meeting first.
    pub reviews: Vec<Unreviewed>,
    /// Letters that did not arrive, the newest first.
    pub undelivered: Vec<Undelivered>,
    /// People whose address letters came back from.
    pub unreached: Vec<Unreached>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = tasks)]
pub(super) struct TaskRow {
    pub(super) id: TaskId,
    number: Option<String>,
    title: String,
    requirement: String,
    meeting_id: Option<MeetingId>,
    lead_id: DepartmentId,
    leader_id: Option<PersonId>,
    pub(super) urgency: Urgency,
    long_term: bool,
    pub(super) due_on: Option<NaiveDate>,
    baseline_due_on: Option<NaiveDate>,
    percent: i32,
    extensions: i32,
    pub(super) state: State,
    pub(super) is_parent: bool,
    pub(super) parent_id: Option<TaskId>,
    pub(super) issued_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    last_report_on: Option<NaiveDate>,
    soon_on: Option<NaiveDate>,
    missed_on: Option<NaiveDate>,
    pub(super) stopped_on: Option<NaiveDate>,
    version: i64,
    seq: i64,
}

/// What rows are dressed with.
pub(super) struct House {
    tree: Tree,
    people: BTreeMap<PersonId, Callee>,
}

/// Everything on the desk on `today`. For those who run the office: they see every task.
pub fn desk(conn: &mut Conn, today: NaiveDate) -> Result<Desk, Error> {
    let house = House::read(conn)?;
    Ok(Desk {
        drafts: drafts(conn, &house)?,
        submitted: submitted(conn)?,
        unacknowledged: tasks::table
            .filter(tasks::state.eq(State::AwaitingAcknowledgement))
            .filter(tasks::is_parent.eq(false))
            .order((tasks::issued_on, tasks::id))
            .select(TaskRow::as_select())
            .load(conn)?
            .into_iter()
            .map(|row: TaskRow| house.task(&row))
            .collect(),
        silent: silent(conn, &house, today)?,
        unchanged: tasks::table
            .filter(tasks::state.eq_any(OPEN))
            .filter(tasks::unchanged.ge(UNCHANGED_TOO_OFTEN))
            .filter(tasks::is_subtask.eq(false))
            .order((tasks::unchanged.desc(), tasks::due_on, tasks::id))
            .select(TaskRow::as_select())
            .load(conn)?
            .into_iter()
            .map(|row: TaskRow| house.task(&row))
            .collect(),
        requests: asked(conn, &house)?,
        reviews: unreviewed(conn)?,
        undelivered: undelivered(conn, &house.people)?,
        unreached: unreached(conn)?,
    })
}

/// Requests that wait for their decision, the oldest first, whoever may see them: the caller asks
/// the policy.
pub fn requests(conn: &mut Conn) -> Result<Vec<Asked>, Error> {
    let house = House::read(conn)?;
    asked(conn, &house)
}

impl House {
    pub(super) fn read(conn: &mut Conn) -> Result<Self, Error> {
        let tree = departments::tree(conn)?;
        let rows: Vec<(PersonId, String, Option<String>, bool)> = people::table
            .select((people::id, people::name, people::phone, people::active))
            .load(conn)?;
        let callee = |(id, name, phone, active)| (id, Callee { name, phone, active });
        Ok(Self { tree, people: rows.into_iter().map(callee).collect() })
    }

    pub(super) fn task(&self, row: &TaskRow) -> DeskTask {
        let head = self.tree.head(row.lead_id).and_then(|id| self.people.get(&id));
        DeskTask {
            id: row.id,
            version: row.version,
            seq: row.seq,
            number: row.number.clone(),
            title: row.title.clone(),
            lead: self.tree.name(row.lead_id).to_owned(),
            head: head.cloned().unwrap_or_default(),
            marks: Marks {
                state: row.state,
                is_parent: row.is_parent,
                due_on: row.due_on,
                baseline_due_on: row.baseline_due_on,
                closed_on: row.closed_on,
                soon_on: row.soon_on,
                missed_on: row.missed_on,
                stopped_on: row.stopped_on,
            },
            percent: row.percent,
            issued_on: row.issued_on,
            last_report_on: row.last_report_on,
        }
    }
}

fn drafts(conn: &mut Conn, house: &House) -> Result<Vec<Draft>, Error> {
    let waiting = submission_tasks::table
        .filter(submission_tasks::task_id.eq(tasks::id))
        .filter(submission_tasks::open.eq(true));
    let rows: Vec<TaskRow> = tasks::table
        .filter(tasks::state.eq(State::Draft))
        .filter(diesel::dsl::not(diesel::dsl::exists(waiting)))
        .order((tasks::meeting_id.desc(), tasks::id))
        .select(TaskRow::as_select())
        .load(conn)?;
    let returned = returned(conn)?;
    let meetings: BTreeMap<MeetingId, (String, NaiveDate)> = meetings::table
        .select((meetings::id, (meetings::title, meetings::held_on)))
        .load(conn)?
        .into_iter()
        .collect();
    // A spread draft goes out with its parts: they are one row.
    let here: BTreeSet<TaskId> = rows.iter().map(|row| row.id).collect();
    let alone = |row: &&TaskRow| row.parent_id.is_none_or(|whole| !here.contains(&whole));
    let mut drafts: Vec<Draft> = rows
        .iter()
        .filter(alone)
        .map(|row| {
            let task = house.task(row);
            Draft {
                meeting: row.meeting_id.and_then(|id| meetings.get(&id).cloned()),
                has_requirement: !row.requirement.trim().is_empty(),
                complete: (task.head.active || row.is_parent)
                    && (row.long_term || row.due_on.is_some()),
                returned: returned.get(&row.id).cloned(),
                task,
            }
        })
        .collect();
    drafts.sort_by_key(|draft| draft.returned.is_none());
    Ok(drafts)
}

/// The drafts that came back: by whom, and why.
fn returned(conn: &mut Conn) -> Result<BTreeMap<TaskId, CameBack>, Error> {
    let telling = [
        EventKind::Submitted,
        EventKind::SentBack,
        EventKind::Issued,
        EventKind::Recalled,
        EventKind::Returned,
    ];
    let rows: Vec<(TaskId, EventKind, String, Option<String>)> = events::table
        .inner_join(tasks::table)
        .filter(tasks::state.eq(State::Draft))
        .filter(events::kind.eq_any(telling))
        .order((events::task_id, events::seq))
        .select((events::task_id, events::kind, events::actor_name, events::new))
        .load(conn)?;
    let mut last = BTreeMap::new();
    for (task, kind, actor, new) in rows {
        last.insert(task, (kind, actor, new));
    }
    let reason = |new: Option<String>| {
        let said: Option<serde_json::Value> = new.and_then(|new| serde_json::from_str(&new).ok());
        said.and_then(|said| Some(said.get("reason")?.as_str()?.to_owned())).unwrap_or_default()
    };
    Ok(last
        .into_iter()
        .filter(|(_, (kind, ..))| matches!(kind, EventKind::Returned | EventKind::SentBack))
        .map(|(task, (kind, by, new))| {
            let unsigned = kind == EventKind::SentBack;
            (task, CameBack { by, reason: reason(new), unsigned })
        })
        .collect())
}

fn silent(conn: &mut Conn, house: &House, today: NaiveDate) -> Result<Vec<DeskTask>, Error> {
    let running = tasks::stopped_on.is_null().or(tasks::stopped_on.gt(tasks::due_on));
    let unexplained = tasks::explained_on
        .is_null()
        .or(tasks::explained_on.le(tasks::due_on))
        .or(tasks::expected_on.lt(today));
    let rows: Vec<TaskRow> = tasks::table
        .filter(tasks::state.eq_any(OPEN))
        .filter(tasks::is_parent.eq(false))
        .filter(tasks::is_subtask.eq(false))
        .filter(tasks::due_on.lt(today))
        .filter(running)
        .filter(unexplained)
        .order((tasks::due_on, tasks::id))
        .select(TaskRow::as_select())
        .load(conn)?;
    Ok(rows.iter().map(|row| house.task(row)).collect())
}

/// Requests that wait for their decision, the oldest first.
fn asked(conn: &mut Conn, house: &House) -> Result<Vec<Asked>, Error> {
    let rows: Vec<(TaskRow, RequestId, Option<bool>)> = request_table::table
        .inner_join(tasks::table.left_join(meetings::table))
        .filter(request_table::state.eq(RequestState::Open))
        .order((request_table::requested_at, request_table::id))
        .select((TaskRow::as_select(), request_table::id, meetings::confidential.nullable()))
        .load(conn)?;
    let ids: Vec<RequestId> = rows.iter().map(|(_, id, _)| *id).collect();
    let found = request_rows::find_all(conn, &ids)?.into_iter();
    let mut found: BTreeMap<RequestId, Request> = found.map(|one| (one.id, one)).collect();
    Ok(rows
        .into_iter()
        .filter_map(|(row, id, confidential)| {
            let request = found.remove(&id)?;
            Some(Asked {
                ask: Ask::of(&request, row.extensions),
                extensions: row.extensions,
                confidential: confidential.unwrap_or_default(),
                urgency: row.urgency,
                lead: row.lead_id,
                leader: row.leader_id.or_else(|| house.tree.leader(row.lead_id)),
                task: house.task(&row),
                request,
            })
        })
        .collect())
}

/// The drafts that wait for a signature, batch by batch, the oldest first.
pub fn submitted(conn: &mut Conn) -> Result<Vec<Submitted>, Error> {
    let waiting = submissions::open(conn)?;
    let ids: Vec<TaskId> = waiting.iter().flat_map(|one| one.tasks.iter().copied()).collect();
    let rows = tasks::table.filter(tasks::id.eq_any(ids)).select((tasks::id, tasks::title));
    let rows: Vec<(TaskId, String)> = rows.load(conn)?;
    let titles: BTreeMap<TaskId, String> = rows.into_iter().collect();
    let with_titles = |submission: Submission| Submitted {
        titles: submission.tasks.iter().filter_map(|id| titles.get(id).cloned()).collect(),
        submission,
    };
    Ok(waiting.into_iter().map(with_titles).collect())
}
