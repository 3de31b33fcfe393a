//! The words for the domain's closed sets, exactly as the contract has them.
//!
//! Each method takes its value owned or borrowed: a template lends its fields.

use std::borrow::Borrow;

use super::Lang;
use crate::domain::extraction::Rule;
use crate::domain::{
    Cadence, Disposition, EventKind, Flag, Light, Need, Outlook, Recurrence, RequestKind,
    RequestState, Rhythm, Role, Source, State, Step, SubmissionState, Urgency,
};

impl Lang {
    /// The state of a task.
    pub fn state(self, state: impl Borrow<State>) -> &'static str {
        match state.borrow() {
            State::Draft => self.words_state_draft(),
            State::AwaitingAcknowledgement => self.words_state_awaiting_acknowledgement(),
            State::InProgress => self.words_state_in_progress(),
            State::ClosureReview => self.words_state_closure_review(),
            State::Closed => self.words_state_closed(),
            State::Suspended => self.words_state_suspended(),
            State::Cancelled => self.words_state_cancelled(),
        }
    }

    /// A light.
    pub fn light(self, light: impl Borrow<Light>) -> &'static str {
        match light.borrow() {
            Light::None => self.words_light_none(),
            Light::OnTrack => self.words_light_on_track(),
            Light::DueSoon => self.words_light_due_soon(),
            Light::Overdue => self.words_light_overdue(),
            Light::ClosedOnTime => self.words_light_closed_on_time(),
            Light::ClosedLate => self.words_light_closed_late(),
        }
    }

    /// A flag.
    pub fn flag(self, flag: impl Borrow<Flag>) -> &'static str {
        match flag.borrow() {
            Flag::DueSoon => self.words_flag_due_soon(),
            Flag::Overdue => self.words_flag_overdue(),
            Flag::ReportMissed => self.words_flag_report_missed(),
            Flag::Extended => self.words_flag_extended(),
            Flag::Blocked => self.words_flag_blocked(),
            Flag::AwaitingDecision => self.words_flag_awaiting_decision(),
            Flag::Unexplained => self.words_flag_unexplained(),
        }
    }

    /// An urgency.
    pub fn urgency(self, urgency: impl Borrow<Urgency>) -> &'static str {
        match urgency.borrow() {
            Urgency::Normal => self.words_urgency_normal(),
            Urgency::Urgent => self.words_urgency_urgent(),
            Urgency::Critical => self.words_urgency_critical(),
        }
    }

    /// A cadence of reports.
    pub fn cadence(self, cadence: impl Borrow<Cadence>) -> &'static str {
        match cadence.borrow() {
            Cadence::None => self.words_cadence_none(),
            Cadence::Daily => self.words_cadence_daily(),
            Cadence::Weekly => self.words_cadence_weekly(),
            Cadence::HalfMonthly => self.words_cadence_half_monthly(),
            Cadence::Monthly => self.words_cadence_monthly(),
            Cadence::Quarterly => self.words_cadence_quarterly(),
            Cadence::Termly => self.words_cadence_termly(),
        }
    }

    /// What an account is for.
    pub fn role(self, role: impl Borrow<Role>) -> &'static str {
        match role.borrow() {
            Role::Admin => self.words_role_admin(),
            Role::OfficeHead => self.words_role_office_head(),
            Role::Clerk => self.words_role_clerk(),
            Role::Leader => self.words_role_leader(),
            Role::Staff => self.words_role_staff(),
            Role::Observer => self.words_role_observer(),
        }
    }

    /// An outlook.
    pub fn outlook(self, outlook: impl Borrow<Outlook>) -> &'static str {
        match outlook.borrow() {
            Outlook::OnTime => self.words_outlook_on_time(),
            Outlook::AtRisk => self.words_outlook_at_risk(),
            Outlook::Blocked => self.words_outlook_blocked(),
        }
    }

    /// A kind of request.
    pub fn request_kind(self, kind: impl Borrow<RequestKind>) -> &'static str {
        match kind.borrow() {
            RequestKind::Extension => self.words_request_kind_extension(),
            RequestKind::Closure => self.words_request_kind_closure(),
            RequestKind::InterimClosure => self.words_request_kind_interim_closure(),
            RequestKind::Suspension => self.words_request_kind_suspension(),
            RequestKind::Cancellation => self.words_request_kind_cancellation(),
        }
    }

    /// What became of a request.
    pub fn request_state(self, request_state: impl Borrow<RequestState>) -> &'static str {
        match request_state.borrow() {
            RequestState::Drafted => self.words_request_state_drafted(),
            RequestState::Open => self.words_request_state_open(),
            RequestState::Approved => self.words_request_state_approved(),
            RequestState::Rejected => self.words_request_state_rejected(),
            RequestState::Withdrawn => self.words_request_state_withdrawn(),
        }
    }

    /// What became of a submission.
    pub fn submission_state(self, state: impl Borrow<SubmissionState>) -> &'static str {
        match state.borrow() {
            SubmissionState::Open => self.words_submission_state_open(),
            SubmissionState::Signed => self.words_submission_state_signed(),
            SubmissionState::SentBack => self.words_submission_state_sent_back(),
            SubmissionState::Withdrawn => self.words_submission_state_withdrawn(),
        }
    }

    /// Why a passage was taken for a directive, after the words that it was found by.
    pub fn rule(self, rule: impl Borrow<Rule>) -> &'static str {
        match rule.borrow() {
            Rule::Mark => self.words_rule_mark(),
            Rule::Assignment => self.words_rule_assignment(),
            Rule::StrongModal => self.words_rule_strong_modal(),
            Rule::PlainModal => self.words_rule_plain_modal(),
            Rule::Decision => self.words_rule_decision(),
            Rule::Commitment => self.words_rule_commitment(),
            Rule::Listed => self.words_rule_listed(),
            Rule::Imperative => self.words_rule_imperative(),
            Rule::Chosen => self.words_rule_chosen(),
            Rule::Model => self.words_rule_model(),
        }
    }

    /// How often a task repeats.
    pub fn rhythm(self, rhythm: impl Borrow<Rhythm>) -> &'static str {
        match rhythm.borrow() {
            Rhythm::Monthly => self.words_rhythm_monthly(),
            Rhythm::Quarterly => self.words_rhythm_quarterly(),
            Rhythm::Termly => self.words_rhythm_termly(),
            Rhythm::Yearly => self.words_rhythm_yearly(),
            Rhythm::AfterClose => self.words_rhythm_after_close(),
        }
    }

    /// How a task repeats.
    pub fn recurrence(self, recurrence: &Recurrence) -> String {
        let Recurrence { rhythm, day, ends_on } = recurrence;
        let words = match rhythm {
            Rhythm::Monthly => self.recurrence_monthly(day),
            Rhythm::Quarterly => self.recurrence_quarterly(day),
            Rhythm::Termly => self.recurrence_termly().to_owned(),
            Rhythm::Yearly => self.recurrence_yearly(day),
            Rhythm::AfterClose => self.recurrence_after_close(day),
        };
        match ends_on {
            Some(end) => self.recurrence_until(words, self.date(*end)),
            None => words,
        }
    }

    /// The decision on a directive.
    pub fn disposition(self, disposition: impl Borrow<Disposition>) -> &'static str {
        match disposition.borrow() {
            Disposition::Pending => self.words_disposition_pending(),
            Disposition::Accepted => self.words_disposition_accepted(),
            Disposition::Declined => self.words_disposition_declined(),
        }
    }

    /// Where tasks come from.
    pub fn source(self, source: impl Borrow<Source>) -> &'static str {
        match source.borrow() {
            Source::Meeting => self.words_source_meeting(),
            Source::Instruction => self.words_source_instruction(),
            Source::Document => self.words_source_document(),
            Source::AnnualPlan => self.words_source_annual_plan(),
        }
    }

    /// What a report needs of others, in the reader's words where it names kinds of needs.
    pub fn needs(self, text: &str) -> String {
        let Some(needs) = Need::read(text) else { return text.to_owned() };
        let words: Vec<&str> = needs.into_iter().map(|need| self.need(need)).collect();
        words.join(self.ledger_and())
    }

    /// What others must give.
    pub fn need(self, need: impl Borrow<Need>) -> &'static str {
        match need.borrow() {
            Need::Coordination => self.task_needs_coordination(),
            Need::Funds => self.task_needs_funds(),
            Need::Decision => self.task_needs_decision(),
        }
    }

    /// A kind of event.
    pub fn event(self, kind: impl Borrow<EventKind>) -> &'static str {
        match kind.borrow() {
            EventKind::Created => self.words_event_created(),
            EventKind::Imported => self.words_event_imported(),
            EventKind::Submitted => self.words_event_submitted(),
            EventKind::SentBack => self.words_event_sent_back(),
            EventKind::SubmissionWithdrawn => self.words_event_submission_withdrawn(),
            EventKind::Issued => self.words_event_issued(),
            EventKind::Recalled => self.words_event_recalled(),
            EventKind::Acknowledged => self.words_event_acknowledged(),
            EventKind::Returned => self.words_event_returned(),
            EventKind::Reported => self.words_event_reported(),
            EventKind::RequestDrafted => self.words_event_request_drafted(),
            EventKind::Attached => self.words_event_attached(),
            EventKind::Questioned => self.words_event_questioned(),
            EventKind::RequestOpened => self.words_event_request_opened(),
            EventKind::OpinionGiven => self.words_event_opinion_given(),
            EventKind::RequestEndorsed => self.words_event_request_endorsed(),
            EventKind::RequestApproved => self.words_event_request_approved(),
            EventKind::RequestRejected => self.words_event_request_rejected(),
            EventKind::RequestWithdrawn => self.words_event_request_withdrawn(),
            EventKind::Instructed => self.words_event_instructed(),
            EventKind::Urged => self.words_event_urged(),
            EventKind::UrgingNoticeSent => self.words_event_urging_notice_sent(),
            EventKind::Called => self.words_event_called(),
            EventKind::Transferred => self.words_event_transferred(),
            EventKind::Invited => self.words_event_invited(),
            EventKind::InvitationAccepted => self.words_event_invitation_accepted(),
            EventKind::InvitationDeclined => self.words_event_invitation_declined(),
            EventKind::HandedOver => self.words_event_handed_over(),
            EventKind::DepartmentMerged => self.words_event_department_merged(),
            EventKind::Suspended => self.words_event_suspended(),
            EventKind::Resumed => self.words_event_resumed(),
            EventKind::Cancelled => self.words_event_cancelled(),
            EventKind::Reopened => self.words_event_reopened(),
            EventKind::MilestoneAdded => self.words_event_milestone_added(),
            EventKind::MilestoneChanged => self.words_event_milestone_changed(),
            EventKind::MilestoneDone => self.words_event_milestone_done(),
            EventKind::MilestoneReopened => self.words_event_milestone_reopened(),
            EventKind::MilestoneRemoved => self.words_event_milestone_removed(),
            EventKind::Repeated => self.words_event_repeated(),
            EventKind::Edited => self.words_event_edited(),
            EventKind::PartsMoved => self.structure_event_parts_moved(),
            EventKind::Finished => self.structure_event_finished(),
        }
    }

    /// A step, as a button says it.
    pub fn step(self, step: impl Borrow<Step>) -> &'static str {
        match step.borrow() {
            Step::Issue => self.words_step_issue(),
            Step::Recall => self.words_step_recall(),
            Step::Return => self.words_step_return(),
            Step::Acknowledge => self.words_step_acknowledge(),
            Step::Report => self.words_step_report(),
            Step::Attach => self.words_step_attach(),
            Step::RequestClosure => self.words_step_request_closure(),
            Step::ApproveClosure => self.words_step_approve_closure(),
            Step::RejectClosure => self.words_step_reject_closure(),
            Step::CloseStage => self.words_step_close_stage(),
            Step::RequestExtension => self.words_step_request_extension(),
            Step::Suspend => self.words_step_suspend(),
            Step::Resume => self.words_step_resume(),
            Step::Cancel => self.words_step_cancel(),
            Step::Transfer => self.words_step_transfer(),
            Step::Reopen => self.words_step_reopen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_words_are_kept() {
        assert_eq!(Lang::ZhCn.state(State::ClosureReview), "办结待审");
        assert_eq!(Lang::ZhCn.flag(Flag::Unexplained), "逾期未说明");
        assert_eq!(Lang::En.cadence(Cadence::HalfMonthly), "Half-monthly");
        assert_eq!(Lang::ZhCn.step(Step::ApproveClosure), "同意办结并销号");
    }
}
