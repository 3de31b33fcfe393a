//! Reminders 提醒: who is told of which task on which day, as one pure function.
//!
//! The scheduler, the preview and the tests ask the same [`plan`], so that what is announced is
//! what is sent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{PersonId, State, TaskId, WorkCalendar};

mod ladder;
mod watched;

pub use ladder::{Deed, LONGEST_STEP, Ladder, Part, ReminderKind, Rules, Rung};
pub use watched::{Parties, StandIn, Watched};

/// One reminder that falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planned {
    /// The day on which it is told.
    pub on: NaiveDate,
    /// To whom.
    pub person: PersonId,
    /// Of which task.
    pub task: TaskId,
    /// What it is about.
    pub kind: ReminderKind,
    /// The rung: working days before or after.
    pub step: i32,
    /// What the reader is to the task, or whoever they stand in for.
    pub part: Part,
    /// For whom a deputy reads it.
    pub instead_of: Option<PersonId>,
}

/// What a rung does besides telling, on the day on which it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reached {
    /// The day.
    pub on: NaiveDate,
    /// With which task.
    pub task: TaskId,
    /// What.
    pub deed: Deed,
}

/// The next rung that reaches somebody who has not been told yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escalation {
    /// The day on which they are told, if nothing changes.
    pub on: NaiveDate,
    /// Whom.
    pub person: PersonId,
    /// What they are to the task.
    pub part: Part,
}

