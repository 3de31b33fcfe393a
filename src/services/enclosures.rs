//! Files with a task: added to it by themselves, or sent with a report or a request.

use serde_json::json;

use super::Error;
use super::attachments::{FIELD, Stored};
use super::record::{Note, keep_beside};
use super::sight;
use crate::app::Act;
use crate::domain::{
    Action, Attachment, AttachmentId, EventKind, Fault, Faults, ReportId, RequestId, Step, Task,
    TaskId,
};
use crate::persistence::attachments;

/// Files that go with something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Those that are known already.
    pub ids: Vec<AttachmentId>,
    /// Those that lie in the store since this moment.
    pub fresh: Vec<Stored>,
}

impl Chosen {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.ids.len() + self.fresh.len()
    }
}

/// What files came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum With {
    /// Nothing: they were added by themselves.
    Nothing,
    /// A report.
    Report(ReportId),
    /// A request.
    Request(RequestId),
}

/// Adds files to a task: everybody who sees it sees them.
pub fn add(act: &mut Act<'_>, id: TaskId, chosen: &Chosen) -> Result<Vec<Attachment>, Error> {
    let mut seen = sight::open(act, id, Action::Attach, None)?;
    seen.task.state.after(Step::Attach, seen.task.state_before)?;
    let mut faults = Faults::default();
    if chosen.count() == 0 {
        faults.add(FIELD, Fault::Missing);
    }
    check(act, &seen.task, chosen, &mut faults)?;
    for file in attachments::find_all(act.conn, &chosen.ids)? {
        if !file.is_waiting() {
            faults.add(FIELD, Fault::FileUsed(file.name));
        }
    }
    faults.finish()?;
    let files = enclose(act, id, chosen, With::Nothing)?;
    for file in &files {
        let said = json!({
            "attachment_id": file.id,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256.as_str(),
        });
        let note = Note::file(file).with_new(said);
        keep_beside(act, &mut seen.task, &seen.tree, EventKind::Attached, note)?;
    }
    Ok(files)
}

/// Notes what is wrong with what was chosen: it must be of this task, seen by who acts, and have
/// come with nothing else.
pub(super) fn check(
    act: &mut Act<'_>,
    task: &Task,
    chosen: &Chosen,
    faults: &mut Faults,
) -> Result<(), Error> {
    let found = attachments::find_all(act.conn, &chosen.ids)?;
    for id in &chosen.ids {
        let own = |file: &Attachment| !file.is_waiting() || act.actor.is(file.uploaded_by);
        let here =
            |file: &&Attachment| file.id == *id && file.task_id == Some(task.id) && own(file);
        match found.iter().find(here) {
            None => faults.add(FIELD, Fault::NoSuch),
            Some(file) if file.is_used() => faults.add(FIELD, Fault::FileUsed(file.name.clone())),
            Some(_) => {}
        }
    }
    if !chosen.fresh.is_empty() && room(act, task.id)? < chosen.fresh.len() {
        faults.add(FIELD, Fault::TooManyFiles { most: most(act) });
    }
    Ok(())
}

fn most(act: &Act<'_>) -> usize {
    act.app.settings.files.most_per_task.into()
}

/// How many files the task has room for.
fn room(act: &mut Act<'_>, task: TaskId) -> Result<usize, Error> {
    let there = usize::try_from(attachments::count_of_task(act.conn, task)?).unwrap_or_default();
    Ok(most(act).saturating_sub(there))
}

/// Puts what was chosen, and checked, where it belongs.
pub(super) fn enclose(
    act: &mut Act<'_>,
    task: TaskId,
    chosen: &Chosen,
    with: With,
) -> Result<Vec<Attachment>, Error> {
    let mut ids = chosen.ids.clone();
    for file in &chosen.fresh {
        ids.push(attachments::insert(act.conn, &row(act, task, file))?);
    }
    ids.sort_unstable();
    ids.dedup();
    let (report, request) = match with {
        With::Nothing => (None, None),
        With::Report(id) => (Some(id), None),
        With::Request(id) => (None, Some(id)),
    };
    if !ids.is_empty() {
        attachments::file(act.conn, &ids, report, request, act.now)?;
    }
    let mut files = attachments::find_all(act.conn, &ids)?;
    files.sort_unstable_by_key(|file| file.id);
    Ok(files)
}

/// Keeps what was brought with a form that was refused, for who brought it alone, so that it need
/// not be brought again. Says which of the files that wait these are.
pub fn keep_waiting(
    act: &mut Act<'_>,
    task: TaskId,
    fresh: &[Stored],
) -> Result<Vec<AttachmentId>, Error> {
    sight::open(act, task, Action::Attach, None)?;
    let Some(person) = act.actor.id else { return Ok(Vec::new()) };
    let mut ids = Vec::new();
    for file in fresh {
        let waiting = attachments::waiting(act.conn, task, person)?;
        let same = |one: &&Attachment| one.sha256 == file.sha256 && one.name == file.name;
        match waiting.iter().find(same) {
            Some(one) => ids.push(one.id),
            None if room(act, task)? == 0 => {}
            None => ids.push(attachments::insert(act.conn, &row(act, task, file))?),
        }
    }
    Ok(ids)
}

fn row(act: &Act<'_>, task: TaskId, file: &Stored) -> Attachment {
    Attachment {
        id: AttachmentId(0),
        sha256: file.sha256.clone(),
        size: file.size,
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        left_out: file.left_out.clone(),
        meeting_id: None,
        revision: None,
        task_id: Some(task),
        report_id: None,
        request_id: None,
        uploaded_by: act.actor.id,
        uploaded_by_name: act.actor.name.clone(),
        created_at: act.now,
        filed_at: None,
    }
}
