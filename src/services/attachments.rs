//! Files that are kept with what they belong to, and who may have them.

use std::sync::Arc;

use chrono::TimeDelta;

use super::sight::Sight;
use super::{Error, intake};
use crate::app::{Act, App};
use crate::documents;
use crate::domain::{
    Action, Actor, Attachment, AttachmentId, DecisionRules, FieldFault, MeetingId, NotTaken,
    Sha256Hex, TaskId, plain_name, taken_as,
};
use crate::persistence::{Conn, attachments, meetings};

/// A file that lies in the store already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What is in it.
    pub sha256: Sha256Hex,
    /// Its bytes.
    pub size: i64,
    /// What it is called.
    pub name: String,
    /// What it is, by what is in it.
    pub media_type: String,
    /// What was enclosed in it and could not be read.
    pub left_out: Vec<String>,
}

/// A file as somebody brought it; without bytes where it has more than a file may.
#[derive(Debug, Clone)]
pub struct Brought {
    /// What it was called.
    pub name: String,
    /// What is in it.
    pub bytes: Option<Arc<[u8]>>,
}

/// Where files are named in a form and in a body.
pub const FIELD: &str = "attachment_ids";

/// For how long what was chosen for a form waits to be sent.
const WAITS: TimeDelta = TimeDelta::days(14);

/// After how long a file that nothing names is removed from the store.
const UNNAMED: TimeDelta = TimeDelta::days(1);

/// How many files are looked up at once.
const AT_ONCE: usize = 500;

/// Files that were put into the store, and what is wrong with the others.
#[derive(Debug, Default)]
pub struct Received {
    /// Those that are kept.
    pub stored: Vec<Stored>,
    /// Why the others are not.
    pub faults: Vec<FieldFault>,
}

/// Puts files for a task into the store, where `actor` may bring some and each is of a kind that is
/// taken. Blocks; no transaction is open meanwhile.
pub fn receive(
    app: &App,
    actor: &Actor,
    task: TaskId,
    brought: &[Brought],
) -> Result<Received, Error> {
    let rules = app.settings.rules();
    app.db.read(|conn| {
        let seen = Sight::of(conn, actor, task, rules)?;
        seen.demand(actor, Action::Attach, rules)
    })?;
    let most = app.reader.limits().file;
    let mut received = Received::default();
    for file in brought {
        match judge(file, most) {
            Err(refused) => received.faults.push(FieldFault::at(FIELD, refused)),
            Ok((bytes, media_type)) => received.stored.push(Stored {
                sha256: app.store.put(bytes).map_err(Error::Store)?,
                size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
                name: plain_name(&file.name),
                media_type: media_type.to_owned(),
                left_out: Vec::new(),
            }),
        }
    }
    Ok(received)
}

/// What is in a file, and under which media type it is kept.
fn judge(file: &Brought, most: usize) -> Result<(&[u8], &'static str), NotTaken> {
    let name = plain_name(&file.name);
    match file.bytes.as_deref().filter(|bytes| bytes.len() <= most) {
        None => Err(NotTaken::TooLarge { name, most }),
        Some([]) => Err(NotTaken::Empty(name)),
        Some(bytes) => Ok((bytes, taken_as(&name, documents::media_type(bytes, &name))?)),
    }
}

/// Removes what nothing names: files whose row was never written, and what somebody chose for a
/// form and never sent. Blocks. Says how many files went.
pub fn sweep(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let waited =
        |act: &mut Act<'_>| Ok::<_, Error>(attachments::forget_waiting(act.conn, now - WAITS)?);
    app.act_now(Actor::operator(), waited)?;
    let mut gone = 0;
    for some in app.store.older_than(now - UNNAMED).map_err(Error::Store)?.chunks(AT_ONCE) {
        let named = app.db.read(|conn| attachments::named(conn, some))?;
        for hash in some.iter().filter(|hash| !named.contains(hash)) {
            gone += usize::from(app.store.discard(hash, now - UNNAMED).map_err(Error::Store)?);
        }
    }
    Ok(gone)
}

/// Keeps the file that the minutes of a meeting were read from with their latest revision.
pub fn keep_original(
    act: &mut Act<'_>,
    meeting: MeetingId,
    file: Stored,
) -> Result<AttachmentId, Error> {
    intake::meeting(act.conn, &act.actor.clone(), meeting)?;
    intake::check_office(&act.actor)?;
    let revision = meetings::minutes_of(act.conn, meeting)?.revision;
    let Stored { sha256, size, name, media_type, left_out } = file;
    let attachment = Attachment {
        id: AttachmentId(0),
        sha256,
        size,
        name: plain_name(&name),
        media_type,
        left_out,
        meeting_id: Some(meeting),
        revision: Some(revision),
        task_id: None,
        report_id: None,
        request_id: None,
        uploaded_by: act.actor.id,
        uploaded_by_name: act.actor.name.clone(),
        created_at: act.now,
        filed_at: Some(act.now),
    };
    Ok(attachments::insert(act.conn, &attachment)?)
}

/// An attachment, if `viewer` may see what it belongs to; else it is not there.
pub fn find(
    conn: &mut Conn,
    viewer: &Actor,
    id: AttachmentId,
    rules: DecisionRules,
) -> Result<Attachment, Error> {
    let attachment = attachments::find(conn, id)?;
    match (attachment.meeting_id, attachment.task_id) {
        (Some(meeting), _) => {
            intake::meeting(conn, viewer, meeting)?;
        }
        (None, Some(task)) => {
            Sight::of(conn, viewer, task, rules)?;
            if attachment.is_waiting() && !viewer.is(attachment.uploaded_by) {
                return Err(Error::NOT_FOUND);
            }
        }
        (None, None) => return Err(Error::NOT_FOUND),
    }
    Ok(attachment)
}
