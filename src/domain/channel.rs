//! By which channel a letter reaches its reader.

use super::EmailAddress;
use super::named::named;

named! {
    /// A way by which letters leave.
    Channel, "a channel" {
        /// Mail.
        Mail = "mail",
        /// 企业微信, by an application of the organisation.
        WeCom = "wecom",
        /// 钉钉, by an application of the organisation.
        DingTalk = "dingtalk",
        /// 飞书, by an application of the organisation.
        Feishu = "feishu",
        /// A text message to a mobile telephone.
        Sms = "sms",
        /// A robot in a department's group chat; nobody's own.
        Robot = "robot",
    }
}

impl Channel {
    /// Those that somebody can be reached by in person.
    pub const PERSONAL: [Self; 5] =
        [Self::Mail, Self::WeCom, Self::DingTalk, Self::Feishu, Self::Sms];
}

/// The longest user id, in characters: what `WeCom` and `DingTalk` allow.
const LONGEST_ID: usize = 64;

/// After how many failed tries a letter by another channel turns to mail: about twenty minutes
/// after the first, so that it arrives within the hour.
const PATIENCE: i32 = 4;

/// Whether a letter that failed `attempts` times by another channel goes by mail instead.
pub fn turns_to_mail(attempts: i32) -> bool {
    attempts >= PATIENCE
}

/// How somebody is reached besides by mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// What they prefer; `None`: mail.
    pub preferred: Option<Channel>,
    /// Who they are in `WeCom`.
    pub wecom_id: Option<String>,
    /// Who they are in `DingTalk`.
    pub dingtalk_id: Option<String>,
    /// Who they are in Feishu.
    pub feishu_id: Option<String>,
    /// Their mobile telephone: digits, with `+` before a country's code.
    pub mobile: Option<String>,
}

/// A channel and the address on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The channel.
    pub channel: Channel,
    /// The address.
    pub address: String,
}

/// A text that is no address of its channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReachable {
    /// No user id.
    #[error(
        "`{0}` is not a user id: letters, digits and _ - @ . after a letter or digit, at most 64"
    )]
    UserId(String),
    /// No number of a mobile telephone.
    #[error("`{0}` is not the number of a mobile telephone")]
    Mobile(String),
}

impl Reach {
    /// The channel that is tried first.
    pub fn channel(&self) -> Channel {
        self.preferred.unwrap_or(Channel::Mail)
    }

    /// The address on a channel other than mail.
    pub fn on(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::WeCom => self.wecom_id.as_deref(),
            Channel::DingTalk => self.dingtalk_id.as_deref(),
            Channel::Feishu => self.feishu_id.as_deref(),
            Channel::Sms => self.mobile.as_deref(),
            Channel::Mail | Channel::Robot => None,
        }
    }

    /// Every way to somebody with this address for mail, over the channels that are `open`: the
    /// preferred one first, then mail, then the others.
    pub fn routes(&self, email: Option<&EmailAddress>, open: &[Channel]) -> Vec<Route> {
        let address = |channel: Channel| match channel {
            Channel::Mail => email.map(ToString::to_string),
            other if open.contains(&other) => self.on(other).map(str::to_owned),
            _ => None,
        };
        let first = self.channel();
        let rest = Channel::PERSONAL.into_iter().filter(|one| *one != first);
        std::iter::once(first)
            .chain(rest)
            .filter_map(|channel| Some(Route { channel, address: address(channel)? }))
            .collect()
    }

    /// The way by which a letter goes; `None` for somebody whom no letter reaches.
    pub fn route(&self, email: Option<&EmailAddress>, open: &[Channel]) -> Option<Route> {
        self.routes(email, open).into_iter().next()
    }
}

/// A user id, trimmed. Whatever a service would take for several users or for all is refused.
pub fn user_id(text: &str) -> Result<String, NotReachable> {
    let trimmed = text.trim();
    let fits = trimmed.len() <= LONGEST_ID
        && trimmed.starts_with(|c: char| c.is_ascii_alphanumeric())
        && trimmed.chars().all(|c| c.is_ascii_alphanumeric() || "_-@.".contains(c));
    if fits { Ok(trimmed.to_owned()) } else { Err(NotReachable::UserId(text.to_owned())) }
}

/// The number of a mobile telephone, without the marks that part its digits.
pub fn mobile(text: &str) -> Result<String, NotReachable> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace() && !"-()（）".contains(*c)).collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    let fits = (7..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    if fits { Ok(plain) } else { Err(NotReachable::Mobile(text.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(preferred: Channel) -> Reach {
        Reach {
            preferred: Some(preferred),
            wecom_id: Some("ZhangSan".to_owned()),
            mobile: Some("13800000000".to_owned()),
            ..Reach::default()
        }
    }

    #[track_caller]
    fn goes(reach: &Reach, email: bool, open: &[Channel], expected: Option<(Channel, &str)>) {
        let email: Option<EmailAddress> = email.then(|| "z@example.edu".parse().unwrap());
        let route = reach.route(email.as_ref(), open);
        let route = route.as_ref().map(|route| (route.channel, route.address.as_str()));
        assert_eq!(route, expected);
    }

    #[test]
    fn a_letter_goes_as_its_reader_prefers_where_that_is_open() {
        let open = [Channel::WeCom];
        goes(&reach(Channel::WeCom), true, &open, Some((Channel::WeCom, "ZhangSan")));
        goes(&reach(Channel::WeCom), true, &[], Some((Channel::Mail, "z@example.edu")));
        goes(&reach(Channel::Feishu), true, &open, Some((Channel::Mail, "z@example.edu")));
        goes(&Reach::default(), true, &open, Some((Channel::Mail, "z@example.edu")));
    }

    #[test]
    fn without_mail_any_open_channel_will_do() {
        let both = [Channel::WeCom, Channel::Sms];
        goes(&reach(Channel::Mail), false, &both, Some((Channel::WeCom, "ZhangSan")));
        goes(&reach(Channel::Mail), false, &[Channel::Sms], Some((Channel::Sms, "13800000000")));
        goes(&reach(Channel::Mail), false, &[], None);
        goes(&Reach::default(), false, &both, None);
    }

    #[test]
    fn a_user_id_is_one_user() {
        for id in ["ZhangSan", "zhang.san@college", "7", " ou_7d8a6e6df7621556ce0d21922b676706 "] {
            assert_eq!(user_id(id).unwrap(), id.trim());
        }
        for id in ["", "@all", "a|b", "a,b", "张三", "a b", "a\n", &"x".repeat(65)] {
            let refused = user_id(id);
            assert!(refused.is_err() || id.trim() != id, "{id}");
        }
    }

    #[test]
    fn a_mobile_is_kept_by_its_digits() {
        assert_eq!(mobile(" 138-0000 0000 ").unwrap(), "13800000000");
        assert_eq!(mobile("+86 138 0000 0000").unwrap(), "+8613800000000");
        for text in ["", "6016", "内线6016", "13800000000,13900000000", "++8613800000000"] {
            assert!(mobile(text).is_err(), "{text}");
        }
    }
}
