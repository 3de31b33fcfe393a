//! Robots of group chats: an address that takes messages from whoever knows it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDateTime;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use super::feishu;
use super::line::{Call, Line, Reply, callable};
use super::marked::{markdown, plain, slack};
use super::message::Message;
use super::verdict::{Undelivered, by_status, json as read, refused};
use crate::domain::{Card, CardLink, Robot, RobotKind, RobotRefused, cut};

/// What lines and foot of a card may have together, in bytes of UTF-8: WeCom takes 4,096 in all.
const BYTES: usize = 2_400;
/// How many links a card has.
const LINKS: usize = 10;
/// How many of them are buttons of a Teams card: more are not shown.
const BUTTONS: usize = 6;

/// Whether messages may be sent to this address: that of the service itself, or of a host that
/// the settings name; with TLS, or on this machine where the settings name it.
pub(super) fn check(kind: RobotKind, url: &str, further: &[String]) -> Result<(), RobotRefused> {
    let url = callable(url).map_err(|_reason| RobotRefused::Address)?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let named = |known: &str| match known.strip_prefix('.') {
        Some(_) => host.ends_with(known),
        None => host == known,
    };
    let own = url.scheme() == "https" && url.port().is_none();
    let known = own && kind.hosts().iter().any(|known| named(known));
    if known || further.iter().any(|known| named(&known.trim().to_ascii_lowercase())) {
        Ok(())
    } else {
        Err(RobotRefused::Host)
    }
}

/// Sends one message to a group.
pub(super) fn send(
    line: &Line,
    robot: &Robot,
    message: &Message,
    further: &[String],
    now: NaiveDateTime,
) -> Result<(), Undelivered> {
    let name = name_of(robot.kind);
    check(robot.kind, &robot.url, further)
        .map_err(|reason| Undelivered::for_good(format!("{name}: the address {reason}")))?;
    let card = message.card.fitted(BYTES, LINKS);
    let secret = robot.secret.as_deref().filter(|secret| !secret.is_empty());
    let mut url = robot.url.trim().to_owned();
    let body = match robot.kind {
        RobotKind::WeCom => {
            let content = cut(&markdown(&card, &message.from), 4_096);
            json!({ "msgtype": "markdown", "markdown": { "content": content } })
        }
        RobotKind::DingTalk => {
            if let Some(secret) = secret {
                url = signed_address(&url, secret, now);
            }
            let text = markdown(&card, &message.from);
            let title = plain(&cut(&card.title, 100));
            json!({ "msgtype": "markdown", "markdown": { "title": title, "text": text } })
        }
        RobotKind::Feishu => {
            let mut body =
                json!({ "msg_type": "interactive", "card": feishu::card(&card, &message.from) });
            if let Some(secret) = secret {
                let seconds = now.and_utc().timestamp();
                body["timestamp"] = json!(seconds.to_string());
                body["sign"] = json!(seal(&format!("{seconds}\n{secret}"), ""));
            }
            body
        }
        RobotKind::Slack => {
            json!({ "text": slack(&card, &message.from), "unfurl_links": false })
        }
        RobotKind::Teams => teams(&card, &message.from),
    };
    let reply = line.call(name, Call::json(&url, &body))?;
    judge(robot, name, &reply)
}

/// What the service is called in errors.
fn name_of(kind: RobotKind) -> &'static str {
    match kind {
        RobotKind::WeCom => "WeCom robot",
        RobotKind::DingTalk => "DingTalk robot",
        RobotKind::Feishu => "Feishu robot",
        RobotKind::Slack => "Slack",
        RobotKind::Teams => "Teams",
    }
}

/// What follows from an answer.
fn judge(robot: &Robot, name: &str, reply: &Reply) -> Result<(), Undelivered> {
    if let Some(undelivered) = by_status(name, reply) {
        return Err(undelivered);
    }
    let field = match robot.kind {
        RobotKind::WeCom | RobotKind::DingTalk => "errcode",
        RobotKind::Feishu => "code",
        // A good status is all that Slack and the flows of Teams say; the connectors of Teams pass
        // on what went wrong behind them under a good one.
        RobotKind::Slack => return Ok(()),
        RobotKind::Teams => {
            let words = reply.words();
            let failed = words.contains("delivery failed") || words.contains("HTTP error");
            if !failed {
                return Ok(());
            }
            let error = refused(name, "not delivered:", &words);
            let again = words.contains("HTTP error 429") || words.contains("HTTP error 5");
            return Err(if again {
                Undelivered::for_now(error)
            } else {
                Undelivered::for_good(error)
            });
        }
    };
    let said = read(name, reply)?;
    let code = said[field].as_i64().or_else(|| said["StatusCode"].as_i64());
    let Some(code) = code else {
        return Err(Undelivered::for_now(format!("{name}: the answer names no code")));
    };
    let words = [&said["errmsg"], &said["msg"]].into_iter().find_map(Value::as_str);
    let words = words.unwrap_or_default().replace(&robot.url, "…");
    let words = robot
        .secret
        .as_ref()
        .filter(|secret| !secret.is_empty())
        .map_or_else(|| words.clone(), |secret| words.replace(secret.as_str(), "…"));
    let error = refused(name, code, &words);
    match (robot.kind, code) {
        (_, 0) => Ok(()),
        // 系统繁忙; 接口调用超过限制; 发送速度太快; frequency limited.
        (_, -1)
        | (RobotKind::WeCom, 45_009 | 45_033)
        | (RobotKind::DingTalk, 130_101 | 410_100)
        | (RobotKind::Feishu, 11_232 | 99_991_400) => Err(Undelivered::for_now(error)),
        _ => Err(Undelivered::for_good(error)),
    }
}

