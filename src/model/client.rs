//! The endpoint: an HTTP API as OpenAI has it, which many servers speak.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use ureq::Agent;
use ureq::http::HeaderValue;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use url::Url;

use super::{answer, prompt};
use crate::domain::extraction::{Proposal, Silence};
use crate::settings;

/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: u64 = 1024 * 1024;

/// How many texts may be with the model at once: each keeps a thread waiting.
const AT_ONCE: usize = 4;

/// The language model of `[extraction.model]`. Cloning it is cheap.
#[derive(Clone)]
pub struct Model {
    agent: Agent,
    endpoint: String,
    name: String,
    authorization: Option<HeaderValue>,
    patience: Duration,
    longest: usize,
    confidential: bool,
    turns: Arc<Semaphore>,
}

/// Why no model can be asked with these settings.
#[derive(Debug, thiserror::Error)]
#[error("`extraction.model.{key}`: {reason}")]
pub struct ModelRefused {
    key: &'static str,
    reason: String,
}

impl ModelRefused {
    fn new(key: &'static str, reason: impl Into<String>) -> Self {
        Self { key, reason: reason.into() }
    }
}

impl Model {
    /// The model that the settings name; none where they name none.
    pub fn open(settings: &settings::Model) -> Result<Option<Self>, ModelRefused> {
        if settings.url.trim().is_empty() {
            return Ok(None);
        }
        if settings.name.trim().is_empty() {
            return Err(ModelRefused::new("name", "the endpoint needs the model's name"));
        }
        let in_range = |key, value: u64, range: std::ops::RangeInclusive<u64>| {
            let (least, most) = (range.start(), range.end());
            let reason = || format!("must lie between {least} and {most}");
            if range.contains(&value) { Ok(value) } else { Err(ModelRefused::new(key, reason())) }
        };
        let seconds = in_range("timeout", settings.timeout, 1..=600)?;
        let longest = in_range("characters", settings.characters, 500..=1_000_000)?;
        let config = Agent::config_builder()
            // A model elsewhere is another model: nothing is followed, and no proxy is picked up.
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .user_agent("duban")
            .tls_config(
                TlsConfig::builder().root_certs(roots(settings.ca_file.as_deref())?).build(),
            )
            .build();
        Ok(Some(Self {
            agent: config.new_agent(),
            endpoint: endpoint(&settings.url)?,
            name: settings.name.trim().to_owned(),
            authorization: authorization(settings)?,
            patience: Duration::from_secs(seconds),
            longest: usize::try_from(longest).unwrap_or(usize::MAX),
            confidential: settings.confidential,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }))
    }

    /// Whether it may see confidential minutes.
    pub fn reads_confidential(&self) -> bool {
        self.confidential
    }

    /// How long it may take over one text.
    pub(super) fn patience(&self) -> Duration {
        self.patience
    }

    /// The most scalar values that it is given at once.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// A turn to ask; none while too many others have theirs.
    pub(super) fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.try_acquire().ok()
    }

    /// Asks about one stretch of a text, for at most as long as is `left`.
    pub(super) fn ask(&self, stretch: &str, left: Duration) -> Result<Vec<Proposal>, Silence> {
        let body = self.answer(&prompt::request(&self.name, stretch), left)?;
        answer::proposals(&body).inspect_err(|_nonsense| {
            tracing::warn!(bytes = body.len(), "the language model's answer cannot be read");
        })
    }

    fn answer(&self, question: &str, left: Duration) -> Result<Vec<u8>, Silence> {
        if left.is_zero() {
            return Err(self.judge(&ureq::Error::Timeout(ureq::Timeout::Global)));
        }
        let mut request = self.agent.post(&self.endpoint).content_type("application/json");
        if let Some(key) = &self.authorization {
            request = request.header("authorization", key.clone());
        }
        // The end of it all, from the name's look-up to the last byte of the answer.
        let request = request.config().timeout_global(Some(left)).build();
        let mut response = request.send(question).map_err(|error| self.judge(&error))?;
        let status = response.status();
        if !status.is_success() {
            tracing::warn!(status = status.as_u16(), "the language model refuses");
            return Err(Silence::Refused { status: status.as_u16() });
        }
        let body = response.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
        body.map_err(|error| self.judge(&error))
    }

    fn judge(&self, error: &ureq::Error) -> Silence {
        tracing::warn!(%error, "the language model had no say");
        match error {
            ureq::Error::Timeout(_) => Silence::TimedOut { seconds: self.patience.as_secs() },
            ureq::Error::BodyExceedsLimit(_) => Silence::TooLong,
            _ => Silence::Unreachable,
        }
    }
}

