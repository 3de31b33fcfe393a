//! What an installation may decide: `config/duban.toml`, then the environment.

mod key;
mod load;
mod papers;
mod sections;

pub use key::Key;
pub use load::{BadSettings, load};
pub use papers::Papers;
pub use sections::{
    Database, Decisions, Extraction, Files, Issue, Mail, Model, Organisation, Requests, Schedule,
    Server, Settings, Store, Tasks,
};
