//! What an installation may decide: `config/duban.toml`, then the environment.

mod load;
mod sections;

pub use load::{BadSettings, load};
pub use sections::{
    Database, Decisions, Files, Issue, Mail, Organisation, Requests, Schedule, Server, Settings,
    Tasks,
};
