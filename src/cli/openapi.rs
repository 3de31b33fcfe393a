//! `duban openapi`: the description of the API.

use std::io::{self, Write as _};

use super::command::Refusal;
use crate::api;

/// Prints the description; needs no database.
pub(super) fn run() -> Result<(), Refusal> {
    let text = api::document().to_pretty_json().map_err(Refusal::new)?;
    writeln!(io::stdout(), "{text}").map_err(Refusal::new)
}
