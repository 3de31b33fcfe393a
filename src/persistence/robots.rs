//! Robots in the group chats of departments.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::robots;
use super::{Conn, Error};
use crate::domain::{DepartmentId, Robot, RobotId, RobotKind};

#[derive(Queryable, Selectable)]
#[diesel(table_name = robots)]
struct RobotRow {
    id: RobotId,
    department_id: DepartmentId,
    kind: RobotKind,
    name: String,
    url: String,
    secret: Option<String>,
}

impl From<RobotRow> for Robot {
    fn from(row: RobotRow) -> Self {
        let RobotRow { id, department_id, kind, name, url, secret } = row;
        Self { id, department_id, kind, name, url, secret }
    }
}

/// One robot.
pub fn find(conn: &mut Conn, id: RobotId) -> Result<Robot, Error> {
    let row: RobotRow = robots::table.find(id).select(RobotRow::as_select()).first(conn)?;
    Ok(row.into())
}

/// The robots of one department, the oldest first.
pub fn of(conn: &mut Conn, department: DepartmentId) -> Result<Vec<Robot>, Error> {
    let own = robots::table.filter(robots::department_id.eq(department)).order(robots::id);
    let rows: Vec<RobotRow> = own.select(RobotRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Robot::from).collect())
}

/// Every robot, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Robot>, Error> {
    let rows: Vec<RobotRow> =
        robots::table.order(robots::id).select(RobotRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(Robot::from).collect())
}

/// Keeps a new robot; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, robot: &Robot, now: NaiveDateTime) -> Result<RobotId, Error> {
    let values = (
        robots::department_id.eq(robot.department_id),
        robots::kind.eq(robot.kind),
        robots::name.eq(&robot.name),
        robots::url.eq(&robot.url),
        robots::secret.eq(&robot.secret),
        robots::created_at.eq(now),
    );
    Ok(diesel::insert_into(robots::table).values(values).returning(robots::id).get_result(conn)?)
}

/// Forgets a robot with what opens it.
pub fn remove(conn: &mut Conn, id: RobotId) -> Result<(), Error> {
    let gone = diesel::delete(robots::table.find(id)).execute(conn)?;
    if gone == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Those of one department write for another, of which it became part.
pub fn move_department(
    conn: &mut Conn,
    from: DepartmentId,
    into: DepartmentId,
) -> Result<(), Error> {
    diesel::update(robots::table.filter(robots::department_id.eq(from)))
        .set(robots::department_id.eq(into))
        .execute(conn)?;
    Ok(())
}
