//! Verification: every line of every history is sealed by the one before, and nothing is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Error;
use super::record::enclosure;
use crate::app::App;
use crate::domain::{AttachmentId, Event, EventKind, Fact, ReportId, RequestId, TaskId, digest_of};
use crate::persistence::audit::{self, Remembered};
use crate::persistence::{Conn, attachments, events, reports, requests};

/// Lines of history read at a time.
const PAGE: i64 = 1000;

/// What verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many tasks there are.
    pub tasks: usize,
    /// How many lines of history.
    pub events: usize,
    /// Everything that is not as it was written.
    pub findings: Vec<Finding>,
    /// Stands for all histories together: kept elsewhere, it shows a later change.
    pub digest: String,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A line does not match its seal, or does not follow the one before.
    Changed(TaskId, i64),
    /// A line is missing.
    Missing(TaskId, i64),
    /// The task remembers another end of its history.
    End(TaskId, i64),
    /// A history without its task.
    NoTask(TaskId),
    /// A number was given, but no task bears it.
    NoNumber(i32, i32),
    /// Tasks are gone, or came by another way.
    TasksGone {
        /// How many were ever written down.
        written: usize,
        /// How many there are.
        kept: usize,
    },
    /// A report is not as it was when its line was written.
    Report(ReportId),
    /// A request is not as it was when its last line was written.
    Request(RequestId),
    /// A file is not as it was when its line was written.
    File(AttachmentId),
    /// What lies in the store is not what was put there.
    Content(AttachmentId),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(task, seq) => write!(f, "task {task}: event {seq} was changed"),
            Self::Missing(task, seq) => write!(f, "task {task}: event {seq} is missing"),
            Self::End(task, seq) => {
                write!(f, "task {task}: its history does not end with event {seq} as it should")
            }
            Self::NoTask(task) => write!(f, "task {task}: its events are there, the task is not"),
            Self::NoNumber(year, n) => {
                write!(f, "number {n} of {year} was given, but no task bears it")
            }
            Self::TasksGone { written, kept } => {
                write!(f, "{written} tasks were written down, {kept} are there")
            }
            Self::Report(id) => write!(f, "report {id} was changed, or its event is missing"),
            Self::Request(id) => write!(f, "request {id} was changed, or its event is missing"),
            Self::File(id) => write!(f, "file {id} was changed, or its event is missing"),
            Self::Content(id) => {
                write!(f, "file {id}: what lies in the store is not what was put there")
            }
        }
    }
}

/// The walk through all histories, in the order of tasks and places.
#[derive(Default)]
struct Walk {
    verdict: Verdict,
    chain: String,
    /// The task being read, its last place and seal.
    last: Option<(TaskId, i64, String)>,
    ends: BTreeMap<TaskId, (i64, String)>,
    reports: BTreeMap<ReportId, Option<String>>,
    requests: BTreeMap<RequestId, Option<String>>,
    files: BTreeMap<AttachmentId, Option<String>>,
    /// Places of a year that the counter went past when a ledger was taken over.
    skipped: BTreeSet<(i32, i32)>,
}

impl Walk {
    fn read(&mut self, event: Event) {
        let Event { fact, hash, .. } = event;
        let (task, seq) = (fact.task_id, fact.seq);
        let before = self.last.take().filter(|(of, ..)| *of == task);
        let (last, seal) = before.map_or((0, None), |(_, seq, hash)| (seq, Some(hash)));
        for missing in last + 1..seq {
            self.verdict.findings.push(Finding::Missing(task, missing));
        }
        // After a gap the line cannot follow what stands before it: the gap says it all.
        if seq == last + 1 && fact.seal(seal.as_deref()) != hash {
            self.verdict.findings.push(Finding::Changed(task, seq));
        }
        if fact.kind == EventKind::Attached
            && let Some(id) = added(&fact)
        {
            self.files.insert(id, fact.enclosed.clone());
        }
        if fact.kind == EventKind::Imported {
            self.skipped.extend(gone_past(&fact));
        }
        if let Some(id) = fact.report_id {
            self.reports.insert(id, fact.enclosed.clone());
        }
        if let Some(id) = fact.request_id {
            self.requests.insert(id, fact.enclosed);
        }
        self.verdict.events += 1;
        self.chain = digest_of(format!("{}\n{task}\n{seq}\n{hash}", self.chain).as_bytes());
        self.ends.insert(task, (seq, hash.clone()));
        self.last = Some((task, seq, hash));
    }

