//! Circulars as somebody may read them, and what their paper says.

use crate::app::App;
use crate::domain::{
    Actor, Circular, CircularId, CircularState, CircularStep, Verdict, may_on_circular,
    reads_circulars,
};
use crate::i18n::Lang;
use crate::papers::circular::{Content, Head, content as written};
use crate::persistence::{self, Conn, circulars};
use crate::services::Error;

/// A circular as `actor` may see it.
///
/// # Errors
/// [`Error::NOT_FOUND`] where it is not there, or not theirs to see.
pub fn look(conn: &mut Conn, actor: &Actor, id: CircularId) -> Result<Circular, Error> {
    let circular = circulars::find(conn, id)?;
    match may_on_circular(actor, circular.state, None) {
        Verdict::Allowed => Ok(circular),
        Verdict::Refused | Verdict::Hidden => Err(Error::NOT_FOUND),
    }
}

/// Every circular that `actor` may see, those of the latest period first; those that were
/// discarded last.
pub fn list(conn: &mut Conn, actor: &Actor) -> Result<Vec<Circular>, Error> {
    use CircularState::{Discarded, Draft, Signed, Submitted};
    if !reads_circulars(actor) {
        return Err(Error::Forbidden);
    }
    let seen = [Draft, Submitted, Signed, Discarded]
        .into_iter()
        .filter(|state| may_on_circular(actor, *state, None) == Verdict::Allowed);
    let mut all = circulars::all(conn, &seen.collect::<Vec<_>>())?;
    all.sort_by_key(|one| one.state == Discarded);
    Ok(all)
}

/// Whether `step` can be offered to `actor`: it is allowed, and the state has room for it.
pub fn offered(actor: &Actor, circular: &Circular, step: CircularStep) -> bool {
    circular.state.after(step).is_ok()
        && may_on_circular(actor, circular.state, Some(step)) == Verdict::Allowed
}

/// What the paper of a circular says: of a signed one exactly what was signed.
pub fn content(app: &App, circular: &Circular) -> Result<Content, Error> {
    if let Some(signature) = &circular.signature {
        let damaged = |error| {
            let error = format!("circular {}: {error}", circular.id);
            Error::from(persistence::Error::Damaged(error))
        };
        return serde_json::from_str(&signature.frozen).map_err(damaged);
    }
    let lang = lang_of(circular);
    let head = Head { organisation: app.house().name(lang).to_owned(), ..Head::default() };
    Ok(written(lang, head, &circular.texts, &circular.figures))
}

/// The language that a circular is written in.
pub(super) fn lang_of(circular: &Circular) -> Lang {
    circular.lang.parse().unwrap_or_default()
}
