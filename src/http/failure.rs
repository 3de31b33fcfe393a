//! The one place where a failure becomes an HTTP status and words. Pages and API dress it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use super::limit::TooMany;
use crate::domain::Approval;
use crate::i18n::Lang;
use crate::links::Token;
use crate::services::Error;
use crate::{papers, persistence};

/// Why a request was not answered with what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A use case did not happen.
    #[error(transparent)]
    Service(#[from] Error),
    /// Only for those who are signed in.
    #[error("sign in first")]
    SignInNeeded,
    /// A form that was not ours, or of another session.
    #[error("this form is too old, or not ours")]
    StaleForm,
    /// Too many attempts.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// There is no such page.
    #[error("there is no such page")]
    NoPage,
    /// The body is larger than anything that is ever sent.
    #[error("that is too large")]
    TooLarge,
    /// The request cannot be read.
    #[error("that could not be read: {0}")]
    Unreadable(String),
}

impl From<persistence::Error> for Failure {
    fn from(error: persistence::Error) -> Self {
        Self::Service(Error::Storage(error))
    }
}

/// What a reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, in a few words.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
    /// Finds it in the log; for our own faults only.
    pub reference: Option<String>,
}

/// The status of a use case's failure.
pub fn status_of(error: &Error) -> StatusCode {
    use persistence::Error as Storage;

    match error {
        Error::Invalid(faults) if faults.iter().any(|one| one.fault.is_too_large()) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Forbidden | Error::SignatureNeeded(_) => StatusCode::FORBIDDEN,
        Error::LinkSpent => StatusCode::GONE,
        Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Error::OfPart { why, .. } => status_of(why),
        Error::Refused(_)
        | Error::Circular(_)
        | Error::Structure(_)
        | Error::RequestOpen
        | Error::RequestSettled { .. }
        | Error::SubmissionSettled { .. }
        | Error::Storage(Storage::Stale | Storage::Conflict(_)) => StatusCode::CONFLICT,
        Error::Storage(Storage::NotFound) => StatusCode::NOT_FOUND,
        Error::Storage(Storage::Busy(_))
        | Error::Paper(papers::Error::NoFont | papers::Error::BadFont(_)) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Error::Paper(papers::Error::TooLong(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::File(_)
        | Error::Letter(_)
        | Error::Paper(papers::Error::Broken(_))
        | Error::Reader(_)
        | Error::Store(_)
        | Error::Storage(Storage::Damaged(_) | Storage::Database(_)) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// Why a use case did not happen, in a sentence; said of one task among several too.
pub fn refusal(lang: Lang, error: &Error) -> String {
    match error {
        Error::Invalid(faults) => {
            let all: Vec<_> = faults.iter().map(|one| lang.fault(&one.fault)).collect();
            all.join(lang.error_between())
        }
        Error::Refused(refused) => lang.step_refused(*refused),
        Error::Circular(refused) => lang.circular_step_refused(*refused),
        Error::Structure(refused) => lang.structure_refused(*refused).to_owned(),
        Error::OfPart { department, why } => lang.structure_of_part(department, refusal(lang, why)),
        Error::Forbidden => lang.error_forbidden_text().to_owned(),
        _ => lang.error_conflict_text().to_owned(),
    }
}

impl Failure {
    /// What a reader of `lang` may know about it. Our own faults are logged, not told.
    pub fn explain(&self, lang: Lang) -> Explanation {
        let said = |title: &str, text: &str| Explanation {
            title: title.to_owned(),
            text: text.to_owned(),
            reference: None,
        };
        let status = self.status_code();
        match self {
            Self::Service(error @ Error::Invalid(_)) => {
                said(lang.error_unprocessable(), &refusal(lang, error))
            }
            Self::Service(
                error @ (Error::Refused(_)
                | Error::Circular(_)
                | Error::Structure(_)
                | Error::OfPart { .. }),
            ) => said(lang.error_refused(), &refusal(lang, error)),
            Self::Service(Error::RequestOpen) => {
                said(lang.error_refused(), lang.error_request_open())
            }
            Self::Service(Error::RequestSettled { state, by, at }) => {
                let state = lang.request_state(*state);
                let text = lang.error_request_settled(state, by, lang.moment(*at));
                said(lang.error_refused(), &text)
            }
            Self::Service(Error::SubmissionSettled { state, by, at }) => {
                let state = lang.submission_state(*state);
                let text = lang.error_submission_settled(state, by, lang.moment(*at));
                said(lang.error_refused(), &text)
            }
            Self::Service(Error::SignatureNeeded(approval)) => {
                let text = match approval {
                    Approval::Leader => lang.error_signature_leader(),
                    Approval::None | Approval::OfficeHead => lang.error_signature_office_head(),
                };
                said(lang.error_signature(), text)
            }
            Self::Service(Error::LinkSpent) => {
                said(lang.error_link_spent(), lang.error_link_spent_text())
            }
            Self::Service(Error::Paper(papers::Error::NoFont)) => {
                said(lang.papers_no_pdf(), lang.papers_no_font())
            }
            Self::Service(Error::Paper(papers::Error::BadFont(_))) => {
                said(lang.papers_no_pdf(), lang.papers_bad_font())
            }
            Self::Service(Error::Paper(papers::Error::TooLong(most))) => {
                said(lang.papers_too_long(), &lang.papers_too_long_text(most))
            }
            Self::StaleForm => said(lang.error_stale_form(), lang.error_stale_form_text()),
            Self::TooMany(many) => {
                said(lang.error_too_many(), &lang.error_too_many_text(many.seconds))
            }
            _ if status == StatusCode::NOT_FOUND => {
                said(lang.error_not_found(), lang.error_not_found_text())
            }
            _ if status == StatusCode::FORBIDDEN => {
                said(lang.error_forbidden(), lang.error_forbidden_text())
            }
            _ if status == StatusCode::CONFLICT => {
                said(lang.error_conflict(), lang.error_conflict_text())
            }
            _ if status == StatusCode::PAYLOAD_TOO_LARGE => {
                said(lang.error_too_large(), lang.error_too_large_text())
            }
            _ if status == StatusCode::SERVICE_UNAVAILABLE => {
                said(lang.error_busy(), lang.error_busy_text())
            }
            _ if status.is_client_error() => {
                said(lang.error_bad_request(), lang.error_bad_request_text())
            }
            _ => {
                let reference: String = Token::fresh().hash().0.chars().take(6).collect();
                let reference = format!("E-{}", reference.to_uppercase());
                tracing::error!(error = ?self, %reference, "a request failed");
                let told = said(lang.error_broken(), lang.error_broken_text());
                Explanation { reference: Some(reference), ..told }
            }
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Service(error) => status_of(error),
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::StaleForm => StatusCode::FORBIDDEN,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::NoPage => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// Bare: whoever knows the reader dresses it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{State, Step};

    #[test]
    fn our_own_faults_are_not_told() {
        let damaged = persistence::Error::Damaged("people.role: the secret detail".to_owned());
        let told = Failure::from(damaged).explain(Lang::En);

        assert!(!told.text.contains("secret detail") && told.reference.is_some(), "{told:?}");
    }

    #[test]
    fn a_step_without_room_is_a_conflict_told_in_the_readers_language() {
        let refused = State::Closed.after(Step::Acknowledge, None).unwrap_err();
        let failure = Failure::from(Error::from(refused));

        assert_eq!(failure.status_code(), StatusCode::CONFLICT);
        assert!(failure.explain(Lang::ZhCn).text.contains("已办结"));
    }
}
