//! Passages: a directive taken from one, parted into several, or grown by its neighbour.

use std::ops::Range;

use super::change::{keep, open};
use super::undo::note;
use crate::app::Act;
use crate::domain::extraction::{Candidate, Cue, Rule, analyse, title_of};
use crate::domain::{Directive, DirectiveId, Disposition, Fault, MeetingId};
use crate::persistence::{directives, meetings};
use crate::services::Error;
use crate::services::intake::{self, check_office, fitting, roster};

/// Makes a directive of a passage that somebody chose.
pub fn add(act: &mut Act<'_>, meeting: MeetingId, span: Range<usize>) -> Result<Directive, Error> {
    let actor = act.actor.clone();
    intake::meeting(act.conn, &actor, meeting)?;
    check_office(&actor)?;
    let found =
        passage(act, meeting, span)?.ok_or_else(|| Error::invalid("start", Fault::NotAPassage))?;
    let chosen = Candidate { cue: Cue::new(Rule::Chosen, ""), confidence: 1.0, ..found };
    let mut directive = touched(act, Directive::found(meeting, chosen));
    directive.id = directives::insert(act.conn, &directive, act.now)?;
    note(act, meeting, Vec::new(), vec![directive.clone()])?;
    Ok(directive)
}

/// Parts a directive at the places `at`, in Unicode scalar values of the minutes. The first part
/// keeps the id; what was prepared goes to all of them.
pub fn split(
    act: &mut Act<'_>,
    id: DirectiveId,
    version: Option<i64>,
    cuts: &[usize],
) -> Result<Vec<Directive>, Error> {
    let whole = open(act, id, version)?;
    check_without_task(act, id, "at")?;
    let mut places: Vec<usize> = cuts.to_vec();
    places.sort_unstable();
    places.dedup();
    let inside = |at: &usize| whole.span.start < *at && *at < whole.span.end;
    if places.is_empty() || !places.iter().all(inside) || !whole.anchored {
        return Err(Error::invalid("at", Fault::NotAPassage));
    }
    let starts = std::iter::once(whole.span.start).chain(places.iter().copied());
    let ends = places.iter().copied().chain(std::iter::once(whole.span.end));
    let text = meetings::minutes_of(act.conn, whole.meeting_id)?.text;
    let mut parts = Vec::new();
    for (start, end) in starts.zip(ends) {
        let span = without_joints(&text, start..end);
        let found = passage(act, whole.meeting_id, span)?
            .ok_or_else(|| Error::invalid("at", Fault::NotAPassage))?;
        parts.push(found);
    }
    let mut kept = Vec::new();
    for (index, found) in parts.into_iter().enumerate() {
        let mut part = whole.clone();
        let (owners, deadline) = (part.owners.clone(), part.deadline.clone());
        part.title.clone_from(&found.title);
        at(&mut part, found);
        if part.owners.is_empty() {
            part.owners = owners;
        }
        part.deadline = part.deadline.or(deadline);
        part.disposition = Disposition::Pending;
        if index == 0 {
            kept.push(keep(act, part)?);
        } else {
            let mut part = touched(act, part);
            part.id = directives::insert(act.conn, &part, act.now)?;
            part.version = 1;
            kept.push(part);
        }
    }
    note(act, whole.meeting_id, vec![whole], kept.clone())?;
    Ok(kept)
}

