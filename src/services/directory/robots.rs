//! Robots in the group chats of departments, kept by who runs the office.

use super::departments::check_runs_office;
use crate::app::Act;
use crate::domain::{DepartmentId, Fault, Faults, Robot, RobotId, RobotKind};
use crate::persistence::{departments, robots};
use crate::services::Error;

/// The longest name of a group.
const NAME: usize = 100;
/// The longest address or secret.
const LONG: usize = 1_000;
/// The most robots of one department.
const MOST: usize = 10;

/// A robot as somebody describes it.
#[derive(Clone, PartialEq, Eq)]
pub struct RobotInput {
    /// Of which service.
    pub kind: RobotKind,
    /// What the group is called.
    pub name: String,
    /// Where messages are sent.
    pub url: String,
    /// What messages are signed with.
    pub secret: Option<String>,
}

/// Adds a robot to a department.
pub fn add_robot(
    act: &mut Act<'_>,
    department_id: DepartmentId,
    input: &RobotInput,
) -> Result<Robot, Error> {
    check_runs_office(&act.actor)?;
    departments::lock_directory(act.conn)?;
    if departments::tree(act.conn)?.get(department_id).is_none() {
        return Err(Error::NOT_FOUND);
    }
    let mut faults = Faults::default();
    let name = faults.required("name", &input.name, NAME);
    let url = faults.required("url", &input.url, LONG);
    let secret = faults.optional("secret", input.secret.as_deref(), LONG);
    if !url.is_empty() {
        faults.check("url", act.app.channels.check_robot(input.kind, &url));
    }
    if secret.is_some() && !input.kind.signs() {
        faults.add("secret", Fault::Unwanted);
    }
    let own = robots::of(act.conn, department_id)?;
    if own.iter().any(|one| one.url == url) {
        // The address is not said: it opens the group.
        faults.add("url", Fault::Taken(name.clone()));
    }
    if own.len() >= MOST {
        faults.add("url", Fault::TooMany { most: MOST });
    }
    faults.finish().map_err(Error::Invalid)?;
    let robot = Robot { id: RobotId(0), department_id, kind: input.kind, name, url, secret };
    let id = robots::insert(act.conn, &robot, act.now)?;
    Ok(Robot { id, ..robot })
}

/// Forgets a robot with what opens it; what waits for it is not sent any more.
pub fn remove_robot(act: &mut Act<'_>, id: RobotId) -> Result<Robot, Error> {
    check_runs_office(&act.actor)?;
    let robot = robots::find(act.conn, id)?;
    robots::remove(act.conn, id)?;
    Ok(robot)
}
