//! The line to a service: HTTP by the client that the house has already.

use std::io;
use std::path::Path;
use std::time::Duration;

use chrono::TimeDelta;
use ureq::Agent;
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use url::{Host, Url};

use super::verdict::{Undelivered, one_line};

/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: u64 = 64 * 1024;

/// The longest time that a service may ask to be left alone, in seconds.
const LONGEST_PAUSE: i64 = 3_600;

/// Calls services, each for at most so long.
#[derive(Debug, Clone)]
pub(super) struct Line {
    agent: Agent,
    patience: Duration,
}

/// What a service answered.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// How long it asks to be left alone.
    pub after: Option<TimeDelta>,
    /// What it said.
    pub body: Vec<u8>,
}

impl Reply {
    /// What it said, in one line.
    pub fn words(&self) -> String {
        one_line(&String::from_utf8_lossy(&self.body))
    }
}

/// What is sent.
pub(super) struct Call<'a> {
    pub method: Method,
    /// The address, with what opens it: never told.
    pub url: &'a str,
    pub authorization: Option<HeaderValue>,
    pub content_type: &'a str,
    pub body: String,
}

impl<'a> Call<'a> {
    /// JSON by POST.
    pub fn json(url: &'a str, body: &serde_json::Value) -> Self {
        Self {
            method: Method::POST,
            url,
            authorization: None,
            content_type: "application/json; charset=utf-8",
            body: body.to_string(),
        }
    }

    /// A mere question.
    pub fn get(url: &'a str) -> Self {
        let (method, body) = (Method::GET, String::new());
        Self { method, url, authorization: None, content_type: "", body }
    }

    /// The same, with what opens it in a header.
    pub fn by(self, authorization: Option<HeaderValue>) -> Self {
        Self { authorization, ..self }
    }
}

impl Line {
    /// A line whose calls end after `patience`, vouched for by the authorities in `ca_file`.
    pub fn new(patience: Duration, ca_file: Option<&Path>) -> Result<Self, String> {
        let roots = ca_file.map_or(Ok(RootCerts::WebPki), roots)?;
        let config = Agent::config_builder()
            // What opens a service goes nowhere else: nothing is followed, no proxy is picked up.
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .user_agent("duban")
            .timeout_global(Some(patience))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Ok(Self { agent: config.new_agent(), patience })
    }

    /// Calls the service that errors shall name as `name`.
    pub fn call(&self, name: &str, call: Call<'_>) -> Result<Reply, Undelivered> {
        let Call { method, url, authorization, content_type, body } = call;
        let mut request = Request::builder().method(method.clone()).uri(url);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        // What is wrong with a request is not told in its own words: they hold the address.
        let unsendable =
            |_secret| Undelivered::for_good(format!("{name}: the address cannot be called"));
        let answer = if method == Method::GET {
            self.agent.run(request.body(()).map_err(unsendable)?)
        } else {
            let request = request.header("content-type", content_type);
            self.agent.run(request.body(body).map_err(unsendable)?)
        };
        let mut answer = answer.map_err(|error| self.judge(name, &error))?;
        let status = answer.status().as_u16();
        let after = pause_of(answer.headers());
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec();
        let body = body.map_err(|error| self.judge(name, &error))?;
        Ok(Reply { status, after, body })
    }

    /// What went wrong on the way, in words of ours: the client's own may hold the address.
    fn judge(&self, name: &str, error: &ureq::Error) -> Undelivered {
        let seconds = self.patience.as_secs();
        Undelivered::for_now(match error {
            ureq::Error::Timeout(_) => format!("{name}: no answer within {seconds} seconds"),
            ureq::Error::HostNotFound => format!("{name}: the host is not known"),
            ureq::Error::Io(error) => format!("{name}: {}", error.kind()),
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
                format!("{name}: the certificate is not trusted, or TLS failed")
            }
            ureq::Error::BodyExceedsLimit(_) => format!("{name}: the answer is too long"),
            _ => format!("{name}: cannot be reached"),
        })
    }
}

/// How long a service asks to be left alone: `Retry-After`, or as Feishu says it.
fn pause_of(headers: &HeaderMap) -> Option<TimeDelta> {
    let names =
        [HeaderName::from_static("retry-after"), HeaderName::from_static("x-ogw-ratelimit-reset")];
    let said = names.iter().find_map(|name| headers.get(name))?;
    let seconds: i64 = said.to_str().ok()?.trim().parse().ok()?;
    (0..=LONGEST_PAUSE).contains(&seconds).then(|| TimeDelta::seconds(seconds))
}

/// An address that may be called: with TLS, or on this machine.
pub(super) fn callable(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text.trim()).map_err(|_unread| "it is no address")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("no user and password belong into it");
    }
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(host)) if is_here(&host) => Ok(url),
        _ => Err("it must begin with https:// and a host"),
    }
}

/// An address with a query.
pub(super) fn address(base: &str, path: &str, pairs: &[(&str, &str)]) -> String {
    let Ok(mut url) = Url::parse(&format!("{base}{path}")) else { return String::new() };
    url.query_pairs_mut().extend_pairs(pairs);
    url.into()
}

/// Whether a host is this machine.
fn is_here(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// The authorities in a file.
fn roots(file: &Path) -> Result<RootCerts, String> {
    let told = |error: io::Error| format!("`{}`: {error}", file.display());
    let pem = std::fs::read(file).map_err(told)?;
    let mut known: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| error.to_string())? {
            known.push(certificate);
        }
    }
    if known.is_empty() {
        return Err(format!("`{}` holds no certificate", file.display()));
    }
    Ok(RootCerts::from(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_or_this_machine_is_called() {
        for good in ["https://qyapi.weixin.qq.com/x?key=1", "http://127.0.0.1:1/", "http://[::1]/"]
        {
            assert!(callable(good).is_ok(), "{good}");
        }
        for bad in [
            "http://qyapi.weixin.qq.com/",
            "http://169.254.169.254/latest",
            "http://10.0.0.1/",
            "https://u:p@host/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "",
        ] {
            assert!(callable(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_stands_in_a_query_is_put_in_whole() {
        let put = address("https://h/base", "/p", &[("secret", "a+b/c="), ("x", "督&")]);
        assert_eq!(put, "https://h/base/p?secret=a%2Bb%2Fc%3D&x=%E7%9D%A3%26");
    }

    #[test]
    fn a_service_may_ask_for_a_pause_but_not_for_ever() {
        let asked = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            pause_of(&headers)
        };
        assert_eq!(asked("retry-after", "30"), Some(TimeDelta::seconds(30)));
        assert_eq!(asked("x-ogw-ratelimit-reset", "52"), Some(TimeDelta::seconds(52)));
        assert_eq!(asked("retry-after", "99999999"), None);
        assert_eq!(asked("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT"), None);
    }
}
