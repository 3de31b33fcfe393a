//! What a reviewer should look at twice, as marks and words beside a candidate.

use super::candidate::Around;
use super::desk::Entry;
use crate::domain::extraction::Rule;
use crate::domain::{Cadence, Directive, Disposition, Preparation};

/// From here on the rules are sure.
pub const SURE: f32 = 0.8;
/// Below, they are not.
pub const UNSURE: f32 = 0.6;

/// An icon and words.
type Doubt = (&'static str, String);

/// Whether the rules were not sure of it, and nobody has confirmed it.
pub fn unsure(directive: &Directive) -> bool {
    directive.confidence < UNSURE && directive.disposition == Disposition::Pending
}

impl Around<'_> {
    /// The doubts about `desk.entries[index]`, prepared so far as `prepared` says.
    pub fn doubts(&self, index: usize, prepared: &Preparation) -> Vec<Doubt> {
        let entry = &self.desk.entries[index];
        let mut doubts = Vec::new();
        if !entry.tasks.is_empty() {
            return doubts;
        }
        self.of_the_text(index, &mut doubts);
        if entry.directive.disposition == Disposition::Declined {
            return doubts;
        }
        let lang = self.lang;
        if prepared.lead.is_none() && prepared.fan_out.is_empty() {
            doubts.push(("people", lang.review_no_lead().to_owned()));
        }
        if prepared.requirement.trim().is_empty() {
            doubts.push(("warn", lang.review_flag_no_mark().to_owned()));
        }
        if prepared.long_term {
            if prepared.cadence == Cadence::None {
                doubts.push(("warn", lang.review_flag_no_cadence().to_owned()));
            }
            return doubts;
        }
        self.of_the_date(entry, prepared, &mut doubts);
        doubts
    }

    /// What the words themselves leave open.
    fn of_the_text(&self, index: usize, doubts: &mut Vec<Doubt>) {
        let (directive, lang) = (&self.desk.entries[index].directive, self.lang);
        if !directive.anchored {
            doubts.push(("warn", lang.review_flag_lost().to_owned()));
        }
        match directive.parts.len() {
            0 | 1 => {}
            2 => doubts.push(("split", lang.review_flag_two().to_owned())),
            count => doubts.push(("split", lang.review_flag_several(count))),
        }
        if directive.disposition != Disposition::Pending {
            return;
        }
        if let Some(other) = self.close.get(index).copied().flatten() {
            let label = self.desk.entries[other].label.to_string();
            doubts.push(("merge", lang.review_flag_close(label)));
        }
        if directive.states_no_act() {
            doubts.push(("info", lang.review_flag_no_act().to_owned()));
        }
        if directive.cue.rule == Rule::Model {
            doubts.push(("info", lang.review_flag_model().to_owned()));
        } else if unsure(directive) {
            doubts.push(("info", lang.review_flag_unsure().to_owned()));
        }
    }

    fn of_the_date(&self, entry: &Entry, prepared: &Preparation, doubts: &mut Vec<Doubt>) {
        let lang = self.lang;
        match (prepared.due_on, &entry.directive.deadline) {
            (None, _) if !prepared.due.is_empty() => {
                doubts.push(("warn", lang.review_flag_not_a_date(&prepared.due)));
            }
            (None, Some(said)) => doubts.push(("cal", lang.review_flag_words_only(&said.text))),
            (Some(_), None) => doubts.push(("cal", lang.review_flag_no_deadline().to_owned())),
            _ => {}
        }
        if let Some(day) = prepared.due_on {
            if day < self.today {
                doubts.push(("clock", lang.review_flag_past().to_owned()));
            } else if !self.calendar.is_working_day(day) {
                doubts.push(("cal", lang.review_flag_day_off().to_owned()));
            }
        }
    }
}
