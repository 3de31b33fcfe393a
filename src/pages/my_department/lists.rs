//! What needs nothing at the moment: short rows.

use super::needs::{Looker, Need, next_milestone_said};
use crate::domain::{Action, DepartmentId, RequestKind, TaskFilter, TaskId};
use crate::pages::Figure;
use crate::pages::glance::{LightWords, days_of, light_of};
use crate::persistence::views::my_department::MyDepartment;
use crate::persistence::views::task_lines::TaskLine;

/// How many rows a list shows; the ledger has the rest.
const ROWS: usize = 8;

/// A list of short rows.
pub struct QuickList {
    /// Its heading.
    pub title: &'static str,
    /// What is said of it, as HTML.
    pub text: String,
    /// The list, or one like it, in the ledger.
    pub more: Option<String>,
    /// Its rows.
    pub rows: Vec<QuickRow>,
}

/// A short row.
pub struct QuickRow {
    /// The task.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Its light.
    pub light: LightWords,
    /// What is said of it.
    pub text: String,
    /// What its button says, where it has one.
    pub button: Option<&'static str>,
}

fn row(line: &TaskLine, light: LightWords, text: String) -> QuickRow {
    QuickRow {
        id: line.task.id.0,
        number: line.task.number.clone().unwrap_or_default(),
        title: line.task.title.clone(),
        light,
        text,
        button: None,
    }
}

/// The lists of what is not among the `needs`.
pub fn lists(looker: &Looker<'_>, mine: &MyDepartment, needs: &[Need]) -> Vec<QuickList> {
    let needed = |line: &TaskLine| needs.iter().any(|need| need.id == line.task.id.0);
    let rest = mine.led.iter().filter(|line| !needed(line));
    let (waiting, quiet): (Vec<_>, Vec<_>) = rest.partition(|line| line.request.is_some());
    [
        waited_list(looker, mine),
        waiting_list(looker, &waiting),
        quiet_list(looker, mine, &quiet),
        support_list(looker, mine),
    ]
    .into_iter()
    .filter(|list| !list.rows.is_empty())
    .collect()
}

/// What others wait for.
fn waited_list(looker: &Looker<'_>, mine: &MyDepartment) -> QuickList {
    let lang = looker.lang;
    let rows = mine.waited.iter().take(ROWS).map(|line| {
        let needs = line.report.as_ref().and_then(|report| report.needs.as_deref());
        let text = match needs {
            Some(needs) => lang.my_department_waits_for(&line.lead.name, lang.needs(needs)),
            None => lang.my_department_support_lead(&line.lead.name),
        };
        row(line, light_of(lang, &line.marks, looker.today), text)
    });
    QuickList {
        title: lang.my_department_waited(),
        text: lang.my_department_open(counted(mine.waited.iter())),
        more: mine
            .departments
            .first()
            .map(|id| format!("/ledger?open=true&waiting_on_department_id={id}")),
        rows: rows.collect(),
    }
}

fn waiting_list(looker: &Looker<'_>, waiting: &[&TaskLine]) -> QuickList {
    let lang = looker.lang;
    let rows = waiting.iter().map(|line| {
        let text = line.request.as_ref().map_or_else(String::new, |request| {
            let day = lang.date_near(request.requested_on, looker.today);
            match (request.kind, request.new_due_on) {
                (RequestKind::Extension, Some(due)) => {
                    lang.my_department_asked_until(lang.date_near(due, looker.today), day)
                }
                (kind, _) => lang.my_department_asked_on(lang.request_kind(kind), day),
            }
        });
        row(line, LightWords::new("wait", lang.task_awaiting_decision()), text)
    });
    QuickList {
        title: lang.my_department_awaiting(),
        text: lang.my_department_nobody_asks().to_owned(),
        more: None,
        rows: rows.collect(),
    }
}

fn quiet_list(looker: &Looker<'_>, mine: &MyDepartment, quiet: &[&TaskLine]) -> QuickList {
    let lang = looker.lang;
    let rows = quiet.iter().take(ROWS).map(|line| {
        let percent = line.task.percent;
        let text = line.task.due_on.map_or_else(
            || lang.my_department_long_term_percent(percent),
            |due| lang.my_department_due_percent(lang.date_near(due, looker.today), percent),
        );
        let text = match next_milestone_said(lang, line, looker.today) {
            Some(next) => lang.my_department_row_next(text, next),
            None => text,
        };
        row(line, days_of(lang, &line.marks, looker.today), text)
    });
    QuickList {
        title: lang.my_department_quiet(),
        text: lang.my_department_open(counted(quiet.iter().copied())),
        more: mine.departments.first().map(|id| ledger(*id, "lead")),
        rows: rows.collect(),
    }
}

fn support_list(looker: &Looker<'_>, mine: &MyDepartment) -> QuickList {
    let lang = looker.lang;
    let rows = mine.supported.iter().take(ROWS).map(|line| {
        let text = lang.my_department_support_lead(&line.lead.name);
        let reports = looker.offers(Action::Report, line);
        QuickRow {
            button: reports.then(|| lang.my_department_add_part()),
            ..row(line, light_of(lang, &line.marks, looker.today), text)
        }
    });
    QuickList {
        title: lang.my_department_support(),
        text: lang.my_department_support_many(counted(mine.supported.iter())),
        more: mine.departments.first().map(|id| ledger(*id, "support")),
        rows: rows.collect(),
    }
}

/// The open tasks of a department in the ledger.
pub fn ledger(id: DepartmentId, role: &str) -> String {
    format!("/ledger?open=true&department_id={id}&role={role}")
}

/// How many tasks, as a figure that opens these very tasks.
fn counted<'a>(lines: impl Iterator<Item = &'a TaskLine>) -> String {
    let ids: Vec<TaskId> = lines.map(|line| line.task.id).collect();
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Figure::new(count, &TaskFilter { ids, ..TaskFilter::default() }).bold()
}
