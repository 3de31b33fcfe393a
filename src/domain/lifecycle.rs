//! The whole life of a task as one table (DESIGN.md, section 3).

use super::named::named;

named! {
    /// State 状态. What comes and goes with the calendar (overdue, due soon) is not a state.
    State, "a state" {
        /// 待交办.
        Draft = "draft",
        /// 待签收.
        AwaitingAcknowledgement = "awaiting_acknowledgement",
        /// 办理中.
        InProgress = "in_progress",
        /// 办结待审.
        ClosureReview = "closure_review",
        /// 已办结.
        Closed = "closed",
        /// 已中止.
        Suspended = "suspended",
        /// 已撤销.
        Cancelled = "cancelled",
    }
}

named! {
    /// What may happen to a task.
    Step, "a step" {
        /// 交办.
        Issue = "issue",
        /// Taken back by the clerk.
        Recall = "recall",
        /// 退办.
        Return = "return",
        /// 签收.
        Acknowledge = "acknowledge",
        /// 进展反馈.
        Report = "report",
        /// A file is added.
        Attach = "attach",
        /// 申请办结.
        RequestClosure = "request_closure",
        /// 同意办结并销号.
        ApproveClosure = "approve_closure",
        /// 退回重办.
        RejectClosure = "reject_closure",
        /// 阶段性办结.
        CloseStage = "close_stage",
        /// 申请延期.
        RequestExtension = "request_extension",
        /// 中止.
        Suspend = "suspend",
        /// 恢复办理.
        Resume = "resume",
        /// 撤销.
        Cancel = "cancel",
        /// 转办.
        Transfer = "transfer",
        /// 重新交办.
        Reopen = "reopen",
    }
}

/// A step that a task's state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a task that is {} cannot be {}", .state.adjective(), .step.participle())]
pub struct StepRefused {
    /// Where the task stands.
    pub state: State,
    /// What was to happen.
    pub step: Step,
}

impl State {
    /// The states in which a task is counted and bears a light.
    pub const COUNTING: [Self; 4] =
        [Self::AwaitingAcknowledgement, Self::InProgress, Self::ClosureReview, Self::Closed];

    /// The state after `step`; `before` is where a suspended task goes when it is resumed.
    pub fn after(self, step: Step, before: Option<Self>) -> Result<Self, StepRefused> {
        use State::{
            AwaitingAcknowledgement as Awaiting, Cancelled, Closed, ClosureReview, Draft,
            InProgress, Suspended,
        };
        match (self, step) {
            (Draft, Step::Issue) => Ok(Awaiting),
            (Awaiting, Step::Recall | Step::Return) => Ok(Draft),
            (Awaiting, Step::Acknowledge) => Ok(InProgress),
            (Awaiting | InProgress | ClosureReview | Suspended, Step::Report) => Ok(self),
            (Draft | Awaiting | InProgress | ClosureReview | Suspended, Step::Attach) => Ok(self),
            (Awaiting | InProgress, Step::RequestExtension) => Ok(self),
            (InProgress, Step::CloseStage) => Ok(self),
            (InProgress, Step::RequestClosure) => Ok(ClosureReview),
            (ClosureReview, Step::ApproveClosure) => Ok(Closed),
            (ClosureReview, Step::RejectClosure) => Ok(InProgress),
            (Awaiting | InProgress, Step::Suspend) => Ok(Suspended),
            (Suspended, Step::Resume) => Ok(before.unwrap_or(InProgress)),
            (Draft | Awaiting | InProgress | ClosureReview | Suspended, Step::Cancel) => {
                Ok(Cancelled)
            }
            (Awaiting | InProgress, Step::Transfer) => Ok(Awaiting),
            (Closed, Step::Reopen) => Ok(InProgress),
            (state, step) => Err(StepRefused { state, step }),
        }
    }

