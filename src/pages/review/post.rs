//! What happens when the review's form is sent.

use super::typed::{Command, Typed};
use crate::app::Act;
use crate::domain::extraction::Part;
use crate::domain::{
    Directive, DirectiveId, Disposition, Fault, ForSeveral, MeetingId, Named as _, ReviewDeed,
};
use crate::persistence::{self, directives, meetings};
use crate::services::review::{self, Change, Several};
use crate::services::{Error, intake};

/// Saves what was typed and does what was asked. Gives the address to go to.
pub fn apply(act: &mut Act<'_>, meeting: MeetingId, typed: &Typed) -> Result<String, Error> {
    let actor = act.actor.clone();
    intake::meeting(act.conn, &actor, meeting)?;
    if !actor.runs_office() {
        return Err(Error::Forbidden);
    }
    for (id, choice) in &typed.choices {
        let in_hand = typed.in_hand.as_ref().is_some_and(|one| one.id == *id);
        if !in_hand && choice.now != choice.was {
            belongs(act, meeting, *id)?;
            review::decide(act, *id, Some(choice.version), choice.now)?;
        }
    }
    let saved = save_in_hand(act, meeting, typed)?;
    let place = Place { meeting, show: &typed.show };
    Ok(match &typed.command {
        Command::Save | Command::Preview => place.at(saved.as_ref().map(|one| one.id), ""),
        Command::Decide(_) => {
            let next = next_pending(act, meeting, saved.as_ref(), false)?;
            place.at(next, "")
        }
        Command::Open(id) => place.at(Some(*id), ""),
        Command::Leave => format!("/meetings/{meeting}"),
        Command::Create { issue } => {
            let made = review::create_tasks(act, meeting, *issue)?.len();
            format!("/meetings/{meeting}?made={made}")
        }
        Command::Undo => undone(act, place)?,
        Command::DecideSeveral(disposition) => {
            let several = several(act, meeting, typed, saved.as_ref(), true)?;
            let several = Several { disposition: Some(*disposition), ..several };
            review::change_several(act, meeting, &several)?;
            place.at(next_pending(act, meeting, saved.as_ref(), true)?, "")
        }
        Command::Give => {
            let several = several(act, meeting, typed, saved.as_ref(), false)?;
            let several = Several { given: typed.picked.given.clone(), ..several };
            if several.given == ForSeveral::default() {
                return Err(Error::invalid("several_lead", Fault::Missing));
            }
            review::change_several(act, meeting, &several)?;
            place.at(saved.as_ref().map(|one| one.id), "")
        }
        Command::Split(cuts) => match saved {
            Some(one) => split(act, place, &one, cuts)?,
            None => place.at(None, ""),
        },
        Command::Merge(with) => match (saved, with) {
            (Some(one), Some(with)) => {
                let merged = review::merge(act, one.id, None, *with)?;
                place.at(Some(merged.id), "")
            }
            (one, _) => place.at(one.map(|one| one.id), "&tool=merge"),
        },
        Command::Add(words, _) if words.trim().is_empty() => {
            place.at(saved.map(|one| one.id), "&tool=add")
        }
        Command::Add(words, near) => {
            let text = meetings::minutes_of(act.conn, meeting)?.text;
            let span = review::find_passage(&text, words, *near)
                .ok_or_else(|| Error::invalid("passage", Fault::NotAPassage))?;
            let added = review::add(act, meeting, span)?;
            Place { meeting, show: "" }.at(Some(added.id), "")
        }
    })
}

/// Where the reader goes next.
#[derive(Clone, Copy)]
struct Place<'a> {
    meeting: MeetingId,
    show: &'a str,
}

impl Place<'_> {
    fn at(self, open: Option<DirectiveId>, more: &str) -> String {
        let meeting = self.meeting;
        let show = match self.show {
            "later" | "accepted" | "declined" => format!("show={}&", self.show),
            _ => String::new(),
        };
        match open {
            Some(id) => format!("/meetings/{meeting}/review?{show}open={id}{more}#c{id}"),
            None => format!("/meetings/{meeting}/review?{show}open=0{more}"),
        }
    }
}

