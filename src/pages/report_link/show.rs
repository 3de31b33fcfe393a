//! The page of a link, and what it sends.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, ResponseError as _, web};
use askama::Template;

use crate::app::{App, actor_of};
use crate::domain::{Actor, Flag, LinkStanding, LinkVerb, Person, Task, Verdict, may};
use crate::http::limit::CredentialLimit;
use crate::http::{Failure, FormErrors, Posted, Uploaded, Visit, client};
use crate::i18n::Lang;
use crate::links::{Token, action_path, task_path};
use crate::pages::deed::Deed;
use crate::pages::glance::{DueWords, LightWords, days_of, lights_of};
use crate::pages::task::{Seen, acknowledge_deed, comes_back, report_deed, work_of};
use crate::pages::{Frame, Nav, files, free_day, page, see_other};
use crate::persistence::action_links::KeptLink;
use crate::persistence::{self, people, tasks};
use crate::services::{Error, accounts, action_links};

#[derive(Template)]
#[template(path = "pages/report_link.html")]
struct LinkPage {
    frame: Frame,
    title: String,
    /// The task, while the reader may see it.
    it: Option<It>,
    /// What is to be filled in, while the link works.
    deed: Option<Deed>,
    errors: FormErrors,
    /// What became of the link, where there is nothing to be filled in.
    done: Option<String>,
    ended: Option<String>,
    /// Where the sign-in leads to.
    sign_in: String,
    beside: Vec<Beside>,
    hints: Vec<String>,
}

/// The task as the page tells it.
struct It {
    number: String,
    title: String,
    lights: Vec<LightWords>,
    lead: String,
    due: Option<DueWords>,
    source: Option<String>,
    requirement: String,
}

/// Another link of the same letter.
struct Beside {
    path: String,
    title: String,
    light: LightWords,
}

/// A link that was found, with whom it was sent to.
struct Found {
    token: Token,
    kept: KeptLink,
    person: Person,
    actor: Actor,
    beside: Vec<(Token, Task)>,
}

/// `GET /r/{token}`
pub async fn show(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let found = find(&app, &limit, &request, token.into_inner()).await?;
    let built = build(&app, &visit, found).await?;
    let status = if built.ended.is_some() { StatusCode::GONE } else { StatusCode::OK };
    Ok(private(&built, status))
}

/// `POST /r/{token}`: does what the link is for, once. Sent twice, it shows what came of it.
pub async fn send(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    let found = find(&app, &limit, &request, token.into_inner()).await?;
    let Some(Found { token, kept, actor, .. }) = &found else {
        return Ok(private(&unknown(&visit), StatusCode::GONE));
    };
    // Only who has a link makes us read what they send.
    let Uploaded { form: mut posted, files: brought } =
        Uploaded::from_request(&request, &mut payload.into_inner()).await?;
    let path = action_path(token.reveal());
    let (task, open) = (kept.link.task, kept.link.standing(app.clock.now()) == LinkStanding::Open);
    // A link that is used up or too old brings nothing in.
    let brought = if open { brought } else { Vec::new() };
    let fresh = match files::received(&app, actor, task, &mut posted, brought).await {
        Ok(fresh) => fresh,
        Err(error) => return refused(&app, &visit, found, &posted, error.into()).await,
    };
    let outcome = match work_of(task, kept.link.verb, &posted, &fresh) {
        Ok(work) => {
            let (token, free_days) = (token.clone(), free_day::answer(&posted));
            // Whose link it is acts, and nobody where it does not work.
            app.act(Actor::operator(), move |act| {
                act.free_days = free_days;
                action_links::act_by(act, &token, work)
            })
            .await
        }
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        // What came of it, or why nothing did, stands on the page of the link.
        Ok(_)
        | Err(Failure::Service(
            Error::LinkSpent | Error::Forbidden | Error::Storage(persistence::Error::NotFound),
        )) => Ok(see_other(path)),
        Err(failure) => {
            if comes_back(&failure) {
                files::wait(&app, actor, task, &mut posted, fresh).await?;
            }
            refused(&app, &visit, found, &posted, failure).await
        }
    }
}

