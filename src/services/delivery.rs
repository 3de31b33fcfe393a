//! Letters leave: each is claimed, sent, and put down as sent, one after the other.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};

use super::Error;
use super::action_links::revealed;
use super::carriers::{Waybill, carry, robot_of};
use super::replies;
use crate::app::{Act, App};
use crate::channels::Undelivered;
use crate::domain::{
    Card, Channel, EmailAddress, LetterId, LetterKind, LinkPurpose, ReplyTag, State,
    names_bad_address, pause_after, turns_to_mail,
};
use crate::links::Token;
use crate::mail::{Letter, NotSent, Party, Wording};
use crate::persistence::outbox::{self, KeptLetter, Outcome};
use crate::persistence::views::mailing;
use crate::persistence::{self, action_links, bounces, one_time_links, people, reminders};

/// How long a claim holds; a claim whose holder died is taken up again after that.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How often a claim is renewed while the mail server thinks.
const RENEWAL: Duration = Duration::from_secs(10);

/// After how long what a group is told of the day is out of date.
const GROUP_NEWS: TimeDelta = TimeDelta::hours(24);

/// How many letters that need not leave share one transaction.
const ROUND: usize = 100;

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
            Outcome::Failed { .. } | Outcome::Diverted { .. } => self.failed += 1,
            Outcome::Dead { .. } => self.dead += 1,
        }
    }
}

/// Delivers every letter that is due. Blocks.
pub fn deliver_due(app: &App) -> Result<Counts, Error> {
    deliver_while(app, || true)
}

/// Delivers what is due for as long as `go_on` says so. Blocks.
///
/// One transaction puts the last letter down and takes the next in hand, so that at no moment more
/// than one letter has left of which the database does not know: after a crash at most that one
/// leaves again, under the same name. Letters that need not leave take no transaction of their own.
pub fn deliver_while(app: &App, go_on: impl Fn() -> bool) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    let mut tried: Option<(InHand, Outcome)> = None;
    loop {
        let round = app.db.write(|conn| {
            if let Some((hand, outcome)) = &tried {
                put_down(app, conn, hand, outcome)?;
            }
            if go_on() { take_up(app, conn) } else { Ok(Round::default()) }
        });
        let round = match (round, &tried) {
            (Err(error), Some((hand, outcome))) => {
                // What has left is known at least, whatever is wrong with the next.
                app.db.write(|conn| put_down(app, conn, hand, outcome))?;
                return Err(error.into());
            }
            (round, _) => round?,
        };
        round.settled.iter().for_each(|outcome| counts.add(outcome));
        tried = match round.hand {
            Some(hand) => {
                let outcome = judge(app, &hand, send(app, &hand));
                counts.add(&outcome);
                tell(&hand.letter, &outcome);
                Some((hand, outcome))
            }
            None if round.settled.len() == ROUND => None,
            None => return Ok(counts),
        };
    }
}

/// A letter that is about to leave, and the name under which it is held.
struct InHand {
    letter: KeptLetter,
    waybill: Waybill,
    lease: String,
}

/// What one transaction does.
#[derive(Default)]
struct Round {
    /// Letters that need not leave.
    settled: Vec<Outcome>,
    /// The one that does.
    hand: Option<InHand>,
}

/// Takes the next letter in hand that must leave, and settles those before it that need not.
fn take_up(app: &App, conn: &mut persistence::Conn) -> Result<Round, persistence::Error> {
    let lease = Token::fresh().reveal().to_owned();
    let now = app.clock.now();
    let mut round = Round::default();
    while round.settled.len() < ROUND {
        let claim =
            if has_room(app, conn, now)? { outbox::claim } else { outbox::claim_beside_mail };
        let Some(letter) = claim(conn, &lease, now, now + LEASE)? else { break };
        let outcome = match reason_to_skip(conn, &letter, now)? {
            Some(reason) => Outcome::Skipped { reason: reason.to_owned() },
            // What stays in the house has arrived as soon as it is written.
            None if letter.channel == Channel::Mail && app.post.is_mailbox() => {
                Outcome::Sent { at: now }
            }
            None => {
                let links = action_links::of_letter(conn, letter.id)?;
                let waybill = Waybill::of(conn, &letter)?;
                let letter = revealed(app, letter, &links);
                round.hand = Some(InHand { letter, waybill, lease });
                break;
            }
        };
        outbox::settle(conn, letter.id, &lease, &outcome)?;
        tell(&letter, &outcome);
        round.settled.push(outcome);
    }
    Ok(round)
}

/// Whether the mail server takes another letter this minute.
fn has_room(
    app: &App,
    conn: &mut persistence::Conn,
    now: NaiveDateTime,
) -> Result<bool, persistence::Error> {
    let most = i64::from(app.settings.mail.per_minute);
    if most == 0 || app.post.is_mailbox() {
        return Ok(true);
    }
    Ok(outbox::left_since(conn, now - TimeDelta::minutes(1), now)? < most)
}

