//! The link under which somebody's calendar program finds their own dates.

use super::Error;
use crate::app::{Act, App, actor_of};
use crate::domain::{Actor, Person};
use crate::links::Token;
use crate::persistence::{calendar_feeds, people};

/// Makes the actor's link anew; an earlier one leads nowhere from now on. The secret is shown once.
///
/// # Errors
/// [`Error::Forbidden`] for who is nobody.
pub fn make(act: &mut Act<'_>) -> Result<Token, Error> {
    let person = act.actor.id.ok_or(Error::Forbidden)?;
    let token = Token::fresh();
    calendar_feeds::put(act.conn, person, token.hash().as_ref(), act.now)?;
    Ok(token)
}

/// Takes the actor's link away.
///
/// # Errors
/// [`Error::Forbidden`] for who is nobody.
pub fn revoke(act: &mut Act<'_>) -> Result<(), Error> {
    let person = act.actor.id.ok_or(Error::Forbidden)?;
    Ok(calendar_feeds::remove(act.conn, person)?)
}

/// Whose dates `token` opens; `None` where it is unknown or revoked, or its person is not active.
pub async fn holder(app: &App, token: Token) -> Result<Option<(Person, Actor)>, Error> {
    let today = app.today();
    app.read(move |conn| {
        let Some(id) = calendar_feeds::holder(conn, token.hash().as_ref())? else {
            return Ok(None);
        };
        let person = people::find(conn, id)?;
        if !person.active {
            return Ok(None);
        }
        let actor = actor_of(conn, id, today)?;
        Ok(Some((person, actor)))
    })
    .await
}
