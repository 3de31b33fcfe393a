//! `POST /extract`: the directives of a text; nothing is kept.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Posted;
use super::call::{Answer, Call};
use super::error::Problem;
use super::fields::body;
use super::text::{LONGEST_MINUTES, Line, MinutesText};
use crate::domain::extraction::{
    self, Candidate, Cue, DueDate, Group, Mention, Owner, OwnerRole, Part, Precision, Roster,
};
use crate::domain::{DepartmentId, PersonId, Urgency};
use crate::i18n::Lang;
use crate::persistence::{departments, people};

/// The largest body with minutes in it: JSON may write a character in six bytes, or twelve.
pub const LARGEST_WITH_MINUTES: usize = 3 * LONGEST_MINUTES + 64 * 1024;

body! {
    /// A text to be read.
    ExtractInput up to LARGEST_WITH_MINUTES; {
        /// The minutes.
        text: MinutesText,
        /// The day of the meeting, from which relative dates count.
        held_on: Option<NaiveDate>,
        /// `en` or `zh-CN`; both are understood wherever they stand, so this changes nothing.
        language: Option<Line>,
    }
}

/// What was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Extracted {
    directives: Vec<CandidateView>,
    /// Where a language model was asked and did not read it all: why, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// An act that the text seems to call for. Places are counted in Unicode scalar values, the end
/// not included.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Candidate)]
pub struct CandidateView {
    start: usize,
    end: usize,
    /// The text there, to the letter.
    quote: String,
    title: String,
    /// The heading that it stands under.
    theme: Option<String>,
    cue: Cue,
    /// How sure that is, from 0 to 1.
    confidence: f32,
    urgency: Urgency,
    /// The coordinate acts inside it, where there are several.
    parts: Vec<PartView>,
    owners: Vec<OwnerView>,
    deadline: Option<DeadlineView>,
    /// Where else the text says the same.
    also: Vec<MentionView>,
}

/// Another place of the same act. Places are counted in Unicode scalar values, the end not included.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Mention)]
pub struct MentionView {
    start: usize,
    end: usize,
}

/// One of several acts inside a directive.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Part)]
pub struct PartView {
    start: usize,
    end: usize,
    title: String,
}

/// Somebody whom the text names as the one to act.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Owner)]
pub struct OwnerView {
    /// As written.
    text: String,
    role: OwnerRole,
    /// The department that is meant, or the one of the person who is meant.
    department_id: Option<DepartmentId>,
    person_id: Option<PersonId>,
    /// The group that is meant, where the word stands for many: 各单位, "all schools".
    group: Option<Group>,
    /// The departments of that group; none where only a person can say which are meant.
    member_department_ids: Vec<DepartmentId>,
}

/// When something is due: the words, and the last day where one follows from them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Deadline)]
pub struct DeadlineView {
    text: String,
    due_on: Option<NaiveDate>,
    precision: Precision,
}

impl From<Candidate> for CandidateView {
    fn from(found: Candidate) -> Self {
        let Candidate {
            span,
            quote,
            title,
            theme,
            cue,
            confidence,
            urgency,
            parts,
            owners,
            deadline,
            also,
        } = found;
        Self {
            start: span.start,
            end: span.end,
            quote,
            title,
            theme,
            cue,
            confidence,
            urgency,
            parts: parts.into_iter().map(PartView::from).collect(),
            owners: owners.into_iter().map(OwnerView::from).collect(),
            deadline: deadline.map(DeadlineView::from),
            also: also.into_iter().map(MentionView::from).collect(),
        }
    }
}

impl From<Mention> for MentionView {
    fn from(Mention { start, end }: Mention) -> Self {
        Self { start, end }
    }
}

impl From<Part> for PartView {
    fn from(Part { span, title }: Part) -> Self {
        Self { start: span.start, end: span.end, title }
    }
}

impl From<Owner> for OwnerView {
    fn from(Owner { text, role, department_id, person_id, group, members }: Owner) -> Self {
        Self { text, role, department_id, person_id, group, member_department_ids: members }
    }
}

impl From<DueDate> for DeadlineView {
    fn from(DueDate { text, due_on, precision }: DueDate) -> Self {
        Self { text, due_on, precision }
    }
}

/// The directives of a text; nothing is kept.
#[utoipa::path(
    post, path = "/extract", tag = "minutes", request_body = ExtractInput,
    responses((status = 200, body = Extracted))
)]
pub async fn extract(call: Call, posted: Posted<ExtractInput>) -> Answer {
    let ExtractInput { text, held_on, language } = posted.body;
    if text.is_too_large() {
        return Err(Problem::too_large(LONGEST_MINUTES));
    }
    if let Some(Line(tag)) = language {
        tag.parse::<Lang>()
            .map_err(|_unknown| Problem::field("language", "must be en or zh-CN"))?;
    }
    let (text, reading) = call.read_by_model(text.0).await;
    call.look(move |look| {
        let tree = departments::tree(look.conn)?;
        let people = people::all(look.conn)?;
        let roster = Roster::new(tree.iter(), &people);
        let proposed = reading.as_ref().map(|reading| reading.proposed.as_slice());
        let proposed = proposed.unwrap_or_default();
        let found = extraction::extract_with(&text, held_on, &roster, proposed);
        Ok(Extracted {
            directives: found.into_iter().map(CandidateView::from).collect(),
            note: reading.and_then(|reading| Lang::En.model_note(&reading.note)),
        })
    })
    .await
}
