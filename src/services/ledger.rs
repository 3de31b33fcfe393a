//! How somebody looks at the ledger: views by name, and the columns of their choice.

use super::Error;
use crate::app::Act;
use crate::domain::{Fault, Faults, PersonId};
use crate::persistence::{preferences, saved_views};

/// The longest name of a view, in characters.
const NAME: usize = 40;
/// The longest query of one, in bytes.
const QUERY: usize = 2_000;
/// The most views of one person.
const MOST: i64 = 30;

/// Keeps a list under a name; a view of one's own with that name becomes this list. Only the
/// office shares with everybody.
pub fn save_view(act: &mut Act<'_>, name: &str, query: &str, shared: bool) -> Result<(), Error> {
    let me = person(act)?;
    if shared && !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    let mut faults = Faults::default();
    let name = faults.required("name", name, NAME);
    if query.len() > QUERY {
        faults.add("query", Fault::TooLong { most: QUERY });
    }
    if saved_views::count(act.conn, me)? >= MOST {
        faults.add("name", Fault::TooMany { most: usize::try_from(MOST).unwrap_or_default() });
    }
    faults.finish()?;
    Ok(saved_views::put(act.conn, me, &name, query, shared)?)
}

/// Takes a view away: its owner, or for what is shared the office.
pub fn remove_view(act: &mut Act<'_>, id: i64) -> Result<(), Error> {
    let view = saved_views::find(act.conn, id)?;
    let own = act.actor.is(Some(view.person_id));
    if !own && !view.shared {
        return Err(Error::NOT_FOUND);
    }
    if !own && !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    Ok(saved_views::remove(act.conn, id)?)
}

/// Keeps the columns that somebody chose.
pub fn choose_columns(act: &mut Act<'_>, columns: &str) -> Result<(), Error> {
    let me = person(act)?;
    Ok(preferences::put(act.conn, me, preferences::COLUMNS, columns)?)
}

fn person(act: &Act<'_>) -> Result<PersonId, Error> {
    act.actor.id.ok_or(Error::Forbidden)
}
