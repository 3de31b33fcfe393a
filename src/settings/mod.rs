//! What an installation may decide: `config/duban.toml`, then the environment.

mod key;
mod load;
mod mail;
mod papers;
mod sections;

pub use key::Key;
pub use load::{BadSettings, load, load_extraction};
pub use mail::{Dkim, Mail};
pub use papers::Papers;
pub use sections::{
    Database, Decisions, Extraction, Files, Issue, Model, Organisation, Requests, Schedule, Server,
    Settings, Store, Tasks,
};
