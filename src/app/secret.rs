//! The secret that seals cookies, forms, cursors and links.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::links::Token;

/// Seals short texts.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum NoSecret {
    /// On PostgreSQL several instances share one, so it must be given.
    #[error("`server.secret` (DUBAN_SERVER__SECRET) is required on PostgreSQL")]
    Required,
    /// A short one could be guessed.
    #[error("`server.secret` (DUBAN_SERVER__SECRET) needs at least 32 characters")]
    Short,
    /// The file beside the database cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

const SHORTEST: usize = 32;

/// The bytes of a short seal.
const SHORT: usize = 10;

impl Secret {
    /// The secret that was set, else the one kept beside the SQLite database, made when missing.
    pub fn from_settings(set: &str, database: Option<&Path>) -> Result<Self, NoSecret> {
        match (set.len(), database) {
            (SHORTEST.., _) => Ok(Self(set.as_bytes().to_vec())),
            (1.., _) => Err(NoSecret::Short),
            (0, None) => Err(NoSecret::Required),
            (0, Some(file)) => {
                let path = file.with_extension("secret");
                Self::beside(&path).map_err(|source| NoSecret::File { path, source })
            }
        }
    }

    fn beside(path: &Path) -> std::io::Result<Self> {
        match fs::read(path) {
            Ok(bytes) if bytes.len() >= SHORTEST => return Ok(Self(bytes)),
            Ok(_) => return Err(std::io::Error::other("the secret in it is too short")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let secret = Token::fresh();
        match options.open(path) {
            Ok(mut file) => {
                file.write_all(secret.reveal().as_bytes())?;
                file.sync_all()?;
                Ok(Self(secret.reveal().as_bytes().to_vec()))
            }
            // Another process was quicker by a moment: its secret is the secret.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Self::beside(path),
            Err(error) => Err(error),
        }
    }

    /// A secret for a database that is thrown away.
    pub fn random() -> Self {
        Self(Token::fresh().reveal().as_bytes().to_vec())
    }

    /// The seal of `text` for one `purpose`: other purposes give other seals.
    pub fn seal(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, text).finalize().into_bytes())
    }

    /// Whether `seal` is the seal of `text`, in constant time.
    pub fn verify(&self, purpose: &str, text: &str, seal: &str) -> bool {
        URL_SAFE_NO_PAD
            .decode(seal)
            .is_ok_and(|seal| self.mac(purpose, text).verify_slice(&seal).is_ok())
    }

    /// A seal of 80 bits in small letters and digits, for places that are short and where capitals
    /// are lost.
    pub fn short_seal(&self, purpose: &str, text: &str) -> String {
        let bytes = self.mac(purpose, text).finalize().into_bytes();
        bytes[..SHORT].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// Whether `seal` is the short seal of `text`, in constant time.
    pub fn verify_short(&self, purpose: &str, text: &str, seal: &str) -> bool {
        let pairs = seal.as_bytes().chunks(2).map(|pair| {
            let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        });
        let bytes: Option<Vec<u8>> = pairs.collect();
        bytes
            .filter(|bytes| bytes.len() == SHORT)
            .is_some_and(|bytes| self.mac(purpose, text).verify_truncated_left(&bytes).is_ok())
    }

    fn mac(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
        let mut mac = <Hmac<Sha256>>::new_from_slice(&self.0).expect("any length is a key");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_good_for_its_text_and_purpose_only() {
        let secret = Secret::random();
        let seal = secret.seal("csrf", "session 1");
        assert!(secret.verify("csrf", "session 1", &seal));
        assert!(!secret.verify("csrf", "session 2", &seal));
        assert!(!secret.verify("cursor", "session 1", &seal));
        assert!(!secret.verify("csrf", "session 1", "nonsense"));
    }

    #[test]
    fn a_short_seal_is_good_for_its_text_alone() {
        let secret = Secret::random();
        let seal = secret.short_seal("reply", "1-2");
        assert_eq!(seal.len(), 20);
        assert!(secret.verify_short("reply", "1-2", &seal));
        assert!(secret.verify_short("reply", "1-2", &seal.to_uppercase()));
        assert!(!secret.verify_short("reply", "1-3", &seal));
        assert!(!secret.verify_short("csrf", "1-2", &seal));
        for seal in ["", "0", "00", &seal[..18], "督督督督督督督督督督"] {
            assert!(!secret.verify_short("reply", "1-2", seal), "{seal}");
        }
    }

    #[test]
    fn a_secret_is_made_once_and_readable_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("duban.db");
        let made = Secret::from_settings("", Some(&database)).unwrap();
        let again = Secret::from_settings("", Some(&database)).unwrap();
        assert_eq!(made.0, again.0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let kept = fs::metadata(folder.path().join("duban.secret")).unwrap();
            assert_eq!(kept.permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_short_secret_is_refused_and_postgresql_needs_one() {
        assert!(matches!(Secret::from_settings("short", None), Err(NoSecret::Short)));
        assert!(matches!(Secret::from_settings("", None), Err(NoSecret::Required)));
    }
}