/// Everything that falls due from `from` to `to`, one entry per day, person, task and kind.
///
/// Steps before the date fall back to the working day before, steps after it move on to the next
/// one; only a critical task is told of on other days too. Nothing is said of a task that is not
/// open, nor while its clock stands still. A longer span gives what its days give one by one.
pub fn plan(
    tasks: &[Watched],
    rules: &Rules,
    calendar: &WorkCalendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Planned> {
    let mut planned = BTreeMap::new();
    for task in tasks.iter().filter(|task| task.is_reminded()) {
        for (rung, on) in climb(task, rules, calendar, from, to) {
            for reader in task.readers_on(&rung.whom, on) {
                let one = Planned {
                    on,
                    person: reader.person,
                    task: task.task,
                    kind: rung.kind,
                    step: rung.step,
                    part: reader.part,
                    instead_of: reader.instead_of,
                };
                // Two rungs that fall on one day are one reminder: the more pressing one.
                planned.insert((on, one.person, one.task, one.kind), one);
            }
        }
    }
    planned.into_values().collect()
}

/// What the rungs reached from `from` to `to` do besides telling.
pub fn deeds(
    tasks: &[Watched],
    rules: &Rules,
    calendar: &WorkCalendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Reached> {
    let mut reached: Vec<Reached> = Vec::new();
    for task in tasks.iter().filter(|task| task.is_reminded()) {
        for (rung, on) in climb(task, rules, calendar, from, to) {
            let deed = rung.deed.map(|deed| Reached { on, task: task.task, deed });
            reached.extend(deed);
        }
    }
    reached.sort_unstable();
    reached
}

/// What is left to say after some days without a pass: of each person, task and kind the latest,
/// and nothing of what comes near where it has passed meanwhile.
pub fn merged(planned: Vec<Planned>) -> Vec<Planned> {
    let mut latest = BTreeMap::new();
    for one in planned {
        let kept = latest.entry((one.person, one.task, one.kind)).or_insert(one);
        if one.on >= kept.on {
            *kept = one;
        }
    }
    let passed: BTreeMap<_, NaiveDate> = latest
        .iter()
        .map(|((person, task, kind), one)| ((*person, *task, *kind), one.on))
        .collect();
    latest.retain(|(person, task, kind), one| {
        let after = match kind {
            ReminderKind::DueSoon => ReminderKind::Overdue,
            ReminderKind::ReportDue => ReminderKind::ReportMissed,
            ReminderKind::Unacknowledged | ReminderKind::Overdue | ReminderKind::ReportMissed => {
                return true;
            }
        };
        passed.get(&(*person, *task, after)).is_none_or(|on| *on <= one.on)
    });
    latest.into_values().collect()
}

/// Who is told next beyond those who know already, if the task stays as it is. The clerk's own
/// list threatens nobody.
pub fn escalation(
    task: &Watched,
    rules: &Rules,
    calendar: &WorkCalendar,
    told: &Planned,
) -> Option<Escalation> {
    let same = rules.ladder(task.urgency).of(told.kind);
    let (passed, ahead): (Vec<&Rung>, Vec<&Rung>) = same.partition(|rung| !told.is_before(rung));
    let known: BTreeSet<_> =
        passed.iter().flat_map(|rung| task.readers(&rung.whom)).map(|(person, _)| person).collect();
    ahead.iter().find_map(|rung| {
        let (person, part) = task
            .readers(&rung.whom)
            .into_iter()
            .find(|(person, part)| *part != Part::Clerk && !known.contains(person))?;
        let on = task.day_of(rung, calendar)?;
        (on > told.on).then_some(Escalation { on, person, part })
    })
}

impl Planned {
    fn is_before(&self, rung: &Rung) -> bool {
        if self.kind.comes() { rung.step < self.step } else { rung.step > self.step }
    }
}

/// Every rung that a task reaches from `from` to `to`, with its day; then the weekly ones.
fn climb(
    task: &Watched,
    rules: &Rules,
    calendar: &WorkCalendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<(Rung, NaiveDate)> {
    let ladder = rules.ladder(task.urgency);
    let mut rungs: Vec<(Rung, NaiveDate)> = ladder
        .rungs
        .iter()
        .filter_map(|rung| Some((rung.clone(), task.day_of(rung, calendar)?)))
        .collect();
    let last = ladder.of(ReminderKind::Overdue).next_back();
    if let Some((step, on)) = last.and_then(|rung| Some((rung.step, task.day_of(rung, calendar)?)))
    {
        rungs.extend(weekly(task, ladder, calendar, (step, on), to));
    }
    for date in report_dates(task, rules, calendar, from, to) {
        let of = ladder.of(ReminderKind::ReportDue).chain(ladder.of(ReminderKind::ReportMissed));
        rungs.extend(of.map(|rung| (rung.clone(), task.step_off(rung, date, calendar))));
    }
    // What falls on the day of issue is said by the letter that issues it.
    rungs.retain(|(_, on)| (from..=to).contains(on) && *on > task.sent_on);
    rungs
}

/// The weekly reminders that follow the last rung of an overdue task. Those of a vacation are told
/// as one when it is over.
fn weekly(
    task: &Watched,
    ladder: &Ladder,
    calendar: &WorkCalendar,
    (step, on): (i32, NaiveDate),
    to: NaiveDate,
) -> Vec<(Rung, NaiveDate)> {
    let weeks = (1..).map_while(|week: u32| {
        let day = on.checked_add_days(Days::new(u64::from(week) * 7))?;
        // A week is five working days on the ladder, whatever the calendar says of them.
        let step = step + i32::try_from(week).ok()? * 5;
        (day <= to).then_some((step, day))
    });
    let critical = task.urgency == super::Urgency::Critical;
    weeks
        .map(|(step, day)| {
            let told =
                if critical { day } else { calendar.on_or_after_at(task.urgency.pace(), day) };
            let whom = ladder.weekly.clone();
            (Rung { kind: ReminderKind::Overdue, step, whom, deed: None }, told)
        })
        .collect()
}

/// The days by which reports are due of which something may be told from `from` to `to`, if none
/// arrives.
fn report_dates(
    task: &Watched,
    rules: &Rules,
    calendar: &WorkCalendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<NaiveDate> {
    let pace = task.urgency.pace();
    let (days, reporting) = (&rules.report_days, task.state == State::InProgress);
    let first = task
        .reports_from
        .filter(|_| reporting)
        .and_then(|from| days.next_due(task.cadence, from, task.last_report_on, calendar, pace));
    let Some(first) = first else { return Vec::new() };
    // A step after a date may be told long after it, over holidays and vacations.
    let span = (from - REACH, to.checked_add_days(REACH).unwrap_or(to));
    days.dues(task.cadence, first, span, calendar, pace)
}

/// Further than this from its date no report is told of.
const REACH: Days = Days::new(200);

#[cfg(test)]
mod tests;
#[cfg(test)]
mod two_years;
