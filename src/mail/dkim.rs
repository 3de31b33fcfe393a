//! A seal on letters by which other mail servers see that they are ours (DKIM, RFC 6376, RFC 8463).

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};

use crate::settings::Dkim;

/// The fields that are sealed, where a letter has them. Twice named is `From`, so that nobody adds
/// another.
const SEALED: &[&str] = &[
    "from",
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "list-id",
    "mime-version",
    "content-type",
];

/// Seals letters in the name of a domain. Cloning it is cheap.
#[derive(Clone)]
pub struct Signer {
    domain: String,
    selector: String,
    key: Arc<SigningKey>,
}

enum SigningKey {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// Why letters cannot be sealed with these settings.
#[derive(Debug, thiserror::Error)]
#[error("mail.dkim.{key}: {reason}")]
pub struct SignerRefused {
    key: &'static str,
    reason: String,
}

impl SignerRefused {
    fn new(key: &'static str, reason: impl Into<String>) -> Self {
        Self { key, reason: reason.into() }
    }
}

/// A seal that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the letter cannot be signed")]
pub struct NotSigned;

impl Signer {
    /// The signer that the settings name; none where they name no domain.
    ///
    /// # Errors
    /// What is missing, or a key that is no RSA key of at least 2048 bits and no Ed25519 key.
    pub fn open(settings: &Dkim) -> Result<Option<Self>, SignerRefused> {
        let Dkim { domain, selector, key_file } = settings;
        if domain.trim().is_empty() {
            return Ok(None);
        }
        let name = |key, text: &str| {
            let text = text.trim().to_ascii_lowercase();
            let fits = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
            let fine = !text.is_empty() && text.chars().all(fits);
            fine.then_some(text).ok_or_else(|| SignerRefused::new(key, "is no name in the DNS"))
        };
        let (domain, selector) = (name("domain", domain)?, name("selector", selector)?);
        let Some(path) = key_file else {
            return Err(SignerRefused::new("key_file", "the private key is missing"));
        };
        let refused = |reason: String| {
            SignerRefused::new("key_file", format!("`{}` {reason}", path.display()))
        };
        let pem = std::fs::read_to_string(path)
            .map_err(|error| refused(format!("cannot be read: {error}")))?;
        let key = private_key(&pem).map_err(|reason| refused(reason.to_owned()))?;
        Ok(Some(Self { domain, selector, key: Arc::new(key) }))
    }

    /// `mail` with the seal before its first line. The same mail at the same time is sealed alike.
    pub fn sign(&self, mail: &[u8], at: i64) -> Result<Vec<u8>, NotSigned> {
        let (head, body) = parted(mail);
        let fields = fields(head);
        let named = |name: &str| fields.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let sealed: Vec<&str> = SEALED.iter().copied().filter(|name| named(name)).collect();
        let algorithm = match *self.key {
            SigningKey::Rsa(_) => "rsa-sha256",
            SigningKey::Ed25519(_) => "ed25519-sha256",
        };
        let mut seal = format!(
            "v=1; a={algorithm}; c=relaxed/relaxed;\r\n d={}; s={}; t={at};\r\n h={};\r\n bh={};\r\n b=",
            self.domain,
            self.selector,
            sealed.join(":"),
            STANDARD.encode(Sha256::digest(relaxed_body(body))),
        );
        let signature = self.key.sign(&to_be_signed(&fields, &sealed, &seal))?;
        for (nth, chunk) in STANDARD.encode(signature).as_bytes().chunks(72).enumerate() {
            let between = if nth == 0 { "" } else { "\r\n " };
            // Writing to a text does not fail.
            let _ = write!(seal, "{between}{}", String::from_utf8_lossy(chunk));
        }
        let mut signed = format!("DKIM-Signature: {seal}\r\n").into_bytes();
        signed.extend_from_slice(mail);
        Ok(signed)
    }
}

impl SigningKey {
    fn sign(&self, words: &[u8]) -> Result<Vec<u8>, NotSigned> {
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), words, &mut signature)
                    .map_err(|_unspoken| NotSigned)?;
                Ok(signature)
            }
            // Of Ed25519 the digest is signed, not the words (RFC 8463, 3).
            Self::Ed25519(pair) => Ok(pair.sign(&Sha256::digest(words)).as_ref().to_vec()),
        }
    }
}

/// The private key in a PEM file: PKCS#8 of either kind, or PKCS#1 of RSA.
fn private_key(pem: &str) -> Result<SigningKey, &'static str> {
    let (kind, der) = der(pem).ok_or("holds no private key in PEM form")?;
    let rsa = if kind == "RSA PRIVATE KEY" {
        RsaKeyPair::from_der(&der)
    } else {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
            return Ok(SigningKey::Ed25519(pair));
        }
        RsaKeyPair::from_pkcs8(&der)
    };
    let refused = "holds neither an RSA key of 2048 to 4096 bits nor an Ed25519 key";
    rsa.map(SigningKey::Rsa).map_err(|_rejected| refused)
}

fn der(pem: &str) -> Option<(String, Vec<u8>)> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (kind, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END")?;
    let plain: String = body.split_whitespace().collect();
    let known = matches!(kind, "PRIVATE KEY" | "RSA PRIVATE KEY");
    Some((kind.to_owned(), STANDARD.decode(plain).ok()?)).filter(|_| known)
}

/// The head of a mail, and its body.
fn parted(mail: &[u8]) -> (&[u8], &[u8]) {
    let end = mail.windows(4).position(|four| four == b"\r\n\r\n");
    end.map_or((mail, &[]), |end| (&mail[..end + 2], &mail[end + 4..]))
}

/// The fields of a head: names and values, the values with their line breaks.
fn fields(head: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in String::from_utf8_lossy(head).split("\r\n").filter(|line| !line.is_empty()) {
        match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line),
            (false, _, Some((name, value))) => fields.push((name.to_owned(), value.to_owned())),
            _ => {}
        }
    }
    fields
}

/// What is signed: the sealed fields, then the seal without its signature. A field named again is
/// the one above the last; where there is none left, nothing stands for it (RFC 6376, 5.4.2).
fn to_be_signed(fields: &[(String, String)], sealed: &[&str], seal: &str) -> Vec<u8> {
    let mut words = String::new();
    for (nth, name) in sealed.iter().enumerate() {
        let before = sealed[..nth].iter().filter(|one| *one == name).count();
        let same = |(own, _): &&(String, String)| own.trim_end().eq_ignore_ascii_case(name);
        if let Some((_, value)) = fields.iter().rev().filter(same).nth(before) {
            words.push_str(&relaxed_field(name, value));
            words.push_str("\r\n");
        }
    }
    words.push_str(&relaxed_field("dkim-signature", seal));
    words.into_bytes()
}

/// RFC 6376, 3.4.2: names in small letters, on one line, blanks told once, none at the ends.
fn relaxed_field(name: &str, value: &str) -> String {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let words: Vec<&str> = value.split(blank).filter(|word| !word.is_empty()).collect();
    format!("{}:{}", name.trim().to_ascii_lowercase(), words.join(" "))
}

/// RFC 6376, 3.4.4: blanks told once, none at the end of a line, no empty lines at the end.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    let mut kept = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut blank = false;
        for byte in line {
            if matches!(byte, b' ' | b'\t') {
                blank = true;
                continue;
            }
            if std::mem::take(&mut blank) {
                relaxed.push(b' ');
            }
            relaxed.push(*byte);
            kept = relaxed.len() + 2;
        }
        relaxed.extend_from_slice(b"\r\n");
    }
    relaxed.truncate(kept);
    relaxed
}

#[cfg(test)]
mod tests;
