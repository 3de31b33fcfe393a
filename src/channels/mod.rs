//! Letters in short, by chat applications, text messages and robots of group chats.

mod all;
mod credentials;
mod dingtalk;
mod feishu;
mod line;
mod marked;
mod message;
mod robot;
mod sms;
mod tokens;
mod verdict;
mod wecom;

pub use all::{ChannelRefused, Channels};
pub use message::Message;
pub use verdict::Undelivered;