/// The form again, with what was typed and what is wrong with it.
async fn refused(
    app: &App,
    visit: &Visit,
    found: Option<Found>,
    posted: &Posted,
    failure: Failure,
) -> Result<HttpResponse, Failure> {
    if !comes_back(&failure) {
        return Err(failure);
    }
    let path = found.as_ref().map(|found| action_path(found.token.reveal()));
    let mut built = build(app, visit, found).await?;
    let Some(deed) = &mut built.deed else { return Ok(see_other(path.unwrap_or_default())) };
    built.errors = deed.fill(posted, &failure, built.frame.lang);
    Ok(private(&built, failure.status_code()))
}

async fn find(
    app: &App,
    limit: &CredentialLimit,
    request: &HttpRequest,
    token: String,
) -> Result<Option<Found>, Failure> {
    let token = Token::presented(&token);
    limit.attempt(client::of(request, app), token.hash().as_ref())?;
    let (house, today) = (app.clone(), app.today());
    let found = app.read(move |conn| {
        let Some(kept) = action_links::find(&house, conn, &token)? else { return Ok(None) };
        let person = people::find(conn, kept.link.person)?;
        if !person.active {
            return Ok(None);
        }
        let actor = actor_of(conn, person.id, today)?;
        let beside = action_links::beside(&house, conn, &kept)?
            .into_iter()
            .map(|one| {
                let task = tasks::find(conn, one.link.task)?;
                Ok((action_links::token_of(&house, &one), task))
            })
            .collect::<Result<_, Error>>()?;
        Ok::<_, Error>(Some(Found { token, kept, person, actor, beside }))
    });
    Ok(found.await?)
}

async fn build(app: &App, visit: &Visit, found: Option<Found>) -> Result<LinkPage, Failure> {
    let Some(Found { token, kept, person, actor, beside }) = found else {
        return Ok(unknown(visit));
    };
    let house = app.house();
    let lang = accounts::language_of(&person).unwrap_or(house.lang);
    let visit =
        Visit { lang, person: None, organisation: house.name(lang).to_owned(), ..visit.clone() };
    let link = &kept.link;
    let local = |at: chrono::NaiveDateTime| at.and_utc().with_timezone(&house.zone).naive_local();
    let seen = match Seen::by(app, &actor, lang, visit.today, link.task).await {
        Ok(seen) => Some(seen),
        Err(Failure::Service(Error::Storage(persistence::Error::NotFound))) => None,
        Err(failure) => return Err(failure),
    };
    let standing = link.standing(app.clock.now());
    let offered = seen.as_ref().filter(|seen| seen.offers(link.verb.action()));
    let deed = offered.filter(|_| standing == LinkStanding::Open).map(|seen| {
        let deed = match link.verb {
            LinkVerb::Acknowledge => acknowledge_deed(seen),
            LinkVerb::Report => report_deed(seen),
        };
        Deed { path: action_path(token.reveal()), ..deed }
    });
    let (done, ended) = match standing {
        _ if deed.is_some() => (None, None),
        LinkStanding::Used(at) => (Some(done(lang, link.verb, &lang.moment(local(at)))), None),
        LinkStanding::Expired => (None, Some(lang.link_expired().to_owned())),
        LinkStanding::Withdrawn => (None, Some(lang.link_withdrawn().to_owned())),
        LinkStanding::Open => (None, Some(overtaken(lang, link.verb, seen.as_ref()))),
    };
    // What was withdrawn or is too old shows the task no longer.
    let shown = seen.filter(|_| deed.is_some() || done.is_some());
    let mut hints = Vec::new();
    if deed.is_some() {
        let until = lang.long_date(local(link.expires_at).date());
        hints.push(match link.verb {
            LinkVerb::Acknowledge => lang.link_yours_acknowledge(&person.name, until),
            LinkVerb::Report => lang.link_yours_report(&person.name, until),
        });
    }
    let clerk = shown.as_ref().and_then(|seen| seen.with_phone(seen.it().follower_id?));
    hints.extend(clerk.map(|clerk| lang.link_clerk(clerk)));
    let it = shown.as_ref().map(It::of);
    Ok(LinkPage {
        title: match (&it, link.verb) {
            (Some(it), LinkVerb::Acknowledge) => lang.link_title_acknowledge(&it.number),
            (Some(it), LinkVerb::Report) => lang.link_title_report(&it.number),
            (None, _) => lang.link_title_ended().to_owned(),
        },
        it,
        deed,
        errors: FormErrors::default(),
        done,
        ended,
        sign_in: format!("/sign-in?back={}", task_path(link.task)),
        beside: beside.iter().map(|(token, task)| Beside::of(&visit, token, task)).collect(),
        hints,
        frame: Frame::of(&visit, Nav::Elsewhere),
    })
}

