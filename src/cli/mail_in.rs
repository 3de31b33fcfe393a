//! `duban mail-in`: one message from a mail server's pipe.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::command::Refusal;
use super::house;
use crate::documents::incoming;
use crate::domain::{Actor, MailOutcome};
use crate::services::{Error, replies};

/// No answer is longer, in bytes; its enclosures are not taken.
const LONGEST: u64 = 25 << 20;

/// Takes the message on stdin in. What is not for us is no failure: the mail server has done its
/// part, and must neither try again nor answer the sender.
pub(super) fn run(config: Option<&Path>) -> Result<(), Refusal> {
    let mut bytes = Vec::new();
    io::stdin().take(LONGEST + 1).read_to_end(&mut bytes).map_err(Refusal::new)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Refusal::new("the message is larger than 25 MB"));
    }
    let mail = incoming(&bytes).ok_or_else(|| Refusal::new("stdin: this is no message"))?;
    let app = house::open(config)?;
    let outcome = app
        .act_now(Actor::operator(), |act| replies::take_in(act, &mail))
        .map_err(|error: Error| Refusal::new(error))?;
    let name = mail.message_id.as_deref().unwrap_or("without a name");
    let taken = matches!(outcome, MailOutcome::Reported | MailOutcome::Bounced);
    let verb = if taken { "taken" } else { "not taken" };
    writeln!(io::stdout(), "{verb}: {outcome} ({name})").map_err(Refusal::new)
}
