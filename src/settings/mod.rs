//! What an installation may decide: `config/duban.toml`, then the environment.

mod channels;
mod key;
mod load;
mod mail;
mod metrics;
mod papers;
mod sections;

pub use channels::{Channels, DingTalk, Feishu, Sms, WeCom};
pub use key::Key;
pub use load::{BadSettings, load, load_extraction};
pub use mail::{Dkim, Mail};
pub use metrics::MetricsPlaces;
pub use papers::Papers;
pub use sections::{
    Database, Decisions, Extraction, Files, Issue, Model, Organisation, Requests, Schedule, Server,
    Settings, Store, Tasks,
};
