//! Looking: what has come in since somebody last looked, and that it is read now.

use super::Error;
use crate::app::Act;
use crate::domain::Look;
use crate::persistence::looks;

/// Notes that the actor looks at `page` now; `None` for who is nobody.
pub fn look(act: &mut Act<'_>, page: &str) -> Result<Option<Look>, Error> {
    let Some(person) = act.actor.id else { return Ok(None) };
    let before = looks::get(act.conn, person, page)?;
    let latest = looks::latest(act.conn, act.now)?;
    let look = Look::after(before, act.now, latest);
    looks::put(act.conn, person, page, &look)?;
    Ok(Some(look))
}
