//! Reminders 提醒: who is told of which task on which day, as one pure function.
//!
//! The scheduler, the preview and the tests ask the same [`plan`], so that what is announced is
//! what is sent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::named::named;
use super::{PersonId, State, TaskId, Urgency, WorkCalendar};

named! {
    /// What a reminder is about.
    ReminderKind, "a kind of reminder" {
        /// 待签收: issued and not acknowledged.
        Unacknowledged = "unacknowledged",
        /// 临期: the date comes near.
        DueSoon = "due_soon",
        /// 逾期: the date has passed.
        Overdue = "overdue",
    }
}

named! {
    /// What a reader is to the task of which they are reminded.
    Part, "a part" {
        /// 责任人: head of the lead department.
        Head = "head",
        /// 经办人: does it.
        Handler = "handler",
        /// 联络员 of the lead department.
        Contact = "contact",
        /// 分管领导: leader in charge.
        Leader = "leader",
        /// 办公室主任: office head.
        OfficeHead = "office_head",
    }
}

/// What the plan needs to know of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Which one.
    pub task: TaskId,
    /// Where it stands.
    pub state: State,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The date that the department works to; `None` for a long-term task.
    pub due_on: Option<NaiveDate>,
    /// Since when it has waited for its acknowledgement, or when it was issued.
    pub sent_on: NaiveDate,
    /// Whether a request waits whose decision the clock waits for.
    pub clock_stands: bool,
    /// Who reads of it.
    pub parties: Parties,
}

/// The people of a task who can be reminded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parties {
    /// Head of the lead department.
    pub head: Option<PersonId>,
    /// Who does it.
    pub handler: Option<PersonId>,
    /// Contacts of the lead department.
    pub contacts: Vec<PersonId>,
    /// The leader in charge; `None` too where top leaders are not reminded.
    pub leader: Option<PersonId>,
    /// Office heads.
    pub office_heads: Vec<PersonId>,
}

impl Parties {
    /// Those inside the department: nobody else is reminded of its sub-tasks.
    #[must_use]
    pub fn inside(self) -> Self {
        Self { leader: None, office_heads: Vec::new(), ..self }
    }
}

/// One rung of the ladder: so many working days before or after, to these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// What it is about.
    pub kind: ReminderKind,
    /// Working days: before the date for due soon, after it otherwise.
    pub step: i32,
    /// Whom it reaches, in the order in which a part is told to somebody who has two.
    pub whom: &'static [Part],
}

/// The ladder 逐级催办 as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The rungs, lowest first within a kind.
    pub ladder: &'static [Rung],
    /// Whom the weekly reminder reaches that follows the last rung of an overdue task.
    pub weekly: &'static [Part],
}

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
    /// What the reader is to the task.
    pub part: Part,
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

impl Default for Rules {
    fn default() -> Self {
        use Part::{Contact, Handler, Head, Leader, OfficeHead};
        use ReminderKind::{DueSoon, Overdue, Unacknowledged};
        const fn rung(kind: ReminderKind, step: i32, whom: &'static [Part]) -> Rung {
            Rung { kind, step, whom }
        }
        Self {
            ladder: &const {
                [
                    rung(Unacknowledged, 1, &[Head, Contact]),
                    rung(Unacknowledged, 3, &[Leader]),
                    rung(DueSoon, 10, &[Handler]),
                    rung(DueSoon, 5, &[Head, Handler]),
                    rung(DueSoon, 1, &[Head, Handler]),
                    rung(DueSoon, 0, &[Head, Handler]),
                    rung(Overdue, 1, &[Head, Handler, Contact]),
                    rung(Overdue, 3, &[Head, Handler, Contact, Leader]),
                    rung(Overdue, 10, &[Head, Handler, Contact, Leader, OfficeHead]),
                ]
            },
            weekly: &[Head, Handler, Leader],
        }
    }
}

