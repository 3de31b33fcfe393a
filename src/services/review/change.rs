//! One directive, decided and mended.

use super::learn::learn;
use super::passage::{at, passage};
use super::undo::note;
use crate::app::Act;
use crate::domain::{
    Actor, Directive, DirectiveId, Disposition, Fault, Faults, MeetingId, Preparation, TaskId,
};
use crate::persistence::{self, Conn, directives, meetings};
use crate::services::Error;
use crate::services::intake::{self, TITLE, check_office};

/// The most characters of a requirement.
const REQUIREMENT: usize = 20_000;
/// The most characters of a typed date.
const DUE: usize = 100;

/// What is to be changed; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The version that was seen; refused as stale where there is another by now.
    pub version: Option<i64>,
    /// 立项, 不立项, 待定.
    pub disposition: Option<Disposition>,
    /// Where it begins, in Unicode scalar values of the minutes.
    pub start: Option<usize>,
    /// Where it ends, that place not included.
    pub end: Option<usize>,
    /// What it is called.
    pub title: Option<String>,
    /// The task being prepared. Its due date is read anew from what was typed.
    pub preparation: Option<Preparation>,
}

/// Decides about a candidate.
pub fn decide(
    act: &mut Act<'_>,
    id: DirectiveId,
    version: Option<i64>,
    disposition: Disposition,
) -> Result<Directive, Error> {
    change(act, id, Change { version, disposition: Some(disposition), ..Change::default() })
}

/// Changes a directive. A due date that is not understood is kept as it was typed, but refuses to
/// be accepted.
pub fn change(act: &mut Act<'_>, id: DirectiveId, change: Change) -> Result<Directive, Error> {
    let before = open(act, id, change.version)?;
    let mut directive = before.clone();
    let mut faults = Faults::default();
    if let Some(title) = &change.title {
        directive.title = faults.required("title", title, TITLE);
    }
    if let Some(preparation) = change.preparation {
        let held_on = meetings::find(act.conn, before.meeting_id)?.held_on;
        let mut preparation = preparation;
        preparation.requirement = faults.text("requirement", &preparation.requirement, REQUIREMENT);
        let due = faults.text("due_on", &preparation.due, DUE);
        let understood = preparation.take_due(&due, held_on);
        if change.disposition == Some(Disposition::Accepted) {
            faults.check("due_on", understood);
            faults.check("cadence", preparation.check_cadence());
        }
        if Some(&preparation) != Some(&before.prepared()) {
            directive.preparation = Some(preparation);
        }
    }
    let has_task = !directives::tasks_of(act.conn, id)?.is_empty();
    if let Some(disposition) = change.disposition {
        if has_task && disposition != Disposition::Accepted {
            faults.add("disposition", Fault::HasTask);
        }
        directive.disposition = disposition;
    }
    let span = change.start.unwrap_or(before.span.start)..change.end.unwrap_or(before.span.end);
    if span != before.span {
        if has_task {
            faults.add("start", Fault::HasTask);
        }
        match passage(act, before.meeting_id, span)? {
            Some(found) => at(&mut directive, found),
            None => faults.add("start", Fault::NotAPassage),
        }
    }
    faults.finish().map_err(Error::Invalid)?;
    if directive == before && before.reviewed_at.is_some() {
        return Ok(before);
    }
    if directive.disposition == Disposition::Accepted {
        learn(act, &mut directive)?;
    }
    let after = keep(act, directive)?;
    note(act, before.meeting_id, vec![before], vec![after.clone()])?;
    Ok(after)
}

/// The directive for a change by the office: seen by the actor, and at `version` where one is given.
pub(super) fn open(
    act: &mut Act<'_>,
    id: DirectiveId,
    version: Option<i64>,
) -> Result<Directive, Error> {
    let actor = act.actor.clone();
    let directive = directive(act.conn, &actor, id)?;
    check_office(&actor)?;
    if version.is_some_and(|seen| seen != directive.version) {
        return Err(persistence::Error::Stale.into());
    }
    Ok(directive)
}

/// Writes back what somebody touched.
pub(super) fn keep(act: &mut Act<'_>, mut directive: Directive) -> Result<Directive, Error> {
    directive.reviewed_by = act.actor.id;
    directive.reviewed_at = Some(act.now);
    directives::update(act.conn, &directive, act.now)?;
    directive.version += 1;
    Ok(directive)
}

/// The directive, if `viewer` may see its meeting.
pub fn directive(conn: &mut Conn, viewer: &Actor, id: DirectiveId) -> Result<Directive, Error> {
    let directive = directives::find(conn, id)?;
    intake::meeting(conn, viewer, directive.meeting_id)?;
    Ok(directive)
}

/// The directives of a meeting in the order of its minutes, each with the tasks made of it.
pub fn of_meeting(
    conn: &mut Conn,
    viewer: &Actor,
    id: MeetingId,
) -> Result<Vec<(Directive, Vec<TaskId>)>, Error> {
    intake::meeting(conn, viewer, id)?;
    let made = directives::tasks_of_meeting(conn, id)?;
    let all = directives::of_meeting(conn, id)?;
    let with_tasks = all.into_iter().map(|directive| {
        let own = made.iter().filter(|(of, _)| *of == directive.id).map(|(_, task)| *task);
        let own = own.collect();
        (directive, own)
    });
    Ok(with_tasks.collect())
}
