//! Leaders' instructions 批示 on meetings over the API; those on a task are a step of it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::reference::Instant;
use super::text::Words;
use crate::domain::{Instruction, InstructionId, MeetingId, PersonId, TaskId};
use crate::persistence::{Conn, grounds, instructions};
use crate::services::{Error, instructions as service, intake};

/// What a leader wrote on a meeting.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Instruction)]
pub struct InstructionView {
    id: InstructionId,
    meeting_id: Option<MeetingId>,
    text: String,
    /// By when an answer is wanted.
    answer_by: Option<NaiveDate>,
    /// Null for the operator at the command line.
    given_by: Option<PersonId>,
    given_by_name: String,
    given_at: Instant,
    /// Tasks that were made of it, as far as the caller runs the office.
    task_ids: Vec<TaskId>,
}

impl InstructionView {
    fn of(conn: &mut Conn, one: Instruction, office: bool) -> Result<Self, Error> {
        let made = if office { grounds::made_of(conn, &[one.id])? } else { Vec::new() };
        Ok(Self {
            id: one.id,
            meeting_id: one.meeting_id,
            text: one.text,
            answer_by: one.answer_by,
            given_by: one.given_by,
            given_by_name: one.given_by_name,
            given_at: Instant(one.given_at),
            task_ids: made.into_iter().map(|(_, task)| task).collect(),
        })
    }
}

body! {
    /// A leader's word on a meeting.
    MeetingInstructionInput {
        text: Words,
        /// By when an answer is wanted; the next report on each task of the meeting is one.
        answer_by: Option<NaiveDate>,
    }
}

/// What leaders wrote on a meeting, the newest first.
#[utoipa::path(
    get, path = "/meetings/{id}/instructions", tag = "minutes", params(PageQuery),
    responses((status = 200, body = List<InstructionView>))
)]
pub async fn list(call: Call, at: At<MeetingId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        intake::meeting(look.conn, look.actor, at.0)?;
        let office = look.actor.runs_office();
        let mut shown = Vec::new();
        for one in instructions::of_meeting(look.conn, at.0)? {
            shown.push(InstructionView::of(look.conn, one, office)?);
        }
        paging.page(&look.app.secret, shown, |one: &InstructionView| -one.id.0)
    })
    .await
}

/// Writes an instruction on a meeting.
#[utoipa::path(
    post, path = "/meetings/{id}/instructions", tag = "minutes",
    request_body = MeetingInstructionInput,
    responses((status = 201, body = InstructionView))
)]
pub async fn give(
    call: Call,
    at: At<MeetingId>,
    posted: Posted<MeetingInstructionInput>,
) -> Answer {
    call.act(Made::Unaddressed, posted, move |act, new| {
        let given = service::on_meeting(act, at.0, &new.text.0, new.answer_by)?;
        let office = act.actor.runs_office();
        Ok(InstructionView::of(act.conn, given, office)?)
    })
    .await
}