    fn compare(&mut self, remembered: &[Remembered], last_numbers: &BTreeMap<i32, i32>) {
        let known: BTreeSet<TaskId> = remembered.iter().map(|one| one.id).collect();
        for task in self.ends.keys().filter(|task| !known.contains(task)) {
            self.verdict.findings.push(Finding::NoTask(*task));
        }
        for one in remembered {
            let end = self.ends.get(&one.id).map(|(seq, hash)| (*seq, Some(hash)));
            if end.unwrap_or((0, None)) != (one.seq, one.hash.as_ref()) {
                self.verdict.findings.push(Finding::End(one.id, one.seq));
            }
        }
        let borne: BTreeSet<(i32, i32)> =
            remembered.iter().filter_map(|one| one.number_year.zip(one.number_seq)).collect();
        for (year, last) in last_numbers {
            let accounted =
                |n: &i32| borne.contains(&(*year, *n)) || self.skipped.contains(&(*year, *n));
            let missing = (1..=*last).filter(|n| !accounted(n));
            let missing = missing.map(|n| Finding::NoNumber(*year, n));
            self.verdict.findings.extend(missing);
        }
        self.verdict.tasks = remembered.len();
    }

    fn compare_papers(&mut self, conn: &mut Conn) -> Result<(), Error> {
        for id in audit::report_ids(conn)? {
            let now = enclosure(&reports::find(conn, id)?, &attachments::of_report(conn, id)?);
            if self.reports.remove(&id).flatten() != Some(now) {
                self.verdict.findings.push(Finding::Report(id));
            }
        }
        for id in audit::request_ids(conn)? {
            let now = enclosure(&requests::find(conn, id)?, &attachments::of_request(conn, id)?);
            if self.requests.remove(&id).flatten() != Some(now) {
                self.verdict.findings.push(Finding::Request(id));
            }
        }
        self.verdict.findings.extend(self.reports.keys().map(|id| Finding::Report(*id)));
        self.verdict.findings.extend(self.requests.keys().map(|id| Finding::Request(*id)));
        Ok(())
    }

    /// Every file that others see is as its line says, or came with a report or a request.
    fn compare_files(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let mut after = AttachmentId(0);
        loop {
            let page = attachments::page(conn, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for file in page.iter().filter(|file| file.task_id.is_some() && !file.is_waiting()) {
                let now = enclosure(&file.sealed(), &[]);
                let as_written = match self.files.remove(&file.id) {
                    Some(written) => written == Some(now),
                    None => file.is_used(),
                };
                if !as_written {
                    self.verdict.findings.push(Finding::File(file.id));
                }
            }
        }
        self.verdict.findings.extend(self.files.keys().map(|id| Finding::File(*id)));
        Ok(())
    }
}

/// The places between the counter of a year and the number that a task was taken over with.
fn gone_past(fact: &Fact) -> Vec<(i32, i32)> {
    let said = fact.new.as_deref().and_then(|new| serde_json::from_str(new).ok());
    let said: serde_json::Value = said.unwrap_or_default();
    let number = |key: &str| said.get(key)?.as_i64().and_then(|n| i32::try_from(n).ok());
    match (number("number_year"), number("number_seq"), number("counter_before")) {
        (Some(year), Some(place), Some(before)) => {
            (before.saturating_add(1)..place).map(|skipped| (year, skipped)).collect()
        }
        _ => Vec::new(),
    }
}

/// The file that an event added.
fn added(fact: &Fact) -> Option<AttachmentId> {
    let said: serde_json::Value = serde_json::from_str(fact.new.as_deref()?).ok()?;
    said.get("attachment_id")?.as_i64().map(AttachmentId)
}

/// Reads every file in the store again: those that are gone, or hold something else by now.
pub fn verify_files(app: &App) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let mut after = AttachmentId(0);
    loop {
        let page = app.db.read(|conn| attachments::page(conn, after, PAGE))?;
        let Some(last) = page.last() else { break };
        after = last.id;
        let damaged = page.iter().filter(|file| app.store.get(&file.sha256).is_err());
        findings.extend(damaged.map(|file| Finding::Content(file.id)));
    }
    Ok(findings)
}

/// Verifies every history; the same data always gives the same digest.
pub fn verify(conn: &mut Conn) -> Result<Verdict, Error> {
    let mut walk = Walk::default();
    let mut after = (TaskId(0), 0);
    loop {
        let page = events::page(conn, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = (last.fact.task_id, last.fact.seq);
        for event in page {
            walk.read(event);
        }
    }
    let remembered = audit::remembered(conn)?;
    let numbers = audit::last_numbers(conn)?;
    walk.compare(&remembered, &numbers);
    let (written, kept) = (audit::tasks_ever(conn)?, remembered.len());
    if written != kept {
        walk.verdict.findings.push(Finding::TasksGone { written, kept });
    }
    walk.compare_papers(conn)?;
    walk.compare_files(conn)?;
    let mut verdict = walk.verdict;
    verdict.digest = digest_of(walk.chain.as_bytes());
    Ok(verdict)
}
