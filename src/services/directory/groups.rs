//! Bodies and programmes: names under which meetings and tasks are gathered.

use super::departments::check_runs_office;
use crate::app::Act;
use crate::domain::{Body, BodyId, Fault, Faults, Programme, ProgrammeId};
use crate::persistence::{bodies, programmes};
use crate::services::Error;

/// The longest name.
const NAME: usize = 200;

/// Adds a standing body.
pub fn create_body(act: &mut Act<'_>, name: &str) -> Result<Body, Error> {
    check_runs_office(&act.actor)?;
    let taken = |act: &mut Act<'_>, name: &str| Ok(bodies::find_by_name(act.conn, name)?.is_some());
    let name = free_name(act, name, taken)?;
    let id = bodies::insert(act.conn, &name)?;
    Ok(Body { id, name, active: true })
}

/// Renames a body, or takes it out of use.
pub fn update_body(act: &mut Act<'_>, id: BodyId, name: &str, active: bool) -> Result<Body, Error> {
    check_runs_office(&act.actor)?;
    bodies::find(act.conn, id)?;
    let name = free_name(act, name, |act, name| {
        Ok(bodies::find_by_name(act.conn, name)?.is_some_and(|other| other.id != id))
    })?;
    let body = Body { id, name, active };
    bodies::update(act.conn, &body)?;
    Ok(body)
}

/// Adds a programme.
pub fn create_programme(act: &mut Act<'_>, name: &str) -> Result<Programme, Error> {
    check_runs_office(&act.actor)?;
    let name =
        free_name(act, name, |act, name| Ok(programmes::find_by_name(act.conn, name)?.is_some()))?;
    let id = programmes::insert(act.conn, &name)?;
    Ok(Programme { id, name, active: true })
}

/// Renames a programme, or takes it out of use.
pub fn update_programme(
    act: &mut Act<'_>,
    id: ProgrammeId,
    name: &str,
    active: bool,
) -> Result<Programme, Error> {
    check_runs_office(&act.actor)?;
    programmes::find(act.conn, id)?;
    let name = free_name(act, name, |act, name| {
        Ok(programmes::find_by_name(act.conn, name)?.is_some_and(|other| other.id != id))
    })?;
    let programme = Programme { id, name, active };
    programmes::update(act.conn, &programme)?;
    Ok(programme)
}

fn free_name(
    act: &mut Act<'_>,
    name: &str,
    taken: impl FnOnce(&mut Act<'_>, &str) -> Result<bool, Error>,
) -> Result<String, Error> {
    let mut faults = Faults::default();
    let name = faults.required("name", name, NAME);
    if taken(act, &name)? {
        faults.add("name", Fault::Taken(name.clone()));
    }
    faults.finish().map_err(Error::Invalid)?;
    Ok(name)
}
