//! `duban check`: whether the house could open as it is configured. Changes nothing.

use std::io::{self, Write as _};
use std::path::Path;

use super::command::Refusal;
use crate::channels::Channels;
use crate::inbox::Inbox;
use crate::mail::{Post, Signer};
use crate::model::Model;
use crate::persistence::{self, Conn};
use crate::settings;

/// Says one line for each thing that is fine; the first that is not is a refusal.
pub(super) fn run(config: Option<&Path>) -> Result<(), Refusal> {
    let settings = settings::load(config).map_err(Refusal::new)?;
    say("settings: they load")?;
    let database = |error: &dyn std::fmt::Display| Refusal::new(format!("`database.url`: {error}"));
    let mut conn = Conn::open(&settings.database.url).map_err(|error| database(&error))?;
    say("database: it answers")?;
    let status = persistence::status(&mut conn).map_err(Refusal::new)?;
    let pending: Vec<&str> =
        status.iter().filter(|one| !one.applied).map(|one| one.name.as_str()).collect();
    if !pending.is_empty() {
        let names = pending.join(", ");
        return Err(Refusal::new(format!("schema: run `duban migrate` first: {names}")));
    }
    say("schema: it is up to date")?;
    Post::open(&settings.mail.url, settings.mail.ca_file.as_deref())
        .map_err(|error| Refusal::new(format!("`mail.url`: {error}")))?;
    Signer::open(&settings.mail.dkim).map_err(Refusal::new)?;
    Inbox::open(&settings.mail.imap_url, settings.mail.ca_file.as_deref()).map_err(Refusal::new)?;
    say("mail: the address is well-formed")?;
    say_channels(&settings)?;
    match Model::open(&settings.extraction.model).map_err(Refusal::new)? {
        Some(_) => say("language model: its settings are well-formed"),
        None => say("language model: none is asked"),
    }
}

/// Which other channels are set up. Nobody is asked whether they work: a test message does that.
fn say_channels(settings: &settings::Settings) -> Result<(), Refusal> {
    let channels = Channels::open(&settings.channels).map_err(Refusal::new)?;
    let set_up: Vec<String> = channels.set_up().iter().map(ToString::to_string).collect();
    match set_up.as_slice() {
        [] => say("channels: mail alone"),
        others => {
            say(&format!("channels: mail, {}; their settings are well-formed", others.join(", ")))
        }
    }
}

fn say(line: &str) -> Result<(), Refusal> {
    writeln!(io::stdout(), "{line}").map_err(Refusal::new)
}
