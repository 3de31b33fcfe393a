//! The right to schedule and deliver. Beside a SQLite file only one process has it; on PostgreSQL
//! all instances share the work, because every claim is made in the database.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held for as long as this process schedules and delivers.
#[derive(Debug)]
pub enum Right {
    /// The locked file beside the database; the system frees it when the process ends, however
    /// it ends.
    Alone(File),
    /// Shared with other instances.
    Shared,
}

/// Why the right was not to be had.
#[derive(Debug, thiserror::Error)]
pub enum Taken {
    /// Another process has it.
    #[error("another process schedules and delivers for this database")]
    ByAnother,
    /// The file cannot be opened or locked.
    #[error("the lock beside the database cannot be taken: {0}")]
    Unknown(#[from] io::Error),
}

impl Right {
    /// Takes the right for a database in `file`, or the shared one where there is no file.
    pub fn take(file: Option<&Path>) -> Result<Self, Taken> {
        let Some(file) = file else { return Ok(Self::Shared) };
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(file.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self::Alone(lock)),
            Err(TryLockError::WouldBlock) => Err(Taken::ByAnother),
            Err(TryLockError::Error(error)) => Err(Taken::Unknown(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_beside_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("duban.db");

        let held = Right::take(Some(&file)).unwrap();
        assert!(matches!(Right::take(Some(&file)), Err(Taken::ByAnother)));

        drop(held);
        assert!(Right::take(Some(&file)).is_ok());
    }

    #[test]
    fn instances_on_a_server_share() {
        let _first = Right::take(None).unwrap();
        assert!(matches!(Right::take(None), Ok(Right::Shared)));
    }
}
