//! Files as pages show them, and as forms bring them.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::deed::{Choice, Control, Field};
use super::history::{HistoryLine, Teller};
use crate::app::App;
use crate::domain::{Actor, Attachment, AttachmentId, EventKind, Fact, TaskId};
use crate::http::{Posted, UploadedFile};
use crate::i18n::Lang;
use crate::services::Error;
use crate::services::attachments::{self, Brought, FIELD, Stored};
use crate::services::enclosures::{self, Chosen};

/// A file as a page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// Where it is handed out.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// What kind it is, how large, since when, by whom.
    pub about: String,
}

impl FileLine {
    /// A file as its reader sees it.
    pub fn of(lang: Lang, today: NaiveDate, zone: Tz, file: &Attachment) -> Self {
        let day = file.created_at.and_utc().with_timezone(&zone).date_naive();
        let (size, day) = (size(file.size), lang.date_near(day, today));
        Self {
            path: format!("/attachments/{}", file.id),
            name: file.name.clone(),
            about: lang.task_file_about(kind(lang, &file.name), size, day, &file.uploaded_by_name),
        }
    }
}

/// What a file is, by what it is called: its content agreed when it was taken.
fn kind(lang: Lang, name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) if (1..=5).contains(&ending.len()) => ending.to_uppercase(),
        _ => lang.task_file().to_owned(),
    }
}

/// How large, in the unit that leaves one to three digits.
fn size(bytes: i64) -> String {
    const KILO: i64 = 1 << 10;
    const MEGA: i64 = 1 << 20;

    match bytes {
        ..KILO => format!("{bytes} B"),
        KILO..MEGA => format!("{} KB", bytes / KILO),
        MEGA.. => format!("{}.{} MB", bytes / MEGA, bytes % MEGA * 10 / MEGA),
    }
}

impl Teller<'_> {
    /// The files that came with what happened.
    pub(super) fn enclose(&self, line: &mut HistoryLine, fact: &Fact, new: &Map<String, Value>) {
        let id = new.get("attachment_id").and_then(Value::as_i64).map(AttachmentId);
        let listed = new.get("files").and_then(Value::as_array);
        let came = |file: &&Attachment| match fact.kind {
            EventKind::Attached => Some(file.id) == id,
            _ if listed.is_none() => false,
            EventKind::Reported => file.report_id.is_some() && file.report_id == fact.report_id,
            _ => file.request_id.is_some() && file.request_id == fact.request_id,
        };
        let told = |file| FileLine::of(self.lang, self.today, self.zone, file);
        line.files = self.files.iter().filter(came).map(told).collect();
        if let Some(listed) = listed.filter(|_| line.files.is_empty()) {
            let names: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
            line.paragraphs.push(self.lang.history_files(names.join(self.lang.ledger_and())));
        }
    }
}

/// The control in which files are chosen; those that wait from before are offered beside it.
pub fn field(lang: Lang, largest_mb: usize, waiting: &[Attachment]) -> Field {
    let offered = waiting
        .iter()
        .map(|file| Choice::new(file.id, lang.task_file_waiting(&file.name, size(file.size))));
    Field::new(FIELD, lang.task_files(), Control::Files(offered.collect()))
        .hint(lang.task_files_hint(largest_mb))
}

/// What a form's files and ticks say, where its files lie in the store already.
pub fn chosen(posted: &Posted, fresh: &[Stored]) -> Chosen {
    let ids = posted.all(FIELD).filter_map(|id| id.parse().ok()).collect();
    Chosen { ids, fresh: fresh.to_vec() }
}

/// Puts the files of a form into the store.
///
/// # Errors
/// What is wrong with any of them; the others wait then, and are ticked in `posted`.
pub async fn received(
    app: &App,
    actor: &Actor,
    task: TaskId,
    posted: &mut Posted,
    files: Vec<UploadedFile>,
) -> Result<Vec<Stored>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let brought = |UploadedFile { name, bytes }| Brought { name, bytes };
    let brought: Vec<Brought> = files.into_iter().map(brought).collect();
    let own = actor.clone();
    let received = app.aside(move |app| attachments::receive(app, &own, task, &brought)).await?;
    if received.faults.is_empty() {
        return Ok(received.stored);
    }
    wait(app, actor, task, posted, received.stored).await?;
    Err(received.faults.into())
}

/// Keeps the files of a form that was refused, and ticks them in `posted`.
pub async fn wait(
    app: &App,
    actor: &Actor,
    task: TaskId,
    posted: &mut Posted,
    fresh: Vec<Stored>,
) -> Result<(), Error> {
    if fresh.is_empty() {
        return Ok(());
    }
    let keep = move |act: &mut crate::app::Act<'_>| enclosures::keep_waiting(act, task, &fresh);
    for id in app.act(actor.clone(), keep).await? {
        posted.add(FIELD, &id.to_string());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short() {
        let said: Vec<String> = [5, 1_024, 46_080, 1_258_291, 20 << 20].map(size).into();
        assert_eq!(said, ["5 B", "1 KB", "45 KB", "1.1 MB", "20.0 MB"]);
    }

    #[test]
    fn a_kind_is_the_ending_of_the_name() {
        assert_eq!(kind(Lang::En, "佐证.pdf"), "PDF");
        assert_eq!(kind(Lang::En, "photo"), "File");
    }
}
