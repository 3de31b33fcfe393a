//! What a leader answers for: requests and drafts that wait, open tasks, departments counted.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::dashboard::{DashboardFilter, Day};
use super::desk::{self, Asked, Submitted};
use super::task_lines::TaskLine;
use super::task_list::{self, Sort};
use crate::domain::{Actor, Counts, DepartmentId, TaskFilter};
use crate::persistence::{Conn, Error};

/// How many open tasks are shown; the ledger has them all.
const ROWS: i64 = 12;

/// A department with what it leads, counted.
#[derive(Debug, Clone)]
pub struct Led {
    /// Which one.
    pub id: DepartmentId,
    /// What it is called.
    pub name: String,
    /// What it leads.
    pub counts: Counts,
}

/// What a leader answers for.
#[derive(Debug)]
pub struct Portfolio {
    /// All requests that wait, the oldest first; the policy says which are the leader's.
    pub asked: Vec<Asked>,
    /// All drafts that wait for a signature.
    pub submitted: Vec<Submitted>,
    /// Open tasks, by their dates.
    pub open: Vec<TaskLine>,
    /// How many there are.
    pub open_total: i64,
    /// All that counts.
    pub counts: Counts,
    /// The departments with tasks, in the organisation's order.
    pub departments: Vec<Led>,
}

impl Portfolio {
    /// What `viewer` answers for on `today`.
    pub fn of(conn: &mut Conn, viewer: &Actor, today: NaiveDate) -> Result<Self, Error> {
        let filter = DashboardFilter { leader_id: viewer.id, ..DashboardFilter::on(today) };
        let day = Day::read(conn, viewer, &filter)?;
        let mut counts = Counts::default();
        let mut by_lead: BTreeMap<DepartmentId, Counts> = BTreeMap::new();
        for standing in day.standings() {
            counts.add(standing, today);
            by_lead.entry(standing.lead).or_default().add(standing, today);
        }
        let departments = day.tree.iter().filter_map(|one| {
            let counts = by_lead.get(&one.id)?;
            Some(Led { id: one.id, name: one.name.clone(), counts: *counts })
        });
        let departments = departments.collect();
        let open = TaskFilter { leader_id: viewer.id, open: true, ..TaskFilter::default() };
        let page = task_list::page(conn, viewer, &open, Sort::default(), None, ROWS, today)?;
        Ok(Self {
            asked: desk::requests(conn)?,
            submitted: desk::submitted(conn)?,
            open: page.items,
            open_total: page.total,
            counts,
            departments,
        })
    }
}
