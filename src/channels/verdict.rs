//! What a service's answer means: taken, to be tried again, or refused for good.

use chrono::TimeDelta;

use super::line::Reply;

/// The longest passage of an answer that is told, in characters.
const TOLD: usize = 200;

/// Why a message did not arrive. Holds nothing that opens anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// Another try may succeed.
    #[error("{error}")]
    ForNow {
        /// What was said.
        error: String,
        /// How long the service asked to be left alone.
        after: Option<TimeDelta>,
    },
    /// Trying again would be refused again.
    #[error("{0}")]
    ForGood(String),
}

impl Undelivered {
    pub(super) fn for_now(error: impl Into<String>) -> Self {
        Self::ForNow { error: error.into(), after: None }
    }

    pub(super) fn for_good(error: impl Into<String>) -> Self {
        Self::ForGood(error.into())
    }
}

/// What a service said to a message that was sent with a token.
#[derive(Debug)]
pub(super) enum Said {
    /// It is taken.
    Taken,
    /// The token is not good, or not any more.
    TokenRefused(String),
    /// It is not.
    Not(Undelivered),
}

/// A service's own code: what it says in words, and what follows from it.
pub(super) fn refused(name: &str, code: impl std::fmt::Display, words: &str) -> String {
    let words = one_line(words);
    if words.is_empty() { format!("{name}: {code}") } else { format!("{name}: {code} {words}") }
}

/// What follows from the status alone; `None` where the answer's body decides.
///
/// Refused credentials (401, 403, 407) are a fault of the settings, not of the message: they are
/// tried again, so that corrected ones lose nothing.
pub(super) fn by_status(name: &str, reply: &Reply) -> Option<Undelivered> {
    let status = reply.status;
    let error = refused(name, format!("HTTP {status}"), &reply.words());
    match status {
        200..=299 => None,
        429 => Some(Undelivered::ForNow { error, after: reply.after }),
        503 => Some(Undelivered::ForNow { error, after: reply.after }),
        300..=399 => Some(Undelivered::for_now(format!(
            "{name}: HTTP {status}, but an answer from elsewhere is not asked for"
        ))),
        401 | 403 | 407 | 408 | 425 | 500.. => Some(Undelivered::for_now(error)),
        _ => Some(Undelivered::for_good(error)),
    }
}

/// The answer as JSON. What cannot be read may have been taken or not: it is tried again, and the
/// key of the message keeps it from arriving twice where the service looks at it.
pub(super) fn json(name: &str, reply: &Reply) -> Result<serde_json::Value, Undelivered> {
    let unread = |_error| Undelivered::for_now(format!("{name}: the answer cannot be read"));
    let value: serde_json::Value = serde_json::from_slice(&reply.body).map_err(unread)?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(Undelivered::for_now(format!("{name}: the answer cannot be read")))
    }
}

/// `text` on one line and not longer than an outbox can show.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TOLD {
        return line;
    }
    line.chars().take(TOLD - 1).chain(['…']).collect()
}
