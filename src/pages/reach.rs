//! The part of a person's form that says how they are reached.

use crate::app::App;
use crate::domain::{Channel, Reach};
use crate::http::Posted;
use crate::i18n::Lang;
use crate::services::directory::ReachInput;

/// That part; empty where mail is all that there is.
pub struct ReachForm {
    /// The channels to choose from, and whether it is the one that is chosen.
    pub channels: Vec<(Channel, &'static str, bool)>,
    /// Who somebody is on them.
    pub fields: Vec<ReachField>,
}

/// An id on one channel.
pub struct ReachField {
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
}

impl ReachForm {
    /// The form with what was typed, or what is: of the channels that are set up, and of those
    /// that the person is known on.
    pub fn of(app: &App, lang: Lang, input: &ReachInput) -> Self {
        let set_up = app.channels.set_up();
        let fields: Vec<(Channel, ReachField)> = [
            (Channel::WeCom, "wecom_id", lang.channel_wecom_id(), &input.wecom_id),
            (Channel::DingTalk, "dingtalk_id", lang.channel_dingtalk_id(), &input.dingtalk_id),
            (Channel::Feishu, "feishu_id", lang.channel_feishu_id(), &input.feishu_id),
            (Channel::Sms, "mobile", lang.channel_mobile(), &input.mobile),
        ]
        .into_iter()
        .filter(|(channel, _, _, value)| set_up.contains(channel) || value.is_some())
        .map(|(channel, name, label, value)| {
            (channel, ReachField { name, label, value: value.clone().unwrap_or_default() })
        })
        .collect();
        let there = std::iter::once(Channel::Mail).chain(fields.iter().map(|(one, _)| *one));
        let channels = there.map(|one| (one, lang.channel(one), one == input.channel)).collect();
        Self { channels, fields: fields.into_iter().map(|(_, field)| field).collect() }
    }
}

/// What was typed; `None` where the form had no such part. What it did not ask for stays.
pub fn typed(posted: &Posted, kept: &Reach) -> Option<ReachInput> {
    let channel = posted.text("channel").parse().ok()?;
    let mut input = ReachInput { channel, ..ReachInput::of(kept) };
    let asked = |name: &str| posted.fields().any(|(field, _)| field == name);
    let texts = [
        ("wecom_id", &mut input.wecom_id),
        ("dingtalk_id", &mut input.dingtalk_id),
        ("feishu_id", &mut input.feishu_id),
        ("mobile", &mut input.mobile),
    ];
    for (name, text) in texts {
        if asked(name) {
            *text = posted.some(name);
        }
    }
    Some(input)
}

/// What the form calls its fields.
pub fn label(lang: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "channel" => lang.channel_preferred(),
        "wecom_id" => lang.channel_wecom_id(),
        "dingtalk_id" => lang.channel_dingtalk_id(),
        "feishu_id" => lang.channel_feishu_id(),
        "mobile" => lang.channel_mobile(),
        _ => return None,
    })
}
