//! A form as it was sent: never refused for its shape, only for not being ours or being too large.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::LOCATION;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::StreamExt as _;
use sha2::{Digest, Sha256};

use super::session::check_form;
use super::{Failure, SignedIn};
use crate::app::{Act, App};
use crate::persistence::idempotency::{self, KeptAnswer, KeyScope};
use crate::services::Error;

/// Five megabytes of minutes, each character written as up to three bytes in nine.
pub(super) const LARGEST: usize = 16 * 1024 * 1024;

/// The fields of a form, in the order sent. What is missing reads as empty.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    route: String,
    digest: String,
}

impl Posted {
    /// The first value of `name`; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// The value of `name` where it is not blank.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Every value of `name`.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked, or a button of that name pressed.
    pub fn ticked(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// The same form with one value more.
    pub fn add(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// All fields.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A form with these fields.
    #[cfg(test)]
    pub(crate) fn typed(fields: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let fields = fields.iter().map(own).collect();
        Self { fields, route: String::new(), digest: String::new() }
    }

    fn parse(request: &HttpRequest, body: &[u8]) -> Self {
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(body).into_owned().collect();
        Self::of(request, fields, std::iter::empty())
    }

    /// A form of `fields`, with what else it brought.
    pub(super) fn of<'a>(
        request: &HttpRequest,
        fields: Vec<(String, String)>,
        enclosed: impl Iterator<Item = &'a [u8]>,
    ) -> Self {
        let mut hasher = Sha256::new();
        for (name, value) in &fields {
            for text in [name, value] {
                hasher.update(text.len().to_be_bytes());
                hasher.update(text);
            }
        }
        for bytes in enclosed {
            hasher.update(bytes.len().to_be_bytes());
            hasher.update(bytes);
        }
        let digest = hasher.finalize().iter().fold(String::new(), |text, byte| {
            let (high, low) = (byte >> 4, byte & 15);
            text + &format!("{high:x}{low:x}")
        });
        let route = format!("{} {}", request.method(), request.path());
        Self { fields, route, digest }
    }
}

impl FromRequest for Posted {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let mut body = Vec::new();
            while let Some(chunk) = payload.next().await {
                let chunk = chunk.map_err(|error| Failure::Unreadable(error.to_string()))?;
                if body.len() + chunk.len() > LARGEST {
                    return Err(Failure::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
            let posted = Self::parse(&request, &body);
            check_form(&request, posted.text("csrf"))?;
            Ok(posted)
        })
    }
}

impl SignedIn {
    /// Does `work` once for this form, however often it is sent, and goes where `work` says. The
    /// same form sent again goes to the same place; with other content it is another form.
    ///
    /// # Errors
    /// What the use case says; nothing was done then.
    pub async fn once(
        &self,
        app: &App,
        posted: &Posted,
        work: impl FnOnce(&mut Act<'_>) -> Result<String, Error> + Send + 'static,
    ) -> Result<HttpResponse, Error> {
        let principal = self.actor.id.map_or_else(String::new, |id| format!("person:{id}"));
        let route = posted.route.clone();
        // The body bears the key of its form, so its digest stands for both.
        let key = posted.digest.clone();
        let outcome = app
            .act(self.actor.clone(), {
                let (principal, route, key) = (principal.clone(), route.clone(), key.clone());
                move |act| {
                    let scope = KeyScope { principal: &principal, route: &route, key: &key };
                    if let Some(kept) = idempotency::find(act.conn, scope)? {
                        return Ok(kept.answer);
                    }
                    let answer = work(act)?;
                    let body_digest = String::new();
                    let kept = KeptAnswer { body_digest, status: 303, answer };
                    idempotency::keep(act.conn, scope, &kept, act.now)?;
                    Ok(kept.answer)
                }
            })
            .await;
        let place = match outcome {
            // Another instance may have done it while this one was about to.
            Err(Error::Storage(crate::persistence::Error::Conflict(cause))) => {
                let done = app
                    .read(move |conn| {
                        let scope = KeyScope { principal: &principal, route: &route, key: &key };
                        idempotency::find(conn, scope)
                    })
                    .await?;
                let conflict = crate::persistence::Error::Conflict(cause);
                done.map(|kept| kept.answer).ok_or(conflict)?
            }
            other => other?,
        };
        Ok(HttpResponse::SeeOther().insert_header((LOCATION, place)).finish())
    }
}
