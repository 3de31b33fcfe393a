//! Signing in and out; in a demonstration, a button for each role.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, page, people::right, returned, see_other};
use crate::app::App;
use crate::domain::{Actor, PersonId};
use crate::http::limit::{CredentialLimit, TooMany};
use crate::http::{
    Failure, FormErrors, Interrupted, Posted, SignedIn, Visit, client, local_path, session,
};
use crate::links::Token;
use crate::services::accounts::{self, Stay};

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    demo: Vec<DemoAccount>,
    errors: FormErrors,
    email: String,
    keep: bool,
    back: String,
    done: bool,
    interrupted: Option<Interrupted>,
}

/// What somebody had sent after their session had ended, to be sent again.
#[derive(Template)]
#[template(path = "pages/interrupted.html")]
struct InterruptedPage {
    frame: Frame,
    csrf: String,
    sent: Interrupted,
}

/// A button of the demonstration.
struct DemoAccount {
    id: PersonId,
    right: &'static str,
    name: String,
}

/// What the address of the page may say.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    back: String,
    #[serde(default)]
    done: String,
}

/// `GET /sign-in`.
pub async fn show(
    app: web::Data<App>,
    visit: Visit,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    if visit.person.is_some() {
        return Ok(see_other(local_path(&query.back).unwrap_or("/")));
    }
    let sign_in = SignInPage {
        demo: demo_accounts(&app, &visit).await?,
        frame: Frame::of(&visit, Nav::Elsewhere),
        errors: FormErrors::default(),
        email: String::new(),
        keep: false,
        back: query.back.clone(),
        done: !query.done.is_empty(),
        interrupted: None,
    };
    Ok(page(&sign_in))
}

/// The sign-in for somebody whose session had ended when they sent a form.
pub(super) async fn interrupted(
    app: &App,
    visit: &Visit,
    sent: Interrupted,
) -> Result<HttpResponse, Failure> {
    let sign_in = SignInPage {
        demo: demo_accounts(app, visit).await?,
        frame: Frame::of(visit, Nav::Elsewhere),
        errors: FormErrors::default(),
        email: String::new(),
        keep: false,
        back: String::new(),
        done: false,
        interrupted: Some(sent),
    };
    let mut response = page(&sign_in);
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(response)
}

/// `POST /sign-in`.
pub async fn enter(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (email, given) = (posted.text("email").trim().to_owned(), posted.text("password"));
    let lang = visit.lang;
    let mut errors = FormErrors::default();
    if email.is_empty() {
        errors.add("email", lang.sign_give_email());
    }
    if given.is_empty() {
        errors.add("password", lang.sign_give_password());
    }
    if errors.is_empty() {
        let keep = posted.ticked("keep");
        match attempt(&app, &limit, &request, &email, given, keep).await? {
            Ok(entered) => return go_on(&app, &visit, entered, &posted),
            Err(Refused::TooMany(many)) => {
                errors.add("email", lang.sign_too_many(many.seconds));
            }
            Err(Refused::Wrong) => errors.add("email", lang.sign_wrong()),
        }
    }
    let sign_in = SignInPage {
        demo: demo_accounts(&app, &visit).await?,
        frame: Frame::of(&visit, Nav::Elsewhere),
        errors,
        email,
        keep: posted.ticked("keep"),
        back: posted.text("back").to_owned(),
        done: false,
        interrupted: Interrupted::carried(&posted),
    };
    Ok(returned(&sign_in))
}

enum Refused {
    TooMany(TooMany),
    Wrong,
}

async fn attempt(
    app: &App,
    limit: &CredentialLimit,
    request: &HttpRequest,
    email: &str,
    given: &str,
    keep: bool,
) -> Result<Result<(Token, Stay), Refused>, Failure> {
    if let Err(many) = limit.attempt(client::of(request, app), email) {
        return Ok(Err(Refused::TooMany(many)));
    }
    let account = email.to_owned();
    let known = app.read(move |conn| accounts::credentials(conn, &account)).await?;
    let matched = crate::http::verify_password(given.to_owned(), known.stored).await;
    let Some(person) = known.person.filter(|_| matched) else { return Ok(Err(Refused::Wrong)) };
    let stay = if keep { Stay::Long } else { Stay::Short };
    Ok(Ok((open_session(app, request, person, stay).await?, stay)))
}

/// Opens a session for somebody who has proved who they are.
pub(super) async fn open_session(
    app: &App,
    request: &HttpRequest,
    person: PersonId,
    stay: Stay,
) -> Result<Token, Failure> {
    let agent = session::user_agent(request);
    let opened = app
        .act(Actor::operator(), move |act| accounts::sign_in(act, person, stay, agent.as_deref()))
        .await?;
    Ok(opened)
}

/// Goes on with a new session: with what was interrupted, or where somebody came from.
fn go_on(
    app: &App,
    visit: &Visit,
    entered: (Token, Stay),
    posted: &Posted,
) -> Result<HttpResponse, Failure> {
    let Some(sent) = Interrupted::carried(posted) else {
        return entered_at(app, entered, posted.text("back"));
    };
    let frame = Frame::of(visit, Nav::Elsewhere);
    let csrf = session::form_code(app, &entered.0);
    with_session(app, entered, page(&InterruptedPage { frame, csrf, sent }))
}

/// Goes to `back` with a new session.
pub(super) fn entered_at(
    app: &App,
    entered: (Token, Stay),
    back: &str,
) -> Result<HttpResponse, Failure> {
    with_session(app, entered, see_other(local_path(back).unwrap_or("/")))
}

fn with_session(
    app: &App,
    (token, stay): (Token, Stay),
    mut response: HttpResponse,
) -> Result<HttpResponse, Failure> {
    let cookie = session::session_cookie(app, &token, stay);
    response.add_cookie(&cookie).map_err(|error| Failure::Unreadable(error.to_string()))?;
    Ok(response)
}

/// `POST /sign-in/demo`: one of the roles, without a password; only in a demonstration.
pub async fn enter_demo(
    app: web::Data<App>,
    request: HttpRequest,
    visit: Visit,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let accounts = demo_accounts(&app, &visit).await?;
    let chosen = posted.text("person").parse().ok();
    let found = accounts.iter().find(|one| Some(one.id) == chosen).ok_or(Failure::NoPage)?;
    let token = open_session(&app, &request, found.id, Stay::Short).await?;
    go_on(&app, &visit, (token, Stay::Short), &posted)
}

/// `POST /sign-out`.
pub async fn leave(
    app: web::Data<App>,
    person: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    drop(posted);
    let id = person.session;
    app.act(person.actor, move |act| accounts::end_session(act, id)).await?;
    let mut response = see_other("/sign-in");
    let cookie = session::no_session_cookie(&app);
    response.add_cookie(&cookie).map_err(|error| Failure::Unreadable(error.to_string()))?;
    // Pages that the browser kept are of no use to who comes next.
    let header = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(header, HeaderValue::from_static("\"cache\""));
    Ok(response)
}

async fn demo_accounts(app: &App, visit: &Visit) -> Result<Vec<DemoAccount>, Failure> {
    if !visit.demo {
        return Ok(Vec::new());
    }
    let people = app.read(accounts::demo_people).await?;
    let lang = visit.lang;
    Ok(people
        .into_iter()
        .map(|(person, place)| DemoAccount {
            id: person.id,
            right: right(lang, person.role, place),
            name: person.name,
        })
        .collect())
}
