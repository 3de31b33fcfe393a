//! Messages that come in by mail: an answer becomes a report by its sender, and a letter that came
//! back marks its address.

use super::Error;
use super::reports::{Told, report};
use super::tasks::TEXT;
use crate::app::{Act, App, actor_of};
use crate::domain::{Incoming, MailOutcome, ReplyTag, Returned, new_words};
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
    let outcome = judge(act, mail)?;
    if let Some(name) = &mail.message_id {
        received::keep(act.conn, name, outcome, act.now)?;
    }
    Ok(outcome)
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
