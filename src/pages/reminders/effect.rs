//! What will be sent: the days ahead, each with its steps and how many tasks they are about.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate};

use crate::domain::{PersonId, Planned, ReminderKind, TaskId, WorkCalendar};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::services::reminders::Preview;

/// How many days ahead the page looks.
pub const AHEAD: u64 = 30;

/// The days ahead, week by week.
pub struct Effect {
    pub weeks: Vec<Vec<Cell>>,
    pub hint: String,
    pub count: String,
    /// How many messages there are under the ladder that holds, where another one is tried.
    pub before: Option<String>,
}

/// One day.
pub struct Cell {
    pub label: String,
    /// Holiday, or worked for one.
    pub note: &'static str,
    pub class: &'static str,
    pub steps: Vec<Entry>,
}

/// One step on a day.
pub struct Entry {
    pub mark: &'static str,
    pub name: String,
    pub count: usize,
    /// Where the rows are that the count counts.
    pub path: Option<String>,
}

/// One row behind a count.
pub struct Row {
    pub path: String,
    pub number: String,
    pub title: String,
    pub to: String,
    pub why: String,
}

/// The first and the last day that are shown.
pub fn span(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today, today + Days::new(AHEAD))
}

/// How many letters a plan makes: one for each person and day.
pub fn letters(items: &[Planned]) -> usize {
    items.iter().map(|one| (one.on, one.person)).collect::<BTreeSet<_>>().len()
}

impl Effect {
    /// What `preview` says of the days from `today` on. `before` counts the messages of the ladder
    /// that holds, where another one is tried.
    pub fn of(
        lang: Lang,
        today: NaiveDate,
        preview: &Preview,
        calendar: &WorkCalendar,
        before: Option<usize>,
    ) -> Self {
        let (from, to) = span(today);
        let mut by_day: BTreeMap<NaiveDate, BTreeMap<(ReminderKind, i32), BTreeSet<TaskId>>> =
            BTreeMap::new();
        for one in &preview.items {
            let key = (one.kind, one.step);
            by_day.entry(one.on).or_default().entry(key).or_default().insert(one.task);
        }
        let monday = from - Days::new(from.weekday().num_days_from_monday().into());
        let sunday = to + Days::new((6 - to.weekday().num_days_from_monday()).into());
        let days: Vec<NaiveDate> = monday.iter_days().take_while(|day| *day <= sunday).collect();
        let cell = |day: &NaiveDate| {
            let steps = by_day.remove(day).unwrap_or_default().into_iter();
            Cell {
                label: label(lang, *day, today),
                note: if calendar.is_holiday(*day) {
                    lang.calendar_holiday()
                } else if calendar.is_made_up(*day) {
                    lang.calendar_working_day()
                } else if calendar.in_vacation(*day) {
                    lang.calendar_vacation()
                } else {
                    ""
                },
                class: match (*day == today, calendar.is_working_day(*day)) {
                    (true, _) => "today",
                    (false, false) => "off",
                    (false, true) => "",
                },
                steps: steps
                    .map(|((kind, step), tasks)| Entry {
                        mark: mark(kind),
                        name: short(lang, kind, step),
                        count: tasks.len(),
                        path: before.is_none().then(|| {
                            format!("/reminders?day={day}&kind={kind}&step={step}#behind")
                        }),
                    })
                    .collect(),
            }
        };
        let cells: Vec<Cell> = days.iter().map(cell).collect();
        let mut weeks: Vec<Vec<Cell>> = Vec::new();
        for (nth, cell) in cells.into_iter().enumerate() {
            if nth % 7 == 0 {
                weeks.push(Vec::with_capacity(7));
            }
            if let Some(week) = weeks.last_mut() {
                week.push(cell);
            }
        }
        let people: BTreeSet<PersonId> = preview.items.iter().map(|one| one.person).collect();
        let (first, last) = (lang.day(from), lang.day(to));
        Self {
            weeks,
            hint: if before.is_some() {
                lang.reminders_will_hint_try(first, last)
            } else {
                lang.reminders_will_hint(first, last)
            },
            count: lang.reminders_messages_count(letters(&preview.items), people.len()),
            before: before.map(|count| lang.reminders_messages_before(count)),
        }
    }
}

/// The rows behind one count.
pub fn behind(
    lang: Lang,
    preview: &Preview,
    (day, kind, step): (NaiveDate, ReminderKind, i32),
) -> Vec<Row> {
    let of = |one: &&Planned| (one.on, one.kind, one.step) == (day, kind, step);
    let name = |id: PersonId| preview.names.get(&id).cloned().unwrap_or_default();
    preview
        .items
        .iter()
        .filter(of)
        .filter_map(|one| {
            let task = preview.tasks.get(&one.task)?;
            let principal = one.instead_of.map(name);
            Some(Row {
                path: task_path(task.id),
                number: task.number.clone().unwrap_or_default(),
                title: task.title.clone(),
                to: name(one.person),
                why: lang.reminder_reason(one, task.due_on, principal.as_deref()),
            })
        })
        .collect()
}

fn label(lang: Lang, day: NaiveDate, today: NaiveDate) -> String {
    let said = if day.day() == 1 { lang.day(day) } else { day.day().to_string() };
    if day == today { format!("{said} {}", lang.reminders_today()) } else { said }
}

fn mark(kind: ReminderKind) -> &'static str {
    match kind {
        ReminderKind::Unacknowledged => "none",
        ReminderKind::DueSoon | ReminderKind::ReportDue => "soon",
        ReminderKind::Overdue | ReminderKind::ReportMissed => "over",
    }
}

fn short(lang: Lang, kind: ReminderKind, step: i32) -> String {
    match (kind, step) {
        (ReminderKind::DueSoon, 0) => lang.mail_digest_due_today().to_owned(),
        (ReminderKind::DueSoon, 1) => lang.reminders_working_day(1),
        (ReminderKind::DueSoon, days) => lang.reminders_working_days(days),
        (ReminderKind::Overdue, days) => lang.reminders_day(days),
        (ReminderKind::Unacknowledged, _) => lang.reminders_row_unacknowledged().to_owned(),
        (ReminderKind::ReportDue, _) => lang.reminders_row_report_due().to_owned(),
        (ReminderKind::ReportMissed, _) => lang.reminders_row_report_missed().to_owned(),
    }
}
