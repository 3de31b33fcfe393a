//! The outbox over the API: every letter and what became of it.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::{Body, Fields};
use super::list::{List, Paging};
use super::query::{Asked, Limit, query};
use super::reference::Instant;
use crate::domain::{Channel, LetterId, LetterKind, LetterState, PersonId, TaskId};
use crate::persistence::outbox::{self, KeptLetter, LetterFilter};
use crate::services::delivery;

/// One letter.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Letter)]
pub struct LetterView {
    id: LetterId,
    /// By which channel it leaves.
    channel: Channel,
    /// The reader's address on it; for a robot its id.
    to: String,
    to_name: String,
    subject: String,
    kind: LetterKind,
    state: LetterState,
    /// How often it was tried.
    attempts: i32,
    sent_at: Option<Instant>,
    /// What went wrong, or why it was not sent.
    error: Option<String>,
    /// The channel that it did not leave by, and why, before it turned to mail.
    diverted: Option<String>,
    person_id: Option<PersonId>,
    task_id: Option<TaskId>,
    created_at: Instant,
}

impl From<KeptLetter> for LetterView {
    fn from(letter: KeptLetter) -> Self {
        Self {
            id: letter.id,
            channel: letter.channel,
            to: letter.to_address,
            to_name: letter.to_name,
            subject: letter.subject,
            kind: letter.kind,
            state: letter.state,
            attempts: letter.attempts,
            sent_at: letter.sent_at.map(Instant),
            error: letter.error,
            diverted: letter.diverted,
            person_id: letter.person_id,
            task_id: letter.task_id,
            created_at: Instant(letter.created_at),
        }
    }
}

query! {
    /// Which letters.
    OutboxQuery {
        /// In this state.
        state: LetterState,
        /// How many a page has.
        limit: Limit,
        /// Where the page begins.
        cursor: String,
    }
}

/// All letters, newest first; for the office.
#[utoipa::path(
    get, path = "/outbox", tag = "mail", params(OutboxQuery),
    responses((status = 200, body = List<LetterView>))
)]
pub async fn list(call: Call, asked: Asked<OutboxQuery>) -> Answer {
    let Asked { query: OutboxQuery { state, limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        if !look.actor.runs_office() {
            return Err(Problem::forbidden("the outbox is for the office"));
        }
        let place = paging.place(&look.app.secret)?;
        let before = place.and_then(|place| place.parse().ok());
        let limit = i64::try_from(paging.limit() + 1).unwrap_or(i64::MAX);
        let filter = LetterFilter { state, task: None, before, limit };
        let mut found = outbox::list(look.conn, &filter)?;
        let more = found.len() > paging.limit();
        found.truncate(paging.limit());
        let counts = outbox::count_by_state(look.conn)?.into_iter();
        let counts = counts.filter(|(one, _)| state.is_none_or(|state| *one == state));
        let last = found.last().filter(|_| more).map(|one| one.id.to_string());
        Ok(List {
            total: counts.map(|(_, count)| count).sum(),
            next_cursor: last.map(|place| paging.cursor(&look.app.secret, &place)),
            items: found.into_iter().map(LetterView::from).collect(),
        })
    })
    .await
}

/// A body without a field.
#[derive(Debug)]
pub struct Nothing;

impl Body for Nothing {
    fn read(_: &mut Fields) -> Option<Self> {
        Some(Self)
    }
}

/// Tries a letter again that was given up or came back; for the office.
#[utoipa::path(
    post, path = "/outbox/{id}/resend", tag = "mail",
    responses((status = 200, body = LetterView))
)]
pub async fn resend(call: Call, at: At<LetterId>, posted: Posted<Nothing>) -> Answer {
    call.act(Made::Nothing, posted, move |act, Nothing| -> Result<_, Problem> {
        delivery::resend(act, at.0)?;
        Ok(LetterView::from(outbox::find(act.conn, at.0)?))
    })
    .await
}
