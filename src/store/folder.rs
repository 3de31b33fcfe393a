//! The store in a folder: `ab/abcdef…`, written beside and moved into place.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::Sha256Hex;

/// How a file is called that is being removed, beyond its name.
const ASIDE: &str = ".gone";

/// A folder of files by their content. It is made with the first of them.
#[derive(Debug, Clone)]
pub(super) struct Folder(Arc<Path>);

impl Folder {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self(folder.into())
    }

    pub(super) fn put(&self, hash: &Sha256Hex, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(hash);
        if is_whole(&path, bytes) {
            // Whoever removes what nobody names sees by this that somebody is about to name it;
            // where it went in this moment, it is written anew.
            File::open(&path).and_then(|file| file.set_modified(SystemTime::now()))?;
            if is_whole(&path, bytes) {
                return Ok(());
            }
        }
        let folder = path.parent().unwrap_or(&self.0);
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
        kept
    }

    pub(super) fn get(&self, hash: &Sha256Hex) -> io::Result<Vec<u8>> {
        fs::read(self.path(hash))
    }

    /// What was put there before `moment`. Half-written files of that time go at once.
    pub(super) fn older_than(&self, moment: NaiveDateTime) -> io::Result<Vec<Sha256Hex>> {
        let mut found = Vec::new();
        for shelf in listed(&self.0)? {
            for path in listed(&shelf)? {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                match Sha256Hex::from_kept(name) {
                    _ if !is_older(&path, moment) => {}
                    Some(hash) => found.push(hash),
                    None if name.starts_with("new-") => fs::remove_file(&path)?,
                    // Somebody who was removing it was stopped half-way: it may be named by now.
                    None if name.ends_with(ASIDE) => fs::rename(&path, path.with_extension(""))?,
                    None => {}
                }
            }
        }
        Ok(found)
    }

    /// Takes the file out of its place first: who puts it there again from then on writes it anew,
    /// and who did so a moment before is seen by its time.
    pub(super) fn discard(&self, hash: &Sha256Hex, moment: NaiveDateTime) -> io::Result<bool> {
        let path = self.path(hash);
        let aside = path.with_extension(&ASIDE[1..]);
        fs::rename(&path, &aside)?;
        if is_older(&aside, moment) {
            fs::remove_file(&aside)?;
            return Ok(true);
        }
        fs::rename(&aside, &path)?;
        Ok(false)
    }

    fn path(&self, hash: &Sha256Hex) -> PathBuf {
        let name = hash.as_str();
        self.0.join(name.get(..2).unwrap_or(name)).join(name)
    }
}

/// What lies in a folder; nothing where there is none.
fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

fn is_whole(path: &Path, bytes: &[u8]) -> bool {
    path.metadata().is_ok_and(|kept| usize::try_from(kept.len()) == Ok(bytes.len()))
}

fn is_older(path: &Path, moment: NaiveDateTime) -> bool {
    let modified = path.metadata().and_then(|kept| kept.modified());
    modified.is_ok_and(|at| DateTime::<Utc>::from(at).naive_utc() < moment)
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
    use crate::store::Store;

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
        let path = Folder::new(folder.path().to_owned()).path(&hash);
        fs::write(&path, b"min").unwrap();
        assert!(store.get(&hash).is_err());
        store.put(b"minutes").unwrap();
        assert_eq!(store.get(&hash).unwrap(), b"minutes");
        // Of the same length, and yet something else.
        fs::write(&path, b"MINUTES").unwrap();
        assert_eq!(store.get(&hash).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn what_is_put_there_again_is_young_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_folder(folder.path().to_owned());
        let path = |hash: &Sha256Hex| Folder::new(folder.path().to_owned()).path(hash);
        let (old, again) = (store.put(b"old").unwrap(), store.put(b"again").unwrap());
        let moment: NaiveDateTime = "2026-03-02T08:00:00".parse().unwrap();
        let before = (moment - chrono::TimeDelta::hours(1)).and_utc().into();
        for hash in [&old, &again] {
            File::open(path(hash)).unwrap().set_modified(before).unwrap();
        }
        let half = path(&old).with_file_name("new-1");
        fs::write(&half, b"o").unwrap();
        File::open(&half).unwrap().set_modified(before).unwrap();

        let mut found = store.older_than(moment).unwrap();
        found.sort();
        let mut both = [old.clone(), again.clone()];
        both.sort();
        assert_eq!(found, both);
        assert!(!half.exists());
        store.put(b"again").unwrap();
        assert!(!store.discard(&again, moment).unwrap());
        assert!(store.discard(&old, moment).unwrap());
        assert_eq!(store.get(&again).unwrap(), b"again");
        assert_eq!(store.get(&old).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
