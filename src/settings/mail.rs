//! How letters leave, and how answers come in.

use std::path::PathBuf;

use serde::Deserialize;

use super::sections::{parsed, parsed_if_any, some_path, text};
use crate::domain::{EmailAddress, ReplyAddress};

/// How letters leave.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `mailbox:`, `smtp://…`, `smtps://…` or `file:DIR`.
    pub url: String,
    /// The address that letters come from.
    #[serde(deserialize_with = "parsed")]
    pub from: EmailAddress,
    /// Further certificate authorities, in PEM.
    #[serde(deserialize_with = "some_path")]
    pub ca_file: Option<PathBuf>,
    /// How many letters may leave in a minute; 0: as many as there are.
    pub per_minute: u32,
    /// The address that answers go to, with `{tag}` in it.
    #[serde(deserialize_with = "parsed_if_any")]
    pub reply_to: Option<ReplyAddress>,
    /// A mailbox in which answers wait: `imaps://USER:PASSWORD@HOST/FOLDER`; empty: none.
    #[serde(deserialize_with = "text")]
    pub imap_url: String,
    /// How often it is looked into, in seconds.
    pub imap_every: u64,
    /// The seal on letters.
    pub dkim: Dkim,
}

/// The seal by which other mail servers know letters as ours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dkim {
    /// In whose name; empty: letters are not sealed here.
    #[serde(deserialize_with = "text")]
    pub domain: String,
    /// The name of the key in the DNS.
    #[serde(deserialize_with = "text")]
    pub selector: String,
    /// The private key, in PEM.
    #[serde(deserialize_with = "some_path")]
    pub key_file: Option<PathBuf>,
}
