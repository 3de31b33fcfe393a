//! The body of a request and the id in its path, as handlers take them.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;

use super::error::Problem;
use super::fields::{Body, Fields};

/// How much of a body that is too large is still read, so that its sender hears the refusal.
const PATIENCE: usize = 64 * 1024 * 1024;

/// A body, checked, and as it came.
#[derive(Debug)]
pub struct Posted<B> {
    /// What it says.
    pub body: B,
    /// Its bytes.
    pub bytes: Bytes,
}

impl<B: Body + 'static> FromRequest for Posted<B> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(_: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut payload = payload.take();
        Box::pin(async move {
            let bytes = whole(&mut payload, B::LARGEST).await?;
            Ok(Self { body: Fields::body(&bytes)?, bytes })
        })
    }
}

async fn whole(payload: &mut Payload, largest: usize) -> Result<Bytes, Problem> {
    let mut taken = BytesMut::new();
    let mut seen = 0_usize;
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(Problem::malformed)?;
        seen = seen.saturating_add(piece.len());
        if seen <= largest {
            taken.extend_from_slice(&piece);
        } else if seen > PATIENCE {
            break;
        }
    }
    if seen > largest { Err(Problem::too_large(largest)) } else { Ok(taken.freeze()) }
}

/// The id in the path; what is no id is the id of nothing.
#[derive(Debug, Clone, Copy)]
pub struct At<I>(pub I);

impl<I: FromStr> FromRequest for At<I> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|text| text.parse().ok());
        ready(id.map(Self).ok_or_else(Problem::not_found))
    }
}
