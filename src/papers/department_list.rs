//! 部门督办清单: all open tasks of one department, what it leads and, apart from that, supports.

use chrono::NaiveDate;

use super::{Block, Cell, Column, Paper, Run, Scale, Style, Table, Tone, Turn};
use crate::domain::Light;
use crate::i18n::Lang;
use crate::persistence::views::task_lines::TaskLine;

/// What a department list is made of.
#[derive(Debug)]
pub struct DepartmentList<'a> {
    /// The language.
    pub lang: Lang,
    /// The organisation.
    pub organisation: &'a str,
    /// The department.
    pub department: &'a str,
    /// The day.
    pub today: NaiveDate,
    /// Open tasks that it leads, by their dates.
    pub led: &'a [TaskLine],
    /// Open tasks that it supports, by their dates.
    pub supported: &'a [TaskLine],
}

impl DepartmentList<'_> {
    /// The paper.
    pub fn paper(&self) -> Paper {
        let Self { lang, organisation, department, today, led, supported } = *self;
        let day = lang.long_date(today);
        let mut blocks = vec![
            Block::line(Style::Issuer, organisation),
            Block::line(Style::PlainTitle, lang.sheet_list_title()),
            Block::reference(department, lang.sheet_as_at(&day)),
        ];
        let parts = [
            (lang.sheet_list_led(led.len()), led, false),
            (lang.sheet_list_supported(supported.len()), supported, true),
        ];
        for (heading, lines, led_by_others) in parts {
            blocks.push(Block::line(Style::Heading, &heading));
            blocks.push(if lines.is_empty() {
                Block::line(Style::Body, lang.sheet_list_none())
            } else {
                Block::Table(self.table(&heading, lines, led_by_others))
            });
        }
        Paper {
            lang,
            turn: Turn::Landscape,
            scale: Scale::Form,
            name: format!("{} {department} {today}", lang.sheet_list_title()),
            running: lang.sheet_list_running(department, day),
            blocks,
        }
    }

    fn table(&self, label: &str, lines: &[TaskLine], led_by_others: bool) -> Table {
        let lang = self.lang;
        let columns = vec![
            Column::figures(lang.sheet_number(), 11),
            Column::words(lang.sheet_task(), 25),
            Column::words(lang.sheet_requirement(), 24),
            Column::figures(lang.sheet_due(), 12),
            Column::words(lang.sheet_light(), 11),
            Column::words(lang.sheet_progress(), 24),
        ];
        let rows = lines.iter().map(|line| self.row(line, led_by_others)).collect();
        Table::grid(label, columns, rows)
    }

    fn row(&self, line: &TaskLine, led_by_others: bool) -> Vec<Cell> {
        let (lang, task) = (self.lang, &line.task);
        let mut title = vec![Run::plain(&task.title)];
        if led_by_others {
            title
                .push(Run::toned(Tone::Quiet, format!("\n{}", lang.sheet_led_by(&line.lead.name))));
        }
        let due = match (task.due_on, task.original_due_on) {
            (None, _) => vec![Run::plain(lang.sheet_long_term())],
            (Some(due), Some(first)) if first != due => vec![
                Run::plain(lang.date(due)),
                Run::toned(Tone::Quiet, format!("\n{}", lang.sheet_first_due(lang.date(first)))),
            ],
            (Some(due), _) => vec![Run::plain(lang.date(due))],
        };
        vec![
            Cell::text(task.number.as_deref().unwrap_or_default()),
            Cell::of(title),
            Cell::text(&task.requirement),
            Cell::of(due),
            Cell::of(vec![light(lang, line, self.today)]),
            Cell::text(progress(lang, line)),
        ]
    }
}

/// How a task stands, with the days that it is over.
fn light(lang: Lang, line: &TaskLine, today: NaiveDate) -> Run {
    let light = line.marks.light(today);
    let words = match (light, line.marks.days_over(today)) {
        (Light::Overdue, 1) => lang.words_days_over_one(1),
        (Light::Overdue, days) => lang.words_days_over(days),
        _ => lang.light(light).to_owned(),
    };
    Run::light(light, words)
}

/// What was last heard of a task.
fn progress(lang: Lang, line: &TaskLine) -> String {
    let Some(report) = &line.report else { return lang.sheet_no_report().to_owned() };
    let day = lang.date(report.reported_on);
    let done = report.done.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match done {
        Some(done) => lang.sheet_report(day, line.task.percent, done),
        None => lang.sheet_report_bare(day, line.task.percent),
    }
}
