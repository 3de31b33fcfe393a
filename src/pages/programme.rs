//! One programme 专项: its figures, each a door, its open tasks, what was reported, what comes next.

use std::cmp::Reverse;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::dashboard::{Doors, headline};
use super::glance::{DueWords, LightWords, days_of};
use super::{Bar, Figure, Frame, Nav, RateFigure, Tally, ledger, page};
use crate::app::App;
use crate::domain::{DepartmentPart, Light, Measure, ProgrammeId, Ratio, State, TaskFilter};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::persistence::views::dashboard::{DashboardFilter, DepartmentFigures};
use crate::persistence::views::programme::ProgrammeSheet;
use crate::persistence::views::task_lines::TaskLine;

/// How many open tasks are shown; the ledger has them all.
const TASKS: usize = 20;

#[derive(Template)]
#[template(path = "pages/programme.html")]
struct ProgrammePage {
    frame: Frame,
    office: bool,
    name: String,
    active: bool,
    counted: String,
    headline: String,
    /// What is counted, by light; then all, the open ones, and the long-term ones apart.
    lights: Vec<(Light, Figure)>,
    all: Figure,
    open: Figure,
    long_term: Figure,
    bar: Bar,
    bar_label: String,
    tasks: Vec<TaskRow>,
    tasks_said: String,
    tasks_path: String,
    departments: Vec<DepartmentRow>,
    reports: Vec<ReportRow>,
    milestones: Vec<MilestoneRow>,
}

struct TaskRow {
    path: String,
    title: String,
    number: String,
    lead: String,
    light: LightWords,
    due: Option<DueWords>,
    percent: i32,
}

struct DepartmentRow {
    name: String,
    all: Figure,
    open: Figure,
    overdue: Figure,
    on_time: RateFigure,
}

struct ReportRow {
    day: String,
    iso: String,
    path: String,
    title: String,
    words: String,
}

struct MilestoneRow {
    due: String,
    iso: String,
    over: bool,
    name: String,
    path: String,
    title: String,
}

/// `GET /programmes/{id}`
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<ProgrammeId>,
) -> Result<HttpResponse, Failure> {
    let (lang, today, viewer) = (signed.lang, signed.today, signed.actor.clone());
    let id = id.into_inner();
    let sheet = app.read(move |conn| ProgrammeSheet::of(conn, &viewer, id, today)).await?;
    let filter = DashboardFilter { programme_id: Some(id), ..DashboardFilter::on(today) };
    let doors = Doors::new(&filter, today);
    let counts = sheet.board.totals.counts;
    let tally = doors.tally(&counts);
    let lights = tally.lights();
    let every = TaskFilter { open: true, counted: false, ..doors.counted() };
    let shown = sheet.open.len().min(TASKS);
    let label: Vec<String> = lights
        .iter()
        .map(|(light, one)| lang.my_department_bar(lang.light(light), one.count))
        .collect();
    Ok(page(&ProgrammePage {
        frame: Frame::of(&signed, Nav::Ledger),
        office: signed.actor.runs_office(),
        name: sheet.programme.name.clone(),
        active: sheet.programme.active,
        counted: match counts.all {
            1 => lang.programme_facts_one().to_owned(),
            all => lang.programme_facts(all),
        },
        headline: headline(lang, &doors, &counts, today, today),
        bar: tally.bar(lang),
        bar_label: label.join(lang.ledger_and()),
        all: tally.figure(Measure::All),
        open: tally.figure(Measure::Open),
        long_term: Figure::new(
            sheet.board.totals.long_term,
            &TaskFilter {
                counted: false,
                long_term: Some(true),
                states: State::COUNTING.to_vec(),
                ..doors.counted()
            },
        ),
        lights,
        tasks: rows(lang, &sheet.open, today),
        tasks_said: lang.programme_tasks_text(shown, sheet.open_total),
        tasks_path: ledger(&every),
        departments: departments(&doors, &sheet.board.departments),
        reports: reports(lang, &sheet, today),
        milestones: milestones(lang, &sheet, today),
    }))
}

/// The open tasks, the worst light first; those of one light stay in the order of their dates.
fn rows(lang: Lang, open: &[TaskLine], today: chrono::NaiveDate) -> Vec<TaskRow> {
    let mut sorted: Vec<&TaskLine> = open.iter().collect();
    sorted.sort_by_key(|line| match line.marks.light(today) {
        Light::Overdue => 0,
        Light::DueSoon => 1,
        _ => 2,
    });
    let row = |line: &&TaskLine| TaskRow {
        path: task_path(line.task.id),
        title: line.task.title.clone(),
        number: line.task.number.clone().unwrap_or_default(),
        lead: line.lead.name.clone(),
        light: days_of(lang, &line.marks, today),
        due: DueWords::near(lang, line.task.due_on, line.task.original_due_on, today),
        percent: line.task.percent,
    };
    sorted.iter().take(TASKS).map(row).collect()
}

fn departments(doors: &Doors, all: &[DepartmentFigures]) -> Vec<DepartmentRow> {
    let mut shown: Vec<&DepartmentFigures> = all.iter().filter(|one| one.lead.all > 0).collect();
    shown.sort_by_key(|one| (Reverse(one.lead.overdue), Reverse(one.lead.open)));
    let row = |one: &DepartmentFigures| {
        let of = doors.department(one.id, DepartmentPart::Lead);
        let tally: Tally = doors.tally_of(&one.lead, of);
        DepartmentRow {
            name: one.name.clone(),
            all: tally.figure(Measure::All),
            open: tally.figure(Measure::Open),
            overdue: tally.figure(Measure::Lit(Light::Overdue)),
            on_time: tally.rate(Ratio::ON_TIME),
        }
    };
    shown.into_iter().map(row).collect()
}

fn reports(lang: Lang, sheet: &ProgrammeSheet, today: chrono::NaiveDate) -> Vec<ReportRow> {
    let row = |(report, line): &(crate::domain::Report, TaskLine)| ReportRow {
        day: lang.date_near(report.reported_on, today),
        iso: report.reported_on.to_string(),
        path: task_path(line.task.id),
        title: line.task.title.clone(),
        words: report
            .done
            .as_ref()
            .or(report.problem.as_ref())
            .or(report.delay_reason.as_ref())
            .cloned()
            .unwrap_or_else(|| lang.ledger_no_change().to_owned()),
    };
    sheet.reports.iter().map(row).collect()
}

fn milestones(lang: Lang, sheet: &ProgrammeSheet, today: chrono::NaiveDate) -> Vec<MilestoneRow> {
    let row = |(one, line): &(crate::domain::Milestone, TaskLine)| MilestoneRow {
        due: lang.date_near(one.due_on, today),
        iso: one.due_on.to_string(),
        over: one.is_overdue(today),
        name: one.name.clone(),
        path: task_path(line.task.id),
        title: line.task.title.clone(),
    };
    sheet.milestones.iter().map(row).collect()
}
