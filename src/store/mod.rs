//! Files by their content: what is equal is kept once, under its SHA-256.

mod bucket;
mod folder;
mod line;

use std::io;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use sha2::{Digest as _, Sha256};

use crate::domain::Sha256Hex;
use crate::settings;
use bucket::Bucket;
use folder::Folder;

/// Where files are kept. Cloning it is cheap; all that it does blocks.
#[derive(Debug, Clone)]
pub struct Store(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Folder(Folder),
    Bucket(Bucket),
}

/// Why files cannot be kept with these settings.
#[derive(Debug, thiserror::Error)]
#[error("`store.{key}`: {reason}")]
pub struct StoreRefused {
    key: &'static str,
    reason: String,
}

impl StoreRefused {
    fn new(key: &'static str, reason: impl Into<String>) -> Self {
        Self { key, reason: reason.into() }
    }
}

impl Store {
    /// The store that the settings name; `folder` is where a folder would lie.
    pub fn open(settings: &settings::Store, folder: PathBuf) -> Result<Self, StoreRefused> {
        match settings.url.trim() {
            "" | "folder" => Ok(Self::in_folder(folder)),
            _ => Ok(Self(Kind::Bucket(Bucket::open(settings)?))),
        }
    }

    /// The store in `folder`.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self(Kind::Folder(Folder::new(folder)))
    }

    /// Keeps a file, and survives a power cut from here on; one that is there already stays, and
    /// counts as put there now.
    ///
    /// # Errors
    /// Where the store cannot be reached or written.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Sha256Hex> {
        let hash = hash_of(bytes);
        match &self.0 {
            Kind::Folder(folder) => folder.put(&hash, bytes),
            Kind::Bucket(bucket) => bucket.put(&hash, bytes),
        }?;
        Ok(hash)
    }

    /// What was kept, and nothing else.
    ///
    /// # Errors
    /// Where it is not there, or not what was put there.
    pub fn get(&self, hash: &Sha256Hex) -> io::Result<Vec<u8>> {
        let bytes = match &self.0 {
            Kind::Folder(folder) => folder.get(hash),
            Kind::Bucket(bucket) => bucket.get(hash),
        }?;
        if hash_of(&bytes) == *hash {
            Ok(bytes)
        } else {
            let reason = format!("{} holds something else by now", hash.as_str());
            Err(io::Error::new(io::ErrorKind::InvalidData, reason))
        }
    }

    /// Everything that was last put there before `moment`.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn older_than(&self, moment: NaiveDateTime) -> io::Result<Vec<Sha256Hex>> {
        match &self.0 {
            Kind::Folder(folder) => folder.older_than(moment),
            Kind::Bucket(bucket) => bucket.older_than(moment),
        }
    }

    /// Removes a file, unless it was put there again since `moment`. Says whether it went.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn discard(&self, hash: &Sha256Hex, moment: NaiveDateTime) -> io::Result<bool> {
        match &self.0 {
            Kind::Folder(folder) => folder.discard(hash, moment),
            Kind::Bucket(bucket) => bucket.discard(hash, moment),
        }
    }
}

fn hash_of(bytes: &[u8]) -> Sha256Hex {
    Sha256Hex::of_digest(&Sha256::digest(bytes))
}
