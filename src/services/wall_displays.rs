//! Displays on walls: their links are made and revoked by the office.

use super::Error;
use crate::app::Act;
use crate::domain::{Fault, Faults, HouseChange, WallDisplay, may_keep_displays};
use crate::i18n::Lang;
use crate::links::Token;
use crate::persistence::{self, bodies, departments, house_changes, programmes, wall_displays};

/// The longest name of a display, in characters.
const NAME: usize = 100;

/// Makes a display; the secret of its link is shown once.
///
/// # Errors
/// [`Error::Forbidden`] for who does not run the office; [`Error::Invalid`] for a name that is
/// missing or too long, and for a filter by what there is not.
pub fn make(act: &mut Act<'_>, display: &WallDisplay) -> Result<Token, Error> {
    check(act)?;
    let mut faults = Faults::default();
    let name = faults.required("name", &display.name, NAME);
    let body = display.body_id.map(|id| bodies::find(act.conn, id).map(drop));
    let programme = display.programme_id.map(|id| programmes::find(act.conn, id).map(drop));
    let tree = departments::tree(act.conn)?;
    if display.department_id.is_some_and(|id| tree.get(id).is_none()) {
        faults.add("department_id", Fault::NoSuch);
    }
    for (field, found) in [("body_id", body), ("programme_id", programme)] {
        match found {
            Some(Err(persistence::Error::NotFound)) => faults.add(field, Fault::NoSuch),
            Some(Err(error)) => return Err(error.into()),
            Some(Ok(())) | None => {}
        }
    }
    if display.language.parse::<Lang>().is_err() {
        faults.add("language", Fault::NoSuch);
    }
    faults.finish().map_err(Error::Invalid)?;
    let token = Token::fresh();
    let display = WallDisplay { name, ..display.clone() };
    wall_displays::insert(act.conn, token.hash().as_ref(), &display, &act.actor, act.now)?;
    note(act, display.name, false)?;
    Ok(token)
}

/// Revokes a display's link: it leads nowhere from now on.
///
/// # Errors
/// [`Error::Forbidden`] for who does not run the office; not found where there is no such display.
pub fn revoke(act: &mut Act<'_>, id: i64) -> Result<(), Error> {
    check(act)?;
    let all = wall_displays::all(act.conn)?;
    let one = all.into_iter().find(|one| one.id == id).ok_or(Error::NOT_FOUND)?;
    if one.revoked_at.is_some() {
        return Ok(());
    }
    wall_displays::revoke(act.conn, id, act.now)?;
    note(act, one.display.name, true)
}

fn check(act: &Act<'_>) -> Result<(), Error> {
    if may_keep_displays(&act.actor) { Ok(()) } else { Err(Error::Forbidden) }
}

fn note(act: &mut Act<'_>, name: String, revoked: bool) -> Result<(), Error> {
    let change = HouseChange::WallDisplay { name, revoked };
    Ok(house_changes::append(act.conn, &change, &act.actor, act.now)?)
}
