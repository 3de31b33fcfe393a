//! Departments over the API.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, Limit, query};
use super::text::Line;
use crate::app::Act;
use crate::domain::{Department, DepartmentId, PersonId};
use crate::persistence::versions::{self, Entries};
use crate::persistence::{self, Conn, departments};
use crate::services::directory::{self, DepartmentInput};

/// Where departments are found.
const PATH: &str = "/api/v1/departments";

/// A department, a school, an office.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Department)]
pub struct DepartmentView {
    id: DepartmentId,
    /// Full official name.
    name: String,
    name_en: Option<String>,
    /// Other names that minutes use for it.
    aliases: Vec<String>,
    parent_id: Option<DepartmentId>,
    /// Its own head; inherited from the parent when empty.
    head_id: Option<PersonId>,
    contact_ids: Vec<PersonId>,
    /// Its own leader in charge; inherited from the parent when empty.
    leader_id: Option<PersonId>,
    /// Its place in the organisation's own order.
    position: i32,
    /// Whether it can be assigned anything.
    active: bool,
    version: i64,
}

impl DepartmentView {
    fn of(department: &Department, version: i64) -> Self {
        let Department {
            id,
            name,
            name_en,
            aliases,
            parent_id,
            head_id,
            leader_id,
            contact_ids,
            position,
            active,
        } = department.clone();
        Self {
            id,
            name,
            name_en,
            aliases,
            parent_id,
            head_id,
            contact_ids,
            leader_id,
            position,
            active,
            version,
        }
    }
}

body! {
    /// A new department.
    NewDepartment {
        /// Full official name.
        name: Line,
        /// English name.
        name_en: Option<Line>,
        /// Other names that minutes use for it.
        aliases: Option<Vec<Line>>,
        /// The department that it belongs to.
        parent_id: Option<DepartmentId>,
        /// Its head; the parent's where empty.
        head_id: Option<PersonId>,
        /// Contacts.
        contact_ids: Option<Vec<PersonId>>,
        /// Its leader in charge; the parent's where empty.
        leader_id: Option<PersonId>,
        /// Its place in the organisation's own order; behind all others where empty.
        position: Option<i32>,
        /// Whether it can be assigned anything.
        active: Option<bool>,
    }
}

body! {
    /// What changes about a department; null empties a field.
    DepartmentChange {
        /// The version that was looked at; another one by now is refused.
        version: Option<i64>,
    }
    changes {
        name: Line,
        name_en: Option<Line>,
        aliases: Vec<Line>,
        parent_id: Option<DepartmentId>,
        head_id: Option<PersonId>,
        contact_ids: Vec<PersonId>,
        leader_id: Option<PersonId>,
        position: i32,
        active: bool,
    }
}

query! {
    /// Which departments.
    DepartmentQuery {
        /// Only those in use, or only those that are not.
        active: bool,
        /// How many a page has.
        limit: Limit,
        /// Where the page begins.
        cursor: String,
    }
}

/// All departments.
#[utoipa::path(
    get, path = "/departments", tag = "directory", params(DepartmentQuery),
    responses((status = 200, body = List<DepartmentView>))
)]
pub async fn list(call: Call, asked: Asked<DepartmentQuery>) -> Answer {
    let Asked { query: DepartmentQuery { active, limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let tree = departments::tree(look.conn)?;
        let versions = versions::all(look.conn, Entries::Departments)?;
        let mut found: Vec<DepartmentView> = tree
            .iter()
            .filter(|one| active.is_none_or(|active| one.active == active))
            .map(|one| DepartmentView::of(one, versions.get(&one.id.0).copied().unwrap_or(1)))
            .collect();
        found.sort_by_key(|one| one.id);
        paging.page(&look.app.secret, found, |one| one.id.0)
    })
    .await
}

/// Adds a department.
#[utoipa::path(
    post, path = "/departments", tag = "directory", request_body = NewDepartment,
    responses((status = 201, body = DepartmentView))
)]
pub async fn create(call: Call, posted: Posted<NewDepartment>) -> Answer {
    call.act(Made::At(PATH), posted, |act, new| {
        let input = DepartmentInput {
            name: new.name.0,
            name_en: new.name_en.map(|line| line.0),
            aliases: lines(new.aliases.unwrap_or_default()),
            parent_id: new.parent_id,
            head_id: new.head_id,
            leader_id: new.leader_id,
            contact_ids: new.contact_ids.unwrap_or_default(),
            position: new.position,
            active: new.active,
        };
        let made = directory::create_department(act, &input)?;
        shown(act.conn, made.id)
    })
    .await
}

/// One department.
#[utoipa::path(
    get, path = "/departments/{id}", tag = "directory",
    responses((status = 200, body = DepartmentView))
)]
pub async fn show(call: Call, at: At<DepartmentId>) -> Answer {
    call.look(move |look| shown(look.conn, at.0)).await
}

/// Changes a department; the tree stays without cycles.
#[utoipa::path(
    patch, path = "/departments/{id}", tag = "directory", request_body = DepartmentChange,
    responses((status = 200, body = DepartmentView))
)]
pub async fn change(call: Call, at: At<DepartmentId>, posted: Posted<DepartmentChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| changed(act, at.0, change)).await
}

body! {
    /// The department of which another becomes part.
    MergeInput {
        into_id: DepartmentId,
    }
}

/// Merges a department into another, which takes over its tasks, people and names; gives the
/// other one.
#[utoipa::path(
    post, path = "/departments/{id}/merge", tag = "directory", request_body = MergeInput,
    responses((status = 200, body = DepartmentView))
)]
pub async fn merge(call: Call, at: At<DepartmentId>, posted: Posted<MergeInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, input| -> Result<DepartmentView, Problem> {
        directory::merge_departments(act, at.0, input.into_id)?;
        shown(act.conn, input.into_id)
    })
    .await
}

fn changed(
    act: &mut Act<'_>,
    id: DepartmentId,
    change: DepartmentChange,
) -> Result<DepartmentView, Problem> {
    directory::check_version(act, Entries::Departments, id.0, change.version)?;
    let tree = departments::tree(act.conn)?;
    let before = tree.get(id).ok_or_else(Problem::not_found)?;
    let mut input = DepartmentInput::of(before);
    if let Some(name) = change.name.0 {
        input.name = name.0;
    }
    if let Some(name_en) = change.name_en.0 {
        input.name_en = name_en.map(|line| line.0);
    }
    if let Some(aliases) = change.aliases.0 {
        input.aliases = lines(aliases);
    }
    change.parent_id.apply(&mut input.parent_id);
    change.head_id.apply(&mut input.head_id);
    change.contact_ids.apply(&mut input.contact_ids);
    change.leader_id.apply(&mut input.leader_id);
    if let Some(position) = change.position.0 {
        input.position = Some(position);
    }
    if let Some(active) = change.active.0 {
        input.active = Some(active);
    }
    directory::update_department(act, id, &input)?;
    shown(act.conn, id)
}

fn shown(conn: &mut Conn, id: DepartmentId) -> Result<DepartmentView, Problem> {
    let tree = departments::tree(conn)?;
    let found = tree.get(id).ok_or(persistence::Error::NotFound)?;
    Ok(DepartmentView::of(found, versions::of(conn, Entries::Departments, id.0)?))
}

fn lines(lines: Vec<Line>) -> Vec<String> {
    lines.into_iter().map(|line| line.0).collect()
}
