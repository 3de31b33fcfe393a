//! Passwords by link: invited for the first time, or forgotten.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Frame, Nav, page, see_other};
use crate::app::App;
use crate::domain::{Actor, LinkPurpose, Named as _, Person};
use crate::http::limit::CredentialLimit;
use crate::http::{Failure, FormErrors, Posted, Visit, client, hash_password};
use crate::i18n::Lang;
use crate::links::Token;
use crate::services::accounts;
use crate::services::password::{self, Unfit};

#[derive(Template)]
#[template(path = "pages/forgotten.html")]
struct ForgottenPage {
    frame: Frame,
    errors: FormErrors,
    email: String,
    sent: bool,
}

#[derive(Template)]
#[template(path = "pages/password.html")]
struct PasswordPage {
    frame: Frame,
    errors: FormErrors,
    title: &'static str,
    action: String,
    person: Option<Person>,
}

/// `GET /forgotten`.
pub async fn forgotten(visit: Visit) -> HttpResponse {
    let frame = Frame::of(&visit, Nav::Elsewhere);
    let (errors, email) = (FormErrors::default(), String::new());
    page(&ForgottenPage { frame, errors, email, sent: false })
}

/// `POST /forgotten`: the same answer whether there is such an account or not.
pub async fn send(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let email = posted.text("email").trim().to_owned();
    let mut errors = FormErrors::default();
    if email.is_empty() {
        errors.add("email", visit.lang.sign_give_email());
    } else if let Err(many) = limit.attempt(client::of(&request, &app), &email) {
        errors.add("email", visit.lang.sign_too_many(many.seconds));
    } else {
        let account = email.clone();
        app.act(Actor::operator(), move |act| accounts::forgotten(act, &account)).await?;
    }
    let sent = errors.is_empty();
    let frame = Frame::of(&visit, Nav::Elsewhere);
    Ok(page(&ForgottenPage { frame, errors, email, sent }))
}

/// `GET /links/{purpose}/{token}`.
pub async fn show(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (purpose, token) = link(path.into_inner())?;
    limit.attempt(client::of(&request, &app), token.hash().as_ref())?;
    let person = holder(&app, token, purpose).await?;
    Ok(password_page(&visit, purpose, person, FormErrors::default()))
}

/// `POST /links/{purpose}/{token}`.
pub async fn set(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    path: web::Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (purpose, token) = link(path.into_inner())?;
    limit.attempt(client::of(&request, &app), token.hash().as_ref())?;
    let Some(person) = holder(&app, token.clone(), purpose).await? else {
        return Ok(password_page(&visit, purpose, None, FormErrors::default()));
    };
    let mut errors = FormErrors::default();
    let Some(hash) = checked(&posted, visit.lang, &mut errors).await else {
        return Ok(password_page(&visit, purpose, Some(person), errors));
    };
    app.act(Actor::operator(), move |act| accounts::set_password(act, &token, purpose, &hash))
        .await?;
    Ok(see_other("/sign-in?done=yes"))
}

/// The new password's hash, or `None` with what is wrong with it noted.
pub(super) async fn checked(
    posted: &Posted,
    lang: Lang,
    errors: &mut FormErrors,
) -> Option<String> {
    let given = posted.text("password");
    match password::check(given) {
        Err(Unfit::TooShort) => {
            errors.add("password", lang.sign_too_short(password::SHORTEST));
        }
        Err(Unfit::TooLong) => errors.add("password", lang.sign_too_long(password::LONGEST)),
        Ok(()) if given != posted.text("again") => errors.add("again", lang.sign_not_same()),
        Ok(()) => return hash_password(given.to_owned()).await,
    }
    None
}

fn link((word, token): (String, String)) -> Result<(LinkPurpose, Token), Failure> {
    let purpose = LinkPurpose::from_word(&word).map_err(|_unknown| Failure::NoPage)?;
    Ok((purpose, Token::presented(&token)))
}

async fn holder(app: &App, token: Token, purpose: LinkPurpose) -> Result<Option<Person>, Failure> {
    let now = app.clock.now();
    Ok(app.read(move |conn| accounts::link_holder(conn, &token, purpose, now)).await?)
}

fn password_page(
    visit: &Visit,
    purpose: LinkPurpose,
    person: Option<Person>,
    errors: FormErrors,
) -> HttpResponse {
    let lang = visit.lang;
    let title = match purpose {
        LinkPurpose::Invitation => lang.sign_invitation(),
        LinkPurpose::Password | LinkPurpose::SetUp => lang.sign_reset(),
    };
    let frame = Frame::of(visit, Nav::Elsewhere);
    let gone = person.is_none();
    let mut response =
        page(&PasswordPage { frame, errors, title, action: visit.path.clone(), person });
    if gone {
        *response.status_mut() = actix_web::http::StatusCode::GONE;
    }
    response
}
