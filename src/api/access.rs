//! Who calls: the holder of a bearer token, of which only the digest is known.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, ResponseError as _, web};

use super::error::Problem;
use crate::app::App;
use crate::domain::{Actor, Scope};
use crate::http::{client, limit::CredentialLimit};
use crate::links::Token;
use crate::services::tokens::{self, Holder};

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// As whom the token acts.
    pub actor: Actor,
    /// The token's row.
    token: i64,
}

impl Caller {
    /// Whose `Idempotency-Key`s these are.
    pub fn principal(&self) -> String {
        format!("token:{}", self.token)
    }
}

/// A post that changes nothing, so that a token for reading may send it.
const LOOKS_ONLY: &str = "/extract";

/// An address that bears its own secret, so that a program that knows no headers may read it.
const BEARS_A_SECRET: &str = "/calendar/{secret}.ics";

/// Middleware: lets in whoever has a token that reaches far enough.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    // What is not there is not there for anybody.
    let pattern = request.match_pattern();
    let open = pattern.as_deref().is_some_and(|one| one.ends_with(BEARS_A_SECRET));
    if pattern.is_some() && !open {
        match caller(&request).await {
            Ok(caller) => {
                request.extensions_mut().insert(caller);
            }
            Err(problem) => {
                let response = request.into_response(problem.error_response());
                return Ok(response.map_into_right_body());
            }
        }
    }
    next.call(request).await.map(ServiceResponse::map_into_left_body)
}

async fn caller(request: &ServiceRequest) -> Result<Caller, Problem> {
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| Problem::ours(&"the application is not at hand"))?
        .get_ref()
        .clone();
    let presented = bearer(request)?;
    let Some(holder) = tokens::holder(&app, presented).await? else {
        return Err(wrong(request, &app));
    };
    let Holder { token, scope, actor } = holder;
    let looks = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.path().ends_with(LOOKS_ONLY);
    if scope == Scope::Read && !looks {
        return Err(Problem::read_only());
    }
    Ok(Caller { actor, token })
}

/// The token of the `Authorization` header.
fn bearer(request: &ServiceRequest) -> Result<Token, Problem> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let header = header
        .ok_or_else(|| Problem::unauthorized("a token is needed: `Authorization: Bearer TOKEN`"))?;
    header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Token::presented(token.trim()))
        .ok_or_else(|| Problem::unauthorized("the header must say `Bearer TOKEN`"))
}

/// An unknown token: refused, and after many from one address not even looked at.
fn wrong(request: &ServiceRequest, app: &App) -> Problem {
    let limit = request.app_data::<web::Data<CredentialLimit>>();
    let peer = request.peer_addr().map(|address| address.ip());
    if let (Some(limit), Some(peer)) = (limit, peer) {
        let forwarded = request.headers().get("x-forwarded-for");
        let forwarded = forwarded.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let trusted = |address| app.settings.server.trusted_proxies.contains(&address);
        let from = client::address(peer, forwarded, trusted);
        if let Err(too_many) = limit.attempt_at_all(from) {
            return Problem::too_many(too_many.seconds);
        }
    }
    Problem::unauthorized("this token is not known, or was revoked")
}
