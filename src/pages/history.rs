//! A task's history told: every event as a sentence, in either language.

mod fields;
mod milestones;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde_json::{Map, Value};

use super::files::FileLine;
use crate::domain::{
    Attachment, Event, EventKind, InstructionId, Named, Outlook, Person, PersonId, Report, Request,
    RequestKind, Source, State, Tree,
};
use crate::i18n::Lang;
use crate::pages::parts::parts_moved;

/// One line of the history as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its place in the history.
    pub seq: i64,
    /// The mark or icon, as the sprite calls it.
    pub icon: &'static str,
    /// What happened.
    pub heading: String,
    /// Who did it, and for whom.
    pub who: String,
    /// When, for people.
    pub at: String,
    /// When, for machines.
    pub iso: String,
    /// A leader's own words.
    pub instruction: Option<String>,
    /// Where the instruction is turned into a task, by those who may.
    pub turn: Option<String>,
    /// What was said about it.
    pub paragraphs: Vec<String>,
    /// What came with it.
    pub files: Vec<FileLine>,
}

/// Tells history: knows the names behind the ids.
pub struct Teller<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The civil date of the reader.
    pub today: NaiveDate,
    /// The organisation's zone.
    pub zone: Tz,
    /// All departments.
    pub tree: &'a Tree,
    /// Everybody.
    pub people: &'a BTreeMap<PersonId, Person>,
    /// Reports that events name.
    pub reports: &'a [Report],
    /// Requests that events name.
    pub requests: &'a [Request],
    /// Files that events name; where they are not at hand, their names are told.
    pub files: &'a [Attachment],
    /// Whether the reader makes tasks of instructions.
    pub turns: bool,
    /// Instructions that became tasks already.
    pub turned: &'a [InstructionId],
}

