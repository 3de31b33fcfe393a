//! A circular, as the API shows it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{
    BodyId, Circular, CircularId, CircularPeriod, CircularState, CircularTexts, DepartmentId,
    NamedTask, ProgrammeId, Tally, TaskId, UnitFigures, UnitVerdict,
};

/// A circular on one period.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Circular)]
pub struct CircularView {
    pub id: CircularId,
    state: CircularState,
    period: CircularPeriod,
    from: NaiveDate,
    to: NaiveDate,
    body_id: Option<BodyId>,
    programme_id: Option<ProgrammeId>,
    /// The language that it is written in: `en` or `zh-CN`.
    language: String,
    figures: FiguresView,
    texts: TextsView,
    /// Its number, once signed.
    number: Option<String>,
    /// Who signed it, by the name that they had then.
    signed_by: Option<String>,
    signed_on: Option<NaiveDate>,
    /// The paper exactly as it was signed, as a text of JSON.
    paper: Option<String>,
    /// The SHA-256 of exactly that text.
    digest: Option<String>,
    version: i64,
}

/// The figures of a circular, as they were taken last.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CircularFigures)]
pub struct FiguresView {
    as_of: NaiveDate,
    total: TallyView,
    /// Issued in the period.
    issued: i64,
    /// From how many meetings these come.
    meetings: i64,
    units: Vec<UnitView>,
    overdue: Vec<OverdueView>,
}

/// What is counted: what was in hand in the period, as of one day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CircularTally)]
pub struct TallyView {
    all: i64,
    closed: i64,
    due: i64,
    due_closed: i64,
    due_on_time: i64,
    overdue: i64,
    /// Due and open, but not overdue: the clock stands still, or it is due on the day itself.
    due_not_late: i64,
    missed_reports: i64,
}

/// How one department stands; what departments below it lead is counted with them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CircularUnit)]
pub struct UnitView {
    id: DepartmentId,
    name: String,
    counts: TallyView,
    unexplained: i64,
    /// How many of its overdue tasks are named.
    named: i64,
    verdict: UnitVerdict,
}

/// An overdue task of the annex.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CircularOverdue)]
pub struct OverdueView {
    id: TaskId,
    number: Option<String>,
    title: String,
    lead: String,
    due_on: Option<NaiveDate>,
    days_over: i64,
    reason: Option<String>,
    expected_on: Option<NaiveDate>,
    /// How often it was urged since its date.
    urgings: u32,
    /// Whether the rule names it.
    candidate: bool,
}

/// The words of a circular.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CircularTexts)]
pub struct TextsView {
    subject: String,
    opening: String,
    well: String,
    behind: String,
    asked: String,
    issuer: String,
    copies: String,
}

impl From<Tally> for TallyView {
    fn from(tally: Tally) -> Self {
        let Tally { all, closed, due, due_closed, due_on_time, overdue, not_late, missed } = tally;
        Self {
            all,
            closed,
            due,
            due_closed,
            due_on_time,
            overdue,
            due_not_late: not_late,
            missed_reports: missed,
        }
    }
}

impl From<UnitFigures> for UnitView {
    fn from(unit: UnitFigures) -> Self {
        let UnitFigures { id, name, tally, unexplained, named, verdict } = unit;
        Self { id, name, counts: tally.into(), unexplained, named, verdict }
    }
}

impl From<NamedTask> for OverdueView {
    fn from(task: NamedTask) -> Self {
        let NamedTask {
            id,
            number,
            title,
            lead,
            due_on,
            days_over,
            reason,
            expected_on,
            urgings,
            candidate,
        } = task;
        Self { id, number, title, lead, due_on, days_over, reason, expected_on, urgings, candidate }
    }
}

impl From<Circular> for CircularView {
    fn from(circular: Circular) -> Self {
        let Circular { id, state, scope, lang, figures, texts, signature, version, .. } = circular;
        let CircularTexts { subject, opening, well, behind, asked, issuer, copies } = texts;
        let signed = signature.as_ref();
        Self {
            id,
            state,
            period: scope.span.period,
            from: scope.span.from,
            to: scope.span.to,
            body_id: scope.body_id,
            programme_id: scope.programme_id,
            language: lang,
            figures: FiguresView {
                as_of: figures.as_of,
                total: figures.total.into(),
                issued: figures.issued,
                meetings: figures.meetings,
                units: figures.units.into_iter().map(UnitView::from).collect(),
                overdue: figures.overdue.into_iter().map(OverdueView::from).collect(),
            },
            texts: TextsView { subject, opening, well, behind, asked, issuer, copies },
            number: signed.map(|one| one.number.clone()),
            signed_by: signed.map(|one| one.by.clone()),
            signed_on: signed.map(|one| one.on),
            paper: signed.map(|one| one.frozen.clone()),
            digest: signature.map(|one| one.digest),
            version,
        }
    }
}

/// How many letters were written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CircularSent {
    /// Who has had it gets no second one.
    pub written: usize,
}
