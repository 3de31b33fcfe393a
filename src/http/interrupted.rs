//! A form that was sent after its session had ended: kept through the sign-in and offered again,
//! so that nobody loses what they wrote to a clock.

use std::future::ready;

use actix_web::HttpMessage as _;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream};

use super::posted::LARGEST;
use super::{Failure, Posted, local_path, session};

/// Fields that belong to the session that has ended.
const OF_THE_SESSION: [&str; 2] = ["csrf", "idempotency_key"];

/// What was sent, and where to. Files that were sent along are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    /// The path that it was sent to.
    pub to: String,
    /// Its fields, as forms are encoded.
    pub encoded: String,
}

impl Interrupted {
    /// Reads a form whose page was given to the session that this browser still names but that has
    /// ended; nothing for any other request, which is left as it came.
    ///
    /// # Errors
    /// [`Failure::TooLarge`], and [`Failure::Unreadable`] where the line breaks.
    pub async fn read(request: &mut ServiceRequest) -> Result<Option<Self>, Failure> {
        let form = request
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        if request.method() != Method::POST || !form || !session::has_ended(request.request()) {
            return Ok(None);
        }
        let mut payload = request.take_payload();
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error| Failure::Unreadable(error.to_string()))?;
            if body.len() + chunk.len() > LARGEST {
                return Err(Failure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let body = body.freeze();
        request.set_payload(again(body.clone()));
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(&body).into_owned().collect();
        let code = fields.iter().find(|(name, _)| name == "csrf").map_or("", |(_, code)| code);
        if !session::is_form_of_ended(request.request(), code) {
            return Ok(None);
        }
        let own = fields.iter().filter(|(name, _)| !OF_THE_SESSION.contains(&name.as_str()));
        let encoded =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(own).finish();
        Ok(Some(Self { to: request.path().to_owned(), encoded }))
    }

    /// What the sign-in carried along, in its fields `interrupted_to` and `interrupted`.
    pub fn carried(posted: &Posted) -> Option<Self> {
        let to = local_path(posted.text("interrupted_to"))?.to_owned();
        Some(Self { to, encoded: posted.text("interrupted").to_owned() })
    }

    /// Its fields, in the order sent.
    pub fn fields(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.encoded.as_bytes()).into_owned().collect()
    }

    /// What somebody wrote in it, told from what a page put there: words with blanks or of another
    /// script than codes are made of.
    pub fn words(&self) -> Vec<String> {
        let written = |text: &String| text.contains(char::is_whitespace) || !text.is_ascii();
        self.fields().into_iter().map(|(_, value)| value).filter(written).collect()
    }
}

fn again(body: Bytes) -> Payload {
    Payload::Stream { payload: Box::pin(stream::once(ready(Ok(body)))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_codes() {
        let encoded =
            "act=save&done=We+met+%26+wrote&due=2026-03-06&why=%E4%B8%8B%E9%9B%A8".to_owned();
        let sent = Interrupted { to: "/tasks/7/reports".to_owned(), encoded };

        assert_eq!(sent.words(), ["We met & wrote", "下雨"]);
        assert_eq!(sent.fields()[1], ("done".to_owned(), "We met & wrote".to_owned()));
    }

    #[test]
    fn what_the_sign_in_carries_stays_within_the_house() {
        let carried = |to| {
            Interrupted::carried(&Posted::typed(&[("interrupted_to", to), ("interrupted", "a=b")]))
        };

        assert_eq!(carried("/desk").unwrap().encoded, "a=b");
        assert_eq!(carried("//evil.example"), None);
        assert_eq!(carried(""), None);
    }
}
