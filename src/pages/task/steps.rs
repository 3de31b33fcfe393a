//! The steps that people take on a task's page: one address a step, one use case each.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError as _, web};

use super::show::again;
use crate::app::{Act, App};
use crate::domain::{
    DepartmentId, Fault, LinkVerb, MilestoneId, Named as _, Need, PersonId, RequestKind, Task,
    TaskId,
};
use crate::http::{Failure, Posted, SignedIn, Uploaded, UploadedFile, local_path};
use crate::pages::reading::Reading;
use crate::pages::{files, free_day};
use crate::services::attachments::Stored;
use crate::services::enclosures::{self, Chosen};
use crate::services::milestones::MilestonePatch;
use crate::services::reports::Told;
use crate::services::requests::Asked;
use crate::services::steps::{self, Acknowledgement};
use crate::services::tasks::{self, NewTask, TaskPatch};
use crate::services::{
    Error, instructions, invitations, milestones, questions, reports, requests, sub_tasks,
    submissions,
};

/// What a form asks for, to be done inside one act.
pub type Work = Box<dyn FnOnce(&mut Act<'_>) -> Result<Task, Error> + Send>;

/// `POST /tasks/{id}/{verb}`
pub async fn take(
    app: web::Data<App>,
    signed: SignedIn,
    path: web::Path<(i64, String)>,
    uploaded: Uploaded,
) -> Result<HttpResponse, Failure> {
    let (id, verb) = path.into_inner();
    let (id, mut posted) = (TaskId(id), uploaded.form);
    match send(&app, &signed, id, &verb, &mut posted, uploaded.files).await {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            again(&app, &signed, id, &verb, &posted, &failure).await
        }
        Err(failure) => Err(failure),
    }
}

/// Takes the step that a form asks for. What came with one that is refused waits, and is ticked
/// when the form comes back.
pub async fn send(
    app: &App,
    signed: &SignedIn,
    id: TaskId,
    verb: &str,
    posted: &mut Posted,
    brought: Vec<UploadedFile>,
) -> Result<HttpResponse, Failure> {
    let place = after(signed, id, verb, posted);
    let fresh = files::received(app, &signed.actor, id, posted, brought).await?;
    let free_days = free_day::answer(posted);
    let outcome = match read(id, verb, posted, &fresh) {
        Ok(None) => return Err(Failure::NoPage),
        Ok(Some(work)) => {
            let work = move |act: &mut Act<'_>| {
                act.free_days = free_days;
                work(act).map(|_task| place)
            };
            signed.once(app, posted, work).await
        }
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            files::wait(app, &signed.actor, id, posted, fresh).await?;
            Err(failure)
        }
        outcome => outcome,
    }
}

/// Whether a form is shown again: it can be put right, or sent once more.
pub fn comes_back(failure: &Failure) -> bool {
    matches!(
        failure.status_code(),
        StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::PAYLOAD_TOO_LARGE
    )
}

/// Where to go after `verb` worked: back to the list that one came from, at the same place.
pub fn after(signed: &SignedIn, id: TaskId, verb: &str, posted: &Posted) -> String {
    let office = signed.actor.runs_office();
    let back = match local_path(posted.text("back")) {
        // A returned task is no longer the department's to see.
        _ if verb == "return" && !office => "/my-department",
        Some(back) => back,
        None => return format!("/tasks/{id}?done={verb}"),
    };
    let joint = if back.contains('?') { '&' } else { '?' };
    format!("{back}{joint}done={verb}#t{id}")
}

/// The use case that a link is for, with what its form says and brings.
pub fn work_of(
    id: TaskId,
    verb: LinkVerb,
    posted: &Posted,
    fresh: &[Stored],
) -> Result<Work, Error> {
    read(id, verb.word(), posted, fresh)?.ok_or(Error::NOT_FOUND)
}

