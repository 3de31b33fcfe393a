//! Opening the house from the command line.

use std::path::Path;
use std::sync::Arc;

use super::command::Refusal;
use crate::app::App;
use crate::domain::SystemClock;
use crate::settings;

/// The house that the configuration names, with its schema up to date.
pub(super) fn open(config: Option<&Path>) -> Result<App, Refusal> {
    let settings = settings::load(config).map_err(Refusal::new)?;
    App::open(settings, Arc::new(SystemClock)).map_err(Refusal::new)
}
