//! The hour at which somebody reads their digest.

use chrono::{Days, NaiveTime, Timelike as _};

use super::Error;
use crate::app::Act;
use crate::domain::Fault;
use crate::persistence::{digest_readers, reminders};

/// Chooses the hour at which one's own digest is written; `None` for the common one.
pub fn choose(act: &mut Act<'_>, hour: Option<NaiveTime>) -> Result<(), Error> {
    let id = act.actor.id.ok_or(Error::Forbidden)?;
    let [from, to] = act.app.settings.schedule.digest_between;
    if hour.is_some_and(|hour| hour < from || hour > to) {
        let (least, most) = (from.hour().into(), to.hour().into());
        return Err(Error::invalid("hour", Fault::NotInRange { least, most }));
    }
    // Nobody is told twice, or not at all, because of a new hour.
    let own = digest_readers::of(act.conn, id)?.map(|one| one.told_through);
    let common = reminders::told_through(act.conn)?.unwrap_or(act.today - Days::new(1));
    Ok(digest_readers::put(act.conn, id, hour, own.unwrap_or(common))?)
}
