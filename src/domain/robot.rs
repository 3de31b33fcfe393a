//! Robots in the group chats of departments.

use std::fmt;

use super::named::named;
use super::{DepartmentId, RobotId};

named! {
    /// Whose group chat it is.
    RobotKind, "a kind of robot" {
        /// 企业微信.
        WeCom = "wecom",
        /// 钉钉.
        DingTalk = "dingtalk",
        /// 飞书.
        Feishu = "feishu",
        /// Slack.
        Slack = "slack",
        /// Microsoft Teams.
        Teams = "teams",
    }
}

impl RobotKind {
    /// The hosts at which its service takes messages; one that begins with a dot stands for all
    /// below it.
    pub fn hosts(self) -> &'static [&'static str] {
        match self {
            Self::WeCom => &["qyapi.weixin.qq.com"],
            Self::DingTalk => &["oapi.dingtalk.com"],
            Self::Feishu => &["open.feishu.cn", "open.larksuite.com"],
            Self::Slack => &["hooks.slack.com"],
            Self::Teams => &[".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com"],
        }
    }

    /// Whether its messages can be signed with a secret.
    pub fn signs(self) -> bool {
        matches!(self, Self::DingTalk | Self::Feishu)
    }
}

/// Why messages are not sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RobotRefused {
    /// It is none, or one without TLS.
    #[error("must be an address that begins with https://")]
    Address,
    /// Nobody said that a robot may be there.
    #[error("is at no host of this service, nor at one of `channels.robot_hosts`")]
    Host,
}

/// A robot that writes into a department's group chat.
#[derive(Clone, PartialEq, Eq)]
pub struct Robot {
    /// Its identity.
    pub id: RobotId,
    /// Whose group it is.
    pub department_id: DepartmentId,
    /// Of which service.
    pub kind: RobotKind,
    /// What the group is called.
    pub name: String,
    /// Where messages are sent. Who knows it can write into the group: never shown whole.
    pub url: String,
    /// What messages are signed with.
    pub secret: Option<String>,
}

impl Robot {
    /// Its address as people may see it: the host, and the last four characters.
    pub fn masked(&self) -> String {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let tail: Vec<char> = rest.chars().rev().take(4).collect();
        format!("{host}/…{}", tail.into_iter().rev().collect::<String>())
    }
}

impl fmt::Debug for Robot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Robot({}, {})", self.id, self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_robot_is_shown_without_what_opens_it() {
        let robot = Robot {
            id: RobotId(1),
            department_id: DepartmentId(1),
            kind: RobotKind::DingTalk,
            name: "Group".to_owned(),
            url: "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef".to_owned(),
            secret: Some("SECsecret".to_owned()),
        };
        assert_eq!(robot.masked(), "oapi.dingtalk.com/…cdef");
        let shown = format!("{robot:?}");
        assert!(!shown.contains("456789") && !shown.contains("SEC"), "{shown}");
    }
}
