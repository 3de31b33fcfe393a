//! 企业微信: template cards of an application of the organisation.
//!
//! Codes: <https://developer.work.weixin.qq.com/document/path/90313>.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use super::all::ChannelRefused;
use super::credentials::{base, needed, number};
use super::line::{Call, Line, address};
use super::message::Message;
use super::tokens::{Fresh, Tokens};
use super::verdict::{Said, Undelivered, by_status, json as read, refused};
use crate::domain::{cut, user_id};
use crate::settings;

const NAME: &str = "WeCom";
const SECTION: &str = "wecom";

/// What lines and foot of a card may have together, in bytes of UTF-8.
const BYTES: usize = 900;
/// How many links a card can have.
const LINKS: usize = 3;
/// For how long the same message is recognised, in seconds: the longest that there is.
const RECOGNISED: u32 = 14_400;

/// The application.
pub(super) struct WeCom {
    base: String,
    corp_id: String,
    agent_id: i64,
    secret: String,
    tokens: Tokens,
}

impl WeCom {
    /// As the settings have it; `None` where they have none.
    pub fn open(settings: &settings::WeCom) -> Result<Option<Self>, ChannelRefused> {
        let Some(corp_id) = &settings.corp_id else { return Ok(None) };
        Ok(Some(Self {
            base: base(SECTION, &settings.url)?,
            corp_id: corp_id.trim().to_owned(),
            agent_id: number(SECTION, "agent_id", &settings.agent_id)?,
            secret: needed(
                SECTION,
                ("secret", settings.secret.as_ref()),
                ("secret_file", settings.secret_file.as_deref()),
            )?,
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
        let body = self.body(message);
        self.tokens.send(now, || self.token(line), |token| self.post(line, token, &body))
    }

    fn token(&self, line: &Line) -> Result<Fresh, Undelivered> {
        let pairs = [("corpid", self.corp_id.as_str()), ("corpsecret", self.secret.as_str())];
        let url = address(&self.base, "/cgi-bin/gettoken", &pairs);
        let reply = line.call(NAME, Call::get(&url))?;
        if let Some(undelivered) = by_status(NAME, &reply) {
            return Err(undelivered);
        }
        let said = read(NAME, &reply)?;
        let (code, words) = code_of(&said)?;
        let token = said["access_token"].as_str().filter(|token| code == 0 && !token.is_empty());
        let Some(token) = token else {
            // A refused secret is a fault of the settings: a corrected one loses nothing.
            return Err(Undelivered::for_now(refused(NAME, code, &self.hushed(words))));
        };
        let lasts = TimeDelta::seconds(said["expires_in"].as_i64().unwrap_or(0).clamp(0, 86_400));
        Ok(Fresh { value: token.to_owned(), lasts })
    }

    fn post(&self, line: &Line, token: &str, body: &Value) -> Result<Said, Undelivered> {
        let url = address(&self.base, "/cgi-bin/message/send", &[("access_token", token)]);
        let reply = line.call(NAME, Call::json(&url, body))?;
        if let Some(undelivered) = by_status(NAME, &reply) {
            return Ok(Said::Not(undelivered));
        }
        let said = read(NAME, &reply)?;
        let (code, words) = code_of(&said)?;
        let error = refused(NAME, code, &self.hushed(&words.replace(token, "…")));
        let missed = |field: &str| said[field].as_str().is_some_and(|who| !who.is_empty());
        Ok(match code {
            0 if missed("invaliduser") || missed("unlicenseduser") => {
                Said::Not(Undelivered::for_good(format!(
                    "{NAME}: the application may not write to this user"
                )))
            }
            0 => Said::Taken,
            // 不合法的、缺失的、已过期的 access_token.
            40_014 | 41_001 | 42_001 => Said::TokenRefused(error),
            code if passing(code) => Said::Not(Undelivered::for_now(error)),
            _ => Said::Not(Undelivered::for_good(error)),
        })
    }

    /// The card. The whole body is the same at every try: by that the service knows it again.
    fn body(&self, message: &Message) -> Value {
        let card = message.card.fitted(BYTES, LINKS);
        let first = card.links.first().map_or("", |link| &link.address);
        let jumps: Vec<Value> = card
            .links
            .iter()
            .map(|link| json!({ "type": 1, "title": cut(&link.label, 78), "url": link.address }))
            .collect();
        let text: Vec<&str> = card.lines.iter().chain(&card.foot).map(String::as_str).collect();
        let mut body = json!({
            "touser": message.to,
            "agentid": self.agent_id,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": RECOGNISED,
        });
        if first.is_empty() {
            // A card must lead somewhere; what leads nowhere is a mere text.
            let all: Vec<&str> = std::iter::once(card.title.as_str()).chain(text).collect();
            body["msgtype"] = json!("text");
            body["text"] = json!({ "content": all.join("\n") });
        } else {
            body["msgtype"] = json!("template_card");
            body["template_card"] = json!({
                "card_type": "text_notice",
                "source": { "desc": cut(&message.from, 60) },
                "main_title": { "title": cut(&card.title, 120) },
                "sub_title_text": text.join("\n"),
                "jump_list": jumps,
                "card_action": { "type": 1, "url": first },
            });
        }
        body
    }

    /// What a service says, without our secret, should it say that.
    fn hushed(&self, words: &str) -> String {
        words.replace(&self.secret, "…")
    }
}

/// Whether a code means that another try may succeed: the service is busy or asks for patience, or
/// the settings are at fault rather than the message.
fn passing(code: i64) -> bool {
    matches!(
        code,
        -1          // 系统繁忙
        | 40_001    // 不合法的secret
        | 40_013    // 不合法的CorpID
        | 40_056    // 不合法的agentid
        | 45_009    // 接口调用超过限制
        | 45_033    // 接口并发调用超过限制
        | 48_002    // API禁止调用
        | 60_020 // 不安全的访问IP
    )
}

fn code_of(said: &Value) -> Result<(i64, &str), Undelivered> {
    let code = said["errcode"].as_i64();
    let code =
        code.ok_or_else(|| Undelivered::for_now(format!("{NAME}: the answer names no code")))?;
    Ok((code, said["errmsg"].as_str().unwrap_or_default()))
}
