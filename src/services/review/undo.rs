//! Acts that can be taken back: each is noted with what it found and what it left.

use super::change::of_meeting;
use crate::app::Act;
use crate::domain::{Directive, Fault, MeetingId, ReviewAct};
use crate::persistence::{directives, people, review_acts};
use crate::services::Error;
use crate::services::intake::check_office;

/// Notes what somebody did: the candidates `before`, and as they were left `after`.
pub(super) fn note(
    act: &mut Act<'_>,
    meeting_id: MeetingId,
    before: Vec<Directive>,
    after: Vec<Directive>,
) -> Result<(), Error> {
    // The house itself undoes nothing.
    let Some(person_id) = act.actor.id else { return Ok(()) };
    let done = ReviewAct { id: 0, meeting_id, person_id, done_at: act.now, before, after };
    Ok(review_acts::insert(act.conn, &done)?)
}

/// Takes back the actor's last act on these minutes: every candidate is as it was before.
///
/// # Errors
/// Where there is none, a task exists by now, or somebody or something else changed what it left;
/// the field is `undo`.
pub fn undo(act: &mut Act<'_>, meeting: MeetingId) -> Result<ReviewAct, Error> {
    let actor = act.actor.clone();
    let all = of_meeting(act.conn, &actor, meeting)?;
    check_office(&actor)?;
    let refuse = |fault| Error::invalid("undo", fault);
    let person = actor.id.ok_or_else(|| refuse(Fault::NothingToUndo))?;
    let done = review_acts::last_of(act.conn, meeting, person)?;
    let done = done.ok_or_else(|| refuse(Fault::NothingToUndo))?;
    let mut left = Vec::with_capacity(done.after.len());
    for one in &done.after {
        let Some((now, tasks)) = all.iter().find(|(now, _)| now.id == one.id) else {
            return Err(refuse(since(act, one)?));
        };
        if !tasks.is_empty() {
            return Err(refuse(Fault::HasTask));
        }
        if !now.says_the_same_as(one) {
            return Err(refuse(since(act, now)?));
        }
        left.push(now);
    }
    for one in &done.before {
        match left.iter().find(|now| now.id == one.id) {
            Some(now) => {
                let as_it_was = Directive { version: now.version, ..one.clone() };
                directives::update(act.conn, &as_it_was, act.now)?;
            }
            None => directives::bring_back(act.conn, one, act.now)?,
        }
    }
    for now in left {
        if !done.before.iter().any(|one| one.id == now.id) {
            directives::remove(act.conn, now)?;
        }
    }
    review_acts::undo(act.conn, done.id, act.now)?;
    Ok(done)
}

/// Who or what changed `directive` after the actor did.
fn since(act: &mut Act<'_>, directive: &Directive) -> Result<Fault, Error> {
    Ok(match directive.reviewed_by {
        Some(other) if directive.reviewed_by != act.actor.id => {
            Fault::ChangedSince(people::find(act.conn, other)?.name)
        }
        _ => Fault::MovedSince,
    })
}
