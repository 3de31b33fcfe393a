//! Directives and their review over the API.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::extract::{DeadlineView, OwnerView, PartView};
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::text::Line;
use crate::domain::extraction::Cue;
use crate::domain::{Directive, DirectiveId, Disposition, MeetingId, TaskId, Urgency};
use crate::persistence::{Conn, directives};
use crate::services::review::{self, Change};

/// An act that the minutes call for, with what the review has made of it. Places are counted in
/// Unicode scalar values of the minutes, the end not included.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Directive)]
pub struct DirectiveView {
    id: DirectiveId,
    meeting_id: MeetingId,
    start: usize,
    end: usize,
    /// Whether the quote still stands there: changed minutes may have lost it.
    anchored: bool,
    /// The minutes' own words.
    quote: String,
    title: String,
    /// The heading that it stands under.
    theme: Option<String>,
    cue: Cue,
    /// How sure that is, from 0 to 1.
    confidence: f32,
    urgency: Urgency,
    owners: Vec<OwnerView>,
    deadline: Option<DeadlineView>,
    /// The coordinate acts inside it, where there are several.
    parts: Vec<PartView>,
    disposition: Disposition,
    /// The tasks made of it.
    task_ids: Vec<TaskId>,
    version: i64,
}

impl DirectiveView {
    fn of(directive: Directive, task_ids: Vec<TaskId>) -> Self {
        Self {
            id: directive.id,
            meeting_id: directive.meeting_id,
            start: directive.span.start,
            end: directive.span.end,
            anchored: directive.anchored,
            quote: directive.quote,
            title: directive.title,
            theme: directive.theme,
            cue: directive.cue,
            confidence: directive.confidence,
            urgency: directive.urgency,
            owners: directive.owners.into_iter().map(OwnerView::from).collect(),
            deadline: directive.deadline.map(DeadlineView::from),
            parts: directive.parts.into_iter().map(PartView::from).collect(),
            disposition: directive.disposition,
            task_ids,
            version: directive.version,
        }
    }

    fn with_tasks(conn: &mut Conn, directive: Directive) -> Result<Self, Problem> {
        let task_ids = directives::tasks_of(conn, directive.id)?;
        Ok(Self::of(directive, task_ids))
    }
}

body! {
    /// A passage of the minutes, in Unicode scalar values, the end not included.
    Passage {
        start: usize,
        end: usize,
    }
}

body! {
    /// What changes about a directive.
    DirectiveChange {
        /// Where it begins, in Unicode scalar values of the minutes.
        start: Option<usize>,
        /// Where it ends, that place not included.
        end: Option<usize>,
        title: Option<Line>,
        disposition: Option<Disposition>,
        /// The version that was looked at; another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// Where a directive is parted.
    Cuts {
        /// The places at which a new part begins, in Unicode scalar values of the minutes.
        at: Vec<usize>,
        /// The version that was looked at; another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// What a directive grows over.
    Neighbour {
        /// Its neighbour, which goes.
        with: DirectiveId,
        /// The version that was looked at; another one by now is refused.
        version: Option<i64>,
    }
}

/// The directives of a meeting, in the order of its minutes.
#[utoipa::path(
    get, path = "/meetings/{id}/directives", tag = "minutes", params(PageQuery),
    responses((status = 200, body = List<DirectiveView>))
)]
pub async fn list(call: Call, at: At<MeetingId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let mut found: Vec<DirectiveView> = review::of_meeting(look.conn, look.actor, at.0)?
            .into_iter()
            .map(|(directive, tasks)| DirectiveView::of(directive, tasks))
            .collect();
        found.sort_by_key(|one| (one.start, one.id));
        let places: Vec<DirectiveId> = found.iter().map(|one| one.id).collect();
        let place = |id| places.iter().position(|one| *one == id).unwrap_or(places.len());
        paging.page(&look.app.secret, found, |one| i64::try_from(place(one.id)).unwrap_or(i64::MAX))
    })
    .await
}

/// Makes a directive of a passage.
#[utoipa::path(
    post, path = "/meetings/{id}/directives", tag = "minutes", request_body = Passage,
    responses((status = 201, body = DirectiveView))
)]
pub async fn add(call: Call, at: At<MeetingId>, posted: Posted<Passage>) -> Answer {
    call.act(Made::Unaddressed, posted, move |act, Passage { start, end }| {
        let made = review::add(act, at.0, start..end)?;
        DirectiveView::with_tasks(act.conn, made)
    })
    .await
}

/// Decides about a directive, or mends its place and title.
#[utoipa::path(
    patch, path = "/directives/{id}", tag = "minutes", request_body = DirectiveChange,
    responses((status = 200, body = DirectiveView))
)]
pub async fn change(call: Call, at: At<DirectiveId>, posted: Posted<DirectiveChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| {
        let DirectiveChange { start, end, title, disposition, version } = change;
        let title = title.map(|line| line.0);
        let change = Change { version, disposition, start, end, title, preparation: None };
        let changed = review::change(act, at.0, change)?;
        DirectiveView::with_tasks(act.conn, changed)
    })
    .await
}

/// Parts a directive; the first part keeps the id. Answers with all parts.
#[utoipa::path(
    post, path = "/directives/{id}/split", tag = "minutes", request_body = Cuts,
    responses((status = 200, body = List<DirectiveView>))
)]
pub async fn split(call: Call, at: At<DirectiveId>, posted: Posted<Cuts>) -> Answer {
    call.act(Made::Nothing, posted, move |act, cuts| {
        let parts = review::split(act, at.0, cuts.version, &cuts.at)?;
        let total = i64::try_from(parts.len()).unwrap_or(i64::MAX);
        let items = parts.into_iter().map(|part| DirectiveView::with_tasks(act.conn, part));
        Ok(List { items: items.collect::<Result<_, _>>()?, total, next_cursor: None })
    })
    .await
}

/// Lets a directive grow over its neighbour, which goes.
#[utoipa::path(
    post, path = "/directives/{id}/merge", tag = "minutes", request_body = Neighbour,
    responses((status = 200, body = DirectiveView))
)]
pub async fn merge(call: Call, at: At<DirectiveId>, posted: Posted<Neighbour>) -> Answer {
    call.act(Made::Nothing, posted, move |act, Neighbour { with, version }| {
        let whole = review::merge(act, at.0, version, with)?;
        DirectiveView::with_tasks(act.conn, whole)
    })
    .await
}
