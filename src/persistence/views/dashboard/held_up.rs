//! What holds tasks up: age, extensions, and what waits for whose decision.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Day;
use super::lines::names;
use crate::domain::{Age, Light, PersonId, RequestKind, Standing, TaskId};
use crate::persistence::schema::requests;
use crate::persistence::{Conn, Error};

/// Open tasks by how old they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ages {
    /// Overdue ones by the days since they were due, as [`Age::OVER`].
    pub over: [i64; 4],
    /// Open ones by the days since they were issued, as [`Age::OPEN`].
    pub open: [i64; 4],
}

/// How dates were moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extensions {
    /// By how many calendar days in all.
    pub days: i64,
    /// Those that were moved furthest.
    pub tasks: Vec<ExtendedTask>,
}

/// A task whose date was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedTask {
    /// Which task.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// The date at first.
    pub from: NaiveDate,
    /// The date as it was on the day.
    pub to: NaiveDate,
    /// By how many calendar days.
    pub days: i64,
    /// How often.
    pub times: i32,
}

/// What waits for one decider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// The leader in charge; `None` where there is none, and the head of the office decides.
    pub leader: Option<PersonId>,
    /// Their name and title.
    pub name: Option<(String, Option<String>)>,
    /// How many tasks.
    pub count: i64,
    /// How many of them of each kind.
    pub kinds: BTreeMap<RequestKind, i64>,
    /// For how many calendar days the oldest request has waited.
    pub longest: i64,
}

/// A request that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingTask {
    /// The task.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// Its lead department.
    pub lead: String,
    /// What is asked for.
    pub kind: RequestKind,
    /// When it was asked for.
    pub asked_on: NaiveDate,
    /// For how many calendar days it has waited.
    pub days: i64,
    /// Who decides, by name and title; `None` for the head of the office.
    pub decider: Option<(String, Option<String>)>,
}

impl Day {
    /// The open tasks of the day by age.
    pub fn ages(&self) -> Ages {
        let mut ages = Ages::default();
        let at =
            |all: [Age; 4], day: NaiveDate| all.iter().position(|age| age.covers(day, self.as_of));
        for one in self.standings().filter(|one| one.counted && one.marks.state.is_open()) {
            let overdue = one.marks.light(self.as_of) == Light::Overdue;
            let over = one.marks.due_on.filter(|_| overdue).and_then(|due| at(Age::OVER, due));
            if let Some(slot) = over.and_then(|slot| ages.over.get_mut(slot)) {
                *slot += 1;
            }
            let open = one.issued_on.and_then(|issued| at(Age::OPEN, issued));
            if let Some(slot) = open.and_then(|slot| ages.open.get_mut(slot)) {
                *slot += 1;
            }
        }
        ages
    }

    /// How dates were moved: in all, and the `most` tasks that were moved furthest.
    pub fn extensions(&self, conn: &mut Conn, most: usize) -> Result<Extensions, Error> {
        let mut moved: Vec<&Standing> =
            self.standings().filter(|one| one.counted && one.extensions > 0).collect();
        let days = moved.iter().map(|one| one.days_extended()).sum();
        moved.sort_by_key(|one| (Reverse(one.days_extended()), one.task));
        moved.truncate(most);
        let ids: Vec<TaskId> = moved.iter().map(|one| one.task).collect();
        let mut lines = self.lines(conn, &ids)?;
        let task = |one: &Standing| {
            Some(ExtendedTask {
                id: one.task,
                title: lines.remove(&one.task)?.title,
                lead: self.tree.name(one.lead).to_owned(),
                from: one.original_due_on?,
                to: one.marks.due_on?,
                days: one.days_extended(),
                times: one.extensions,
            })
        };
        Ok(Extensions { days, tasks: moved.into_iter().filter_map(task).collect() })
    }

    /// What waits for whose decision, the most first, and the `most` that have waited longest.
    pub fn waiting(
        &self,
        conn: &mut Conn,
        most: usize,
    ) -> Result<(Vec<Decider>, Vec<WaitingTask>), Error> {
        let asked_on = self.asked_on(conn)?;
        let since = |one: &Standing| asked_on.get(&one.task).copied().unwrap_or(self.as_of);
        let days = |one: &Standing| (self.as_of - since(one)).num_days();
        let mut waiting: Vec<(&Standing, RequestKind)> = self
            .standings()
            .filter(|one| one.counted)
            .filter_map(|one| Some((one, one.open_request?)))
            .collect();
        waiting.sort_by_key(|(one, _)| (since(one), one.task));
        let leaders: Vec<PersonId> = waiting.iter().filter_map(|(one, _)| one.leader).collect();
        let people = names(conn, &leaders)?;
        let name = |leader: Option<PersonId>| leader.and_then(|id| people.get(&id).cloned());
        let mut deciders: BTreeMap<Option<PersonId>, Decider> = BTreeMap::new();
        for (one, kind) in &waiting {
            let decider = deciders.entry(one.leader).or_insert_with(|| Decider {
                leader: one.leader,
                name: name(one.leader),
                count: 0,
                kinds: BTreeMap::new(),
                longest: 0,
            });
            decider.count += 1;
            *decider.kinds.entry(*kind).or_default() += 1;
            decider.longest = decider.longest.max(days(one));
        }
        let mut deciders: Vec<Decider> = deciders.into_values().collect();
        deciders.sort_by_key(|one| (Reverse(one.count), Reverse(one.longest), one.leader));
        waiting.truncate(most);
        let ids: Vec<TaskId> = waiting.iter().map(|(one, _)| one.task).collect();
        let mut lines = self.lines(conn, &ids)?;
        let task = |(one, kind): (&Standing, RequestKind)| {
            Some(WaitingTask {
                id: one.task,
                title: lines.remove(&one.task)?.title,
                lead: self.tree.name(one.lead).to_owned(),
                kind,
                asked_on: since(one),
                days: days(one),
                decider: name(one.leader),
            })
        };
        Ok((deciders, waiting.into_iter().filter_map(task).collect()))
    }

    /// Since when each request had waited that was open on the day.
    fn asked_on(&self, conn: &mut Conn) -> Result<BTreeMap<TaskId, NaiveDate>, Error> {
        let rows: Vec<(TaskId, NaiveDate)> = requests::table
            .filter(requests::requested_on.le(self.as_of))
            .filter(requests::decided_on.is_null().or(requests::decided_on.gt(self.as_of)))
            .order(requests::id)
            .select((requests::task_id, requests::requested_on))
            .load(conn)?;
        Ok(rows.into_iter().collect())
    }
}
