//! Passwords: kept as argon2id, compared in the same time whether the account exists or not.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

/// The shortest password that is accepted, in characters.
pub const SHORTEST: usize = 12;
/// The longest; more would only keep the processor busy.
pub const LONGEST: usize = 200;

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too easy to guess.
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// Too much work.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
}

/// Compared against where there is no account, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password"));

/// Whether `password` may be somebody's.
pub fn check(password: &str) -> Result<(), Unfit> {
    match password.chars().count() {
        n if n < SHORTEST => Err(Unfit::TooShort),
        n if n > LONGEST => Err(Unfit::TooLong),
        _ => Ok(()),
    }
}

/// What is stored of `password`. Slow on purpose: never call it inside a transaction.
///
/// # Panics
///
/// When the system has no randomness to give.
pub fn hash(password: &str) -> String {
    let salt = SaltString::generate(&mut OsRng);
    Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .expect("the default parameters are valid")
        .to_string()
}

/// Whether `password` is the one behind `stored`; as slow where nothing is stored.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    let known = stored.and_then(|text| PasswordHash::new(text).ok());
    let (against, real) = match known {
        Some(hash) => (Some(hash), true),
        None => (PasswordHash::new(&NOBODY).ok(), false),
    };
    let matched = against.is_some_and(|against| {
        let tried: String = password.chars().take(LONGEST + 1).collect();
        Argon2::default().verify_password(tried.as_bytes(), &against).is_ok()
    });
    matched && real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens_and_nobodys_opens_nothing() {
        let stored = hash("correct horse battery");

        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(verify("correct horse battery", Some(&stored)));
        assert!(!verify("correct horse", Some(&stored)));
        assert!(!verify("nobody has this password", None));
        assert!(!verify("x", Some("damaged")));
    }

    #[test]
    fn a_password_has_a_length() {
        assert_eq!(check("short"), Err(Unfit::TooShort));
        assert_eq!(check("十二个汉字也是一个好密码啊"), Ok(()));
        assert_eq!(check(&"x".repeat(201)), Err(Unfit::TooLong));
    }
}
