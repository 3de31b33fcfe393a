//! A display on a wall: what it counts, and how it says it.

use chrono::NaiveDateTime;

use super::{Actor, BodyId, DepartmentId, ProgrammeId};

/// What a display shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WallDisplay {
    /// What the office calls it.
    pub name: String,
    /// Only tasks from meetings of that body.
    pub body_id: Option<BodyId>,
    /// Only tasks of that programme.
    pub programme_id: Option<ProgrammeId>,
    /// Only tasks that this department, or one below it, leads.
    pub department_id: Option<DepartmentId>,
    /// Whether numbers stand in the place of titles.
    pub titles_hidden: bool,
    /// The tag of the language that it speaks.
    pub language: String,
    /// Whether it is light on dark.
    pub dark: bool,
}

/// A display with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDisplay {
    /// Which.
    pub id: i64,
    /// What it shows.
    pub display: WallDisplay,
    /// Who made its link.
    pub created_by: String,
    /// When, in UTC.
    pub created_at: NaiveDateTime,
    /// Since when its link leads nowhere, in UTC.
    pub revoked_at: Option<NaiveDateTime>,
}

/// Whether somebody makes and revokes links of displays: those who run the office.
pub fn may_keep_displays(actor: &Actor) -> bool {
    actor.runs_office()
}
