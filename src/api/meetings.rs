//! Meetings and their minutes over the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::extract::LARGEST_WITH_MINUTES;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, Limit, query};
use super::reference::{BodyRef, Instant};
use super::text::{Line, MinutesText};
use crate::app::Act;
use crate::domain::{Actor, BodyId, Meeting, MeetingId, PersonId, Source};
use crate::persistence::views::meeting_list::{self, ListedMeeting, MeetingFilter};
use crate::persistence::{Conn, bodies, meetings};
use crate::services::intake::{self, MeetingInput};

/// One sitting of a body, or whatever else tasks come from, with its minutes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Meeting)]
pub struct MeetingView {
    id: MeetingId,
    title: String,
    body: Option<BodyRef>,
    held_on: NaiveDate,
    /// Who presided, as written.
    chair: Option<String>,
    source: Source,
    /// Whether only its parties and named readers see it.
    confidential: bool,
    reader_ids: Vec<PersonId>,
    /// The minutes, exactly as they were sent.
    minutes: String,
    /// 1 for the first text of the minutes, one more for every change.
    revision: i32,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

/// A meeting in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ListedMeeting)]
pub struct MeetingLine {
    id: MeetingId,
    title: String,
    /// The name of the body that sat.
    body: Option<String>,
    held_on: NaiveDate,
    source: Source,
    confidential: bool,
    /// Directives that wait for a decision.
    pending: i64,
    /// Directives that were accepted.
    accepted: i64,
    /// Of those, the ones without a task.
    unassigned: i64,
}

impl From<ListedMeeting> for MeetingLine {
    fn from(listed: ListedMeeting) -> Self {
        let ListedMeeting {
            id,
            title,
            body,
            held_on,
            source,
            confidential,
            pending,
            accepted,
            unassigned,
        } = listed;
        Self { id, title, body, held_on, source, confidential, pending, accepted, unassigned }
    }
}

body! {
    /// A new meeting; its directives are found at once.
    NewMeeting up to LARGEST_WITH_MINUTES; {
        title: Line,
        /// The body that sat.
        body_id: Option<BodyId>,
        held_on: NaiveDate,
        /// Who presided.
        chair: Option<Line>,
        minutes: MinutesText,
        /// `meeting` where nothing is said.
        source: Option<Source>,
        confidential: Option<bool>,
        /// Who may read it, beside its parties, where it is confidential.
        reader_ids: Option<Vec<PersonId>>,
    }
}

body! {
    /// What changes about a meeting. Changed minutes make a new revision; what was reviewed keeps
    /// its place by its exact words.
    MeetingChange up to LARGEST_WITH_MINUTES; {
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
    changes {
        title: Line,
        body_id: Option<BodyId>,
        held_on: NaiveDate,
        chair: Option<Line>,
        minutes: MinutesText,
        source: Source,
        confidential: bool,
        reader_ids: Vec<PersonId>,
    }
}

query! {
    /// Which meetings.
    MeetingQuery {
        /// Words of the title or of the minutes.
        q: String,
        /// Of this body.
        body_id: BodyId,
        /// Held on this day or later.
        from: NaiveDate,
        /// Held on this day or earlier.
        to: NaiveDate,
        /// How many a page has.
        limit: Limit,
        /// Where the page begins.
        cursor: String,
    }
}

/// Meetings that the caller may see, newest first.
#[utoipa::path(
    get, path = "/meetings", tag = "minutes", params(MeetingQuery),
    responses((status = 200, body = List<MeetingLine>))
)]
pub async fn list(call: Call, asked: Asked<MeetingQuery>) -> Answer {
    let Asked { query: MeetingQuery { q, body_id, from, to, limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let place = paging.place(&look.app.secret)?;
        let after = place.as_deref().and_then(|place| place.split_once('/'));
        let after = after.and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
        let filter = MeetingFilter { words: q, from, to, body_id, after };
        let total = meeting_list::count(look.conn, look.actor, &filter)?;
        let one_more = i64::try_from(paging.limit() + 1).unwrap_or(i64::MAX);
        let mut found = meeting_list::page(look.conn, look.actor, &filter, 0, one_more)?;
        let more = found.len() > paging.limit();
        found.truncate(paging.limit());
        let last = found.last().filter(|_| more).map(|one| format!("{}/{}", one.held_on, one.id));
        let next_cursor = last.map(|place| paging.cursor(&look.app.secret, &place));
        let items = found.into_iter().map(MeetingLine::from).collect();
        Ok(List { items, total, next_cursor })
    })
    .await
}