/// Lets a directive grow over its neighbour `with`, which goes.
pub fn merge(
    act: &mut Act<'_>,
    id: DirectiveId,
    version: Option<i64>,
    with: DirectiveId,
) -> Result<Directive, Error> {
    let before = open(act, id, version)?;
    let mut whole = before.clone();
    let not_neighbours = || Error::invalid("with", Fault::NotNeighbours);
    let all = directives::of_meeting(act.conn, whole.meeting_id)?;
    let place = |id| all.iter().position(|one| one.id == id);
    let (Some(here), Some(there)) = (place(id), place(with)) else {
        return Err(Error::invalid("with", Fault::NoSuch));
    };
    let other = &all[there];
    if here.abs_diff(there) != 1 || !whole.anchored || !other.anchored {
        return Err(not_neighbours());
    }
    check_without_task(act, id, "with")?;
    check_without_task(act, with, "with")?;
    let span = whole.span.start.min(other.span.start)..whole.span.end.max(other.span.end);
    let found = passage(act, whole.meeting_id, span)?.ok_or_else(not_neighbours)?;
    let title = if whole.title == title_of(&whole.quote) && other.title == title_of(&other.quote) {
        found.title.clone()
    } else {
        whole.title.clone()
    };
    at(&mut whole, found);
    whole.title = title;
    directives::remove(act.conn, other)?;
    let merged = keep(act, whole)?;
    note(act, merged.meeting_id, vec![before, other.clone()], vec![merged.clone()])?;
    Ok(merged)
}

/// Where `words` stand in `text`, however their white space is set: the place nearest to `near`.
pub fn find_passage(text: &str, words: &str, near: usize) -> Option<Range<usize>> {
    let wanted: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    let (first, length) = (*wanted.first()?, wanted.len());
    let signs: Vec<(usize, char)> =
        text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).collect();
    let places = signs.windows(length).filter(|window| {
        window[0].1 == first && window.iter().zip(&wanted).all(|((_, c), wanted)| c == wanted)
    });
    places
        .map(|window| window[0].0..window[length - 1].0 + 1)
        .min_by_key(|place| place.start.abs_diff(near))
}

/// What stands at `span` of a meeting's minutes; none where that is no passage of it.
pub(super) fn passage(
    act: &mut Act<'_>,
    meeting: MeetingId,
    span: Range<usize>,
) -> Result<Option<Candidate>, Error> {
    let text = meetings::minutes_of(act.conn, meeting)?.text;
    if span.start >= span.end || text.chars().nth(span.end - 1).is_none() {
        return Ok(None);
    }
    let held_on = meetings::find(act.conn, meeting)?.held_on;
    let roster = roster(act.conn)?;
    Ok(analyse(&text, span, Some(held_on), &roster).map(fitting))
}

/// Moves a directive to what was `found`. Its name, what was decided and prepared stay.
pub(super) fn at(directive: &mut Directive, found: Candidate) {
    directive.span = found.span;
    directive.anchored = true;
    directive.quote = found.quote;
    directive.theme = found.theme;
    directive.owners = found.owners;
    directive.deadline = found.deadline;
    directive.parts = found.parts;
}

/// `span` without the white space and the marks that joined it to its neighbours.
fn without_joints(text: &str, span: Range<usize>) -> Range<usize> {
    let joint = |c: &char| c.is_whitespace() || ",，、;；".contains(*c);
    let inside: Vec<char> = text.chars().skip(span.start).take(span.len()).collect();
    let before = inside.iter().take_while(|c| joint(c)).count();
    let after = inside.iter().rev().take_while(|c| joint(c)).count();
    if before == inside.len() { span } else { span.start + before..span.end - after }
}

fn touched(act: &Act<'_>, directive: Directive) -> Directive {
    Directive { reviewed_by: act.actor.id, reviewed_at: Some(act.now), ..directive }
}

fn check_without_task(act: &mut Act<'_>, id: DirectiveId, field: &str) -> Result<(), Error> {
    if directives::tasks_of(act.conn, id)?.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(field, Fault::HasTask))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_their_space_is_set() {
        let text = "一、修门，\r\n  买粉笔。二、修门。";
        assert_eq!(find_passage(text, "修门，买粉笔", 0), Some(2..12));
        assert_eq!(find_passage(text, "修门", 11), Some(15..17));
        assert_eq!(find_passage(text, "开窗", 0), None);
        assert_eq!(find_passage(text, " \n", 0), None);
    }

    #[test]
    fn joints_belong_to_no_part() {
        let text = "mend the gate, order chalk; sing";
        assert_eq!(without_joints(text, 0..15), 0..13);
        assert_eq!(without_joints(text, 13..27), 15..26);
    }
}
