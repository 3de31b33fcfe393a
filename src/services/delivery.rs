//! Letters leave: each is claimed, sent, and put down as sent, one after the other.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};

use super::Error;
use crate::app::{Act, App};
use crate::domain::{LetterId, LetterKind, LinkPurpose, State, pause_after};
use crate::links::Token;
use crate::mail::{Letter, NotSent, Party, Wording};
use crate::persistence::outbox::{self, KeptLetter, Outcome};
use crate::persistence::views::mailing;
use crate::persistence::{self, one_time_links, people, reminders};

/// How long a claim holds; a claim whose holder died is taken up again after that.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How often a claim is renewed while the mail server thinks.
const RENEWAL: Duration = Duration::from_secs(10);

/// What became of the letters of a pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Taken by the mail server.
    pub sent: usize,
    /// Not sent, because their reason no longer held.
    pub skipped: usize,
    /// To be tried again.
    pub failed: usize,
    /// Given up.
    pub dead: usize,
}

impl Counts {
    /// Notes one letter.
    pub fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Sent { .. } => self.sent += 1,
            Outcome::Skipped { .. } => self.skipped += 1,
            Outcome::Failed { .. } => self.failed += 1,
            Outcome::Dead { .. } => self.dead += 1,
        }
    }
}

/// Delivers every letter that is due. Blocks.
pub fn deliver_due(app: &App) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    while let Some(outcome) = deliver_next(app)? {
        counts.add(&outcome);
    }
    Ok(counts)
}

/// Delivers the next letter that is due; `None` when there is none. Blocks.
pub fn deliver_next(app: &App) -> Result<Option<Outcome>, Error> {
    let token = Token::fresh();
    let lease = token.reveal();
    let claimed = app.db.write(|conn| {
        let now = app.clock.now();
        let Some(letter) = outbox::claim(conn, lease, now, now + LEASE)? else { return Ok(None) };
        let outcome = match reason_to_skip(conn, &letter, now)? {
            Some(reason) => Outcome::Skipped { reason: reason.to_owned() },
            // What stays in the house has arrived as soon as it is written.
            None if app.post.is_mailbox() => Outcome::Sent { at: now },
            None => return Ok(Some((letter, None))),
        };
        outbox::settle(conn, letter.id, lease, &outcome)?;
        Ok::<_, persistence::Error>(Some((letter, Some(outcome))))
    })?;
    let (letter, outcome) = match claimed {
        None => return Ok(None),
        Some((letter, Some(outcome))) => {
            if matches!(outcome, Outcome::Skipped { .. }) {
                tracing::info!(letter = %letter.id, "letter {} is not sent any more", letter.id);
            }
            return Ok(Some(outcome));
        }
        Some((letter, None)) => {
            let outcome = judge(app, &letter, send(app, &letter, lease));
            (letter, outcome)
        }
    };
    app.db.write(|conn| {
        let ours = outbox::settle(conn, letter.id, lease, &outcome)?;
        // A secret link that has left is kept no longer; only the mailbox page still shows its own.
        let secret = matches!(letter.kind, LetterKind::Invitation | LetterKind::Forgotten);
        if ours && secret && matches!(outcome, Outcome::Sent { .. }) {
            outbox::blank(conn, letter.id)?;
        }
        Ok::<_, persistence::Error>(())
    })?;
    match &outcome {
        Outcome::Failed { error, .. } => {
            tracing::warn!(letter = %letter.id, attempts = letter.attempts, error, "letter {} did not leave", letter.id);
        }
        Outcome::Dead { error } => {
            tracing::error!(letter = %letter.id, attempts = letter.attempts, error, "letter {} is given up", letter.id);
        }
        Outcome::Sent { .. } | Outcome::Skipped { .. } => {}
    }
    Ok(Some(outcome))
}

/// Tries a letter again that was given up, on behalf of who runs the office.
pub fn resend(act: &mut Act<'_>, id: LetterId) -> Result<(), Error> {
    if !act.actor.role.runs_office() {
        return Err(Error::Forbidden);
    }
    outbox::find(act.conn, id)?;
    if outbox::revive(act.conn, id, act.now)? {
        Ok(())
    } else {
        Err(persistence::Error::Stale.into())
    }
}

