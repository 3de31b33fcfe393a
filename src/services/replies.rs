//! Messages that come in by mail: an answer becomes a report by its sender, and a letter that came
//! back marks its address.

use sha2::{Digest as _, Sha256};

use super::Error;
use super::correspondence::{Correspondence, Draft};
use super::reports::{Told, report};
use super::tasks::TEXT;
use crate::app::{Act, App, actor_of};
use crate::documents::incoming;
use crate::domain::{
    Actor, Incoming, LetterKind, MailOutcome, ReplyTag, Returned, Sha256Hex, new_words,
};
use crate::inbox::{Failed, Taken};
use crate::mail::NotTaken;
use crate::persistence::{self, bounces, outbox, people, received};

/// What the tags of addresses are sealed for.
const PURPOSE: &str = "reply";

/// The seal of a tag.
pub(super) fn seal(app: &App, tag: ReplyTag) -> String {
    app.secret.short_seal(PURPOSE, &tag.bound())
}

/// Takes a message in, once. What is not taken is said, and changes nothing.
pub fn take_in(act: &mut Act<'_>, mail: &Incoming) -> Result<MailOutcome, Error> {
    if let Some(name) = &mail.message_id
        && received::known(act.conn, name)?
    {
        return Ok(MailOutcome::Twice);
    }
    let actor = act.actor.clone();
    let outcome = judge(act, mail)?;
    act.actor = actor;
    answer_back(act, mail, outcome)?;
    if let Some(name) = &mail.message_id {
        received::keep(act.conn, name, outcome, act.now)?;
    }
    Ok(outcome)
}

/// Says to who answered why nothing came of it, and what to do instead: only to people of the house
/// (everybody else may be a forged sender), and once a day for each cause, so that two machines never
/// talk to each other.
fn answer_back(act: &mut Act<'_>, mail: &Incoming, outcome: MailOutcome) -> Result<(), Error> {
    use MailOutcome::{Empty, Forged, Refused, Stranger};

    if !matches!(outcome, Empty | Forged | Refused | Stranger) {
        return Ok(());
    }
    let address = mail.from.as_ref().and_then(|from| from.parse().ok());
    let Some(address) = address else { return Ok(()) };
    let Some(person) = people::find_by_email(act.conn, &address)? else { return Ok(()) };
    let post = Correspondence::open(act)?;
    let Some(reader) = post.reader(person.id, act.today) else { return Ok(()) };
    let link = act.app.links.to("/");
    let wording = NotTaken { reader, outcome, link }.render()?;
    let cause = format!("answer:{outcome}:{}", act.today);
    let kind = LetterKind::NotTaken;
    post.send(act, person.id, Draft { kind, task: None, cause, wording, links: Vec::new() })?;
    Ok(())
}

/// What one look into the mailbox elsewhere brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Messages that became reports or marked an address.
    pub taken: usize,
    /// All others that were read.
    pub others: usize,
    /// Those that are no messages, or too large: flagged in the mailbox.
    pub passed: usize,
}

/// Takes in what waits unread in the mailbox elsewhere. Each message is marked as read there only
/// after what became of it is kept here. Blocks.
///
/// # Errors
/// [`Failed`] where the conversation with the mail server breaks; what was taken in stays.
pub fn collect(app: &App) -> Result<Collected, Failed> {
    let Some(inbox) = &app.inbox else { return Ok(Collected::default()) };
    let mut collected = Collected::default();
    let visited = inbox.visit(|bytes| {
        let Some(mail) = read(bytes) else {
            collected.passed += 1;
            return Taken::Read;
        };
        match app.act_now(Actor::operator(), |act| take_in(act, &mail)) {
            Ok(MailOutcome::Reported | MailOutcome::Bounced) => collected.taken += 1,
            Ok(_) => collected.others += 1,
            Err(error) => {
                let error: Error = error;
                tracing::error!(%error, "a message from the mailbox could not be taken in");
                return Taken::Later;
            }
        }
        Taken::Read
    })?;
    collected.passed += visited.passed;
    Ok(collected)
}

/// A message as it came, by a name of its own where it bears none; `None` where it is none. What
/// strangers send may make a library panic; that is one message less, and no more.
fn read(bytes: &[u8]) -> Option<Incoming> {
    let mut mail = std::panic::catch_unwind(|| incoming(bytes)).ok().flatten()?;
    mail.message_id
        .get_or_insert_with(|| Sha256Hex::of_digest(&Sha256::digest(bytes)).as_str().to_owned());
    Some(mail)
}

fn judge(act: &mut Act<'_>, mail: &Incoming) -> Result<MailOutcome, Error> {
    if let Some(returned) = &mail.returned {
        return came_back(act, returned);
    }
    if let Some(name) = &mail.message_id
        && outbox::by_message_id(act.conn, name)?.is_some()
    {
        return Ok(MailOutcome::Loop);
    }
    let ours = act.app.settings.mail.from.key();
    if mail.from.as_ref() == Some(&ours) {
        return Ok(MailOutcome::Loop);
    }
    if mail.automatic.is_some() {
        return Ok(MailOutcome::Automatic);
    }
    let pattern = act.app.settings.mail.reply_to.as_ref();
    let tag = pattern.and_then(|pattern| mail.to.iter().find_map(|to| pattern.tag_in(to)));
    let Some(tag) = tag else { return Ok(MailOutcome::Untagged) };
    let Some((tag, presented)) = ReplyTag::read(&tag) else { return Ok(MailOutcome::Forged) };
    if !act.app.secret.verify_short(PURPOSE, &tag.bound(), presented) {
        return Ok(MailOutcome::Forged);
    }
    answer(act, mail, tag)
}

/// An answer by somebody whom a letter of ours asked.
fn answer(act: &mut Act<'_>, mail: &Incoming, tag: ReplyTag) -> Result<MailOutcome, Error> {
    let person = people::find(act.conn, tag.person)?;
    let own = person.email.as_ref().map(crate::domain::EmailAddress::key);
    if own.is_none() || own != mail.from {
        return Ok(MailOutcome::Stranger);
    }
    if !person.active {
        return Ok(MailOutcome::Refused);
    }
    let words: String = new_words(&mail.text).chars().take(TEXT).collect();
    if words.is_empty() {
        return Ok(MailOutcome::Empty);
    }
    let told = Told { done: Some(words), ..Told::default() };
    act.actor = actor_of(act.conn, tag.person, act.today)?;
    match act.attempt(true, |act| report(act, tag.task, None, &told)) {
        Ok(_) => Ok(MailOutcome::Reported),
        Err(
            Error::Invalid(_)
            | Error::Refused(_)
            | Error::Forbidden
            | Error::Storage(persistence::Error::NotFound),
        ) => Ok(MailOutcome::Refused),
        Err(error) => Err(error),
    }
}

/// A mail server reports on a letter. Only letters of ours count: nobody else knows their names.
fn came_back(act: &mut Act<'_>, returned: &Returned) -> Result<MailOutcome, Error> {
    let name = returned.letter.as_deref().unwrap_or_default();
    let Some(letter) = outbox::by_message_id(act.conn, name)? else {
        return Ok(MailOutcome::Automatic);
    };
    if !returned.is_final() {
        return Ok(MailOutcome::Delayed);
    }
    let said = match (returned.said.as_str(), returned.status.as_str()) {
        ("", status) => status.to_owned(),
        (said, _) => said.to_owned(),
    };
    outbox::came_back(act.conn, letter.id, &said)?;
    if let Ok(address) = letter.to_address.parse() {
        bounces::mark(act.conn, &address, &said, act.now)?;
    }
    Ok(MailOutcome::Bounced)
}
