//! Links in letters with which one acts without signing in: bound to one person, one task and one
//! verb, ended by use, by time, or because the task went elsewhere.

use chrono::{NaiveDateTime, TimeDelta};

use super::named::named;
use super::{Action, Part, PersonId, TaskId};

named! {
    /// What a link lets one do, and nothing else.
    LinkVerb, "a verb of a link" {
        /// 签收.
        Acknowledge = "acknowledge",
        /// 进展反馈, once.
        Report = "report",
    }
}

named! {
    /// What ended a link before its time.
    LinkEnd, "an end of a link" {
        /// It did what it was for.
        Used = "used",
        /// The task was taken back or went to somebody else, or the account was closed.
        Withdrawn = "withdrawn",
    }
}

/// How long a link works that is not used.
pub const ACTION_LINK_LIFE: TimeDelta = TimeDelta::days(14);

/// A link, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionLink {
    /// Who acts by it.
    pub person: PersonId,
    /// On which task.
    pub task: TaskId,
    /// What it is for.
    pub verb: LinkVerb,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// When and by what it ended before.
    pub ended: Option<(NaiveDateTime, LinkEnd)>,
}

/// How a link stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStanding {
    /// It works.
    Open,
    /// It did what it was for.
    Used(NaiveDateTime),
    /// The task was taken back or went to somebody else, or the account was closed.
    Withdrawn,
    /// It was not used in time.
    Expired,
}

impl ActionLink {
    /// A new one.
    pub fn new(person: PersonId, task: TaskId, verb: LinkVerb, now: NaiveDateTime) -> Self {
        let expires_at = now + ACTION_LINK_LIFE;
        Self { person, task, verb, created_at: now, expires_at, ended: None }
    }

    /// How it stands at `now`. What it was used for is said for ever; otherwise time ends it.
    pub fn standing(&self, now: NaiveDateTime) -> LinkStanding {
        match self.ended {
            Some((at, LinkEnd::Used)) => LinkStanding::Used(at),
            Some((_, LinkEnd::Withdrawn)) => LinkStanding::Withdrawn,
            None if now < self.expires_at => LinkStanding::Open,
            None => LinkStanding::Expired,
        }
    }

    /// What the seal of the link binds to its secret, which is named by `nonce`.
    pub fn bound(&self, nonce: &str) -> String {
        format!("{nonce}:{}:{}:{}", self.person, self.task, self.verb)
    }
}

impl LinkVerb {
    /// What the policy is asked about it.
    pub fn action(self) -> Action {
        match self {
            Self::Acknowledge => Action::Acknowledge,
            Self::Report => Action::Report,
        }
    }

    /// What a letter asks of its reader: the head and the contacts acknowledge; they and the
    /// handler report. Of leaders nothing is asked.
    pub fn asked_of(part: Part, unacknowledged: bool) -> Option<Self> {
        match part {
            Part::Head | Part::Contact if unacknowledged => Some(Self::Acknowledge),
            Part::Head | Part::Contact | Part::Handler => Some(Self::Report),
            Part::Leader | Part::OfficeHead | Part::Clerk => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn link() -> ActionLink {
        ActionLink::new(PersonId(3), TaskId(7), LinkVerb::Report, at("2026-03-06T01:00:00"))
    }

    #[test]
    fn a_link_works_for_fourteen_days() {
        assert_eq!(link().standing(at("2026-03-06T01:00:00")), LinkStanding::Open);
        assert_eq!(link().standing(at("2026-03-20T00:59:59")), LinkStanding::Open);
        assert_eq!(link().standing(at("2026-03-20T01:00:00")), LinkStanding::Expired);
    }

    #[test]
    fn what_ended_a_link_is_said_even_when_its_time_is_over() {
        let used_at = at("2026-03-07T01:00:00");
        let used = ActionLink { ended: Some((used_at, LinkEnd::Used)), ..link() };
        let withdrawn = ActionLink { ended: Some((used_at, LinkEnd::Withdrawn)), ..link() };
        for now in [at("2026-03-08T01:00:00"), at("2027-03-08T01:00:00")] {
            assert_eq!(used.standing(now), LinkStanding::Used(used_at));
            assert_eq!(withdrawn.standing(now), LinkStanding::Withdrawn);
        }
    }

    #[test]
    fn a_link_is_bound_to_person_task_and_verb() {
        let others = [
            ActionLink { person: PersonId(4), ..link() },
            ActionLink { task: TaskId(8), ..link() },
            ActionLink { verb: LinkVerb::Acknowledge, ..link() },
        ];
        assert_eq!(link().bound("n"), "n:3:7:report");
        for other in others {
            assert_ne!(other.bound("n"), link().bound("n"));
        }
    }

    #[test]
    fn a_letter_asks_nothing_of_leaders_and_a_handler_does_not_acknowledge() {
        use LinkVerb::{Acknowledge, Report};

        let asked = |unacknowledged| {
            [Part::Head, Part::Contact, Part::Handler, Part::Leader, Part::OfficeHead, Part::Clerk]
                .map(|part| LinkVerb::asked_of(part, unacknowledged))
        };
        let (take, tell) = (Some(Acknowledge), Some(Report));
        assert_eq!(asked(true), [take, take, tell, None, None, None]);
        assert_eq!(asked(false), [tell, tell, tell, None, None, None]);
    }
}