/// Sends a letter, and holds the claim for as long as the mail server takes.
fn send(app: &App, kept: &KeptLetter, lease: &str) -> Result<(), NotSent> {
    let letter = letter(app, kept)?;
    let (letter, post) = (&letter, &app.post);
    std::thread::scope(|scope| {
        let (done, finished) = channel();
        // The receiver waits below for exactly this.
        scope.spawn(move || done.send(post.send(letter)));
        loop {
            match finished.recv_timeout(RENEWAL) {
                Ok(outcome) => return outcome,
                Err(RecvTimeoutError::Timeout) => {
                    let until = app.clock.now() + LEASE;
                    let renewed = app.db.write(|conn| outbox::renew(conn, kept.id, lease, until));
                    if let Err(error) = renewed {
                        let error: persistence::Error = error;
                        tracing::warn!(%error, letter = %kept.id, "a claim could not be renewed");
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(NotSent::ForNow("the sender stopped".to_owned()));
                }
            }
        }
    })
}

/// A kept letter, as it leaves.
fn letter(app: &App, kept: &KeptLetter) -> Result<Letter, NotSent> {
    let house = app.house();
    let address = kept.to_address.parse().map_err(|error| NotSent::ForGood(format!("{error}")))?;
    Ok(Letter {
        message_id: kept.message_id.clone(),
        from: Party {
            name: format!("{} {}", house.lang.words_product(), house.name(house.lang)),
            address: app.settings.mail.from.clone(),
        },
        to: Party { name: kept.to_name.clone(), address },
        wording: Wording {
            subject: kept.subject.clone(),
            text: kept.body_text.clone(),
            html: kept.body_html.clone(),
        },
        written_at: kept.created_at,
    })
}

/// What follows from a try.
fn judge(app: &App, letter: &KeptLetter, tried: Result<(), NotSent>) -> Outcome {
    let now = app.clock.now();
    match tried {
        Ok(()) => Outcome::Sent { at: now },
        Err(NotSent::ForGood(error)) => Outcome::Dead { error },
        Err(NotSent::ForNow(error)) => match pause_after(letter.attempts) {
            Some(pause) => Outcome::Failed { error, next_at: now + pause },
            None => Outcome::Dead { error },
        },
    }
}

/// Why a letter should not be sent any more; `None` while its reason holds.
fn reason_to_skip(
    conn: &mut persistence::Conn,
    letter: &KeptLetter,
    now: NaiveDateTime,
) -> Result<Option<&'static str>, persistence::Error> {
    if let Some(person) = letter.person_id
        && !people::find(conn, person)?.active
    {
        return Ok(Some("the reader is no longer active"));
    }
    let holds = match (letter.kind, letter.task_id) {
        (LetterKind::Digest, _) => reminders::still_hold(conn, letter.id)?,
        (LetterKind::Issued, Some(task)) => {
            !matches!(mailing::task(conn, task)?.state, State::Draft | State::Cancelled)
        }
        (LetterKind::RequestToDecide, Some(task)) => mailing::request_open(conn, task)?,
        (LetterKind::Returned, Some(task)) => mailing::task(conn, task)?.state == State::Draft,
        (LetterKind::Urged | LetterKind::UrgingNotice, Some(task)) => {
            mailing::task(conn, task)?.state.is_open()
        }
        (LetterKind::Invitation, _) => link_holds(conn, letter, LinkPurpose::Invitation, now)?,
        (LetterKind::Forgotten, _) => link_holds(conn, letter, LinkPurpose::Password, now)?,
        _ => true,
    };
    Ok((!holds).then_some("its reason no longer holds"))
}

/// Whether the one-time link of a letter can still be used; the letter is named after its hash.
fn link_holds(
    conn: &mut persistence::Conn,
    letter: &KeptLetter,
    purpose: LinkPurpose,
    now: NaiveDateTime,
) -> Result<bool, persistence::Error> {
    let hash = letter.cause_key.split(':').nth(1).unwrap_or_default();
    Ok(one_time_links::holder(conn, hash, purpose, now)?.is_some())
}
