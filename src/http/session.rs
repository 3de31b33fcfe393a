//! Who a request comes from: the session behind its cookie, and the extractors built on it.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::USER_AGENT;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use chrono::TimeDelta;

use super::{Failure, SignedInPerson, Visit, language};
use crate::app::{App, actor_of};
use crate::domain::{Actor, Person};
use crate::links::Token;
use crate::persistence::{self, Conn, people, sessions};
use crate::services::accounts::{Stay, language_of};

const SESSION: &str = "session";
/// Binds the forms of those who are not signed in.
const VISITOR: &str = "visitor";
const THEME: &str = "theme";
/// What forms are sealed for.
const FORM: &str = "form";
/// A session's last use is noted at most this often.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);

/// Somebody who is signed in. Pages that ask for it send everybody else to the sign-in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// The session in use.
    pub session: i64,
    visit: Visit,
}

impl SignedIn {
    /// What a page depends on besides the data: the reader with their session, for which its forms
    /// are sealed, the language, the appearance, the address, the day.
    pub fn depends(&self) -> Vec<String> {
        let who = self.actor.id.map_or_else(String::new, |id| id.to_string());
        let Visit { lang, theme, path, today, .. } = &self.visit;
        vec![
            who,
            self.session.to_string(),
            lang.tag().to_owned(),
            theme.unwrap_or_default().to_owned(),
            path.clone(),
            today.to_string(),
        ]
    }
}

impl Deref for SignedIn {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

/// What the middleware found out, for the extractors behind it.
#[derive(Clone)]
struct Found {
    visit: Visit,
    signed_in: Option<(Actor, i64)>,
    /// The cookie that forms are sealed for.
    holder: String,
}

struct Known {
    person: Person,
    actor: Actor,
    session: sessions::Session,
}

/// Middleware: finds out who is asking and in which language, and keeps it with the request.
pub async fn recognise(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let app = app_of(request.request()).clone();
    let token = request.cookie(SESSION).map(|cookie| Token::presented(cookie.value()));
    let known = match &token {
        Some(token) => known(&app, token).await.map_err(Failure::from)?,
        None => None,
    };
    let held = request.cookie(VISITOR).map(|cookie| cookie.value().to_owned());
    let fresh = (known.is_none() && held.is_none()).then(Token::fresh);
    let holder = match (&known, token, held, &fresh) {
        (Some(_), Some(token), ..) => token.reveal().to_owned(),
        (_, _, Some(held), _) => held,
        (.., Some(fresh)) => fresh.reveal().to_owned(),
        _ => String::new(),
    };
    let visit = visit(request.request(), &app, known.as_ref(), &holder);
    let signed_in = known.map(|known| (known.actor, known.session.id));
    request.extensions_mut().insert(Found { visit, signed_in, holder });

    let mut response = next.call(request).await?;
    if let Some(fresh) = fresh {
        let cookie = cookie(&app, VISITOR, fresh.reveal().to_owned()).finish();
        response.response_mut().add_cookie(&cookie)?;
    }
    Ok(response)
}

async fn known(app: &App, token: &Token) -> Result<Option<Known>, persistence::Error> {
    let (hash, now, today) = (token.hash(), app.clock.now(), app.today());
    let found = app
        .read(move |conn: &mut Conn| {
            let Some(session) = sessions::find(conn, hash.as_ref(), now)? else {
                return Ok::<_, persistence::Error>(None);
            };
            let person = people::find(conn, session.person_id)?;
            let actor = actor_of(conn, session.person_id, today)?;
            Ok(Some(Known { person, actor, session }).filter(|known| known.person.active))
        })
        .await?;
    if let Some(Known { session, .. }) = &found
        && now - session.last_seen_at > NOTED_EVERY
    {
        let long = session.expires_at - session.last_seen_at > TimeDelta::days(1);
        let until = if long { Stay::Long } else { Stay::Short }.until(now);
        let id = session.id;
        let db = app.db.clone();
        let touched =
            web::block(move || db.write(|conn| sessions::touch(conn, id, now, until))).await;
        if let Ok(Err(error)) = touched {
            tracing::warn!(%error, "a session's last use could not be noted");
        }
    }
    Ok(found)
}

fn visit(request: &HttpRequest, app: &App, known: Option<&Known>, holder: &str) -> Visit {
    let house = app.house();
    let account = known.and_then(|known| language_of(&known.person));
    let lang = language::of(request, account, house.lang);
    let now = app.clock.now();
    let local_time = now.and_utc().with_timezone(&house.zone).naive_local();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Visit {
        lang,
        theme: request.cookie(THEME).and_then(|cookie| match cookie.value() {
            "dark" => Some("dark"),
            "light" => Some("light"),
            _ => None,
        }),
        person: known.map(|Known { person, actor, .. }| SignedInPerson {
            id: person.id,
            name: person.name.clone(),
            title: person.title.clone(),
            role: person.role,
            roles: actor.hats().map(|(role, _)| role).collect(),
        }),
        csrf: app.secret.seal(FORM, holder),
        path: path.to_owned(),
        organisation: house.name(lang).to_owned(),
        today: local_time.date(),
        local_time,
        demo: house.demo,
    }
}

/// The visit of a request that was recognised.
pub fn visit_of(request: &HttpRequest) -> Option<Visit> {
    request.extensions().get::<Found>().map(|found| found.visit.clone())
}

/// Whether a form's code is the one that its page was given.
///
/// # Errors
/// [`Failure::StaleForm`] where it is not.
pub fn check_form(request: &HttpRequest, code: &str) -> Result<(), Failure> {
    let found = found(request)?;
    let app = app_of(request);
    if app.secret.verify(FORM, &found.holder, code) { Ok(()) } else { Err(Failure::StaleForm) }
}

/// Whether the browser still names a session, but nobody is signed in by it.
pub fn has_ended(request: &HttpRequest) -> bool {
    request.cookie(SESSION).is_some() && found(request).is_ok_and(|it| it.signed_in.is_none())
}

/// Whether a form's code is the one that its page was given by the session that has ended. Other
/// sites cannot make the browser send that cookie along, so the form is ours.
pub fn is_form_of_ended(request: &HttpRequest, code: &str) -> bool {
    let Some(cookie) = request.cookie(SESSION) else { return false };
    app_of(request).secret.verify(FORM, Token::presented(cookie.value()).reveal(), code)
}

/// The code for forms of a page that is given out together with a new session.
pub fn form_code(app: &App, token: &Token) -> String {
    app.secret.seal(FORM, token.reveal())
}

/// The cookie that holds a new session; one for the browser's lifetime unless it may stay.
pub fn session_cookie(app: &App, token: &Token, stay: Stay) -> Cookie<'static> {
    let built = cookie(app, SESSION, token.reveal().to_owned());
    match stay {
        Stay::Short => built.finish(),
        Stay::Long => built.max_age(Duration::days(7)).finish(),
    }
}

