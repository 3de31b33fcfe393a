//! Several candidates at once: decided alike, or given the same lead, date or programme.

use super::change::{keep, of_meeting};
use super::undo::note;
use crate::app::Act;
use crate::domain::{Directive, DirectiveId, Disposition, ForSeveral, MeetingId};
use crate::persistence::meetings;
use crate::services::Error;
use crate::services::intake::check_office;

/// What happens to which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Several {
    /// Which, each with the version that was seen; refused as stale where there is another by now.
    pub of: Vec<(DirectiveId, Option<i64>)>,
    /// 立项, 不立项, 待定.
    pub disposition: Option<Disposition>,
    /// What they are given.
    pub given: ForSeveral,
}

/// Changes all of them, or none; whatever has become a task is passed over. Gives those that are
/// other than before.
///
/// # Errors
/// A due date that is none, at `several_due`; stale where one was changed or is gone.
pub fn change_several(
    act: &mut Act<'_>,
    meeting: MeetingId,
    several: &Several,
) -> Result<Vec<Directive>, Error> {
    let actor = act.actor.clone();
    let all = of_meeting(act.conn, &actor, meeting)?;
    check_office(&actor)?;
    let held_on = meetings::find(act.conn, meeting)?.held_on;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (id, seen) in &several.of {
        let (directive, tasks) = all.iter().find(|(one, _)| one.id == *id).ok_or(Error::STALE)?;
        if seen.is_some_and(|seen| seen != directive.version) {
            return Err(Error::STALE);
        }
        if !tasks.is_empty() {
            continue;
        }
        let mut changed = directive.clone();
        changed.disposition = several.disposition.unwrap_or(directive.disposition);
        let prepared = directive.prepared();
        let given = several.given.given_to(&prepared, held_on);
        let given = given.map_err(|fault| Error::invalid("several_due", fault))?;
        if given != prepared {
            changed.preparation = Some(given);
        }
        if changed != *directive || (several.disposition.is_some() && changed.reviewed_at.is_none())
        {
            before.push(directive.clone());
            after.push(keep(act, changed)?);
        }
    }
    if !after.is_empty() {
        note(act, meeting, before, after.clone())?;
    }
    Ok(after)
}
