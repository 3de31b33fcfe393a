//! 签发: a batch of drafts before who signs it, with everything that would be issued.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;

use super::deed::{Button, Control, Deed, Field};
use super::task::comes_back;
use super::{Frame, Nav, page};
use crate::app::App;
use crate::domain::{Submission, SubmissionId, SubmissionState, TaskId, Urgency};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::{submission_path, task_path};
use crate::persistence::views::task_lines::{self, TaskLine};
use crate::services::sight::Sight;
use crate::services::{Error, submissions};

#[derive(Template)]
#[template(path = "pages/submission.html")]
struct SubmissionPage {
    frame: Frame,
    home: &'static str,
    title: String,
    submitted: String,
    note: Option<String>,
    rows: Vec<Row>,
    /// The drafts and versions that the reader sees, as the form sends them.
    seen: Vec<String>,
    settled: String,
    sign: Option<Deed>,
    withdraw: Option<Deed>,
    errors: FormErrors,
}

/// One draft, with all that it would be issued with.
struct Row {
    id: TaskId,
    number: String,
    title: String,
    requirement: String,
    quote: Option<String>,
    lead: String,
    responsible: String,
    supporting: String,
    due: Option<(NaiveDate, String)>,
    urgent: bool,
    urgency: &'static str,
    /// Where the reader can read all of it.
    path: Option<String>,
}

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/submissions/{id}", web::get().to(show))
        .route("/submissions/{id}/{verb}", web::post().to(act));
}

struct Found {
    submission: Submission,
    sights: Vec<Sight>,
    lines: Vec<TaskLine>,
    signs: bool,
}

async fn find(app: &App, signed: &SignedIn, id: SubmissionId) -> Result<Found, Failure> {
    let (actor, rules) = (signed.actor.clone(), app.settings.rules());
    let found = app
        .read(move |conn| {
            let (submission, sights, signs) = submissions::look(conn, &actor, id, rules)?;
            let marks = sights.iter().map(|seen| (seen.task.id, seen.task.marks())).collect();
            let lines = task_lines::lines(conn, marks)?;
            Ok::<_, Error>(Found { submission, sights, lines, signs })
        })
        .await?;
    Ok(found)
}

/// `GET /submissions/{id}`
async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<SubmissionId>,
) -> Result<HttpResponse, Failure> {
    let found = find(&app, &signed, id.into_inner()).await?;
    Ok(page(&build(&app, &signed, &found)))
}

