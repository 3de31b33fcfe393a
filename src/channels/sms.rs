//! Text messages, by whatever gateway takes them over HTTP.

use ureq::http::{HeaderValue, Method};
use url::form_urlencoded::byte_serialize;

use super::all::ChannelRefused;
use super::credentials::secret;
use super::line::{Call, Line, callable};
use super::message::Message;
use super::verdict::{Undelivered, by_status, refused};
use crate::domain::{Card, mobile_number};
use crate::settings;

const NAME: &str = "SMS";
const SECTION: &str = "sms";

/// What stands for the number, the message, and the key of the message.
const PLACES: [&str; 3] = ["{to}", "{text}", "{id}"];

/// The gateway.
pub(super) struct Sms {
    url: String,
    method: Method,
    content_type: String,
    body: String,
    authorization: Option<HeaderValue>,
    accepted: String,
    characters: usize,
}

/// How a text is put into its place.
#[derive(Clone, Copy)]
enum Manner {
    /// As it is.
    Plain,
    /// As a part of a JSON string.
    Json,
    /// As a part of an address or a form.
    Form,
}

impl Sms {
    /// As the settings have it; `None` where they have none.
    pub fn open(settings: &settings::Sms) -> Result<Option<Self>, ChannelRefused> {
        let Some(url) = &settings.url else { return Ok(None) };
        let refused = |key, reason: String| ChannelRefused::new(SECTION, key, reason);
        let url = url.trim();
        // What stands for something is no part of an address before it is put in.
        let sample = PLACES.iter().fold(url.to_owned(), |url, place| url.replace(place, "1"));
        callable(&sample).map_err(|reason| refused("url", reason.to_owned()))?;
        if url.split(['/', '?']).nth(2).is_some_and(|host| host.contains('{')) {
            return Err(refused("url", "nothing can be put into the host".to_owned()));
        }
        let method = match settings.method.trim().to_uppercase().as_str() {
            "GET" => Method::GET,
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            other => return Err(refused("method", format!("`{other}` is none of GET, POST, PUT"))),
        };
        let place = if method == Method::GET { url } else { &settings.body };
        for needed in ["{to}", "{text}"] {
            if !place.contains(needed) && !url.contains(needed) {
                return Err(refused("body", format!("`{needed}` stands nowhere")));
            }
        }
        if !(70..=1_000).contains(&settings.characters) {
            return Err(refused("characters", "must lie between 70 and 1000".to_owned()));
        }
        let authorization = secret(
            SECTION,
            ("authorization", settings.authorization.as_ref()),
            ("authorization_file", settings.authorization_file.as_deref()),
        )?;
        let header = |text: String| {
            let mut header = HeaderValue::from_str(&text).map_err(|_secret| {
                refused("authorization", "it holds signs that no header has".to_owned())
            })?;
            header.set_sensitive(true);
            Ok::<_, ChannelRefused>(header)
        };
        Ok(Some(Self {
            url: url.to_owned(),
            method,
            content_type: settings.content_type.trim().to_owned(),
            body: settings.body.clone(),
            authorization: authorization.map(header).transpose()?,
            accepted: settings.accepted.clone(),
            characters: usize::try_from(settings.characters).unwrap_or(usize::MAX),
        }))
    }

    /// Sends one message.
    pub fn send(&self, line: &Line, message: &Message) -> Result<(), Undelivered> {
        let to =
            mobile_number(&message.to).map_err(|error| Undelivered::for_good(error.to_string()))?;
        let text = text_of(&message.card, self.characters);
        let values = [to.as_str(), text.as_str(), message.key.as_str()];
        let url = filled(&self.url, values, Manner::Form);
        let call = Call {
            method: self.method.clone(),
            url: &url,
            authorization: self.authorization.clone(),
            content_type: &self.content_type,
            body: filled(&self.body, values, self.manner()),
        };
        let reply = line.call(NAME, call)?;
        if let Some(undelivered) = by_status(NAME, &reply) {
            return Err(undelivered);
        }
        let said = String::from_utf8_lossy(&reply.body);
        if self.accepted.is_empty() || said.contains(&self.accepted) {
            return Ok(());
        }
        // Only the gateway knows whether its refusal is final: it is tried again.
        Err(Undelivered::for_now(refused(NAME, "not accepted:", &reply.words())))
    }

    fn manner(&self) -> Manner {
        let kind = self.content_type.to_ascii_lowercase();
        if kind.contains("json") {
            Manner::Json
        } else if kind.contains("x-www-form-urlencoded") {
            Manner::Form
        } else {
            Manner::Plain
        }
    }
}

/// The template with the values in their places; a value that looks like a place is none.
fn filled(template: &str, values: [&str; 3], manner: Manner) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = PLACES.iter().zip(values).find(|(place, _)| rest.starts_with(**place));
        if let Some((place, value)) = found {
            filled.push_str(&put(value, manner));
            rest = &rest[place.len()..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

fn put(value: &str, manner: Manner) -> String {
    match manner {
        Manner::Plain => value.to_owned(),
        Manner::Form => byte_serialize(value.as_bytes()).collect(),
        Manner::Json => {
            let quoted = serde_json::json!(value).to_string();
            quoted[1..quoted.len() - 1].to_owned()
        }
    }
}

/// The card as one text: what it is about, as much of what it says as there is room for, and the
/// first link, whole.
fn text_of(card: &Card, characters: usize) -> String {
    let link = card.links.first().map_or("", |link| link.address.as_str());
    let room = characters.saturating_sub(link.chars().count() + 1);
    let said = std::iter::once(&card.title).chain(&card.lines).chain(&card.foot);
    let said: Vec<String> = said.map(|line| super::verdict::one_line(line)).collect();
    let said = said.join(" ");
    let text: String = if said.chars().count() <= room {
        said
    } else {
        said.chars().take(room.saturating_sub(1)).chain(['…']).collect()
    };
    format!("{text} {link}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CardLink;

    #[test]
    fn what_is_put_in_breaks_nothing() {
        let values = ["13800000000", "“a\" }, {to}\n督&b", "key"];
        let json = filled(r#"{"to": "{to}", "text": "{text}", "x": {}}"#, values, Manner::Json);
        assert!(json.contains(r#""text": "“a\" }, {to}\n督&b""#), "{json}");
        let form = filled("to={to}&text={text}&id={id}", values, Manner::Form);
        assert!(form.starts_with("to=13800000000&text=%E2%80%9Ca%22+%7D"), "{form}");
        assert!(form.ends_with("%26b&id=key"), "{form}");
    }

    #[test]
    fn a_message_keeps_its_link_whole() {
        let address = format!("https://duban.example.edu/r/{}", "s".repeat(43));
        let card = Card {
            title: "教务处：5项督办事项待处理".to_owned(),
            lines: vec!["逾期16天　公布“十大改革”实施清单".repeat(9)],
            links: vec![CardLink { label: "反馈".to_owned(), address: address.clone() }],
            foot: Vec::new(),
        };
        for characters in [70, 100, 140, 200] {
            let text = text_of(&card, characters);
            assert!(text.ends_with(&address), "{text}");
            assert!(text.chars().count() <= characters.max(address.len() + 2), "{text}");
        }
        assert_eq!(text_of(&Card::titled("短"), 140), "短");
    }
}
