//! From minutes to candidates: what a text asks somebody to do, where it says so, who and by when.
//!
//! Structure first (lines, blocks, sections, sentences, clauses), then cues, then what belongs to
//! each find (owners, deadline, title, parts). Places are bytes inside this room and Unicode scalar
//! values outside it. `docs/extraction.md` tells how it works and what it cannot do.

mod actor_split;
mod block;
mod candidate;
mod clause;
mod cue;
mod deadline_phrase;
mod duplicate;
mod english_cue;
mod english_decision;
mod english_frame;
mod english_hint;
mod english_owner;
mod english_reported;
mod english_share;
mod english_subject;
mod english_verb;
mod english_will;
mod frame;
mod han_act;
mod han_cue;
mod han_frame;
mod han_owner;
mod han_past;
mod lexicon;
mod line;
mod model_note;
mod offset;
mod owner;
#[cfg(test)]
mod owner_cases;
mod part;
mod passage;
mod pipeline;
#[cfg(test)]
mod properties;
mod proposal;
mod roster;
mod section;
mod sentence;
mod stated;
mod stretch;
mod table;
mod title;
mod urgency;
mod walk;

pub use candidate::{Candidate, Cue, DueDate, Mention, Owner, OwnerRole, Part, Precision, Rule};
pub use deadline_phrase::{held_on_in, typed_date, when};
pub use model_note::{ModelNote, Silence};
pub use passage::{Passage, PassageKind, passages};
pub use pipeline::{analyse, extract, sentences, theme_at};
pub use proposal::{Placed, Proposal, extract_with, placed};
pub use roster::{Group, Known, Roster};
pub use stretch::stretches;
pub use title::title_of;
