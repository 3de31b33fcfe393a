//! Robots of departments' group chats over the API.

use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::text::Line;
use crate::domain::{DepartmentId, Robot, RobotId, RobotKind};
use crate::persistence::{self, departments, robots};
use crate::services::directory::{self, RobotInput};
use crate::services::test_letters;

/// A robot, without what opens it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Robot)]
pub struct RobotView {
    id: RobotId,
    department_id: DepartmentId,
    kind: RobotKind,
    /// What the group is called.
    name: String,
    /// The host of its address, and the address's last four characters.
    url: String,
    /// Whether its messages are signed.
    signed: bool,
}

impl From<Robot> for RobotView {
    fn from(robot: Robot) -> Self {
        Self {
            id: robot.id,
            department_id: robot.department_id,
            kind: robot.kind,
            url: robot.masked(),
            signed: robot.secret.is_some(),
            name: robot.name,
        }
    }
}

body! {
    /// A new robot.
    NewRobot {
        kind: RobotKind,
        /// What the group is called.
        name: Line,
        /// Where messages are sent; never shown again.
        url: Line,
        /// What messages of DingTalk and Feishu are signed with.
        secret: Option<Line>,
    }
}

/// The robots of a department; for the office.
#[utoipa::path(
    get, path = "/departments/{id}/robots", tag = "directory", params(PageQuery),
    responses((status = 200, body = List<RobotView>))
)]
pub async fn list(call: Call, at: At<DepartmentId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        if departments::tree(look.conn)?.get(at.0).is_none() {
            return Err(persistence::Error::NotFound.into());
        }
        if !look.actor.runs_office() {
            return Err(Problem::forbidden("robots are for the office"));
        }
        let found = robots::of(look.conn, at.0)?;
        let shown = found.into_iter().map(RobotView::from).collect();
        paging.page(&look.app.secret, shown, |one: &RobotView| one.id.0)
    })
    .await
}

/// Adds a robot to a department's group.
#[utoipa::path(
    post, path = "/departments/{id}/robots", tag = "directory", request_body = NewRobot,
    responses((status = 201, body = RobotView))
)]
pub async fn add(call: Call, at: At<DepartmentId>, posted: Posted<NewRobot>) -> Answer {
    call.act(Made::Unaddressed, posted, move |act, new| -> Result<RobotView, Problem> {
        let NewRobot { kind, name, url, secret } = new;
        let secret = secret.map(|line| line.0);
        let input = RobotInput { kind, name: name.0, url: url.0, secret };
        Ok(directory::add_robot(act, at.0, &input)?.into())
    })
    .await
}

body! {
    /// Nothing more is needed.
    RobotDeed {
    }
}

/// Writes a test message to a robot's group.
#[utoipa::path(
    post, path = "/robots/{id}/test", tag = "directory", request_body = RobotDeed,
    responses((status = 200, body = RobotView))
)]
pub async fn test(call: Call, at: At<RobotId>, posted: Posted<RobotDeed>) -> Answer {
    call.act(Made::Nothing, posted, move |act, _nothing| -> Result<RobotView, Problem> {
        test_letters::to_group(act, at.0)?;
        Ok(robots::find(act.conn, at.0)?.into())
    })
    .await
}

/// Forgets a robot.
#[utoipa::path(
    post, path = "/robots/{id}/remove", tag = "directory", request_body = RobotDeed,
    responses((status = 200, body = RobotView))
)]
pub async fn remove(call: Call, at: At<RobotId>, posted: Posted<RobotDeed>) -> Answer {
    call.act(Made::Nothing, posted, move |act, _nothing| -> Result<RobotView, Problem> {
        Ok(directory::remove_robot(act, at.0)?.into())
    })
    .await
}