/// The address that answers, from the API's own: `http://127.0.0.1:11434/v1`.
fn endpoint(text: &str) -> Result<String, ModelRefused> {
    let refused = |reason: &str| ModelRefused::new("url", reason);
    let url = Url::parse(text.trim()).map_err(|error| refused(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(refused("it must begin with http:// or https:// and a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("a key belongs into `key` or `key_file`"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("it ends with the path, such as /v1"));
    }
    Ok(format!("{}/chat/completions", url.as_str().trim_end_matches('/')))
}

fn authorization(settings: &settings::Model) -> Result<Option<HeaderValue>, ModelRefused> {
    let (name, key) = match (&settings.key, &settings.key_file) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(ModelRefused::new("key_file", "there is a `key` already"));
        }
        (Some(key), None) => ("key", key.reveal().to_owned()),
        (None, Some(file)) => ("key_file", read(file, "key_file")?),
    };
    // What is wrong with a key is not told in its own words.
    let bearer = HeaderValue::from_str(&format!("Bearer {}", key.trim()));
    let mut bearer =
        bearer.map_err(|_secret| ModelRefused::new(name, "it holds signs that no key has"))?;
    bearer.set_sensitive(true);
    Ok(Some(bearer))
}

/// The authorities that vouch for the endpoint.
fn roots(ca_file: Option<&Path>) -> Result<RootCerts, ModelRefused> {
    let Some(file) = ca_file else { return Ok(RootCerts::WebPki) };
    let pem = read(file, "ca_file")?;
    let mut known: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(pem.as_bytes()) {
        let item = item.map_err(|error| ModelRefused::new("ca_file", error.to_string()))?;
        if let PemItem::Certificate(certificate) = item {
            known.push(certificate);
        }
    }
    if known.is_empty() {
        return Err(ModelRefused::new("ca_file", "it holds no certificate"));
    }
    Ok(RootCerts::from(known))
}

fn read(file: &Path, key: &'static str) -> Result<String, ModelRefused> {
    let told = |error| ModelRefused::new(key, format!("`{}`: {error}", file.display()));
    std::fs::read_to_string(file).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Key;

    fn settings(url: &str) -> settings::Model {
        settings::Model {
            url: url.to_owned(),
            name: "m".to_owned(),
            key: None,
            key_file: None,
            ca_file: None,
            timeout: 20,
            characters: 8_000,
            confidential: false,
        }
    }

    fn refusal(settings: &settings::Model) -> String {
        Model::open(settings).err().map(|refused| refused.to_string()).unwrap_or_default()
    }

    #[test]
    fn without_an_address_there_is_no_model() {
        assert!(Model::open(&settings(" ")).unwrap().is_none());
    }

    #[test]
    fn the_address_is_that_of_the_api() {
        let open = |url: &str| Model::open(&settings(url)).unwrap().unwrap().endpoint;
        assert_eq!(open("http://127.0.0.1:1/v1"), "http://127.0.0.1:1/v1/chat/completions");
        assert_eq!(open("https://llm.example.edu/"), "https://llm.example.edu/chat/completions");
    }

    #[test]
    fn bad_settings_are_refused_by_the_name_of_their_key() {
        let bad = |change: fn(&mut settings::Model)| {
            let mut settings = settings("http://127.0.0.1:1/v1");
            change(&mut settings);
            refusal(&settings)
        };
        assert!(refusal(&settings("ftp://x/v1")).starts_with("`extraction.model.url`:"));
        assert!(refusal(&settings("http://u:p@x/v1")).contains("`key_file`"));
        assert!(bad(|it| it.name.clear()).starts_with("`extraction.model.name`:"));
        assert!(bad(|it| it.timeout = 0).contains("between 1 and 600"));
        assert!(bad(|it| it.characters = 3).starts_with("`extraction.model.characters`:"));
        assert!(bad(|it| it.ca_file = Some("/no/such".into())).contains("/no/such"));
    }

    #[test]
    fn a_key_is_never_told() {
        let mut settings = settings("http://127.0.0.1:1/v1");
        settings.key = Some(Key::new("sk-secret\nsk"));
        let said = refusal(&settings);
        assert!(said.starts_with("`extraction.model.key`:") && !said.contains("secret"), "{said}");
        assert!(!format!("{settings:?}").contains("secret"));
        settings.key = Some(Key::new("sk-secret"));
        let model = Model::open(&settings).unwrap().unwrap();
        assert!(!format!("{:?}", model.authorization).contains("secret"));
    }
}
