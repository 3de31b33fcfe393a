//! Channels and robots, in the reader's language.

use super::Lang;
use crate::domain::{Channel, NotReachable, RobotKind, RobotRefused};

impl Lang {
    /// A channel.
    pub fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Mail => self.channel_mail(),
            Channel::WeCom => self.channel_wecom(),
            Channel::DingTalk => self.channel_dingtalk(),
            Channel::Feishu => self.channel_feishu(),
            Channel::Sms => self.channel_sms(),
            Channel::Robot => self.channel_robot(),
        }
    }

    /// The service of a robot.
    pub fn robot_kind(self, kind: RobotKind) -> &'static str {
        match kind {
            RobotKind::WeCom => self.channel_wecom(),
            RobotKind::DingTalk => self.channel_dingtalk(),
            RobotKind::Feishu => self.channel_feishu(),
            RobotKind::Slack => self.channel_slack(),
            RobotKind::Teams => self.channel_teams(),
        }
    }

    pub(super) fn not_reachable(self, refused: &NotReachable) -> String {
        match refused {
            NotReachable::UserId(text) => self.channel_not_a_user_id(text),
            NotReachable::Mobile(text) => self.channel_not_a_mobile(text),
        }
    }

    pub(super) fn robot_refused(self, refused: RobotRefused) -> &'static str {
        match refused {
            RobotRefused::Address => self.channel_robot_address(),
            RobotRefused::Host => self.channel_robot_host(),
        }
    }
}
