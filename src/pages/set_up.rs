//! The first start: the organisation is named, the administrator created.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Frame, Nav, page, returned, sign_in};
use crate::app::App;
use crate::domain::Actor;
use crate::http::limit::CredentialLimit;
use crate::http::{Failure, FormErrors, Posted, Visit, client};
use crate::i18n::Lang;
use crate::links::Token;
use crate::services::accounts::{self, SetUp, Stay};
use crate::services::{Error, password};

#[derive(Template)]
#[template(path = "pages/set_up.html")]
struct SetUpPage {
    frame: Frame,
    errors: FormErrors,
    action: String,
    zones: Vec<&'static str>,
    f: Fields,
}

/// What was typed.
struct Fields {
    name_en: String,
    name_zh: String,
    time_zone: String,
    language: String,
    name: String,
    title: String,
    email: String,
    phone: String,
    told: bool,
}

/// `GET /set-up/{token}`.
pub async fn show(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    open(&app, &limit, &request, &token).await?;
    let house = app.house();
    let fields = Fields {
        name_en: house.name_en,
        name_zh: house.name_zh,
        time_zone: house.zone.name().to_owned(),
        language: visit.lang.tag().to_owned(),
        name: String::new(),
        title: String::new(),
        email: String::new(),
        phone: String::new(),
        told: false,
    };
    Ok(form(&visit, fields, FormErrors::default()))
}

/// `POST /set-up/{token}`: at the end one is signed in.
pub async fn finish(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let token = open(&app, &limit, &request, &token).await?;
    let mut errors = FormErrors::default();
    if !posted.ticked("told") {
        errors.add("told", visit.lang.setup_told_missing());
    }
    let given = given(&posted, visit.lang);
    if let Err(faults) = given.check() {
        errors.extend(visit.lang, &faults);
    }
    let chosen = posted.text("password").to_owned();
    match password::check(&chosen) {
        Err(password::Unfit::TooShort) => {
            errors.add("password", visit.lang.sign_too_short(password::SHORTEST));
        }
        Err(password::Unfit::TooLong) => {
            errors.add("password", visit.lang.sign_too_long(password::LONGEST));
        }
        Ok(()) => {}
    }
    if !errors.is_empty() {
        return Ok(form(&visit, fields(&posted), errors));
    }
    let Some(hash) = crate::http::hash_password(chosen).await else {
        return Err(Failure::Unreadable("the server is going down".to_owned()));
    };
    let (person, house) =
        app.act(Actor::operator(), move |act| accounts::set_up(act, &token, &given, &hash)).await?;
    app.set_house(house);
    let session = sign_in::open_session(&app, &request, person, Stay::Short).await?;
    sign_in::entered_at(&app, (session, Stay::Short), "/")
}

/// The set-up's token, as long as it opens anything.
async fn open(
    app: &App,
    limit: &CredentialLimit,
    request: &HttpRequest,
    token: &str,
) -> Result<Token, Failure> {
    limit.attempt(client::of(request, app), "set-up")?;
    let token = Token::presented(token);
    let (now, presented) = (app.clock.now(), token.clone());
    let holds = app.read(move |conn| accounts::may_set_up(conn, &presented, now)).await?;
    if holds { Ok(token) } else { Err(Error::LinkSpent.into()) }
}

fn given(posted: &Posted, reader: Lang) -> SetUp {
    SetUp {
        name_en: posted.some("name_en"),
        name_zh: posted.some("name_zh"),
        time_zone: posted.text("time_zone").trim().to_owned(),
        language: posted.text("language").parse().unwrap_or(reader),
        name: posted.text("name").to_owned(),
        title: posted.some("title"),
        email: posted.text("email").to_owned(),
        phone: posted.some("phone"),
    }
}

fn fields(posted: &Posted) -> Fields {
    let text = |name: &str| posted.text(name).to_owned();
    Fields {
        name_en: text("name_en"),
        name_zh: text("name_zh"),
        time_zone: text("time_zone"),
        language: text("language"),
        name: text("name"),
        title: text("title"),
        email: text("email"),
        phone: text("phone"),
        told: posted.ticked("told"),
    }
}

fn form(visit: &Visit, fields: Fields, errors: FormErrors) -> HttpResponse {
    let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    let action = visit.path.clone();
    let fine = errors.is_empty();
    let frame = Frame::of(visit, Nav::Elsewhere);
    let set_up = SetUpPage { frame, errors, action, zones, f: fields };
    if fine { page(&set_up) } else { returned(&set_up) }
}
