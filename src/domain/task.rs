//! What a task is marked with: how urgent it is, and how often it is reported on.

use super::named::named;

named! {
    /// Urgency 紧急程度.
    Urgency, "an urgency" {
        /// 一般.
        Normal = "normal",
        /// 加急.
        Urgent = "urgent",
        /// 特急: reminded on every day, working or not.
        Critical = "critical",
    }
}

named! {
    /// Cadence 反馈频次: how often a report is due.
    Cadence, "a cadence" {
        /// 不定期: no report is ever missed.
        None = "none",
        /// Every working day.
        Daily = "daily",
        /// By Friday.
        Weekly = "weekly",
        /// By the 10th and the 25th.
        HalfMonthly = "half_monthly",
        /// By the 25th.
        Monthly = "monthly",
        /// By the 25th of the quarter's last month.
        Quarterly = "quarterly",
        /// By the term's last day.
        Termly = "termly",
    }
}
