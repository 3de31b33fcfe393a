//! Tokens of the API: who acts through one.

use chrono::TimeDelta;

use super::Error;
use crate::app::{App, actor_of};
use crate::domain::{Actor, Scope};
use crate::links::Token;
use crate::persistence::{people, tokens};

/// Use is noted this often: a write for every call would be too much.
const NOTED_EVERY_MINUTES: i64 = 10;

/// Who acts through a token, and how far it reaches.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The token's row.
    pub token: i64,
    /// How far it reaches.
    pub scope: Scope,
    /// Who acts.
    pub actor: Actor,
}

/// The holder of `token`; `None` where it is unknown or revoked, or its person is not active.
pub async fn holder(app: &App, token: Token) -> Result<Option<Holder>, Error> {
    let (now, today) = (app.clock.now(), app.today());
    let found = app
        .read(move |conn| {
            let Some(known) = tokens::find(conn, token.hash().as_ref())? else { return Ok(None) };
            if !people::find(conn, known.person_id)?.active {
                return Ok(None);
            }
            let actor = actor_of(conn, known.person_id, today)?;
            Ok::<_, Error>(Some((known, actor)))
        })
        .await?;
    let Some((known, actor)) = found else { return Ok(None) };
    let fresh = now - TimeDelta::minutes(NOTED_EVERY_MINUTES);
    if known.last_used_at.is_none_or(|used| used < fresh) {
        let id = known.id;
        app.act(actor.clone(), move |act| tokens::touch(act.conn, id, act.now)).await?;
    }
    Ok(Some(Holder { token: known.id, scope: known.scope, actor }))
}
