//! 钉钉: 工作通知 of an application of the organisation.
//!
//! The service itself delivers the same content to the same person once a day, so that a message
//! whose answer was lost does not arrive twice. Codes: <https://open.dingtalk.com/document/>.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use super::all::ChannelRefused;
use super::credentials::{base, needed, number};
use super::line::{Call, Line, address};
use super::marked::plain;
use super::message::Message;
use super::tokens::{Fresh, Tokens};
use super::verdict::{Said, Undelivered, by_status, json as read, refused};
use crate::domain::{Card, cut, user_id};
use crate::settings;

const NAME: &str = "DingTalk";
const SECTION: &str = "dingtalk";

/// What lines and foot of a card may have together, in bytes of UTF-8: a message has 2,048.
const BYTES: usize = 900;
/// How many links a card has.
const LINKS: usize = 3;

/// The application.
pub(super) struct DingTalk {
    base: String,
    app_key: String,
    app_secret: String,
    agent_id: i64,
    tokens: Tokens,
}

impl DingTalk {
    /// As the settings have it; `None` where they have none.
    pub fn open(settings: &settings::DingTalk) -> Result<Option<Self>, ChannelRefused> {
        let Some(app_key) = &settings.app_key else { return Ok(None) };
        Ok(Some(Self {
            base: base(SECTION, &settings.url)?,
            app_key: app_key.trim().to_owned(),
            app_secret: needed(
                SECTION,
                ("app_secret", settings.app_secret.as_ref()),
                ("secret_file", settings.secret_file.as_deref()),
            )?,
            agent_id: number(SECTION, "agent_id", &settings.agent_id)?,
            tokens: Tokens::default(),
        }))
    }

    /// Sends one message.
    pub fn send(
        &self,
        line: &Line,
        message: &Message,
        now: NaiveDateTime,
    ) -> Result<(), Undelivered> {
        user_id(&message.to).map_err(|error| Undelivered::for_good(error.to_string()))?;
        let body = json!({
            "agent_id": self.agent_id,
            "userid_list": message.to,
            "msg": message_of(message),
        });
        self.tokens.send(now, || self.token(line), |token| self.post(line, token, &body))
    }

    fn token(&self, line: &Line) -> Result<Fresh, Undelivered> {
        let pairs = [("appkey", self.app_key.as_str()), ("appsecret", self.app_secret.as_str())];
        let url = address(&self.base, "/gettoken", &pairs);
        let reply = line.call(NAME, Call::get(&url))?;
        if let Some(undelivered) = by_status(NAME, &reply) {
            return Err(undelivered);
        }
        let said = read(NAME, &reply)?;
        let Told { code, words, .. } = Told::of(&said)?;
        let token = said["access_token"].as_str().filter(|token| code == 0 && !token.is_empty());
        let Some(token) = token else {
            return Err(Undelivered::for_now(refused(NAME, code, &self.hushed(&words))));
        };
        let lasts =
            TimeDelta::seconds(said["expires_in"].as_i64().unwrap_or(7_200).clamp(0, 86_400));
        Ok(Fresh { value: token.to_owned(), lasts })
    }

    fn post(&self, line: &Line, token: &str, body: &Value) -> Result<Said, Undelivered> {
        let path = "/topapi/message/corpconversation/asyncsend_v2";
        let url = address(&self.base, path, &[("access_token", token)]);
        let reply = line.call(NAME, Call::json(&url, body))?;
        if let Some(undelivered) = by_status(NAME, &reply) {
            return Ok(Said::Not(undelivered));
        }
        let said = read(NAME, &reply)?;
        let Told { code, words, .. } = Told::of(&said)?;
        let error = refused(NAME, code, &self.hushed(&words.replace(token, "…")));
        Ok(match code {
            0 => Said::Taken,
            // 不合法的、缺失的、已过期的 access_token.
            40_001 | 40_014 | 41_001 | 42_001 => Said::TokenRefused(error),
            code if passing(code) => Said::Not(Undelivered::for_now(error)),
            _ => Said::Not(Undelivered::for_good(error)),
        })
    }

    fn hushed(&self, words: &str) -> String {
        words.replace(&self.app_secret, "…")
    }
}

/// A code with its words; where the code is 88, those that stand below it.
struct Told {
    code: i64,
    words: String,
}

impl Told {
    fn of(said: &Value) -> Result<Self, Undelivered> {
        let number = |value: &Value| {
            value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
        };
        let text = |field: &str| said[field].as_str().unwrap_or_default().to_owned();
        let code = number(&said["errcode"]);
        let code =
            code.ok_or_else(|| Undelivered::for_now(format!("{NAME}: the answer names no code")))?;
        match (code, number(&said["sub_code"])) {
            (88, Some(code)) => Ok(Self { code, words: text("sub_msg") }),
            (code, _) => Ok(Self { code, words: text("errmsg") }),
        }
    }
}

/// Whether a code means that another try may succeed.
fn passing(code: i64) -> bool {
    matches!(
        code,
        -1                  // 系统繁忙
        | 88                // 鉴权异常, without saying which
        | 60_011            // 没有调用该接口的权限: granted in the application's settings
        | 60_020            // 访问ip不在白名单之中
        | 90_002..=90_019 // 调用频率超过限制
    )
}

/// The card with its buttons; what leads nowhere is a mere text.
fn message_of(message: &Message) -> Value {
    let card = message.card.fitted(BYTES, LINKS);
    let markdown = text_of(&card, &message.from);
    let title = cut(&card.title, 100);
    match card.links.as_slice() {
        [] => json!({ "msgtype": "markdown", "markdown": { "title": title, "text": markdown } }),
        [one] => json!({ "msgtype": "action_card", "action_card": {
            "title": title,
            "markdown": markdown,
            "single_title": cut(&one.label, 60),
            "single_url": one.address,
        } }),
        several => {
            let button = |link: &crate::domain::CardLink| json!({ "title": cut(&link.label, 60), "action_url": link.address });
            let buttons: Vec<Value> = several.iter().map(button).collect();
            json!({ "msgtype": "action_card", "action_card": {
                "title": title,
                "markdown": markdown,
                "btn_orientation": "0",
                "btn_json_list": buttons,
            } })
        }
    }
}

fn text_of(card: &Card, from: &str) -> String {
    let title = format!("### {}", plain(&cut(&card.title, 150)));
    let lines = card.lines.iter().chain(&card.foot).map(|line| plain(line));
    let all: Vec<String> = std::iter::once(title).chain(lines).chain([plain(from)]).collect();
    all.join("  \n")
}
