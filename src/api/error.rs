//! What the API answers when it does not do what was asked: a problem document (RFC 9457).

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::FieldFault;
use crate::services::Error;
use crate::{papers, persistence};

/// The media type of every refusal.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where: the field's or parameter's name; empty for the body as a whole.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// Why something was not done.
#[derive(Debug)]
pub struct Problem {
    document: Box<Document>,
    header: Option<(HeaderName, HeaderValue)>,
}

/// A problem document (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// Always `about:blank`: the `code` tells problems apart.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The HTTP status in words.
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    status: u16,
    /// Which problem: one fixed word.
    #[schema(example = "invalid")]
    code: &'static str,
    /// What happened, as a sentence.
    detail: String,
    /// For `invalid`: everything that is wrong, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let document = Document {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Refused"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            errors: Vec::new(),
        };
        Self { document: Box::new(document), header: None }
    }

    /// The same, said of one department's part of a task.
    fn of(mut self, department: &str) -> Self {
        let detail = &mut self.document.detail;
        *detail = format!("{department}: {detail}");
        self
    }

    fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.header = HeaderValue::try_from(value.into()).ok().map(|value| (name, value));
        self
    }

    /// 400: the body is not JSON.
    pub fn malformed(detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_json", detail.to_string())
    }

    /// 401: no token, or none that is known.
    pub fn unauthorized(detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
            .with_header(WWW_AUTHENTICATE, "Bearer realm=\"duban\"")
    }

    /// 403: seen, but not theirs to do.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// 403: the token only reads.
    pub fn read_only() -> Self {
        let detail = "this token may read, not write";
        Self::new(StatusCode::FORBIDDEN, "read_only_token", detail)
            .with_header(WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"write\"")
    }

    /// 404: nothing there that the caller may know of.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such record")
    }

    /// 404: the API has no such address.
    pub fn no_route(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("`{path}` is not an address here"))
    }

    /// 405: the address exists, but not for that method.
    pub fn method_not_allowed(method: &str, allowed: &str) -> Self {
        let detail = format!("`{method}` is not understood here; there is {allowed}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
            .with_header(actix_web::http::header::ALLOW, allowed)
    }

    /// 409: somebody else was quicker.
    pub fn stale() -> Self {
        let detail = "it was changed by somebody else in the meantime: look again, then repeat";
        Self::new(StatusCode::CONFLICT, "stale", detail)
    }

    /// 409: the state has no room for it.
    pub fn step_refused(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "step_refused", detail)
    }

    /// 409: it exists already.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail)
    }

    /// 413: more than can be taken in.
    pub fn too_large(most: usize) -> Self {
        let detail = format!("that is too large: at most {most} bytes are taken here");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    /// 422: everything that is wrong with what was sent.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let said: Vec<String> = errors
            .iter()
            .map(|error| match error.field.as_str() {
                "" => error.message.clone(),
                field => format!("`{field}`: {}", error.message),
            })
            .collect();
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", said.join("; "));
        problem.document.errors = errors;
        problem
    }

    /// 422: one thing is wrong.
    pub fn field(field: &str, message: impl fmt::Display) -> Self {
        let (field, message) = (field.to_owned(), message.to_string());
        Self::invalid(vec![FieldError { field, message }])
    }

    /// 422: the key was used for something else.
    pub fn key_reused() -> Self {
        let detail = "this `Idempotency-Key` was used here with another body";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail)
    }

    /// 429: too many guesses.
    pub fn too_many(seconds: u64) -> Self {
        let detail = format!("too many wrong tokens; wait {seconds} seconds");
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail)
            .with_header(RETRY_AFTER, seconds.to_string())
    }

    /// 503: later.
    pub fn busy() -> Self {
        let detail = "the database is busy; try again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).with_header(RETRY_AFTER, "1")
    }

    /// 500: our own fault, which is logged, not told.
    pub fn ours(error: &dyn fmt::Debug) -> Self {
        tracing::error!(?error, "an API request failed");
        let detail = "something broke on our side; it has been noted";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// What is sent, to stand inside an answer.
    pub fn into_document(self) -> Document {
        *self.document
    }

    /// What is sent.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status_code());
        response.content_type(MEDIA_TYPE);
        if let Some((name, value)) = &self.header {
            response.insert_header((name.clone(), value.clone()));
        }
        response.body(serde_json::to_string(self.document()).unwrap_or_default())
    }
}

impl From<persistence::Error> for Problem {
    fn from(error: persistence::Error) -> Self {
        use persistence::Error as Storage;

        match error {
            Storage::NotFound => Self::not_found(),
            Storage::Stale => Self::stale(),
            Storage::Conflict(_) => Self::conflict(error.to_string()),
            Storage::Busy(_) => Self::busy(),
            Storage::Damaged(_) | Storage::Database(_) => Self::ours(&error),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(faults) => faults.into(),
            Error::Refused(refused) => Self::step_refused(refused.to_string()),
            Error::Circular(refused) => Self::step_refused(refused.to_string()),
            Error::Structure(refused) => Self::step_refused(refused.to_string()),
            Error::OfPart { department, why } => Self::from(*why).of(&department),
            Error::Forbidden => Self::forbidden("you may not do that"),
            Error::RequestOpen => {
                Self::new(StatusCode::CONFLICT, "request_open", error.to_string())
            }
            Error::SignatureNeeded(_) => {
                Self::new(StatusCode::FORBIDDEN, "signature_needed", error.to_string())
            }
            Error::SubmissionSettled { .. } => {
                Self::new(StatusCode::CONFLICT, "submission_settled", error.to_string())
            }
            Error::RequestSettled { .. } => {
                Self::new(StatusCode::CONFLICT, "request_settled", error.to_string())
            }
            Error::LinkSpent => Self::conflict(error.to_string()),
            Error::TooLarge { most } => Self::too_large(most),
            Error::Storage(error) => error.into(),
            Error::Paper(why) if !matches!(why, papers::Error::Broken(_)) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_paper", why.to_string())
            }
            Error::File(_)
            | Error::Letter(_)
            | Error::Paper(_)
            | Error::Reader(_)
            | Error::Store(_) => Self::ours(&error),
        }
    }
}

impl From<Vec<FieldFault>> for Problem {
    fn from(faults: Vec<FieldFault>) -> Self {
        let errors = faults
            .into_iter()
            .map(|FieldFault { field, fault }| FieldError { field, message: fault.to_string() });
        Self::invalid(errors.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_every_field() {
        let problem = Problem::invalid(vec![
            FieldError { field: "title".to_owned(), message: "must not be empty".to_owned() },
            FieldError { field: "due_on".to_owned(), message: "is not a date".to_owned() },
        ]);

        let json = serde_json::to_value(problem.document()).unwrap();

        assert_eq!(json["status"], 422);
        assert_eq!(json["code"], "invalid");
        assert_eq!(json["title"], "Unprocessable Entity");
        assert_eq!(json["detail"], "`title`: must not be empty; `due_on`: is not a date");
        assert_eq!(json["errors"][1]["field"], "due_on");
    }
}
