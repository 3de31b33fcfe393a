//! What somebody begins with when they open the dashboard.

use super::Error;
use crate::app::Act;
use crate::domain::Fault;
use crate::persistence::preferences;

/// The longest query that is kept, in bytes.
const QUERY: usize = 500;

/// Keeps the filters of `query` as the reader's own start; an empty one is the house's.
pub fn choose(act: &mut Act<'_>, query: &str) -> Result<(), Error> {
    let me = act.actor.id.ok_or(Error::Forbidden)?;
    if query.len() > QUERY {
        return Err(Error::invalid("query", Fault::TooLong { most: QUERY }));
    }
    Ok(preferences::put(act.conn, me, preferences::START, query)?)
}
