//! The store in a folder: `ab/abcdef…`, written beside and moved into place.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::domain::Sha256Hex;

/// Where files are kept. The folder is made with the first of them.
#[derive(Debug, Clone)]
pub struct Store {
    folder: Arc<Path>,
}

impl Store {
    /// The store in `folder`.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder: folder.into() }
    }

    /// Keeps a file, and survives a power cut from here on; one that is there already stays.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Sha256Hex> {
        let hash = Sha256Hex::of_digest(&Sha256::digest(bytes));
        let path = self.path(&hash);
        if path.metadata().is_ok_and(|kept| usize::try_from(kept.len()) == Ok(bytes.len())) {
            return Ok(hash);
        }
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let mut name = [0; 8];
        getrandom::fill(&mut name).map_err(io::Error::other)?;
        let beside = folder.join(format!("new-{:016x}", u64::from_be_bytes(name)));
        let kept = write(&beside, bytes)
            .and_then(|()| fs::rename(&beside, &path))
            .and_then(|()| File::open(folder)?.sync_all());
        if kept.is_err() {
            // What is half written is of no use; that it cannot be kept is told.
            let _gone = fs::remove_file(&beside);
        }
        kept.map(|()| hash)
    }

    /// What was kept.
    ///
    /// # Errors
    /// Where it is not there.
    pub fn get(&self, hash: &Sha256Hex) -> io::Result<Vec<u8>> {
        fs::read(self.path(hash))
    }

    fn path(&self, hash: &Sha256Hex) -> PathBuf {
        let name = hash.as_str();
        self.folder.join(name.get(..2).unwrap_or(name)).join(name)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_files_are_kept_once_and_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().join("files"));
        let first = store.put(b"minutes").unwrap();
        assert_eq!(store.put(b"minutes").unwrap(), first);
        assert_ne!(store.put(b"others").unwrap(), first);
        assert_eq!(store.get(&first).unwrap(), b"minutes");

        let shelf = folder.path().join("files").join(&first.as_str()[..2]);
        let names: Vec<_> =
            fs::read_dir(shelf).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, [first.as_str()]);
    }

    #[test]
    fn half_a_file_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().to_owned());
        let hash = store.put(b"minutes").unwrap();
        fs::write(store.path(&hash), b"min").unwrap();
        store.put(b"minutes").unwrap();
        assert_eq!(store.get(&hash).unwrap(), b"minutes");
    }
}
