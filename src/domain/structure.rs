//! How tasks hang together: a directive for all fans out into one part a department, and a
//! department breaks its task down into sub-tasks. Never more than two levels.

use chrono::NaiveDate;

use super::named::named;
use super::{Action, State};

named! {
    /// What a task is among others.
    Nature, "a nature" {
        /// It stands for itself.
        Whole = "whole",
        /// Spread over departments: its parts are done and counted in its place.
        FanOut = "fan_out",
        /// What one department does of a task that is spread over several.
        Part = "part",
        /// 分解事项: a share of its department's task, the department's own affair.
        SubTask = "sub_task",
    }
}

/// Why a task's place among others has no room for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StructureRefused {
    /// Its departments act on their own parts.
    #[error("this task is spread over departments, and each acts on its own part")]
    SpreadOut,
    /// Nobody outside decides about a sub-task.
    #[error(
        "a sub-task is its department's own affair: it is reported on, finished, cancelled or reopened there"
    )]
    Inside,
    /// A whole task is closed by a decision.
    #[error("only a sub-task is finished without a decision: ask for closure")]
    NotASubTask,
    /// Parts have no parts.
    #[error("a part of a task cannot have parts itself: two levels are enough")]
    TooDeep,
    /// A department works on it as it is.
    #[error(
        "its lead department works on this task already: it can no longer be spread over several"
    )]
    UnderWay,
    /// Nothing is added to what is over.
    #[error("nothing can be added to a task that is closed, cancelled or suspended")]
    Over,
    /// Only what is being done is broken down.
    #[error("a task can be broken down while it is in progress")]
    NotInProgress,
}

impl Nature {
    /// Whether a task of this nature has room for `action`, whoever wants to do it.
    pub fn check(self, action: Action) -> Result<(), StructureRefused> {
        use Action::{
            BreakDown, Cancel, Delegate, Edit, Finish, Instruct, Issue, Recall, Reopen, Report,
            See, Submit, Urge,
        };
        match (self, action) {
            (Self::FanOut, See | Edit | Issue | Submit | Recall | Cancel | Urge | Instruct)
            | (Self::SubTask, See | Edit | Delegate | Report | Finish | Cancel | Reopen | Urge) => {
                Ok(())
            }
            (Self::Part | Self::SubTask | Self::FanOut, BreakDown) => {
                Err(StructureRefused::TooDeep)
            }
            (Self::FanOut, _) => Err(StructureRefused::SpreadOut),
            (Self::SubTask, _) => Err(StructureRefused::Inside),
            (Self::Whole | Self::Part, Finish) => Err(StructureRefused::NotASubTask),
            (Self::Whole | Self::Part, _) => Ok(()),
        }
    }

    /// Whether figures may count it; parts are counted in place of what they are parts of, and a
    /// sub-task is counted with the task of its department.
    pub fn counts(self) -> bool {
        matches!(self, Self::Whole | Self::Part)
    }

    /// Whether a part for a department can be put below a task of this nature and state.
    pub fn check_part(self, state: State, asked: bool) -> Result<(), StructureRefused> {
        match (self, state) {
            (Self::Part | Self::SubTask, _) => Err(StructureRefused::TooDeep),
            (_, State::Closed | State::Cancelled | State::Suspended) => Err(StructureRefused::Over),
            (Self::Whole, State::InProgress | State::ClosureReview) => {
                Err(StructureRefused::UnderWay)
            }
            (Self::Whole, _) if asked => Err(StructureRefused::UnderWay),
            _ => Ok(()),
        }
    }

    /// Whether a task of this nature and state can be broken down into sub-tasks.
    pub fn check_sub_task(self, state: State) -> Result<(), StructureRefused> {
        self.check(Action::BreakDown)?;
        if state == State::InProgress { Ok(()) } else { Err(StructureRefused::NotInProgress) }
    }
}

/// How one of several stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub state: State,
    /// How much of it is done.
    pub percent: i32,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
}

/// How several stand together; what is cancelled is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pieces {
    /// How many are closed.
    pub closed: usize,
    /// How many there are.
    pub of: usize,
    /// The average of what is done of them.
    pub percent: i32,
}

impl Pieces {
    /// Counts `pieces`.
    pub fn count(pieces: &[Piece]) -> Self {
        let live = || pieces.iter().filter(|one| one.state != State::Cancelled);
        let of = live().count();
        let closed = live().filter(|one| one.state == State::Closed).count();
        let done: i32 = live().map(|one| one.percent).sum();
        let percent = i32::try_from(of).ok().and_then(|of| done.checked_div(of)).unwrap_or(0);
        Self { closed, of, percent }
    }

    /// Those that are not closed.
    pub fn open(&self) -> usize {
        self.of - self.closed
    }

    /// Of a hundred, how many are closed.
    pub fn share_closed(&self) -> i32 {
        i32::try_from(self.closed * 100 / self.of.max(1)).unwrap_or(0)
    }
}

