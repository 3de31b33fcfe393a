//! `duban when`: the deadline that a phrase means.

use std::io::{self, Write as _};

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::Args;

use super::command::{Format, Refusal};
use crate::domain::{Clock as _, SystemClock, day_from, extraction};

/// What `duban when` takes.
#[derive(Debug, Args)]
pub(super) struct When {
    /// The words, such as `by the end of June` or `6月底前`
    #[arg(value_name = "PHRASE", allow_hyphen_values = true)]
    phrase: String,
    /// The day of the meeting (default: today)
    #[arg(long, value_name = "DATE", value_parser = day_from)]
    held_on: Option<NaiveDate>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl When {
    /// Prints the deadline; that there is none is an answer too.
    pub(super) fn run(&self) -> Result<(), Refusal> {
        let held_on = self.held_on.unwrap_or_else(today);
        let due = extraction::when(&self.phrase, held_on);
        let printed = match (self.format, due.due_on) {
            (Format::Json, _) => serde_json::to_string(&due).map_err(Refusal::new)?,
            (Format::Text, Some(day)) => format!("{day} ({})", due.precision),
            (Format::Text, None) => "no date follows from these words".to_owned(),
        };
        writeln!(io::stdout(), "{printed}").map_err(Refusal::new)
    }
}

/// Today, in the zone of this machine.
fn today() -> NaiveDate {
    let zone = iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok());
    SystemClock.today(zone.unwrap_or(Tz::UTC))
}
