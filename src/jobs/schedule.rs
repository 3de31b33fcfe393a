//! Whether a schedule has struck, by the civil clock of the organisation.
//!
//! The schedule is compared with the clock on the wall, not with instants: an hour that summer
//! time skips strikes when the clock has passed it, and one that comes twice strikes once.

use chrono::{NaiveDateTime, NaiveTime};
use cron::Schedule;

/// A schedule, and up to when it has been listened to.
#[derive(Debug)]
pub struct Listener {
    schedule: Schedule,
    heard: NaiveDateTime,
}

impl Listener {
    /// Listens to `schedule` from the beginning of the day of `local`: what struck earlier today,
    /// while nobody listened, is heard at once.
    pub fn since_midnight(schedule: Schedule, local: NaiveDateTime) -> Self {
        // One second before, so that midnight itself is heard.
        let heard = local.date().and_time(NaiveTime::MIN) - chrono::TimeDelta::seconds(1);
        Self { schedule, heard }
    }

    /// Whether it has struck since it was asked last, now that the clock shows `local`.
    pub fn struck(&mut self, local: NaiveDateTime) -> bool {
        if local <= self.heard {
            return false;
        }
        let next = self.schedule.after(&self.heard.and_utc()).next();
        self.heard = local;
        next.is_some_and(|next| next.naive_utc() <= local)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono_tz::Tz;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn listener(schedule: &str, since: &str) -> Listener {
        Listener::since_midnight(schedule.parse().unwrap(), at(since))
    }

    #[test]
    fn eight_o_clock_strikes_once_a_day() {
        let mut morning = listener("0 0 8 * * *", "2026-03-09T07:00:00");
        assert!(!morning.struck(at("2026-03-09T07:59:59")));
        assert!(morning.struck(at("2026-03-09T08:00:00")));
        assert!(!morning.struck(at("2026-03-09T08:00:30")));
        assert!(morning.struck(at("2026-03-10T09:00:00")));
    }

    #[test]
    fn what_struck_before_the_house_opened_is_heard() {
        let mut morning = listener("0 0 8 * * *", "2026-03-09T10:00:00");
        assert!(morning.struck(at("2026-03-09T10:00:00")));
        assert!(!morning.struck(at("2026-03-09T23:59:59")));
    }

    /// Listens through a whole night in `zone`, every ten minutes of true time.
    fn strikes_in_the_night(zone: Tz, schedule: &str, from_utc: &str) -> usize {
        let start = at(from_utc);
        let local = |instant: NaiveDateTime| zone.from_utc_datetime(&instant).naive_local();
        let mut listener = Listener { schedule: schedule.parse().unwrap(), heard: local(start) };
        (1..=36)
            .filter(|step| listener.struck(local(start + chrono::TimeDelta::minutes(step * 10))))
            .count()
    }

    #[test]
    fn over_two_years_every_day_strikes_once_whatever_the_clocks_do() {
        for (zone, schedule) in [
            (Tz::Europe__Berlin, "0 30 2 * * *"),
            (Tz::America__Santiago, "0 0 0 * * *"),
            (Tz::Asia__Shanghai, "0 0 8 * * *"),
        ] {
            let start = at("2026-01-01T12:00:00");
            let local = |instant: NaiveDateTime| zone.from_utc_datetime(&instant).naive_local();
            let mut listener =
                Listener { schedule: schedule.parse().unwrap(), heard: local(start) };
            let struck: Vec<_> = (1..=730 * 48)
                .map(|step| local(start + chrono::TimeDelta::minutes(step * 30)))
                .filter(|local| listener.struck(*local))
                .map(|local| local.date())
                .collect();
            let days: std::collections::BTreeSet<_> = struck.iter().collect();
            assert_eq!(days.len(), struck.len(), "{zone}: no day twice");
            assert_eq!(struck.len(), 730, "{zone}: no day left out");
        }
    }

    #[test]
    fn summer_time_skips_and_doubles_nothing() {
        // Berlin: on 29 March 2026 two o'clock becomes three, on 25 October three becomes two.
        let half_past_two = "0 30 2 * * *";
        assert_eq!(
            strikes_in_the_night(Tz::Europe__Berlin, half_past_two, "2026-03-28T22:00:00"),
            1
        );
        assert_eq!(
            strikes_in_the_night(Tz::Europe__Berlin, half_past_two, "2026-10-24T22:00:00"),
            1
        );
    }
}
