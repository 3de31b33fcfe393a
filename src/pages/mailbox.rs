//! The mailbox of a house without a mail server: every letter, as its reader would see it.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, X_FRAME_OPTIONS};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::reminders::{kind_words, may_read_mailbox, moment};
use super::{Frame, Nav, page};
use crate::app::App;
use crate::domain::{LetterId, Role};
use crate::http::security::POLICY;
use crate::http::{Failure, Visit};
use crate::persistence::action_links;
use crate::persistence::outbox::{self, KeptLetter, LetterFilter};
use crate::services::Error;
use crate::services::action_links::revealed;

/// How many letters a page lists.
const PAGE: usize = 30;

/// What a letter may do in its frame: lead to the page of its task, and nothing else.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation";

#[derive(Template)]
#[template(path = "pages/mailbox.html")]
struct MailboxPage {
    frame: Frame,
    letters: Vec<Line>,
    open: Option<Open>,
    before: Option<LetterId>,
    older: Option<LetterId>,
}

/// One letter in the list.
struct Line {
    id: LetterId,
    to: String,
    at: String,
    subject: String,
    kind: &'static str,
}

/// The letter that is being read.
struct Open {
    id: LetterId,
    subject: String,
    to: String,
    text: String,
}

/// Which letter to open, and where the list begins.
#[derive(Debug, Deserialize)]
pub struct Query {
    m: Option<LetterId>,
    before: Option<LetterId>,
}

/// `GET /mailbox`.
pub async fn show(
    app: web::Data<App>,
    visit: Visit,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    allow(&app, &visit)?;
    let Query { m, before } = query.into_inner();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let filter = LetterFilter { before, limit, ..LetterFilter::default() };
    let (mut kept, open, links) = app
        .read(move |conn| {
            let kept = outbox::list(conn, &filter)?;
            let open = m.map(|id| outbox::find(conn, id)).transpose()?;
            let open = open.or_else(|| kept.first().cloned());
            let links = open.as_ref().map(|letter| action_links::of_letter(conn, letter.id));
            Ok::<_, Error>((kept, open, links.transpose()?.unwrap_or_default()))
        })
        .await?;
    let more = kept.len() > PAGE;
    kept.truncate(PAGE);
    let open = open.map(|letter| revealed(&app, letter, &links));
    let mut response = page(&MailboxPage {
        older: kept.last().filter(|_| more).map(|letter| letter.id),
        letters: kept.iter().map(|letter| line(&app, &visit, letter)).collect(),
        open: open.map(|letter| opened(&app, &visit, letter)),
        before,
        frame: Frame::of(&visit, Nav::Elsewhere),
    });
    // This page alone shows a frame, and only one of its own.
    if let Ok(policy) = HeaderValue::from_str(&format!("{POLICY}; frame-src 'self'")) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// `GET /mailbox/{id}`: the letter's own page, for the frame.
pub async fn letter(
    app: web::Data<App>,
    visit: Visit,
    id: web::Path<LetterId>,
) -> Result<HttpResponse, Failure> {
    allow(&app, &visit)?;
    let id = id.into_inner();
    let (kept, links) = app
        .read(move |conn| {
            Ok::<_, Error>((outbox::find(conn, id)?, action_links::of_letter(conn, id)?))
        })
        .await?;
    let kept = revealed(&app, kept, &links);
    // Links of the letter open in the whole window, not in the frame.
    let html = kept.body_html.replacen("<head>", "<head><base target=\"_top\">", 1);
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, LETTER_POLICY))
        .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(html))
}

/// The page is there only while letters stay in the house; in the demonstration everybody reads
/// it, otherwise administrators do.
fn allow(app: &App, visit: &Visit) -> Result<(), Failure> {
    if !app.post.is_mailbox() {
        return Err(Failure::NoPage);
    }
    if may_read_mailbox(app, visit) {
        return Ok(());
    }
    match &visit.person {
        None => Err(Failure::SignInNeeded),
        Some(person) if person.role == Role::Admin => Ok(()),
        Some(_) => Err(Error::Forbidden.into()),
    }
}

fn line(app: &App, visit: &Visit, letter: &KeptLetter) -> Line {
    Line {
        id: letter.id,
        to: letter.to_name.clone(),
        at: moment(app, visit, letter.created_at),
        subject: letter.subject.clone(),
        kind: kind_words(visit.lang, letter.kind),
    }
}

fn opened(app: &App, visit: &Visit, letter: KeptLetter) -> Open {
    let at = moment(app, visit, letter.created_at);
    Open {
        id: letter.id,
        to: visit.lang.mailbox_to(letter.to_name, letter.to_address, at),
        subject: letter.subject,
        text: letter.body_text,
    }
}
