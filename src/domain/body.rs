//! Standing bodies and programmes: names under which meetings and tasks are gathered.

use super::{BodyId, ProgrammeId};

/// A standing body or meeting series 会议类型.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its identity.
    pub id: BodyId,
    /// Its name, the only one of that name.
    pub name: String,
    /// Whether new meetings may be filed under it.
    pub active: bool,
}

/// A named group of tasks across meetings 专项.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its identity.
    pub id: ProgrammeId,
    /// Its name, the only one of that name.
    pub name: String,
    /// Whether new tasks may join it.
    pub active: bool,
}
