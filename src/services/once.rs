//! The same request sent twice is done once: its answer is kept for a day, in the transaction of
//! what it did.

use chrono::TimeDelta;

use super::Error;
use crate::app::Act;
use crate::domain::digest_of;
use crate::persistence::idempotency::{self, KeptAnswer, KeyScope};
use crate::persistence::{self, Conn};

/// How long an answer is kept.
const KEPT_HOURS: i64 = 24;

/// A request that bears a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who sent it: `person:12`, `token:3`.
    pub principal: String,
    /// Where to: method and path.
    pub route: String,
    /// The key.
    pub key: String,
    /// Digest of the body.
    pub body_digest: String,
}

/// What is known of a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earlier {
    /// It is new.
    Never,
    /// It was answered before, and this was said.
    Answered(KeptAnswer),
    /// The key was used for another body.
    Differently,
}

impl Once {
    /// A request by `principal` to `route` under `key`.
    pub fn new(principal: String, route: String, key: String, body: &[u8]) -> Self {
        Self { principal, route, key, body_digest: digest_of(body) }
    }

    /// What was answered to it, if it came before.
    pub fn earlier(&self, conn: &mut Conn) -> Result<Earlier, persistence::Error> {
        Ok(match idempotency::find(conn, self.scope())? {
            None => Earlier::Never,
            Some(kept) if kept.body_digest == self.body_digest => Earlier::Answered(kept),
            Some(_) => Earlier::Differently,
        })
    }

    /// The same, after answers older than a day have been forgotten.
    pub fn recent(&self, act: &mut Act<'_>) -> Result<Earlier, Error> {
        idempotency::forget_before(act.conn, act.now - TimeDelta::hours(KEPT_HOURS))?;
        Ok(self.earlier(act.conn)?)
    }

    /// Keeps what is answered.
    pub fn keep(&self, act: &mut Act<'_>, status: u16, answer: &str) -> Result<(), Error> {
        let kept = KeptAnswer {
            body_digest: self.body_digest.clone(),
            status: i32::from(status),
            answer: answer.to_owned(),
        };
        Ok(idempotency::keep(act.conn, self.scope(), &kept, act.now)?)
    }

    fn scope(&self) -> KeyScope<'_> {
        KeyScope { principal: &self.principal, route: &self.route, key: &self.key }
    }
}