impl Teller<'_> {
    /// The events, the newest first.
    pub fn tell(&self, events: &[Event]) -> Vec<HistoryLine> {
        events.iter().rev().map(|event| self.line(event)).collect()
    }

    /// One event.
    pub fn line(&self, event: &Event) -> HistoryLine {
        let fact = &event.fact;
        let day = self.day_of(fact.occurred_at);
        let old = object(fact.old.as_deref());
        let new = object(fact.new.as_deref());
        let report = self.reports.iter().find(|report| Some(report.id) == fact.report_id);
        let request = self.requests.iter().find(|request| Some(request.id) == fact.request_id);
        let mut line = HistoryLine {
            seq: fact.seq,
            icon: icon(fact.kind),
            heading: self.lang.event(fact.kind).to_owned(),
            who: match &fact.on_behalf_of_name {
                Some(principal) => self.lang.history_on_behalf(&fact.actor_name, principal),
                None => fact.actor_name.clone(),
            },
            at: self.lang.date_near(day, self.today),
            iso: day.to_string(),
            instruction: None,
            turn: None,
            paragraphs: Vec::new(),
            files: Vec::new(),
        };
        match (fact.kind, report, request) {
            (EventKind::Reported, Some(report), _) => self.report(&mut line, report),
            (
                EventKind::RequestDrafted
                | EventKind::RequestOpened
                | EventKind::OpinionGiven
                | EventKind::RequestEndorsed
                | EventKind::RequestApproved
                | EventKind::RequestRejected
                | EventKind::RequestWithdrawn,
                _,
                Some(request),
            ) => self.request(&mut line, fact.kind, request, &new),
            _ => self.step(&mut line, fact.kind, &old, &new),
        }
        if let (EventKind::Imported, Some(report)) = (fact.kind, report) {
            let words = [&report.done, &report.problem];
            line.paragraphs.extend(words.into_iter().flatten().cloned());
        }
        self.enclose(&mut line, fact, &new);
        line
    }

    fn day_of(&self, at: NaiveDateTime) -> NaiveDate {
        at.and_utc().with_timezone(&self.zone).date_naive()
    }

    fn day(&self, day: Option<NaiveDate>) -> String {
        let none = || self.lang.history_nothing().to_owned();
        day.map_or_else(none, |day| self.lang.date_near(day, self.today))
    }

    fn report(&self, line: &mut HistoryLine, report: &Report) {
        let lang = self.lang;
        let outlook = report.outlook.map(|outlook| (outlook, lower(lang, lang.outlook(outlook))));
        line.icon = match report.outlook {
            Some(Outlook::OnTime) => "m-track",
            Some(Outlook::AtRisk) => "m-soon",
            Some(Outlook::Blocked) => "m-over",
            None => "i-pen",
        };
        line.heading = match (outlook, report.as_support, report.percent) {
            (Some((_, words)), true, _) => lang.history_report_support(words),
            (None, true, _) => lang.history_report_support_plain().to_owned(),
            (Some((_, words)), false, Some(percent)) => lang.history_report(words, percent),
            (None, false, Some(percent)) => lang.history_report_plain(percent),
            (_, false, None) => lang.event(EventKind::Reported).to_owned(),
        };
        if let Some(department) = report.department_id {
            self.tree.name(department).clone_into(&mut line.who);
        }
        let paragraphs = &mut line.paragraphs;
        if report.no_change {
            paragraphs.push(lang.history_no_change().to_owned());
        }
        paragraphs.extend(report.done.clone());
        paragraphs.extend(report.problem.as_ref().map(|text| lang.history_problem(text)));
        paragraphs.extend(report.next.as_ref().map(|text| lang.history_next(text)));
        paragraphs.extend(report.delay_reason.as_ref().map(|text| lang.history_delay(text)));
        let day = report.expected_on.map(|day| lang.history_expected(self.day(Some(day))));
        paragraphs.extend(day);
        paragraphs.extend(report.needs.as_ref().map(|text| lang.history_needs(lang.needs(text))));
        let waiting = report.waiting_on_department_id.map(|id| self.tree.name(id));
        paragraphs.extend(waiting.map(|name| lang.history_waiting_on(name)));
    }

    fn request(
        &self,
        line: &mut HistoryLine,
        kind: EventKind,
        request: &Request,
        new: &Map<String, Value>,
    ) {
        let lang = self.lang;
        let said = || new.get("comment").and_then(Value::as_str).map(str::to_owned);
        let agrees = new.get("agrees").and_then(Value::as_bool).unwrap_or_default();
        let asked = self.day(request.new_due_on);
        let granted = self.day(request.granted_due_on.or(request.new_due_on));
        let old = self.day(request.old_due_on);
        let what = lang.request_kind(request.kind);
        let extension = request.kind == RequestKind::Extension;
        let closure = request.kind == RequestKind::Closure;
        line.heading = match kind {
            EventKind::OpinionGiven if agrees => lang.history_advice_yes().to_owned(),
            EventKind::OpinionGiven => lang.history_advice_no().to_owned(),
            EventKind::RequestEndorsed => {
                lang.history_endorsed(self.day(new.get("due_on").and_then(date)))
            }
            EventKind::RequestDrafted => lang.history_drafted(what),
            EventKind::RequestOpened if extension => lang.history_extension_asked(old, asked),
            EventKind::RequestApproved if extension => lang.history_extension_agreed(old, granted),
            EventKind::RequestRejected if extension => lang.history_extension_refused(old),
            EventKind::RequestOpened if closure => lang.history_closure_asked().to_owned(),
            EventKind::RequestRejected if closure => lang.history_closure_refused().to_owned(),
            EventKind::RequestApproved if closure => lang.history_closure_agreed().to_owned(),
            EventKind::RequestOpened => lang.history_request_asked(what),
            EventKind::RequestApproved => lang.history_request_agreed(what),
            EventKind::RequestRejected => lang.history_request_refused(what),
            _ => lang.history_request_withdrawn(what),
        };
        let text = match kind {
            EventKind::OpinionGiven | EventKind::RequestEndorsed => [said(), None],
            EventKind::RequestOpened | EventKind::RequestDrafted => {
                let reason = Some(request.reason.clone()).filter(|reason| !reason.is_empty());
                line.paragraphs.extend(reason);
                let evidence = request.evidence.as_ref();
                [request.result.clone(), evidence.map(|text| lang.history_evidence(text))]
            }
            EventKind::RequestApproved if extension => {
                let day = self.day(Some(request.requested_on));
                let in_time = request.old_due_on.is_some_and(|due| request.requested_on <= due);
                let asked = if in_time {
                    lang.history_asked_before(day, &request.reason)
                } else {
                    lang.history_asked_after(day, &request.reason)
                };
                [Some(asked), request.comment.clone()]
            }
            _ => [request.comment.clone(), None],
        };
        line.paragraphs.extend(text.into_iter().flatten());
        line.icon = match (kind, request.kind) {
            (EventKind::OpinionGiven, _) => "i-pen",
            (EventKind::RequestOpened, _) if closure => "m-wait",
            (
                EventKind::RequestOpened | EventKind::RequestDrafted | EventKind::RequestEndorsed,
                _,
            ) => "i-clock",
            (EventKind::RequestApproved, RequestKind::Extension) => "i-cal",
            (EventKind::RequestApproved, RequestKind::Closure) => "m-done",
            (EventKind::RequestRejected, RequestKind::Closure) => "m-back",
            (EventKind::RequestRejected, _) => "i-x",
            _ => "i-ok",
        };
    }

    fn step(
        &self,
        line: &mut HistoryLine,
        kind: EventKind,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) {
        let lang = self.lang;
        let due = new.get("due_on").and_then(date);
        let text = |key: &str| new.get(key).and_then(Value::as_str).map(str::to_owned);
        line.heading = match kind {
            EventKind::Created => lang.history_created().to_owned(),
            EventKind::Imported => {
                let state = text("state").and_then(|word| State::from_word(&word).ok());
                lang.history_imported(state.map(|state| lang.state(state)).unwrap_or_default())
            }
            EventKind::Issued => match (text("number"), text("submitted_by")) {
                (Some(number), Some(_)) => lang.history_signed(number),
                (Some(number), None) => lang.history_issued(number),
                (None, _) => lang.event(kind).to_owned(),
            },
            EventKind::Recalled => lang.history_recalled().to_owned(),
            EventKind::Acknowledged => lang.history_acknowledged().to_owned(),
            EventKind::Returned => lang.history_returned().to_owned(),
            EventKind::Transferred => {
                let name = |side: &Map<String, Value>| {
                    self.value("lead_department_id", side.get("lead_department_id"))
                };
                lang.history_transferred(name(old), name(new))
            }
            EventKind::Resumed => match due {
                Some(due) => lang.history_resumed_until(self.day(Some(due))),
                None => lang.history_resumed().to_owned(),
            },
            EventKind::Reopened => match due {
                Some(due) => lang.history_reopened_until(self.day(Some(due))),
                None => lang.history_reopened().to_owned(),
            },
            EventKind::Attached if self.files.is_empty() => {
                lang.history_attached(text("name").unwrap_or_default())
            }
            EventKind::Invited => lang.history_invited(text("name").unwrap_or_default()),
            EventKind::InvitationAccepted => {
                lang.history_invitation_accepted(text("name").unwrap_or_default())
            }
            EventKind::InvitationDeclined => {
                lang.history_invitation_declined(text("name").unwrap_or_default())
            }
            EventKind::DepartmentMerged => {
                let before = old.get("name").and_then(Value::as_str).unwrap_or_default();
                lang.history_merged(before, text("name").unwrap_or_default())
            }
            EventKind::Repeated => lang.recurrence_history_next(self.day(due)),
            EventKind::MilestoneAdded
            | EventKind::MilestoneChanged
            | EventKind::MilestoneDone
            | EventKind::MilestoneReopened
            | EventKind::MilestoneRemoved => self.milestone(line, kind, old, new),
            EventKind::PartsMoved => parts_moved(lang, new),
            EventKind::Questioned => {
                let day = new.get("reported_on").and_then(date);
                lang.history_questioned(self.day(day))
            }
            kind => lang.event(kind).to_owned(),
        };
        let said = matches!(kind, EventKind::Questioned | EventKind::Invited);
        line.paragraphs.extend(text("text").filter(|_| said));
        if kind == EventKind::Instructed {
            line.instruction = text("text");
            let id = new.get("instruction").and_then(Value::as_i64).map(InstructionId);
            let id = id.filter(|id| self.turns && !self.turned.contains(id));
            line.turn = id.map(|id| format!("/tasks/new?instruction={id}"));
            line.paragraphs
                .extend(text("meeting").map(|title| lang.instruction_history_meeting(title)));
            let by = new.get("answer_by").and_then(date);
            line.paragraphs.extend(by.map(|day| lang.instruction_history_by(self.day(Some(day)))));
        } else {
            line.paragraphs.extend(text("reason").or_else(|| text("note")));
            line.paragraphs.extend(text("result"));
            line.paragraphs.extend(text("with").map(|number| lang.structure_with(number)));
            line.paragraphs
                .extend(text("submitted_by").map(|name| lang.history_submitted_by(name)));
        }
        if kind == EventKind::Created {
            let source = text("source").and_then(|word| Source::from_word(&word).ok());
            line.paragraphs.extend(source.map(|source| lang.source(source).to_owned()));
            line.paragraphs
                .extend(text("follows").map(|number| lang.recurrence_history_follows(number)));
        }
        if matches!(kind, EventKind::Edited | EventKind::HandedOver) {
            line.paragraphs.extend(new.iter().filter_map(|(field, value)| {
                let name = self.field(field)?;
                let before = self.value(field, old.get(field));
                Some(lang.history_changed(name, before, self.value(field, Some(value))))
            }));
        }
    }
}

