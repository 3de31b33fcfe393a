//! Why a use case did not happen. Knows nothing of HTTP.

use chrono::NaiveDateTime;

use crate::documents;
use crate::domain::{
    Approval, CircularRefused, Fault, FieldFault, RequestState, StepRefused, StructureRefused,
    SubmissionState,
};
use crate::{papers, persistence};

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that was given is wrong, field by field.
    #[error("{}", in_one_line(.0))]
    Invalid(Vec<FieldFault>),
    /// The task's state has no room for it.
    #[error(transparent)]
    Refused(#[from] StepRefused),
    /// The circular's state has no room for it.
    #[error(transparent)]
    Circular(#[from] CircularRefused),
    /// The task's place among others has no room for it.
    #[error(transparent)]
    Structure(#[from] StructureRefused),
    /// The same was refused for one part of a task, and so for all of them.
    #[error("{department}: {why}")]
    OfPart {
        /// Whose part it is.
        department: String,
        /// Why.
        why: Box<Self>,
    },
    /// Seen, but not theirs to do.
    #[error("you may not do that")]
    Forbidden,
    /// A one-time link that was used, or is too old.
    #[error("this link has been used, or is too old")]
    LinkSpent,
    /// The minutes or a file are larger than they may be.
    #[error("at most {most} bytes can be taken")]
    TooLarge {
        /// How many there may be.
        most: usize,
    },
    /// A request waits on the task already; one may be open.
    #[error("a request on this task waits for its decision already")]
    RequestOpen,
    /// The request was decided or withdrawn before.
    #[error("this request was {state} already by {by} on {}", .at.format("%Y-%m-%d %H:%M"))]
    RequestSettled {
        /// What became of it.
        state: RequestState,
        /// By whom.
        by: String,
        /// When, as the organisation's clocks show it.
        at: NaiveDateTime,
    },
    /// The submission was signed, sent back or withdrawn before.
    #[error("this submission was {state} already by {by} on {}", .at.format("%Y-%m-%d %H:%M"))]
    SubmissionSettled {
        /// What became of it.
        state: SubmissionState,
        /// By whom.
        by: String,
        /// When, as the organisation's clocks show it.
        at: NaiveDateTime,
    },
    /// Tasks are issued here once somebody has signed.
    #[error("tasks are issued here once the {} has signed: submit this one for signature", signer(*.0))]
    SignatureNeeded(Approval),
    /// The store of files cannot be read or written; a fault of ours.
    #[error("the store of files: {0}")]
    Store(std::io::Error),
    /// A file to be handed out cannot be written; a fault of ours.
    #[error("the file could not be written: {0}")]
    File(std::io::Error),
    /// The reader of documents cannot be started; a fault of ours.
    #[error("the reader of documents cannot be started: {0}")]
    Reader(std::io::Error),
    /// A letter could not be put into words; a fault of ours.
    #[error("a letter could not be written: {0}")]
    Letter(#[from] askama::Error),
    /// A paper could not be printed.
    #[error(transparent)]
    Paper(#[from] papers::Error),
    /// Not there, changed in between, or the database's own trouble.
    #[error(transparent)]
    Storage(#[from] persistence::Error),
}

impl From<documents::Error> for Error {
    /// What is wrong with a document is wrong with the field `file`.
    fn from(error: documents::Error) -> Self {
        match error {
            documents::Error::NotRead(refused) => Self::invalid("file", refused),
            documents::Error::NotStarted(error) => Self::Reader(error),
        }
    }
}

impl From<Vec<FieldFault>> for Error {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self::Invalid(faults)
    }
}

impl Error {
    /// Not there, or not theirs to see.
    pub const NOT_FOUND: Self = Self::Storage(persistence::Error::NotFound);
    /// Changed by somebody else in between.
    pub const STALE: Self = Self::Storage(persistence::Error::Stale);

    /// One thing is wrong, at `field`.
    pub fn invalid(field: &str, fault: impl Into<Fault>) -> Self {
        Self::Invalid(vec![FieldFault::at(field, fault)])
    }
}

fn signer(approval: Approval) -> &'static str {
    match approval {
        Approval::Leader => "leader in charge",
        Approval::None | Approval::OfficeHead => "office head",
    }
}

fn in_one_line(faults: &[FieldFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
