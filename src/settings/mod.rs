//! What an installation may decide: `config/duban.toml`, then the environment.

mod load;
mod sections;

pub use load::{BadSettings, load};
pub use sections::{
    Database, Decisions, Extraction, Files, Issue, Key, Mail, Model, Organisation, Requests,
    Schedule, Server, Settings, Store, Tasks,
};
