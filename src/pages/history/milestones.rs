//! What became of a milestone, as a sentence.

use serde_json::{Map, Value};

use super::{HistoryLine, Teller, date};
use crate::domain::EventKind;

impl Teller<'_> {
    /// What became of a milestone, and what it was before.
    pub(super) fn milestone(
        &self,
        line: &mut HistoryLine,
        kind: EventKind,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) -> String {
        let lang = self.lang;
        let name = |side: &Map<String, Value>| {
            side.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let due = |side: &Map<String, Value>| self.day(side.get("due_on").and_then(date));
        match kind {
            EventKind::MilestoneAdded => lang.milestone_history_added(name(new), due(new)),
            EventKind::MilestoneChanged => {
                line.paragraphs.push(lang.milestone_history_before(name(old), due(old)));
                lang.milestone_history_changed(name(new), due(new))
            }
            EventKind::MilestoneDone => {
                let done = new.get("done_on").and_then(date);
                line.paragraphs.push(lang.milestone_history_done_on(self.day(done), due(new)));
                lang.milestone_history_done(name(new))
            }
            EventKind::MilestoneReopened => lang.milestone_history_reopened(name(new)),
            _ => lang.milestone_history_removed(name(new)),
        }
    }
}
