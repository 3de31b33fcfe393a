//! How pressing a passage sounds.

use crate::domain::named::named;

named! {
    /// How pressing a task is 紧急程度.
    Urgency, "an urgency" {
        /// Normal 一般.
        Normal = "normal",
        /// Urgent 加急.
        Urgent = "urgent",
        /// Critical 特急.
        Critical = "critical",
    }
}
