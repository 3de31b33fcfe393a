//! Intake: minutes are filed, and their directives found, in one transaction.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;

use super::Error;
use crate::app::Act;
use crate::domain::extraction::{Candidate, Roster, Rule, extract_with};
use crate::domain::{
    Actor, BodyId, Directive, Fault, Faults, Meeting, MeetingId, Minutes, PersonId, Source,
};
use crate::persistence::views::meeting_list;
use crate::persistence::{self, Conn, bodies, departments, directives, meetings, people};

/// The most characters of a title.
pub const TITLE: usize = 300;
/// The most characters of a chair's name.
const CHAIR: usize = 200;

/// A meeting as somebody describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingInput {
    /// What it is called.
    pub title: String,
    /// The body that sat.
    pub body_id: Option<BodyId>,
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// Who presided.
    pub chair: Option<String>,
    /// What it stands for.
    pub source: Source,
    /// Whether only its parties and named readers see it.
    pub confidential: bool,
    /// Readers named for it.
    pub reader_ids: BTreeSet<PersonId>,
}

impl MeetingInput {
    /// `meeting` as it is, to be changed in part.
    pub fn of(meeting: &Meeting) -> Self {
        Self {
            title: meeting.title.clone(),
            body_id: meeting.body_id,
            held_on: meeting.held_on,
            chair: meeting.chair.clone(),
            source: meeting.source,
            confidential: meeting.confidential,
            reader_ids: meeting.reader_ids.clone(),
        }
    }
}

/// What changed minutes did to the review, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Revised {
    /// Reviewed, and still standing in the text.
    pub kept: usize,
    /// Reviewed, but no longer in the text.
    pub lost: usize,
    /// Found anew.
    pub found: usize,
}

impl Revised {
    /// The numbers as [`Display`](std::fmt::Display) writes them: `3-1-4`.
    pub fn read(text: &str) -> Option<Self> {
        let numbers: Option<Vec<usize>> = text.split('-').map(|one| one.parse().ok()).collect();
        match numbers?.as_slice() {
            [kept, lost, found] => Some(Self { kept: *kept, lost: *lost, found: *found }),
            _ => None,
        }
    }
}

impl std::fmt::Display for Revised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.kept, self.lost, self.found)
    }
}

/// The meeting, if `viewer` may see it; a confidential one is not there for others.
pub fn meeting(conn: &mut Conn, viewer: &Actor, id: MeetingId) -> Result<Meeting, Error> {
    if !meeting_list::may_see(conn, viewer, id)? {
        return Err(persistence::Error::NotFound.into());
    }
    Ok(meetings::find(conn, id)?)
}

/// Files a meeting with its minutes exactly as they were sent, and finds its directives.
pub fn file(act: &mut Act<'_>, input: &MeetingInput, minutes: &str) -> Result<Meeting, Error> {
    check_office(&act.actor)?;
    check_size(minutes)?;
    let mut faults = Faults::default();
    let meeting = checked(act, input, &mut faults)?;
    check_text(minutes, &mut faults);
    faults.finish().map_err(Error::Invalid)?;
    let id = meetings::insert(act.conn, &meeting)?;
    meetings::keep_minutes(act.conn, id, 1, minutes, act.actor.id, act.now)?;
    find_directives(act, id, minutes, meeting.held_on)?;
    Ok(meetings::find(act.conn, id)?)
}

/// Changes a meeting that was read at `version`. Changed minutes become a new revision, in which
/// what was reviewed keeps its place by its exact words, and the rest is found anew; what that came
/// to stands beside the meeting.
pub fn change(
    act: &mut Act<'_>,
    id: MeetingId,
    version: i64,
    input: &MeetingInput,
    minutes: Option<&str>,
) -> Result<(Meeting, Option<Revised>), Error> {
    let before = meeting(act.conn, &act.actor.clone(), id)?;
    check_office(&act.actor)?;
    check_size(minutes.unwrap_or_default())?;
    let mut faults = Faults::default();
    let changed = checked(act, input, &mut faults)?;
    if let Some(text) = minutes {
        check_text(text, &mut faults);
    }
    faults.finish().map_err(Error::Invalid)?;
    let Meeting { created_by, created_at, .. } = before;
    meetings::update(act.conn, &Meeting { id, version, created_by, created_at, ..changed })?;

    let kept = meetings::minutes_of(act.conn, id)?;
    let revised = match minutes.filter(|text| !same_lines(text, &kept.text)) {
        Some(text) => {
            let revision = kept.revision + 1;
            meetings::keep_minutes(act.conn, id, revision, text, act.actor.id, act.now)?;
            Some(find_directives(act, id, text, input.held_on)?)
        }
        // What "by the end of the month" means depends on the day of the meeting.
        None if before.held_on != input.held_on => {
            Some(find_directives(act, id, &kept.text, input.held_on)?)
        }
        None => None,
    };
    Ok((meetings::find(act.conn, id)?, revised))
}

