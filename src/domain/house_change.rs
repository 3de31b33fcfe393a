//! What is changed for the whole house, for its log.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DayKind, Part, Rung, Urgency};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum HouseChange {
    /// A rung of the ladder is new, other, or taken away.
    Rung {
        /// For tasks of this urgency.
        urgency: Urgency,
        /// As it was.
        old: Option<Rung>,
        /// As it is.
        new: Option<Rung>,
    },
    /// Whom the weekly reminder of an overdue task reaches.
    Weekly {
        /// For tasks of this urgency.
        urgency: Urgency,
        /// As it was.
        old: Vec<Part>,
        /// As it is.
        new: Vec<Part>,
    },
    /// Whether top leaders are reminded.
    TopLeaders {
        /// As it is.
        on: bool,
    },
    /// An entry of the calendar is new, or taken away.
    Entry {
        /// Its kind.
        kind: DayKind,
        /// Its name.
        name: String,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// Whether it was taken away.
        removed: bool,
    },
    /// Other days of the week are worked, Monday first.
    Week {
        /// As it is.
        new: [bool; 7],
    },
    /// The link of a display on a wall is made, or revoked.
    WallDisplay {
        /// What the office calls it.
        name: String,
        /// Whether it was revoked.
        revoked: bool,
    },
}

impl HouseChange {
    /// Under which heading it is kept.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Rung { .. } | Self::Weekly { .. } | Self::TopLeaders { .. } => Self::LADDER,
            Self::Entry { .. } | Self::Week { .. } => Self::CALENDAR,
            Self::WallDisplay { .. } => Self::WALL,
        }
    }

    /// All headings.
    pub const SUBJECTS: [&'static str; 3] = [Self::LADDER, Self::CALENDAR, Self::WALL];
    /// The ladder of reminders.
    pub const LADDER: &'static str = "ladder";
    /// The working calendar.
    pub const CALENDAR: &'static str = "calendar";
    /// The displays on walls.
    pub const WALL: &'static str = "wall";
}