/// The use case that `verb` names, with what the form says; `None` where there is no such step.
pub fn read(
    id: TaskId,
    verb: &str,
    posted: &Posted,
    fresh: &[Stored],
) -> Result<Option<Work>, Error> {
    let mut form = Reading::of(posted);
    let version = form.version()?;
    let text = |name: &str| posted.text(name).to_owned();
    let work: Work = match verb {
        "issue" => Box::new(move |act| steps::issue(act, id, version)),
        "submit" => submit(id, text("note")),
        "recall" => {
            let reason = text("reason");
            Box::new(move |act| steps::recall(act, id, version, &reason))
        }
        "return" => {
            let reason = text("reason");
            Box::new(move |act| steps::send_back(act, id, version, &reason))
        }
        "acknowledge" => {
            let answer = Acknowledgement {
                can_meet_date: posted.text("can_meet_date") != "no",
                proposed_due_on: form.date("proposed_due_on"),
                reason: text("reason"),
            };
            Box::new(move |act| steps::acknowledge(act, id, version, &answer))
        }
        "report" => {
            let told = Told { files: files::chosen(posted, fresh), ..told(posted, &mut form) };
            Box::new(move |act| reports::report(act, id, None, &told).map(|(task, _)| task))
        }
        "attach" => attach(id, files::chosen(posted, fresh)),
        "invite" => {
            let department = form.id("department_id", DepartmentId);
            if department.is_none() {
                form.required("department_id");
            }
            let (department, words) = (department.unwrap_or(DepartmentId(0)), text("text"));
            Box::new(move |act| invitations::invite(act, id, None, department, Some(&words)))
        }
        "question" => {
            let words = text("text");
            Box::new(move |act| questions::ask(act, id, None, None, &words))
        }
        "urge" => {
            let note = text("note");
            Box::new(move |act| steps::urge(act, id, None, &note))
        }
        "instruct" => {
            let words = text("text");
            let answer_by = form.date("answer_by");
            Box::new(move |act| instructions::on_task(act, id, None, &words, answer_by))
        }
        "suspend" => {
            let reason = text("reason");
            Box::new(move |act| steps::suspend(act, id, version, &reason))
        }
        "resume" => {
            let new_due_on = form.date("new_due_on");
            Box::new(move |act| steps::resume(act, id, version, new_due_on))
        }
        "cancel" => {
            let reason = text("reason");
            Box::new(move |act| steps::cancel(act, id, version, &reason))
        }
        "transfer" => {
            let to = form.id("department_id", DepartmentId);
            if to.is_none() {
                form.required("department_id");
            }
            let (to, reason) = (to.unwrap_or(DepartmentId(0)), text("reason"));
            Box::new(move |act| steps::transfer(act, id, version, to, &reason))
        }
        "reopen" => {
            let (due_on, reason) = (form.date("due_on"), text("reason"));
            Box::new(move |act| steps::reopen(act, id, version, &reason, due_on))
        }
        "subtask" => {
            let new = share(id, posted, &mut form);
            Box::new(move |act| tasks::create(act, new))
        }
        "finish" => {
            let result = text("result");
            Box::new(move |act| sub_tasks::finish(act, id, version, &result))
        }
        "delegate" => {
            let handler_id = Some(form.id("handler_id", PersonId));
            let patch = TaskPatch { handler_id, ..TaskPatch::default() };
            Box::new(move |act| tasks::edit(act, id, version, patch))
        }
        "milestone" => set(id, posted, &mut form),
        _ => {
            let milestone = verb.strip_prefix("milestone-").and_then(|one| one.parse().ok());
            match (milestone, asked_for(verb)) {
                (Some(milestone), _) => change(id, milestone, posted, &mut form),
                (None, Some(kind)) => ask(id, version, asked(kind, posted, &mut form, fresh)),
                (None, None) => return Ok(None),
            }
        }
    };
    form.finish()?;
    Ok(Some(work))
}

/// What `verb` asks others for.
fn asked_for(verb: &str) -> Option<RequestKind> {
    Some(match verb {
        "closure" => RequestKind::Closure,
        "interim" => RequestKind::InterimClosure,
        "extension" => RequestKind::Extension,
        "suspension" => RequestKind::Suspension,
        "cancellation" => RequestKind::Cancellation,
        _ => return None,
    })
}

fn submit(id: TaskId, note: String) -> Work {
    Box::new(move |act| {
        submissions::submit(act, &[id], &note)?;
        Ok(crate::persistence::tasks::find(act.conn, id)?)
    })
}

