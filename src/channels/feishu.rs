//! 飞书: cards of an application of the organisation.
//!
//! Codes: <https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code>.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};
use ureq::http::HeaderValue;

use super::all::ChannelRefused;
use super::credentials::{base, needed};
use super::line::{Call, Line, Reply, address};
use super::message::Message;
use super::tokens::{Fresh, Tokens};
use super::verdict::{Said, Undelivered, by_status, json as read, refused};
use crate::domain::{Card, CardLink, cut, user_id};
use crate::settings;

const NAME: &str = "Feishu";
const SECTION: &str = "feishu";

/// What lines and foot of a card may have together, in bytes of UTF-8; the service takes 30 KB.
const BYTES: usize = 4_000;
/// How many links a card has.
const LINKS: usize = 8;

/// The application.
pub(super) struct Feishu {
    base: String,
    app_id: String,
    app_secret: String,
    id_type: String,
    tokens: Tokens,
}

impl Feishu {
    /// As the settings have it; `None` where they have none.
    pub fn open(settings: &settings::Feishu) -> Result<Option<Self>, ChannelRefused> {
        let Some(app_id) = &settings.app_id else { return Ok(None) };
        let id_type = settings.id_type.trim();
        if !matches!(id_type, "user_id" | "open_id" | "union_id") {
            let reason = format!("`{id_type}` is none of user_id, open_id, union_id");
            return Err(ChannelRefused::new(SECTION, "id_type", reason));
        }
        Ok(Some(Self {
            base: base(SECTION, &settings.url)?,
            app_id: app_id.trim().to_owned(),
            app_secret: needed(
                SECTION,
                ("app_secret", settings.app_secret.as_ref()),
                ("secret_file", settings.secret_file.as_deref()),
            )?,
            id_type: id_type.to_owned(),
            tokens: Tokens::default(),
        }))
    }

    /// Sends one message; the service takes the same `uuid` once an hour.
    pub fn send(
        &self,
        line: &Line,
        message: &Message,
        now: NaiveDateTime,
    ) -> Result<(), Undelivered> {
        user_id(&message.to).map_err(|error| Undelivered::for_good(error.to_string()))?;
        let body = json!({
            "receive_id": message.to,
            "msg_type": "interactive",
            "content": card(&message.card.fitted(BYTES, LINKS), &message.from).to_string(),
            "uuid": message.key,
        });
        self.tokens.send(now, || self.token(line), |token| self.post(line, token, &body))
    }

    fn token(&self, line: &Line) -> Result<Fresh, Undelivered> {
        let url = format!("{}/open-apis/auth/v3/tenant_access_token/internal", self.base);
        let body = json!({ "app_id": self.app_id, "app_secret": self.app_secret });
        let reply = line.call(NAME, Call::json(&url, &body))?;
        let (code, words, said) = told(&reply)?;
        let token = said["tenant_access_token"].as_str();
        let Some(token) = token.filter(|token| code == 0 && !token.is_empty()) else {
            return Err(Undelivered::for_now(refused(NAME, code, &self.hushed(&words))));
        };
        let lasts = TimeDelta::seconds(said["expire"].as_i64().unwrap_or(0).clamp(0, 86_400));
        Ok(Fresh { value: token.to_owned(), lasts })
    }

    fn post(&self, line: &Line, token: &str, body: &Value) -> Result<Said, Undelivered> {
        let pairs = [("receive_id_type", self.id_type.as_str())];
        let url = address(&self.base, "/open-apis/im/v1/messages", &pairs);
        let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
        let mut bearer =
            bearer.map_err(|_secret| Undelivered::for_now(format!("{NAME}: the token is none")))?;
        bearer.set_sensitive(true);
        let reply = line.call(NAME, Call::json(&url, body).by(Some(bearer)))?;
        let (code, words, _) = told(&reply)?;
        let error = refused(NAME, code, &self.hushed(&words.replace(token, "…")));
        Ok(match code {
            0 => Said::Taken,
            99_991_661 | 99_991_663 | 99_991_664 | 99_991_668 | 99_991_671 | 99_991_677 => {
                Said::TokenRefused(error)
            }
            // Too often: for the application, for this user, for the tenant.
            99_991_400 | 230_020 | 11_232 => {
                Said::Not(Undelivered::ForNow { error, after: reply.after })
            }
            code if passing(code) => Said::Not(Undelivered::for_now(error)),
            _ => Said::Not(Undelivered::for_good(error)),
        })
    }

    fn hushed(&self, words: &str) -> String {
        words.replace(&self.app_secret, "…")
    }
}

/// The code of an answer, its words, and all of it. The service says its codes under any status.
fn told(reply: &Reply) -> Result<(i64, String, Value), Undelivered> {
    let undelivered = by_status(NAME, reply);
    let said = match (read(NAME, reply), undelivered) {
        (Ok(said), _) => said,
        (Err(unread), None) => return Err(unread),
        (Err(_), Some(undelivered)) => return Err(undelivered),
    };
    match (said["code"].as_i64(), by_status(NAME, reply)) {
        (Some(0) | None, Some(undelivered)) => Err(undelivered),
        (Some(code), _) => {
            let words = said["msg"].as_str().unwrap_or_default().to_owned();
            Ok((code, words, said))
        }
        (None, None) => Err(Undelivered::for_now(format!("{NAME}: the answer names no code"))),
    }
}

/// Whether a code means that another try may succeed: the service is in trouble, or the settings
/// of the application are at fault rather than the message.
fn passing(code: i64) -> bool {
    matches!(
        code,
        1_500 | 1_503 | 1_551 | 1_557 | 2_200 | 1_000_000
            ..=1_000_099 // 内部错误
        | 10_003 | 10_014 | 10_015   // app_id, app_secret
        | 230_006                    // 应用未启用机器人能力
        | 230_027                    // 缺少权限
        | 99_991_672 | 99_991_679 // 应用未获取所需的权限
    )
}

/// A card, for people and for groups.
pub(super) fn card(card: &Card, from: &str) -> Value {
    let text = |content: String| json!({ "tag": "plain_text", "content": content });
    let mut elements = Vec::new();
    if !card.lines.is_empty() {
        elements.push(json!({ "tag": "div", "text": text(card.lines.join("\n")) }));
    }
    if !card.links.is_empty() {
        let button = |(place, link): (usize, &CardLink)| {
            json!({
                "tag": "button",
                "text": text(cut(&link.label, 90)),
                "url": link.address,
                "type": if place == 0 { "primary" } else { "default" },
            })
        };
        let buttons: Vec<Value> = card.links.iter().enumerate().map(button).collect();
        elements.push(json!({ "tag": "action", "actions": buttons }));
    }
    let foot: Vec<&str> = card.foot.iter().map(String::as_str).chain([from]).collect();
    elements.push(json!({ "tag": "note", "elements": [text(foot.join("\n"))] }));
    json!({
        "config": { "wide_screen_mode": true },
        "header": { "title": text(cut(&card.title, 300)), "template": "blue" },
        "elements": elements,
    })
}
