//! The steps of a circular's life, each with a line in its history.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::reading::lang_of;
use crate::app::Act;
use crate::domain::{
    Circular, CircularEvent, CircularId, CircularSignature, CircularStep, Faults, LetterKind,
    PersonId, Role, Verdict, digest_of, may_on_circular,
};
use crate::i18n::Lang;
use crate::mail::CircularLetter;
use crate::papers::circular::{Head, content as written};
use crate::persistence::{self, circulars, people};
use crate::services::Error;
use crate::services::correspondence::{Correspondence, Draft};
use crate::services::tasks::TEXT;

/// Lays a draft before the office head.
pub fn submit(act: &mut Act<'_>, id: CircularId, version: i64) -> Result<Circular, Error> {
    step(act, id, CircularStep::Submit, Some(version), None)
}

/// Takes it back before anybody has signed.
pub fn withdraw(
    act: &mut Act<'_>,
    id: CircularId,
    version: Option<i64>,
) -> Result<Circular, Error> {
    step(act, id, CircularStep::Withdraw, version, None)
}

/// 退回修改: unsigned, with the reason.
pub fn send_back(
    act: &mut Act<'_>,
    id: CircularId,
    version: Option<i64>,
    comment: &str,
) -> Result<Circular, Error> {
    take(act, id, CircularStep::Return, version)?;
    let mut faults = Faults::default();
    let comment = faults.required("comment", comment, TEXT);
    faults.finish()?;
    step(act, id, CircularStep::Return, version, Some(comment))
}

/// Sets a draft aside for good.
pub fn discard(act: &mut Act<'_>, id: CircularId, version: i64) -> Result<Circular, Error> {
    step(act, id, CircularStep::Discard, Some(version), None)
}

/// 签发: the circular gets its number, and its paper is kept exactly as it was read. `version` is
/// the one that the signer read.
pub fn sign(act: &mut Act<'_>, id: CircularId, version: i64) -> Result<Circular, Error> {
    let mut circular = take(act, id, CircularStep::Sign, Some(version))?;
    let lang = lang_of(&circular);
    let year = act.today.year();
    // Everybody else who signs waits here until this act is kept or given up.
    let seq = circulars::next_number(act.conn, year)?;
    let number = match &act.app.settings.papers.circular_number {
        Some(pattern) => pattern.number(year, seq),
        None => lang.circular_number_default(year, seq),
    };
    let by = called(act, lang, CircularStep::Sign);
    let head = Head {
        organisation: act.app.house().name(lang).to_owned(),
        number: Some(number.clone()),
        signed_by: Some(by.clone()),
        signed_on: Some(act.today),
    };
    let content = written(lang, head, &circular.texts, &circular.figures);
    let frozen = serde_json::to_string(&content)
        .map_err(|error| persistence::Error::Damaged(format!("circular {id}: {error}")))?;
    let digest = digest_of(frozen.as_bytes());
    circular.signature =
        Some(CircularSignature { year, seq, number, by, on: act.today, frozen, digest });
    keep(act, &mut circular, CircularStep::Sign, None)?;
    Ok(circular)
}

/// Sends a signed circular to heads, contacts and leaders: one letter each, once however often it
/// is sent. Gives how many letters were written.
pub fn send(act: &mut Act<'_>, id: CircularId) -> Result<usize, Error> {
    let circular = take(act, id, CircularStep::Send, None)?;
    let Some(signature) = &circular.signature else { return Err(Error::NOT_FOUND) };
    let post = Correspondence::open(act)?;
    let mut readers = BTreeSet::new();
    for department in post.tree().iter().filter(|one| one.active) {
        readers.extend(post.tree().head(department.id));
        readers.extend(department.contact_ids.iter().copied());
    }
    let everybody = people::all(act.conn)?;
    readers.extend(everybody.iter().filter(|one| one.role == Role::Leader).map(|one| one.id));
    let link = act.app.links.circular(id);
    let mut written = 0;
    for person in readers {
        let Some(reader) = post.reader(person, act.today) else { continue };
        let letter = CircularLetter {
            reader,
            number: signature.number.clone(),
            subject: circular.texts.subject.clone(),
            opening: circular.texts.opening.clone(),
            link: link.clone(),
        };
        let draft = Draft {
            kind: LetterKind::Circular,
            task: None,
            cause: format!("circular:{id}"),
            wording: letter.render()?,
            links: Vec::new(),
        };
        written += usize::from(post.send(act, person, draft)?.is_some());
    }
    record(act, id, CircularStep::Send, Some(written.to_string()))?;
    Ok(written)
}

fn step(
    act: &mut Act<'_>,
    id: CircularId,
    step: CircularStep,
    version: Option<i64>,
    note: Option<String>,
) -> Result<Circular, Error> {
    let mut circular = take(act, id, step, version)?;
    keep(act, &mut circular, step, note)?;
    Ok(circular)
}

/// Takes a circular in hand for a step: seen, allowed, of the version that the caller saw, and in
/// a state with room for it.
pub(super) fn take(
    act: &mut Act<'_>,
    id: CircularId,
    step: CircularStep,
    version: Option<i64>,
) -> Result<Circular, Error> {
    let circular = circulars::find(act.conn, id)?;
    match may_on_circular(&act.actor, circular.state, Some(step)) {
        Verdict::Allowed => {}
        Verdict::Refused => return Err(Error::Forbidden),
        Verdict::Hidden => return Err(Error::NOT_FOUND),
    }
    circular.state.after(step)?;
    if version.is_some_and(|seen| seen != circular.version) {
        return Err(Error::STALE);
    }
    Ok(circular)
}

/// Keeps a circular after a step, with the line of its history.
pub(super) fn keep(
    act: &mut Act<'_>,
    circular: &mut Circular,
    step: CircularStep,
    note: Option<String>,
) -> Result<(), Error> {
    circular.state = circular.state.after(step)?;
    circulars::update(act.conn, circular)?;
    record(act, circular.id, step, note)
}

/// Adds a line to a circular's history.
pub(super) fn record(
    act: &mut Act<'_>,
    id: CircularId,
    step: CircularStep,
    note: Option<String>,
) -> Result<(), Error> {
    let event = CircularEvent {
        at: act.now,
        actor_id: act.actor.id,
        actor: act.actor.name.clone(),
        on_behalf_of: principal(act, step).map(|(_, name)| name),
        step,
        note,
    };
    Ok(circulars::record(act.conn, id, &event)?)
}

/// For whom a deputy takes a step that is not theirs to take.
fn principal(act: &Act<'_>, step: CircularStep) -> Option<(PersonId, String)> {
    let signs = matches!(step, CircularStep::Sign | CircularStep::Return);
    let fits = |role: Role| {
        if signs { matches!(role, Role::OfficeHead | Role::Admin) } else { role.runs_office() }
    };
    let lent = act.actor.principals.iter().find(|(_, one)| fits(one.role));
    lent.filter(|_| !fits(act.actor.role)).map(|(id, one)| (*id, one.name.clone()))
}

/// Who takes a step, as a paper names them.
fn called(act: &Act<'_>, lang: Lang, step: CircularStep) -> String {
    match principal(act, step) {
        Some((_, principal)) => lang.circular_on_behalf(&act.actor.name, principal),
        None => act.actor.name.clone(),
    }
}
