//! Bodies and programmes over the API: names under which meetings and tasks are gathered.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, Limit, query};
use super::text::Line;
use crate::domain::{Body as StandingBody, BodyId, Programme, ProgrammeId};
use crate::persistence::versions::{self, Entries};
use crate::persistence::{Conn, bodies, programmes};
use crate::services::directory;

/// A standing body or meeting series.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Body)]
pub struct BodyView {
    id: BodyId,
    name: String,
    /// Whether new meetings can be filed under it.
    active: bool,
    version: i64,
}

/// A named group of tasks across meetings.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Programme)]
pub struct ProgrammeView {
    id: ProgrammeId,
    name: String,
    /// Whether new tasks can be put into it.
    active: bool,
    version: i64,
}

body! {
    /// A new body or programme.
    NewGroup {
        /// Its name, which no other one of its kind has.
        name: Line,
    }
}

body! {
    /// What changes about a body or programme.
    GroupChange {
        /// The version that was looked at; another one by now is refused.
        version: Option<i64>,
    }
    changes {
        name: Line,
        active: bool,
    }
}

query! {
    /// Which of them.
    GroupQuery {
        /// Only those in use, or only those that are not.
        active: bool,
        /// How many a page has.
        limit: Limit,
        /// Where the page begins.
        cursor: String,
    }
}

/// All bodies.
#[utoipa::path(
    get, path = "/bodies", tag = "directory", params(GroupQuery),
    responses((status = 200, body = List<BodyView>))
)]
pub async fn list_bodies(call: Call, asked: Asked<GroupQuery>) -> Answer {
    let Asked { query: GroupQuery { active, limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let versions = versions::all(look.conn, Entries::Bodies)?;
        let found = bodies::all(look.conn)?.into_iter();
        let found = found.filter(|one| active.is_none_or(|active| one.active == active));
        let shown = found.map(|StandingBody { id, name, active }| {
            let version = versions.get(&id.0).copied().unwrap_or(1);
            BodyView { id, name, active, version }
        });
        paging.page(&look.app.secret, shown.collect(), |one: &BodyView| one.id.0)
    })
    .await
}

/// Adds a body.
#[utoipa::path(
    post, path = "/bodies", tag = "directory", request_body = NewGroup,
    responses((status = 201, body = BodyView))
)]
pub async fn create_body(call: Call, posted: Posted<NewGroup>) -> Answer {
    call.act(Made::At("/api/v1/bodies"), posted, |act, new| {
        let made = directory::create_body(act, &new.name.0)?;
        body_shown(act.conn, made.id)
    })
    .await
}

/// One body.
#[utoipa::path(
    get, path = "/bodies/{id}", tag = "directory",
    responses((status = 200, body = BodyView))
)]
pub async fn show_body(call: Call, at: At<BodyId>) -> Answer {
    call.look(move |look| body_shown(look.conn, at.0)).await
}

/// Renames a body, or takes it out of use.
#[utoipa::path(
    patch, path = "/bodies/{id}", tag = "directory", request_body = GroupChange,
    responses((status = 200, body = BodyView))
)]
pub async fn change_body(call: Call, at: At<BodyId>, posted: Posted<GroupChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| {
        directory::check_version(act, Entries::Bodies, at.0.0, change.version)?;
        let before = bodies::find(act.conn, at.0)?;
        let name = change.name.0.map_or(before.name, |name| name.0);
        let active = change.active.0.unwrap_or(before.active);
        directory::update_body(act, at.0, &name, active)?;
        body_shown(act.conn, at.0)
    })
    .await
}

fn body_shown(conn: &mut Conn, id: BodyId) -> Result<BodyView, Problem> {
    let StandingBody { id, name, active } = bodies::find(conn, id)?;
    Ok(BodyView { id, name, active, version: versions::of(conn, Entries::Bodies, id.0)? })
}

/// All programmes.
#[utoipa::path(
    get, path = "/programmes", tag = "directory", params(GroupQuery),
    responses((status = 200, body = List<ProgrammeView>))
)]
pub async fn list_programmes(call: Call, asked: Asked<GroupQuery>) -> Answer {
    let Asked { query: GroupQuery { active, limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let versions = versions::all(look.conn, Entries::Programmes)?;
        let found = programmes::all(look.conn)?.into_iter();
        let found = found.filter(|one| active.is_none_or(|active| one.active == active));
        let shown = found.map(|Programme { id, name, active }| {
            let version = versions.get(&id.0).copied().unwrap_or(1);
            ProgrammeView { id, name, active, version }
        });
        paging.page(&look.app.secret, shown.collect(), |one: &ProgrammeView| one.id.0)
    })
    .await
}

/// Adds a programme.
#[utoipa::path(
    post, path = "/programmes", tag = "directory", request_body = NewGroup,
    responses((status = 201, body = ProgrammeView))
)]
pub async fn create_programme(call: Call, posted: Posted<NewGroup>) -> Answer {
    call.act(Made::At("/api/v1/programmes"), posted, |act, new| {
        let made = directory::create_programme(act, &new.name.0)?;
        programme_shown(act.conn, made.id)
    })
    .await
}

/// One programme.
#[utoipa::path(
    get, path = "/programmes/{id}", tag = "directory",
    responses((status = 200, body = ProgrammeView))
)]
pub async fn show_programme(call: Call, at: At<ProgrammeId>) -> Answer {
    call.look(move |look| programme_shown(look.conn, at.0)).await
}

/// Renames a programme, or takes it out of use.
#[utoipa::path(
    patch, path = "/programmes/{id}", tag = "directory", request_body = GroupChange,
    responses((status = 200, body = ProgrammeView))
)]
pub async fn change_programme(
    call: Call,
    at: At<ProgrammeId>,
    posted: Posted<GroupChange>,
) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| {
        directory::check_version(act, Entries::Programmes, at.0.0, change.version)?;
        let before = programmes::find(act.conn, at.0)?;
        let name = change.name.0.map_or(before.name, |name| name.0);
        let active = change.active.0.unwrap_or(before.active);
        directory::update_programme(act, at.0, &name, active)?;
        programme_shown(act.conn, at.0)
    })
    .await
}

fn programme_shown(conn: &mut Conn, id: ProgrammeId) -> Result<ProgrammeView, Problem> {
    let Programme { id, name, active } = programmes::find(conn, id)?;
    Ok(ProgrammeView { id, name, active, version: versions::of(conn, Entries::Programmes, id.0)? })
}
