//! The line to a store of objects: HTTP by the client that the house has already.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use ureq::Agent;
use ureq::http::{Method, Request};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// The most bytes of one answer: a file, or a page of a list.
const LARGEST_ANSWER: u64 = 1 << 30;

/// Connects with these authorities, and for at most so long.
#[derive(Debug, Clone)]
pub(super) struct Line {
    agent: Agent,
}

impl Line {
    /// A line whose calls end after `patience`, vouched for by the authorities in `ca_file`.
    pub(super) fn new(patience: Duration, ca_file: Option<&Path>) -> Result<Self, String> {
        let roots = ca_file.map_or(Ok(RootCerts::WebPki), roots)?;
        let config = Agent::config_builder()
            // A signed call is for one address alone: nothing is followed, no proxy is picked up.
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .user_agent("duban")
            .timeout_global(Some(patience))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        Ok(Self { agent: config.new_agent() })
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

impl HttpConnector for Line {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

type Answering<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for Line {
    /// Blocks while it waits: whoever calls has a thread of their own.
    fn call<'a, 'b>(&'a self, request: HttpRequest) -> Answering<'b>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let bytes = body.collect().await?.to_bytes();
            let answered = if bytes.is_empty() && head.method != Method::PUT {
                self.agent.run(Request::from_parts(head, ()))
            } else {
                self.agent.run(Request::from_parts(head, bytes.to_vec()))
            };
            let (head, mut body) = answered.map_err(judge)?.into_parts();
            let bytes = body.with_config().limit(LARGEST_ANSWER).read_to_vec().map_err(judge)?;
            Ok(HttpResponse::from_parts(head, bytes.into()))
        })
    }
}

fn judge(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => HttpErrorKind::Connect,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            HttpErrorKind::Connect
        }
        ureq::Error::Io(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
