//! Sign-off before issue over the API: drafts submitted as one batch, signed or sent back.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::reference::Instant;
use super::text::{Prose, Words};
use crate::app::Act;
use crate::domain::{Submission, SubmissionId, SubmissionState, TaskId};
use crate::persistence;
use crate::services::submissions;

/// Drafts that wait for a signature together, or did so.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Submission)]
pub struct SubmissionView {
    id: SubmissionId,
    state: SubmissionState,
    note: Option<String>,
    /// Who submitted it, by the name that they had then.
    submitted_by: String,
    submitted_at: Instant,
    /// Who signed it, sent it back or withdrew it.
    decided_by: Option<String>,
    decided_at: Option<Instant>,
    /// Why it was sent back.
    comment: Option<String>,
    task_ids: Vec<TaskId>,
}

impl From<Submission> for SubmissionView {
    fn from(one: Submission) -> Self {
        Self {
            id: one.id,
            state: one.state,
            note: one.note,
            submitted_by: one.submitted_by_name,
            submitted_at: Instant(one.submitted_at),
            decided_by: one.decided_by_name,
            decided_at: one.decided_at.map(Instant),
            comment: one.comment,
            task_ids: one.tasks,
        }
    }
}

body! {
    /// Drafts to be signed together.
    SubmissionInput {
        task_ids: Vec<TaskId>,
        /// What the signer should know.
        note: Option<Prose>,
    }
}

body! {
    /// Why it is sent back.
    UnsignedInput {
        comment: Words,
    }
}

body! {
    /// A step on a whole submission.
    SignInput {
        /// The drafts that were looked at; where given, others by now are refused.
        task_ids: Option<Vec<TaskId>>,
    }
}

/// What waits for a signature: for the office all of it, for others what they may sign.
#[utoipa::path(
    get, path = "/submissions", tag = "submissions", params(PageQuery),
    responses((status = 200, body = List<SubmissionView>))
)]
pub async fn list(call: Call, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let rules = look.app.settings.rules();
        let found = if look.actor.runs_office() {
            persistence::submissions::open(look.conn)?
        } else {
            submissions::waiting_for(look.conn, look.actor, rules)?
        };
        let shown = found.into_iter().map(SubmissionView::from).collect();
        paging.page(&look.app.secret, shown, |one: &SubmissionView| one.id.0)
    })
    .await
}

/// Submits drafts for signature, as one batch.
#[utoipa::path(
    post, path = "/submissions", tag = "submissions", request_body = SubmissionInput,
    responses((status = 201, body = SubmissionView))
)]
pub async fn create(call: Call, posted: Posted<SubmissionInput>) -> Answer {
    call.act(Made::At("/api/v1/submissions"), posted, |act, new| -> Result<_, Problem> {
        let note = new.note.unwrap_or_default().0;
        Ok(SubmissionView::from(submissions::submit(act, &new.task_ids, &note)?))
    })
    .await
}

/// One submission.
#[utoipa::path(
    get, path = "/submissions/{id}", tag = "submissions",
    responses((status = 200, body = SubmissionView))
)]
pub async fn show(call: Call, at: At<SubmissionId>) -> Answer {
    call.look(move |look| -> Result<_, Problem> {
        let rules = look.app.settings.rules();
        let (found, ..) = submissions::look(look.conn, look.actor, at.0, rules)?;
        Ok(SubmissionView::from(found))
    })
    .await
}

/// 签发并交办: issues everything in it, or nothing.
#[utoipa::path(
    post, path = "/submissions/{id}/sign", tag = "submissions", request_body = SignInput,
    responses((status = 200, body = SubmissionView))
)]
pub async fn sign(call: Call, at: At<SubmissionId>, posted: Posted<SignInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        check(act, at.0, body.task_ids)?;
        submissions::sign(act, at.0, None)?;
        Ok(SubmissionView::from(persistence::submissions::find(act.conn, at.0)?))
    })
    .await
}

/// Sends it back unsigned.
#[utoipa::path(
    post, path = "/submissions/{id}/return", tag = "submissions", request_body = UnsignedInput,
    responses((status = 200, body = SubmissionView))
)]
pub async fn send_back(call: Call, at: At<SubmissionId>, posted: Posted<UnsignedInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        Ok(SubmissionView::from(submissions::send_back(act, at.0, &body.comment.0)?))
    })
    .await
}

/// Takes it back before anybody has signed.
#[utoipa::path(
    post, path = "/submissions/{id}/withdraw", tag = "submissions", request_body = SignInput,
    responses((status = 200, body = SubmissionView))
)]
pub async fn withdraw(call: Call, at: At<SubmissionId>, posted: Posted<SignInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        check(act, at.0, body.task_ids)?;
        Ok(SubmissionView::from(submissions::withdraw(act, at.0)?))
    })
    .await
}

/// Refuses what is not about the drafts that were looked at.
fn check(act: &mut Act<'_>, id: SubmissionId, seen: Option<Vec<TaskId>>) -> Result<(), Problem> {
    let Some(mut seen) = seen else { return Ok(()) };
    // Who may not see it learns nothing of what is in it.
    let (found, ..) = submissions::look(act.conn, &act.actor, id, act.rules())?;
    seen.sort_unstable();
    if found.state == SubmissionState::Open && found.tasks != seen {
        return Err(Problem::stale());
    }
    Ok(())
}
