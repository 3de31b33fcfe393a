//! Meetings: one sitting of a body, or whatever else tasks come from, with its minutes.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use super::extraction::ModelNote;
use super::{BodyId, MeetingId, PersonId, Source};

/// One sitting of a body, an instruction, a document or an annual plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its identity.
    pub id: MeetingId,
    /// What it is called.
    pub title: String,
    /// The body that sat.
    pub body_id: Option<BodyId>,
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// Who presided, as written.
    pub chair: Option<String>,
    /// What it stands for.
    pub source: Source,
    /// Whether only its parties and named readers see it.
    pub confidential: bool,
    /// Readers named for it.
    pub reader_ids: BTreeSet<PersonId>,
    /// Grows with every change.
    pub version: i64,
    /// Who filed it; `None` for the operator.
    pub created_by: Option<PersonId>,
    /// When it was filed.
    pub created_at: NaiveDateTime,
    /// When it was last changed.
    pub updated_at: NaiveDateTime,
}

/// The minutes of a meeting, exactly as they were sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// 1 for the first text, one more for every change.
    pub revision: i32,
    /// The text.
    pub text: String,
    /// When it was sent.
    pub created_at: NaiveDateTime,
    /// What became of asking a language model about it; none where none was asked.
    pub model_note: Option<ModelNote>,
}

impl Minutes {
    /// The most bytes that minutes may have.
    pub const MOST_BYTES: usize = 5 * 1024 * 1024;
}
