//! Channels besides mail, as `config/duban.toml` documents them.

use std::path::PathBuf;

use serde::Deserialize;

use super::key::Key;
use super::sections::{some_key, some_path, some_text, text};

/// By which other channels letters leave. One is set up when its first key is not empty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// How long one call may take, in seconds.
    pub timeout: u64,
    /// The certificate authorities of the services, in PEM, in place of the well-known ones.
    #[serde(deserialize_with = "some_path")]
    pub ca_file: Option<PathBuf>,
    /// Further hosts at which robots may be.
    pub robot_hosts: Vec<String>,
    /// 企业微信.
    pub wecom: WeCom,
    /// 钉钉.
    pub dingtalk: DingTalk,
    /// 飞书.
    pub feishu: Feishu,
    /// Text messages.
    pub sms: Sms,
}

/// An application of 企业微信.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeCom {
    /// The enterprise.
    #[serde(deserialize_with = "some_text")]
    pub corp_id: Option<String>,
    /// The application, a number.
    #[serde(deserialize_with = "text")]
    pub agent_id: String,
    /// What opens it.
    #[serde(deserialize_with = "some_key")]
    pub secret: Option<Key>,
    /// A file that holds it.
    #[serde(deserialize_with = "some_path")]
    pub secret_file: Option<PathBuf>,
    /// Where its API answers.
    pub url: String,
}

/// An application of 钉钉.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DingTalk {
    /// The key of the application.
    #[serde(deserialize_with = "some_text")]
    pub app_key: Option<String>,
    /// What opens it.
    #[serde(deserialize_with = "some_key")]
    pub app_secret: Option<Key>,
    /// A file that holds it.
    #[serde(deserialize_with = "some_path")]
    pub secret_file: Option<PathBuf>,
    /// The application, a number.
    #[serde(deserialize_with = "text")]
    pub agent_id: String,
    /// Where its API answers.
    pub url: String,
}

/// An application of 飞书.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feishu {
    /// The application.
    #[serde(deserialize_with = "some_text")]
    pub app_id: Option<String>,
    /// What opens it.
    #[serde(deserialize_with = "some_key")]
    pub app_secret: Option<Key>,
    /// A file that holds it.
    #[serde(deserialize_with = "some_path")]
    pub secret_file: Option<PathBuf>,
    /// What the ids of people are: `user_id`, `open_id` or `union_id`.
    pub id_type: String,
    /// Where its API answers.
    pub url: String,
}

/// A gateway for text messages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// Its address, with `{to}`, `{text}` and `{id}` where they belong.
    #[serde(deserialize_with = "some_text")]
    pub url: Option<String>,
    /// `GET`, `POST` or `PUT`.
    pub method: String,
    /// What the body is.
    pub content_type: String,
    /// The body, with `{to}`, `{text}` and `{id}` where they belong.
    pub body: String,
    /// The header that opens it.
    #[serde(deserialize_with = "some_key")]
    pub authorization: Option<Key>,
    /// A file that holds it.
    #[serde(deserialize_with = "some_path")]
    pub authorization_file: Option<PathBuf>,
    /// What an answer with a good status must hold besides.
    #[serde(deserialize_with = "text")]
    pub accepted: String,
    /// The most characters of a message.
    pub characters: u64,
}