fn attach(id: TaskId, chosen: Chosen) -> Work {
    Box::new(move |act| {
        enclosures::add(act, id, &chosen)?;
        Ok(crate::persistence::tasks::find(act.conn, id)?)
    })
}

/// A new milestone.
fn set(id: TaskId, posted: &Posted, form: &mut Reading<'_>) -> Work {
    let (name, due_on) = (posted.text("name").to_owned(), form.date("due_on"));
    Box::new(move |act| {
        milestones::add(act, id, None, &name, due_on, None)?;
        Ok(crate::persistence::tasks::find(act.conn, id)?)
    })
}

/// A change of one milestone: what its button says, or what its fields do.
fn change(id: TaskId, one: MilestoneId, posted: &Posted, form: &mut Reading<'_>) -> Work {
    let version = form.check("milestone_version", milestone_version(posted));
    let reached = posted.ticked("reached");
    let removed = posted.ticked("remove");
    let patch = if reached || removed {
        MilestonePatch { removed, ..MilestonePatch::default() }
    } else {
        let typed = posted.text("place").trim();
        let place = (!typed.is_empty()).then(|| typed.parse().map_err(|_error| Fault::NoSuch));
        MilestonePatch {
            name: Some(posted.text("name").to_owned()),
            due_on: form.required_date("due_on"),
            done_on: Some(form.date("done_on")),
            position: place.and_then(|place| form.check("place", place)),
            removed: false,
        }
    };
    Box::new(move |act| {
        let done_on = if reached { Some(Some(act.today)) } else { patch.done_on };
        milestones::change(act, one, version, MilestonePatch { done_on, ..patch })?;
        Ok(crate::persistence::tasks::find(act.conn, id)?)
    })
}

fn milestone_version(posted: &Posted) -> Result<i64, Fault> {
    posted.text("milestone_version").trim().parse().map_err(|_error| Fault::Missing)
}

/// A sub-task of the task `id`, as the form says it.
fn share(id: TaskId, posted: &Posted, form: &mut Reading<'_>) -> NewTask {
    NewTask {
        title: posted.text("title").to_owned(),
        handler_id: form.id("handler_id", PersonId),
        due_on: form.date("due_on"),
        parent_id: Some(id),
        sub_task: Some(true),
        ..NewTask::default()
    }
}

fn ask(id: TaskId, version: i64, asked: Asked) -> Work {
    Box::new(move |act| requests::request(act, id, version, &asked).map(|(task, _)| task))
}

fn asked(kind: RequestKind, posted: &Posted, form: &mut Reading<'_>, fresh: &[Stored]) -> Asked {
    Asked {
        kind,
        reason: posted.text("reason").to_owned(),
        new_due_on: form.date("new_due_on"),
        result: posted.some("result"),
        evidence: posted.some("evidence"),
        percent: form.percent("percent"),
        files: files::chosen(posted, fresh),
        ends_sub_tasks: posted.ticked("ends_sub_tasks"),
    }
}

/// A report as the form tells it. "Nothing has changed" is an answer of its own where nothing was
/// written; words are never thrown away.
fn told(posted: &Posted, form: &mut Reading<'_>) -> Told {
    let written = ["done", "problem", "next", "delay_reason", "expected_on", "milestone_ids"];
    if posted.ticked("no_change") && written.iter().all(|name| posted.some(name).is_none()) {
        return Told { no_change: true, ..Told::default() };
    }
    let needs: Result<Vec<Need>, _> = posted.all("needs").map(Need::from_word).collect();
    let needs = form.check("needs", needs).unwrap_or_default();
    Told {
        outlook: form.choice("outlook"),
        done: posted.some("done"),
        no_change: false,
        problem: posted.some("problem"),
        next: posted.some("next"),
        percent: form.percent("percent"),
        delay_reason: posted.some("delay_reason"),
        expected_on: form.date("expected_on"),
        needs: Need::written(&needs),
        waiting_on_department_id: form.id("waiting_on_department_id", DepartmentId),
        files: Chosen::default(),
        milestone_ids: posted.all("milestone_ids").filter_map(|id| id.parse().ok()).collect(),
    }
}
