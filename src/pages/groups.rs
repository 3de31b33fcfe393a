//! Bodies and programmes: short lists of names, each changed in its row.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::domain::{Body, BodyId, Programme, ProgrammeId};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::persistence::{Conn, accounts, bodies, programmes};
use crate::services::{Error, directory};

#[derive(Template)]
#[template(path = "pages/groups.html")]
struct GroupsPage {
    frame: Frame,
    done: &'static str,
    errors: FormErrors,
    typed: String,
    heading: &'static str,
    hint: &'static str,
    add: &'static str,
    none: &'static str,
    counts: &'static str,
    path: &'static str,
    groups: Vec<GroupLine>,
}

struct GroupLine {
    id: i64,
    name: String,
    count: i64,
    /// The rows that the count counts.
    behind: String,
    active: bool,
}

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bodies,
    Programmes,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /bodies`.
pub async fn bodies(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    show(&app, &me, Kind::Bodies, &query).await
}

/// `GET /programmes`.
pub async fn programmes(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    show(&app, &me, Kind::Programmes, &query).await
}

/// `POST /bodies`.
pub async fn add_body(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let name = posted.text("name").to_owned();
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::create_body(act, &name)?;
            Ok("/bodies?done=yes".to_owned())
        })
        .await;
    answer(&app, &me, Kind::Bodies, &posted, outcome).await
}

/// `POST /programmes`.
pub async fn add_programme(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let name = posted.text("name").to_owned();
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::create_programme(act, &name)?;
            Ok("/programmes?done=yes".to_owned())
        })
        .await;
    answer(&app, &me, Kind::Programmes, &posted, outcome).await
}

/// `POST /bodies/{id}`.
pub async fn change_body(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<BodyId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (name, active) = (posted.text("name").to_owned(), posted.ticked("active"));
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::update_body(act, *id, &name, active)?;
            Ok("/bodies?done=yes".to_owned())
        })
        .await;
    answer(&app, &me, Kind::Bodies, &posted, outcome).await
}

/// `POST /programmes/{id}`.
pub async fn change_programme(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<ProgrammeId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (name, active) = (posted.text("name").to_owned(), posted.ticked("active"));
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::update_programme(act, *id, &name, active)?;
            Ok("/programmes?done=yes".to_owned())
        })
        .await;
    answer(&app, &me, Kind::Programmes, &posted, outcome).await
}

async fn show(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    query: &Query,
) -> Result<HttpResponse, Failure> {
    if !me.actor.role.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let mut shown = groups_page(app, me, kind, FormErrors::default(), String::new()).await?;
    shown.done = if query.done.is_empty() { "" } else { me.lang.people_saved() };
    Ok(page(&shown))
}

async fn answer(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    posted: &Posted,
    outcome: Result<HttpResponse, Error>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(done) => Ok(done),
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            let typed = posted.text("name").to_owned();
            Ok(returned(&groups_page(app, me, kind, errors, typed).await?))
        }
        Err(other) => Err(other.into()),
    }
}

async fn groups_page(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    errors: FormErrors,
    typed: String,
) -> Result<GroupsPage, Failure> {
    let groups = app.read(move |conn| lines(conn, kind)).await?;
    let lang = me.lang;
    let frame = Frame::of(me, Nav::People);
    Ok(match kind {
        Kind::Bodies => GroupsPage {
            frame,
            done: "",
            errors,
            typed,
            heading: lang.people_bodies(),
            hint: lang.people_bodies_hint(),
            add: lang.people_add_body(),
            none: lang.people_no_bodies(),
            counts: lang.people_meetings(),
            path: "/bodies",
            groups,
        },
        Kind::Programmes => GroupsPage {
            frame,
            done: "",
            errors,
            typed,
            heading: lang.people_programmes(),
            hint: lang.people_programmes_hint(),
            add: lang.people_add_programme(),
            none: lang.people_no_programmes(),
            counts: lang.people_tasks(),
            path: "/programmes",
            groups,
        },
    })
}

fn lines(conn: &mut Conn, kind: Kind) -> Result<Vec<GroupLine>, Error> {
    Ok(match kind {
        Kind::Bodies => {
            let meetings = accounts::meetings_of_bodies(conn)?;
            let line = |body: Body| GroupLine {
                id: body.id.0,
                name: body.name,
                count: meetings.get(&body.id).copied().unwrap_or_default(),
                behind: format!("/meetings?body_id={}", body.id),
                active: body.active,
            };
            bodies::all(conn)?.into_iter().map(line).collect()
        }
        Kind::Programmes => {
            let tasks = accounts::tasks_of_programmes(conn)?;
            let line = |programme: Programme| GroupLine {
                id: programme.id.0,
                name: programme.name,
                count: tasks.get(&programme.id).copied().unwrap_or_default(),
                behind: format!("/ledger?programme_id={}", programme.id),
                active: programme.active,
            };
            programmes::all(conn)?.into_iter().map(line).collect()
        }
    })
}
