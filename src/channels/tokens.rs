//! Access tokens: asked for with the application's secret, kept in memory until they expire.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{NaiveDateTime, TimeDelta};

use super::verdict::{Said, Undelivered};

/// How long before its end a token is not used any more, so that none ends on its way.
const MARGIN: TimeDelta = TimeDelta::minutes(5);

/// A token, as a service gave it.
#[derive(Clone)]
pub(super) struct Fresh {
    /// The token itself. It is never printed.
    pub value: String,
    /// How long it holds.
    pub lasts: TimeDelta,
}

/// The token that an application has at the moment.
#[derive(Default)]
pub(super) struct Tokens {
    kept: Mutex<Option<(String, NaiveDateTime)>>,
}

impl Tokens {
    /// Sends with the token that is kept, or with a fresh one; a token that is refused is asked
    /// for anew once.
    pub fn send(
        &self,
        now: NaiveDateTime,
        ask: impl Fn() -> Result<Fresh, Undelivered>,
        send: impl Fn(&str) -> Result<Said, Undelivered>,
    ) -> Result<(), Undelivered> {
        let first = match self.current(now) {
            Some(token) => token,
            None => self.renew(now, &ask)?,
        };
        let said = match send(&first)? {
            Said::TokenRefused(_) => {
                self.forget(&first);
                send(&self.renew(now, &ask)?)?
            }
            said => said,
        };
        match said {
            Said::Taken => Ok(()),
            Said::TokenRefused(error) => {
                self.forget_any();
                Err(Undelivered::for_now(error))
            }
            Said::Not(undelivered) => Err(undelivered),
        }
    }

    fn current(&self, now: NaiveDateTime) -> Option<String> {
        let kept = self.kept();
        kept.as_ref().filter(|(_, until)| now < *until).map(|(token, _)| token.clone())
    }

    fn renew(
        &self,
        now: NaiveDateTime,
        ask: &impl Fn() -> Result<Fresh, Undelivered>,
    ) -> Result<String, Undelivered> {
        let Fresh { value, lasts } = ask()?;
        *self.kept() = Some((value.clone(), now + (lasts - MARGIN).max(TimeDelta::zero())));
        Ok(value)
    }

    /// Another sender may have renewed it meanwhile: only the refused one is forgotten.
    fn forget(&self, refused: &str) {
        let mut kept = self.kept();
        if kept.as_ref().is_some_and(|(token, _)| token == refused) {
            *kept = None;
        }
    }

    fn forget_any(&self) {
        *self.kept() = None;
    }

    fn kept(&self) -> MutexGuard<'_, Option<(String, NaiveDateTime)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
