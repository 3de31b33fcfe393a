//! Asking for more time: a page of its own, with what the decision will rest on.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;

use super::deeds::{extension, may_be_extended};
use super::head::Head;
use super::panels::Fact;
use super::seen::Seen;
use super::steps::{self, comes_back};
use crate::app::App;
use crate::domain::TaskId;
use crate::http::{Failure, FormErrors, SignedIn, Uploaded, local_path};
use crate::pages::deed::Deed;
use crate::pages::{Frame, Nav, page};
use crate::services::Error;

#[derive(Template)]
#[template(path = "pages/task_request.html")]
struct ExtensionPage {
    frame: Frame,
    crumb: &'static str,
    head: Head,
    facts: Vec<Fact>,
    d: Deed,
    errors: FormErrors,
}

/// `GET /tasks/{id}/extension`
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
) -> Result<HttpResponse, Failure> {
    let seen = Seen::task(&app, &signed, TaskId(id.into_inner())).await?;
    if !may_be_extended(&seen) {
        return Err(Error::Forbidden.into());
    }
    Ok(page(&build(&signed, &seen)))
}

/// `POST /tasks/{id}/extension`
pub async fn send(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
    uploaded: Uploaded,
) -> Result<HttpResponse, Failure> {
    let (id, mut posted) = (TaskId(id.into_inner()), uploaded.form);
    match steps::send(&app, &signed, id, "extension", &mut posted, uploaded.files).await {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            let seen = Seen::task(&app, &signed, id).await?;
            let mut built = build(&signed, &seen);
            built.errors = built.d.fill(&posted, &failure, signed.lang);
            if let Some(back) = local_path(posted.text("back")) {
                back.clone_into(&mut built.d.back);
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

fn build(signed: &SignedIn, seen: &Seen) -> ExtensionPage {
    let (lang, task) = (seen.lang, seen.it());
    let due = task.due_on.map_or_else(|| lang.task_no_due().to_owned(), |due| lang.date(due));
    let used = match task.extensions {
        0 => lang.task_no_extension().to_owned(),
        1 => lang.task_one_extension().to_owned(),
        count => lang.task_extensions(count),
    };
    let mut d = extension(seen);
    d.hint = std::mem::take(&mut d.text);
    d.buttons[0].kind = "primary";
    ExtensionPage {
        frame: Frame::of(signed, Nav::Elsewhere),
        crumb: lang.task_extension_crumb(),
        head: Head::of(seen),
        facts: vec![
            Fact::new(lang.task_due_now(), due),
            Fact::new(lang.task_used_so_far(), used),
            Fact::new(lang.task_decided_by(), lang.task_decided_by_text()),
        ],
        d,
        errors: FormErrors::default(),
    }
}
