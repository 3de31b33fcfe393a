//! `duban person`: accounts from the command line.

use std::io::{self, Write as _};
use std::path::Path;

use clap::{Args, Subcommand};

use super::command::Refusal;
use super::house;
use crate::domain::{Actor, Role, Tree};
use crate::domain::{DepartmentId, Fault, LinkPurpose, Named as _};
use crate::links::link_path;
use crate::persistence::departments;
use crate::services::directory::PersonInput;
use crate::services::{Error, accounts, directory};

/// What `duban person` can do.
#[derive(Debug, Subcommand)]
pub(super) enum Person {
    /// Add a person and print the link with which they choose a password
    Add(Add),
}

/// What `duban person add` takes.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// Their e-mail address, which is the account's name
    email: String,
    /// Their name
    #[arg(long)]
    name: String,
    /// What the account is for
    #[arg(long, value_name = "admin|office_head|clerk|leader|staff|observer")]
    role: Role,
    /// Their department: its number, name, English name or an alias
    #[arg(long)]
    department: Option<String>,
}

impl Person {
    /// Does what was asked.
    pub(super) fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        match self {
            Self::Add(add) => add.run(config),
        }
    }
}

impl Add {
    fn run(&self, config: Option<&Path>) -> Result<(), Refusal> {
        let app = house::open(config)?;
        let token = app
            .act_now(Actor::operator(), |act| {
                let department_id = match &self.department {
                    Some(wanted) => Some(named(&departments::tree(act.conn)?, wanted)?),
                    None => None,
                };
                let input = PersonInput {
                    name: self.name.clone(),
                    email: Some(self.email.clone()),
                    department_id,
                    ..PersonInput::new(self.role)
                };
                let person = directory::create_person(act, &input)?;
                accounts::invite(act, person.id)
            })
            .map_err(|error: Error| Refusal::new(error))?;
        let link = app.links.to(&link_path(LinkPurpose::Invitation.word(), &token));
        writeln!(io::stdout(), "{link}").map_err(Refusal::new)
    }
}

/// The department that `wanted` names.
fn named(tree: &Tree, wanted: &str) -> Result<DepartmentId, Error> {
    tree.iter()
        .find(|one| {
            one.id.to_string() == wanted
                || one.name == wanted
                || one.name_en.as_deref() == Some(wanted)
                || one.aliases.iter().any(|alias| alias == wanted)
        })
        .map(|one| one.id)
        .ok_or_else(|| Error::invalid("department", Fault::NoSuch))
}
