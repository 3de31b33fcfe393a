//! Somebody's own dates for their calendar program, under a link of their own: the secret in the
//! address stands for a token.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};

use super::call::Answer;
use super::error::Problem;
use crate::app::App;
use crate::domain::{DatedEntry, dates_file};
use crate::http::client;
use crate::http::limit::CredentialLimit;
use crate::i18n::Lang;
use crate::links::{Links, Token};
use crate::persistence::views::own_dates::{OwnTask, own_dates};
use crate::services::accounts::language_of;
use crate::services::{Error, calendar_feeds};

/// One's own dates (RFC 5545): due dates, milestones and report days of open tasks, each a whole
/// day. The link is made on the account page; no token is needed. Without it, or once it is
/// revoked, there is nothing here.
#[utoipa::path(
    get, path = "/calendar/{secret}.ics", tag = "mail", security(()),
    params(("secret" = String, Path, description = "The secret of the link")),
    responses((status = 200, description = "The dates", body = String,
        content_type = "text/calendar"))
)]
pub async fn show(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Answer {
    let token = Token::presented(&secret);
    let wait = |many: crate::http::limit::TooMany| Problem::too_many(many.seconds);
    limit.look(token.hash().as_ref()).map_err(wait)?;
    let Some((person, actor)) = calendar_feeds::holder(&app, token).await? else {
        limit.attempt_at_all(client::of(&request, &app)).map_err(wait)?;
        return Err(Problem::not_found());
    };
    let today = app.today();
    let tasks = app
        .read(move |conn| Ok::<_, Error>(own_dates(conn, &actor, today)?))
        .await
        .map_err(Problem::from)?;
    let lang = language_of(&person).unwrap_or(app.house().lang);
    let entries: Vec<DatedEntry> =
        tasks.iter().flat_map(|task| entries(lang, &app.links, task)).collect();
    let file = dates_file(&lang.feed_name(&person.name), &entries, app.clock.now());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"duban.ics\""))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .body(file))
}

/// The days of one task.
fn entries(lang: Lang, links: &Links, task: &OwnTask) -> Vec<DatedEntry> {
    let host = links.host();
    let description = match &task.number {
        Some(number) => lang.feed_description(number, &task.lead),
        None => task.lead.clone(),
    };
    let entry = |what: String, on, summary| DatedEntry {
        uid: format!("{what}@{host}"),
        on,
        summary,
        description: description.clone(),
        url: links.task(task.id),
        changed_at: task.changed_at,
    };
    let id = task.id;
    let due = task.due_on.map(|on| entry(format!("task-{id}-due"), on, lang.feed_due(&task.title)));
    // One report is due at a time: when it was written, its entry moves on to the next.
    let report = task
        .report_on
        .map(|on| entry(format!("task-{id}-report"), on, lang.feed_report(&task.title)));
    let milestones = task.milestones.iter().map(|one| {
        let summary = lang.feed_milestone(&one.name, &task.title);
        entry(format!("milestone-{}", one.id), one.due_on, summary)
    });
    due.into_iter().chain(report).chain(milestones).collect()
}
