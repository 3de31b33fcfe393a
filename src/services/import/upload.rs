//! A file that is looked at on the page before it is taken in: kept in the store, its choices in a
//! row of their own.

use serde_json::json;

use super::{Choices, Outcome, What, read, run};
use crate::app::{Act, App};
use crate::domain::import::{Kind, NotATable};
use crate::domain::{Named as _, Sha256Hex};
use crate::i18n::Lang;
use crate::persistence::imports::{self, Import};
use crate::services::Error;

/// A file that was brought, and what was chosen for it.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its row.
    pub import: Import,
    /// What it is.
    pub kind: Kind,
    /// What was chosen.
    pub choices: Choices,
}

/// Keeps a file that is to be looked at.
pub fn bring(
    act: &mut Act<'_>,
    kind: Kind,
    name: &str,
    sha256: &Sha256Hex,
    choices: &Choices,
) -> Result<i64, Error> {
    if !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    let name: String = crate::domain::plain_name(name).chars().take(200).collect();
    let import = Import {
        id: 0,
        kind: kind.to_string(),
        person_id: act.actor.id,
        name,
        sha256: sha256.as_str().to_owned(),
        choices: written(choices),
        created_at: act.now,
        applied_at: None,
        outcome: None,
    };
    Ok(imports::insert(act.conn, &import)?)
}

/// One's own import; another's is not there.
pub fn find(act: &mut Act<'_>, id: i64) -> Result<Upload, Error> {
    if !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    let import = imports::find(act.conn, id)?;
    if !act.actor.is(import.person_id) {
        return Err(Error::NOT_FOUND);
    }
    let kind = Kind::from_word(&import.kind).unwrap_or(Kind::Ledger);
    let choices = serde_json::from_str(&import.choices).unwrap_or_default();
    Ok(Upload { import, kind, choices })
}

/// Keeps what was chosen.
pub fn choose(act: &mut Act<'_>, id: i64, choices: &Choices) -> Result<(), Error> {
    find(act, id)?;
    Ok(imports::choose(act.conn, id, &written(choices))?)
}

/// Looks at a file that was brought, or with `seen`, the digest of what was shown, takes it in.
/// Blocks.
///
/// # Errors
/// Why its table cannot be read.
pub fn apply(
    app: &App,
    actor: &crate::domain::Actor,
    id: i64,
    lang: Lang,
    seen: Option<&str>,
) -> Result<Result<(Upload, super::Source, Outcome), NotATable>, Error> {
    let upload = app.act_now(actor.clone(), |act| find(act, id))?;
    let hash = Sha256Hex::from_kept(&upload.import.sha256).ok_or(Error::NOT_FOUND)?;
    let bytes = app.store.get(&hash).map_err(Error::Store)?;
    let source = match read(app, upload.kind, &bytes)? {
        Ok(source) => source,
        Err(refused) => return Ok(Err(refused)),
    };
    let outcome = app.act_now(actor.clone(), |act| {
        let upload = find(act, id)?;
        // Once taken in, it is only looked at.
        let keep = seen.filter(|_| upload.import.applied_at.is_none()).map(Some);
        let outcome = run(act, &source, &upload.choices, lang, keep, &mut |_, _| {})?;
        if outcome.kept {
            let counts = json!({
                "new": outcome.count(What::New),
                "changed": outcome.count(What::Changed),
                "same": outcome.count(What::Same),
                "left_out": outcome.count(What::Wrong),
            });
            imports::apply(act.conn, id, &counts.to_string(), act.now)?;
        }
        Ok::<_, Error>(outcome)
    })?;
    Ok(Ok((upload, source, outcome)))
}

fn written(choices: &Choices) -> String {
    serde_json::to_string(choices).unwrap_or_default()
}
