//! The figures of a circular: the dashboard's own standings, held against the rule.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dashboard::{DashboardFilter, Day};
use crate::domain::{
    Actor, CircularFigures, CircularRule, CircularScope, Counts, DepartmentId, EventKind,
    MeetingId, NamedTask, Overdue, Standing, Tally, TaskId, UnitFigures, UnitRecord, Urgency,
    WorkCalendar,
};
use crate::persistence::schema::{events, tasks};
use crate::persistence::{Conn, Error};

/// Takes the figures of `scope` on `today`, as everybody may read them: what confidential meetings
/// decided is left out, whoever asks.
pub fn figures(
    conn: &mut Conn,
    scope: &CircularScope,
    rule: CircularRule,
    calendar: &WorkCalendar,
    today: NaiveDate,
) -> Result<CircularFigures, Error> {
    let as_of = scope.span.as_of(today);
    let filter = DashboardFilter {
        body_id: scope.body_id,
        programme_id: scope.programme_id,
        ..DashboardFilter::on(as_of)
    };
    let day = Day::read(conn, &Actor::everybody(), &filter)?;
    let held: Vec<&Standing> = day.standings().filter(|one| scope.span.holds(one)).collect();

    let mut total = Counts::default();
    let mut units: BTreeMap<DepartmentId, Counts> = BTreeMap::new();
    for standing in &held {
        total.add(standing, as_of);
        units.entry(standing.lead).or_default().add(standing, as_of);
    }
    let new = held.iter().filter(|one| scope.span.issued(one));
    let meetings: BTreeSet<MeetingId> = new.clone().filter_map(|one| one.meeting).collect();
    let issued = i64::try_from(new.count()).unwrap_or(i64::MAX);

    let overdue = overdue(conn, &day, &rule, calendar)?;
    let led: BTreeMap<TaskId, DepartmentId> = held.iter().map(|one| (one.task, one.lead)).collect();
    let of = |unit: DepartmentId, which: fn(&NamedTask) -> bool| {
        let own = overdue.iter().filter(|task| led.get(&task.id) == Some(&unit) && which(task));
        i64::try_from(own.count()).unwrap_or(i64::MAX)
    };
    let unit = |id: DepartmentId| {
        let tally = Tally::from(*units.get(&id)?);
        let named = of(id, |task| task.candidate);
        Some(UnitFigures {
            id,
            name: day.tree.name(id).to_owned(),
            tally,
            unexplained: of(id, |task| task.reason.is_none()),
            named,
            verdict: rule.judge(&UnitRecord { tally, named }),
        })
    };
    let units = day.tree.iter().filter_map(|department| unit(department.id)).collect();
    let meetings = i64::try_from(meetings.len()).unwrap_or(i64::MAX);
    Ok(CircularFigures { as_of, total: total.into(), issued, meetings, units, overdue, rule })
}

/// Every overdue task, the longest first, and whether the rule names it.
fn overdue(
    conn: &mut Conn,
    day: &Day,
    rule: &CircularRule,
    calendar: &WorkCalendar,
) -> Result<Vec<NamedTask>, Error> {
    let late = day.overdue(conn, usize::MAX)?;
    let ids: Vec<TaskId> = late.iter().map(|task| task.id).collect();
    let urgencies: BTreeMap<TaskId, Urgency> = tasks::table
        .filter(tasks::id.eq_any(&ids))
        .select((tasks::id, tasks::urgency))
        .load::<(TaskId, Urgency)>(conn)?
        .into_iter()
        .collect();
    let urged: Vec<(TaskId, NaiveDate)> = events::table
        .filter(events::task_id.eq_any(&ids))
        .filter(events::kind.eq_any([EventKind::Urged, EventKind::UrgingNoticeSent]))
        .select((events::task_id, events::occurred_at))
        .load::<(TaskId, chrono::NaiveDateTime)>(conn)?
        .into_iter()
        .map(|(task, at)| (task, at.date()))
        .collect();
    let task = |task: super::dashboard::OverdueTask| {
        let since = |on: &NaiveDate| task.due_on.is_some_and(|due| *on > due) && *on <= day.as_of;
        let urgings = urged.iter().filter(|(id, on)| *id == task.id && since(on)).count();
        let urgings = u32::try_from(urgings).unwrap_or(u32::MAX);
        let urgency = urgencies.get(&task.id).copied().unwrap_or(Urgency::Normal);
        let seen = task.due_on.map(|due_on| Overdue { urgency, due_on, urgings });
        NamedTask {
            candidate: seen.is_some_and(|seen| rule.names(&seen, day.as_of, calendar)),
            id: task.id,
            number: task.number,
            title: task.title,
            lead: task.lead,
            due_on: task.due_on,
            days_over: task.days_over,
            reason: task.stuck_on,
            expected_on: task.expected_on,
            urgings,
        }
    };
    Ok(late.into_iter().map(task).collect())
}
