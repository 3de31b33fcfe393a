//! Why a use case did not happen. Knows nothing of HTTP.

use crate::domain::{Fault, FieldFault, StepRefused};
use crate::i18n::Lang;
use crate::persistence;

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The task's state has no room for the step.
    #[error(transparent)]
    Refused(#[from] StepRefused),
    /// Seen, but not theirs to do.
    #[error("you may not do that")]
    Forbidden,
    /// Not there, or not theirs to see.
    #[error("there is no such record")]
    NotFound,
    /// What was given is not fit; every field that is wrong.
    #[error("{}", sentence(.0))]
    Invalid(Vec<FieldFault>),
    /// Somebody else changed it in between.
    #[error("it was changed by somebody else in the meantime; look at it again")]
    Stale,
    /// One request may be open on a task.
    #[error("a request on this task waits for its decision already")]
    RequestOpen,
    /// The request was decided or withdrawn already.
    #[error("this request has been settled already")]
    RequestSettled,
    /// A link that was used, is too old, or never was.
    #[error("this link has been used or has expired")]
    LinkSpent,
    /// The minutes or a file are larger than they may be.
    #[error("at most {most} bytes can be taken")]
    TooLarge {
        /// How many there may be.
        most: usize,
    },
    /// The database said something else.
    #[error(transparent)]
    Storage(persistence::Error),
}

impl From<persistence::Error> for Error {
    fn from(error: persistence::Error) -> Self {
        match error {
            persistence::Error::NotFound => Self::NotFound,
            persistence::Error::Stale => Self::Stale,
            error => Self::Storage(error),
        }
    }
}

impl From<Vec<FieldFault>> for Error {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self::Invalid(faults)
    }
}

impl Error {
    /// One field that is wrong.
    pub fn field(field: &str, fault: impl Into<Fault>) -> Self {
        Self::Invalid(vec![FieldFault::at(field, fault)])
    }

    /// A sentence in the reader's language. Our own faults are not told.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Refused(refused) => lang.step_refused(*refused),
            Self::Forbidden => lang.refusal_forbidden().to_owned(),
            Self::NotFound => lang.refusal_not_found().to_owned(),
            Self::Invalid(_) => lang.refusal_invalid().to_owned(),
            Self::Stale => lang.refusal_stale().to_owned(),
            Self::RequestOpen => lang.refusal_request_open().to_owned(),
            Self::RequestSettled => lang.refusal_request_settled().to_owned(),
            Self::LinkSpent => lang.refusal_link_spent().to_owned(),
            Self::TooLarge { most } => lang.refusal_too_large(most / 1_000_000),
            Self::Storage(persistence::Error::Conflict(_)) => lang.refusal_conflict().to_owned(),
            Self::Storage(persistence::Error::Busy(_)) => lang.refusal_busy().to_owned(),
            Self::Storage(_) => lang.refusal_broken().to_owned(),
        }
    }
}

/// What is wrong, field by field, as one line: for the command line and the log.
fn sentence(faults: &[FieldFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
