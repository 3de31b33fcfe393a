//! Milestones of a task over the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::text::Line;
use crate::domain::{Milestone, MilestoneId, TaskId};
use crate::persistence::milestones;
use crate::services::milestones::{self as service, MilestonePatch};
use crate::services::sight::Sight;

/// A day on the way of a task. One that is overdue does not change the task's light.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Milestone)]
pub struct MilestoneView {
    id: MilestoneId,
    task_id: TaskId,
    /// Its place among them, from 1.
    position: i32,
    name: String,
    due_on: NaiveDate,
    /// When it was reached.
    done_on: Option<NaiveDate>,
    version: i64,
}

impl From<Milestone> for MilestoneView {
    fn from(one: Milestone) -> Self {
        let Milestone { id, task_id, position, name, due_on, done_on, removed: _, version } = one;
        Self { id, task_id, position, name, due_on, done_on, version }
    }
}

body! {
    /// A new milestone.
    MilestoneInput {
        /// What stands by then.
        name: Line,
        due_on: NaiveDate,
        /// Its place, from 1; where its date puts it where nothing is said.
        position: Option<i32>,
        /// The task's version that was looked at; where given, another one by now is refused.
        version: Option<i64>,
    }
}

body! {
    /// What changes about a milestone.
    MilestoneChange {
        /// The milestone's version that was looked at; another one by now is refused.
        version: i64,
    }
    changes {
        name: Line,
        due_on: NaiveDate,
        /// When it was reached; null opens it again.
        done_on: Option<NaiveDate>,
        /// Its place among the others, from 1.
        position: i32,
        /// True takes it off the list.
        removed: bool,
    }
}

/// The milestones of a task, in their order.
#[utoipa::path(
    get, path = "/tasks/{id}/milestones", tag = "tasks", params(PageQuery),
    responses((status = 200, body = List<MilestoneView>))
)]
pub async fn list(call: Call, at: At<TaskId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let rules = look.app.settings.rules();
        Sight::of(look.conn, look.actor, at.0, rules)?;
        let found = milestones::of_task(look.conn, at.0)?;
        let shown = found.into_iter().map(MilestoneView::from).collect();
        paging.page(&look.app.secret, shown, |one: &MilestoneView| i64::from(one.position))
    })
    .await
}

/// Sets a milestone.
#[utoipa::path(
    post, path = "/tasks/{id}/milestones", tag = "tasks", request_body = MilestoneInput,
    responses((status = 201, body = MilestoneView))
)]
pub async fn add(call: Call, at: At<TaskId>, posted: Posted<MilestoneInput>) -> Answer {
    call.act(Made::Unaddressed, posted, move |act, new| {
        let due_on = Some(new.due_on);
        let made = service::add(act, at.0, new.version, &new.name.0, due_on, new.position)?;
        Ok(MilestoneView::from(made))
    })
    .await
}

/// Changes a milestone, or says that it is reached.
#[utoipa::path(
    patch, path = "/milestones/{id}", tag = "tasks", request_body = MilestoneChange,
    responses((status = 200, body = MilestoneView))
)]
pub async fn change(call: Call, at: At<MilestoneId>, posted: Posted<MilestoneChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| {
        let patch = MilestonePatch {
            name: change.name.0.map(|line| line.0),
            due_on: change.due_on.0,
            done_on: change.done_on.0,
            position: change.position.0,
            removed: change.removed.0.unwrap_or_default(),
        };
        let changed = service::change(act, at.0, Some(change.version), patch)?;
        Ok(MilestoneView::from(changed))
    })
    .await
}