/// A link that nobody made, or of an account that is closed.
fn unknown(visit: &Visit) -> LinkPage {
    let visit = Visit { person: None, ..visit.clone() };
    let lang = visit.lang;
    LinkPage {
        title: lang.link_title_ended().to_owned(),
        it: None,
        deed: None,
        errors: FormErrors::default(),
        done: None,
        ended: Some(lang.link_unknown().to_owned()),
        sign_in: "/sign-in".to_owned(),
        beside: Vec::new(),
        hints: Vec::new(),
        frame: Frame::of(&visit, Nav::Elsewhere),
    }
}

fn done(lang: Lang, verb: LinkVerb, at: &str) -> String {
    match verb {
        LinkVerb::Acknowledge => lang.link_acknowledged(at),
        LinkVerb::Report => lang.link_reported(at),
    }
}

/// Why a link that is not used has nothing to do any more: it was done before, or it is not the
/// reader's to do any more.
fn overtaken(lang: Lang, verb: LinkVerb, seen: Option<&Seen>) -> String {
    let theirs = seen.filter(|seen| {
        may(&seen.actor, verb.action(), &seen.sight.facts, seen.rules) == Verdict::Allowed
    });
    let Some(seen) = theirs else { return lang.link_withdrawn().to_owned() };
    match (verb, seen.it().acknowledged_on) {
        (LinkVerb::Acknowledge, Some(on)) => {
            lang.link_acknowledged_before(seen.number(), seen.day(on))
        }
        (LinkVerb::Acknowledge, None) => lang.link_withdrawn().to_owned(),
        (LinkVerb::Report, _) => lang.link_no_report(seen.number(), lang.state(seen.it().state)),
    }
}

impl It {
    fn of(seen: &Seen) -> Self {
        let (lang, task) = (seen.lang, seen.it());
        let source = seen.sheet.meeting.as_ref();
        Self {
            number: seen.number(),
            title: task.title.clone(),
            lights: lights_of(lang, &seen.marks(), seen.asked_for(), seen.today),
            lead: lang.link_lead(seen.sight.tree.name(task.lead_id)),
            due: DueWords::near(lang, task.due_on, task.original_due_on, seen.today),
            source: source.map(|one| lang.mail_source(&one.title, seen.day(one.held_on))),
            requirement: task.requirement.clone(),
        }
    }
}

impl Beside {
    fn of(visit: &Visit, token: &Token, task: &Task) -> Self {
        let (lang, marks) = (visit.lang, task.marks());
        let unexplained = task.flags(visit.today).contains(&Flag::Unexplained);
        let light = if unexplained {
            LightWords::new("over", lang.flag(Flag::Unexplained))
        } else {
            days_of(lang, &marks, visit.today)
        };
        Self { path: action_path(token.reveal()), title: task.title.clone(), light }
    }
}

/// The page, which tells nobody its own address and is in no index.
fn private(built: &LinkPage, status: StatusCode) -> HttpResponse {
    let mut response = page(built);
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    let headers = response.headers_mut();
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