/// Whether two texts differ in nothing but the line ends, which browsers set in their own way.
pub fn same_lines(one: &str, other: &str) -> bool {
    one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

/// Whether `actor` files minutes and reviews them; otherwise refuses.
pub(super) fn check_office(actor: &Actor) -> Result<(), Error> {
    if actor.runs_office() { Ok(()) } else { Err(Error::Forbidden) }
}

/// Whom the minutes may name.
pub(super) fn roster(conn: &mut Conn) -> Result<Roster, Error> {
    let tree = departments::tree(conn)?;
    let people = people::all(conn)?;
    Ok(Roster::new(tree.iter(), &people))
}

fn check_size(minutes: &str) -> Result<(), Error> {
    if minutes.len() > Minutes::MOST_BYTES {
        return Err(Error::TooLarge { most: Minutes::MOST_BYTES });
    }
    Ok(())
}

/// Minutes are kept as they are: nothing is trimmed.
fn check_text(minutes: &str, faults: &mut Faults) {
    if minutes.trim().is_empty() {
        faults.add("minutes", Fault::Missing);
    } else if minutes.contains('\0') {
        faults.add("minutes", Fault::Nul);
    }
}

/// The meeting that `input` describes; what is wrong with it goes to `faults`.
fn checked(act: &mut Act<'_>, input: &MeetingInput, faults: &mut Faults) -> Result<Meeting, Error> {
    let title = faults.required("title", &input.title, TITLE);
    let chair = faults.optional("chair", input.chair.as_deref(), CHAIR);
    faults.day("held_on", Some(input.held_on));
    if let Some(body) = input.body_id {
        match bodies::find(act.conn, body) {
            Ok(_) => {}
            Err(persistence::Error::NotFound) => faults.add("body_id", Fault::NoSuch),
            Err(error) => return Err(error.into()),
        }
    }
    for reader in &input.reader_ids {
        match people::find(act.conn, *reader) {
            Ok(person) if person.active => {}
            Ok(person) => faults.add("reader_ids", Fault::Inactive(person.name)),
            Err(persistence::Error::NotFound) => faults.add("reader_ids", Fault::NoSuch),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Meeting {
        id: MeetingId(0),
        title,
        body_id: input.body_id,
        held_on: input.held_on,
        chair,
        source: input.source,
        confidential: input.confidential,
        reader_ids: input.reader_ids.clone(),
        version: 1,
        created_by: act.actor.id,
        created_at: act.now,
        updated_at: act.now,
    })
}

/// Finds the directives of `text`. What was reviewed stays, by its exact words; what nobody has
/// touched gives way.
fn find_directives(
    act: &mut Act<'_>,
    id: MeetingId,
    text: &str,
    held_on: NaiveDate,
) -> Result<Revised, Error> {
    let mut revised = Revised::default();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut proposed = Vec::new();
    for directive in directives::of_meeting(act.conn, id)? {
        if directive.reviewed_at.is_none() {
            directives::remove(act.conn, &directive)?;
            // What a language model proposed is proposed again, where its words still stand.
            if directive.cue.rule == Rule::Model {
                let again = anchored(directive, text, &[]);
                proposed.extend(Some(again.span).filter(|_| again.anchored));
            }
            continue;
        }
        let moved = anchored(directive.clone(), text, &taken);
        if moved.anchored {
            taken.push(moved.span.clone());
            revised.kept += 1;
        } else {
            revised.lost += 1;
        }
        if moved != directive {
            directives::update(act.conn, &moved, act.now)?;
        }
    }
    let roster = roster(act.conn)?;
    for candidate in extract_with(text, Some(held_on), &roster, &proposed) {
        if !taken.iter().any(|span| overlap(span, &candidate.span)) {
            directives::insert(act.conn, &Directive::found(id, fitting(candidate)), act.now)?;
            revised.found += 1;
        }
    }
    Ok(revised)
}

/// A title is at most as long as a task's may be.
pub(super) fn fitting(candidate: Candidate) -> Candidate {
    let title = candidate.title.chars().take(TITLE).collect();
    Candidate { title, ..candidate }
}

pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// `directive` at the place of `text` where its quote stands, the nearest to where it stood and
/// not yet `taken` by another; marked where there is none.
fn anchored(mut directive: Directive, text: &str, taken: &[Range<usize>]) -> Directive {
    let length = directive.quote.chars().count();
    let (mut bytes, mut scalars) = (0, 0);
    let places = text.match_indices(&directive.quote).map(|(at, _)| {
        scalars += text[bytes..at].chars().count();
        bytes = at;
        scalars..scalars + length
    });
    let nearest = places
        .filter(|place| !taken.iter().any(|span| overlap(span, place)))
        .min_by_key(|place| place.start.abs_diff(directive.span.start));
    directive.anchored = nearest.is_some();
    if let Some(place) = nearest {
        let by = |at: usize| (at + place.start).saturating_sub(directive.span.start);
        for part in &mut directive.parts {
            part.span = by(part.span.start)..by(part.span.end);
        }
        directive.span = place;
    }
    directive
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::analyse;

    fn directive(text: &str, span: Range<usize>) -> Directive {
        let found = analyse(text, span, None, &Roster::default()).unwrap();
        Directive::found(MeetingId(1), found)
    }

    #[test]
    fn a_quote_is_found_again_where_it_stood_nearest() {
        let before = directive("督办：修门。买粉笔。修门。", 10..13);
        assert_eq!(before.quote, "修门。");

        let after = anchored(before.clone(), "新增一句。督办：修门。买粉笔。修门。", &[]);
        assert_eq!((after.anchored, after.span), (true, 8..11));

        let taken = vec![8..11; 1];
        let other = anchored(before, "新增一句。督办：修门。买粉笔。修门。", &taken);
        assert_eq!(other.span, 15..18);
    }

    #[test]
    fn a_quote_that_is_gone_is_marked_and_keeps_its_words() {
        let before = directive("督办：修门。", 3..6);
        let after = anchored(before, "督办：开窗。", &[]);
        assert_eq!((after.anchored, after.quote.as_str()), (false, "修门。"));
    }
}
