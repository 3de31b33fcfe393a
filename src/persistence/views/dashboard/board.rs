//! The figures of one day, as the API gives them and the page draws them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use serde::Serialize;

use super::Day;
use crate::domain::{
    Counts, Department, DepartmentId, MeetingId, Month, ProgrammeId, RequestKind, Standing, State,
    median_days_to_close, months,
};
use crate::persistence::schema::{meetings, programmes};
use crate::persistence::{Conn, Error};

/// All figures of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    /// The day.
    pub as_of: NaiveDate,
    /// Each task once.
    pub totals: Totals,
    /// By department, each with everything below it, in the organisation's own order.
    pub departments: Vec<DepartmentFigures>,
    /// By programme.
    pub programmes: Vec<ProgrammeFigures>,
    /// By meeting, the last first.
    pub meetings: Vec<MeetingFigures>,
    /// The twelve months up to the day.
    pub trend: Vec<Month>,
}

/// What is said of all tasks together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// By light and so on.
    #[serde(flatten)]
    pub counts: Counts,
    /// Closed in the month of the day.
    pub closed_this_month: i64,
    /// Those of them that were closed on time.
    #[serde(skip)]
    pub closed_this_month_on_time: i64,
    /// Half of the closed ones were closed within this many days.
    pub median_days_to_close: Option<i64>,
    /// Extensions granted, on however many tasks.
    pub extensions_granted: i64,
    /// Tasks whose report is missed.
    pub missed_reports: i64,
    /// Long-term tasks, which no other figure counts.
    pub long_term: i64,
    /// What waits for a decision, by what was asked for.
    #[serde(skip)]
    pub awaiting: BTreeMap<RequestKind, i64>,
}

/// The figures of one department and everything below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentFigures {
    /// Which department.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// What it leads.
    pub lead: Counts,
    /// What it supports.
    pub support: Counts,
}

/// The figures of one programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgrammeFigures {
    /// Which programme.
    pub id: ProgrammeId,
    /// Its name.
    pub name: String,
    /// Its tasks.
    pub counts: Counts,
}

/// The figures of one meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingFigures {
    /// Which meeting.
    pub id: MeetingId,
    /// Its title.
    pub title: String,
    /// When it was held.
    #[serde(skip)]
    pub held_on: NaiveDate,
    /// Its tasks.
    pub counts: Counts,
}

impl Totals {
    /// The totals of `standings` on `as_of`.
    pub fn of<'a>(standings: impl Iterator<Item = &'a Standing> + Clone, as_of: NaiveDate) -> Self {
        let mut counts = Counts::default();
        let mut awaiting = BTreeMap::new();
        let (mut this_month, mut on_time, mut extensions, mut long_term) = (0, 0, 0, 0);
        let month = (as_of.year(), as_of.month());
        for standing in standings.clone() {
            counts.add(standing, as_of);
            let marks = &standing.marks;
            long_term += i64::from(standing.long_term && marks.state.counts());
            if !standing.counted {
                continue;
            }
            extensions += i64::from(standing.extensions);
            if let Some(kind) = standing.open_request {
                *awaiting.entry(kind).or_default() += 1;
            }
            let closed = marks.closed_on.filter(|_| marks.state == State::Closed);
            if closed.is_some_and(|on| (on.year(), on.month()) == month && on <= as_of) {
                this_month += 1;
                on_time += i64::from(marks.baseline_due_on.is_none_or(|due| closed <= Some(due)));
            }
        }
        Self {
            counts,
            closed_this_month: this_month,
            closed_this_month_on_time: on_time,
            median_days_to_close: median_days_to_close(standings),
            extensions_granted: extensions,
            missed_reports: counts.missed,
            long_term,
            awaiting,
        }
    }
}

impl Board {
    /// The figures of `day`.
    pub fn of(conn: &mut Conn, day: &Day) -> Result<Self, Error> {
        let mut by_programme: BTreeMap<ProgrammeId, Counts> = BTreeMap::new();
        let mut by_meeting: BTreeMap<MeetingId, Counts> = BTreeMap::new();
        for standing in day.standings() {
            if let Some(programme) = standing.programme {
                by_programme.entry(programme).or_default().add(standing, day.as_of);
            }
            if let Some(meeting) = standing.meeting {
                by_meeting.entry(meeting).or_default().add(standing, day.as_of);
            }
        }
        Ok(Self {
            as_of: day.as_of,
            totals: Totals::of(day.standings(), day.as_of),
            departments: day.departments(),
            programmes: programmes(conn, &by_programme)?,
            meetings: meetings(conn, &by_meeting)?,
            trend: months(day.standings(), day.as_of),
        })
    }
}

impl Day {
    /// By department. A task counts for its lead and every department above it, and, apart from that,
    /// once for each department that has a supporter of it in its subtree.
    pub fn departments(&self) -> Vec<DepartmentFigures> {
        let mut lead: BTreeMap<DepartmentId, Counts> = BTreeMap::new();
        let mut support: BTreeMap<DepartmentId, Counts> = BTreeMap::new();
        for standing in self.of_all_departments() {
            for above in self.ancestry(standing.lead) {
                lead.entry(*above).or_default().add(standing, self.as_of);
            }
            let supporting: BTreeSet<DepartmentId> = self
                .supporters(standing.task)
                .iter()
                .flat_map(|supporter| self.ancestry(*supporter))
                .copied()
                .collect();
            for above in supporting {
                support.entry(above).or_default().add(standing, self.as_of);
            }
        }
        let figures = |department: &Department| DepartmentFigures {
            id: department.id,
            name: department.name.clone(),
            lead: lead.get(&department.id).copied().unwrap_or_default(),
            support: support.get(&department.id).copied().unwrap_or_default(),
        };
        let shown = |figures: &DepartmentFigures| {
            let active = self.tree.get(figures.id).is_some_and(|department| department.active);
            active || figures.lead.all + figures.support.all > 0
        };
        self.tree.iter().filter(|one| self.covers(one.id)).map(figures).filter(shown).collect()
    }
}

fn programmes(
    conn: &mut Conn,
    counts: &BTreeMap<ProgrammeId, Counts>,
) -> Result<Vec<ProgrammeFigures>, Error> {
    let rows: Vec<(ProgrammeId, String, bool)> = programmes::table
        .order(programmes::id)
        .select((programmes::id, programmes::name, programmes::active))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter(|(id, _, active)| *active || counts.contains_key(id))
        .map(|(id, name, _)| {
            let counts = counts.get(&id).copied().unwrap_or_default();
            ProgrammeFigures { id, name, counts }
        })
        .collect())
}

/// Only meetings with a task that the viewer sees: of the others not even the title is theirs.
fn meetings(
    conn: &mut Conn,
    counts: &BTreeMap<MeetingId, Counts>,
) -> Result<Vec<MeetingFigures>, Error> {
    let rows: Vec<(MeetingId, String, NaiveDate)> = meetings::table
        .order((meetings::held_on.desc(), meetings::id.desc()))
        .select((meetings::id, meetings::title, meetings::held_on))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, title, held_on)| {
            let counts = *counts.get(&id)?;
            Some(MeetingFigures { id, title, held_on, counts })
        })
        .collect())
}
