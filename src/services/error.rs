//! Why a use case did not happen. Knows nothing of HTTP.

use crate::domain::{Fault, FieldFault, StepRefused};
use crate::persistence;

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that was given is wrong, field by field.
    #[error("{}", in_one_line(.0))]
    Invalid(Vec<FieldFault>),
    /// The task's state has no room for it.
    #[error(transparent)]
    Refused(#[from] StepRefused),
    /// Seen, but not theirs to do.
    #[error("you may not do that")]
    Forbidden,
    /// A one-time link that was used, or is too old.
    #[error("this link has been used, or is too old")]
    LinkSpent,
    /// Not there, changed in between, or the database's own trouble.
    #[error(transparent)]
    Storage(#[from] persistence::Error),
}

impl Error {
    /// One thing is wrong, at `field`.
    pub fn invalid(field: &str, fault: impl Into<Fault>) -> Self {
        Self::Invalid(vec![FieldFault::at(field, fault)])
    }
}

fn in_one_line(faults: &[FieldFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
