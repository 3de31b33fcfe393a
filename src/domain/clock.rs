//! Where "now" comes from. Everything above asks the clock that it was handed.

use std::sync::RwLock;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// This instant, in UTC.
    fn now(&self) -> NaiveDateTime;

    /// The civil date in the organisation's zone.
    fn today(&self, zone: Tz) -> NaiveDate {
        self.now().and_utc().with_timezone(&zone).date_naive()
    }
}

/// The clock on the wall.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that looks at the wall")]
    fn now(&self) -> NaiveDateTime {
        let now = Utc::now().naive_utc();
        // Both databases keep milliseconds without loss; finer parts would differ after a read.
        chrono::DurationRound::duration_trunc(now, chrono::TimeDelta::milliseconds(1))
            .unwrap_or(now)
    }
}

/// The clock on the wall, put forward or back: a demonstration may live on another day.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock(pub TimeDelta);

impl Clock for ShiftedClock {
    fn now(&self) -> NaiveDateTime {
        SystemClock.now() + self.0
    }
}

/// A clock that stands still until it is set: for the demonstration's past, and for tests.
#[derive(Debug)]
pub struct ManualClock(RwLock<NaiveDateTime>);

impl ManualClock {
    /// A clock that shows `now`, in UTC.
    pub fn at(now: NaiveDateTime) -> Self {
        Self(RwLock::new(now))
    }

    /// Turns the clock to `now`, in UTC.
    pub fn set(&self, now: NaiveDateTime) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> NaiveDateTime {
        *self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
