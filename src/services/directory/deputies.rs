//! Deputies: who stands in for whom, and on which days.

use chrono::NaiveDate;

use super::people::may_change;
use crate::app::Act;
use crate::domain::{Actor, Fault, Faults, Person, PersonId};
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
    check_whose(act, person)?;
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

/// One's own, or those of an account that one may change: who stands in for somebody gets their
/// rights.
pub fn may_name_for(actor: &Actor, person: &Person) -> bool {
    actor.is(Some(person.id)) || may_change(actor, person.role)
}

fn check_whose(act: &mut Act<'_>, person: PersonId) -> Result<(), Error> {
    let person = people::find(act.conn, person)?;
    if may_name_for(&act.actor, &person) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Ends a deputy of `person`: from today on nobody stands in. One may end one's own.
pub fn end_deputy(act: &mut Act<'_>, person: PersonId, deputy: i64) -> Result<(), Error> {
    check_whose(act, person)?;
    let own = deputies::of(act.conn, person)?;
    if !own.iter().any(|one| one.id == deputy && one.to_on >= act.today) {
        return Err(Error::NOT_FOUND);
    }
    Ok(deputies::end(act.conn, deputy, act.today)?)
}