/// Where a task stands that is spread over `parts`, and when it was closed: where all of them
/// stand, and in progress where they stand in different places.
pub fn together(parts: &[Piece]) -> (State, Option<NaiveDate>) {
    let live = || parts.iter().filter(|one| one.state != State::Cancelled);
    let all = |states: &[State]| live().all(|one| states.contains(&one.state));
    let state = match live().next() {
        None if parts.is_empty() => State::Draft,
        None => State::Cancelled,
        Some(_) if all(&[State::Closed]) => State::Closed,
        Some(_) if all(&[State::Draft]) => State::Draft,
        Some(_) if all(&[State::Suspended]) => State::Suspended,
        Some(_) if all(&[State::Draft, State::AwaitingAcknowledgement]) => {
            State::AwaitingAcknowledgement
        }
        Some(_) => State::InProgress,
    };
    let closed_on = live().filter_map(|one| one.closed_on).max();
    (state, closed_on.filter(|_| state == State::Closed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RequestKind;
    use State::{
        AwaitingAcknowledgement as Awaiting, Cancelled, Closed, Draft, InProgress, Suspended,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pieces(states: &[State]) -> Vec<Piece> {
        let piece = |state: &State| Piece { state: *state, percent: 0, closed_on: None };
        states.iter().map(piece).collect()
    }

    #[test]
    fn a_spread_task_stands_where_its_parts_stand() {
        let stands = |states: &[State]| together(&pieces(states)).0;
        assert_eq!(stands(&[]), Draft);
        assert_eq!(stands(&[Draft, Draft]), Draft);
        assert_eq!(stands(&[Draft, Awaiting]), Awaiting);
        assert_eq!(stands(&[Awaiting, InProgress]), InProgress);
        assert_eq!(stands(&[Closed, Awaiting]), InProgress);
        assert_eq!(stands(&[Closed, Draft]), InProgress);
        assert_eq!(stands(&[Suspended, Suspended]), Suspended);
        assert_eq!(stands(&[Suspended, Closed]), InProgress);
        assert_eq!(stands(&[Cancelled, Cancelled]), Cancelled);
    }

    #[test]
    fn it_closes_with_the_last_part_that_is_not_cancelled_and_opens_with_any() {
        let closed = |on: &str| Piece { state: Closed, percent: 100, closed_on: Some(day(on)) };
        let mut parts = vec![closed("2026-03-09"), closed("2026-03-02")];
        parts.extend(pieces(&[Cancelled]));
        assert_eq!(together(&parts), (Closed, Some(day("2026-03-09"))));

        parts[1].state = InProgress;
        assert_eq!(together(&parts), (InProgress, None));
    }

    #[test]
    fn what_is_cancelled_is_not_counted_among_the_pieces() {
        let mut all = pieces(&[Closed, InProgress, Cancelled]);
        for (one, percent) in all.iter_mut().zip([100, 51, 90]) {
            one.percent = percent;
        }
        let counted = Pieces::count(&all);
        assert_eq!(counted, Pieces { closed: 1, of: 2, percent: 75 });
        assert_eq!((counted.open(), counted.share_closed()), (1, 50));
        assert_eq!(Pieces::count(&[]), Pieces::default());
        assert_eq!(Pieces::default().share_closed(), 0);
    }

    #[test]
    fn departments_act_on_their_parts_and_not_on_the_whole() {
        for action in [
            Action::Acknowledge,
            Action::Return,
            Action::Report,
            Action::Request(RequestKind::Closure),
            Action::Delegate,
            Action::Transfer,
            Action::Reopen,
            Action::Suspend,
        ] {
            assert_eq!(Nature::FanOut.check(action), Err(StructureRefused::SpreadOut));
            assert_eq!(Nature::Part.check(action), Ok(()));
        }
        for action in [Action::Issue, Action::Recall, Action::Cancel, Action::Urge] {
            assert_eq!(Nature::FanOut.check(action), Ok(()));
        }
    }

    #[test]
    fn nobody_outside_decides_about_a_sub_task() {
        for action in [
            Action::Issue,
            Action::Acknowledge,
            Action::Request(RequestKind::Extension),
            Action::Instruct,
            Action::Transfer,
        ] {
            assert_eq!(Nature::SubTask.check(action), Err(StructureRefused::Inside));
        }
        assert_eq!(Nature::SubTask.check(Action::Finish), Ok(()));
        assert_eq!(Nature::Whole.check(Action::Finish), Err(StructureRefused::NotASubTask));
    }

    #[test]
    fn there_are_two_levels_and_no_more() {
        assert_eq!(Nature::Whole.check_sub_task(InProgress), Ok(()));
        assert_eq!(Nature::Whole.check_sub_task(Awaiting), Err(StructureRefused::NotInProgress));
        for nature in [Nature::FanOut, Nature::Part, Nature::SubTask] {
            assert_eq!(nature.check_sub_task(InProgress), Err(StructureRefused::TooDeep));
        }
        for nature in [Nature::Part, Nature::SubTask] {
            assert_eq!(nature.check_part(Draft, false), Err(StructureRefused::TooDeep));
        }
    }

    #[test]
    fn a_task_is_spread_before_its_department_works_on_it() {
        assert_eq!(Nature::Whole.check_part(Draft, false), Ok(()));
        assert_eq!(Nature::Whole.check_part(Awaiting, false), Ok(()));
        assert_eq!(Nature::Whole.check_part(Awaiting, true), Err(StructureRefused::UnderWay));
        assert_eq!(Nature::Whole.check_part(InProgress, false), Err(StructureRefused::UnderWay));
        assert_eq!(Nature::FanOut.check_part(InProgress, false), Ok(()));
        assert_eq!(Nature::FanOut.check_part(Closed, false), Err(StructureRefused::Over));
    }
}
