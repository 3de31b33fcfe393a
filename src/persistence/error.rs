//! What can go wrong between a caller and a row.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// What can go wrong between a caller and a row.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No row bears that id.
    #[error("there is no such record")]
    NotFound,
    /// Somebody else changed the row in between.
    #[error("it was changed by somebody else in the meantime")]
    Stale,
    /// A row that must be the only one exists already.
    #[error("that exists already")]
    Conflict(#[source] Diesel),
    /// No connection was free in time.
    #[error("the database is busy")]
    Busy(#[from] diesel::r2d2::PoolError),
    /// What is stored cannot be read as what it should be.
    #[error("a stored value cannot be read: {0}")]
    Damaged(String),
    /// Anything else that the database said.
    #[error("the database refused: {0}")]
    Database(#[source] Diesel),
}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(
                DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::SerializationFailure,
                _,
            ) => Self::Conflict(error),
            _ => Self::Database(error),
        }
    }
}

impl Error {
    /// A JSON column that cannot be read.
    pub fn damaged(column: &str, error: &serde_json::Error) -> Self {
        Self::Damaged(format!("{column}: {error}"))
    }
}