/// The address of a DingTalk robot with a signature: of the time in milliseconds and the secret,
/// by the secret.
fn signed_address(url: &str, secret: &str, now: NaiveDateTime) -> String {
    let millis = now.and_utc().timestamp_millis().to_string();
    let sign = seal(secret, &format!("{millis}\n{secret}"));
    let Ok(mut url) = Url::parse(url) else { return String::new() };
    url.query_pairs_mut().append_pair("timestamp", &millis).append_pair("sign", &sign);
    url.into()
}

fn seal(key: &str, text: &str) -> String {
    #[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
    let mut mac = <Hmac<Sha256>>::new_from_slice(key.as_bytes()).expect("any length is a key");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A card of Teams.
fn teams(card: &Card, from: &str) -> Value {
    let block = |text: &str| json!({ "type": "TextBlock", "text": plain(text), "wrap": true });
    let mut title = block(&card.title);
    title["weight"] = json!("Bolder");
    let mut body = vec![title];
    body.extend(card.lines.iter().map(|line| block(line)));
    let mut foot =
        block(&card.foot.iter().map(String::as_str).chain([from]).collect::<Vec<_>>().join(" "));
    foot["isSubtle"] = json!(true);
    body.push(foot);
    let button = |link: &CardLink| json!({ "type": "Action.OpenUrl", "title": plain(&link.label), "url": link.address });
    let actions: Vec<Value> = card.links.iter().take(BUTTONS).map(button).collect();
    json!({ "type": "message", "attachments": [{
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": null,
        "content": {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.2",
            "body": body,
            "actions": actions,
        },
    }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_robot_is_at_its_service_or_where_the_settings_say() {
        let known = |kind, url: &str| check(kind, url, &[]).is_ok();
        assert!(known(RobotKind::WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"));
        assert!(known(RobotKind::Teams, "https://college.webhook.office.com/webhookb2/x"));
        assert!(known(RobotKind::Slack, "https://hooks.slack.com/services/T/B/x"));
        for url in [
            "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
            "https://qyapi.weixin.qq.com.evil.example/",
            "https://qyapi.weixin.qq.com:8443/",
            "https://127.0.0.1/",
            "http://127.0.0.1/",
            "https://10.0.0.7/",
            "https://webhook.office.com.evil.example/",
            "https://oapi.dingtalk.com/robot/send?access_token=t",
        ] {
            assert!(!known(RobotKind::WeCom, url), "{url}");
        }
        let further = ["127.0.0.1".to_owned(), "wecom.example.edu".to_owned()];
        assert!(check(RobotKind::WeCom, "http://127.0.0.1:81/x", &further).is_ok());
        assert!(check(RobotKind::WeCom, "https://wecom.example.edu/x", &further).is_ok());
        assert!(check(RobotKind::WeCom, "http://wecom.example.edu/x", &further).is_err());
    }

    /// The seals of the services' own samples, computed apart with another library.
    #[test]
    fn messages_are_signed_as_the_services_say() {
        let now = chrono::DateTime::from_timestamp(1_599_360_473, 0).unwrap().naive_utc();
        let url = "https://oapi.dingtalk.com/robot/send?access_token=t";
        let signed = signed_address(url, "SECdemo", now);
        assert!(signed.starts_with(&format!("{url}&timestamp=1599360473000&sign=")), "{signed}");
        assert_eq!(
            seal("SECdemo", "1599360473000\nSECdemo"),
            "tGWkA5eQOQNCNPDgphtxIoNLO+/gD8Lcb705KQoRzeY="
        );
        assert_eq!(seal("1599360473\ndemo", ""), "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
    }
}