/// Files a meeting with its minutes and finds their directives.
#[utoipa::path(
    post, path = "/meetings", tag = "minutes", request_body = NewMeeting,
    responses((status = 201, body = MeetingView))
)]
pub async fn create(call: Call, posted: Posted<NewMeeting>) -> Answer {
    let after = call.clone();
    let filing = call.act(Made::At("/api/v1/meetings"), posted, |act, new| {
        let input = MeetingInput {
            title: new.title.0,
            body_id: new.body_id,
            held_on: new.held_on,
            chair: new.chair.map(|line| line.0),
            source: new.source.unwrap_or(Source::Meeting),
            confidential: new.confidential.unwrap_or_default(),
            reader_ids: new.reader_ids.unwrap_or_default().into_iter().collect(),
        };
        let filed = intake::file(act, &input, &new.minutes.0)?;
        full(act.conn, filed)
    });
    let answer = filing.await?;
    after.seek_proposals(&answer, None).await;
    Ok(answer)
}

/// One meeting, with its minutes.
#[utoipa::path(
    get, path = "/meetings/{id}", tag = "minutes",
    responses((status = 200, body = MeetingView))
)]
pub async fn show(call: Call, at: At<MeetingId>) -> Answer {
    call.look(move |look| shown(look.conn, look.actor, at.0)).await
}

/// Changes a meeting or its minutes.
#[utoipa::path(
    patch, path = "/meetings/{id}", tag = "minutes", request_body = MeetingChange,
    responses((status = 200, body = MeetingView))
)]
pub async fn change(call: Call, at: At<MeetingId>, posted: Posted<MeetingChange>) -> Answer {
    let after = call.clone();
    let answer =
        call.act(Made::Nothing, posted, move |act, change| changed(act, at.0, change)).await?;
    after.seek_proposals(&answer, Some(at.0)).await;
    Ok(answer)
}

fn changed(
    act: &mut Act<'_>,
    id: MeetingId,
    change: MeetingChange,
) -> Result<MeetingView, Problem> {
    let before = intake::meeting(act.conn, &act.actor, id)?;
    let mut input = MeetingInput::of(&before);
    if let Some(title) = change.title.0 {
        input.title = title.0;
    }
    if let Some(chair) = change.chair.0 {
        input.chair = chair.map(|line| line.0);
    }
    change.body_id.apply(&mut input.body_id);
    change.held_on.apply(&mut input.held_on);
    change.source.apply(&mut input.source);
    change.confidential.apply(&mut input.confidential);
    if let Some(readers) = change.reader_ids.0 {
        input.reader_ids = readers.into_iter().collect();
    }
    let minutes = change.minutes.0.map(|text| text.0);
    intake::change(act, id, change.version, &input, minutes.as_deref())?;
    shown(act.conn, &act.actor, id)
}

fn shown(conn: &mut Conn, viewer: &Actor, id: MeetingId) -> Result<MeetingView, Problem> {
    let meeting = intake::meeting(conn, viewer, id)?;
    full(conn, meeting)
}

fn full(conn: &mut Conn, meeting: Meeting) -> Result<MeetingView, Problem> {
    let minutes = meetings::minutes_of(conn, meeting.id)?;
    let body = match meeting.body_id {
        Some(id) => Some(BodyRef { id, name: bodies::find(conn, id)?.name }),
        None => None,
    };
    Ok(MeetingView {
        id: meeting.id,
        title: meeting.title,
        body,
        held_on: meeting.held_on,
        chair: meeting.chair,
        source: meeting.source,
        confidential: meeting.confidential,
        reader_ids: meeting.reader_ids.into_iter().collect(),
        minutes: minutes.text,
        revision: minutes.revision,
        version: meeting.version,
        created_at: Instant(meeting.created_at),
        updated_at: Instant(meeting.updated_at),
    })
}