/// The mark or icon of what happened.
fn icon(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Created | EventKind::Imported | EventKind::Submitted | EventKind::Issued => {
            "i-file"
        }
        EventKind::Acknowledged | EventKind::Finished => "i-ok",
        EventKind::PartsMoved => "i-split",
        EventKind::Returned
        | EventKind::Recalled
        | EventKind::SentBack
        | EventKind::SubmissionWithdrawn => "m-back",
        EventKind::Reported | EventKind::Edited => "i-pen",
        EventKind::Attached => "i-clip",
        EventKind::MilestoneAdded | EventKind::MilestoneChanged => "i-cal",
        EventKind::MilestoneDone => "i-ok",
        EventKind::MilestoneReopened => "i-pen",
        EventKind::MilestoneRemoved => "i-x",
        EventKind::Repeated => "i-next",
        EventKind::Instructed => "i-flag",
        EventKind::Questioned | EventKind::Invited => "i-info",
        EventKind::InvitationAccepted => "i-ok",
        EventKind::InvitationDeclined => "i-x",
        EventKind::Urged | EventKind::UrgingNoticeSent => "i-bell",
        EventKind::Called => "i-phone",
        EventKind::Transferred | EventKind::HandedOver | EventKind::DepartmentMerged => "i-swap",
        EventKind::Suspended | EventKind::Resumed => "i-clock",
        EventKind::Cancelled => "i-x",
        EventKind::Reopened => "i-next",
        EventKind::RequestDrafted
        | EventKind::RequestOpened
        | EventKind::OpinionGiven
        | EventKind::RequestEndorsed
        | EventKind::RequestApproved
        | EventKind::RequestRejected
        | EventKind::RequestWithdrawn => "i-clock",
    }
}

/// A word inside a sentence: English begins it with a small letter.
pub fn lower(lang: Lang, word: &str) -> String {
    match lang {
        Lang::En => word.to_lowercase(),
        Lang::ZhCn => word.to_owned(),
    }
}

fn object(json: Option<&str>) -> Map<String, Value> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn date(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}