/// `POST /submissions/{id}/{verb}`: sign, return or withdraw.
async fn act(
    app: web::Data<App>,
    signed: SignedIn,
    path: web::Path<(SubmissionId, String)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, verb) = path.into_inner();
    if !matches!(verb.as_str(), "sign" | "return" | "withdraw") {
        return Err(Failure::NoPage);
    }
    let seen: Vec<(TaskId, i64)> = posted.all("task").filter_map(id_and_version).collect();
    let comment = posted.text("comment").to_owned();
    let home = home(&signed);
    let work = move |act: &mut crate::app::Act<'_>| {
        match verb.as_str() {
            "sign" => drop(submissions::sign(act, id, Some(&seen))?),
            "return" => drop(submissions::send_back(act, id, &comment)?),
            _ => drop(submissions::withdraw(act, id)?),
        }
        Ok::<_, Error>(format!("{home}?signed={verb}"))
    };
    match signed.once(&app, &posted, work).await.map_err(Failure::from) {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            let found = find(&app, &signed, id).await?;
            let mut built = build(&app, &signed, &found);
            match (&failure, &mut built.sign) {
                (Failure::Service(Error::Invalid(faults)), _)
                    if faults.iter().all(|one| one.field.contains('.')) =>
                {
                    built.errors = blame(signed.lang, &built.rows, &failure);
                }
                (_, Some(deed)) => built.errors = deed.fill(&posted, &failure, signed.lang),
                (_, None) => built.errors.add("main", failure.explain(signed.lang).text),
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

/// `17.3`: task 17 as it was at version 3.
pub fn id_and_version(text: &str) -> Option<(TaskId, i64)> {
    let (id, version) = text.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

fn home(signed: &SignedIn) -> &'static str {
    if signed.actor.runs_office() { Nav::Desk.path() } else { Nav::Portfolio.path() }
}

/// What stands in the way of each draft, under its title.
fn blame(lang: Lang, rows: &[Row], failure: &Failure) -> FormErrors {
    let mut errors = FormErrors::default();
    let Failure::Service(Error::Invalid(faults)) = failure else { return errors };
    for one in faults {
        let id = one.field.split('.').next().unwrap_or_default();
        let row = rows.iter().find(|row| row.id.to_string() == id);
        let title = row.map_or(id, |row| row.title.as_str());
        errors.add(&format!("t{id}"), lang.task_wrong_field(title, lang.fault(&one.fault)));
    }
    errors
}

fn build(app: &App, signed: &SignedIn, found: &Found) -> SubmissionPage {
    let lang = signed.lang;
    let Found { submission, sights, lines, signs } = found;
    let frame = Frame::of(signed, Nav::Elsewhere);
    let open = submission.state == SubmissionState::Open;
    let count = lines.len();
    let title = match (open, count) {
        (true, 1) => lang.submission_title_one().to_owned(),
        (true, _) => lang.submission_title(count),
        (false, _) => lang.submission_settled(lang.submission_state(submission.state), count),
    };
    let path = submission_path(submission.id);
    let sign = (open && *signs).then(|| {
        let button = if count == 1 {
            lang.submission_sign_one().to_owned()
        } else {
            lang.submission_sign(count)
        };
        let comment = Field::new("comment", lang.task_remark(), Control::Text(3));
        Deed::new("sign", format!("{path}/sign"), lang.submission_yours())
            .field(comment.hint(lang.submission_comment_hint()))
            .hint(lang.submission_hint())
            .button(Button::new("seal", button))
            .button(Button::new("", lang.submission_return()).to(format!("{path}/return")))
    });
    let withdraw = (open && signed.actor.runs_office()).then(|| {
        Deed::new("withdraw", format!("{path}/withdraw"), lang.submission_withdraw())
            .text(lang.submission_withdraw_text())
            .button(Button::new("", lang.submission_withdraw_button()))
    });
    let zone = app.house().zone;
    let local = |at: chrono::NaiveDateTime| at.and_utc().with_timezone(&zone).naive_local();
    let settled = match (&submission.decided_by_name, submission.decided_at) {
        (Some(by), Some(at)) => {
            let at = lang.moment(local(at));
            let state = lang.submission_state(submission.state);
            match &submission.comment {
                Some(comment) => lang.submission_settled_comment(state, by, at, comment),
                None => lang.submission_settled_by(state, by, at),
            }
        }
        _ => lang.submission_waits().to_owned(),
    };
    let seen = sights.iter().map(|seen| format!("{}.{}", seen.task.id, seen.task.version));
    SubmissionPage {
        home: frame.nav().first().map_or("", |first| first.label(lang)),
        title,
        submitted: lang.submission_by(
            &submission.submitted_by_name,
            lang.moment(local(submission.submitted_at)),
        ),
        note: submission.note.clone(),
        rows: lines.iter().map(|line| row(signed, line)).collect(),
        seen: seen.collect(),
        settled,
        sign,
        withdraw,
        errors: FormErrors::default(),
        frame,
    }
}

fn row(signed: &SignedIn, line: &TaskLine) -> Row {
    let lang = signed.lang;
    let task = &line.task;
    let name = |person: &Option<task_lines::Ref<crate::domain::PersonId>>| {
        person.as_ref().map_or_else(|| lang.task_nobody().to_owned(), |one| one.name.clone())
    };
    let supporting: Vec<&str> = line.supporters.iter().map(|one| one.name.as_str()).collect();
    Row {
        id: task.id,
        number: task.number.clone().unwrap_or_else(|| lang.task_draft().to_owned()),
        title: task.title.clone(),
        requirement: task.requirement.clone(),
        quote: line.directive.as_ref().map(|directive| directive.quote.clone()),
        lead: line.lead.name.clone(),
        responsible: name(&line.responsible),
        supporting: supporting.join(lang.ledger_and()),
        due: task.due_on.map(|due| (due, lang.date(due))),
        urgent: task.urgency != Urgency::Normal,
        urgency: lang.urgency(task.urgency),
        // Drafts are the office's; a leader reads them here.
        path: signed.actor.runs_office().then(|| task_path(task.id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_which_task_was_seen() {
        assert_eq!(id_and_version("17.3"), Some((TaskId(17), 3)));
        assert_eq!(id_and_version("17"), None);
        assert_eq!(id_and_version("x.y"), None);
    }
}