/// A cookie that takes the session away.
pub fn no_session_cookie(app: &App) -> Cookie<'static> {
    let mut cookie = cookie(app, SESSION, String::new()).finish();
    cookie.make_removal();
    cookie
}

/// A cookie that remembers `light` or `dark`; anything else follows the system.
pub fn theme_cookie(app: &App, theme: &str) -> Cookie<'static> {
    let mut built = cookie(app, THEME, theme.to_owned()).max_age(Duration::days(365)).finish();
    if !matches!(theme, "light" | "dark") {
        built.make_removal();
    }
    built
}

fn cookie(
    app: &App,
    name: &'static str,
    value: String,
) -> actix_web::cookie::CookieBuilder<'static> {
    let secure = app.settings.server.public_url().starts_with("https:");
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(secure)
}

/// What the browser calls itself.
pub fn user_agent(request: &HttpRequest) -> Option<String> {
    request.headers().get(USER_AGENT)?.to_str().ok().map(str::to_owned)
}

/// The handles.
///
/// # Panics
///
/// When the server was assembled without them.
pub fn app_of(request: &HttpRequest) -> &App {
    request.app_data::<web::Data<App>>().expect("the server is assembled with its handles")
}

fn found(request: &HttpRequest) -> Result<Found, Failure> {
    request.extensions().get::<Found>().cloned().ok_or(Failure::NoPage)
}

impl FromRequest for Visit {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(found(request).map(|found| found.visit))
    }
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(found(request).and_then(|Found { visit, signed_in, .. }| {
            let (actor, session) = signed_in.ok_or(Failure::SignInNeeded)?;
            Ok(Self { actor, session, visit })
        }))
    }
}
