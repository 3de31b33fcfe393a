//! `duban remind`: one pass now, or what the passes of some days would send.

use std::io::{self, Write as _};
use std::path::Path;

use chrono::{Days, NaiveDate};
use clap::Args;

use super::command::Refusal;
use super::house;
use crate::domain::Actor;
use crate::services::{Error, reminders};

/// What `duban remind` takes.
#[derive(Debug, Args)]
pub(super) struct Remind {
    /// Only print what would be sent
    #[arg(long)]
    dry_run: bool,
    /// The first day (default: today)
    #[arg(long, requires = "dry_run", value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day (default: 30 days later)
    #[arg(long, requires = "dry_run", value_name = "DATE")]
    to: Option<NaiveDate>,
}

impl Remind {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let app = house::open(config)?;
        let said = if self.dry_run {
            let from = self.from.unwrap_or_else(|| app.today());
            let to = self.to.unwrap_or(from + Days::new(30));
            if to < from || (to - from).num_days() >= 366 {
                return Err(Refusal::new("--to: must lie 0 to 365 days behind --from"));
            }
            let found = app.db.read(|conn| reminders::preview(conn, &app, None, (from, to)));
            found.map_err(|error| Refusal::new(Error::from(error)))?.lines(app.house().lang)
        } else {
            let written = app.act_now(Actor::operator(), reminders::write_due);
            vec![format!("wrote {} digests", written.map_err(|error: Error| Refusal::new(error))?)]
        };
        for line in said {
            writeln!(io::stdout(), "{line}").map_err(Refusal::new)?;
        }
        Ok(())
    }
}
