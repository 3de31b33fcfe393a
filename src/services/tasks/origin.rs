//! Where a new task comes from: a directive, a meeting, or what else it rests on.

use super::{NewTask, TEXT, TITLE, known};
use crate::app::Act;
use crate::domain::{Fault, Faults, Ground, MeetingId};
use crate::persistence::{directives, meetings};
use crate::services::Error;

/// What a task rests on, with what is wrong about it noted.
pub(super) fn grounded(ground: &Ground, faults: &mut Faults) -> Ground {
    faults.day("source_on", ground.dated_on);
    Ground {
        reference: faults.optional("source_reference", ground.reference.as_deref(), TITLE),
        words: faults.optional("source_words", ground.words.as_deref(), TEXT),
        ..ground.clone()
    }
}

/// The meeting that a new task comes from: the one named, or its directive's.
pub(super) fn source(
    act: &mut Act<'_>,
    new: &NewTask,
    faults: &mut Faults,
) -> Result<Option<MeetingId>, Error> {
    let mut of_directive = None;
    if let Some(id) = new.directive_id {
        of_directive = known(directives::find(act.conn, id))?.map(|found| found.meeting_id);
        if of_directive.is_none() {
            faults.add("directive_id", Fault::NoSuch);
        }
    }
    if let Some(id) = new.meeting_id {
        if known(meetings::find(act.conn, id))?.is_none() {
            faults.add("meeting_id", Fault::NoSuch);
        } else if of_directive.is_some_and(|meeting| meeting != id) {
            faults.add("meeting_id", Fault::Unwanted);
        }
    }
    Ok(new.meeting_id.or(of_directive))
}
