//! What stands in a cell.

use chrono::NaiveDate;

use crate::domain::{LedgerColumn, Light, Report};
use crate::i18n::Lang;
use crate::persistence::views::task_lines::{Ref, TaskLine};

/// Between names of units and between flags, in every language: what reads a ledger back parts
/// them here.
const BETWEEN: &str = "、";

/// A value, with its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Day(NaiveDate),
    Number(i64),
    Percent(i32),
}

impl Cell {
    fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// What stands in `column` for `line`, as of `day`.
pub(super) fn of(column: LedgerColumn, line: &TaskLine, day: NaiveDate, lang: Lang) -> Cell {
    let TaskLine { task, marks, .. } = line;
    let report = line.report.as_ref();
    let meeting = line.meeting.as_ref();
    match column {
        LedgerColumn::Number => optional(task.number.as_deref()),
        LedgerColumn::Title => Cell::text(&task.title),
        LedgerColumn::Requirement => Cell::text(&task.requirement),
        LedgerColumn::Lead => Cell::text(&line.lead.name),
        LedgerColumn::Supporters => joined(line.supporters.iter().map(|one| one.name.as_str())),
        LedgerColumn::Responsible => named(line.responsible.as_ref()),
        LedgerColumn::Handler => named(line.handler.as_ref()),
        LedgerColumn::Leader => named(line.leader.as_ref()),
        LedgerColumn::Follower => named(line.follower.as_ref()),
        LedgerColumn::Urgency => Cell::text(lang.urgency(task.urgency)),
        LedgerColumn::Cadence => Cell::text(lang.cadence(task.cadence)),
        LedgerColumn::LongTerm => Cell::text(lang.yes_or_no(task.long_term)),
        LedgerColumn::EvidenceRequired => Cell::text(lang.yes_or_no(task.evidence_required)),
        LedgerColumn::OriginalDueOn => Cell::day(task.original_due_on),
        LedgerColumn::DueOn => Cell::day(marks.due_on),
        LedgerColumn::BaselineDueOn => Cell::day(marks.baseline_due_on),
        LedgerColumn::IssuedOn => Cell::day(task.issued_on),
        LedgerColumn::ClosedOn => Cell::day(marks.closed_on),
        LedgerColumn::State => Cell::text(lang.state(marks.state)),
        LedgerColumn::Light => match marks.light(day) {
            Light::None => Cell::Empty,
            light => Cell::text(lang.light(light)),
        },
        LedgerColumn::Flags => joined(line.flags(day).into_iter().map(|flag| lang.flag(flag))),
        LedgerColumn::Percent => Cell::Percent(task.percent),
        LedgerColumn::ReportedOn => Cell::day(report.map(|report| report.reported_on)),
        LedgerColumn::Outlook => {
            optional(report.and_then(|report| report.outlook).map(|outlook| lang.outlook(outlook)))
        }
        LedgerColumn::Latest => optional(report.and_then(|report| said(report, lang))),
        LedgerColumn::Problem => optional(report.and_then(problem)),
        LedgerColumn::Next => optional(report.and_then(|report| report.next.as_deref())),
        LedgerColumn::Extensions => Cell::Number(task.extensions.into()),
        LedgerColumn::OpenRequest => {
            optional(line.request.as_ref().map(|request| lang.request_kind(request.kind)))
        }
        LedgerColumn::Source => optional(line.source.map(|source| lang.source(source))),
        LedgerColumn::Meeting => optional(meeting.map(|meeting| meeting.title.as_str())),
        LedgerColumn::Body => optional(meeting.and_then(|meeting| meeting.body.as_deref())),
        LedgerColumn::HeldOn => Cell::day(meeting.map(|meeting| meeting.held_on)),
        LedgerColumn::Programme => named(line.programme.as_ref()),
        LedgerColumn::Quote => optional(line.directive.as_ref().map(|one| one.quote.as_str())),
        LedgerColumn::Parent => named(line.whole.as_ref()),
        LedgerColumn::Id => Cell::Number(task.id.0),
        LedgerColumn::Version => Cell::Number(task.version),
    }
}

fn optional(text: Option<&str>) -> Cell {
    text.map_or(Cell::Empty, Cell::text)
}

fn named<Id>(one: Option<&Ref<Id>>) -> Cell {
    optional(one.map(|one| one.name.as_str()))
}

fn joined<'a>(all: impl Iterator<Item = &'a str>) -> Cell {
    Cell::text(&all.collect::<Vec<_>>().join(BETWEEN))
}

/// What was done, or that nothing has changed.
fn said(report: &Report, lang: Lang) -> Option<&str> {
    report.done.as_deref().or_else(|| report.no_change.then(|| lang.ledger_no_change()))
}

/// What stands in the way, or why it is late.
fn problem(report: &Report) -> Option<&str> {
    report.problem.as_deref().or(report.delay_reason.as_deref())
}