    /// Whether somebody still owes something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::AwaitingAcknowledgement | Self::InProgress | Self::ClosureReview)
    }

    /// Whether a task in this state is counted and bears a light.
    pub fn counts(self) -> bool {
        self.is_open() || self == Self::Closed
    }

    fn adjective(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::AwaitingAcknowledgement => "awaiting acknowledgement",
            Self::InProgress => "in progress",
            Self::ClosureReview => "under closure review",
            Self::Closed => "closed",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Step {
    fn participle(self) -> &'static str {
        match self {
            Self::Issue => "issued",
            Self::Recall => "recalled",
            Self::Return => "returned",
            Self::Acknowledge => "acknowledged",
            Self::Report => "reported on",
            Self::Attach => "given another file",
            Self::RequestClosure => "proposed for closure",
            Self::ApproveClosure => "approved for closure",
            Self::RejectClosure => "sent back",
            Self::CloseStage => "closed for a stage",
            Self::RequestExtension => "extended",
            Self::Suspend => "suspended",
            Self::Resume => "resumed",
            Self::Cancel => "cancelled",
            Self::Transfer => "transferred",
            Self::Reopen => "reopened",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Named;

    /// Every arrow of the table; whatever is not in it is refused.
    const ARROWS: &[(State, Step, State)] = &[
        (State::Draft, Step::Issue, State::AwaitingAcknowledgement),
        (State::AwaitingAcknowledgement, Step::Recall, State::Draft),
        (State::AwaitingAcknowledgement, Step::Return, State::Draft),
        (State::AwaitingAcknowledgement, Step::Acknowledge, State::InProgress),
        (State::AwaitingAcknowledgement, Step::Report, State::AwaitingAcknowledgement),
        (State::InProgress, Step::Report, State::InProgress),
        (State::ClosureReview, Step::Report, State::ClosureReview),
        (State::Suspended, Step::Report, State::Suspended),
        (State::Draft, Step::Attach, State::Draft),
        (State::AwaitingAcknowledgement, Step::Attach, State::AwaitingAcknowledgement),
        (State::InProgress, Step::Attach, State::InProgress),
        (State::ClosureReview, Step::Attach, State::ClosureReview),
        (State::Suspended, Step::Attach, State::Suspended),
        (State::AwaitingAcknowledgement, Step::RequestExtension, State::AwaitingAcknowledgement),
        (State::InProgress, Step::RequestExtension, State::InProgress),
        (State::InProgress, Step::CloseStage, State::InProgress),
        (State::InProgress, Step::RequestClosure, State::ClosureReview),
        (State::ClosureReview, Step::ApproveClosure, State::Closed),
        (State::ClosureReview, Step::RejectClosure, State::InProgress),
        (State::AwaitingAcknowledgement, Step::Suspend, State::Suspended),
        (State::InProgress, Step::Suspend, State::Suspended),
        (State::Suspended, Step::Resume, State::InProgress),
        (State::Draft, Step::Cancel, State::Cancelled),
        (State::AwaitingAcknowledgement, Step::Cancel, State::Cancelled),
        (State::InProgress, Step::Cancel, State::Cancelled),
        (State::ClosureReview, Step::Cancel, State::Cancelled),
        (State::Suspended, Step::Cancel, State::Cancelled),
        (State::AwaitingAcknowledgement, Step::Transfer, State::AwaitingAcknowledgement),
        (State::InProgress, Step::Transfer, State::AwaitingAcknowledgement),
        (State::Closed, Step::Reopen, State::InProgress),
    ];

    #[test]
    fn the_table_allows_exactly_its_arrows() {
        for &state in State::ALL {
            for &step in Step::ALL {
                let drawn = ARROWS.iter().find(|(from, by, _)| (*from, *by) == (state, step));
                let expected = drawn.map(|(_, _, to)| *to).ok_or(StepRefused { state, step });
                assert_eq!(state.after(step, None), expected, "{state} {step}");
            }
        }
    }

    #[test]
    fn a_resumed_task_goes_back_to_where_it_was() {
        let before = State::AwaitingAcknowledgement;
        assert_eq!(State::Suspended.after(Step::Resume, Some(before)), Ok(before));
    }

    #[test]
    fn a_refusal_reads_as_a_sentence() {
        let refused = State::Closed.after(Step::Acknowledge, None).unwrap_err();
        assert_eq!(refused.to_string(), "a task that is closed cannot be acknowledged");
    }
}
