//! How somebody is reached: by which channel, under which user id.

use super::people::check_may_change;
use crate::app::Act;
use crate::domain::{
    Channel, Fault, Faults, NotReachable, PersonId, Reach, mobile_number, user_id,
};
use crate::persistence::{departments, people, reaches};
use crate::services::Error;

/// How a person is reached, as somebody describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachInput {
    /// The channel that is tried first.
    pub channel: Channel,
    /// Who they are in 企业微信.
    pub wecom_id: Option<String>,
    /// Who they are in 钉钉.
    pub dingtalk_id: Option<String>,
    /// Who they are in 飞书.
    pub feishu_id: Option<String>,
    /// Their mobile telephone.
    pub mobile: Option<String>,
}

impl ReachInput {
    /// `reach` as it is, to be changed in part.
    pub fn of(reach: &Reach) -> Self {
        Self {
            channel: reach.channel(),
            wecom_id: reach.wecom_id.clone(),
            dingtalk_id: reach.dingtalk_id.clone(),
            feishu_id: reach.feishu_id.clone(),
            mobile: reach.mobile.clone(),
        }
    }
}

/// The field in which the address on a channel stands.
fn field_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail | Channel::Robot => "email",
        Channel::WeCom => "wecom_id",
        Channel::DingTalk => "dingtalk_id",
        Channel::Feishu => "feishu_id",
        Channel::Sms => "mobile",
    }
}

/// Says how a person is reached, on behalf of who may change them. A channel may be named before
/// it is set up: until then letters go by mail.
pub fn set_reach(act: &mut Act<'_>, id: PersonId, input: &ReachInput) -> Result<Reach, Error> {
    let person = people::find(act.conn, id)?;
    check_may_change(&act.actor, person.role)?;
    departments::lock_directory(act.conn)?;
    let mut faults = Faults::default();
    let mut checked = |field, text: &Option<String>, check: fn(&str) -> Result<_, NotReachable>| {
        let text = text.as_deref().filter(|text| !text.trim().is_empty())?;
        faults.check(field, check(text))
    };
    let reach = Reach {
        preferred: Some(input.channel).filter(|channel| *channel != Channel::Mail),
        wecom_id: checked("wecom_id", &input.wecom_id, user_id),
        dingtalk_id: checked("dingtalk_id", &input.dingtalk_id, user_id),
        feishu_id: checked("feishu_id", &input.feishu_id, user_id),
        mobile: checked("mobile", &input.mobile, mobile_number),
    };
    let mut others = reaches::all(act.conn)?;
    others.remove(&id);
    for channel in [Channel::WeCom, Channel::DingTalk, Channel::Feishu] {
        let Some(own) = reach.on(channel) else { continue };
        if others.values().any(|other| other.on(channel) == Some(own)) {
            faults.add(field_of(channel), Fault::Taken(own.to_owned()));
        }
    }
    if input.channel == Channel::Robot {
        faults.add("channel", Fault::Unwanted);
    }
    faults.finish().map_err(Error::Invalid)?;
    if let Some(channel) = reach.preferred
        && reach.on(channel).is_none()
    {
        return Err(Error::invalid(field_of(channel), Fault::Missing));
    }
    reaches::set(act.conn, id, &reach)?;
    Ok(reach)
}

/// Chooses the channel by which one's own letters come, among those by which they can.
pub fn choose_channel(act: &mut Act<'_>, channel: Channel) -> Result<(), Error> {
    let id = act.actor.id.ok_or(Error::Forbidden)?;
    let person = people::find(act.conn, id)?;
    let reach = reaches::of(act.conn, id)?;
    let open = act.app.channels.set_up();
    if !reach.routes(person.email.as_ref(), &open).iter().any(|route| route.channel == channel) {
        return Err(Error::invalid("channel", Fault::NoSuch));
    }
    let preferred = Some(channel).filter(|channel| *channel != Channel::Mail);
    Ok(reaches::set(act.conn, id, &Reach { preferred, ..reach })?)
}
