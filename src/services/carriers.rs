//! Who carries a letter: the mail server, a chat application, a gateway of text messages, or a
//! robot in a group chat.

use super::delivery::letter;
use crate::app::App;
use crate::channels::{Message, Undelivered};
use crate::domain::{Card, Channel, Robot, RobotId};
use crate::mail::NotSent;
use crate::persistence::outbox::KeptLetter;
use crate::persistence::{self, Conn, people, robots};

/// What is needed besides the letter to carry it.
pub(super) struct Waybill {
    /// The robot that it is for.
    robot: Option<Robot>,
    /// Where it goes by mail, should its own channel fail.
    pub by_mail: Option<String>,
}

impl Waybill {
    /// Reads it, in the transaction that takes the letter in hand.
    pub fn of(conn: &mut Conn, letter: &KeptLetter) -> Result<Self, persistence::Error> {
        if letter.channel == Channel::Mail {
            return Ok(Self { robot: None, by_mail: None });
        }
        let person = letter.person_id.map(|id| people::find(conn, id)).transpose()?;
        Ok(Self {
            robot: robot_of(conn, letter)?,
            by_mail: person.and_then(|one| one.email).map(|address| address.to_string()),
        })
    }
}

/// The robot that a letter is for; `None` where it is for none, or for one that was removed.
pub(super) fn robot_of(
    conn: &mut Conn,
    letter: &KeptLetter,
) -> Result<Option<Robot>, persistence::Error> {
    let named: Option<RobotId> = letter.to_address.parse().ok();
    let Some(id) = named.filter(|_| letter.channel == Channel::Robot) else { return Ok(None) };
    match robots::find(conn, id) {
        Ok(robot) => Ok(Some(robot)),
        Err(persistence::Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Sends a letter by its channel and waits until it is taken or refused. Blocks.
pub(super) fn carry(app: &App, kept: &KeptLetter, waybill: &Waybill) -> Result<(), Undelivered> {
    let now = app.clock.now();
    match (kept.channel, &waybill.robot) {
        (Channel::Mail, _) => {
            let signer = app.signer.as_ref();
            let sent = letter(app, kept).and_then(|letter| app.post.send(&letter, signer));
            sent.map_err(|missed| match missed {
                NotSent::ForNow(error) => Undelivered::ForNow { error, after: None },
                NotSent::ForGood(error) => Undelivered::ForGood(error),
            })
        }
        (Channel::Robot, Some(robot)) => {
            app.channels.send_to_group(robot, &message(app, kept), now)
        }
        (Channel::Robot, None) => Err(Undelivered::ForGood("the robot was removed".to_owned())),
        (personal, _) => app.channels.send(personal, &message(app, kept), now),
    }
}

/// A kept letter in short, as it leaves: the same at every try.
fn message(app: &App, kept: &KeptLetter) -> Message {
    let house = app.house();
    let lang = house.lang;
    Message {
        key: kept.message_id.split('@').next().unwrap_or_default().to_owned(),
        to: kept.to_address.clone(),
        from: format!("{}　{}", lang.words_product(), house.name(lang)).trim().to_owned(),
        card: Card::kept(&kept.card).unwrap_or_else(|| Card::titled(kept.subject.clone())),
    }
}
