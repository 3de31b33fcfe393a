//! The steps of a task's way over the API; each answers with the task as it now stands.

use chrono::NaiveDate;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::{Percent, body};
use super::task_view::TaskView;
use super::text::{Prose, Words};
use crate::domain::{
    AttachmentId, DepartmentId, MilestoneId, Outlook, RequestId, RequestKind, TaskId,
};
use crate::services::enclosures::Chosen;
use crate::services::reports::{self, Told};
use crate::services::requests::{self, Asked};
use crate::services::steps::{self, Acknowledgement};
use crate::services::{decisions, instructions, sub_tasks};

body! {
    /// A step that needs nothing more.
    Bare {
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// A step with its reason.
    Reasoned {
        reason: Words,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// The answer to "can you meet the date?".
    AcknowledgeInput {
        can_meet_date: bool,
        /// If not: the date that can be met. It opens a request for an extension.
        proposed_due_on: Option<NaiveDate>,
        /// If not: why.
        reason: Option<Prose>,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// Another lead department, which acknowledges anew.
    TransferInput {
        department_id: DepartmentId,
        reason: Words,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// How it goes.
    ReportInput {
        outlook: Option<Outlook>,
        /// What was done.
        done: Option<Prose>,
        /// Nothing has changed since the last report.
        no_change: Option<bool>,
        problem: Option<Prose>,
        next: Option<Prose>,
        percent: Option<Percent>,
        /// Why it is late.
        delay_reason: Option<Prose>,
        /// When it is expected to be done.
        expected_on: Option<NaiveDate>,
        /// What others must give.
        needs: Option<Prose>,
        /// The department that it waits for.
        waiting_on_department_id: Option<DepartmentId>,
        /// Files of this task that came with nothing else yet.
        attachment_ids: Option<Vec<AttachmentId>>,
        /// Milestones that are reached.
        milestone_ids: Option<Vec<MilestoneId>>,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// What is asked for; one request may be open on a task.
    RequestInput {
        kind: RequestKind,
        /// Why; a closure may speak by its result alone.
        reason: Option<Prose>,
        /// For an extension: the date asked for; for an interim closure: the end of the next stage.
        new_due_on: Option<NaiveDate>,
        /// For a closure: what there is now.
        result: Option<Prose>,
        /// For a closure: what proves it, in words; where the task asks for evidence, these or a
        /// file are needed.
        evidence: Option<Prose>,
        /// How far the task is; as last reported where nothing is said.
        percent: Option<Percent>,
        /// Files of this task that came with nothing else yet.
        attachment_ids: Option<Vec<AttachmentId>>,
        /// For a closure: sub-tasks that are not done end with the task; refused without it.
        ends_sub_tasks: Option<bool>,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// A leader's word on a task.
    InstructionInput {
        text: Words,
        /// By when an answer is wanted; the lead's next report is one.
        answer_by: Option<NaiveDate>,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// Urging by hand.
    UrgeInput {
        note: Words,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// Taking a suspended task up again.
    ResumeInput {
        /// Needed once the old date has passed.
        new_due_on: Option<NaiveDate>,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// Taking a closed task up again.
    ReopenInput {
        reason: Words,
        /// By when; a long-term task has none.
        due_on: Option<NaiveDate>,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// Saying that a sub-task is done.
    FinishInput {
        /// What there is now.
        result: Words,
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// Granting a request.
    ApproveInput {
        comment: Option<Prose>,
        /// For an extension: another date than the one asked for.
        new_due_on: Option<NaiveDate>,
        /// The task's version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// Refusing a request.
    RejectInput {
        comment: Words,
        /// The task's version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// A first opinion on a request.
    OpinionInput {
        /// Whether the request should be granted.
        agrees: bool,
        /// Why; needed where it should not.
        opinion: Option<Prose>,
        /// The task's version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// Taking a request back, or confirming it.
    WithdrawInput {
        /// The task's version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

pub(super) fn text(prose: Option<Prose>) -> String {
    prose.unwrap_or_default().0
}

/// Declares a step: its address, its body, and the use case behind it.
macro_rules! step {
    ($(#[$doc:meta])* $name:ident: $path:literal, $id:ident, $body:ident, |$act:ident, $at:ident, $posted:ident| $work:expr) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "steps", request_body = $body,
            responses((status = 200, body = TaskView))
        )]
        pub async fn $name(call: Call, at: At<$id>, posted: Posted<$body>) -> Answer {
            let $at = at.0;
            call.act(Made::Nothing, posted, move |$act, $posted| -> Result<TaskView, Problem> {
                let task = $work?;
                TaskView::after($act, &task)
            })
            .await
        }
    };
}

pub(super) use step;

step! {
    /// Sends a draft to its lead department and gives it its number.
    issue: "/tasks/{id}/issue", TaskId, Bare,
    |act, id, body| steps::issue(act, id, body.version)
}

step! {
    /// Takes an issued task back before it is acknowledged.
    recall: "/tasks/{id}/recall", TaskId, Reasoned,
    |act, id, body| steps::recall(act, id, body.version, &body.reason.0)
}

step! {
    /// The lead department confirms.
    acknowledge: "/tasks/{id}/acknowledge", TaskId, AcknowledgeInput,
    |act, id, body| {
        let answer = Acknowledgement {
            can_meet_date: body.can_meet_date,
            proposed_due_on: body.proposed_due_on,
            reason: text(body.reason),
        };
        steps::acknowledge(act, id, body.version, &answer)
    }
}

step! {
    /// The lead department sends back what is not its own.
    send_back: "/tasks/{id}/return", TaskId, Reasoned,
    |act, id, body| steps::send_back(act, id, body.version, &body.reason.0)
}

step! {
    /// Gives a task to another lead department.
    transfer: "/tasks/{id}/transfer", TaskId, TransferInput,
    |act, id, body| steps::transfer(act, id, body.version, body.department_id, &body.reason.0)
}

step! {
    /// Says how it goes, however late that is.
    report: "/tasks/{id}/reports", TaskId, ReportInput,
    |act, id, body| {
        let told = Told {
            outlook: body.outlook,
            done: body.done.map(|text| text.0),
            no_change: body.no_change.unwrap_or_default(),
            problem: body.problem.map(|text| text.0),
            next: body.next.map(|text| text.0),
            percent: body.percent.map(|percent| percent.0),
            delay_reason: body.delay_reason.map(|text| text.0),
            expected_on: body.expected_on,
            needs: body.needs.map(|text| text.0),
            waiting_on_department_id: body.waiting_on_department_id,
            files: Chosen { ids: body.attachment_ids.unwrap_or_default(), fresh: Vec::new() },
            milestone_ids: body.milestone_ids.unwrap_or_default(),
        };
        reports::report(act, id, body.version, &told).map(|(task, _)| task)
    }
}

step! {
    /// Asks for an extension, closure, interim closure, suspension or cancellation.
    request: "/tasks/{id}/requests", TaskId, RequestInput,
    |act, id, body| {
        let asked = Asked {
            kind: body.kind,
            reason: text(body.reason),
            new_due_on: body.new_due_on,
            result: body.result.map(|text| text.0),
            evidence: body.evidence.map(|text| text.0),
            percent: body.percent.map(|percent| percent.0),
            files: Chosen { ids: body.attachment_ids.unwrap_or_default(), fresh: Vec::new() },
            ends_sub_tasks: body.ends_sub_tasks.unwrap_or_default(),
        };
        requests::request(act, id, body.version, &asked).map(|(task, _)| task)
    }
}

step! {
    /// Says that a sub-task is done: its handler, or who answers for the department.
    finish: "/tasks/{id}/finish", TaskId, FinishInput,
    |act, id, body| sub_tasks::finish(act, id, body.version, &body.result.0)
}

step! {
    /// A leader writes an instruction.
    instruct: "/tasks/{id}/instructions", TaskId, InstructionInput,
    |act, id, body| {
        instructions::on_task(act, id, body.version, &body.text.0, body.answer_by)
    }
}

step! {
    /// Urges by hand.
    urge: "/tasks/{id}/urge", TaskId, UrgeInput,
    |act, id, body| steps::urge(act, id, body.version, &body.note.0)
}

step! {
    /// Puts a task aside.
    suspend: "/tasks/{id}/suspend", TaskId, Reasoned,
    |act, id, body| steps::suspend(act, id, body.version, &body.reason.0)
}

step! {
    /// Takes a suspended task up again.
    resume: "/tasks/{id}/resume", TaskId, ResumeInput,
    |act, id, body| steps::resume(act, id, body.version, body.new_due_on)
}

step! {
    /// Gives a task up.
    cancel: "/tasks/{id}/cancel", TaskId, Reasoned,
    |act, id, body| steps::cancel(act, id, body.version, &body.reason.0)
}

step! {
    /// Takes a closed task up again.
    reopen: "/tasks/{id}/reopen", TaskId, ReopenInput,
    |act, id, body| steps::reopen(act, id, body.version, &body.reason.0, body.due_on)
}

step! {
    /// Grants a request.
    approve: "/requests/{id}/approve", RequestId, ApproveInput,
    |act, id, body| {
        decisions::approve(act, id, body.version, &text(body.comment), body.new_due_on)
    }
}

step! {
    /// Refuses a request.
    reject: "/requests/{id}/reject", RequestId, RejectInput,
    |act, id, body| decisions::reject(act, id, body.version, &body.comment.0)
}

step! {
    /// 初审: the clerk says whether they would agree.
    advise: "/requests/{id}/opinion", RequestId, OpinionInput,
    |act, id, body| {
        decisions::advise(act, id, body.version, body.agrees, &text(body.opinion))
    }
}

step! {
    /// The head of the department confirms what a contact or handler asks for.
    confirm: "/requests/{id}/confirm", RequestId, WithdrawInput,
    |act, id, body| requests::confirm(act, id, body.version)
}

step! {
    /// Takes a request back.
    withdraw: "/requests/{id}/withdraw", RequestId, WithdrawInput,
    |act, id, body| requests::withdraw(act, id, body.version)
}
