//! A task as the plan of reminders sees it: where it stands, who reads of it, and on which days.

use chrono::NaiveDate;

use super::super::{Cadence, Pace, PersonId, State, TaskId, Urgency, WorkCalendar};
use super::{Part, Planned, ReminderKind, Rules, Rung};

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
    /// How often a report is due.
    pub cadence: Cadence,
    /// Since when its lead owes reports.
    pub reports_from: Option<NaiveDate>,
    /// When it reported last.
    pub last_report_on: Option<NaiveDate>,
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
    /// The clerk who watches it, or all where nobody does.
    pub clerks: Vec<PersonId>,
    /// Who stands in for any of these.
    pub deputies: Vec<StandIn>,
}

impl Parties {
    /// Those inside the department: nobody else is reminded of its sub-tasks.
    #[must_use]
    pub fn inside(self) -> Self {
        Self { leader: None, office_heads: Vec::new(), clerks: Vec::new(), ..self }
    }
}

/// Somebody who reads what somebody else reads, for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandIn {
    /// For whom.
    pub principal: PersonId,
    /// Who.
    pub deputy: PersonId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// Somebody who reads of a task, in their own right or for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TaskReader {
    pub person: PersonId,
    pub part: Part,
    pub instead_of: Option<PersonId>,
}

impl Urgency {
    /// Whether escalation and cadence pause in a vacation: not for what is critical.
    pub fn pace(self) -> Pace {
        match self {
            Self::Normal | Self::Urgent => Pace::Resting,
            Self::Critical => Pace::Steady,
        }
    }
}

impl Watched {
    /// The rung on which the head of a task stands that has just gone out: what is told next is
    /// told beyond it.
    pub fn reached(&self, rules: &Rules, calendar: &WorkCalendar) -> Option<Planned> {
        let kind = ReminderKind::Unacknowledged;
        let rung = rules.ladder(self.urgency).of(kind).next()?;
        let (person, part) = self.readers(&rung.whom).into_iter().next()?;
        let on = self.day_of(rung, calendar)?;
        Some(Planned { on, person, task: self.task, kind, step: rung.step, part, instead_of: None })
    }

    pub(super) fn is_reminded(&self) -> bool {
        !self.clock_stands
            && matches!(self.state, State::AwaitingAcknowledgement | State::InProgress)
    }

    /// The day on which a rung is reached that hangs on the one date of the task.
    pub(super) fn day_of(&self, rung: &Rung, calendar: &WorkCalendar) -> Option<NaiveDate> {
        let waits = self.state == State::AwaitingAcknowledgement;
        match rung.kind {
            ReminderKind::Unacknowledged => {
                waits.then(|| self.step_off(rung, self.sent_on, calendar))
            }
            ReminderKind::DueSoon | ReminderKind::Overdue => {
                self.due_on.map(|due| self.step_off(rung, due, calendar))
            }
            ReminderKind::ReportDue | ReminderKind::ReportMissed => None,
        }
    }

    /// The day of `rung` where it hangs on `date`: a step before falls back, a step after moves
    /// on. In a vacation what comes is told on the first working day of the week.
    pub(super) fn step_off(
        &self,
        rung: &Rung,
        date: NaiveDate,
        calendar: &WorkCalendar,
    ) -> NaiveDate {
        let days = rung.step.unsigned_abs();
        let pace = self.urgency.pace();
        if !rung.kind.comes() {
            return calendar.days_after(pace, date, days);
        }
        if days == 0 && self.urgency == Urgency::Critical {
            return date;
        }
        let on = calendar.on_or_before(calendar.working_days_before(date, days));
        if pace == Pace::Resting && calendar.in_vacation(on) {
            calendar.first_of_week(on)
        } else {
            on
        }
    }

    /// Who of `whom` reads on `on`, and who reads for them.
    pub(super) fn readers_on(&self, whom: &[Part], on: NaiveDate) -> Vec<TaskReader> {
        let own = self.readers(whom);
        let mut readers: Vec<TaskReader> = own
            .iter()
            .map(|(person, part)| TaskReader { person: *person, part: *part, instead_of: None })
            .collect();
        for (principal, part) in own {
            let standing = self
                .parties
                .deputies
                .iter()
                .filter(|one| one.principal == principal && (one.from..=one.to).contains(&on));
            for one in standing {
                if !readers.iter().any(|reader| reader.person == one.deputy) {
                    let instead_of = Some(principal);
                    readers.push(TaskReader { person: one.deputy, part, instead_of });
                }
            }
        }
        readers
    }

    /// Who of `whom` there is, each once, with the first part that fits.
    ///
    /// A task without a handler is told to head and contacts instead.
    pub(super) fn readers(&self, whom: &[Part]) -> Vec<(PersonId, Part)> {
        let parties = &self.parties;
        let mut readers: Vec<(PersonId, Part)> = Vec::new();
        let mut add = |people: &[PersonId], part| {
            for person in people {
                if !readers.iter().any(|(known, _)| known == person) {
                    readers.push((*person, part));
                }
            }
        };
        for part in whom {
            match part {
                Part::Handler if parties.handler.is_none() => {
                    add(parties.head.as_slice(), Part::Head);
                    add(&parties.contacts, Part::Contact);
                }
                Part::Head => add(parties.head.as_slice(), *part),
                Part::Handler => add(parties.handler.as_slice(), *part),
                Part::Contact => add(&parties.contacts, *part),
                Part::Leader => add(parties.leader.as_slice(), *part),
                Part::OfficeHead => add(&parties.office_heads, *part),
                Part::Clerk => add(&parties.clerks, *part),
            }
        }
        readers
    }
}
