//! One's own account: language, appearance, password, where one is signed in.

use std::sync::mpsc;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use serde::Deserialize;

use super::{Frame, Nav, page, password, returned, review, see_other};
use crate::app::App;
use crate::domain::{Channel, Person};
use crate::http::limit::CredentialLimit;
use crate::http::{
    Failure, FormErrors, Posted, SignedIn, client, language, local_path, session, verify_password,
};
use crate::i18n::Lang;
use crate::links::calendar_path;
use crate::persistence::sessions::Session;
use crate::persistence::{self, digest_readers, people, reaches, sessions};
use crate::services::{Error, accounts, calendar_feeds, digest_hour, directory, test_letters};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage {
    frame: Frame,
    errors: FormErrors,
    done: &'static str,
    person: Person,
    /// The channels by which one can be reached, and whether it is the one chosen.
    channels: Vec<(Channel, &'static str, bool)>,
    /// Whether single letters are commands on the review page; only for those who review.
    keys: Option<bool>,
    /// The hours that one may choose for the digest, and whether it is the one chosen.
    hours: Vec<(String, bool)>,
    sessions: Vec<SessionLine>,
    /// Since when a calendar program finds one's dates.
    feed_since: Option<String>,
    /// The address under which it does, made just now.
    feed_link: Option<String>,
}

/// One signed-in browser.
struct SessionLine {
    id: i64,
    browser: String,
    since: String,
    seen: String,
    current: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /account`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let done = match query.done.as_str() {
        "reading" => me.lang.account_reading_saved(),
        "password" => me.lang.account_password_changed(),
        "test" => me.lang.channel_test_written(),
        "sessions" => me.lang.account_sessions_ended(),
        "feed" => me.lang.feed_made_before(),
        "feed-revoked" => me.lang.feed_revoked(),
        _ => "",
    };
    Ok(page(&account_page(&app, &me, done, FormErrors::default()).await?))
}

/// `POST /account/reading`.
pub async fn reading(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let lang: Lang = posted.text("language").parse().unwrap_or(me.lang);
    app.act(me.actor, move |act| accounts::choose_language(act, lang)).await?;
    let mut response = see_other("/account?done=reading");
    let theme = session::theme_cookie(&app, posted.text("theme"));
    for cookie in [theme, language::cookie(lang)] {
        response.add_cookie(&cookie).map_err(|error| Failure::Unreadable(error.to_string()))?;
    }
    Ok(response)
}

/// `POST /account/keys`; back to the page that asked for it.
pub async fn keys(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let on = posted.text("keys") == "on";
    app.act(me.actor, move |act| accounts::choose_keys(act, on)).await?;
    Ok(see_other(local_path(posted.text("back")).unwrap_or("/account?done=reading")))
}

/// `POST /account/hour`: when one's digest is written.
pub async fn hour(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let hour = NaiveTime::parse_from_str(posted.text("hour"), "%H:%M").ok();
    app.act(me.actor, move |act| digest_hour::choose(act, hour)).await?;
    Ok(see_other("/account?done=reading"))
}

/// `POST /account/channel`: by which channel one's messages come.
pub async fn channel(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    if let Ok(channel) = posted.text("channel").parse() {
        app.act(me.actor, move |act| directory::choose_channel(act, channel)).await?;
    }
    Ok(see_other("/account?done=reading"))
}

/// `POST /account/test`: a message to oneself.
pub async fn test(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = me.actor.id.ok_or(Error::Forbidden)?;
    let work = me.once(&app, &posted, move |act| {
        test_letters::to_person(act, id)?;
        Ok("/account?done=test".to_owned())
    });
    Ok(work.await?)
}

/// `POST /account/password`.
pub async fn change_password(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = me.actor.id.ok_or(Error::Forbidden)?;
    limit.attempt(client::of(&request, &app), &format!("person:{id}"))?;
    let stored = app.read(move |conn| persistence::accounts::password_of(conn, id)).await?;
    let mut errors = FormErrors::default();
    if !verify_password(posted.text("current").to_owned(), stored).await {
        errors.add("current", me.lang.account_current_wrong());
    }
    let hash = password::checked(&posted, me.lang, &mut errors).await;
    let Some(hash) = hash.filter(|_| errors.is_empty()) else {
        return Ok(returned(&account_page(&app, &me, "", errors).await?));
    };
    let current = me.session;
    app.act(me.actor, move |act| accounts::change_password(act, &hash, Some(current))).await?;
    Ok(see_other("/account?done=password"))
}

/// `POST /account/sessions`: ends one, or all but this.
pub async fn end_sessions(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (which, current) = (posted.text("end").parse().ok(), me.session);
    app.act(me.actor, move |act| match which {
        Some(id) => accounts::end_session(act, id),
        None => accounts::end_other_sessions(act, current),
    })
    .await?;
    Ok(see_other("/account?done=sessions"))
}

/// `POST /account/calendar`: makes the link of one's own dates, shown once, or revokes it.
pub async fn calendar(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let revokes = posted.text("act") == "revoke";
    let (tell, told) = mpsc::channel();
    let done = me
        .once(&app, &posted, move |act| {
            if revokes {
                calendar_feeds::revoke(act)?;
                return Ok("/account?done=feed-revoked".to_owned());
            }
            // Whoever waits for it is the caller: a lost receiver is a lost request.
            drop(tell.send(calendar_feeds::make(act)?));
            Ok("/account?done=feed".to_owned())
        })
        .await?;
    let Ok(token) = told.try_recv() else { return Ok(done) };
    let mut shown = account_page(&app, &me, "", FormErrors::default()).await?;
    shown.feed_link = Some(app.links.to(&calendar_path(&token)));
    Ok(page(&shown))
}

async fn account_page(
    app: &App,
    me: &SignedIn,
    done: &'static str,
    errors: FormErrors,
) -> Result<AccountPage, Failure> {
    let id = me.actor.id.ok_or(Error::Forbidden)?;
    let now = app.clock.now();
    let (person, keys, own, open, reach, feed) = app
        .read(move |conn| {
            let person = people::find(conn, id)?;
            let keys = review::keys(conn, id)?;
            let own = digest_readers::of(conn, id)?.map(|one| one.reads_at);
            let reach = reaches::of(conn, id)?;
            let feed = persistence::calendar_feeds::since(conn, id)?;
            Ok::<_, Error>((person, keys, own, sessions::of_person(conn, id, now)?, reach, feed))
        })
        .await?;
    let zone = app.house().zone;
    let sessions = open.iter().map(|one| line(me, one, zone)).collect();
    let keys = person.role.runs_office().then_some(keys);
    let [first, last] = app.settings.schedule.digest_between;
    let hours = (0..24).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
    let hours = hours.filter(|hour| (first..=last).contains(hour));
    let hours = hours.map(|hour| (hour.format("%H:%M").to_string(), own == Some(hour))).collect();
    let routes = reach.routes(person.email.as_ref(), &app.channels.set_up());
    let first = routes.first().map(|route| route.channel);
    let channels = Channel::PERSONAL
        .into_iter()
        .filter(|one| routes.iter().any(|route| route.channel == *one))
        .map(|one| (one, me.lang.channel(one), Some(one) == first))
        .collect();
    let frame = Frame::of(me, Nav::Elsewhere);
    let day = |at: NaiveDateTime| at.and_utc().with_timezone(&zone).date_naive();
    let feed_since = feed.map(|at| me.lang.date_near(day(at), me.today));
    Ok(AccountPage {
        frame,
        errors,
        done,
        person,
        channels,
        keys,
        hours,
        sessions,
        feed_since,
        feed_link: None,
    })
}

fn line(me: &SignedIn, session: &Session, zone: Tz) -> SessionLine {
    let agent = session.user_agent.as_deref().unwrap_or_default();
    let browser = browser(agent).unwrap_or_else(|| me.lang.account_browser_unknown().to_owned());
    let at = |instant: NaiveDateTime| {
        let local = instant.and_utc().with_timezone(&zone).naive_local();
        let day = me.lang.date_near(local.date(), me.today);
        format!("{day} {}", local.format("%H:%M"))
    };
    SessionLine {
        id: session.id,
        browser,
        since: at(session.created_at),
        seen: at(session.last_seen_at),
        current: session.id == me.session,
    }
}

/// The browser and the system that a user agent names, as far as anyone would recognise them.
fn browser(agent: &str) -> Option<String> {
    let first = |names: &[(&'static str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let program = first(&[
        ("Edg", "Edge"),
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => Some(format!("{program}, {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_as_its_user_would() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120";
        assert_eq!(browser(edge).as_deref(), Some("Edge, Windows"));
        assert_eq!(browser("curl/8"), None);
    }
}
