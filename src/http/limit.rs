//! How often a credential may be tried: by address and account, and by address alone.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota};

/// Above so many remembered keys, those that have recovered are forgotten.
const MANY: usize = 10_000;

/// So many looks at once through one link, then one a second.
const LOOKS: u32 = 30;

/// Counts attempts at passwords, one-time links and set-up.
pub struct CredentialLimit {
    by_account: DefaultKeyedRateLimiter<(IpAddr, String)>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    looks: DefaultKeyedRateLimiter<String>,
}

/// Too many attempts; the next may come after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; wait {seconds} seconds")]
pub struct TooMany {
    /// How long to wait.
    pub seconds: u64,
}

impl Default for CredentialLimit {
    /// Eight attempts at one account from one address, then one in 30 seconds; a whole institution
    /// may share one address, so that alone has room for 120 and one more a second.
    fn default() -> Self {
        Self::new(8, 120)
    }
}

impl CredentialLimit {
    /// So many attempts at once for one account from one address, and from one address in all.
    pub fn new(account: u32, address: u32) -> Self {
        let burst = |size: u32| NonZeroU32::new(size).unwrap_or(NonZeroU32::MIN);
        let twice_a_minute = Quota::per_minute(NonZeroU32::MIN.saturating_add(1));
        let once_a_second = Quota::per_second(NonZeroU32::MIN);
        Self {
            by_account: DefaultKeyedRateLimiter::keyed(twice_a_minute.allow_burst(burst(account))),
            by_address: DefaultKeyedRateLimiter::keyed(once_a_second.allow_burst(burst(address))),
            looks: DefaultKeyedRateLimiter::keyed(once_a_second.allow_burst(burst(LOOKS))),
        }
    }

    /// Counts one attempt from `address` at `account` (any spelling), or refuses it.
    pub fn attempt(&self, address: IpAddr, account: &str) -> Result<(), TooMany> {
        let account: String = account.trim().to_lowercase().chars().take(254).collect();
        if self.by_account.len() > MANY {
            self.by_account.retain_recent();
        }
        if self.by_address.len() > MANY {
            self.by_address.retain_recent();
        }
        self.by_address.check_key(&address).map_err(|until| wait(&until))?;
        self.by_account.check_key(&(address, account)).map_err(|until| wait(&until))
    }

    /// Counts one look through a link that shows without a sign-in, by the digest of its secret:
    /// many screens may share one, and a program that asks too often is told to wait.
    pub fn look(&self, link: &str) -> Result<(), TooMany> {
        if self.looks.len() > MANY {
            self.looks.retain_recent();
        }
        self.looks.check_key(&link.to_owned()).map_err(|until| wait(&until))
    }

    /// Counts one attempt from `address` at no account in particular, or refuses it.
    pub fn attempt_at_all(&self, address: IpAddr) -> Result<(), TooMany> {
        if self.by_address.len() > MANY {
            self.by_address.retain_recent();
        }
        self.by_address.check_key(&address).map_err(|until| wait(&until))
    }
}

fn wait(until: &NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> TooMany {
    let left = until.wait_time_from(DefaultClock::default().now());
    TooMany { seconds: left.as_secs() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_guarded_without_shutting_out_its_neighbours() {
        let limit = CredentialLimit::new(2, 100);
        let here = IpAddr::from([192, 0, 2, 1]);
        let there = IpAddr::from([192, 0, 2, 2]);

        assert!(limit.attempt(here, "anna@example.org").is_ok());
        assert!(limit.attempt(here, " Anna@Example.org").is_ok());
        assert!((1..=31).contains(&limit.attempt(here, "anna@example.org").unwrap_err().seconds));
        assert!(limit.attempt(here, "bert@example.org").is_ok());
        assert!(limit.attempt(there, "anna@example.org").is_ok());
    }

    #[test]
    fn an_address_cannot_try_every_account() {
        let limit = CredentialLimit::new(10, 3);
        let here = IpAddr::from([192, 0, 2, 1]);
        let tried = (0..10).filter(|n| limit.attempt(here, &format!("a{n}")).is_ok()).count();
        assert_eq!(tried, 3);
    }
}