/// Everything that falls due from `from` to `to`, one entry per day, person, task and kind.
///
/// Steps before the date fall back to the working day before, steps after it move on to the next
/// one; only a critical task is told of on other days too. Nothing is said of a task that is not
/// open, nor while its clock stands still.
pub fn plan(
    tasks: &[Watched],
    rules: &Rules,
    calendar: &WorkCalendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Planned> {
    let mut planned = BTreeMap::new();
    for task in tasks.iter().filter(|task| task.is_reminded()) {
        for (rung, on) in climb(task, rules, calendar, to) {
            // What falls on the day of issue is said by the letter that issues it.
            if on < from || on > to || on <= task.sent_on {
                continue;
            }
            for (person, part) in task.readers(rung.whom) {
                let key = (on, person, task.task, rung.kind);
                // Two rungs that fall on one day are one reminder: the more pressing one.
                planned.insert(
                    key,
                    Planned { on, person, task: task.task, kind: rung.kind, step: rung.step, part },
                );
            }
        }
    }
    planned.into_values().collect()
}

/// What is left to say after some days without a pass: of each person, task and kind the latest,
/// and nothing of a date that comes near where it has passed meanwhile.
pub fn merged(planned: Vec<Planned>) -> Vec<Planned> {
    let mut latest = BTreeMap::new();
    for one in planned {
        let kept = latest.entry((one.person, one.task, one.kind)).or_insert(one);
        if one.on >= kept.on {
            *kept = one;
        }
    }
    let overdue: BTreeSet<_> = latest
        .keys()
        .filter(|(_, _, kind)| *kind == ReminderKind::Overdue)
        .map(|(person, task, _)| (*person, *task))
        .collect();
    latest.retain(|(person, task, kind), _| {
        *kind != ReminderKind::DueSoon || !overdue.contains(&(*person, *task))
    });
    latest.into_values().collect()
}

/// Who is told next beyond those who know already, if the task stays as it is.
pub fn escalation(
    task: &Watched,
    rules: &Rules,
    calendar: &WorkCalendar,
    told: &Planned,
) -> Option<Escalation> {
    let same = rules.ladder.iter().filter(|rung| rung.kind == told.kind);
    let (passed, ahead): (Vec<&Rung>, Vec<&Rung>) = same.partition(|rung| !told.is_before(rung));
    let known: BTreeSet<_> =
        passed.iter().flat_map(|rung| task.readers(rung.whom)).map(|(person, _)| person).collect();
    ahead.iter().find_map(|rung| {
        let (person, part) =
            task.readers(rung.whom).into_iter().find(|(person, _)| !known.contains(person))?;
        let on = task.day_of(rung, calendar)?;
        (on > told.on).then_some(Escalation { on, person, part })
    })
}

impl Planned {
    fn is_before(&self, rung: &Rung) -> bool {
        match self.kind {
            ReminderKind::DueSoon => rung.step < self.step,
            ReminderKind::Unacknowledged | ReminderKind::Overdue => rung.step > self.step,
        }
    }
}

impl Watched {
    /// The rung on which the head of a task stands that has just gone out: what is told next is
    /// told beyond it.
    pub fn reached(&self, rules: &Rules, calendar: &WorkCalendar) -> Option<Planned> {
        let kind = ReminderKind::Unacknowledged;
        let rung = rules.ladder.iter().find(|rung| rung.kind == kind)?;
        let (person, part) = self.readers(rung.whom).into_iter().next()?;
        let on = self.day_of(rung, calendar)?;
        Some(Planned { on, person, task: self.task, kind, step: rung.step, part })
    }

    fn is_reminded(&self) -> bool {
        !self.clock_stands
            && matches!(self.state, State::AwaitingAcknowledgement | State::InProgress)
    }

    /// The day on which a rung is reached.
    fn day_of(&self, rung: &Rung, calendar: &WorkCalendar) -> Option<NaiveDate> {
        let days = rung.step.unsigned_abs();
        match rung.kind {
            ReminderKind::Unacknowledged => (self.state == State::AwaitingAcknowledgement)
                .then(|| calendar.working_days_after(self.sent_on, days)),
            ReminderKind::DueSoon if days == 0 && self.urgency == Urgency::Critical => self.due_on,
            ReminderKind::DueSoon => self
                .due_on
                .map(|due| calendar.on_or_before(calendar.working_days_before(due, days))),
            ReminderKind::Overdue => self.due_on.map(|due| calendar.working_days_after(due, days)),
        }
    }

    /// Who of `whom` there is, each once, with the first part that fits.
    ///
    /// A task without a handler is told to head and contacts instead.
    fn readers(&self, whom: &[Part]) -> Vec<(PersonId, Part)> {
        let parties = &self.parties;
        let mut readers: Vec<(PersonId, Part)> = Vec::new();
        let mut add = |person: Option<PersonId>, part| {
            if let Some(person) = person
                && !readers.iter().any(|(known, _)| *known == person)
            {
                readers.push((person, part));
            }
        };
        for part in whom {
            match part {
                Part::Head => add(parties.head, *part),
                Part::Handler if parties.handler.is_some() => add(parties.handler, *part),
                Part::Handler => {
                    add(parties.head, Part::Head);
                    parties.contacts.iter().for_each(|one| add(Some(*one), Part::Contact));
                }
                Part::Contact => parties.contacts.iter().for_each(|one| add(Some(*one), *part)),
                Part::Leader => add(parties.leader, *part),
                Part::OfficeHead => {
                    parties.office_heads.iter().for_each(|one| add(Some(*one), *part));
                }
            }
        }
        readers
    }
}

/// Every rung that a task reaches up to `to`, with its day; then the weekly ones.
fn climb(
    task: &Watched,
    rules: &Rules,
    calendar: &WorkCalendar,
    to: NaiveDate,
) -> Vec<(Rung, NaiveDate)> {
    let mut rungs: Vec<(Rung, NaiveDate)> = rules
        .ladder
        .iter()
        .filter_map(|rung| Some((*rung, task.day_of(rung, calendar)?)))
        .collect();
    let last = rungs.iter().rfind(|(rung, _)| rung.kind == ReminderKind::Overdue).copied();
    if let Some((rung, on)) = last {
        let weeks = (1..).map_while(|week: u32| {
            let day = on.checked_add_days(Days::new(u64::from(week) * 7))?;
            // A week is five working days on the ladder, whatever the calendar says of them.
            let step = rung.step + i32::try_from(week).ok()? * 5;
            (day <= to).then_some((step, day))
        });
        rungs.extend(weeks.map(|(step, day)| {
            let day =
                if task.urgency == Urgency::Critical { day } else { calendar.on_or_after(day) };
            (Rung { kind: ReminderKind::Overdue, step, whom: rules.weekly }, day)
        }));
    }
    rungs
}

#[cfg(test)]
mod tests;
