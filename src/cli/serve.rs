//! `duban serve`: the house is open until it is asked to close.

use std::io::{self, Write as _};
use std::net::TcpListener;
use std::path::Path;

use super::command::Refusal;
use super::house;
use crate::app::App;
use crate::domain::Actor;
use crate::links::set_up_path;
use crate::services::accounts;
use crate::{server, telemetry};

/// Serves until the process is asked to stop.
pub(super) fn run(config: Option<&Path>) -> Result<(), Refusal> {
    telemetry::start();
    let app = house::open(config)?;
    let listener = listen(&app.settings.server.bind)?;
    announce(&app)?;
    serve(app, listener)
}

/// Takes the address, so that a refusal comes before anything is announced.
pub(super) fn listen(bind: &str) -> Result<TcpListener, Refusal> {
    TcpListener::bind(bind).map_err(|error| Refusal::new(format!("`server.bind`: {bind}: {error}")))
}

/// Serves the house on `listener`.
pub(super) fn serve(app: App, listener: TcpListener) -> Result<(), Refusal> {
    actix_web::rt::System::new().block_on(server::serve(app, listener)).map_err(Refusal::new)
}

/// Says where the house is, and, while it is empty, how to move in.
fn announce(app: &App) -> Result<(), Refusal> {
    let set_up = app.act_now(Actor::operator(), accounts::set_up_link).map_err(Refusal::new)?;
    let mut out = io::stdout().lock();
    let home = app.links.home();
    match set_up {
        None => writeln!(out, "duban is at {home}"),
        Some(token) => {
            let link = app.links.to(&set_up_path(&token));
            writeln!(
                out,
                "duban is at {home}\nNobody lives here yet. Set it up within 7 days at\n{link}"
            )
        }
    }
    .map_err(Refusal::new)
}
