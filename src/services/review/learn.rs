//! What an accepted directive teaches about names is known to the whole meeting at once.

use crate::app::Act;
use crate::domain::Directive;
use crate::persistence::directives;
use crate::services::Error;
use crate::services::directory::learn_names;
use crate::services::intake::roster;

/// Remembers what `directive` teaches, and recognises it there and in the other directives of the
/// meeting that nobody has touched.
pub(super) fn learn(act: &mut Act<'_>, directive: &mut Directive) -> Result<(), Error> {
    let prepared = directive.prepared();
    if learn_names(act, directive, prepared.lead, &prepared.supporters)?.is_empty() {
        return Ok(());
    }
    // The choice stays what it is, though the minutes suggest more by now.
    directive.preparation = Some(prepared);
    let roster = roster(act.conn)?;
    directive.recognise(&roster);
    for mut other in directives::of_meeting(act.conn, directive.meeting_id)? {
        let untouched = other.id != directive.id && other.reviewed_at.is_none();
        if untouched && other.recognise(&roster) {
            directives::recognise(act.conn, &other)?;
        }
    }
    Ok(())
}
