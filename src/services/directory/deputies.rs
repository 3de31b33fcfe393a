//! Deputies: who stands in for whom, and on which days.

use chrono::NaiveDate;

use super::departments::check_runs_office;
use crate::app::Act;
use crate::domain::{Fault, Faults, PersonId};
use crate::persistence::deputies::{self, Deputy};
use crate::persistence::{self, people};
use crate::services::Error;

/// Names a deputy for `person` from one day to another, both included. One may name one's own.
pub fn name_deputy(
    act: &mut Act<'_>,
    person: PersonId,
    deputy: PersonId,
    from_on: NaiveDate,
    to_on: NaiveDate,
) -> Result<Deputy, Error> {
    people::find(act.conn, person)?;
    if !act.actor.is(Some(person)) {
        check_runs_office(&act.actor)?;
    }
    let mut faults = Faults::default();
    if deputy == person {
        faults.add("deputy_id", Fault::Unwanted);
    } else {
        match people::find(act.conn, deputy) {
            Ok(found) if !found.active => faults.add("deputy_id", Fault::Inactive(found.name)),
            Ok(_) => {}
            Err(persistence::Error::NotFound) => faults.add("deputy_id", Fault::NoSuch),
            Err(error) => return Err(error.into()),
        }
    }
    faults.day("from_on", Some(from_on));
    faults.day("to_on", Some(to_on));
    if to_on < from_on {
        faults.add("to_on", Fault::NotLater(from_on));
    }
    faults.finish().map_err(Error::Invalid)?;
    Ok(deputies::insert(act.conn, person, deputy, from_on, to_on)?)
}

/// Ends a deputy of `person`: from today on nobody stands in. One may end one's own.
pub fn end_deputy(act: &mut Act<'_>, person: PersonId, deputy: i64) -> Result<(), Error> {
    if !act.actor.is(Some(person)) {
        check_runs_office(&act.actor)?;
    }
    let own = deputies::of(act.conn, person)?;
    if !own.iter().any(|one| one.id == deputy && one.to_on >= act.today) {
        return Err(Error::NOT_FOUND);
    }
    Ok(deputies::end(act.conn, deputy, act.today)?)
}