/// Keeps what became of a letter.
fn put_down(
    app: &App,
    conn: &mut persistence::Conn,
    hand: &InHand,
    outcome: &Outcome,
) -> Result<(), persistence::Error> {
    let InHand { letter, lease, .. } = hand;
    let ours = outbox::settle(conn, letter.id, lease, outcome)?;
    match outcome {
        // A secret link that has left is kept no longer; only the mailbox page still shows its own.
        Outcome::Sent { .. }
            if ours && matches!(letter.kind, LetterKind::Invitation | LetterKind::Forgotten) =>
        {
            outbox::blank(conn, letter.id)?;
        }
        Outcome::Dead { error }
            if ours && letter.channel == Channel::Mail && names_bad_address(error) =>
        {
            if let Ok(address) = letter.to_address.parse() {
                bounces::mark(conn, &address, error, app.clock.now())?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn tell(letter: &KeptLetter, outcome: &Outcome) {
    let (id, attempts) = (letter.id, letter.attempts);
    match outcome {
        Outcome::Skipped { .. } => tracing::info!(letter = %id, "letter {id} is not sent any more"),
        Outcome::Failed { error, .. } => {
            tracing::warn!(letter = %id, attempts, error, "letter {id} did not leave");
        }
        Outcome::Dead { error } => {
            tracing::error!(letter = %id, attempts, error, "letter {id} is given up");
        }
        Outcome::Diverted { why, .. } => {
            tracing::warn!(letter = %id, attempts, why, "letter {id} leaves by mail instead");
        }
        Outcome::Sent { .. } => {}
    }
}

/// Tries a letter again that was given up, on behalf of who runs the office.
pub fn resend(act: &mut Act<'_>, id: LetterId) -> Result<(), Error> {
    if !act.actor.runs_office() {
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
fn send(app: &App, hand: &InHand) -> Result<(), Undelivered> {
    let InHand { letter: kept, waybill, lease } = hand;
    std::thread::scope(|scope| {
        let (done, finished) = channel();
        // The receiver waits below for exactly this.
        scope.spawn(move || done.send(carry(app, kept, waybill)));
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
                    let error = "the sender stopped".to_owned();
                    return Err(Undelivered::ForNow { error, after: None });
                }
            }
        }
    })
}

/// A kept letter, as it leaves by mail.
pub(super) fn letter(app: &App, kept: &KeptLetter) -> Result<Letter, NotSent> {
    let house = app.house();
    let address = kept.to_address.parse().map_err(|error| NotSent::ForGood(format!("{error}")))?;
    Ok(Letter {
        message_id: kept.message_id.clone(),
        from: Party {
            name: format!("{} {}", house.lang.words_product(), house.name(house.lang)),
            address: app.settings.mail.from.clone(),
        },
        to: Party { name: kept.to_name.clone(), address },
        reply_to: reply_to(app, kept),
        wording: Wording {
            subject: kept.subject.clone(),
            text: kept.body_text.clone(),
            html: kept.body_html.clone(),
            card: Card::default(),
        },
        written_at: kept.created_at,
    })
}

/// Where the answer to a letter goes: to the task that it is about, for those who may be asked to
/// report on it.
fn reply_to(app: &App, kept: &KeptLetter) -> Option<EmailAddress> {
    let asks = matches!(
        kept.kind,
        LetterKind::Issued
            | LetterKind::Digest
            | LetterKind::Urged
            | LetterKind::Instructed
            | LetterKind::Questioned
            | LetterKind::Delegated
    );
    let pattern = app.settings.mail.reply_to.as_ref().filter(|_| asks)?;
    let tag = ReplyTag { person: kept.person_id?, task: kept.task_id? };
    pattern.with(&tag.sealed(&replies::seal(app, tag)))
}

/// What follows from a try. What another channel refuses for good, or does not take for some time,
/// goes by mail where there is an address.
fn judge(app: &App, hand: &InHand, tried: Result<(), Undelivered>) -> Outcome {
    let (now, letter) = (app.clock.now(), &hand.letter);
    let (error, pause) = match tried {
        Ok(()) => return Outcome::Sent { at: now },
        Err(Undelivered::ForGood(error)) => (error, None),
        Err(Undelivered::ForNow { error, after }) => {
            let pause = pause_after(letter.attempts, &letter.message_id);
            (error, pause.map(|pause| after.map_or(pause, |after| pause.max(after))))
        }
    };
    let by_mail = hand.waybill.by_mail.clone();
    match (by_mail.filter(|_| pause.is_none() || turns_to_mail(letter.attempts)), pause) {
        (Some(address), _) => Outcome::Diverted { address, why: error, at: now },
        (None, Some(pause)) => Outcome::Failed { error, next_at: now + pause },
        (None, None) => Outcome::Dead { error },
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
    if letter.channel == Channel::Robot && robot_of(conn, letter)?.is_none() {
        return Ok(Some("the robot was removed"));
    }
    let holds = match (letter.kind, letter.task_id) {
        (LetterKind::GroupOverdue, _) => now < letter.created_at + GROUP_NEWS,
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
