//! `duban token`: tokens with which programs use the API.

use std::io::{self, Write as _};
use std::path::Path;

use clap::{Args, Subcommand};

use super::command::Refusal;
use super::house;
use crate::domain::{Actor, Scope};
use crate::services::{Error, accounts};

/// What `duban token` can do.
#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token and print it once, last on standard output
    Create(Create),
}

/// What `duban token create` takes.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The address of the person as whom the program acts
    email: String,
    /// How far it reaches: read or write
    #[arg(long, default_value = "read")]
    scope: Scope,
}

impl Token {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let Self::Create(Create { email, scope }) = self;
        let app = house::open(config)?;
        let token = app
            .act_now(Actor::operator(), |act| accounts::create_token(act, email, *scope))
            .map_err(|error: Error| Refusal::new(error))?;
        writeln!(io::stdout(), "{}", token.reveal()).map_err(Refusal::new)
    }
}
