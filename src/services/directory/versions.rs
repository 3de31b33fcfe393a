//! A change that was made on an old view of an entry is refused.

use super::departments::check_runs_office;
use crate::app::Act;
use crate::persistence::versions::{self, Entries};
use crate::persistence::{self, departments};
use crate::services::Error;

/// Refuses to go on where the entry is not at version `seen` any more; `None` looks away.
pub fn check_version(
    act: &mut Act<'_>,
    of: Entries,
    id: i64,
    seen: Option<i64>,
) -> Result<(), Error> {
    check_runs_office(&act.actor)?;
    departments::lock_directory(act.conn)?;
    let now = versions::of(act.conn, of, id)?;
    match seen {
        Some(seen) if seen != now => Err(persistence::Error::Stale.into()),
        _ => Ok(()),
    }
}
