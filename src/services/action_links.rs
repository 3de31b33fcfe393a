//! Links with which the reader of a letter acknowledges or reports without signing in.
//!
//! The secret of a link is the seal of what it is bound to, so the database never holds it: it
//! knows the digest, and the letters in the outbox bear a nonce until they leave.

use super::Error;
use crate::app::{Act, App, Secret, actor_of};
use crate::domain::{ActionLink, LetterId, LinkStanding, LinkVerb, PersonId, TaskId};
use crate::links::Token;
use crate::persistence::action_links::{self, KeptLink};
use crate::persistence::outbox::KeptLetter;
use crate::persistence::{Conn, people};

/// What the secrets of links are sealed for.
const PURPOSE: &str = "action link";

/// The characters of a nonce: more than 128 bits.
const NONCE: usize = 22;

/// A link in a letter that is being written.
pub(super) struct NewLink {
    /// The task.
    pub task: TaskId,
    /// What it lets one do.
    pub verb: LinkVerb,
    /// Stands in the letter in place of the secret.
    pub nonce: String,
}

impl NewLink {
    /// A link for `verb` on `task`.
    pub fn new(task: TaskId, verb: LinkVerb) -> Self {
        let nonce = Token::fresh().reveal().chars().take(NONCE).collect();
        Self { task, verb, nonce }
    }
}

/// Keeps a link of a letter that was just written.
pub(super) fn keep(
    act: &mut Act<'_>,
    new: NewLink,
    person: PersonId,
    letter: LetterId,
) -> Result<(), Error> {
    let NewLink { task, verb, nonce } = new;
    let link = ActionLink::new(person, task, verb, act.now);
    let hash = token(&act.app.secret, &link, &nonce).hash();
    Ok(action_links::insert(act.conn, &link, &nonce, hash.as_ref(), letter)?)
}

/// The secret of a link.
fn token(secret: &Secret, link: &ActionLink, nonce: &str) -> Token {
    Token::presented(&secret.seal(PURPOSE, &link.bound(nonce)))
}

/// The secret of a link that is kept.
pub fn token_of(app: &App, kept: &KeptLink) -> Token {
    token(&app.secret, &kept.link, &kept.nonce)
}

/// The letter as its reader sees it, with the secrets in their places.
pub fn revealed(app: &App, mut letter: KeptLetter, links: &[KeptLink]) -> KeptLetter {
    for kept in links {
        let token = token_of(app, kept);
        letter.body_text = letter.body_text.replace(&kept.nonce, token.reveal());
        letter.body_html = letter.body_html.replace(&kept.nonce, token.reveal());
        letter.card = letter.card.replace(&kept.nonce, token.reveal());
    }
    letter
}

/// The link that somebody presents; `None` where it is none of ours.
pub fn find(app: &App, conn: &mut Conn, presented: &Token) -> Result<Option<KeptLink>, Error> {
    let found = action_links::by_hash(conn, presented.hash().as_ref())?;
    // Whoever could write into the database could not forge a link.
    Ok(found.filter(|kept| {
        app.secret.verify(PURPOSE, &kept.link.bound(&kept.nonce), presented.reveal())
    }))
}

/// Other links of the same letter that still work.
pub fn beside(app: &App, conn: &mut Conn, kept: &KeptLink) -> Result<Vec<KeptLink>, Error> {
    let now = app.clock.now();
    let mut all = action_links::of_letter(conn, kept.letter)?;
    all.retain(|one| one.id != kept.id && one.link.standing(now) == LinkStanding::Open);
    Ok(all)
}

/// Does by a link what it is for, as the person whom it was sent to: `work` is the same use case
/// that the task's page runs. The link is used up with it, or not at all.
///
/// # Errors
/// [`Error::LinkSpent`] where it does not work any more.
pub fn act_by<T>(
    act: &mut Act<'_>,
    presented: &Token,
    work: impl FnOnce(&mut Act<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let kept = find(act.app, act.conn, presented)?.ok_or(Error::LinkSpent)?;
    if !action_links::spend(act.conn, kept.id, act.now)? {
        return Err(Error::LinkSpent);
    }
    let person = kept.link.person;
    if !people::find(act.conn, person)?.active {
        return Err(Error::LinkSpent);
    }
    act.actor = actor_of(act.conn, person, act.today)?;
    work(act)
}
