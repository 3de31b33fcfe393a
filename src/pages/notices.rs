//! The notice of a task, of a batch of them, and the urging notice.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::paper::{Format, InLanguage, Shown, answer};
use crate::app::App;
use crate::domain::{TaskFilter, TaskId};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::papers::{NoticeSheet, Paper, notices as printed, urging_notice};
use crate::persistence::Conn;
use crate::services::notices::{self, Notice};
use crate::services::urging;

/// Where these pages are.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/tasks/{id}/notice", web::get().to(one))
        .route("/tasks/{id}/notice.docx", web::get().to(one))
        .route("/tasks/{id}/notice.pdf", web::get().to(one))
        .route("/notices", web::get().to(many))
        .route("/notices.docx", web::get().to(many))
        .route("/notices.pdf", web::get().to(many))
        .route("/urging-notices/{id}/paper", web::get().to(urged))
        .route("/urging-notices/{id}/paper.docx", web::get().to(urged))
        .route("/urging-notices/{id}/paper.pdf", web::get().to(urged));
}

/// `GET /tasks/{id}/notice`.
async fn one(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<TaskId>,
    format: Format,
    wanted: web::Query<InLanguage>,
) -> Result<HttpResponse, Failure> {
    let (id, actor, rules) = (id.into_inner(), signed.actor.clone(), app.settings.rules());
    let found = app.read(move |conn| notices::of_task(conn, &actor, id, rules)).await?;
    let draft = found.iter().all(|notice| notice.issued_on.is_none());
    let reader = signed.lang;
    let note = if draft { reader.papers_notice_draft_note() } else { reader.papers_notice_note() };
    let shown = Shown {
        paper: paper(&app, wanted.or(reader), &found),
        path: format!("/tasks/{id}/notice"),
        query: String::new(),
        back: task_path(id),
        note: note.to_owned(),
    };
    answer(&app, &signed, format, shown).await
}

/// `GET /notices`: those of the tasks that the address selects as the ledger does.
async fn many(
    app: web::Data<App>,
    signed: SignedIn,
    request: HttpRequest,
    format: Format,
    wanted: web::Query<InLanguage>,
) -> Result<HttpResponse, Failure> {
    let mut filter = TaskFilter::default();
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        let unreadable = |fault| Failure::Unreadable(format!("{name}: {fault}"));
        filter.set(&name, &value).map_err(unreadable)?;
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(filter.pairs());
    let query = query.finish();
    let (actor, today, chosen) = (signed.actor.clone(), signed.today, filter.clone());
    let found = app.read(move |conn| notices::of_many(conn, &actor, &chosen, today)).await?;
    let reader = signed.lang;
    let back = match filter.meeting_id {
        Some(meeting) => format!("/meetings/{meeting}"),
        None => format!("/ledger?{query}"),
    };
    let shown = Shown {
        paper: paper(&app, wanted.or(reader), &found),
        path: "/notices".to_owned(),
        query,
        back,
        note: match found.len() {
            0 => reader.papers_notices_none().to_owned(),
            count => reader.papers_notices_note(count),
        },
    };
    answer(&app, &signed, format, shown).await
}

/// `GET /urging-notices/{id}/paper`.
async fn urged(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
    format: Format,
    wanted: web::Query<InLanguage>,
) -> Result<HttpResponse, Failure> {
    let (id, actor, rules) = (id.into_inner(), signed.actor.clone(), app.settings.rules());
    let (today, calendar) = (signed.today, app.calendar());
    let work = move |conn: &mut Conn| urging::paper(conn, &actor, id, rules, today, &calendar);
    let found = app.read(work).await?;
    let (reader, lang) = (signed.lang, wanted.or(signed.lang));
    let number = found.number.as_deref();
    let shown = Shown {
        paper: urging_notice(lang, &house(&app, lang), number, &found.text, &found.urging),
        path: format!("/urging-notices/{id}/paper"),
        query: String::new(),
        back: match number {
            Some(_) => task_path(found.task),
            None => "/desk#notices".to_owned(),
        },
        note: match number {
            Some(_) => reader.papers_urging_note().to_owned(),
            None => reader.papers_urging_draft_note().to_owned(),
        },
    };
    answer(&app, &signed, format, shown).await
}

fn paper(app: &App, lang: Lang, found: &[Notice]) -> Paper {
    let sheets: Vec<NoticeSheet<'_>> = found
        .iter()
        .map(|one| NoticeSheet {
            number: one.number.as_deref(),
            issued_on: one.issued_on,
            text: &one.text,
        })
        .collect();
    printed(lang, &house(app, lang), &sheets)
}

/// The organisation's name in the language of the paper.
pub(super) fn house(app: &App, lang: Lang) -> String {
    let house = app.house();
    let (own, other) = match lang {
        Lang::En => (house.name_en, house.name_zh),
        Lang::ZhCn => (house.name_zh, house.name_en),
    };
    if own.is_empty() { other } else { own }
}
