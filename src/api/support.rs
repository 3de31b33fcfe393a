//! Support and questions over the API: what is asked of a department, and its answer.

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::steps::{step, text};
use super::task_view::TaskView;
use super::text::{Prose, Words};
use crate::domain::{DepartmentId, InvitationId, ReportId, TaskId};
use crate::services::{invitations, questions};

body! {
    /// A department that is asked to support.
    InvitationInput {
        department_id: DepartmentId,
        /// What it is asked for.
        text: Option<Prose>,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// The department supports the task.
    AcceptInput {
        comment: Option<Prose>,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// It does not, and says why.
    DeclineInput {
        reason: Words,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// What the office asks about a report; the department's next report answers it.
    QuestionInput {
        text: Words,
        /// The report that is asked about; the lead's last one where empty.
        report_id: Option<ReportId>,
        /// The version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

step! {
    /// Asks a department to support.
    invite: "/tasks/{id}/invitations", TaskId, InvitationInput,
    |act, id, body| {
        let text = text(body.text);
        invitations::invite(act, id, body.version, body.department_id, Some(&text))
    }
}

step! {
    /// The department, or the office for it, accepts.
    accept: "/invitations/{id}/accept", InvitationId, AcceptInput,
    |act, id, body| invitations::accept(act, id, body.version, Some(&text(body.comment)))
}

step! {
    /// It declines.
    decline: "/invitations/{id}/decline", InvitationId, DeclineInput,
    |act, id, body| invitations::decline(act, id, body.version, &body.reason.0)
}

step! {
    /// Asks the department about its report.
    question: "/tasks/{id}/questions", TaskId, QuestionInput,
    |act, id, body| questions::ask(act, id, body.version, body.report_id, &body.text.0)
}
