//! What every answer says to the browser about trust.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::middleware::Next;
use actix_web::{Error, http::header::HeaderMap};

/// Nothing inline, nothing from elsewhere, never framed.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
    connect-src 'self'";

/// Middleware: sets the headers on whatever leaves. What says nothing about caching is not stored,
/// so that a shared computer keeps no page.
pub async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let cross_origin = HeaderName::from_static("cross-origin-opener-policy");
    absent(headers, CONTENT_SECURITY_POLICY, POLICY);
    absent(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    absent(headers, X_FRAME_OPTIONS, "DENY");
    absent(headers, REFERRER_POLICY, "same-origin");
    absent(headers, cross_origin, "same-origin");
    absent(headers, CACHE_CONTROL, "no-store");
    Ok(response)
}

fn absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