/// Saves the candidate in hand where anything of it was changed.
fn save_in_hand(
    act: &mut Act<'_>,
    meeting: MeetingId,
    typed: &Typed,
) -> Result<Option<Directive>, Error> {
    let Some(in_hand) = &typed.in_hand else { return Ok(None) };
    let directive = belongs(act, meeting, in_hand.id)?;
    let chosen = typed.choices.get(&in_hand.id).filter(|choice| choice.now != choice.was);
    let disposition = match typed.command {
        Command::Decide(disposition) => Some(disposition),
        _ => chosen.map(|choice| choice.now),
    };
    if disposition.is_none() && !in_hand.differs_from(&directive) {
        return Ok(Some(directive));
    }
    let change = Change {
        version: Some(in_hand.version),
        disposition,
        title: Some(in_hand.title.clone()),
        preparation: Some(in_hand.preparation.clone()),
        ..Change::default()
    };
    review::change(act, in_hand.id, change).map(Some)
}

/// The directive, where it is one of this meeting's.
fn belongs(act: &mut Act<'_>, meeting: MeetingId, id: DirectiveId) -> Result<Directive, Error> {
    let actor = act.actor.clone();
    let directive = review::directive(act.conn, &actor, id)?;
    if directive.meeting_id == meeting {
        Ok(directive)
    } else {
        Err(persistence::Error::NotFound.into())
    }
}

fn split(
    act: &mut Act<'_>,
    place: Place<'_>,
    directive: &Directive,
    cuts: &[usize],
) -> Result<String, Error> {
    let starts = |parts: &[Part]| parts.iter().skip(1).map(|part| part.span.start).collect();
    let cuts: Vec<usize> = if cuts.is_empty() { starts(&directive.parts) } else { cuts.to_vec() };
    if cuts.is_empty() {
        return Ok(place.at(Some(directive.id), "&tool=split"));
    }
    let parts = review::split(act, directive.id, None, &cuts)?;
    Ok(place.at(parts.first().map(|part| part.id), ""))
}

/// The candidates that are picked, each with the version that was shown.
fn several(
    act: &mut Act<'_>,
    meeting: MeetingId,
    typed: &Typed,
    saved: Option<&Directive>,
    deciding: bool,
) -> Result<Several, Error> {
    let all = directives::of_meeting(act.conn, meeting)?;
    let shown = all.iter().filter(|one| typed.choices.contains_key(&one.id));
    let picked = typed.picked.of(shown, deciding);
    if picked.is_empty() {
        return Err(Error::invalid("several", Fault::Missing));
    }
    let seen = |id: &DirectiveId| {
        let choice = typed.choices.get(id)?;
        // What this very form has saved is at another version by now.
        let untouched = choice.now == choice.was && saved.is_none_or(|saved| saved.id != *id);
        untouched.then_some(choice.version)
    };
    let of = picked.into_iter().map(|id| (id, seen(&id))).collect();
    Ok(Several { of, ..Several::default() })
}

/// Takes back the last act, and says which it was.
fn undone(act: &mut Act<'_>, place: Place<'_>) -> Result<String, Error> {
    let done = review::undo(act, place.meeting)?;
    let deed = match done.deed() {
        ReviewDeed::Decided(disposition) => disposition.word(),
        ReviewDeed::Edited => "edited",
        ReviewDeed::Split => "split",
        ReviewDeed::Merged => "merged",
        ReviewDeed::Added => "added",
    };
    let first = done.before.first().map(|one| one.id);
    let count = done.before.len().max(done.after.len());
    Ok(Place { show: "", ..place }.at(first, &format!("&undone={deed}&of={count}")))
}

/// The first candidate behind `from` that waits for a decision, else the first of all; `from` too
/// where `itself` says so.
fn next_pending(
    act: &mut Act<'_>,
    meeting: MeetingId,
    from: Option<&Directive>,
    itself: bool,
) -> Result<Option<DirectiveId>, Error> {
    let actor = act.actor.clone();
    let all = review::of_meeting(act.conn, &actor, meeting)?;
    let here = from.and_then(|from| all.iter().position(|(one, _)| one.id == from.id));
    let (before, behind) = all.split_at(here.map_or(0, |here| here + 1));
    let pending = behind.iter().chain(before).map(|(one, _)| one).find(|one| {
        one.disposition == Disposition::Pending
            && (itself || from.is_none_or(|from| from.id != one.id))
    });
    Ok(pending.map(|one| one.id))
}
