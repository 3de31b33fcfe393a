//! All channels that are set up, and what each takes.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;

use super::dingtalk::DingTalk;
use super::feishu::Feishu;
use super::line::Line;
use super::message::Message;
use super::robot;
use super::sms::Sms;
use super::verdict::Undelivered;
use super::wecom::WeCom;
use crate::domain::{Channel, Robot, RobotKind, RobotRefused};
use crate::settings;

/// The channels besides mail, as `[channels]` has them. Cloning it is cheap.
#[derive(Clone)]
pub struct Channels {
    line: Line,
    robot_hosts: Arc<[String]>,
    wecom: Option<Arc<WeCom>>,
    dingtalk: Option<Arc<DingTalk>>,
    feishu: Option<Arc<Feishu>>,
    sms: Option<Arc<Sms>>,
}

/// Why a channel cannot be used with these settings.
#[derive(Debug, thiserror::Error)]
#[error("`channels.{place}`: {reason}")]
pub struct ChannelRefused {
    place: String,
    reason: String,
}

impl ChannelRefused {
    pub(super) fn new(section: &str, key: &str, reason: impl Into<String>) -> Self {
        let place = if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") };
        Self { place, reason: reason.into() }
    }
}

impl Channels {
    /// The channels that the settings name. Nobody is asked yet.
    ///
    /// # Errors
    /// A channel that is set up by half, or in a way that cannot work, by the name of its key.
    pub fn open(settings: &settings::Channels) -> Result<Self, ChannelRefused> {
        if !(1..=120).contains(&settings.timeout) {
            return Err(ChannelRefused::new("", "timeout", "must lie between 1 and 120"));
        }
        let line = Line::new(Duration::from_secs(settings.timeout), settings.ca_file.as_deref())
            .map_err(|reason| ChannelRefused::new("", "ca_file", reason))?;
        if let Some(bad) = settings.robot_hosts.iter().find(|host| !names_host(host)) {
            let reason = format!("`{bad}` is not the name of a host");
            return Err(ChannelRefused::new("", "robot_hosts", reason));
        }
        Ok(Self {
            line,
            robot_hosts: settings.robot_hosts.clone().into(),
            wecom: WeCom::open(&settings.wecom)?.map(Arc::new),
            dingtalk: DingTalk::open(&settings.dingtalk)?.map(Arc::new),
            feishu: Feishu::open(&settings.feishu)?.map(Arc::new),
            sms: Sms::open(&settings.sms)?.map(Arc::new),
        })
    }

    /// The personal channels besides mail that are set up.
    pub fn set_up(&self) -> Vec<Channel> {
        let all = [
            (Channel::WeCom, self.wecom.is_some()),
            (Channel::DingTalk, self.dingtalk.is_some()),
            (Channel::Feishu, self.feishu.is_some()),
            (Channel::Sms, self.sms.is_some()),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(channel, _)| channel).collect()
    }

    /// Sends a message to one person, and waits until it is taken or refused. The same message
    /// twice is the same request twice. Blocks.
    pub fn send(
        &self,
        channel: Channel,
        message: &Message,
        now: NaiveDateTime,
    ) -> Result<(), Undelivered> {
        let line = &self.line;
        let sent = match channel {
            Channel::WeCom => self.wecom.as_ref().map(|it| it.send(line, message, now)),
            Channel::DingTalk => self.dingtalk.as_ref().map(|it| it.send(line, message, now)),
            Channel::Feishu => self.feishu.as_ref().map(|it| it.send(line, message, now)),
            Channel::Sms => self.sms.as_ref().map(|it| it.send(line, message)),
            Channel::Mail | Channel::Robot => None,
        };
        sent.unwrap_or_else(|| {
            Err(Undelivered::ForGood(format!("the channel `{channel}` is not set up")))
        })
    }

    /// Sends a message to a group. Blocks.
    pub fn send_to_group(
        &self,
        robot: &Robot,
        message: &Message,
        now: NaiveDateTime,
    ) -> Result<(), Undelivered> {
        robot::send(&self.line, robot, message, &self.robot_hosts, now)
    }

    /// Whether messages may be sent to this address of a robot.
    pub fn check_robot(&self, kind: RobotKind, url: &str) -> Result<(), RobotRefused> {
        robot::check(kind, url, &self.robot_hosts)
    }
}

/// Whether a text is a host alone, or with a dot before it all hosts below one.
fn names_host(text: &str) -> bool {
    let name = text.trim().trim_start_matches('.');
    let host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    !name.is_empty() && name.chars().all(host)
}
