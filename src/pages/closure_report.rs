//! 办结报告: a closed task on paper, alone or with all of its meeting.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use chrono::NaiveDate;

use super::paper::{Format, InLanguage, Shown, answer};
use crate::app::App;
use crate::domain::{Actor, DecisionRules, MeetingId, State, TaskFilter, TaskId};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::papers::closure_report::ClosureReport;
use crate::papers::{Block, Paper};
use crate::persistence::views::task_lines::{TaskLine, lines};
use crate::persistence::views::task_list;
use crate::persistence::views::task_sheet::TaskSheet;
use crate::persistence::{Conn, tasks};
use crate::services::sight::Sight;
use crate::services::{Error, intake};

/// Where these papers are.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/tasks/{id}/closure-report", web::get().to(one))
        .route("/tasks/{id}/closure-report.docx", web::get().to(one))
        .route("/tasks/{id}/closure-report.pdf", web::get().to(one))
        .route("/meetings/{id}/closure-reports", web::get().to(of_meeting))
        .route("/meetings/{id}/closure-reports.docx", web::get().to(of_meeting))
        .route("/meetings/{id}/closure-reports.pdf", web::get().to(of_meeting));
}

/// A closed task with what surrounds it.
type Closed = (TaskLine, TaskSheet);

/// `GET /tasks/{id}/closure-report`, `….docx`, `….pdf`: there is none of a task that is not closed.
async fn one(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<TaskId>,
    format: Format,
    language: web::Query<InLanguage>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let (viewer, rules) = (me.actor.clone(), app.settings.rules());
    let found = app.read(move |conn| closed(conn, &viewer, id, rules)).await?;
    let paper = paper(&app, language.into_inner().or(me.lang), me.today, &[found]);
    let place = task_path(id);
    answer(&app, &me, format, shown(&me, paper, format!("{place}/closure-report"), place)).await
}

/// `GET /meetings/{id}/closure-reports`, `….docx`, `….pdf`: of all closed tasks of a meeting that
/// the reader sees, each on sheets of its own.
async fn of_meeting(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<MeetingId>,
    format: Format,
    language: web::Query<InLanguage>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let (viewer, rules, today) = (me.actor.clone(), app.settings.rules(), me.today);
    let found: Vec<Closed> = app
        .read(move |conn| {
            intake::meeting(conn, &viewer, id)?;
            let filter = TaskFilter {
                meeting_id: Some(id),
                states: vec![State::Closed],
                ..TaskFilter::default()
            };
            let mut ids = task_list::ids(conn, &viewer, &filter, today)?;
            ids.sort_unstable();
            if ids.is_empty() {
                return Err(Error::NOT_FOUND);
            }
            ids.into_iter().map(|id| closed(conn, &viewer, id, rules)).collect()
        })
        .await?;
    let paper = paper(&app, language.into_inner().or(me.lang), today, &found);
    let place = format!("/meetings/{id}");
    answer(&app, &me, format, shown(&me, paper, format!("{place}/closure-reports"), place)).await
}

fn closed(
    conn: &mut Conn,
    viewer: &Actor,
    id: TaskId,
    rules: DecisionRules,
) -> Result<Closed, Error> {
    let seen = Sight::of(conn, viewer, id, rules)?;
    if seen.task.state != State::Closed {
        return Err(Error::NOT_FOUND);
    }
    let task = tasks::find(conn, id)?;
    let line = lines(conn, vec![(id, task.marks())])?.pop().ok_or(Error::NOT_FOUND)?;
    Ok((line, TaskSheet::of(conn, &task)?))
}

/// The reports of `found`, one after the other.
fn paper(app: &App, lang: Lang, today: NaiveDate, found: &[Closed]) -> Paper {
    let house = app.house();
    let organisation = house.name(lang);
    let reports: Vec<ClosureReport<'_>> = found
        .iter()
        .map(|(line, sheet)| ClosureReport {
            lang,
            organisation,
            zone: house.zone,
            today,
            line,
            sheet,
        })
        .collect();
    let mut paper = reports.first().map_or_else(
        || Paper {
            lang,
            turn: crate::papers::Turn::Portrait,
            scale: crate::papers::Scale::Form,
            name: lang.sheet_closure_title().to_owned(),
            running: String::new(),
            blocks: Vec::new(),
        },
        ClosureReport::paper,
    );
    for report in reports.iter().skip(1) {
        lang.sheet_closure_title().clone_into(&mut paper.name);
        paper.running.clear();
        paper.blocks.push(Block::PageBreak);
        paper.blocks.extend(report.blocks());
    }
    paper
}

fn shown(me: &SignedIn, paper: Paper, path: String, back: String) -> Shown {
    let note = me.lang.sheet_live_note().to_owned();
    Shown { paper, path, query: String::new(), back, note }
}
