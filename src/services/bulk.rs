//! One deed for many tasks: each is decided by the same permission and lifecycle as if it were
//! alone, and none stands in the way of another.

use std::collections::BTreeMap;

use super::sight::Sight;
use super::tasks::{self, TEXT, TaskPatch, known};
use super::{Error, steps};
use crate::app::Act;
use crate::domain::{DepartmentId, Fault, Faults, State, Task, TaskId};
use crate::persistence::{Error as Storage, departments, people, programmes, tasks as all};

/// The most tasks at once.
pub const MOST: usize = 200;

/// What is done to each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// 交办, with one's own hand.
    Issue,
    /// 催办.
    Urge {
        /// What the department reads.
        note: String,
    },
    /// Another department leads: 转办, or a change of the draft.
    Transfer {
        /// Which.
        to: DepartmentId,
        /// Why.
        reason: String,
    },
    /// 撤销.
    Cancel {
        /// Why.
        reason: String,
    },
    /// A change of what they say.
    Edit(TaskPatch),
}

/// What became of one task.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub id: TaskId,
    /// As it stood; `None` where it is not there, or not theirs to see.
    pub before: Option<Task>,
    /// As it now stands, or why nothing was done to it.
    pub outcome: Result<Task, Error>,
}

impl Row {
    /// Whether the deed left it as it was.
    pub fn is_unchanged(&self) -> bool {
        let before = self.before.as_ref().map(|task| task.version);
        self.outcome.as_ref().is_ok_and(|task| Some(task.version) == before)
    }
}

/// Does `deed` to every task of `ids`, or with `dry_run` only finds out what would become of it;
/// one row a task, in the order of `ids`.
///
/// # Errors
/// What is wrong with the deed itself; then nothing was tried.
pub fn run(
    act: &mut Act<'_>,
    ids: &[TaskId],
    deed: &Deed,
    dry_run: bool,
) -> Result<Vec<Row>, Error> {
    check(act, ids, deed)?;
    // Always in one order, so that two who work at the same time never wait for each other.
    let mut in_order = ids.to_vec();
    in_order.sort_unstable();
    in_order.dedup();
    let along = if dry_run { BTreeMap::new() } else { parts_of_chosen(act, &in_order, deed)? };
    let mut rows: Vec<Row> = Vec::new();
    for id in in_order {
        let whole = along.get(&id).and_then(|part| part.parent_id);
        let done = rows.iter().any(|row| Some(row.id) == whole && row.outcome.is_ok());
        rows.push(match along.get(&id).filter(|_| done) {
            Some(before) => {
                let (outcome, before) = (Ok(all::find(act.conn, id)?), Some(before.clone()));
                Row { id, before, outcome }
            }
            None => one(act, id, deed, dry_run)?,
        });
    }
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Of the chosen tasks the parts whose whole is chosen too, as they stand before, where what is
/// done to a whole is done to its parts: nothing is done to them twice.
fn parts_of_chosen(
    act: &mut Act<'_>,
    ids: &[TaskId],
    deed: &Deed,
) -> Result<BTreeMap<TaskId, Task>, Error> {
    if !matches!(deed, Deed::Issue | Deed::Urge { .. } | Deed::Cancel { .. }) {
        return Ok(BTreeMap::new());
    }
    let chosen = all::find_all(act.conn, ids)?;
    let wholes: Vec<TaskId> =
        chosen.iter().filter(|one| one.is_parent).map(|whole| whole.id).collect();
    let parts =
        chosen.into_iter().filter(|one| one.parent_id.is_some_and(|id| wholes.contains(&id)));
    Ok(parts.map(|part| (part.id, part)).collect())
}

fn one(act: &mut Act<'_>, id: TaskId, deed: &Deed, dry_run: bool) -> Result<Row, Error> {
    let rules = act.rules();
    let before = match Sight::of(act.conn, &act.actor, id, rules) {
        Ok(seen) => seen.task,
        Err(Error::Storage(Storage::NotFound)) => {
            return Ok(Row { id, before: None, outcome: Err(Error::NOT_FOUND) });
        }
        Err(error) => return Err(error),
    };
    let outcome = act.attempt(!dry_run, |act| apply(act, &before, deed));
    match outcome {
        // Our own trouble is nobody's answer.
        Err(
            error @ (Error::Letter(_)
            | Error::Storage(Storage::Busy(_) | Storage::Damaged(_) | Storage::Database(_))),
        ) => Err(error),
        outcome => Ok(Row { id, before: Some(before), outcome }),
    }
}

fn apply(act: &mut Act<'_>, task: &Task, deed: &Deed) -> Result<Task, Error> {
    let (id, version) = (task.id, task.version);
    match deed {
        Deed::Issue => steps::issue(act, id, version),
        Deed::Urge { note } => steps::urge(act, id, Some(version), note),
        Deed::Cancel { reason } => steps::cancel(act, id, version, reason),
        Deed::Edit(patch) => tasks::edit(act, id, version, patch.clone()),
        // A draft is nobody's yet: there is nothing to hand over.
        Deed::Transfer { to, .. } if task.state == State::Draft => {
            let others = task.supporters.iter().copied().filter(|other| other != to);
            let patch = TaskPatch {
                lead_id: Some(*to),
                supporters: Some(others.collect()),
                ..TaskPatch::default()
            };
            tasks::edit(act, id, version, patch)
        }
        Deed::Transfer { to, reason } => steps::transfer(act, id, version, *to, reason),
    }
}

/// What is wrong for every task alike.
fn check(act: &mut Act<'_>, ids: &[TaskId], deed: &Deed) -> Result<(), Error> {
    let mut faults = Faults::default();
    if ids.is_empty() {
        faults.add("ids", Fault::Missing);
    }
    if ids.len() > MOST {
        faults.add("ids", Fault::TooMany { most: MOST });
    }
    match deed {
        Deed::Issue => {}
        Deed::Urge { note } => {
            faults.required("note", note, TEXT);
        }
        Deed::Cancel { reason } => {
            faults.required("reason", reason, TEXT);
        }
        Deed::Transfer { to, reason } => {
            if departments::tree(act.conn)?.get(*to).is_none() {
                faults.add("department_id", Fault::NoSuch);
            }
            faults.required("reason", reason, TEXT);
        }
        Deed::Edit(patch) => check_patch(act, patch, &mut faults)?,
    }
    Ok(faults.finish()?)
}

fn check_patch(act: &mut Act<'_>, patch: &TaskPatch, faults: &mut Faults) -> Result<(), Error> {
    if *patch == TaskPatch::default() {
        faults.add("act", Fault::Missing);
    }
    for (field, id) in [
        ("handler_id", patch.handler_id),
        ("leader_id", patch.leader_id),
        ("follower_id", patch.follower_id),
    ] {
        if let Some(id) = id.flatten()
            && known(people::find(act.conn, id))?.is_none()
        {
            faults.add(field, Fault::NoSuch);
        }
    }
    if let Some(id) = patch.programme_id.flatten()
        && known(programmes::find(act.conn, id))?.is_none()
    {
        faults.add("programme_id", Fault::NoSuch);
    }
    Ok(())
}
