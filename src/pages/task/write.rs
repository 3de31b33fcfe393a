//! Writing a task down by hand, and changing what one says.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;
use serde::Deserialize;

use super::form::{Directory, Section, patch, task_form, written};
use super::ground::{prefill, recurrence, repeats};
use super::seen::Seen;
use super::show::since;
use super::steps::comes_back;
use crate::app::App;
use crate::domain::{Action, Instruction, InstructionId, Task, TaskId};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::pages::deed::{Button, Deed};
use crate::pages::history::HistoryLine;
use crate::pages::{Frame, Nav, free_day, page};
use crate::services::{Error, instructions, recurrences, submissions, tasks};

#[derive(Template)]
#[template(path = "pages/task_form.html")]
struct TaskFormPage {
    frame: Frame,
    of: Option<(String, String)>,
    d: Deed,
    sections: Vec<Section>,
    errors: FormErrors,
    meanwhile: Vec<HistoryLine>,
}

/// What the address of a new task may say.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    /// The instruction that it is made of.
    instruction: Option<InstructionId>,
}

/// `GET /tasks/new`
pub async fn new(
    app: web::Data<App>,
    signed: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&blank(&app, &signed, query.instruction).await?))
}

/// `POST /tasks/new`: kept as a draft, or issued at once.
pub async fn create(
    app: web::Data<App>,
    signed: SignedIn,
    query: web::Query<Query>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let made_of = query.instruction;
    if let Some(id) = made_of {
        read_instruction(&app, &signed, id).await?;
    }
    let (issue, free_days) = (posted.ticked("issue"), free_day::answer(&posted));
    let form = written(&posted, made_of).and_then(|new| Ok((new, recurrence(&posted)?)));
    let outcome = match form {
        Ok((new, repeats)) => {
            let work = move |act: &mut crate::app::Act<'_>| {
                act.free_days = free_days;
                let mut task = tasks::create(act, new)?;
                if repeats.is_some() {
                    task = recurrences::set(act, task.id, None, repeats)?;
                }
                if !issue {
                    return Ok(format!("/tasks/{}?done=create", task.id));
                }
                let draft = [(task.id, task.version)];
                let submitted = submissions::issue_or_submit(act, &draft, "")?;
                let done = if submitted.is_some() { "submit" } else { "issue" };
                Ok(format!("/tasks/{}?done={done}", task.id))
            };
            signed.once(&app, &posted, work).await
        }
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            let mut built = blank(&app, &signed, made_of).await?;
            built.errors = built.d.fill(&posted, &failure, signed.lang);
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

/// `GET /tasks/{id}/edit`
pub async fn edit(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
) -> Result<HttpResponse, Failure> {
    let seen = Seen::task(&app, &signed, TaskId(id.into_inner())).await?;
    if !seen.offers(Action::Edit) {
        return Err(Error::Forbidden.into());
    }
    Ok(page(&filled(&app, &signed, &seen).await?))
}

/// `POST /tasks/{id}/edit`
pub async fn save(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = TaskId(id.into_inner());
    let seen = Seen::task(&app, &signed, id).await?;
    let free_days = free_day::answer(&posted);
    let asks = posted.ticked("rhythm") && repeats(Some(seen.it()));
    let form = patch(&posted, seen.it()).and_then(|form| Ok((form, recurrence(&posted)?)));
    let outcome = match form {
        Ok(((version, patch), repeats)) => {
            let work = move |act: &mut crate::app::Act<'_>| {
                act.free_days = free_days;
                let task = tasks::edit(act, id, version, patch)?;
                if asks {
                    recurrences::set(act, id, Some(task.version), repeats)?;
                }
                Ok(format!("/tasks/{id}?done=save"))
            };
            signed.once(&app, &posted, work).await
        }
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            let seen = Seen::task(&app, &signed, id).await?;
            let mut built = filled(&app, &signed, &seen).await?;
            built.meanwhile = since(&seen.history(), posted.text("seen").parse().ok());
            built.errors = built.d.fill(&posted, &failure, signed.lang);
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

/// The instruction that a task is made of, with the task on which it was written.
async fn read_instruction(
    app: &App,
    signed: &SignedIn,
    id: InstructionId,
) -> Result<(Instruction, Option<Task>), Failure> {
    let (actor, rules) = (signed.actor.clone(), app.settings.rules());
    let found = app.read(move |conn| instructions::look(conn, &actor, id, rules)).await?;
    Ok((found.0, found.1.map(|sight| sight.task)))
}

async fn blank(
    app: &App,
    signed: &SignedIn,
    made_of: Option<InstructionId>,
) -> Result<TaskFormPage, Failure> {
    if !signed.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let lang = signed.lang;
    let directory = Directory::read(app, signed).await?;
    let path = made_of.map(|id| format!("/tasks/new?instruction={id}"));
    let path = path.unwrap_or_else(|| "/tasks/new".to_owned());
    let deed = Deed::new("task", path, lang.task_add_title())
        .text(lang.task_add_text())
        .hint(lang.task_number_hint())
        .button(Button::new("seal", lang.task_issue_now()).sends("issue"))
        .button(Button::new("", lang.task_keep_draft()));
    let (mut deed, sections) = task_form(lang, deed, &directory, None, None);
    if let Some(id) = made_of {
        let (instruction, task) = read_instruction(app, signed, id).await?;
        prefill(&mut deed, &instruction, task.as_ref());
        lang.instruction_add_text().clone_into(&mut deed.text);
    }
    Ok(form_page(signed, None, (deed, sections)))
}

async fn filled(app: &App, signed: &SignedIn, seen: &Seen) -> Result<TaskFormPage, Failure> {
    let lang = signed.lang;
    let task: &Task = seen.it();
    let directory = Directory::read(app, signed).await?;
    let path = format!("/tasks/{}", task.id);
    let deed = Deed::new("task", format!("{path}/edit"), lang.task_edit_title())
        .text(task.title.as_str())
        .button(Button::new("primary", lang.task_save()));
    let deed = Deed { version: task.version, seen: task.seq, ..deed };
    let of = (path, seen.number());
    Ok(form_page(
        signed,
        Some(of),
        task_form(lang, deed, &directory, Some(task), seen.sheet.repetition.as_ref()),
    ))
}

fn form_page(
    signed: &SignedIn,
    of: Option<(String, String)>,
    (d, sections): (Deed, Vec<Section>),
) -> TaskFormPage {
    TaskFormPage {
        frame: Frame::of(signed, Nav::Ledger),
        of,
        d,
        sections,
        errors: FormErrors::default(),
        meanwhile: Vec::new(),
    }
}
