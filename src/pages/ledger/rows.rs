//! A row of the ledger.

use chrono::NaiveDate;

use crate::domain::{Flag, Light, Nature, Report};
use crate::i18n::Lang;
use crate::pages::glance::{DueWords, LightWords, days_over, light_of};
use crate::persistence::views::task_lines::{Ref, TaskLine};

/// One task as the ledger shows it.
pub struct LedgerRow {
    /// The task.
    pub id: i64,
    /// Its number; empty for a draft.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Its page, with the way back to this list.
    pub path: String,
    /// Who leads.
    pub lead: String,
    /// Who supports; empty where nobody does.
    pub support: String,
    /// The head of the lead department.
    pub responsible: String,
    /// Who does it; empty where nobody is named.
    pub handler: String,
    /// The clerk who watches it.
    pub follower: String,
    /// The leader in charge.
    pub leader: String,
    /// When it was issued; empty for a draft.
    pub issued: String,
    /// The meeting that it comes from.
    pub meeting: String,
    /// The programme that it belongs to.
    pub programme: String,
    /// Its page; empty where it belongs to none.
    pub programme_path: String,
    /// How urgent it is.
    pub urgency: &'static str,
    /// When it is due.
    pub due: Option<DueWords>,
    /// What stands there where it is never due, or not yet.
    pub no_due: &'static str,
    /// How many extensions were granted.
    pub extensions: i32,
    /// How long it is over; empty where it is not.
    pub over: String,
    /// Its light.
    pub light: LightWords,
    /// How much is done.
    pub percent: i32,
    /// The day of the last report; empty where there is none.
    pub last_on: String,
    /// What it said.
    pub last: String,
    /// What stands in the way.
    pub problem: String,
    /// What somebody should know.
    pub flags: Vec<&'static str>,
    /// What it is among other tasks, with the list of its parts; empty where it stands for itself.
    pub among: String,
    /// That list.
    pub parts: Option<String>,
}

impl LedgerRow {
    /// What it is called where there is no room: its number, or the title of a draft.
    pub fn name(&self) -> &str {
        if self.number.is_empty() { &self.title } else { &self.number }
    }

    /// The row of `line` on `today`; `back` is the path of the list.
    pub fn of(lang: Lang, line: &TaskLine, today: NaiveDate, back: &str) -> Self {
        let task = &line.task;
        let over = line.marks.days_over(today);
        let supporters: Vec<&str> = line.supporters.iter().map(|one| one.name.as_str()).collect();
        let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        let last = line.report.as_ref();
        Self {
            id: task.id.0,
            number: task.number.clone().unwrap_or_default(),
            title: task.title.clone(),
            path: format!("/tasks/{}?back={back}", task.id),
            lead: match line.pieces {
                Some(pieces) if task.is_parent => lang.structure_departments(pieces.of),
                _ => line.lead.name.clone(),
            },
            support: if supporters.is_empty() {
                String::new()
            } else {
                lang.ledger_with(supporters.join(lang.ledger_and()))
            },
            responsible: name(line.responsible.as_ref().filter(|_| !task.is_parent)),
            handler: name(line.handler.as_ref()),
            follower: name(line.follower.as_ref()),
            leader: name(line.leader.as_ref()),
            issued: task.issued_on.map(|day| lang.date_near(day, today)).unwrap_or_default(),
            meeting: line.meeting.as_ref().map(|one| one.title.clone()).unwrap_or_default(),
            programme: name(line.programme.as_ref()),
            programme_path: line
                .programme
                .as_ref()
                .map_or_else(String::new, |one| format!("/programmes/{}", one.id)),
            urgency: lang.urgency(task.urgency),
            due: DueWords::near(lang, line.marks.due_on, task.original_due_on, today),
            no_due: if task.long_term { lang.ledger_long_term() } else { lang.task_no_due() },
            extensions: task.extensions,
            over: if over > 0 { days_over(lang, over) } else { String::new() },
            light: light_of(lang, &line.marks, today),
            percent: task.percent,
            last_on: last.map(|last| lang.date_near(last.reported_on, today)).unwrap_or_default(),
            last: last.map(|last| said(lang, last)).unwrap_or_default(),
            problem: last.and_then(problem).unwrap_or_default(),
            flags: flags(lang, line, today),
            among: among(lang, line),
            parts: task.is_parent.then(|| format!("/ledger?parent_id={}", task.id)),
        }
    }
}

/// What a task is among others, in words.
fn among(lang: Lang, line: &TaskLine) -> String {
    let whole = || line.whole.as_ref().map(|whole| whole.name.as_str()).unwrap_or_default();
    match (line.task.nature(), line.pieces) {
        (Nature::Part, _) => lang.structure_part_of(whole()),
        (Nature::SubTask, _) => lang.structure_sub_task_of(whole()),
        (Nature::FanOut, Some(pieces)) => lang.structure_n_of_m(pieces.closed, pieces.of),
        (Nature::FanOut | Nature::Whole, _) => String::new(),
    }
}

fn name<Id>(one: Option<&Ref<Id>>) -> String {
    one.map(|one| one.name.clone()).unwrap_or_default()
}

fn said(lang: Lang, report: &Report) -> String {
    match (&report.done, report.outlook) {
        (Some(done), _) => done.clone(),
        (None, _) if report.no_change => lang.ledger_no_change().to_owned(),
        (None, Some(outlook)) => lang.outlook(outlook).to_owned(),
        (None, None) => String::new(),
    }
}

fn problem(report: &Report) -> Option<String> {
    report.problem.clone().or_else(|| report.delay_reason.clone())
}

/// The flags that no other column shows.
fn flags(lang: Lang, line: &TaskLine, today: NaiveDate) -> Vec<&'static str> {
    let closed = matches!(line.marks.light(today), Light::ClosedLate | Light::ClosedOnTime);
    let shown = |flag: &Flag| {
        matches!(
            flag,
            Flag::ReportMissed | Flag::Blocked | Flag::AwaitingDecision | Flag::Unexplained
        )
    };
    let flags = line.task.flags(today).into_iter().filter(shown).filter(|_| !closed);
    flags.map(|flag| lang.flag(flag)).collect()
}
