//! The period of a circular: a month, a quarter, half a year, a year, or any days in a row.

use chrono::{Datelike, NaiveDate};

use super::super::last_of_month;
use super::super::named::named;

named! {
    /// How long a period is.
    CircularPeriod, "a period" {
        /// 月度.
        Month = "month",
        /// 季度.
        Quarter = "quarter",
        /// 半年.
        HalfYear = "half_year",
        /// 年度.
        Year = "year",
        /// 自定.
        Custom = "custom",
    }
}

/// The days that a circular is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircularSpan {
    /// How long it is.
    pub period: CircularPeriod,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// A last day before the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the last day must not lie before the first")]
pub struct BadPeriod;

impl CircularSpan {
    /// The period of that length around `day`; of [`CircularPeriod::Custom`] the day alone.
    pub fn around(period: CircularPeriod, day: NaiveDate) -> Self {
        let months = match period {
            CircularPeriod::Month => 1,
            CircularPeriod::Quarter => 3,
            CircularPeriod::HalfYear => 6,
            CircularPeriod::Year => 12,
            CircularPeriod::Custom => return Self { period, from: day, to: day },
        };
        let first = day.month0() / months * months;
        let of_month = |month0: u32| NaiveDate::from_ymd_opt(day.year(), month0 + 1, 1);
        let from = of_month(first).unwrap_or(day);
        let to = of_month(first + months - 1).map_or(day, last_of_month);
        Self { period, from, to }
    }

    /// The days from `from` to `to`.
    ///
    /// # Errors
    /// Where the last day lies before the first.
    pub fn days(from: NaiveDate, to: NaiveDate) -> Result<Self, BadPeriod> {
        if to < from {
            Err(BadPeriod)
        } else {
            Ok(Self { period: CircularPeriod::Custom, from, to })
        }
    }

    /// The day as of which its figures are taken on `today`: its last one, or today while it runs.
    pub fn as_of(&self, today: NaiveDate) -> NaiveDate {
        self.to.min(today)
    }
}
