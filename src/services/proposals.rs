//! What a language model proposes for minutes that are already filed: they never wait for it.

use super::Error;
use super::intake::{self, fitting, overlap, roster};
use crate::app::App;
use crate::domain::extraction::{Rule, Silence, extract_with};
use crate::domain::{Actor, Directive, MeetingId};
use crate::model::{Model, Reading};
use crate::persistence::{directives, meetings};

/// Asks the language model, where there is one, about the minutes of a meeting, and adds what it
/// proposes to what the rules have found. The same minutes are asked about once.
///
/// Blocks until the model has answered or its time is over; no transaction is open meanwhile. A
/// model that fails leaves a note with the minutes, and everything else as it is; a database that
/// fails now is told to the log only, for the minutes are kept.
pub fn seek(app: &App, actor: &Actor, id: MeetingId) {
    let Some(model) = &app.model else { return };
    if let Err(error) = ask(app, model, actor, id) {
        tracing::error!(meeting = id.0, %error, "what the language model proposes is not kept");
    }
}

fn ask(app: &App, model: &Model, actor: &Actor, id: MeetingId) -> Result<(), Error> {
    let (meeting, minutes) = app.db.read(|conn| {
        let meeting = intake::meeting(conn, actor, id)?;
        Ok::<_, Error>((meeting, meetings::minutes_of(conn, id)?))
    })?;
    let withheld = |silence| silence == Some(Silence::Withheld);
    let may_see = !meeting.confidential || model.reads_confidential();
    match minutes.model_note {
        Some(note) if !(withheld(note.silence) && may_see) => return Ok(()),
        _ => {}
    }
    let reading = model.read(&minutes.text, meeting.confidential);
    app.act_now(actor.clone(), |act| {
        let now = meetings::minutes_of(act.conn, id)?;
        // Somebody changed the minutes while the model read them: it is asked about the new ones.
        if now.revision != minutes.revision {
            return Ok(());
        }
        let held_on = meetings::find(act.conn, id)?.held_on;
        let known = directives::of_meeting(act.conn, id)?;
        let Reading { proposed, note } = &reading;
        let roster = roster(act.conn)?;
        for candidate in extract_with(&now.text, Some(held_on), &roster, proposed) {
            let new = candidate.cue.rule == Rule::Model
                && !known.iter().any(|one| one.anchored && overlap(&one.span, &candidate.span));
            if new {
                directives::insert(act.conn, &Directive::found(id, fitting(candidate)), act.now)?;
            }
        }
        Ok(meetings::keep_model_note(act.conn, id, now.revision, note)?)
    })
}
