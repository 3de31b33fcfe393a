//! Random secrets: the reader holds the token, the database only its digest.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A secret of 256 random bits, fit for an address or a cookie. Shown once, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What is stored of a [`Token`]: its SHA-256 in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHash(pub String);

impl Token {
    /// A new one.
    ///
    /// # Panics
    ///
    /// When the system has no randomness to give; nothing safe can be done then.
    pub fn fresh() -> Self {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).expect("the system gives randomness");
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A token as somebody presents it.
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What the database keeps.
    pub fn hash(&self) -> TokenHash {
        TokenHash(hex(&Sha256::digest(self.0.as_bytes())))
    }

    /// The secret itself, to be handed out.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A token never reaches a log by accident.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl AsRef<str> for TokenHash {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_digest_alone() {
        let token = Token::fresh();
        assert_ne!(token, Token::fresh());
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(Token::presented(token.reveal()).hash(), token.hash());
        assert_eq!(token.hash().0.len(), 64);
        assert!(!format!("{token:?}").contains(token.reveal()));
    }
}
